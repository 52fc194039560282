"""An act is taken back whole, or not at all."""

from datetime import date
from typing import Any

import pytest

from accounts.duties import Role
from accounts.models import BookEntry, User
from accounts.refused import Refused
from tests.conftest import Mill
from tests.factories import DisplayFactory, OfficerFactory, OrganisationFactory, make_colleague
from unions.models import Appointment, Display, Employer, Item, Kind, Officer, Organisation, Post, Way
from unions.operations import displays, employers, officers, organisations
from unions.operations.succession import Leaving, succeed
from unions.operations.undoing import last_act_on, take_back

ON = date(2012, 10, 31)
MODELS = [Organisation, Employer, Officer, Display, Appointment]


def state() -> list[Any]:
    return [list(model.objects.everywhere("a test").order_by("pk").values()) for model in MODELS]


def undo(row: Any, *, by: User | None = None) -> dict[str, int]:
    last = last_act_on(row)
    assert last is not None
    return take_back(row, last.act_id, by=by)


@pytest.fixture
def full_mill(mill: Mill) -> Mill:
    make_colleague("chen", Role.CHAIR, mill.union, since=date(2011, 3, 8), officer=mill.chair)
    DisplayFactory(union=mill.union, officer=mill.chair, item=Item.IDENTITY, way=Way.CHEST_CARD)
    OfficerFactory(union=mill.union, name="新主席", post=Post.VICE_CHAIR)
    return mill


def replace(mill: Mill, name: str = "新主席") -> Officer:
    return succeed(mill.union, leaving=Leaving(mill.chair, ON), name=name, post=Post.CHAIR, elected_on=ON, by=None)


def test_a_succession_taken_back_leaves_everything_as_it_was(full_mill: Mill) -> None:
    before = state()
    replace(full_mill)

    undo(full_mill.union)

    assert state() == before


def test_taken_back_twice_is_once(full_mill: Mill) -> None:
    replace(full_mill)
    last = last_act_on(full_mill.union)
    assert last is not None
    take_back(full_mill.union, last.act_id, by=None)
    before = state()

    assert take_back(full_mill.union, last.act_id, by=None) == {"deleted": 0, "restored": 0}
    assert state() == before
    assert last_act_on(full_mill.union) is None


def test_what_was_touched_later_is_not_taken_back(full_mill: Mill) -> None:
    new = replace(full_mill)
    officers.change_details(new, mobile="13900000009", by=None)
    before = state()

    with pytest.raises(Refused, match="后来又被修改过"):
        undo(full_mill.union)
    assert state() == before


def test_what_was_built_upon_is_not_taken_back(full_mill: Mill) -> None:
    new = replace(full_mill)
    DisplayFactory(union=full_mill.union, officer=new, item=Item.IDENTITY, way=Way.CHEST_CARD, starts_on=ON)

    with pytest.raises(Refused, match="双亮台账"):
        undo(full_mill.union)


def test_the_book_keeps_both(full_mill: Mill) -> None:
    replace(full_mill)
    undo(full_mill.union)

    acts = BookEntry.objects.filter(table_name="unions_organisation", row_id=full_mill.union.pk).order_by("id")
    assert [line.act for line in acts][-2:] == ["officers.succeed", "acts.take_back"]


def test_a_merger_taken_back_brings_employers_tenures_facts_and_accounts_back(
    full_mill: Mill, riverside: Organisation
) -> None:
    joint = OrganisationFactory(parent=riverside, kind=Kind.GRASSROOTS_JOINT)
    before = state()
    organisations.merge(full_mill.union, joint, on=ON, why="企业合并", by=None)
    assert state() != before

    undo(full_mill.union)

    assert state() == before


def test_a_move_taken_back_moves_the_branch_home(mill: Mill, county: Organisation) -> None:
    trade = OrganisationFactory(parent=mill.union.parent, kind=Kind.INDUSTRY_FEDERATION)
    organisations.move(mill.union, trade, by=None)
    before = state()
    organisations.move(trade, county, by=None)

    undo(trade)

    assert state() == before


def test_a_new_union_taken_back_is_gone_and_the_unit_free(mill: Mill, riverside: Organisation) -> None:
    unit = employers.change_details(mill.employer, union=None, by=None)
    before = state()
    details: Any = {"code": "349999000177", "name": "纸厂新工会", "established_on": ON, "term_years": 5}
    employers.establish_union(unit, riverside, chair={"name": "新", "elected_on": ON}, by=None, **details)

    undo(unit)

    assert state() == before


def test_exactly_the_displays_verified_together_are_unverified(mill: Mill, cast: dict[str, User]) -> None:
    earlier = DisplayFactory(union=mill.union, item=Item.OFFICE, way=Way.CANTEEN)
    displays.verify(earlier, on=ON, by=cast["organisation_staff"])
    before = state()
    displays.verify_many([mill.display, earlier], on=ON, by=cast["body_officer"])

    undo(mill.display, by=cast["body_officer"])

    assert state() == before


def test_a_stranger_takes_nothing_back(mill: Mill, cast: dict[str, User]) -> None:
    displays.verify_many([mill.display], on=ON, by=cast["body_officer"])

    with pytest.raises(Refused, match="不归您管理"):
        undo(mill.display, by=cast["stranger"])


def test_a_township_officer_does_not_take_back_what_the_county_did_with_the_township(
    cast: dict[str, User], riverside: Organisation, hilltop: Organisation
) -> None:
    organisations.dissolve(riverside_trade := OrganisationFactory(parent=riverside), on=ON, why="误", by=None)
    organisations.move(riverside_trade, hilltop, by=cast["organisation_staff"])

    with pytest.raises(Refused, match="不归您管理"):
        undo(riverside_trade, by=cast["body_officer"])


def test_an_act_of_another_kind_is_not_offered(mill: Mill) -> None:
    assert last_act_on(mill.union) is None
    officers.leave(mill.chair, on=ON, by=None)
    assert last_act_on(mill.chair) is None
