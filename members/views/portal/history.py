"""会员办理记录: what this chair did about the union's members, in sentences, newest first."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.admin.lines import act_label
from accounts.models import BookEntry
from accounts.models.book import Change
from members.models import Membership, RosterCheck, Transfer
from members.views.portal.roster import TAB
from unions.models import Organisation
from unions.views.portal.frame import own_union, portal_page

READ, NAMES_SHOWN, LONGEST_ID = 200, 6, 18
TABLES = tuple(model._meta.db_table for model in (Membership, Transfer, RosterCheck))


@dataclass(frozen=True)
class Done:
    """One act: the members it concerned, as far as they are still to be seen from here."""

    at: datetime
    act: str
    names: tuple[str, ...]
    more: int


@require_GET
def portal_member_history(request: HttpRequest, union: int) -> HttpResponse:
    row = own_union(request, union)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_ID else None
    lines = list(_lines(row, request.user, before)[: READ + 1])
    names = _names(lines, request.user)
    acts = [_done(list(group), names) for _, group in groupby(lines[:READ], key=lambda line: line.act_id or line.pk)]
    older = lines[READ - 1].pk if len(lines) > READ else None
    context = {"acts": acts, "older": older, "before": before}
    return portal_page(request, "portal/member_history.html", row, context, tab=TAB)


def _lines(union: Organisation, user: Any, before: int | None) -> Any:
    which = Q(change=Change.DELETE, table_name=TABLES[0], before__union_id=union.pk)
    which |= Q(act="rosters.download", table_name=union._meta.db_table, row_id=union.pk)
    for table, rows in (
        (TABLES[0], Membership.objects.visible_to(user).filter(union=union)),
        (TABLES[1], Transfer.objects.visible_to(user).filter(Q(from_union=union) | Q(to_union=union))),
        (TABLES[2], RosterCheck.objects.visible_to(user).filter(union=union)),
    ):
        which |= Q(table_name=table, row_id__in=rows.order_by().values("pk"))
    mine = BookEntry.objects.filter(which, by=user)
    return (mine.filter(pk__lt=before) if before is not None else mine).order_by("-pk")


def _names(lines: list[BookEntry], user: Any) -> dict[tuple[str, int], str]:
    keys = {table: {line.row_id for line in lines if line.table_name == table} for table in TABLES}
    people = Membership.objects.visible_to(user).filter(pk__in=keys[TABLES[0]]).values_list("pk", "member__name")
    moved = Transfer.objects.visible_to(user).filter(pk__in=keys[TABLES[1]]).values_list("pk", "name")
    names = {(TABLES[0], pk): name for pk, name in people if name}
    return names | {(TABLES[1], pk): name for pk, name in moved}


def _done(lines: list[BookEntry], names: dict[tuple[str, int], str]) -> Done:
    found = dict.fromkeys(
        names[key] for line in reversed(lines) if (key := (line.table_name, line.row_id or 0)) in names
    )
    told = tuple(found)
    at = timezone.localtime(lines[0].at)
    return Done(at, act_label(lines[0].act), told[:NAMES_SHOWN], max(len(told) - NAMES_SHOWN, 0))
