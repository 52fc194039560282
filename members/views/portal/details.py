"""更正: a new telephone, another unit, what changed at work."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.refused import Refused
from members.forms.portal_details import DetailsForm
from members.operations import belonging, people
from members.views.portal.lines import employers_of
from members.views.portal.roster import TAB, own_membership
from unions.views.portal.frame import answer, portal_page


def portal_member_details(request: HttpRequest, membership: int) -> HttpResponse:
    row, person = own_membership(request, membership)
    user: Any = request.user
    if row.until is not None and request.method == "GET":
        messages.warning(request, f"这段会籍已于 {row.until} 终止，信息不再更正。")
        return redirect("portal-member", row.pk)
    employers = employers_of(row.union, user) if row.until is None else []
    form = DetailsForm(request.POST or None, person=person, membership=row, employers=employers, label_suffix="")

    def act() -> HttpResponse:
        if row.until is not None:
            raise Refused(f"这段会籍已于 {row.until} 终止，信息不再更正。")
        today = timezone.localdate()
        people.change_details(person, on=today, by=user, **form.details)
        if "employer" in form.fields:
            employer = form.cleaned_data["employer"]
            belonging.change_membership(row, employer=employer, since=row.since, on=today, by=user)
        messages.success(request, f"{person.name}的信息已更正。")
        return redirect("portal-member", row.pk)

    def page() -> HttpResponse:
        context = {"membership": row, "person": person, "form": form}
        return portal_page(request, "portal/member_details.html", row.union, context, tab=TAB)

    return answer(request, form, act, page)
