"""本人信息: everything held of one person, printed for a reason that the book keeps."""

from datetime import date
from typing import Any

import pytest

from accounts.models import BookEntry
from members.operations import belonging, erasing, people, settling, transfers
from tests.conftest import CANARY, Mill
from tests.factories import MembershipFactory, id_number
from tests.members.desk.conftest import LI, Two, person
from tests.members.roles import as_the_application
from tests.members.test_merging import pair_of


def address(two: Two) -> str:
    return f"/admin/members/member/{two.li.member_id}/own-data/"


@pytest.mark.parametrize("who", ["organisation_staff", "body_officer", "auditor"])
def test_everything_is_shown_for_a_reason(signed_in: Any, two: Two, who: str) -> None:
    people.change_details(two.li.member, mobile="13900000070", on=date(2012, 10, 31), by=None)
    browser = signed_in(who)
    with as_the_application():
        assert LI not in browser.get(address(two)).content.decode()
        assert LI not in browser.post(address(two), {"reason": " "}).content.decode()
        page = browser.post(address(two), {"reason": "本人凭身份证申请"}).content.decode()

    for words in (LI, "13900000070", "13900000007", "李河", "2011-05-01", "修改会员信息", "本人凭身份证申请"):
        assert words in page, words
    line = BookEntry.objects.get(act="personal.show")
    assert (line.row_id, line.details["reason"]) == (two.li.member_id, "本人凭身份证申请")


def test_the_way_back_calls_the_person_by_name(signed_in: Any, two: Two) -> None:
    page = signed_in("organisation_staff").get(address(two)).content.decode()

    assert f'/admin/members/member/{two.li.member_id}/change/">李河</a>' in page


def test_who_looked_before_stands_on_the_sheet(signed_in: Any, two: Two) -> None:
    signed_in("auditor").post(f"/admin/members/member/{two.li.member_id}/id-number/", {"reason": "核对入会申请"})

    page = signed_in("organisation_staff").post(address(two), {"reason": "本人申请"}).content.decode()

    assert "auditor" in page
    assert "核对入会申请" in page


def test_what_was_merged_into_the_person_stands_on_the_sheet(signed_in: Any, two: Two, mill: Mill) -> None:
    twin = MembershipFactory(union=mill.union, name="李又", id_number=id_number(40))
    settling.merge(pair_of(two.li, twin), two.li.member, keep=two.li.member, on=date(2012, 10, 31), by=None)

    page = signed_in("organisation_staff").post(address(two), {"reason": "本人申请"}).content.decode()

    assert id_number(40) in page


def test_a_township_prints_no_word_of_another(signed_in: Any, two: Two, mill: Mill) -> None:
    transfer = transfers.apply(two.wang.member, mill.union, on=date(2012, 9, 1), by=None)
    transfers.accept(transfer, on=date(2012, 9, 2), by=None)
    name = person(two.wang).name

    page = signed_in("body_officer").post(
        f"/admin/members/member/{two.wang.member_id}/own-data/", {"reason": "本人申请"}
    )

    assert "2012-09-02" in page.content.decode()
    told = page.content.decode().replace(name, "").replace(two.wang.union.name, "")  # the transfer names its sender
    assert CANARY not in told


@pytest.mark.parametrize(
    ("who", "status"), [("approver", 403), ("chair", 403), ("stranger", 404), ("finance", 404), ("system_admin", 404)]
)
def test_nobody_else_prints_it(signed_in: Any, two: Two, who: str, status: int) -> None:
    answer = signed_in(who).post(address(two), {"reason": "看看"})

    assert answer.status_code == status
    assert not BookEntry.objects.filter(act="personal.show").exists()


def test_the_erased_have_nothing_to_print(signed_in: Any, two: Two) -> None:
    belonging.withdraw(two.li, on=date(2012, 6, 1), reason="x", by=None)
    erasing.erase(two.li.member, basis="request", reason="x", on=date(2012, 6, 2), by=None)  # type: ignore[arg-type]

    assert signed_in("organisation_staff").get(address(two)).status_code == 404
