"""The SQL pass and a plain twin agree on random counties; the twin itself agrees with the example county."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from campaigns import coverage
from campaigns.management.commands.coverage import as_record
from campaigns.models import Campaign, JudgeOn
from campaigns.operations.campaigns import make_from_template
from campaigns.template import SHUANGLIANG_2012
from tests.campaigns import load_county, twin
from tests.campaigns.counties import BODIES, COUNTY, Case, cases
from unions.models import Display, Employer, Honour, Item, Kind, Level, Nature, Officer, Organisation, Post, Size

EXAMPLE = Path(__file__).resolve().parents[2].parent / "shared" / "examples" / "county-60"


def stored(choices: Any, label: str | None) -> str:
    return next((str(value) for value, text in choices.choices if text == label), "")


def load(county: list[twin.Union], places: dict[str, Organisation]) -> None:
    """Straight into the tables: what is tested is the reading."""
    for number, union in enumerate(county):
        parent = places[f"{union.body}-below"] if union.deep else places[union.body]
        row = plant(union.code, stored(Kind, union.kind), parent, union.established, union.dissolved)
        if union.nature is not None:
            Employer.objects.create(
                credit_code=f"X{number}", name="单位", nature=stored(Nature, union.nature), size=stored(Size, union.size),
                staff=1, body=places[BODIES[0]], union=row,
            )  # fmt: skip
        keep(union.facts, row, None)
        for place, tenure in enumerate(union.officers):
            officer = Officer.objects.create(
                union=row,
                name=f"干部{place}",
                post=stored(Post, tenure.post),
                elected_on=tenure.elected,
                left_on=tenure.left,
            )
            keep(tenure.facts, row, officer)
        Honour.objects.bulk_create(
            Honour(union=row, name=f"荣誉{place}", level=stored(Level, level), awarded_on=since, revoked_on=until)
            for place, (level, since, until) in enumerate(union.honours)
        )


def keep(facts: list[twin.Fact], union: Organisation, officer: Officer | None) -> None:
    ways = {"悬挂牌匾": "union_office", "公布办公地点": "canteen", "亮明身份": "chest_card", "公布联系方式": "canteen"}
    Display.objects.bulk_create(
        Display(
            union=union, officer=officer, item=stored(Item, fact.item), way=ways[fact.item], starts_on=fact.start,
            ends_on=fact.end, verified_on=fact.verified,
        )
        for fact in facts
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
def places(db: None) -> dict[str, Organisation]:
    """The county, three bodies (the third never has a union), and one organisation below each of the first two."""
    county = plant(COUNTY, Kind.COUNTY_FEDERATION, None, date(1985, 5, 1))
    bodies = {code: plant(code, Kind.TOWNSHIP_FEDERATION, county, date(2001, 1, 1)) for code in BODIES}
    below = {
        f"{code}-below": plant(f"{code}9", Kind.COMMUNITY_UNION, bodies[code], date(2001, 1, 1)) for code in BODIES[:2]
    }
    return bodies | below | {COUNTY: county}


@pytest.fixture
def campaign(db: None) -> Campaign:
    return make_from_template(SHUANGLIANG_2012, slug="shuangliang-2012", name="双亮", by=None)


def agree(case: Case, campaign: Campaign) -> None:
    campaign.judge_on = JudgeOn.VERIFIED if case.judged_on_verified else JudgeOn.COVERED
    rows = [as_record(row) for row in coverage.figures(campaign, case.on)]
    for row in rows:
        del row["name"]
    missing = [
        {"union": u.union, "body": u.body, "missing": list(u.missing)} for u in coverage.uncovered(campaign, case.on)
    ]
    assert rows == twin.rows(case.county, BODIES, COUNTY, case.on, case.judged_on_verified)
    assert missing == twin.uncovered(case.county, case.on)


deterministic = settings(
    max_examples=100, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@deterministic
@given(case=cases())
def test_the_pass_and_the_twin_agree_on_any_county(
    case: Case, places: dict[str, Organisation], campaign: Campaign
) -> None:
    with transaction.atomic():
        load(case.county, places)
        agree(case, campaign)
        transaction.set_rollback(True)


def test_the_random_counties_are_worth_agreeing_on() -> None:
    """A county where nothing is ever covered proves nothing: it happened."""
    seen: Counter[str] = Counter()

    @deterministic
    @given(case=cases())
    def look(case: Case) -> None:
        before = coverage.month_before(case.on)
        for union in case.county:
            was, now = (twin.in_scope(union, day) and twin.covered(union, day) for day in (before, case.on))
            verified = now and twin.covered(union, case.on, verified=True)
            seen.update({"in": twin.in_scope(union, case.on), "covered": now, "verified": verified})
            seen.update({"gained": now and not was, "lost": was and not now, "unverified": now and not verified})

    look()

    assert seen["covered"] > seen["in"] / 5
    assert min(seen[what] for what in ("verified", "unverified", "gained", "lost")) >= 20, seen


@pytest.mark.skipif(not EXAMPLE.is_dir(), reason="the examples stand beside the project")
def test_the_twin_agrees_with_the_example_county_without_any_importer() -> None:
    code, bodies, unions = load_county.county(EXAMPLE)
    expected = json.loads((EXAMPLE / "expected.json").read_text())

    for day, wanted in expected.items():
        on = date.fromisoformat(day)
        nameless = [{key: value for key, value in row.items() if key != "name"} for row in wanted["rows"]]
        assert twin.rows(unions, bodies, code, on) == nameless, day
        assert twin.uncovered(unions, on) == wanted["uncovered"], day
