"""Listed or not in the public directory, and who takes a dissolved union's place: acts of the desk."""

from datetime import date
from typing import Any

import pytest

from accounts.models import BookEntry
from accounts.refused import Refused
from tests.conftest import Mill
from tests.factories import OrganisationFactory
from unions.models import Kind, Organisation
from unions.operations import organisations, publishing, undoing

DAY = date(2014, 6, 1)


def row(union: Organisation) -> Any:
    return Organisation.objects.everywhere("a test").get(pk=union.pk)


def act(union: Organisation, slug: str) -> str:
    return f"/admin/unions/organisation/{union.pk}/{slug}/"


def test_the_body_takes_a_union_out_and_puts_it_back_with_a_reason(mill: Mill, signed_in: Any) -> None:
    browser = signed_in("body_officer")

    browser.post(act(mill.union, "unpublish"), {"why": "地址在核对"})
    assert row(mill.union).is_published is False
    line = BookEntry.objects.filter(act="organisations.unpublish", change="event").get()
    assert line.details == {"why": "地址在核对"}
    assert "不公开" in browser.get(act(mill.union, "change")).content.decode()

    browser.post(act(mill.union, "publish"), {"why": "核对好了"})
    assert row(mill.union).is_published is True


def test_without_a_reason_nothing_changes(mill: Mill, signed_in: Any) -> None:
    response = signed_in("body_officer").post(act(mill.union, "unpublish"), {"why": " "})

    assert "请用一句话写明原因" in response.content.decode()
    assert row(mill.union).is_published is True


def test_listed_already_writes_nothing(mill: Mill) -> None:
    before = BookEntry.objects.count()
    publishing.publish(mill.union, why="再来", by=None)

    assert BookEntry.objects.count() == before


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("auditor", 403), ("system_admin", 403), ("chair", 403)]
)
def test_nobody_else_hides_a_union(mill: Mill, signed_in: Any, who: str, status: int) -> None:
    assert signed_in(who).post(act(mill.union, "unpublish"), {"why": "误"}).status_code == status
    assert row(mill.union).is_published is True


@pytest.fixture
def heir(riverside: Organisation) -> Organisation:
    return OrganisationFactory(parent=riverside, name="河畔联合工会", kind=Kind.GRASSROOTS_JOINT)


def test_a_merger_names_the_successor_and_taking_it_back_forgets_it(mill: Mill, heir: Organisation) -> None:
    organisations.merge(mill.union, heir, on=DAY, why="合并", by=None)
    assert row(mill.union).successor == heir

    last = undoing.last_act_on(mill.union)
    assert last is not None
    undoing.take_back(mill.union, last.act_id, by=None)

    assert row(mill.union).successor is None
    assert row(mill.union).dissolved_on is None


def test_a_union_reinstated_has_no_successor(mill: Mill, heir: Organisation) -> None:
    organisations.dissolve(mill.union, on=DAY, why="注销", successor=heir, by=None)
    organisations.reinstate(mill.union, by=None)

    assert row(mill.union).successor is None


def test_a_successor_is_another_union_that_exists_that_day(mill: Mill, heir: Organisation) -> None:
    gone = OrganisationFactory(parent=heir.parent, name="先撤工会")
    organisations.dissolve(gone, on=date(2014, 1, 1), why="注销", by=None)

    for successor in (mill.union, gone):
        with pytest.raises(Refused):
            organisations.dissolve(mill.union, on=DAY, why="注销", successor=successor, by=None)

    assert row(mill.union).dissolved_on is None


def test_the_desk_dissolves_with_and_without_a_successor(mill: Mill, heir: Organisation, signed_in: Any) -> None:
    browser = signed_in("body_officer")
    asked = {"on": "2014-06-01", "why": "企业注销", "successor": str(heir.pk)}
    page = browser.post(act(mill.union, "dissolve"), asked).content.decode()
    mark = page.partition('name="previewed" value="')[2].partition('"')[0]

    browser.post(act(mill.union, "dissolve"), {**asked, "previewed": mark})

    assert (row(mill.union).dissolved_on, row(mill.union).successor) == (DAY, heir)


def test_a_foreign_union_is_no_choice_for_a_successor(mill: Mill, quarry: Mill, signed_in: Any) -> None:
    asked = {"on": "2014-06-01", "why": "企业注销", "successor": str(quarry.union.pk)}

    page = signed_in("body_officer").post(act(mill.union, "dissolve"), asked).content.decode()

    assert "没有这个工会" in page
    assert row(mill.union).dissolved_on is None
