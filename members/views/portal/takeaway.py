"""下载花名册: for a reason, masked; with whole numbers only when that was asked for twice."""

import hashlib
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.encryption import unseal
from accounts.masks import masked_mobile
from members.forms.portal import TakeawayForm
from members.models import Membership
from members.operations import roster
from members.operations.people import ID_NUMBER_PLACE
from members.sheets.roster import Person, workbook
from members.views.portal.lines import current_of, masked_number
from members.views.portal.roster import TAB
from unions.models import Organisation
from unions.views.portal.frame import answer, own_union, portal_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def portal_roster_download(request: HttpRequest, union: int) -> HttpResponse:
    row = own_union(request, union)
    user: Any = request.user
    form = TakeawayForm(request.POST or None, label_suffix="")
    second_thought = False

    def act() -> HttpResponse:
        nonlocal second_thought
        values = form.cleaned_data
        second_thought = values["full"] and request.POST.get("as") != "full"
        return page() if second_thought else _file(row, values["reason"], full=values["full"], user=user)

    def page() -> HttpResponse:
        count = current_of(row, user).count()
        context = {"form": form, "count": count, "second_thought": second_thought}
        return portal_page(request, "portal/roster_download.html", row, context, tab=TAB)

    return answer(request, form, act, page)


def _file(union: Organisation, reason: str, *, full: bool, user: Any) -> HttpResponse:
    now = timezone.localtime()
    rows = current_of(union, user).select_related("member", "employer").order_by("since", "pk")
    people = [_person(one, full) for one in rows]
    made = workbook(union.name, people, reason=reason, by=user.name, at=now)
    roster.note_download(
        union, rows=len(people), sha256=hashlib.sha256(made).hexdigest(), full=full, reason=reason, by=user
    )
    name = quote(f"{union.name}会员花名册-{now:%Y%m%d}.xlsx", safe="")
    return HttpResponse(
        made,
        content_type=XLSX,
        headers={
            "Content-Disposition": f"attachment; filename=\"roster.xlsx\"; filename*=UTF-8''{name}",
            "Cache-Control": "private, no-store",
        },
    )


def _person(one: Membership, full: bool) -> Person:
    person = one.member
    return Person(
        name=person.name,
        sex=person.get_sex_display(),
        born_on=person.born_on,
        number=unseal(person.id_number_sealed, ID_NUMBER_PLACE) if full else masked_number(person),
        mobile=person.mobile if full else masked_mobile(person.mobile),
        since=one.since,
        state=one.get_state_display(),
        employer=one.employer.name if one.employer else "",
        employment=person.get_employment_display(),
        is_migrant=person.is_migrant,
        is_dispatched=person.is_dispatched,
    )
