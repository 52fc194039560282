"""Coverage at its edges, and the example county's every number (coverage.md)."""

import csv
import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns import coverage
from campaigns.coverage import Row
from campaigns.models import Campaign, JudgeOn
from tests.campaigns import twin
from tests.campaigns.test_coverage_twin import BODIES, COUNTY, campaign, load, places, plant
from tests.registers.sheets import bring, found
from unions.models import Display, Honour, Kind, Level, Officer, Organisation

__all__ = ["campaign", "places"]

pytestmark = pytest.mark.django_db

EXAMPLE = Path(__file__).resolve().parents[2].parent / "shared" / "examples" / "county-60"
DAY = date(2012, 10, 31)
LONG_AGO = date(2012, 1, 1)


def whole_union(**changes: Any) -> twin.Union:
    """A state-owned union that is covered on DAY and long before; a test changes one thing."""
    shown = [twin.Fact("亮明身份", LONG_AGO, None, None), twin.Fact("公布联系方式", LONG_AGO, None, None)]
    hung = [twin.Fact("悬挂牌匾", LONG_AGO, None, None), twin.Fact("公布办公地点", LONG_AGO, None, None)]
    values: dict[str, Any] = {
        "code": "349999100001", "kind": "独立基层工会", "body": BODIES[0], "established": LONG_AGO, "dissolved": None,
        "nature": "国有企业", "facts": hung, "officers": [twin.Tenure("主席", LONG_AGO, None, shown)],
    }  # fmt: skip
    return twin.Union(**(values | changes))


def county_row(campaign: Campaign, on: date, category: str = "all") -> Row:
    return next(row for row in coverage.figures(campaign, on) if row.body == COUNTY and row.category == category)


def missing(campaign: Campaign, on: date) -> list[tuple[str, ...]]:
    return [union.missing for union in coverage.uncovered(campaign, on)]


def test_a_union_with_all_four_conditions_is_covered(places: Any, campaign: Campaign) -> None:
    load([whole_union()], places)

    row = county_row(campaign, DAY)

    assert (row.unions, row.covered, row.verified, row.rate) == (1, 1, 0, "1.0000")


def test_a_fact_holds_from_its_first_day_until_the_day_before_its_end(places: Any, campaign: Campaign) -> None:
    load([whole_union()], places)
    Display.objects.everywhere("test").filter(item="sign").update(starts_on=DAY, ends_on=DAY + timedelta(days=2))

    days = {DAY + timedelta(days=n): county_row(campaign, DAY + timedelta(days=n)).sign for n in range(-1, 3)}

    assert list(days.values()) == [0, 1, 1, 0]


def test_the_old_chairs_badge_stops_counting_the_day_the_new_one_starts(places: Any, campaign: Campaign) -> None:
    load([whole_union()], places)
    union = Organisation.objects.everywhere("test").get(code="349999100001")
    Officer.objects.everywhere("test").update(left_on=DAY)
    Officer.objects.create(union=union, name="新主席", post="chair", elected_on=DAY)

    assert missing(campaign, DAY - timedelta(days=1)) == []
    assert missing(campaign, DAY) == [("identity", "contact")]


def test_a_vacant_seat_is_named_instead_of_what_its_officer_would_show(places: Any, campaign: Campaign) -> None:
    load([whole_union()], places)
    Officer.objects.everywhere("test").update(left_on=DAY)

    assert missing(campaign, DAY) == [("chair",)]


def test_every_vice_chair_must_show_who_he_or_she_is(places: Any, campaign: Campaign) -> None:
    union = whole_union()
    union.officers.append(twin.Tenure("副主席", LONG_AGO, None, [twin.Fact("亮明身份", LONG_AGO, None, None)]))
    load([union], places)

    assert missing(campaign, DAY) == [("contact",)]


def test_an_expired_term_does_not_end_the_tenure(places: Any, campaign: Campaign) -> None:
    load([whole_union()], places)
    Officer.objects.everywhere("test").update(term_ends_on=LONG_AGO)

    assert county_row(campaign, DAY).covered == 1


