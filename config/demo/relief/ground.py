"""Before anybody applies: living lines, the county's telephone, sources of money, the programmes and their budgets."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from config.demo import COUNTY_CODE
from config.demo.accounts import MADE_UP
from config.demo.relief.files import stamp
from hardship.eligibility import Criteria, Criterion, Exclusions
from hardship.household import Cause
from hardship.models import FundSource, ReliefProgramme
from hardship.operations import county, funds, programmes
from hardship.template import WINTER_RELIEF, Document, Template
from unions.models import Organisation

LINES = ("690.00", "720.00", "750.00", "780.00")  # from 1 July of each year, the last of them the newest
# Code, name, kind, opening balance; then what comes in each March.
SOURCES = (
    ("ZY01", "中央财政专项帮扶资金", "appropriation", "60000.00", "90000.00"),
    ("SJ01", "省、市总工会帮扶补助", "superior", "30000.00", "40000.00"),
    ("BJ01", "县总工会本级经费", "own", "20000.00", "30000.00"),
    ("JZ01", "企业爱心捐赠", "donation", "5000.00", "12000.00"),
    ("ZY02", "元旦春节慰问专项资金", "administration", "12000.00", "12000.00"),
)
VISITS_FROM = "ZY02"  # last in the order in which approvals draw; applications are paid of the others
VISITS_BUDGET = Decimal("9000.00")
STUDY = Template(
    slug="study",
    name="金秋助学",
    kind="study",
    criteria=Criteria(
        (Criterion("Z1", Decimal("2.00"), causes=(Cause.SCHOOLING, Cause.SINGLE_PARENT)),),
        Exclusions(homes=True, hires=True, costly_school=True, car=True),
    ),
    documents=(
        Document("id_copy", of_each=True),
        Document("income_proof"),
        Document("school_proof", (Cause.SCHOOLING,), of_this_year=True, note="录取通知书或学生证"),
    ),
    opens=(8, 1, 0, 0),
    closes=(9, 20, 17, 30),
    asks_opinion=False,
    standard_amount=Decimal("2000.00"),
    ceiling=Decimal("5000.00"),
    sources={"Z1": "云岭县总工会金秋助学实施办法"},
)


@dataclass(frozen=True)
class Ground:
    """`rounds` are the programmes whose story is over, the oldest first; `running` is the one of now."""

    rounds: list[ReliefProgramme]
    study: ReliefProgramme
    running: ReliefProgramme
    sources: list[FundSource]


def lay(today: date, opens: date) -> Ground:
    """`opens` is the running programme's first day."""
    finance, rights = (User.objects.get(username=name) for name in ("caiwu", "quanyi"))
    _county(today, rights)
    sources = _sources(today, finance)
    winters = [_winter(year, rights) for year in (_last_winter(today) - 1, _last_winter(today))]
    study = _study(_last_study(today), rights)
    running = _running(today, opens, rights)
    for programme, sums in (
        (winters[0], ("9000.00", "5000.00")),
        (winters[1], ("10000.00", "5000.00")),
        (study, ("12000.00", "6000.00")),
        (running, ("15000.00", "8000.00")),
    ):
        for source, amount in zip(sources, sums, strict=False):
            funds.set_budget(programme, source, Decimal(amount), by=finance)
    for programme in (winters[-1], running):
        funds.set_budget(programme, sources[-1], VISITS_BUDGET, by=finance)
    return Ground(winters, study, running, sources)


def close(rounds: list[ReliefProgramme]) -> None:
    """Whose story is over takes no more applications, or every phone would go on offering it as 逾期."""
    rights = User.objects.get(username="quanyi")
    for programme in rounds:
        programmes.change(programme, slug=programme.slug, ceiling=programme.ceiling, is_open=False, by=rights)


def _county(today: date, by: User) -> None:
    organisation = Organisation.objects.everywhere(MADE_UP).get(code=COUNTY_CODE)
    first = today.year - (len(LINES) if (today.month, today.day) < (7, 1) else len(LINES) - 1)
    for year, monthly in enumerate(LINES, first):
        county.register_line(
            organisation=organisation,
            since=date(year, 7, 1),
            monthly=Decimal(monthly),
            source=f"云民〔{year}〕{year % 40 + 3}号",
            by=by,
        )
    county.change_settings(phone="0556-0006600", address="云岭县总工会职工之家一楼", by=by)


def _sources(today: date, by: User) -> list[FundSource]:
    first, found = today.year - 3, []
    for code, name, kind, opening, yearly in SOURCES:
        source = funds.open_source(
            code=code,
            name=name,
            kind=kind,
            opened_on=date(first, 1, 4),
            opening=Decimal(opening),
            at=stamp(date(first, 1, 4), 10),
            by=by,
        )
        for year in range(first, today.year + 1):
            day = date(year, 3, 12)
            if day < today:
                note = f"{year} 年拨入"
                funds.receive(source, Decimal(yearly), on=day, note=note, at=stamp(day, 15), by=by)
        source.refresh_from_db()
        found.append(source)
    return found


def _last_winter(today: date) -> int:
    """The year of the newest winter whose money has long gone out: it closed 75 days ago or earlier."""
    return today.year - 1 if today - date(today.year - 1, 12, 30) >= timedelta(days=75) else today.year - 2


def _last_study(today: date) -> int:
    return today.year if today - date(today.year, 9, 20) >= timedelta(days=45) else today.year - 1


def _winter(year: int, by: User) -> ReliefProgramme:
    """Of the years before the townships were asked."""
    made = programmes.make_from_template(
        WINTER_RELIEF, slug=f"winter-{year}", name=f"{year + 1}年元旦春节送温暖", year=year, is_open=True, by=by
    )
    return programmes.change(made, slug=made.slug, ceiling=made.ceiling, asks_opinion=False, by=by)


def _study(year: int, by: User) -> ReliefProgramme:
    return programmes.make_from_template(
        STUDY, slug=f"study-{year}", name=f"{year}年金秋助学", year=year, is_open=True, by=by
    )


def _running(today: date, opens: date, by: User) -> ReliefProgramme:
    """The programme that setup_county made, with an opening that leaves time for everything the story tells."""
    made = ReliefProgramme.objects.get(slug=WINTER_RELIEF.slug)
    usual = date(today.year, 12, 30)
    closes = usual if timedelta(0) <= usual - today <= timedelta(days=75) else today + timedelta(days=18)
    return programmes.change(
        made,
        slug=made.slug,
        ceiling=made.ceiling,
        name=f"{closes.year + (closes.month > 6)}年元旦春节送温暖" if closes == usual else "困难职工送温暖",
        opens_at=_at(opens, 8),
        closes_at=_at(closes, 17, 30),
        asks_home_visit=False,
        year_ceiling=Decimal("6000.00"),
        by=by,
    )


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
