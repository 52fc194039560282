"""The files of 云岭县's families into the database, a month's at a time: by the writer that the register uses."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from accounts import book
from config.demo.accounts import MADE_UP
from config.demo.relief.families import Family
from hardship.facts import Contents
from hardship.models import FileVersion, HardshipFile
from hardship.operations.files import checked
from hardship.operations.states import Entry, write
from hardship.operations.workers import linked
from unions.models import Organisation

Kind, State = FileVersion.Kind, HardshipFile.State
OUT_WHY = ("子女毕业就业，收入稳定", "病情稳定，恢复上班", "配偶重新就业", "人均收入已超过标准")
CLOSED_WHY = ("全家迁往外县", "本人退休后转由社区管理", "与另一份档案重复")


@dataclass(frozen=True)
class Event:
    """What happens to a family's file on a day."""

    family: Family
    kind: FileVersion.Kind
    on: date
    said: Contents
    reason: str = ""


class Files:
    """Writes what happens to files, wave after wave, and knows each by its code."""

    def __init__(self, families: list[Family], today: date) -> None:
        self.families, self.today = families, today
        self.by_code: dict[str, HardshipFile] = {}
        self.before = {family.relapsed.code: family.code for family in families if family.relapsed is not None}
        codes = {family.unit.code for family in families}
        self.unions = {row.code: row for row in Organisation.objects.everywhere(MADE_UP).filter(code__in=codes)}

    def open(self) -> int:
        """All but the files of who fell back: opened, changed, reviewed. Returns how many there are."""
        first = [family for family in self.families if family.code not in self.before]
        for turn in (_opened, _changed, _reviewed):
            self._wave([event for family in first for event in turn(family)])
        return len(self.by_code)

    def end(self) -> int:
        """Who came out of hardship or left; then who fell back. Returns how many files there are."""
        self._wave([event for family in self.families for event in _ended(family)])
        self._wave([event for family in self.families if family.code in self.before for event in _opened(family)])
        return len(self.by_code)

    def _wave(self, events: list[Event]) -> None:
        """A month's at a time, noted on the month's last of these days."""
        by_month: dict[tuple[int, int], list[Event]] = defaultdict(list)
        for event in events:
            by_month[event.on.year, event.on.month].append(event)
        for month in sorted(by_month):
            self._write(by_month[month])

    def _write(self, events: list[Event]) -> None:
        at = stamp(max(event.on for event in events), 16)
        is_new = events[0].kind == Kind.OPEN
        if is_new:
            for event in events:
                self.by_code[event.family.code] = self._new(event)
            linked([(self.by_code[event.family.code], event.said.file.id_number) for event in events])
        entries = [_entry(event, self.by_code[event.family.code], self.today) for event in events]
        with book.act("files.open" if is_new else "files.change", by=None):
            write(entries, at=at, made_by=None)

    def _new(self, event: Event) -> HardshipFile:
        family = event.family
        return HardshipFile(
            code=family.code,
            union=self.unions[family.unit.code],
            opened_on=family.opened,
            reviewed_on=family.opened,
            previous=self.by_code.get(self.before.get(family.code, "")),
        )


def _opened(family: Family) -> Iterable[Event]:
    yield Event(family, Kind.OPEN, family.opened, family.said)


def _changed(family: Family) -> Iterable[Event]:
    for day, said, why in family.changes:
        yield Event(family, Kind.CHANGE, day, said, why)


def _reviewed(family: Family) -> Iterable[Event]:
    if family.reviewed is not None:
        yield Event(family, Kind.REVIEW, family.reviewed, _last(family), "年度复核，情况没有变化")


def _ended(family: Family) -> Iterable[Event]:
    if family.out is not None:
        yield Event(family, Kind.OUT, family.out, _last(family), OUT_WHY[family.opened.day % len(OUT_WHY)])
    elif family.closed is not None:
        yield Event(family, Kind.CLOSE, family.closed, _last(family), CLOSED_WHY[family.opened.day % len(CLOSED_WHY)])


def _last(family: Family) -> Contents:
    return family.changes[-1][1] if family.changes else family.said


def _entry(event: Event, file: HardshipFile, today: date) -> Entry:
    if event.kind == Kind.REVIEW:
        file.reviewed_on = event.on
    if event.kind in (Kind.OUT, Kind.CLOSE):
        file.state = State.OUT if event.kind == Kind.OUT else State.CLOSED
        file.ended_on, file.end_reason = event.on, event.reason
    return Entry(file, checked(event.said, event.family.opened, today), event.kind, event.on, event.reason)


def stamp(day: date, hour: int, minute: int = 0) -> datetime:
    """That hour of the day; of today no later than now."""
    at, now = timezone.make_aware(datetime.combine(day, time(hour, minute))), timezone.now()
    return min(at, now) if day == timezone.localdate(now) else at
