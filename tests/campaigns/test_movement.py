"""逐月变化: what moved between two days adds up to the difference of the figures, and says why."""

from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.duties import Role
from campaigns import coverage
from campaigns.models import Campaign, Category
from campaigns.movement import KINDS, Movement, Span, movement
from tests.campaigns import counties, twin
from tests.campaigns.test_coverage import whole_union
from tests.campaigns.test_coverage_twin import BODIES, COUNTY, campaign, load, places
from tests.factories import make_colleague
from unions.models import Organisation

__all__ = ["campaign", "places"]

pytestmark = pytest.mark.django_db
EARLIER, LATER = date(2012, 9, 30), date(2012, 10, 31)
BETWEEN = date(2012, 10, 12)
LONG_AGO = date(2012, 1, 1)


@pytest.fixture
def varied(places: dict[str, Organisation]) -> list[twin.Union]:
    dice = Random(8)
    county = [counties.union(dice, LATER, f"3499991{number:05d}") for number in range(150)]
    load(county, places)
    return county


def moved_between(places: Any, campaign: Campaign, earlier: date, later: date, category: str = "all") -> Movement:
    return movement(campaign, Span(earlier, later, (places[COUNTY].path,), category), most=500)


def of_twin(union: twin.Union, category: str, earlier: date, later: date) -> str:
    then, now = (
        twin.in_scope(union, day) and twin.in_category(union, category, day) for day in (earlier, later)
    )  # fmt: skip
    was, is_now = twin.covered(union, earlier), twin.covered(union, later)
    if then and now:
        return "" if was == is_now else "gained" if is_now else "lost"
    if now:
        return "entered_covered" if is_now else "entered"
    return ("left_covered" if was else "left") if then else ""


@pytest.mark.parametrize("category", Category.values)
@pytest.mark.parametrize("earlier", [date(2012, 5, 3), date(2012, 8, 31), EARLIER, date(2012, 10, 30)])
def test_every_union_is_listed_as_the_rules_say(
    varied: Any, places: Any, campaign: Campaign, category: str, earlier: date
) -> None:
    found = moved_between(places, campaign, earlier, LATER, category)

    wanted = {union.code: of_twin(union, category, earlier, LATER) for union in varied}
    assert {union.code: union.kind for union in found.moved} == {code: kind for code, kind in wanted.items() if kind}
    assert all(union.why for union in found.moved)


def test_the_lists_add_up_to_the_difference_of_the_figures(varied: Any, places: Any, campaign: Campaign) -> None:
    def county(on: date) -> coverage.Row:
        return next(row for row in coverage.figures(campaign, on) if (row.body, row.category) == (COUNTY, "all"))

    found = moved_between(places, campaign, EARLIER, LATER)

    before, after = county(EARLIER), county(LATER)
    assert (found.totals.covered_before, found.totals.covered) == (before.covered, after.covered)
    assert (found.totals.unions_before, found.totals.unions) == (before.unions, after.unions)
    came = found.count("gained") + found.count("entered_covered")
    gone = found.count("lost") + found.count("left_covered")
    assert after.covered - before.covered == came - gone
    assert came > 0 < gone, "nothing moved proves nothing"
    assert found.count("gained") == sum(union.kind == "gained" for union in found.moved)


def fact(item: str, start: date = LONG_AGO, end: date | None = None) -> twin.Fact:
    return twin.Fact(item, start, end, None)


OFFICE = fact("公布办公地点")
SHOWN = [fact("亮明身份"), fact("公布联系方式")]


@pytest.mark.parametrize(
    ("changes", "kind", "why"),
    [
        ({"facts": [fact("悬挂牌匾", end=BETWEEN), OFFICE]}, "lost", "2012年10月12日结束"),
        ({"facts": [fact("悬挂牌匾", BETWEEN), OFFICE]}, "gained", "自2012年10月12日起"),
        ({"officers": [twin.Tenure("主席", LONG_AGO, BETWEEN, SHOWN)]}, "lost", "2012年10月12日离任，主席空缺"),
        (
            {"officers": [twin.Tenure("主席", LONG_AGO, BETWEEN, SHOWN), twin.Tenure("主席", BETWEEN, None)]},
            "lost",
            "2012年10月12日到任，尚未亮身份、公布联系方式",
        ),
        ({"established": BETWEEN, "facts": [], "officers": []}, "entered", "2012年10月12日建会"),
        ({"dissolved": BETWEEN}, "left_covered", "2012年10月12日撤销"),
    ],
)
def test_a_move_says_the_fact_that_made_it(
    places: Any, campaign: Campaign, changes: dict[str, Any], kind: str, why: str
) -> None:
    load([whole_union(**changes)], places)

    (union,) = moved_between(places, campaign, EARLIER, LATER).moved

    assert union.kind == kind
    assert why in "；".join(union.why)


def ask(user: Any, campaign: Campaign, **query: Any) -> Any:
    client = Client()
    client.force_login(user, backend="accounts.backends.StandingBackend")
    return client.get(reverse("admin:campaigns_campaign_movement", args=[campaign.pk]), query)


def test_the_page_says_the_sum_and_each_union_with_its_reason(places: Any, campaign: Campaign) -> None:
    load([whole_union(facts=[fact("悬挂牌匾", BETWEEN), OFFICE])], places)
    staff = make_colleague("staff", Role.ORGANISATION_STAFF, places[COUNTY])

    text = ask(staff, campaign, **{"from": EARLIER, "to": LATER}).content.decode()

    assert "完成双亮 0 家 → 1 家" in text
    assert "自2012年10月12日起" in text


def test_an_officer_of_a_body_sees_the_own_unions_move_only(varied: Any, places: Any, campaign: Campaign) -> None:
    officer = make_colleague("officer", Role.BODY_OFFICER, places[BODIES[0]])

    found = ask(officer, campaign, **{"from": EARLIER, "to": LATER}).context["found"]

    assert {union.body_id for union in found.moved} == {places[BODIES[0]].pk}
    assert ask(officer, campaign, body=BODIES[1]).status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"from": "2012-10-31", "to": "2012-10-31"}, 400), ({"to": "2012-06-31"}, 400), ({"category": "x"}, 400),
        ({"body": "x"}, 404), ({"body": "\x00"}, 400), ({}, 200),
    ],
)  # fmt: skip
def test_odd_questions_get_a_clear_answer(places: Any, campaign: Campaign, query: dict[str, str], status: int) -> None:
    staff = make_colleague("staff", Role.ORGANISATION_STAFF, places[COUNTY])

    assert ask(staff, campaign, **query).status_code == status


def test_many_moves_cost_the_queries_of_one(varied: Any, places: Any, campaign: Campaign) -> None:
    staff = make_colleague("staff", Role.ORGANISATION_STAFF, places[COUNTY])

    def queries(**query: Any) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert ask(staff, campaign, **query).context["found"].moved
        return len(caught)

    queries(to=LATER)  # the county's name is kept from here on
    assert queries(**{"from": EARLIER, "to": LATER}) == queries(**{"from": date(2012, 5, 3), "to": LATER})


def test_every_kind_has_its_words() -> None:
    assert set(KINDS) == {"gained", "lost", "entered_covered", "entered", "left_covered", "left"}
