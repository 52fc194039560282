"""The explanation of one union agrees with the SQL pass on every union and day, and names the facts."""

from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from campaigns import coverage
from campaigns.dossier import dossier_of
from campaigns.explain import Reason, explain, explained
from campaigns.models import Campaign, Category
from campaigns.state import STATE
from tests.campaigns.counties import DAYS, Case, case, cases
from tests.campaigns.test_coverage_twin import campaign, deterministic, load, places
from tests.conftest import Mill
from tests.factories import DisplayFactory, HonourFactory, OfficerFactory, OrganisationFactory
from unions.models import Item, Kind, Level, Organisation, Post, Way
from unions.operations import employers, officers, organisations

__all__ = ["campaign", "places"]

ON = date(2012, 10, 31)
ONE_UNION = """
SELECT u.code, s.sign_ok, s.office_ok, s.has_chair, s.identity_ok, s.contact_ok, s.plaque AND s.identity,
    s.plaque_verified AND s.identity_verified, s.ownership = 'state_owned', s.is_honoured
FROM state s JOIN unions_organisation u ON u.id = s.id WHERE s.is_in
"""


def by_sql(campaign: Campaign, on: date) -> dict[str, tuple[bool, ...]]:
    """What the pass says of every union in scope, by code."""
    return {row[0]: tuple(row[1:]) for row in coverage.run_pass(STATE + ONE_UNION, campaign, on)}


def by_explanation(campaign: Campaign, on: date) -> dict[str, tuple[bool, ...]]:
    found, rules = {}, list(campaign.scope_rules.all())
    for union in Organisation.objects.everywhere("a test"):
        told = explained(dossier_of(union), rules, on)
        if told.scope.is_in:
            holds = [told[key].holds for key in coverage.CONDITIONS]
            belongs = [each.is_in for each in told.belongings[1:]]
            found[union.code] = (*holds, told.is_covered, told.is_verified, *belongs)
    return found


@deterministic
@given(case=cases())
def test_the_explanation_agrees_with_the_pass_on_any_county(
    case: Case, places: dict[str, Organisation], campaign: Campaign
) -> None:
    with transaction.atomic():
        load(case.county, places)
        assert by_explanation(campaign, case.on) == by_sql(campaign, case.on)
        missing = {each.union: each.missing for each in coverage.uncovered(campaign, case.on)}
        for union in Organisation.objects.everywhere("a test").filter(code__in=missing):
            assert explain(campaign, union, case.on).missing == missing[union.code]
        transaction.set_rollback(True)


def test_one_county_agrees_on_every_day_that_matters(places: dict[str, Organisation], campaign: Campaign) -> None:
    load(case(Random(11)).county, places)

    for on in DAYS:
        assert by_explanation(campaign, on) == by_sql(campaign, on), on


def full(mill: Mill) -> None:
    """Everything the mill lacks to be covered."""
    DisplayFactory(union=mill.union, item=Item.OFFICE, way=Way.CANTEEN)
    DisplayFactory(union=mill.union, item=Item.IDENTITY, way=Way.CHEST_CARD, officer=mill.chair)
    DisplayFactory(union=mill.union, item=Item.CONTACT, way=Way.CANTEEN, officer=mill.chair)


def test_the_facts_that_make_a_condition_hold_are_named(mill: Mill, campaign: Campaign) -> None:
    full(mill)

    told = explain(campaign, mill.union, ON)

    assert [fact.pk for fact in told["sign"].shares[0].holding] == [mill.display.pk]
    assert [share.officer.pk for share in told["chair"].shares if share.officer] == [mill.chair.pk]
    assert (told.is_covered, told.is_verified, told.missing) == (True, False, ())


def test_a_new_chair_without_a_badge_is_what_is_missing(mill: Mill, campaign: Campaign) -> None:
    full(mill)
    officers.leave(mill.chair, on=ON, by=None)
    OfficerFactory(union=mill.union, name="新主席", elected_on=ON)

    before, after = (explain(campaign, mill.union, day) for day in (date(2012, 10, 30), ON))

    assert before.missing == ()
    assert after.missing == ("identity", "contact")
    assert [share.officer.name for share in after["identity"].shares if share.officer] == ["新主席"]


def test_every_vice_chair_counts(mill: Mill, campaign: Campaign) -> None:
    full(mill)
    vice = OfficerFactory(union=mill.union, name="副手", post=Post.VICE_CHAIR, elected_on=date(2012, 8, 1))

    told = explain(campaign, mill.union, ON)

    assert [share.officer.pk for share in told["contact"].shares if share.officer and not share.is_met] == [vice.pk]


def test_a_vacant_seat_stands_for_what_officers_show(mill: Mill, campaign: Campaign) -> None:
    full(mill)
    officers.leave(mill.chair, on=ON, by=None)

    assert explain(campaign, mill.union, ON).missing == ("chair",)


def reason(campaign: Campaign, union: Organisation, on: date = ON) -> Reason:
    return explain(campaign, union, on).scope.reason


def test_why_a_union_is_counted_or_not(mill: Mill, campaign: Campaign, riverside: Organisation) -> None:
    joint = OrganisationFactory(parent=riverside, kind=Kind.GRASSROOTS_JOINT)
    village = OrganisationFactory(parent=riverside, kind=Kind.COMMUNITY_UNION)
    nobody = OrganisationFactory(parent=riverside)
    gone = organisations.dissolve(OrganisationFactory(parent=riverside), on=ON, why="停产", by=None)

    assert reason(campaign, mill.union) == Reason.BY_RULE
    assert reason(campaign, mill.union, date(2012, 5, 2)) == Reason.RULE_LATER
    assert reason(campaign, mill.union, date(2009, 12, 31)) == Reason.NOT_ESTABLISHED
    assert reason(campaign, joint, date(2012, 8, 31)) == Reason.RULE_LATER
    assert reason(campaign, joint) == Reason.BY_RULE
    assert reason(campaign, village) == Reason.NO_RULE
    assert reason(campaign, nobody) == Reason.NO_EMPLOYER
    assert (reason(campaign, gone, date(2012, 10, 30)), reason(campaign, gone)) == (
        Reason.NO_EMPLOYER,
        Reason.DISSOLVED,
    )
    assert reason(campaign, riverside) == Reason.IS_BODY


def test_an_office_of_the_state_is_no_enterprise(mill: Mill, campaign: Campaign) -> None:
    employers.change_details(mill.employer, nature="500", by=None)

    assert reason(campaign, mill.union) == Reason.NO_ENTERPRISE


def test_the_priority_group_is_told_by_its_honour(mill: Mill, campaign: Campaign) -> None:
    HonourFactory(union=mill.union, name="县级先进", level=Level.COUNTY)

    told = explain(campaign, mill.union, ON)

    group = next(each for each in told.belongings if each.category == Category.HONOURED_NON_PUBLIC)
    assert [award.name for award in group.awards] == ["河畔先进"]


def test_it_costs_the_same_however_long_the_history(mill: Mill, campaign: Campaign) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            explain(Campaign.objects.get(pk=campaign.pk), mill.union, ON)
        return len(caught)

    one: Any = cost()
    for day in range(1, 20):
        DisplayFactory(union=mill.union, starts_on=date(2012, 7, day))

    assert cost() == one == 6


pytestmark = pytest.mark.django_db
