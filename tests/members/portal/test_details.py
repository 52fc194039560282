"""更正: what a chair may correct of a member."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import BookEntry
from members.models import Member, Membership
from members.operations import belonging
from tests.conftest import Mill

pytestmark = pytest.mark.usefixtures("application")


@pytest.fixture(autouse=True)
def members(li: Membership, wang: Membership) -> None:
    """Made before row security is on."""


def send(chair: Client, row: Membership, **changes: str) -> Any:
    values = {"mobile": "139****0021", "employment": "on_post", "is_migrant": "yes", "is_dispatched": ""} | changes
    return chair.post(f"/portal/members/{row.pk}/details/", values, follow=True)


def person(row: Membership) -> Member:
    found: Member = Member.objects.everywhere("a test").get(pk=row.member_id)
    return found


def test_chair_corrects_what_changed_and_the_stars_mean_the_number_on_file(chair: Client, li: Membership) -> None:
    shown = chair.get(f"/portal/members/{li.pk}/details/").content.decode()
    page = send(chair, li).content.decode()

    assert "139****0021" in shown
    assert "13900000021" not in shown
    found = person(li)
    assert (found.mobile, found.employment, found.is_migrant, found.is_dispatched) == (
        "13900000021", "on_post", True, None,
    )  # fmt: skip
    assert "李河的信息已更正" in page


def test_chair_notes_a_new_number_and_the_book_does_not_hold_it(chair: Client, li: Membership) -> None:
    send(chair, li, mobile="13900000099")

    assert person(li).mobile == "13900000099"
    lines = BookEntry.objects.filter(act="members.change_details")
    assert lines.exists()
    assert "13900000099" not in str([(line.before, line.after) for line in lines])


@pytest.mark.parametrize("mobile", ["123", "139****9999"])
def test_a_malformed_number_changes_nothing(chair: Client, li: Membership, mobile: str) -> None:
    send(chair, li, mobile=mobile)

    assert (person(li).mobile, person(li).employment) == ("13900000021", "")


def test_name_and_document_are_not_the_chairs_to_change(chair: Client, li: Membership) -> None:
    before = person(li)

    send(chair, li, name="改名", id_number="349999199001010011", sex="female")

    after = person(li)
    assert (after.name, after.id_number_index, after.sex) == (before.name, before.id_number_index, before.sex)


def test_of_who_left_nothing_is_corrected(chair: Client, li: Membership) -> None:
    belonging.withdraw(li, on=date(2012, 10, 31), reason="辞职", by=None)

    assert "信息不再更正" in chair.get(f"/portal/members/{li.pk}/details/", follow=True).content.decode()
    assert send(chair, li, mobile="13900000099").status_code == 200
    assert person(li).mobile == "13900000021"


def test_strangers_correct_nothing(chair: Client, signed_in: Any, li: Membership, wang: Membership, mill: Mill) -> None:
    assert send(chair, wang).status_code == 404
    assert send(signed_in("body_officer"), li).status_code == 403
    assert send(signed_in("stranger"), li).status_code == 404
    assert person(li).employment == ""
