"""What is due from a union's chair, dated, the most urgent first. The dates are pure; `standing_of` reads the rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.utils import timezone

from accounts.models import BookEntry
from unions.checklist import Checklist, checklist
from unions.error_reports import Told, open_of
from unions.models import (
    Confirmation,
    Display,
    ElectionReport,
    Officer,
    Organisation,
    PortalSettings,
    Post,
    Reminders,
)
from unions.models.display import OFFICER_ITEMS

TOLD_SHOWN = 5
LEADERS = (Post.CHAIR, Post.VICE_CHAIR)


class Kind(StrEnum):
    RETURNED = "returned"
    TOLD = "told"
    MISSING = "missing"
    ELECTION_RETURNED = "election_returned"
    TERM_OVER = "term_over"
    TERM_ENDING = "term_ending"
    CONFIRM = "confirm"
    ELECTION_WAITING = "election_waiting"


# Pages by the kind; the argument is the fact's, the officer's, the report's or the union's number.
URL_NAMES: dict[str, str] = {
    Kind.RETURNED: "portal-mend",
    Kind.TOLD: "portal-union",
    Kind.MISSING: "portal-item",
    Kind.ELECTION_RETURNED: "portal-election",
    Kind.TERM_OVER: "portal-elect",
    Kind.TERM_ENDING: "portal-elect",
    Kind.CONFIRM: "portal-confirm",
    Kind.ELECTION_WAITING: "portal-election",
}


@dataclass(frozen=True)
class Due:
    """One thing to do. `since` is the day it came up, `due_on` the last day in time; None: no day was set."""

    kind: Kind
    since: date | None = None
    due_on: date | None = None
    item: str = ""
    officer: Officer | None = None
    officers: tuple[Officer, ...] = ()
    display: Display | None = None
    report: ElectionReport | None = None
    told: Told | None = None

    @property
    def url_name(self) -> str:
        return "portal-officer-item" if self.kind == Kind.MISSING and self.officer else URL_NAMES[self.kind]

    def is_overdue(self, on: date) -> bool:
        return self.due_on is not None and self.due_on < on

    def days_left(self, on: date) -> int | None:
        return (self.due_on - on).days if self.due_on is not None else None

    @property
    def comes_on(self) -> date | None:
        """The day it will stand in the list: a term's reminder begins before its day, a confirmation on its day."""
        return self.due_on if self.kind == Kind.CONFIRM else self.since or self.due_on

    def waits_for_others(self) -> bool:
        return self.kind == Kind.ELECTION_WAITING


@dataclass(frozen=True)
class Standing:
    """Everything the dates are reckoned from. `known_from` is the day the chair's account began."""

    union: Organisation
    on: date
    list: Checklist
    first_leader_on: date | None
    last_looked_at: date | None
    known_from: date
    reports: tuple[ElectionReport, ...] = ()
    told: tuple[Told, ...] = ()
    confirmed_on: date | None = None
    reminders: Reminders = field(default_factory=Reminders)
    settings: PortalSettings = field(default_factory=PortalSettings)


def standing_of(union: Organisation, on: date, *, known_from: date, user: Any = None) -> Standing:
    """Reads what is due from. A fixed number of queries; whose union it is has been asked before."""
    why = "of the union looked at"
    first = Officer.objects.everywhere(why).filter(union=union, post__in=LEADERS).order_by("elected_on")
    reports = ElectionReport.objects.everywhere(why).filter(union=union).order_by("-pk")
    confirmed = Confirmation.objects.everywhere(why).filter(union=union).order_by("-on")
    list_, confirmed_on = checklist(union, on), confirmed.values_list("on", flat=True).first()
    changed_on = _last_change_by(user, list_) if user is not None else None
    return Standing(
        union=union,
        on=on,
        list=list_,
        first_leader_on=first.values_list("elected_on", flat=True).first(),
        # The day of the last confirmation, or of the chair's own last change of what is published.
        last_looked_at=max((day for day in (confirmed_on, changed_on) if day is not None), default=None),
        known_from=known_from,
        reports=tuple(reports.select_related("leaving")[:20]),
        told=tuple(open_of(union)[:TOLD_SHOWN]),
        confirmed_on=confirmed_on,
        reminders=Reminders.objects.current(),
        settings=PortalSettings.objects.current(),
    )


def _last_change_by(user: Any, list_: Checklist) -> date | None:
    lines = BookEntry.objects.filter(by=user, table_name__in=CHANGED).exclude(change="event").order_by("-id")
    facts = [fact.pk for line in list_.lines for fact in line.facts]
    keys = {
        "unions_organisation": [list_.union.pk],
        "unions_officer": [officer.pk for officer in list_.leaders],
        "unions_display": facts,
    }
    for table, key, at in lines.values_list("table_name", "row_id", "at")[:50]:
        if key in keys[table]:
            return timezone.localdate(at)
    return None


CHANGED = ("unions_organisation", "unions_officer", "unions_display")


