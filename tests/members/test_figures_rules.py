"""The worked examples of docs/rules/members.md, by the number of the rule."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from members import figures
from members.figures import Asked, Category, Row, Span
from members.models import Membership, RosterCheck, State
from members.operations import belonging, transfers
from tests.factories import EmployerFactory, MembershipFactory, OfficerFactory, OrganisationFactory, id_number
from tests.members.roles import as_the_application
from unions.models import Employer, Kind, Nature, Organisation, Post, Reminders
from unions.operations import employers, officers, organisations

D = date(2012, 10, 31)
MAY = Span(date(2012, 5, 31), date(2012, 5, 1))


def row(on: date = D, since: date | None = None, *, body: str = "3499990001", category: str = Category.ALL) -> Row:
    rows = figures.figures(Span(on, since or on))
    return next(each for each in rows if (each.body, each.category) == (body, category))


def total(on: date = D, since: date | None = None, category: str = Category.ALL) -> Row:
    return row(on, since, body="3499990000", category=category)


@pytest.fixture
def works(riverside: Organisation) -> Organisation:
    return OrganisationFactory(parent=riverside, code="349999000177", name="河畔纸厂工会")


@pytest.fixture
def unit(works: Organisation, riverside: Organisation) -> Employer:
    return EmployerFactory(body=riverside, union=works, staff=100)


def people(union: Organisation, number: int, **more: Any) -> list[Membership]:
    more.setdefault("since", date(2011, 5, 1))
    return [MembershipFactory(union=union, **more) for _ in range(number)]


def test_1_members_directly_under_the_county_are_in_its_row_only(county: Organisation, works: Organisation) -> None:
    bank = OrganisationFactory(parent=county, code="349999000178")
    people(works, 3)
    people(bank, 2)

    assert (row().members, total().members) == (3, 5)


@pytest.mark.parametrize(("on", "members"), [(date(2012, 10, 30), 1), (date(2012, 10, 31), 0), (date(2011, 4, 30), 0)])
def test_2_a_member_who_left_counts_to_the_day_before(works: Organisation, on: date, members: int) -> None:
    belonging.withdraw(people(works, 1)[0], on=D, reason="离职", by=None)

    assert row(on).members == members


@pytest.mark.parametrize(("on", "members"), [(date(2012, 10, 31), 1), (date(2012, 11, 1), 0)])
def test_2_members_of_a_dissolved_union_count_to_the_day_before(works: Organisation, on: date, members: int) -> None:
    people(works, 1)
    Organisation.objects.everywhere("test").filter(pk=works.pk).update(dissolved_on=date(2012, 11, 1))

    assert row(on).members == members


def test_2_a_double_entry_never_was_a_member(works: Organisation) -> None:
    stay = people(works, 1)[0]
    values = {"state": State.DUPLICATE, "until": D, "changed_on": D}
    Membership.objects.everywhere("test").filter(pk=stay.pk).update(**values)

    assert row(date(2012, 1, 1)).members == 0


def test_3_migrants_women_and_retained_are_of_the_members(works: Organisation) -> None:
    people(works, 1)
    people(works, 1, is_migrant=True)
    MembershipFactory(union=works, id_number=id_number(9001, female=True))
    belonging.retain(people(works, 1)[0], on=D, reason="下岗", by=None)

    found = row()

    assert (found.members, found.migrants, found.women, found.retained) == (4, 1, 1, 1)
    assert row(date(2012, 10, 30)).retained == 0


def test_4_the_membership_s_employer_says_the_category(riverside: Organisation) -> None:
    street = OrganisationFactory(parent=riverside, kind=Kind.GRASSROOTS_JOINT)
    shop = EmployerFactory(body=riverside, union=street, nature=Nature.PRIVATE)
    people(street, 2, employer=shop)
    people(street, 3)

    assert row(category=Category.NON_PUBLIC).members == 2
    assert row().members == 5


def test_7_the_rate_leaves_out_retained_and_retired_members(works: Organisation, unit: Employer) -> None:
    people(works, 52)
    people(works, 3, employment="retired")
    for stay in people(works, 5):
        belonging.retain(stay, on=date(2012, 3, 1), reason="", by=None)

    found = row()

    assert (found.members, found.employed, found.staff, found.rate) == (60, 52, 100, Fraction(52, 100))
    assert not found.is_fault


@pytest.mark.parametrize(("staff", "is_fault"), [(3, True), (4, False), (5, False)])
def test_8_more_members_at_work_than_staff_is_a_fault(
    works: Organisation, riverside: Organisation, staff: int, is_fault: bool
) -> None:
    EmployerFactory(body=riverside, union=works, staff=staff)
    people(works, 4)

    found = row()
    listed, _ = figures.unions_behind(Asked(Span(D, D), "over"), limit=10)

    assert (found.is_fault, found.over, listed) == (is_fault, int(is_fault), int(is_fault))
    assert found.rate == Fraction(4, staff)


def test_7_without_declared_staff_there_is_no_rate(works: Organisation) -> None:
    people(works, 1)

    assert row().rate is None
    assert (row().employed, row().is_fault) == (0, False)


@pytest.mark.parametrize(
    ("since", "new"),
    [(date(2012, 4, 30), 0), (date(2012, 5, 1), 1), (date(2012, 5, 31), 1), (date(2012, 6, 1), 0)],
)
def test_10_who_joins_within_the_span_is_new(works: Organisation, since: date, new: int) -> None:
    people(works, 1, since=since, is_migrant=True)

    assert (row(MAY.on, MAY.since).new_members, row(MAY.on, MAY.since).new_migrants) == (new, new)


def moved_in(works: Organisation, hilltop: Organisation) -> Membership:
    quarry = OrganisationFactory(parent=hilltop)
    stay = people(quarry, 1)[0]
    transfer = transfers.apply(stay.member, works, on=date(2012, 5, 2), by=None)
    transfers.accept(transfer, on=date(2012, 5, 10), by=None)
    return stay


def test_10_a_transfer_is_no_new_member(works: Organisation, hilltop: Organisation) -> None:
    moved_in(works, hilltop)

    assert row(MAY.on, MAY.since).members == 1
    assert total(MAY.on, MAY.since).new_members == 0


def test_10_a_transfer_is_no_new_member_in_the_receivers_own_view_either(
    works: Organisation, riverside: Organisation, hilltop: Organisation
) -> None:
    """The membership it continues stands in a part which the township may not see."""
    moved_in(works, hilltop)

    with as_the_application():
        found = figures.figures(MAY, (riverside.path,))

    assert {each.body for each in found} == {riverside.code}
    assert (found[0].members, found[0].new_members) == (1, 0)


def test_10_who_comes_back_after_a_gap_is_new_and_on_the_same_day_is_not(works: Organisation) -> None:
    for number, back in ((9101, date(2012, 5, 10)), (9102, date(2012, 5, 11))):
        stay = MembershipFactory(union=works, id_number=id_number(number), since=date(2011, 1, 1))
        belonging.withdraw(stay, on=date(2012, 5, 10), reason="离职", by=None)
        MembershipFactory(union=works, id_number=id_number(number), since=back)

    assert row(MAY.on, MAY.since).new_members == 1


def test_11_growth_without_a_base_is_none(works: Organisation) -> None:
    people(works, 1, since=date(2012, 5, 1))

    assert row(MAY.on, MAY.since).growth is None
    people(works, 1, since=date(2012, 4, 30))
    assert row(MAY.on, MAY.since).growth == 1


@pytest.mark.parametrize(
    ("established", "new"),
    [(date(2012, 4, 30), 0), (date(2012, 5, 1), 1), (date(2012, 5, 31), 1), (date(2012, 6, 1), 0)],
)
def test_12_a_union_set_up_within_the_span_is_new(riverside: Organisation, established: date, new: int) -> None:
    OrganisationFactory(parent=riverside, established_on=established)
    OrganisationFactory(parent=riverside, established_on=established, kind=Kind.INDUSTRY_FEDERATION)

    assert row(MAY.on, MAY.since).new_unions == new


@pytest.mark.parametrize(("women", "obliged"), [(9, 0), (10, 1)])
def test_13_ten_women_oblige(works: Organisation, women: int, obliged: int) -> None:
    for number in range(women):
        MembershipFactory(union=works, id_number=id_number(9200 + number, female=True))

    assert (row().obliged, row().lacking) == (obliged, obliged)


@pytest.mark.parametrize(
    ("elected", "left", "lacking"),
    [(D, None, 0), (date(2012, 11, 1), None, 1), (date(2012, 1, 1), D, 1), (date(2012, 1, 1), date(2012, 11, 1), 0)],
)
def test_14_a_sitting_director_is_the_committee(
    works: Organisation, elected: date, left: date | None, lacking: int
) -> None:
    Reminders.objects.create(pk=1, women_members=1)
    MembershipFactory(union=works, id_number=id_number(9300, female=True))
    director = OfficerFactory(union=works, post=Post.WOMEN_DIRECTOR, elected_on=elected)
    if left:
        officers.leave(director, on=left, by=None)

    count, listed = figures.unions_behind(Asked(Span(D, D), "lacking"), limit=10)

    assert (row().obliged, row().lacking) == (1, lacking)
    assert (count, [union.code for union in listed]) == (lacking, [works.code] * lacking)


@pytest.mark.parametrize(("staff", "should"), [(24, 0), (25, 1)])
def test_16_a_unit_of_25_staff_without_a_union_should_have_one(
    riverside: Organisation, staff: int, should: int
) -> None:
    EmployerFactory(body=riverside, staff=staff)

    assert (row().should, row().must, row().units, row().organised) == (should, 0, 1, 0)


@pytest.mark.parametrize(("kind", "must"), [(Kind.GRASSROOTS_JOINT, 1), (Kind.GRASSROOTS_SINGLE, 0)])
def test_16_a_unit_of_26_members_in_a_joint_union_must_have_its_own(
    riverside: Organisation, kind: Kind, must: int
) -> None:
    union = OrganisationFactory(parent=riverside, kind=kind)
    shop = EmployerFactory(body=riverside, union=union, staff=30)
    people(union, 26, employer=shop)

    count, listed = figures.units_behind(Asked(Span(D, D), "must"), limit=10)

    assert (row().must, row().should, count) == (must, 0, must)
    assert [(each.credit_code, each.members) for each in listed] == [(shop.credit_code, 26)] * must


def test_17_the_share_of_units_with_a_union(riverside: Organisation) -> None:
    for number in range(20):
        union = OrganisationFactory(parent=riverside) if number else None
        EmployerFactory(body=riverside, union=union, staff=5)

    assert row().organised_rate == Fraction(95, 100)


def test_17_a_union_set_up_later_does_not_organise_a_past_day(riverside: Organisation) -> None:
    EmployerFactory(body=riverside, union=OrganisationFactory(parent=riverside, established_on=D))

    assert (row(D).organised, row(date(2012, 10, 30)).organised) == (1, 0)


def test_15_a_deregistered_unit_is_left_out_from_that_day(riverside: Organisation) -> None:
    shop = EmployerFactory(body=riverside)
    employers.deregister(shop, on=D, by=None)

    assert (row(D).units, row(date(2012, 10, 30)).units) == (0, 1)
    assert row(D).organised_rate is None


def test_20_offices_stand_in_their_own_category(riverside: Organisation) -> None:
    EmployerFactory(body=riverside, nature=Nature.STATE_ORGAN)
    EmployerFactory(body=riverside)

    assert (row().units, row(category=Category.NOT_ENTERPRISE).units) == (1, 1)


def test_21_the_last_roster_check_stands_beside_the_roster(works: Organisation, unit: Employer) -> None:
    people(works, 3)
    for day, kept in ((date(2012, 6, 1), 2), (date(2012, 11, 1), 9)):
        RosterCheck.objects.create(union=works, checked_on=day, kept=kept)

    _, listed = figures.unions_behind(Asked(Span(D, D), "confirmed"), limit=10)

    assert [(each.checked_on, each.confirmed, each.members) for each in listed] == [(date(2012, 6, 1), 2, 3)]
    assert (listed[0].staff, listed[0].employed, listed[0].difference) == (100, 3, -97)


def test_an_empty_county_has_zeros_and_no_rates(county: Organisation) -> None:
    assert len(figures.figures(Span(D, D))) == len(figures.CATEGORIES)
    assert (total().members, total().rate, total().growth, total().organised_rate) == (0, None, None, None)


def test_a_dissolved_union_s_staff_is_nobodys(works: Organisation, unit: Employer) -> None:
    assert row().staff == 100

    organisations.dissolve(works, on=D, why="合并", by=None)

    assert row().staff == 0
