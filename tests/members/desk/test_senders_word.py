"""接转 asked for by the receiver: the sending side has its word first, and until then tells nothing."""

from datetime import date
from typing import Any

import pytest

from members.models import State, Transfer
from members.operations import transfers
from tests.conftest import Mill
from tests.members.desk.conftest import WANG, Two, membership, person
from tests.members.desk.test_transfers_at_the_desk import address, only
from tests.members.roles import as_the_application


@pytest.fixture
def asked(two: Two, mill: Mill, cast: Any) -> Transfer:
    """Riverside asked for 王山, who belongs to the quarry."""
    return transfers.ask_for(
        mill.union, number=WANG, name=person(two.wang).name, on=date(2012, 9, 1), by=cast["body_officer"]
    )


def test_the_page_says_whose_turn_it_is(signed_in: Any, asked: Transfer) -> None:
    chip = '<span class="chip chip-warn">等转出工会同意</span>'

    assert chip in signed_in("stranger").get(address(asked)).content.decode()
    transfers.cancel(asked, on=date(2012, 10, 1), by=None)
    assert chip not in signed_in("stranger").get(address(asked)).content.decode()


def test_nobody_is_moved_behind_the_senders_back(signed_in: Any, asked: Transfer, two: Two) -> None:
    browser = signed_in("body_officer")

    assert browser.post(address(asked, "accept"), {"on": "2012-09-10"}).url == address(asked)
    assert membership(two.wang).state == State.NORMAL
    assert browser.post(address(asked, "agree"), {}).status_code == 403
    assert "等转出工会表态" in browser.get(address(asked)).content.decode()


def test_the_sender_agrees_and_the_receiver_accepts(signed_in: Any, asked: Transfer, two: Two, mill: Mill) -> None:
    with as_the_application():
        signed_in("stranger").post(address(asked, "agree"), {})
        signed_in("body_officer").post(address(asked, "accept"), {"on": "2012-09-10"})

    assert (only().state, only().from_opinion) == (Transfer.State.ACCEPTED, "同意转出")
    assert person(two.wang).union_id == mill.union.pk


def test_the_sender_objects_with_a_reason(signed_in: Any, asked: Transfer, two: Two) -> None:
    browser = signed_in("stranger")
    assert "请写明" in browser.post(address(asked, "object"), {"opinion": ""}).content.decode()

    browser.post(address(asked, "object"), {"opinion": "本人仍在岗"})

    assert only().state == Transfer.State.CANCELLED
    assert "本人仍在岗" in signed_in("body_officer").get(address(asked)).content.decode()
    assert membership(two.wang).state == State.NORMAL


def test_an_objection_does_not_tell_where_the_person_is(signed_in: Any, asked: Transfer, two: Two) -> None:
    signed_in("stranger").post(address(asked, "object"), {"opinion": "本人仍在岗"})

    with as_the_application():
        page = signed_in("body_officer").get(address(asked)).content.decode()

    assert "不在您的管理范围" in page
    assert two.wang.union.name not in page


def test_whoever_asked_takes_it_back(signed_in: Any, asked: Transfer) -> None:
    signed_in("body_officer").post(address(asked, "cancel"))

    assert only().state == Transfer.State.CANCELLED