def test_verified_counts_from_the_day_the_last_fact_was_verified(places: Any, campaign: Campaign) -> None:
    load([whole_union()], places)
    Display.objects.everywhere("test").update(verified_on=DAY)

    assert county_row(campaign, DAY - timedelta(days=1)).verified == 0
    assert county_row(campaign, DAY).verified == 1


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({}, 1),
        ({"nature": "集体企业"}, 1),
        ({"nature": "机关"}, 0),
        ({"nature": None}, 0),
        ({"nature": "私营企业", "size": None}, 1),
        ({"nature": "私营企业", "size": "中型"}, 1),
        ({"nature": "私营企业", "size": "小型"}, 0),
        ({"nature": "国有企业", "size": "微型"}, 1),
        ({"kind": "联合基层工会", "nature": None}, 0),
        ({"kind": "村（社区）工会", "nature": None}, 0),
        ({"dissolved": date(2012, 8, 31)}, 0),
        ({"dissolved": date(2012, 9, 1)}, 1),
        ({"established": date(2012, 9, 1), "facts": [], "officers": []}, 0),
    ],
)
def test_who_is_counted_before_the_third_phase(
    places: Any, campaign: Campaign, changes: dict[str, Any], counted: int
) -> None:
    load([whole_union(**changes)], places)

    assert county_row(campaign, date(2012, 8, 31)).unions == counted


def test_the_third_phase_brings_in_small_ones_joint_unions_and_federations(places: Any, campaign: Campaign) -> None:
    load(
        [
            whole_union(code="349999100001", nature="私营企业", size="微型"),
            whole_union(code="349999100002", kind="联合基层工会", nature=None),
            whole_union(code="349999100003", kind="区域工会联合会", nature=None),
            whole_union(code="349999100004", kind="行业工会联合会", nature=None),
        ],
        places,
    )

    assert county_row(campaign, date(2012, 8, 31)).unions == 0
    assert county_row(campaign, date(2012, 9, 1)).unions == 4


def test_a_federation_directly_under_the_county_is_a_body_and_never_counted(places: Any, campaign: Campaign) -> None:
    plant("3499990199", Kind.INDUSTRY_FEDERATION, places[COUNTY], LONG_AGO)

    rows = coverage.figures(campaign, DAY)

    assert [row.unions for row in rows if row.body == "3499990199"] == [0, 0, 0]
    assert county_row(campaign, DAY).unions == 0


def test_a_grassroots_union_directly_under_the_county_counts_for_the_county_only(
    places: Any, campaign: Campaign
) -> None:
    load([whole_union(body=COUNTY)], places)

    rows = [row for row in coverage.figures(campaign, DAY) if row.category == "all"]

    assert {row.body: row.unions for row in rows} == dict.fromkeys(BODIES, 0) | {COUNTY: 1}


@pytest.mark.parametrize(("level", "counted"), [("县级", 0), ("市级", 1), ("省级", 1), ("国家级", 1)])
def test_an_honour_of_city_level_or_above_makes_the_priority_group(
    places: Any, campaign: Campaign, level: str, counted: int
) -> None:
    load([whole_union(nature="私营企业", honours=[(level, DAY, DAY + timedelta(days=1))])], places)

    assert county_row(campaign, DAY, "honoured_non_public").unions == counted
    assert county_row(campaign, DAY - timedelta(days=1), "honoured_non_public").unions == 0
    assert county_row(campaign, DAY + timedelta(days=1), "honoured_non_public").unions == 0


def test_the_month_before_uses_its_own_scope_existence_and_honours(places: Any, campaign: Campaign) -> None:
    load([whole_union(nature="私营企业", dissolved=date(2012, 10, 1), honours=[("市级", LONG_AGO, None)])], places)
    Honour.objects.everywhere("test").update(level=Level.CITY)

    row = county_row(campaign, DAY, "honoured_non_public")

    assert (row.unions, row.rate, row.previous_rate) == (0, None, "1.0000")


