"""The tree of unions changes: established, moved, dissolved, removed."""

from datetime import date

import pytest

from accounts.duties import Role
from accounts.models import BookEntry
from accounts.refused import Refused
from tests.conftest import Mill
from tests.factories import EmployerFactory, OrganisationFactory, make_colleague
from unions.models import Appointment, Kind, Organisation
from unions.operations import organisations

ON = date(2012, 10, 31)


def again(organisation: Organisation) -> Organisation:
    return Organisation.objects.everywhere("a test looks at what was written").get(pk=organisation.pk)


def test_a_new_union_stands_below_its_parent(riverside: Organisation) -> None:
    union = OrganisationFactory(parent=riverside, code="349999000109")

    assert again(union).path == f"{riverside.path}{union.pk}/"


def test_a_county_established_twice_is_one(county: Organisation) -> None:
    assert organisations.establish_county("3499990000", "云岭县总工会", by=None) == county


def test_a_second_county_is_refused(county: Organisation) -> None:
    with pytest.raises(Refused, match="不能再设立第二个"):
        organisations.establish_county("3499990009", "另一个县总工会", by=None)


@pytest.mark.parametrize(
    ("kind", "below", "why"),
    [
        (Kind.GRASSROOTS_SINGLE, "union", "下面不能再设工会"),
        (Kind.TOWNSHIP_UNION_FEDERATION, "riverside", "上级应是县总工会"),
        (Kind.COUNTY_FEDERATION, "county", "只有一个"),
    ],
)
def test_a_kind_stands_only_where_it_may(
    county: Organisation, riverside: Organisation, mill: Mill, kind: Kind, below: str, why: str
) -> None:
    parent = {"county": county, "riverside": riverside, "union": mill.union}[below]

    with pytest.raises(Refused, match=why):
        OrganisationFactory(parent=parent, kind=kind)


def test_a_code_is_given_once(riverside: Organisation, mill: Mill) -> None:
    with pytest.raises(Refused, match="已被使用"):
        OrganisationFactory(parent=riverside, code=mill.union.code)


def test_a_moved_union_takes_everything_below_along(county: Organisation, riverside: Organisation) -> None:
    estate = OrganisationFactory(parent=riverside, kind=Kind.REGIONAL_FEDERATION)
    shop = OrganisationFactory(parent=estate)

    organisations.move(estate, county, by=None)

    assert again(estate).path == f"{county.path}{estate.pk}/"
    assert again(shop).path == f"{county.path}{estate.pk}/{shop.pk}/"
    assert again(shop).parent_id == estate.pk


def test_every_path_can_be_rebuilt_from_the_parents(county: Organisation, riverside: Organisation, mill: Mill) -> None:
    organisations.move(mill.union, county, by=None)

    for row in Organisation.objects.everywhere("a test rebuilds the paths"):
        assert row.path == f"{row.parent.path if row.parent else '/'}{row.pk}/"


def test_moving_to_where_it_stands_writes_nothing(riverside: Organisation, mill: Mill) -> None:
    before = BookEntry.objects.count()

    organisations.move(mill.union, riverside, by=None)

    assert BookEntry.objects.count() == before


def test_a_union_is_not_moved_below_itself(county: Organisation, riverside: Organisation) -> None:
    upper = OrganisationFactory(parent=riverside, kind=Kind.REGIONAL_FEDERATION)
    lower = OrganisationFactory(parent=upper, kind=Kind.INDUSTRY_FEDERATION)

    with pytest.raises(Refused, match="它自己或它的下级"):
        organisations.move(upper, lower, by=None)


def test_a_body_that_employers_name_stays_under_the_county(county: Organisation, riverside: Organisation) -> None:
    trade = OrganisationFactory(parent=county, kind=Kind.INDUSTRY_FEDERATION)
    EmployerFactory(body=trade)

    with pytest.raises(Refused, match="责任工会"):
        organisations.move(trade, riverside, by=None)


def test_a_dissolved_union_is_gone_and_its_accounts_with_it(mill: Mill) -> None:
    make_colleague("chen", Role.CHAIR, mill.union, since=date(2011, 3, 8), officer=mill.chair)

    organisations.dissolve(mill.union, on=ON, why="企业注销", by=None)

    assert again(mill.union).dissolved_on == ON
    posts = Appointment.objects.everywhere("a test").filter(organisation=mill.union)
    assert [post.until for post in posts] == [ON]


def test_a_union_with_unions_below_is_not_dissolved(riverside: Organisation, mill: Mill) -> None:
    with pytest.raises(Refused, match="下面还有存续的工会组织"):
        organisations.dissolve(riverside, on=ON, why="合并", by=None)


def test_dissolved_on_another_day_is_refused(mill: Mill) -> None:
    organisations.dissolve(mill.union, on=ON, why="企业注销", by=None)

    organisations.dissolve(mill.union, on=ON, why="企业注销", by=None)
    with pytest.raises(Refused, match="请先恢复"):
        organisations.dissolve(mill.union, on=date(2012, 11, 1), why="企业注销", by=None)


def test_a_reinstated_union_exists_again(mill: Mill) -> None:
    organisations.dissolve(mill.union, on=ON, why="企业注销", by=None)

    organisations.reinstate(mill.union, by=None)

    assert again(mill.union).dissolved_on is None
    assert again(mill.union).dissolved_why == ""


def test_only_a_bare_union_is_removed(riverside: Organisation, mill: Mill) -> None:
    mistaken = OrganisationFactory(parent=riverside)

    organisations.remove(mistaken, by=None)
    with pytest.raises(Refused, match="请办理撤销"):
        organisations.remove(mill.union, by=None)

    assert not Organisation.objects.everywhere("a test").filter(pk=mistaken.pk).exists()


def test_a_union_with_unions_below_does_not_become_grassroots(county: Organisation, riverside: Organisation) -> None:
    estate = OrganisationFactory(parent=riverside, kind=Kind.REGIONAL_FEDERATION)
    OrganisationFactory(parent=estate)

    with pytest.raises(Refused, match="下面还有下级工会"):
        organisations.change_details(estate, kind=Kind.GRASSROOTS_JOINT, by=None)


def test_the_book_names_the_act_and_both_sides(mill: Mill) -> None:
    clerk = make_colleague("xu", Role.ORGANISATION_STAFF, mill.union.parent.parent)

    organisations.change_details(mill.union, phone="0556-7654321", by=clerk)

    line = BookEntry.objects.filter(table_name="unions_organisation", row_id=mill.union.pk).first()
    assert line is not None
    assert (line.act, line.by, line.before["phone"], line.after["phone"]) == (
        "organisations.change_details",
        clerk,
        "",
        "0556-7654321",
    )
