"""Mergers, and who may dissolve, move and merge what."""

from datetime import date
from typing import Any

import pytest

from accounts.duties import Role
from accounts.models import User
from accounts.refused import Refused
from tests.conftest import Mill
from tests.factories import DisplayFactory, EmployerFactory, OrganisationFactory, make_colleague
from unions.models import Item, Kind, Organisation, Way
from unions.operations import employers, organisations

ON = date(2012, 10, 31)


def again(row: Any) -> Any:
    return type(row).objects.everywhere("a test looks at what was written").get(pk=row.pk)


@pytest.fixture
def joint(riverside: Organisation) -> Organisation:
    return OrganisationFactory(parent=riverside, name="河畔联合工会", kind=Kind.GRASSROOTS_JOINT)


def test_employers_go_over_and_all_that_hung_on_the_merged_union_ends(mill: Mill, joint: Organisation) -> None:
    chen = make_colleague("chen", Role.CHAIR, mill.union, since=date(2011, 3, 8), officer=mill.chair)

    merged = organisations.merge(mill.union, joint, on=ON, why="企业合并", by=None)

    assert (merged.dissolved_on, merged.dissolved_why) == (ON, "并入“河畔联合工会”：企业合并")
    assert again(mill.employer).union_id == joint.pk
    assert again(mill.chair).left_on == ON
    assert again(mill.display).ends_on == ON
    assert User.objects.get(pk=chen.pk).standing == []
    assert again(mill.honour).union_id == mill.union.pk


def test_what_begins_after_the_day_ends_the_day_it_begins(mill: Mill, joint: Organisation) -> None:
    later = DisplayFactory(union=mill.union, item=Item.OFFICE, way=Way.CANTEEN, starts_on=date(2012, 12, 1))

    organisations.merge(mill.union, joint, on=ON, why="企业合并", by=None)

    assert again(later).ends_on == date(2012, 12, 1)


def test_merged_twice_is_once_and_elsewhere_is_refused(mill: Mill, joint: Organisation) -> None:
    organisations.merge(mill.union, joint, on=ON, why="企业合并", by=None)

    organisations.merge(mill.union, joint, on=ON, why="企业合并", by=None)
    with pytest.raises(Refused, match="请先恢复"):
        organisations.merge(mill.union, joint, on=date(2012, 11, 1), why="企业合并", by=None)


def test_a_single_union_takes_no_second_employer(mill: Mill, riverside: Organisation) -> None:
    single = OrganisationFactory(parent=riverside, name="河畔印厂工会")
    EmployerFactory(body=riverside, union=single)

    with pytest.raises(Refused, match="改为联合基层工会"):
        organisations.merge(mill.union, single, on=ON, why="企业合并", by=None)
    assert again(mill.union).dissolved_on is None


def test_a_single_union_without_an_employer_takes_the_one(mill: Mill, riverside: Organisation) -> None:
    single = OrganisationFactory(parent=riverside, name="河畔印厂工会")

    organisations.merge(mill.union, single, on=ON, why="改名重建", by=None)

    assert again(mill.employer).union_id == single.pk


@pytest.mark.parametrize(
    ("into", "why"),
    [("itself", "不能并入它自己"), ("gone", "都应存续"), ("body", "基层工会只能并入基层工会"), ("later", "都应存续")],
)
def test_where_nothing_can_be_merged_into(mill: Mill, riverside: Organisation, into: str, why: str) -> None:
    targets = {
        "itself": lambda: mill.union,
        "gone": lambda: organisations.dissolve(OrganisationFactory(parent=riverside), on=ON, why="误", by=None),
        "body": lambda: riverside,
        "later": lambda: OrganisationFactory(parent=riverside, established_on=date(2012, 11, 1)),
    }

    with pytest.raises(Refused, match=why):
        organisations.merge(mill.union, targets[into](), on=ON, why="合并", by=None)


def test_a_body_with_unions_below_is_not_merged(
    riverside: Organisation, hilltop: Organisation, mill: Mill, quarry: Mill
) -> None:
    employers.change_details(mill.employer, body=hilltop, by=None)

    with pytest.raises(Refused, match="下面还有存续的工会组织"):
        organisations.merge(riverside, hilltop, on=ON, why="撤镇并镇", by=None)


def test_a_township_officer_may_not_touch_the_own_body_only_what_stands_below(
    cast: dict[str, User], riverside: Organisation, hilltop: Organisation, joint: Organisation, mill: Mill
) -> None:
    he = cast["body_officer"]
    acts: list[Any] = [
        lambda: organisations.dissolve(riverside, on=ON, why="误", by=he),
        lambda: organisations.move(riverside, hilltop, by=he),
        lambda: organisations.merge(riverside, hilltop, on=ON, why="误", by=he),
        lambda: organisations.reinstate(riverside, by=he),
        lambda: organisations.remove(riverside, by=he),
        lambda: organisations.move(mill.union, hilltop, by=he),
    ]
    for act in acts:
        with pytest.raises(Refused, match="请联系县总工会组宣部"):
            act()

    assert organisations.merge(mill.union, joint, on=ON, why="企业合并", by=he).dissolved_on == ON


@pytest.mark.parametrize("act", ["dissolve", "move", "merge", "reinstate", "delete"])
def test_the_pages_for_it_are_closed_to_the_bodys_own_officer(
    signed_in: Any, riverside: Organisation, mill: Mill, act: str
) -> None:
    own = signed_in("body_officer").get(f"/admin/unions/organisation/{riverside.pk}/{act}/")
    below = signed_in("body_officer").get(f"/admin/unions/organisation/{mill.union.pk}/{act}/")

    assert own.status_code == 403
    assert below.status_code in {200, 302}
