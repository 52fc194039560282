"""打印实名制登记表: the own union's forms as a file, for a reason; the same as at the desk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from members.forms.printing import PrintFormsForm
from members.printing import choices_for, file_of, sheets_of
from members.views.portal.roster import TAB
from unions.views.portal.frame import answer, own_union, portal_page


def portal_forms(request: HttpRequest, union: int) -> HttpResponse:
    row = own_union(request, union)
    user: Any = request.user
    form = PrintFormsForm(request.POST or None, choices=choices_for(row, user))

    def act() -> HttpResponse:
        now, values = timezone.localtime(), form.cleaned_data
        sheets = sheets_of(row, form.wanted, on=now.date())
        return file_of(sheets, row, kind=values["kind"], reason=values["reason"], at=now, by=user).response()

    def page() -> HttpResponse:
        return portal_page(request, "portal/forms.html", row, {"form": form}, tab=TAB)

    return answer(request, form, act, page)
