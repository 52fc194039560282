"""会员接转 at the desk: applied for by either side, seen by both, done when the receiver accepts."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import BookEntry
from members.models import State, Transfer
from members.operations import people, transfers
from members.operations.transfers import NOBODY
from tests.conftest import CANARY, Mill
from tests.factories import MembershipFactory, OrganisationFactory, id_number
from tests.members.desk.conftest import LI, WANG, Two, membership, memberships_of, person
from tests.members.roles import as_the_application

LIST = "/admin/members/transfer/"
ADD = f"{LIST}add/"


def only() -> Transfer:
    found: Transfer = Transfer.objects.everywhere("a test").get()
    return found


@pytest.fixture
def pending(two: Two, quarry: Mill) -> Transfer:
    """李河 is to move from the mill to the quarry."""
    return transfers.apply(two.li.member, quarry.union, on=date(2012, 9, 1), reason="工作调动", by=None)


def address(row: Transfer, act: str = "change") -> str:
    return f"{LIST}{row.pk}/{act}/"


def test_the_senders_staff_apply_for_a_union_elsewhere(signed_in: Any, two: Two, quarry: Mill) -> None:
    browser = signed_in("body_officer")
    with as_the_application():
        browser.post(
            f"/admin/members/member/{two.li.member_id}/transfer/",
            {"elsewhere": quarry.union.code, "on": "2012-09-01", "reason": "工作调动", "opinion": "同意"},
        )

    assert (only().from_union, only().to_union, only().from_opinion) == (two.li.union, quarry.union, "同意")
    assert membership(two.li).state == State.NORMAL


def test_whoever_waits_for_a_transfer_is_offered_no_second_one(signed_in: Any, pending: Transfer, two: Two) -> None:
    browser, apply = signed_in("body_officer"), f"/admin/members/member/{two.li.member_id}/transfer/"

    assert apply not in browser.get(f"/admin/members/member/{two.li.member_id}/change/").content.decode()
    assert browser.get(apply).status_code == 302


@pytest.mark.parametrize("values", [{}, {"elsewhere": "没有这个工会"}])
def test_an_application_to_nowhere_writes_nothing(signed_in: Any, two: Two, values: dict[str, str]) -> None:
    page = signed_in("body_officer").post(
        f"/admin/members/member/{two.li.member_id}/transfer/", {"on": "2012-09-01", **values}
    )

    assert page.status_code == 200
    assert not Transfer.objects.everywhere("a test").exists()


def test_the_receiver_applies_by_number_and_name_and_does_not_learn_where_the_person_is(
    signed_in: Any, two: Two, mill: Mill
) -> None:
    name = person(two.wang).name
    browser = signed_in("body_officer")
    with as_the_application():
        answer = browser.post(
            ADD, {"to_union": mill.union.pk, "id_number": WANG, "name": name, "on": "2012-09-01"}, follow=True
        )
    page = answer.content.decode()

    assert only().to_union == mill.union
    assert "不在您的管理范围" in page
    assert CANARY not in page.replace(name, "")
    assert WANG not in page + answer.redirect_chain[-1][0]


@pytest.mark.parametrize(
    ("number", "name"), [(WANG, "王三"), (id_number(99), f"王山{CANARY}"), ("123", "王三"), (LI, "王三")]
)
def test_a_wrong_name_and_a_wrong_number_are_answered_alike(
    signed_in: Any, two: Two, mill: Mill, number: str, name: str
) -> None:
    page = signed_in("body_officer").post(
        ADD, {"to_union": mill.union.pk, "id_number": number, "name": name, "on": "2012-09-01"}
    )

    assert NOBODY in page.content.decode()
    assert not Transfer.objects.everywhere("a test").exists()


def test_nobody_asks_for_a_union_that_is_not_the_own(signed_in: Any, two: Two, quarry: Mill) -> None:
    signed_in("body_officer").post(
        ADD, {"to_union": quarry.union.pk, "id_number": LI, "name": "李河", "on": "2012-09-01"}
    )

    assert not Transfer.objects.everywhere("a test").exists()


@pytest.mark.parametrize("who", ["body_officer", "stranger", "organisation_staff", "auditor"])
def test_both_sides_and_the_county_see_what_is_pending(signed_in: Any, pending: Transfer, who: str) -> None:
    browser = signed_in(who)
    with as_the_application():
        listed, page = browser.get(LIST).content.decode(), browser.get(address(pending)).content.decode()

    assert "李河" in listed
    assert "待接收" in page
    assert LI not in listed + page


def test_a_third_township_sees_nothing_of_it(signed_in: Any, two: Two, county: Any, mill: Mill, quarry: Mill) -> None:
    third = OrganisationFactory(parent=quarry.union.parent, code="349999000202", name="另一家工会")
    row = transfers.apply(two.wang.member, third, on=date(2012, 9, 1), by=None)
    browser = signed_in("body_officer")

    assert browser.get(address(row)).status_code == 404
    assert "王山" not in browser.get(LIST).content.decode()


def test_the_receiver_accepts_and_the_membership_moves(signed_in: Any, pending: Transfer, two: Two) -> None:
    browser = signed_in("stranger")
    with as_the_application():
        answer = browser.post(address(pending, "accept"), {"on": "2012-09-10", "opinion": "同意"})

    assert answer.status_code == 302
    assert only().state == Transfer.State.ACCEPTED
    assert membership(two.li).state == State.TRANSFERRED
    assert [each.union for each in memberships_of(two.li.member)] == [two.li.union, only().to_union]


def test_the_receiver_declines_with_a_reason(signed_in: Any, pending: Transfer, two: Two) -> None:
    browser = signed_in("stranger")
    assert "请写明" in browser.post(address(pending, "decline"), {"opinion": " "}).content.decode()

    browser.post(address(pending, "decline"), {"opinion": "本人未到岗"})

    assert (only().state, only().to_opinion) == (Transfer.State.DECLINED, "本人未到岗")
    assert membership(two.li).state == State.NORMAL
    assert "本人未到岗" in signed_in("body_officer").get(address(pending)).content.decode()


@pytest.mark.parametrize("act", ["accept", "decline"])
def test_the_sender_does_not_answer_for_the_receiver(signed_in: Any, pending: Transfer, act: str) -> None:
    browser = signed_in("body_officer")

    assert browser.post(address(pending, act), {"on": "2012-09-10", "opinion": "同意"}).status_code == 403
    assert only().state == Transfer.State.PENDING


def test_whoever_applied_takes_the_application_back(signed_in: Any, pending: Transfer, two: Two) -> None:
    assert signed_in("stranger").post(address(pending, "cancel")).status_code == 403
    signed_in("body_officer").post(address(pending, "cancel"))

    assert only().state == Transfer.State.CANCELLED
    assert membership(two.li).state == State.NORMAL


@pytest.mark.parametrize("act", ["accept", "decline", "cancel", "agree", "object", "take-back"])
@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("approver", 403), ("finance", 404), ("chair", 403)])
def test_colleagues_without_the_duty_answer_nothing(
    signed_in: Any, pending: Transfer, act: str, who: str, status: int
) -> None:
    assert signed_in(who).post(address(pending, act), {"on": "2012-09-10", "opinion": "x"}).status_code == status
    assert only().state == Transfer.State.PENDING


def test_what_is_closed_is_answered_no_second_time(signed_in: Any, pending: Transfer) -> None:
    browser = signed_in("stranger")
    browser.post(address(pending, "decline"), {"opinion": "本人未到岗"})

    assert browser.post(address(pending, "accept"), {"on": "2012-09-10"}).url == address(pending)
    assert only().state == Transfer.State.DECLINED


def test_the_front_page_says_what_waits_for_the_receiver_only(signed_in: Any, pending: Transfer) -> None:
    words = "名会员的接转待接收"

    assert words in signed_in("stranger").get("/admin/").content.decode()
    assert words not in signed_in("body_officer").get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("who", "query", "seen"),
    [
        ("body_officer", "side=out", True),
        ("body_officer", "side=in", False),
        ("stranger", "side=in", True),
        ("stranger", "state__exact=accepted", False),
    ],
)
def test_the_list_narrows_to_a_side_and_a_state(
    signed_in: Any, pending: Transfer, who: str, query: str, seen: bool
) -> None:
    table = signed_in(who).get(f"{LIST}?{query}").content.decode().partition('id="result_list"')[2]

    assert ("李河" in table.partition("</table")[0]) is seen


def test_ten_transfers_cost_what_one_costs(signed_in: Any, pending: Transfer, mill: Mill, quarry: Mill) -> None:
    browser = signed_in("organisation_staff")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(LIST).status_code == 200
        return len(caught)

    queries()
    one = queries()
    for _ in range(9):
        transfers.apply(MembershipFactory(union=mill.union).member, quarry.union, on=date(2012, 9, 1), by=None)

    assert queries() == one


def test_the_receiver_takes_a_mistaken_acceptance_back(signed_in: Any, pending: Transfer, two: Two) -> None:
    browser = signed_in("stranger")
    with as_the_application():
        page = browser.post(address(pending, "accept"), {"on": "2012-09-10", "opinion": "同意"}, follow=True)
        assert address(pending, "take-back") in page.content.decode()
        told = browser.post(address(pending, "take-back"), follow=True).content.decode()

    assert "接收已撤销" in told
    assert (only().state, only().closed_on, only().to_opinion) == (Transfer.State.PENDING, None, "")
    assert person(two.li).union_id == two.li.union_id
    assert [(each.state, each.until) for each in memberships_of(two.li.member)] == [(State.NORMAL, None)]
    assert BookEntry.objects.filter(act="transfers.take_back").values("act_id").distinct().count() == 1
    page = signed_in("body_officer").get(f"/admin/members/member/{two.li.member_id}/change/").content.decode()
    assert "撤销接收转入会员" in page  # the other side reads it


def test_an_acceptance_that_was_built_upon_stays(signed_in: Any, pending: Transfer, two: Two) -> None:
    browser = signed_in("stranger")
    browser.post(address(pending, "accept"), {"on": "2012-09-10"})
    people.change_details(person(two.li), mobile="13900000099", on=date(2012, 10, 1), by=None)

    page = browser.post(address(pending, "take-back")).content.decode()

    assert "后来又被修改过" in page
    assert only().state == Transfer.State.ACCEPTED


def test_the_sender_does_not_take_an_acceptance_back(signed_in: Any, pending: Transfer) -> None:
    signed_in("stranger").post(address(pending, "accept"), {"on": "2012-09-10"})

    assert signed_in("body_officer").post(address(pending, "take-back")).status_code == 403
    assert only().state == Transfer.State.ACCEPTED


def test_what_was_not_accepted_is_not_taken_back(signed_in: Any, pending: Transfer) -> None:
    browser = signed_in("stranger")

    assert "撤销接收" not in browser.get(address(pending)).content.decode()
    assert browser.post(address(pending, "take-back")).url == address(pending)


def test_what_somebody_else_removed_in_the_same_moment_is_a_sentence(
    signed_in: Any, pending: Transfer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the row and the lock on it: the row the page was opened for is gone."""
    cancel = transfers.cancel

    def too_late(row: Transfer, **how: Any) -> Any:
        Transfer.objects.everywhere("a test").filter(pk=row.pk).delete()
        return cancel(row, **how)

    monkeypatch.setattr(transfers, "cancel", too_late)
    answer = signed_in("organisation_staff").post(address(pending, "cancel"), {"on": "2012-09-02"})

    assert "刚刚被别人撤销或删除" in answer.content.decode()
