"""What an act would change: it is done, looked at and undone. Figures come from above, by registration."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts import book
from accounts.models import BookEntry, User
from accounts.models.book import Change
from unions.models import Display, Item, Officer, Organisation, Post


@dataclass(frozen=True)
class Figure:
    """One campaign, place and category on a day. `body` is the place's code, `rate` and `target` are for reading.

    `met` is None where there is nothing to judge.
    """

    campaign: str
    body: str
    place: str
    category: str
    unions: int
    covered: int
    rate: str
    target: str
    met: bool | None
    gap: int


@dataclass(frozen=True)
class Shift:
    """One figure before and after."""

    before: Figure
    after: Figure

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Rehearsal:
    """`result` is what the act returned, `changed` how many rows of each table it wrote, `shifts` the figures moved."""

    on: date
    result: Any
    changed: dict[str, int]
    shifts: list[Shift]
    seen: Any

    @property
    def moves_figures(self) -> bool:
        return any(shift.differs for shift in self.shifts)


# Fills in what the figures of a day are; the floor above registers itself (campaigns/apps.py).
Source = Callable[[date], list[Figure]]
_sources: list[Source] = []


def show_figures_of(source: Source) -> None:
    """Once per process; the same function twice is one."""
    if source not in _sources:
        _sources.append(source)


def rehearse(
    run: Callable[[], Any],
    *,
    on: date,
    by: User,
    around: Iterable[Organisation] = (),
    look: Callable[[Any], Any] = lambda result: None,
    figures: bool = True,
) -> Rehearsal:
    """Run the act, look, and roll it back; nothing stays, and what the operation refuses is raised as ever.

    `look(result)` is asked while the act is done. Figures are those of the day `on`: of the bodies `around` stand in
    and of whatever else moves, as far as `by` may see them.
    """
    near = {key for organisation in around for key in organisation.ids_above[:2]}
    before = _figures(on) if figures else {}
    with transaction.atomic():
        with book.act("acts.rehearse", by=by) as act_id:
            result = run()
        lines = BookEntry.objects.filter(act_id=act_id).exclude(change=Change.EVENT)
        changed: dict[str, set[int]] = {}
        for table, key in lines.values_list("table_name", "row_id"):
            changed.setdefault(table, set()).add(key or 0)
        seen = look(result)
        after = _figures(on) if figures else {}
        transaction.set_rollback(True)
    shifts = [Shift(before[key], after[key]) for key in before if key in after]
    return Rehearsal(
        on, result, {table: len(keys) for table, keys in changed.items()}, _of_interest(shifts, near, by), seen
    )


def _of_interest(shifts: list[Shift], near: set[int], by: User) -> list[Shift]:
    moved = {shift.before.body for shift in shifts if shift.differs}
    places = Organisation.objects.visible_to(by).filter(Q(code__in=moved) | Q(pk__in=near))
    codes = set(places.values_list("code", flat=True))
    return [shift for shift in shifts if shift.before.body in codes]


def shows_who_they_are(union: Organisation, on: date) -> bool:
    """identity_ok and contact_ok of coverage.md §2: the chair and every vice-chair have both kinds of facts."""
    sitting = Officer.objects.everywhere("of the union looked at").filter(
        union=union, post__in=[Post.CHAIR, Post.VICE_CHAIR]
    )
    officers = list(sitting.sitting_on(on))
    held = Display.objects.everywhere("of the union looked at").holding_on(on).filter(union=union, officer__in=officers)
    shown = set(held.values_list("officer_id", "item"))
    due = {(officer.pk, item) for officer in officers for item in (Item.IDENTITY, Item.CONTACT)}
    return any(officer.post == Post.CHAIR for officer in officers) and due <= shown


def _figures(on: date) -> dict[tuple[str, str, str], Figure]:
    rows = [figure for source in _sources for figure in source(on)]
    return {(figure.campaign, figure.body, figure.category): figure for figure in rows}
