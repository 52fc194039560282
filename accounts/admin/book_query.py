"""Which lines of the book, and one page of them: acts with their lines, the newest first, at any size of the book.

Pages are found by the last line's number, never counted or skipped. An act of a hundred thousand lines (an import)
takes one place: its further lines are left out by its number, on this page and on the following ones.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone

from accounts.admin.lines import ACTS, table_label
from accounts.models import BookEntry, User
from accounts.models.book import Change

ACTS_PER_PAGE = 30
LINES_PER_ACT = 6
CHUNK = 200
ROUNDS_AT_MOST = 80
COUNTED_TO = 10_000

TABLES = (
    "unions_organisation",
    "unions_officer",
    "unions_display",
    "unions_employer",
    "unions_honour",
    "unions_appointment",
    "accounts_user",
    "accounts_secondfactor",
    "campaigns_campaign",
    "campaigns_report",
    "registers_importrun",
)
# What auditors look for, as tabs: (key, label, how its acts begin or are named).
KINDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("sign-in", "登录和失败", ("accounts.sign_", "accounts.second_step", "accounts.recovery_code", "accounts.end_")),
    (
        "personal",
        "查看和导出个人信息",
        ("personal.", "officers.show_", "registers.export", "registers.download", "reports.download", "figures.download", "book.export"),
    ),
    (
        "accounts",
        "账号和角色",
        (
            "accounts.open", "accounts.change", "accounts.disable", "accounts.enable", "accounts.reset",
            "accounts.unlock", "accounts.enrol", "accounts.remake", "appointments.",
        ),
    ),
)  # fmt: skip

# unions tells here which records belong to a union found by its code or name: {table: numbers}.
places: list[Callable[[str], dict[str, list[int]]]] = []


class BookFilter(forms.Form):
    """What the auditor asks; a wrong value is said beside its field and finds nothing."""

    who = forms.CharField(label="操作人", required=False, max_length=64)
    act = forms.ChoiceField(label="操作", required=False)
    table = forms.ChoiceField(label="对象", required=False)
    union = forms.CharField(label="工会（编码或名称）", required=False, max_length=64)
    row = forms.IntegerField(
        label="记录编号", required=False, min_value=1, max_value=2**62, error_messages={"invalid": "记录编号是数字。"}
    )
    since = forms.DateField(label="从", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    address = forms.CharField(label="来源地址", required=False, max_length=64)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *((key, label) for key, label, _ in KINDS)])
    act_id = forms.UUIDField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields
        chosen["act"].choices = [("", "全部"), *sorted(ACTS.items(), key=lambda pair: pair[0])]
        chosen["table"].choices = [("", "全部"), *((table, table_label(table)) for table in TABLES)]

    def lines(self) -> QuerySet[BookEntry]:
        """The lines asked for, in no order."""
        if not self.is_valid():
            return BookEntry.objects.none()
        asked, lines = self.cleaned_data, BookEntry.objects.all()
        for key, condition in CONDITIONS.items():
            if asked[key]:
                lines = lines.filter(condition(asked[key]))
        return lines


def _by(words: str) -> Q:
    if words.strip() == "系统":
        return Q(by=None)
    people = User.objects.filter(Q(username__iexact=words.strip()) | Q(name__startswith=words.strip()))
    return Q(by__in=list(people.values_list("pk", flat=True)[:50]))


def _union(words: str) -> Q:
    found: dict[str, list[int]] = {}
    for place in places:
        for table, numbers in place(words.strip()).items():
            found.setdefault(table, []).extend(numbers)
    asked = Q(pk__in=[])
    for table, numbers in found.items():
        asked |= Q(table_name=table, row_id__in=numbers)
    unions = found.get("unions_organisation", [])
    # Records that are gone still say in the book whose they were.
    return asked | Q(change=Change.DELETE, before__union_id__in=unions) if unions else asked


def _kind(key: str) -> Q:
    starts = next(starts for each, _, starts in KINDS if each == key)
    return Q(act__in=[act for act in ACTS if act.startswith(starts)])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _since(day: date) -> Q:
    return Q(at__gte=_midnight(day), id__gte=first_number_at(_midnight(day) - timedelta(hours=1)))


def _until(day: date) -> Q:
    end = _midnight(day + timedelta(days=1))
    return Q(at__lt=end, id__lt=first_number_at(end + timedelta(hours=1)))


def first_number_at(moment: datetime) -> int:
    """About the first line written at or after the moment, by halving: numbers grow with time (but for milliseconds).

    Twenty looks at the primary key instead of an index that every bulk import would have to fill.
    """
    ends = BookEntry.objects.aggregate(low=Min("id"), high=Max("id"))
    if ends["low"] is None:
        return 0
    low, high = ends["low"], ends["high"] + 1
    while low < high:
        middle = (low + high) // 2
        line = BookEntry.objects.filter(id__gte=middle).order_by("id").values_list("id", "at").first()
        if line is None or line[1] >= moment:
            high = middle
        else:
            low = line[0] + 1
    return low


CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "who": _by,
    "act": lambda act: Q(act=act),
    "table": lambda table: Q(table_name=table),
    "union": _union,
    "row": lambda number: Q(row_id=number),
    "since": _since,
    "until": _until,
    "address": lambda address: Q(address=address.strip()),
    "kind": _kind,
    "act_id": lambda number: Q(act_id=number),
}


@dataclass
class Together:
    """The lines of one act on this page; `more` when it has others than those."""

    lines: list[BookEntry] = field(default_factory=list)
    more: bool = False

    @property
    def last(self) -> BookEntry:
        return self.lines[0]


@dataclass
class Page:
    """`before` and `left_out` lead to the next page; `before` is 0 on the last one."""

    acts: list[Together]
    before: int
    left_out: list[uuid.UUID]


def page(lines: QuerySet[BookEntry], *, before: int = 0, left_out: list[uuid.UUID] | None = None) -> Page:
    """The next acts below line `before` (0: from the newest), without the acts `left_out` shown on earlier pages."""
    full, cursor = list(left_out or []), before
    acts: dict[Any, Together] = {}
    for _ in range(ROUNDS_AT_MOST):
        rest = lines.filter(id__lt=cursor) if cursor else lines
        if full:
            rest = rest.filter(Q(act_id=None) | ~Q(act_id__in=full))
        chunk = list(rest.select_related("by").order_by("-id")[:CHUNK])
        for line in chunk:
            key = line.act_id or line.pk
            if key not in acts and len(acts) == ACTS_PER_PAGE:
                return Page(list(acts.values()), cursor, _still_open(lines, full, acts, cursor))
            cursor = line.pk
            together = acts.setdefault(key, Together())
            if len(together.lines) < LINES_PER_ACT:
                together.lines.append(line)
            elif not together.more:
                together.more = True
                full.append(line.act_id)  # type: ignore[arg-type]
        if len(chunk) < CHUNK:
            return Page(list(acts.values()), 0, [])
    return Page(list(acts.values()), cursor, _still_open(lines, full, acts, cursor))


def _still_open(
    lines: QuerySet[BookEntry], full: list[uuid.UUID], acts: dict[Any, Together], cursor: int
) -> list[uuid.UUID]:
    """Acts shown so far that have lines below the cursor: the next page leaves them out."""
    seen = {*full, *(key for key in acts if isinstance(key, uuid.UUID))}
    below = BookEntry.objects.filter(id__lt=cursor)
    still = [number for number in seen if below.filter(act_id=number).exists()]
    for number in still:
        if number in acts:
            acts[number].more = True
    return still
