"""What the book says of a union and of what hangs on it, in sentences: who, when, what. Names only within scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Protocol

from django.db.models import Q
from django.utils import timezone

from accounts.admin.lines import Difference, act_label, differences, table_label
from accounts.duties import Duty
from accounts.models import BookEntry, User
from unions.models import (
    Appointment,
    Confirmation,
    Display,
    ElectionReport,
    Employer,
    Honour,
    Item,
    Officer,
    Organisation,
    Post,
    Way,
)

READ, ROWS_OF_ACT, FIELDS_OF_ROW = 120, 6, 6
MOST_ROWS = 2000
# Under what name a table's rows know their union; the duty that opens the table.
TABLES: tuple[tuple[Any, str, Duty], ...] = (
    (Officer, "union", Duty.SEE_OFFICERS),
    (Display, "union", Duty.SEE_DISPLAYS),
    (Employer, "union", Duty.SEE_EMPLOYERS),
    (Honour, "union", Duty.SEE_ORGANISATIONS),
    (Appointment, "organisation", Duty.SEE_ACCOUNTS),
    (Confirmation, "union", Duty.SEE_DISPLAYS),
    (ElectionReport, "union", Duty.SEE_OFFICERS),
)
FOREIGN = "（不在您的管理范围）"

Names = dict[tuple[str, int], str]


class View(Protocol):
    """Which union is looked at, and with whose eyes."""

    @property
    def union(self) -> Organisation: ...

    @property
    def user(self) -> Any: ...


class DayView(View, Protocol):
    """The same, as it was on a day."""

    @property
    def on(self) -> date: ...

    @property
    def is_past(self) -> bool: ...


@dataclass(frozen=True)
class RowChange:
    """One row that the act changed; `more` counts the fields that are not told."""

    text: str
    more: int = 0


@dataclass(frozen=True)
class Change:
    """One act: everything it did to the union and what hangs on it. `first` is its lowest line in the book."""

    at: datetime
    who: str
    act: str
    rows: tuple[RowChange, ...]
    more: int
    first: int


def changes_of(view: View, limit: int, before: int | None = None) -> tuple[list[Change], bool]:
    """(the last acts, newest first; whether there are older ones). `before` is the line in the book to go on from.

    A fixed number of queries. Rows of tables that the user's duties do not open are left out.
    """
    entries = list(_entries(view, before)[: READ + 1])
    is_cut = len(entries) > READ
    names = _names(entries, view)
    found = [_change(list(group), names) for _, group in groupby(entries[:READ], key=_act_of)]
    if is_cut and len(found) > 1 and len(found) <= limit:
        found.pop()  # its other lines may not have been read
    return found[:limit], is_cut or len(found) > limit


def _act_of(entry: BookEntry) -> Any:
    return entry.act_id or entry.pk


def _entries(view: View, before: int | None) -> Any:
    union, user = view.union, view.user
    which = Q(table_name="unions_organisation", row_id=union.pk)
    for model, field, duty in TABLES:
        if user.may(duty, union):
            table = model._meta.db_table
            rows = model.objects.visible_to(user).filter(**{field: union}).order_by("-pk").values_list("pk", flat=True)
            which |= Q(table_name=table, row_id__in=list(rows[:MOST_ROWS]))
            which |= Q(change="delete", table_name=table, **{f"before__{field}_id": union.pk})
    if before is not None:
        which &= Q(pk__lt=before)
    return BookEntry.objects.filter(which).exclude(change="event").select_related("by").order_by("-pk")


def _change(entries: list[BookEntry], names: Names) -> Change:
    head = entries[0]
    told = [_row(entry, names) for entry in reversed(entries)]
    return Change(
        timezone.localtime(head.at),
        head.by.name if head.by else "系统",
        act_label(head.act),
        tuple(told[:ROWS_OF_ACT]),
        max(len(told) - ROWS_OF_ACT, 0),
        entries[-1].pk,
    )


def _row(entry: BookEntry, names: Names) -> RowChange:
    """`工会干部“陈河（主席）”：离任日期 由“空”改为“2012-10-31”`; personal numbers as the book masks them."""
    text = f"{table_label(entry.table_name)}“{_subject(entry, names)}”"
    if entry.change == "delete":
        return RowChange(f"删除{text}")
    found = [_field(each, entry.change) for each in _in_order(entry, differences(entry, names))]
    text = f"新增{text}" if entry.change == "insert" else text
    text += f"：{'；'.join(found[:FIELDS_OF_ROW])}" if found else ""
    return RowChange(text, max(len(found) - FIELDS_OF_ROW, 0))


def _in_order(entry: BookEntry, found: list[Difference]) -> list[Difference]:
    """In the order of the form; of a new row, without what its name already says."""
    model = next(
        each for each in (Organisation, *(row[0] for row in TABLES)) if each._meta.db_table == entry.table_name
    )
    order = [str(field.verbose_name) for field in model._meta.fields]
    left_out = HIDDEN | (NAMED if entry.change == "insert" else set[str]())
    told = [each for each in found if each.label not in left_out]
    return sorted(told, key=lambda each: order.index(each.label) if each.label in order else len(order))


HIDDEN = frozenset({"录入人"})
NAMED = frozenset(
    {"工会", "姓名", "职务", "事项", "方式", "干部", "账号", "所在组织", "工会名称", "单位名称", "荣誉名称", "所属工会"}
)


def _field(each: Difference, change: str) -> str:
    if change == "insert":
        return f"{each.label} {each.after}"
    return f"{each.label} 由“{each.before or '空'}”改为“{each.after or '空'}”"


def _subject(entry: BookEntry, names: Names) -> str:
    """What the row is called, from the book's own words: it may be gone by now."""
    row = entry.after or entry.before or {}
    if entry.table_name == Officer._meta.db_table:
        return f"{row.get('name', '')}（{_label(Post, row.get('post'))}）"
    if entry.table_name == Display._meta.db_table:
        officer = names.get((Officer._meta.db_table, row.get("officer_id") or 0), "")
        return f"{_label(Item, row.get('item'))}（{'，'.join(filter(None, (officer, _label(Way, row.get('way')))))}）"
    if entry.table_name == Appointment._meta.db_table:
        return names.get((User._meta.db_table, row.get("user_id") or 0), "账号")
    if entry.table_name == Confirmation._meta.db_table:
        return str(row.get("on", ""))
    return str(row.get("name", ""))


