"""The SQL pass and a plain twin agree on random counties."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns import coverage
from campaigns.management.commands.coverage import as_record
from campaigns.models import Campaign
from campaigns.operations.campaigns import make_from_template
from campaigns.template import SHUANGLIANG_2012
from tests.campaigns import twin
from unions.models import Display, Employer, Honour, Item, Kind, Level, Nature, Officer, Organisation, Post, Size

pytestmark = pytest.mark.django_db

COUNTY, BODIES = "3499990000", ["3499990100", "3499990101", "3499990102"]
FIRST = date(2012, 8, 20)
DAYS = st.integers(0, 50).map(lambda n: FIRST + timedelta(days=n))
LATER = st.none() | DAYS
SIGNS = ["悬挂牌匾", "公布办公地点"]
SHOWS = ["亮明身份", "公布联系方式"]


@st.composite
def facts(draw: Any, items: list[str], since: date | None = None) -> list[twin.Fact]:
    made, seen = [], set()
    for item in draw(st.lists(st.sampled_from(items), min_size=1, max_size=4)):
        start = draw(DAYS if since is None else st.integers(0, 12).map(lambda n: since + timedelta(days=n)))
        if (item, start) in seen:
            continue
        seen.add((item, start))
        length = draw(st.none() | st.integers(0, 40))
        end = None if length is None else start + timedelta(days=length)
        made.append(twin.Fact(item, start, end, draw(LATER)))
    return made


@st.composite
def tenures(draw: Any) -> list[twin.Tenure]:
    """Chairs one after the other, with gaps or none, and vice-chairs at any time."""
    made = []
    day = FIRST - timedelta(days=10)
    for _ in range(draw(st.integers(0, 3))):
        day += timedelta(days=draw(st.integers(0, 10)))
        left = draw(st.none() | st.integers(0, 30).map(lambda n, day=day: day + timedelta(days=n)))
        made.append(twin.Tenure("主席", day, left, draw(facts(SHOWS, day))))
        if left is None:
            break
        day = left
    for _ in range(draw(st.integers(0, 2))):
        elected = draw(DAYS)
        left = draw(st.none() | st.integers(0, 30).map(lambda n, day=elected: day + timedelta(days=n)))
        made.append(twin.Tenure("副主席", elected, left, draw(facts(SHOWS, elected))))
    return made


@st.composite
def unions(draw: Any) -> list[twin.Union]:
    made = []
    for number in range(draw(st.integers(1, 7))):
        kind = draw(st.sampled_from(["独立基层工会"] * 6 + ["联合基层工会", "区域工会联合会", "行业工会联合会", "村（社区）工会"]))
        grassroots = kind in ("独立基层工会", "联合基层工会")
        body = draw(st.sampled_from(BODIES[:2] + ([COUNTY] if grassroots else [])))
        established = draw(DAYS.map(lambda day: day - timedelta(days=30)))
        lived = draw(st.none() | st.integers(0, 60))
        honours = draw(st.lists(st.tuples(st.sampled_from(Level.labels), DAYS, st.none() | st.integers(0, 30)), max_size=2))
        made.append(
            twin.Union(
                code=f"3499991{number:05d}",
                kind=kind,
                body=body,
                established=established,
                dissolved=None if lived is None else established + timedelta(days=lived),
                nature=draw(st.none() | st.sampled_from(["国有企业", "私营企业", "私营企业", "集体企业", "机关"])),
                size=draw(st.none() | st.sampled_from(Size.labels)),
                facts=draw(facts(SIGNS)),
                officers=draw(tenures()),
                honours=[
                    (level, since, None if length is None else since + timedelta(days=length))
                    for level, since, length in honours
                ],
            )
        )
        if kind != "独立基层工会":
            made[-1].nature = made[-1].size = None
    return made


def stored(choices: Any, label: str | None) -> str:
    return next((str(value) for value, text in choices.choices if text == label), "")


def load(county: list[twin.Union], places: dict[str, Organisation]) -> None:
    """Straight into the tables: what is tested is the reading."""
    for number, union in enumerate(county):
        row = plant(union.code, stored(Kind, union.kind), places[union.body], union.established, union.dissolved)
        if union.nature is not None:
            Employer.objects.create(
                credit_code=f"X{number}", name="单位", nature=stored(Nature, union.nature), size=stored(Size, union.size),
                staff=1, body=places[BODIES[0]], union=row,
            )  # fmt: skip
        keep(union.facts, row, None)
        for place, tenure in enumerate(union.officers):
            officer = Officer.objects.create(
                union=row, name=f"干部{place}", post=stored(Post, tenure.post), elected_on=tenure.elected, left_on=tenure.left
            )
            keep(tenure.facts, row, officer)
        for place, (level, since, until) in enumerate(union.honours):
            Honour.objects.create(
                union=row, name=f"荣誉{place}", level=stored(Level, level), awarded_on=since, revoked_on=until
            )


def keep(facts: list[twin.Fact], union: Organisation, officer: Officer | None) -> None:
    ways = {"悬挂牌匾": "union_office", "公布办公地点": "canteen", "亮明身份": "chest_card", "公布联系方式": "canteen"}
    for fact in facts:
        Display.objects.create(
            union=union, officer=officer, item=stored(Item, fact.item), way=ways[fact.item], starts_on=fact.start,
            ends_on=fact.end, verified_on=fact.verified,
        )  # fmt: skip


def plant(
    code: str, kind: str, parent: Organisation | None, established: date, dissolved: date | None = None
) -> Organisation:
    pk = Organisation._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
    return Organisation.objects.create(
        pk=pk + 1, path=f"{parent.path if parent else '/'}{pk + 1}/", code=code, name=code, kind=kind, parent=parent,
        established_on=established, dissolved_on=dissolved,
    )  # fmt: skip


@pytest.fixture
def places() -> dict[str, Organisation]:
    """The county and three bodies, one of them without any union."""
    county = plant(COUNTY, Kind.COUNTY_FEDERATION, None, date(1985, 5, 1))
    bodies = {code: plant(code, Kind.TOWNSHIP_FEDERATION, county, date(2001, 1, 1)) for code in BODIES}
    return bodies | {COUNTY: county}


@pytest.fixture
def campaign() -> Campaign:
    return make_from_template(SHUANGLIANG_2012, slug="shuangliang-2012", name="双亮", by=None)


def agree(county: list[twin.Union], campaign: Campaign, on: date) -> None:
    rows = [as_record(row) for row in coverage.figures(campaign, on)]
    for row in rows:
        del row["name"]
    missing = [
        {"union": u.union, "body": u.body, "missing": list(u.missing)} for u in coverage.uncovered(campaign, on)
    ]
    assert rows == twin.rows(county, BODIES, COUNTY, on)
    assert missing == twin.uncovered(county, on)


@settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), print_blob=False
)
@given(county=unions(), on=st.sampled_from([FIRST + timedelta(days=n) for n in range(0, 60, 4)] + [twin.THIRD_PHASE]))
def test_the_pass_and_the_twin_agree_on_any_county(
    county: list[twin.Union], on: date, places: dict[str, Organisation], campaign: Campaign
) -> None:
    with transaction.atomic():
        load(county, places)
        agree(county, campaign, on)
        transaction.set_rollback(True)
