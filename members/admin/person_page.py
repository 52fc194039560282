"""What stands on a person's page besides the form: memberships, transfers, printed forms, what was changed."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.admin.lines import PERSONALLY, act_label, differences
from accounts.duties import Duty
from accounts.models import BookEntry
from members.admin.words import label_of, said
from members.models import Duplicate, FormPrint, Member, Membership, State, Transfer, last_of
from unions.models import Employer, Organisation, Reminders

LINES_READ, ACTS_SHOWN = 120, 20
ELSEWHERE = "（不在您的管理范围）"
LOOKS = {State.NORMAL: "good", State.RETAINED: "warn"}
# Of the person, on top of the page; numbers masked.
FACTS = (
    "id_kind",
    "id_number_sealed",
    "sex",
    "born_on",
    "mobile",
    "ethnicity",
    "employment",
    "is_migrant",
    "is_dispatched",
    "education",
    "skill_level",
    "political_status",
    "hukou_type",
    "native_place",
)
# Who did it is no news to a reader, and keys of ours say nothing.
LEFT_OUT = frozenset({"会员", "申请人", "办结人"})


@dataclass(frozen=True)
class Change:
    """One act in the book: what it changed about the person, in words."""

    at: datetime
    who: str
    act: str
    told: tuple[str, ...]


def page_of(request: HttpRequest, row: Member) -> dict[str, Any]:
    """A fixed number of queries."""
    user: Any = request.user
    transfers = list(_transfers(user, row))
    is_person = row.erased_on is None
    last = last_of(row)
    return {
        "person": row,
        "facts": [(label_of(name), said(row, name)) for name in FACTS] if is_person else [],
        "latest": last,
        "look": LOOKS.get(last.state, "quiet") if last is not None else "quiet",  # type: ignore[call-overload]
        "memberships": row.seen_memberships,  # type: ignore[attr-defined]
        "transfers": [(each, senders_name(user, each), each.to_union.name) for each in transfers],
        "prints": FormPrint.objects.visible_to(user).filter(form=FormPrint.Form.MEMBER, row_id=row.pk)[:10],
        "pairs": _pairs(user, row),
        "settles": user.may(Duty.SETTLE_DUPLICATES, row.union),
        "changes": changes_of(user, row, transfers),
        "kept_years": Reminders.objects.current().retention_years,
        "survivor": reverse("admin:members_member_change", args=[row.merged_into_id]) if row.merged_into_id else "",
    }


def _transfers(user: Any, row: Member) -> Any:
    return Transfer.objects.visible_to(user).filter(member=row).select_related("from_union", "to_union")


def _pairs(user: Any, row: Member) -> list[Duplicate]:
    rows = Duplicate.objects.visible_to(user).to_settle()
    return [*rows.filter(first=row), *rows.filter(second=row)]


def union_name(user: Any, union: Organisation) -> str:
    return union.name if user.may(Duty.SEE_MEMBERS, union) else ELSEWHERE


def senders_name(user: Any, row: Transfer) -> str:
    """Where somebody comes from is for the sending side to tell."""
    return row.from_union.name if row.is_told_where_from else union_name(user, row.from_union)


def changes_of(user: Any, row: Member, transfers: list[Transfer]) -> list[Change]:
    """The last acts on the person and on what hangs on it, as far as the user may see it; newest first."""
    keys = {
        Member._meta.db_table: [row.pk],
        Membership._meta.db_table: [each.pk for each in row.seen_memberships],  # type: ignore[attr-defined]
        Transfer._meta.db_table: [each.pk for each in transfers],
    }
    lines: list[BookEntry] = []
    for table, ids in keys.items():
        own = BookEntry.objects.filter(table_name=table, row_id__in=ids).exclude(change="event")
        lines += own.select_related("by").order_by("-pk")[:LINES_READ]
    lines.sort(key=lambda line: -line.pk)
    names = _names(user, lines)
    found = [_change(list(group), names) for _, group in groupby(lines, key=lambda line: line.act_id or line.pk)]
    return found[:ACTS_SHOWN]


def _change(lines: list[BookEntry], names: dict[tuple[str, int], str]) -> Change:
    head, told = lines[0], []
    for line in reversed(lines):
        for each in differences(line, names):
            if each.label not in LEFT_OUT:
                told.append(_words(each, line.change))
    return Change(
        timezone.localtime(head.at),
        head.by.name if head.by else "系统",
        act_label(head.act),
        tuple(dict.fromkeys(told)),
    )


def _words(each: Any, change: str) -> str:
    """Of a personal column only that it was changed: the book does not know more."""
    if change == "insert":
        return f"{each.label} {each.after}"
    if each.after == PERSONALLY:
        return f"修改了{each.label}"
    return f"{each.label} 由“{each.before or '空'}”改为“{each.after or '空'}”"


def _names(user: Any, lines: list[BookEntry]) -> dict[tuple[str, int], str]:
    """Names of the unions and units in the lines; those outside the user's part have a word of their own."""
    wanted: dict[Any, set[int]] = {Organisation: set(), Employer: set()}
    for line in lines:
        for side in (line.before or {}, line.after or {}):
            for column, value in side.items():
                if value and column.endswith("union_id"):
                    wanted[Organisation].add(value)
                elif value and column.endswith("employer_id"):
                    wanted[Employer].add(value)
    names: dict[tuple[str, int], str] = {}
    for model, keys in wanted.items():
        names |= {(model._meta.db_table, key): ELSEWHERE for key in keys}
        known = model.objects.visible_to(user).filter(pk__in=keys).values_list("pk", "name")
        names |= {(model._meta.db_table, key): name for key, name in known}
    return names
