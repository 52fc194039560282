"""Coverage where rows are odd: the month before, the chair's phone, a union with two employers, the caller's transaction."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from campaigns import coverage
from campaigns.models import Campaign, ScopeRule, SizeClass
from tests.campaigns.counties import BODIES, COUNTY
from tests.campaigns.test_coverage import DAY, LONG_AGO, county_row, whole_union
from tests.campaigns.test_coverage_twin import campaign, load, places, plant
from unions.models import Employer, Kind, Nature, Officer, Organisation, Ownership
from unions.operations import organisations

__all__ = ["campaign", "places"]

pytestmark = pytest.mark.django_db

MONTH_BEFORE = date(2012, 9, 30)


@pytest.mark.parametrize(("on", "counted"), [(date(2012, 5, 2), 0), (date(2012, 5, 3), 1), (date(2012, 5, 4), 1)])
def test_nothing_is_counted_before_the_campaigns_first_day(
    places: Any, campaign: Campaign, on: date, counted: int
) -> None:
    load([whole_union()], places)

    row = county_row(campaign, on)

    assert (row.unions, row.previous_unions) == (counted, 0)


@pytest.mark.parametrize(("since", "previous"), [(MONTH_BEFORE, 1), (MONTH_BEFORE + timedelta(days=1), 0)])
def test_a_rule_from_the_last_day_of_the_month_before_counts_in_it(
    places: Any, campaign: Campaign, since: date, previous: int
) -> None:
    load([whole_union()], places)
    ScopeRule.objects.filter(campaign=campaign).update(from_day=since)

    assert county_row(campaign, DAY).previous_unions == previous


@pytest.mark.parametrize(("revoked", "previous"), [(MONTH_BEFORE, 0), (MONTH_BEFORE + timedelta(days=1), 1)])
def test_an_honour_revoked_by_the_month_before_does_not_count_in_it(
    places: Any, campaign: Campaign, revoked: date, previous: int
) -> None:
    load([whole_union(nature="私营企业", honours=[("省级", LONG_AGO, revoked)])], places)

    row = county_row(campaign, DAY, "honoured_non_public")

    assert (row.unions, row.previous_unions) == (0, previous)


@pytest.mark.parametrize(
    ("office", "mobile", "called"), [("0551-1", "139", "0551-1"), ("", "139", "139"), ("", "", "")]
)
def test_the_list_gives_the_sitting_chairs_office_phone_else_the_mobile(
    places: Any, campaign: Campaign, office: str, mobile: str, called: str
) -> None:
    load([whole_union(facts=[])], places)
    Officer.objects.everywhere("test").update(left_on=DAY, office_phone="0551-9", mobile="138")
    union = Organisation.objects.everywhere("test").get(code="349999100001")
    Officer.objects.create(union=union, name="新主席", post="chair", elected_on=DAY, office_phone=office, mobile=mobile)

    listed = coverage.uncovered(campaign, DAY)

    assert [(u.chair, u.phone) for u in listed] == [("新主席", called)]


def test_the_list_stands_in_code_order_whatever_was_entered_first(places: Any, campaign: Campaign) -> None:
    load([whole_union(code=code, facts=[]) for code in ("349999100003", "349999100001", "349999100002")], places)
    # Digits are compared as text, as the rows' bodies are: a shorter code that begins later stands later.
    plant("34999911", Kind.REGIONAL_FEDERATION, places[BODIES[0]], LONG_AGO)

    listed = [union.union for union in coverage.uncovered(campaign, DAY)]

    assert listed == ["349999100001", "349999100002", "349999100003", "34999911"]


def test_a_joint_union_of_two_employers_cannot_become_single(places: Any, campaign: Campaign) -> None:
    load([whole_union(kind="联合基层工会", nature=None, facts=[])], places)
    union = Organisation.objects.everywhere("test").get(code="349999100001")
    for number, nature in enumerate([Nature.PRIVATE, Nature.STATE_OWNED]):
        Employer.objects.create(
            credit_code=f"Z{number}", name="单位", nature=nature, staff=1, body=places[BODIES[0]], union=union
        )

    with pytest.raises(IntegrityError, match="多个法人单位"), transaction.atomic():
        Organisation.objects.everywhere("test").filter(pk=union.pk).update(kind=Kind.GRASSROOTS_SINGLE)


def test_a_moved_union_counts_for_its_new_body(places: Any, campaign: Campaign) -> None:
    load([whole_union()], places)
    union = Organisation.objects.everywhere("test").get(code="349999100001")
    organisations.move(union, places[BODIES[1]], by=None)

    counted = {row.body: row.unions for row in coverage.figures(campaign, DAY) if row.category == "all"}

    assert counted == {BODIES[0]: 0, BODIES[1]: 1, BODIES[2]: 0, COUNTY: 1}


def test_the_callers_transaction_keeps_its_own_planner_and_its_own_writes(places: Any, campaign: Campaign) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '5MB'")
        Campaign.objects.filter(pk=campaign.pk).update(name="改过的名称")

        coverage.position(campaign, DAY)

        cursor.execute("SELECT current_setting('work_mem'), current_setting('enable_nestloop')")
        assert cursor.fetchone() == ("5MB", "on")
    campaign.refresh_from_db()
    assert campaign.name == "改过的名称"


def test_the_earliest_of_overlapping_rules_brings_a_union_in() -> None:
    single = Kind.GRASSROOTS_SINGLE
    early = ScopeRule(from_day=LONG_AGO, kind=single, ownership=Ownership.STATE_OWNED, size="")
    late = ScopeRule(from_day=DAY, kind=single, ownership="", size=SizeClass.SMALL)

    for rules in ([early, late], [late, early]):
        since = {(kind, group, small): day for kind, group, small, day in coverage.scope_since(rules)}
        assert since == {
            (single, "state_owned", False): LONG_AGO,
            (single, "state_owned", True): LONG_AGO,
            (single, "non_public", True): DAY,
            (single, "other_enterprise", True): DAY,
            (single, "not_enterprise", True): DAY,
        }


def test_a_rule_that_asks_a_joint_union_for_its_ownership_brings_none_in() -> None:
    rule = ScopeRule(from_day=LONG_AGO, kind=Kind.GRASSROOTS_JOINT, ownership=Ownership.NON_PUBLIC, size="")

    assert coverage.scope_since([rule]) == []