def _label(choices: Any, value: Any) -> str:
    return str(dict(choices.choices).get(value, ""))


def _names(entries: Iterable[BookEntry], view: View) -> Names:
    """Names for the keys that the lines hold, of rows that the user may see; the rest have a word of their own."""
    keys: dict[Any, set[int]] = {Organisation: set(), Officer: set(), User: set()}
    for entry in entries:
        for row in (entry.before or {}, entry.after or {}):
            for column, model in COLUMNS.items():
                if row.get(column):
                    keys[model].add(row[column])
    names: Names = {(Organisation._meta.db_table, key): FOREIGN for key in keys[Organisation]} | {
        (Officer._meta.db_table, key): "（一条任职记录）" for key in keys[Officer]
    }
    # What stands above the union looked at is on its plaque, so to say: everybody knows it.
    above = Organisation.objects.everywhere("the bodies above a union in scope").filter(
        pk__in=keys[Organisation] & set(view.union.ids_above)
    )
    places = Organisation.objects.visible_to(view.user).filter(pk__in=keys[Organisation])
    people = Officer.objects.visible_to(view.user).filter(pk__in=keys[Officer])
    for table, found in (
        (Organisation, places.values_list("pk", "name")),
        (Organisation, above.values_list("pk", "name")),
        (Officer, people.values_list("pk", "name")),
        (User, User.objects.filter(pk__in=keys[User]).values_list("pk", "name")),
    ):
        names |= {(table._meta.db_table, key): name for key, name in found}
    return names


COLUMNS: dict[str, Any] = {
    "parent_id": Organisation,
    "union_id": Organisation,
    "organisation_id": Organisation,
    "body_id": Organisation,
    "officer_id": Officer,
    "user_id": User,
    "entered_by_id": User,
    "by_id": User,
    "reported_by_id": User,
    "decided_by_id": User,
    "leaving_id": Officer,
    "elected_id": Officer,
}


@dataclass(frozen=True)
class Since:
    """What of the record itself has changed in the book since a day, and the day the book begins to know it."""

    known_from: date | None
    changed: tuple[tuple[date, str, str, str], ...]  # (day noted, field, before, after), oldest first


def since(view: DayView) -> Since:
    """How the organisation's own record differed at the end of the day. Two queries at most; none for today."""
    if not view.is_past:
        return Since(None, ())
    own = BookEntry.objects.filter(table_name=Organisation._meta.db_table, row_id=view.union.pk)
    entries = list(own.exclude(change="event").order_by("pk"))
    midnight = timezone.make_aware(datetime.combine(view.on + timedelta(days=1), datetime.min.time()))
    later = [entry for entry in entries if entry.at >= midnight and entry.change == "update"]
    names = _names(later, view)
    told = tuple(
        (timezone.localdate(entry.at), each.label, each.before or "空", each.after or "空")
        for entry in later
        for each in differences(entry, names)
    )
    first = timezone.localdate(entries[0].at) if entries else None
    return Since(first if first is not None and first > view.on else None, told)