def test_without_unions_there_is_no_rate_no_judgement_and_no_rank(places: Any, campaign: Campaign) -> None:
    row = coverage.figures(campaign, DAY)[0]

    assert (row.rate, row.met, row.rank, row.gap, row.previous_rate) == (None, None, None, 0, None)


def test_a_campaign_judged_on_verified_facts_is_met_by_them_only(places: Any, campaign: Campaign) -> None:
    load([whole_union()], places)
    assert county_row(campaign, DAY).met is True

    campaign.judge_on = JudgeOn.VERIFIED

    row = county_row(campaign, DAY)
    assert (row.met, row.gap, row.covered) == (False, 1, 1)


def test_unions_without_an_employer_are_listed_as_a_data_fault(places: Any) -> None:
    gone = whole_union(code="349999100003", nature=None, dissolved=DAY)
    load([whole_union(nature=None), whole_union(code="349999100002"), gone], places)

    assert coverage.without_employer(DAY) == ["349999100001"]


def test_ten_unions_cost_the_queries_of_one(places: Any, campaign: Campaign) -> None:
    load([whole_union(facts=[])], places)
    with CaptureQueriesContext(connection) as one:
        coverage.position(campaign, DAY)
    load([whole_union(code=f"34999910001{n}", facts=[], nature=None, kind="联合基层工会") for n in range(9)], places)

    with CaptureQueriesContext(connection) as ten:
        coverage.position(campaign, DAY)

    assert len(ten) == len(one)


def command(*words: str) -> str:
    out = StringIO()
    call_command("coverage", "shuangliang-2012", *words, stdout=out)
    return out.getvalue()


@pytest.mark.skipif(not EXAMPLE.is_dir(), reason="the examples stand beside the project")
def test_every_number_of_the_example_county_agrees() -> None:
    call_command("setup_county", code="3499990000", name="云岭县总工会", stdout=StringIO())
    for register in ("organisations", "employers", "officers", "displays", "honours"):
        assert found(bring(EXAMPLE / f"{register}.xlsx", register)[1]) == []
    expected = json.loads((EXAMPLE / "expected.json").read_text())

    for day, wanted in expected.items():
        assert json.loads(command("--on", day, "--format", "json"))["rows"] == [
            row | {"name": ANY_NAME} for row in wanted["rows"]
        ], day
        assert json.loads(command("--on", day, "--uncovered"))["uncovered"] == wanted["uncovered"], day


class _AnyName:
    """Equal to every text: the example leaves names out where it does."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str)

    __hash__ = None  # type: ignore[assignment]


ANY_NAME = _AnyName()


def test_the_command_limits_itself_to_one_body(places: Any, campaign: Campaign) -> None:
    load([whole_union(facts=[]), whole_union(code="349999100002", body=BODIES[1], facts=[])], places)

    rows = json.loads(command("--on", "2012-10-31", "--body", BODIES[1]))["rows"]
    listed = json.loads(command("--on", "2012-10-31", "--body", BODIES[1], "--uncovered"))["uncovered"]

    assert {row["body"] for row in rows} == {BODIES[1]}
    assert [union["union"] for union in listed] == ["349999100002"]


def test_the_command_prints_a_table_and_csv(places: Any, campaign: Campaign) -> None:
    table = command("--on", "2012-10-31", "--format", "table")
    rows = list(csv.reader(StringIO(command("--on", "2012-10-31", "--format", "csv"))))

    assert "责任主体" in table.splitlines()[0]
    assert len(table.splitlines()) == len(rows) == 1 + 3 * 4


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--on", "2012-06-31"], "不是日期"),
        (["--on", "2012-W44-3"], "不是日期"),
        (["--on", "20121031"], "不是日期"),
        (["--on", "1012-10-31"], "太早"),
        (["--on", "2012-10-31", "--body", "999999"], "没有编码为"),
    ],
)
def test_the_command_says_what_is_wrong(places: Any, campaign: Campaign, words: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        command(*words)


def test_an_unknown_campaign_is_named_with_those_there_are(places: Any, campaign: Campaign) -> None:
    with pytest.raises(CommandError, match="shuangliang-2012"):
        call_command("coverage", "nothing", "--on", "2012-10-31")
