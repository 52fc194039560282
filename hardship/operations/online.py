"""网上公开: totals, and the masked names of those who separately agreed, frozen when they are published (hardship.md §5, §6).

Nothing but what stands in a notice's own lines is ever shown on the internet (hardship/public.py).
"""

import logging
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts import wall
from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship.calendars import county_calendar
from hardship.masking import ENOUGH, masked_name, possible_id_numbers, told_by
from hardship.models import NoticeLine, PublicNotice, ReliefApplication, ReliefProgramme, Step
from hardship.operations.notices import IN_HARDSHIP, locked
from hardship.transitions import State
from hardship.workdays import last_day
from unions.models import Organisation
from unions.operations.rows import amend
from unions.published import without_numbers

log = logging.getLogger(__name__)
WHY = "what is published of a programme: totals, and who agreed"
RECENT = timedelta(days=31)  # what was never published and is older waits for a person: a pause, a taken-over county
APPROVED = (State.APPROVED, State.PAYING, State.CLOSED)
COUNTY_ITSELF = "县总工会直属"
Kind, Running = PublicNotice.Kind, PublicNotice.State.RUNNING


@dataclass(frozen=True)
class Line:
    """What will stand on the page: a total (of a body and a category), or one masked name with no sum."""

    name: str
    unit: str
    category: str
    families: int | None = None
    amount: Decimal | None = None
    application: int | None = None

    @property
    def words(self) -> tuple[str, ...]:
        return (self.name, self.unit, self.category)


def lines_of(programme: ReliefProgramme) -> list[Line]:
    """The page as it would be published now: totals by body and category, then names. Three queries."""
    rows = ReliefApplication.objects.everywhere(WHY).filter(programme=programme, state__in=APPROVED)
    found = list(rows.select_related("union").order_by("union__path", "pk"))
    bodies = _bodies(found)
    return [*_totals(found, bodies), *_names(found)]


def fewest_numbers(lines: Iterable[Line], on: date) -> int:
    """Of the persons on the page the least number of ID numbers that agree with what it says of one (security.md 44)."""
    told = {line.words for line in lines if line.name}
    return min((possible_id_numbers(told_by(words, on)) for words in told), default=0)


@operation("online.publish")
def publish(programme: ReliefProgramme, county: Organisation, *, at: datetime, by: User | None) -> PublicNotice:
    """The page stands from today for the programme's working days; what was published of it before comes down.

    Raises Refused while nobody is approved, and where a line would say too much of a person.
    """
    ReliefProgramme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    on = timezone.localdate(at)
    lines = lines_of(programme)
    if not lines:
        raise Refused("这个项目还没有审批同意的申请，没有可以公开的内容。")
    if any(line.name for line in lines) and fewest_numbers(lines, on) < ENOUGH:
        raise Refused("公开内容里有会暴露个人身份的数字（如单位名称里写了号码），没有公开。请先更正单位名称。")
    for old in PublicNotice.objects.everywhere(WHY).filter(programme=programme, kind=Kind.ONLINE, state=Running):
        take_down(old, reason="重新公开", at=at, by=by)
    notice = PublicNotice.objects.create(
        kind=Kind.ONLINE,
        programme=programme,
        organisation=county,
        token=secrets.token_urlsafe(12),
        starts_on=on,
        days=programme.online_days,
        ends_on=last_day(on, programme.online_days, county_calendar()),
        by=by,
    )
    NoticeLine.objects.bulk_create(
        NoticeLine(
            notice=notice,
            application_id=line.application,
            place=number,
            name=line.name,
            unit=line.unit,
            category=line.category,
            families=line.families,
            amount=line.amount,
        )
        for number, line in enumerate(lines, 1)
    )
    return notice


def publish_due(county: Organisation, *, at: datetime) -> int:
    """网上公开 by itself (hardship.md §5: who is "system"): of each programme whose totals of the approved are others
    than those last published, a page of today's. Returns how many; safe to run twice.

    Only what was approved, or its approval revoked, since the last page counts: what grew old is not told anew. Where a
    line would say too much of a person nothing is published, and staff read why when they publish it themselves.
    """
    made = 0
    with wall.whole("the timetable publishes every programme's outcome"):
        for programme in ReliefProgramme.objects.filter(applications__state__in=APPROVED).distinct().order_by("pk"):
            if not _is_untold(programme, timezone.localdate(at)):
                continue
            try:
                publish(programme, county, at=at, by=None)
            except Refused as why:
                log.warning("programme %s is not published: %s", programme.pk, why)
                continue
            made += 1
    return made


@operation("online.take_down")
def take_down(notice: PublicNotice, *, reason: str, at: datetime, by: User | None) -> PublicNotice:
    """The page is gone before its time. The same twice is one."""
    notice = locked(notice)
    if notice.state != Running:
        return notice
    if not reason.strip():
        raise Refused("请写明撤下的原因。")
    amend(notice, {"state": PublicNotice.State.CANCELLED, "why_down": reason})
    return notice


@operation("online.end")
def end_past(*, on: date, by: User | None) -> int:
    """Tidies what its own day has taken down already: the page asks the day, not this. Returns how many."""
    rows = PublicNotice.objects.everywhere(WHY).filter(kind=Kind.ONLINE, state=Running, ends_on__lt=on)
    return rows.update(state=PublicNotice.State.OVER)


def _is_untold(programme: ReliefProgramme, on: date) -> bool:
    last = PublicNotice.objects.everywhere(WHY).filter(programme=programme, kind=Kind.ONLINE).order_by("-pk").first()
    since = last.starts_on if last is not None else on - RECENT
    steps = Step.objects.everywhere(WHY).filter(application__programme=programme, act__in=["approve", "revoke"])
    if not steps.filter(at__date__gte=since).exists():
        return False
    if last is None:
        return True
    lines = NoticeLine.objects.everywhere(WHY).filter(notice=last, families__isnull=False)
    told = set(lines.values_list("unit", "category", "families", "amount"))
    return told != {(one.unit, one.category, one.families, one.amount) for one in lines_of(programme) if not one.name}


def _totals(rows: list[ReliefApplication], bodies: dict[int, str]) -> list[Line]:
    families: Counter[tuple[str, str]] = Counter()
    sums: Counter[tuple[str, str]] = Counter()
    for row in rows:
        key = (bodies[row.pk], row.national or IN_HARDSHIP)
        families[key] += 1
        sums[key] += row.approved or 0
    return [
        Line("", body, category, families[body, category], Decimal(sums[body, category])) for body, category in families
    ]


def _names(rows: list[ReliefApplication]) -> list[Line]:
    """Sorted by union, then by what is shown, so that the order tells nothing."""
    found = [
        Line(masked_name(row.name), without_numbers(row.union.name), row.national or IN_HARDSHIP, application=row.pk)
        for row in rows
        if row.consents
    ]
    return sorted(found, key=lambda line: (line.unit, line.category, line.name))


def _bodies(rows: list[ReliefApplication]) -> dict[int, str]:
    """The responsible body of each application's union, by its name."""
    above = {row.pk: row.union.ids_above[:2] for row in rows}
    wanted = {ids[1] for ids in above.values() if len(ids) > 1}
    names = dict(Organisation.objects.everywhere(WHY).filter(pk__in=wanted).values_list("pk", "name"))
    unions = {row.pk: row.union_id for row in rows}
    return {
        pk: names.get(ids[1], COUNTY_ITSELF) if len(ids) > 1 and ids[1] != unions[pk] else COUNTY_ITSELF
        for pk, ids in above.items()
    }