def due(standing: Standing) -> list[Due]:
    """What is due on the day, most urgent first: overdue or sent back by the day since when, then by the day it is
    due, then what has no day, last what waits for others."""
    if standing.union.dissolved_on is not None and standing.union.dissolved_on <= standing.on:
        return []
    found = [*_returned(standing), *_told(standing), *_missing(standing), *_elections(standing), *_terms(standing)]
    if (confirm := confirm_due(standing)).due_on is not None and confirm.due_on <= standing.on:
        found.append(confirm)
    return sorted(found, key=lambda one: urgency(one, standing.on))


def coming(standing: Standing) -> Due | None:
    """The next dated thing that is not due yet: for a page that has nothing to show."""
    if standing.union.dissolved_on is not None:
        return None
    ahead = [confirm_due(standing)]
    first = standing.reminders.term_first_days
    for day, officers in _by_term(standing):
        if day - timedelta(days=first) > standing.on:
            ahead.append(Due(Kind.TERM_ENDING, day - timedelta(days=first), day, officers=officers))
    dated = [one for one in ahead if one.due_on is not None and one.due_on > standing.on]
    return min(dated, key=lambda one: one.comes_on or date.max, default=None)


def urgency(one: Due, on: date) -> tuple[int, date, int]:
    order = list(Kind).index(one.kind)
    if one.waits_for_others():
        return 3, one.since or on, order
    if one.kind in (Kind.RETURNED, Kind.TOLD, Kind.ELECTION_RETURNED):
        return 0, one.since or on, order
    if one.due_on is None:
        return 2, date.max, order
    return (0 if one.due_on < on else 1), one.due_on, order


def _returned(standing: Standing) -> Iterator[Due]:
    for line in standing.list.lines:
        for fact in line.facts:
            if fact.returned_on is not None:
                yield Due(Kind.RETURNED, fact.returned_on, item=line.item, officer=line.officer, display=fact)


def _told(standing: Standing) -> Iterator[Due]:
    """What somebody says is wrong in the directory, while the body has not answered it."""
    for told in standing.told:
        yield Due(Kind.TOLD, timezone.localdate(told.at), told=told)


def _missing(standing: Standing) -> Iterator[Due]:
    """What coverage.md §2 asks for and is not there; a fact sent back is listed as sent back."""
    for line in standing.list.lines:
        if not line.is_done and not any(fact.returned_on for fact in line.facts):
            ended = max((fact.ends_on for fact in line.facts if fact.ends_on), default=None)
            begun = line.officer.elected_on if line.officer else standing.union.established_on
            since = max((day for day in (ended, begun) if day is not None), default=None)
            yield Due(Kind.MISSING, since, renew_by(standing, line.officer, line.item), line.item, line.officer)


def renew_by(standing: Standing, officer: Officer | None, item: str) -> date | None:
    """The last day for who came in by a change (domain.md E-03); no day for the union's first officers."""
    first = standing.first_leader_on
    if officer is None or item not in OFFICER_ITEMS or first is None or first >= officer.elected_on:
        return None
    return officer.elected_on + timedelta(days=standing.reminders.renew_days)


def _elections(standing: Standing) -> Iterator[Due]:
    """A report that waits, or was sent back and not answered by a newer one of the same seat."""
    answered: set[tuple[str, int | None]] = set()
    for report in standing.reports:
        seat = (report.post, report.leaving_id)
        day = timezone.localdate(report.decided_at or report.reported_at)
        if report.state == ElectionReport.State.WAITING:
            yield Due(Kind.ELECTION_WAITING, day, report=report)
        elif report.state == ElectionReport.State.SENT_BACK and seat not in answered:
            yield Due(Kind.ELECTION_RETURNED, day, report=report)
        if report.state != ElectionReport.State.WITHDRAWN:
            answered.add(seat)


def _terms(standing: Standing) -> Iterator[Due]:
    """Terms that are over or end within the county's days; not of a seat whose election is reported."""
    reported = {one.leaving_id for one in standing.reports if one.state == ElectionReport.State.WAITING}
    within = timedelta(days=standing.reminders.term_first_days)
    for day, officers in _by_term(standing):
        left = tuple(officer for officer in officers if officer.pk not in reported)
        if not left or day - within > standing.on:
            continue
        kind = Kind.TERM_OVER if day < standing.on else Kind.TERM_ENDING
        since = day + timedelta(days=1) if kind == Kind.TERM_OVER else day - within
        yield Due(kind, since, day, officer=left[0], officers=left)


def _by_term(standing: Standing) -> list[tuple[date, tuple[Officer, ...]]]:
    days: dict[date, list[Officer]] = {}
    for officer in standing.list.leaders:
        if officer.term_ends_on is not None:
            days.setdefault(officer.term_ends_on, []).append(officer)
    return [(day, tuple(officers)) for day, officers in sorted(days.items())]


def confirm_due(standing: Standing) -> Due:
    """When the information is to be confirmed: so many days after it was last looked at, or the account began."""
    since = standing.last_looked_at or standing.known_from
    return Due(Kind.CONFIRM, standing.last_looked_at, since + timedelta(days=standing.settings.confirm_every_days))
