"""A union's officers and displays as the time line shows them, and as its table says the same in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.duties import Duty
from unions.admin.page_parts import PageView
from unions.admin.timeline import Bar, Track
from unions.models import Display, Item, Officer, Post

SHOWN_POSTS = (Post.CHAIR, Post.VICE_CHAIR)
HUNG, SHOWN = (Item.SIGN, Item.OFFICE), (Item.IDENTITY, Item.CONTACT)


@dataclass(frozen=True)
class Held:
    """The union's chairs, vice-chairs and displays as far as the user may see them; read once for the whole page."""

    officers: list[Officer]
    displays: list[Display]

    def sitting(self, on: date) -> list[Officer]:
        """Chairs and vice-chairs who sat on the day, the chair first."""
        return [each for each in self.officers if each.elected_on <= on and (each.left_on is None or on < each.left_on)]

    def days(self) -> Iterator[date]:
        """Every day on which something began, ended or was verified."""
        for officer in self.officers:
            yield from (day for day in (officer.elected_on, officer.left_on) if day is not None)
        for display in self.displays:
            yield from (day for day in (display.starts_on, display.ends_on, display.verified_on) if day is not None)


@dataclass(frozen=True)
class Line:
    """One row of the table beneath the time line: the same facts, in words."""

    what: str
    url: str
    detail: str
    since: date
    until: date | None
    verified: str


def held_by(view: PageView) -> Held:
    """Two queries, none where the duties do not include them."""
    user, union = view.user, view.union
    officers: Any = Officer.objects.none()
    displays: Any = Display.objects.none()
    if user.may(Duty.SEE_OFFICERS, union):
        officers = Officer.objects.visible_to(user).filter(union=union, post__in=SHOWN_POSTS)
    if user.may(Duty.SEE_DISPLAYS, union):
        displays = Display.objects.visible_to(user).filter(union=union)
    return Held(
        sorted(officers, key=lambda each: (each.post != Post.CHAIR, -each.elected_on.toordinal(), each.pk)),
        list(displays.order_by("starts_on", "pk")),
    )


def tracks_of(held: Held) -> list[Track]:
    """The union's own items, then each person with what the person shows; the latest chair first."""
    tracks = [
        Track(str(item.label), "fact", tuple(_fact(each, None) for each in held.displays if each.item == item), True)
        for item in HUNG
    ]
    for label, terms in _people(held).items():
        tracks.append(Track(label, "tenure", tuple(_tenure(each) for each in terms), is_head=True))
        by_pk = {each.pk: each for each in terms}
        for item in SHOWN:
            facts = [each for each in held.displays if each.officer_id in by_pk and each.item == item]
            if facts:
                bars = tuple(_fact(each, by_pk[each.officer_id or 0]) for each in facts)
                tracks.append(Track(str(item.label), "fact", bars))
    return tracks


def _people(held: Held) -> dict[str, list[Officer]]:
    """The terms of one person in one post stand on one line; the person who came last comes first."""
    people: dict[str, list[Officer]] = {}
    for officer in held.officers:
        people.setdefault(f"{officer.get_post_display()} {officer.name}", []).append(officer)
    return people


def lines_of(held: Held) -> list[Line]:
    """The same as a table, in the order of the drawing."""
    made = [_display_line(each) for item in HUNG for each in held.displays if each.item == item]
    for officer in held.officers:
        made.append(
            Line(str(officer.get_post_display()), _page(officer), officer.name, officer.elected_on, officer.left_on, "")
        )
        made += [_display_line(each, officer) for each in held.displays if each.officer_id == officer.pk]
    return made


def _display_line(row: Display, officer: Officer | None = None) -> Line:
    verified = f"{row.verified_on} {row.verified_by}".strip() if row.verified_on else "未核实"
    what = f"{row.get_item_display()}（{officer.name}）" if officer else str(row.get_item_display())
    return Line(what, _page(row), str(row.get_way_display()), row.starts_on, row.ends_on, verified)


def _tenure(officer: Officer) -> Bar:
    title = (
        f"{officer.get_post_display()} {officer.name}：{_stretch(officer.elected_on, officer.left_on, '当选', '离任')}"
    )
    return Bar(_page(officer), title, officer.elected_on, officer.left_on)


def _fact(row: Display, officer: Officer | None) -> Bar:
    """A fact counts no longer than its officer's tenure (coverage.md §1)."""
    left = officer.left_on if officer is not None else None
    words = [f"{row.get_item_display()}，{row.get_way_display()}：{_stretch(row.starts_on, row.ends_on, '起', '止')}"]
    words.append(f"{row.verified_on} 核实" if row.verified_on else "未核实")
    if left is not None and (row.ends_on is None or left < row.ends_on):
        words.append(f"{officer.name if officer else ''} {left} 离任后不再计入")
    return Bar(_page(row), "，".join(words), row.starts_on, row.ends_on, row.verified_on, left)


def _stretch(since: date, until: date | None, begins: str, ends: str) -> str:
    if until is None:
        return f"{since} {begins}，至今"
    return f"{since} {begins}，当日{ends}" if until == since else f"{since} {begins}，{until} {ends}"


def _page(row: Any) -> str:
    return reverse(f"admin:unions_{row._meta.model_name}_change", args=[row.pk])


def changes_in(rows: Iterable[Any], *fields: str) -> Iterator[date]:
    """The days in these fields of the rows."""
    for row in rows:
        yield from (day for day in (getattr(row, name) for name in fields) if day is not None)
