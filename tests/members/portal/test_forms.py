"""打印实名制登记表 on the phone."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import BookEntry
from members.models import FormPrint, Membership
from tests.conftest import Mill
from tests.members.printing import cells_of

pytestmark = pytest.mark.usefixtures("application")


@pytest.fixture(autouse=True)
def members(li: Membership, wang: Membership) -> None:
    """Made before row security is on."""


def page(mill: Mill) -> str:
    return f"/portal/{mill.union.pk}/forms/"


def take(browser: Client, mill: Mill, **values: Any) -> Any:
    return browser.post(page(mill), {"what": ["roster"], "kind": "xlsx", "reason": "报送五月登记表"} | values)


def test_the_chair_takes_the_own_union_s_roster(chair: Client, mill: Mill, li: Membership) -> None:
    answer = take(chair, mill)

    told = cells_of(answer.content)
    assert "李河" in told
    assert "王山" not in told
    line = BookEntry.objects.get(act="forms.print", change="event")
    assert (line.details["count"], line.details["reason"]) == (1, "报送五月登记表")
    assert FormPrint.objects.everywhere("a test").get().union_id == mill.union.pk


def test_without_a_reason_there_is_no_file(chair: Client, mill: Mill) -> None:
    answer = take(chair, mill, reason="")

    assert "请用一句话写明用途" in answer.content.decode()
    assert not FormPrint.objects.everywhere("a test").exists()


def test_the_form_says_what_it_prints(chair: Client, mill: Mill) -> None:
    told = chair.get(page(mill)).content.decode()

    assert "工会会员实名制登记表（花名册" in told
    assert page(mill) in chair.get(f"/portal/{mill.union.pk}/members/").content.decode()


def test_another_union_s_forms_do_not_exist(other_chair: Client, mill: Mill) -> None:
    assert take(other_chair, mill).status_code == 404
    assert not FormPrint.objects.everywhere("a test").exists()


def test_whole_numbers_stand_on_the_forms_only(chair: Client, mill: Mill, li: Membership) -> None:
    assert "3499991990" not in chair.get(page(mill)).content.decode()
    assert any(cell.startswith("3499991990") for cell in cells_of(take(chair, mill).content))
