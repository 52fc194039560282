"""Between two days: which unions came to be covered, which fell out, which entered or left the scope, and why.

The state is that of the figures (state.py) with the earlier day in the place of the month before, so that the lists add
up to the difference of the figures. Both days are seen as the registers tell them now.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from campaigns import coverage
from campaigns.models import Campaign, Category
from campaigns.state import STATE
from unions.models import Display, Item, Officer, Organisation, Post

WHOLE = "facts of unions whose list is scoped already"

# What may happen to a union between the two days, in the order a page tells it.
KINDS: dict[str, str] = {
    "gained": "新完成双亮",
    "lost": "不再完成双亮",
    "entered_covered": "新进入统计范围，已完成",
    "entered": "新进入统计范围，未完成",
    "left_covered": "退出统计范围，原已完成",
    "left": "退出统计范围，原未完成",
}
_OF_CATEGORY = {
    Category.ALL: ("s.is_in", "s.was_in"),
    Category.STATE_OWNED: ("s.is_in AND s.ownership = 'state_owned'", "s.was_in AND s.ownership = 'state_owned'"),
    Category.HONOURED_NON_PUBLIC: ("s.is_in AND s.is_honoured", "s.was_in AND s.was_honoured"),
}
_MOVED = """
, seen AS (
    SELECT s.*, u.code, u.name, u.established_on, u.dissolved_on, {now} AS counts, {then} AS counted,
        s.plaque AND s.identity AS is_covered, s.plaque_before AND s.identity_before AS was_covered
    FROM state s JOIN unions_organisation u ON u.id = s.id WHERE u.path LIKE ANY(%(within)s::text[])
), moved AS (
    SELECT *, CASE WHEN counts AND counted THEN CASE WHEN is_covered THEN 'gained' ELSE 'lost' END
        WHEN counts THEN CASE WHEN is_covered THEN 'entered_covered' ELSE 'entered' END
        ELSE CASE WHEN was_covered THEN 'left_covered' ELSE 'left' END END AS kind
    FROM seen WHERE counts <> counted OR counts AND counted AND is_covered <> was_covered
)
"""
_COUNTS = "SELECT body_id, kind, count(*) FROM moved GROUP BY 1, 2"
_TOTALS = (
    "SELECT count(*) FILTER (WHERE counted), count(*) FILTER (WHERE counted AND was_covered),"
    " count(*) FILTER (WHERE counts), count(*) FILTER (WHERE counts AND is_covered) FROM seen"
)
_LIST = """
SELECT id, code, name, body_id, kind, established_on, dissolved_on, sign_ok, office_ok, has_chair, identity_ok, contact_ok
FROM (SELECT *, row_number() OVER (PARTITION BY kind ORDER BY code) AS place FROM moved) m
WHERE place <= %(most)s ORDER BY kind, code
"""


@dataclass(frozen=True)
class Span:
    """The days compared, whose part of the tree, and the category; `earlier` < `later`."""

    earlier: date
    later: date
    within: tuple[str, ...]
    category: str = Category.ALL


@dataclass(frozen=True)
class Moved:
    """One union that moved; `why` are sentences, the facts that changed between the two days."""

    pk: int
    code: str
    name: str
    body_id: int
    kind: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Totals:
    """Unions in scope and covered on the earlier day and on the later one."""

    unions_before: int
    covered_before: int
    unions: int
    covered: int


@dataclass(frozen=True)
class Movement:
    """`counts` is {body id: {kind: unions}}; `moved` holds at most `most` unions of each kind, by code."""

    totals: Totals
    counts: dict[int, dict[str, int]]
    moved: list[Moved]

    def count(self, kind: str) -> int:
        return sum(of.get(kind, 0) for of in self.counts.values())


def movement(campaign: Campaign, span: Span, *, most: int) -> Movement:
    """Who moved between the days, and why. Three passes and two lookups, whatever the number of unions."""
    now, then = _OF_CATEGORY[Category(span.category)]
    base = STATE + _MOVED.format(now=now, then=then)

    def read(query: str) -> list[Any]:
        within = [f"{path}%" for path in span.within]
        return coverage.run_pass(base + query, campaign, span.later, before=span.earlier, within=within, most=most)

    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for body_id, kind, number in read(_COUNTS):
        counts[body_id][kind] = number
    rows = [_Row(*row) for row in read(_LIST)]
    reasons = _reasons(rows, span)
    moved = [Moved(row.pk, row.code, row.name, row.body_id, row.kind, tuple(reasons[row.pk])) for row in rows]
    return Movement(Totals(*read(_TOTALS)[0]), dict(counts), moved)


@dataclass(frozen=True)
class _Row:
    pk: int
    code: str
    name: str
    body_id: int
    kind: str
    established_on: date
    dissolved_on: date | None
    sign: bool
    office: bool
    chair: bool
    identity: bool
    contact: bool


def _reasons(rows: Sequence[_Row], span: Span) -> dict[int, list[str]]:
    unions = [row.pk for row in rows if row.kind in ("gained", "lost")]
    displays, officers = _changed_displays(unions, span), _officers(unions, span)
    return {row.pk: _why(row, span, displays[row.pk], officers[row.pk]) for row in rows}


def _why(row: _Row, span: Span, displays: list[Display], officers: list[Officer]) -> list[str]:
    if row.kind.startswith("entered"):
        return [_entered(row, span)]
    if row.kind.startswith("left"):
        return [_left(row, span)]
    told = list(_begun(displays, officers, span) if row.kind == "gained" else _ended(row, displays, officers, span))
    return told or ["两天之间没有对应的台账变动，请核对登记"]


def _entered(row: _Row, span: Span) -> str:
    if row.established_on > span.earlier:
        return f"{_day(row.established_on)}建会"
    return "按活动的统计范围新纳入" if span.category == Category.ALL else "新纳入统计范围，或新获得这一类的资格"


def _left(row: _Row, span: Span) -> str:
    if row.dissolved_on is not None and row.dissolved_on <= span.later:
        return f"{_day(row.dissolved_on)}撤销"
    return "不再属于统计范围" if span.category == Category.ALL else "不再属于这一类"


def _begun(displays: list[Display], officers: list[Officer], span: Span) -> Iterable[str]:
    for display in displays:
        if display.starts_on > span.earlier and (display.ends_on is None or display.ends_on > span.later):
            of = f"{display.officer.name}的" if display.officer else ""
            yield f"{of}{display.get_item_display()}（{display.get_way_display()}）自{_day(display.starts_on)}起"
    for officer in officers:
        day, what = (officer.left_on, "离任") if officer.left_on else (officer.elected_on, "到任")
        yield f"{officer.get_post_display()}{officer.name}于{_day(day)}{what}"


_FAILED = {Item.SIGN: "sign", Item.OFFICE: "office", Item.IDENTITY: "identity", Item.CONTACT: "contact"}


def _ended(row: _Row, displays: list[Display], officers: list[Officer], span: Span) -> Iterable[str]:
    for display in displays:
        item = Item(display.item)
        if display.ends_on is None or display.ends_on > span.later or getattr(row, _FAILED[item]):
            continue
        of = f"{display.officer.name}的" if display.officer else ""
        yield f"{of}{display.get_item_display()}（{display.get_way_display()}）于{_day(display.ends_on)}结束"
    for officer in officers:
        post = officer.get_post_display()
        if officer.left_on is not None:
            if officer.post == Post.CHAIR and not row.chair:
                yield f"{post}{officer.name}于{_day(officer.left_on)}离任，主席空缺"
        elif officer.elected_on > span.earlier:
            lacking = [name for holds, name in ((row.identity, "亮身份"), (row.contact, "公布联系方式")) if not holds]
            if lacking:
                yield f"{post}{officer.name}于{_day(officer.elected_on)}到任，尚未{'、'.join(lacking)}"


def _changed_displays(unions: list[int], span: Span) -> dict[int, list[Display]]:
    """Facts that started or ended between the days; of one that did both, the one that counts is told by its dates."""
    found: dict[int, list[Display]] = defaultdict(list)
    rows = Display.objects.everywhere(WHOLE).filter(union__in=unions).select_related("officer")
    between = (span.earlier, span.later)
    started = rows.filter(starts_on__gt=between[0], starts_on__lte=between[1])
    ended = rows.filter(ends_on__gt=between[0], ends_on__lte=between[1])
    for display in (started | ended).order_by("item", "starts_on", "pk"):
        found[display.union_id].append(display)
    return found


def _officers(unions: list[int], span: Span) -> dict[int, list[Officer]]:
    """Chairs and vice-chairs who came between the days and still sit (left_on None) or who left between them."""
    found: dict[int, list[Officer]] = defaultdict(list)
    rows = Officer.objects.everywhere(WHOLE).filter(union__in=unions, post__in=[Post.CHAIR, Post.VICE_CHAIR])
    came = rows.filter(elected_on__gt=span.earlier, elected_on__lte=span.later)
    left = rows.filter(left_on__gt=span.earlier, left_on__lte=span.later)
    for officer in (came | left).order_by("elected_on", "pk"):
        if officer.left_on is not None and officer.left_on > span.later:
            officer.left_on = None  # on the later day the officer still sat
        found[officer.union_id].append(officer)
    return found


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def bodies_of(found: Movement) -> dict[int, str]:
    """The names of the bodies in it."""
    rows = Organisation.objects.everywhere("the bodies of the counted unions").filter(pk__in=list(found.counts))
    return dict(rows.values_list("pk", "name"))
