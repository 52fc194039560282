"""The list of unions behind a figure: exactly as many as the figure says, and the right ones."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Role
from accounts.models import User
from campaigns import coverage
from campaigns.behind import SHOWS, Question, unions_behind
from campaigns.models import Campaign
from tests.campaigns import counties, twin
from tests.campaigns.test_coverage_twin import BODIES, COUNTY, campaign, load, places
from tests.factories import make_colleague
from unions.models import Organisation

__all__ = ["campaign", "places"]

pytestmark = pytest.mark.django_db
DAY = date(2012, 9, 17)
# What each list shows, from coverage.md alone.
TWIN: dict[str, Callable[[dict[str, bool], bool], bool]] = {
    "in_scope": lambda c, verified: True,
    "covered": lambda c, verified: all(c.values()),
    "uncovered": lambda c, verified: not all(c.values()),
    "verified": lambda c, verified: verified,
    "unverified": lambda c, verified: all(c.values()) and not verified,
    "plaque": lambda c, verified: c["sign"] and c["office"],
    "sign": lambda c, verified: c["sign"],
    "office": lambda c, verified: c["office"],
    "identity": lambda c, verified: c["identity"] and c["contact"],
    "no_sign": lambda c, verified: not c["sign"],
    "no_office": lambda c, verified: not c["office"],
    "no_chair": lambda c, verified: not c["chair"],
    "no_identity": lambda c, verified: c["chair"] and not c["identity"],
    "no_contact": lambda c, verified: c["chair"] and not c["contact"],
}


@pytest.fixture
def varied(places: dict[str, Organisation]) -> list[twin.Union]:
    """A hundred and twenty unions of every kind, nature and state, under two bodies and the county itself."""
    dice = Random(3)
    county = [counties.union(dice, DAY, f"3499991{number:05d}") for number in range(120)]
    load(county, places)
    return county


@pytest.fixture
def staff(places: dict[str, Organisation]) -> User:
    return make_colleague("staff", Role.ORGANISATION_STAFF, places[COUNTY])


@pytest.fixture
def officer(places: dict[str, Organisation]) -> User:
    return make_colleague("officer", Role.BODY_OFFICER, places[BODIES[0]])


def ask(user: User, campaign: Campaign, **query: Any) -> Any:
    client = Client()
    client.force_login(user, backend="accounts.backends.StandingBackend")
    return client.get(reverse("admin:campaigns_campaign_unions", args=[campaign.pk]), query)


def test_every_figure_opens_to_as_many_unions_as_it_says_and_the_right_ones(
    varied: list[twin.Union], places: dict[str, Organisation], campaign: Campaign
) -> None:
    seen = 0
    for row in coverage.figures(campaign, DAY):
        mine = [union for union in varied if row.body in (union.body, COUNTY)]
        mine = [union for union in mine if twin.in_scope(union, DAY) and twin.in_category(union, row.category, DAY)]
        for show in SHOWS:
            asked = Question(DAY, (places[row.body].path,), row.category, show)
            total, found = unions_behind(campaign, asked, limit=500)
            wanted = [
                union.code for union in mine
                if TWIN[show](twin.conditions(union, DAY), twin.covered(union, DAY, verified=True))
            ]  # fmt: skip
            figure = {
                "in_scope": row.unions,
                "uncovered": row.unions - row.covered,
                "unverified": row.covered - row.verified,
            }
            assert total == figure.get(show, getattr(row, show, None)), (row.body, row.category, show)
            assert [union.code for union in found] == wanted
            seen += bool(wanted)

    assert seen > 100, "an empty list proves nothing"


def test_the_lists_of_the_bodies_and_the_direct_unions_make_up_the_county(
    varied: list[twin.Union], staff: User, campaign: Campaign
) -> None:
    parts = [{"body": code} for code in BODIES] + [{"body": COUNTY, "direct": "yes"}]

    counts = [ask(staff, campaign, on=DAY, **part).context["total"] for part in parts]

    assert counts[-1] > 0
    assert sum(counts) == ask(staff, campaign, on=DAY, body=COUNTY).context["total"]


def test_the_page_says_the_number_the_day_and_what_each_union_lacks(
    varied: list[twin.Union], staff: User, campaign: Campaign
) -> None:
    response = ask(staff, campaign, on=DAY, category="state_owned", show="no_sign")

    text = response.content.decode()
    assert f'<p class="figure">{response.context["total"]}<small>家，2012年9月17日' in text
    assert "国有企业中未悬挂牌匾的工会" in text
    assert text.count("✗</span> 未挂") == response.context["total"] > 0


def test_pages_of_fifty_hold_every_union_once(varied: list[twin.Union], staff: User, campaign: Campaign) -> None:
    first, second = (ask(staff, campaign, on=DAY, page=page) for page in (1, 2))

    codes = [row["union"].code for response in (first, second) for row in response.context["rows"]]
    assert len(first.context["rows"]) == 50
    assert codes == sorted(set(codes))
    assert len(codes) == first.context["total"]


def test_an_officer_of_a_body_sees_the_own_unions_only(
    varied: list[twin.Union], staff: User, officer: User, campaign: Campaign
) -> None:
    own = ask(staff, campaign, on=DAY, body=BODIES[0]).context["total"]

    response = ask(officer, campaign, on=DAY)

    assert response.context["total"] == own > 0
    assert ask(officer, campaign, on=DAY, body=BODIES[1]).status_code == 404
    assert ask(officer, campaign, on=DAY, body=COUNTY).status_code == 404
    assert ask(officer, campaign, on=DAY, body="no such").status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"on": "2012-06-31"}, 400), ({"on": "x"}, 400), ({"on": "0001-01-01"}, 400), ({"on": "9999-12-31"}, 400),
        ({"category": "x"}, 400), ({"show": "x"}, 400), ({"page": "0"}, 400), ({"page": "-1"}, 400),
        ({"page": "x"}, 400), ({"page": "99999999"}, 400), ({"page": "²"}, 400), ({"body": "\x00"}, 400),
        ({"page": "2"}, 404), ({"body": "x"}, 404), ({}, 200), ({"page": "1", "on": ""}, 200), ({"direct": "yes"}, 200),
    ],
)  # fmt: skip
def test_odd_questions_get_a_clear_answer(staff: User, campaign: Campaign, query: dict[str, str], status: int) -> None:
    assert ask(staff, campaign, **query).status_code == status


def test_without_a_day_it_is_today_and_an_empty_list_says_why(staff: User, campaign: Campaign) -> None:
    response = ask(staff, campaign)

    assert response.context["asked"].question.on == timezone.localdate()
    assert "没有统计范围内的工会" in response.content.decode()


def test_who_keeps_no_registers_has_no_list(places: Any, campaign: Campaign) -> None:
    assert ask(make_colleague("money", Role.FINANCE, places[COUNTY]), campaign).status_code == 403


def test_fifty_unions_cost_the_queries_of_one(varied: list[twin.Union], staff: User, campaign: Campaign) -> None:
    def queries(**query: Any) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert ask(staff, campaign, on=DAY, **query).context["rows"]
        return len(caught)

    queries(body=BODIES[0])  # the county's name is kept from here on
    assert queries(body=BODIES[0]) == queries(show="no_chair", body=BODIES[1])
