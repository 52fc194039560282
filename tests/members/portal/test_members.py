"""花名册: the chair's own members, found by name, masked; a person's page; the whole number for a reason."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import BookEntry
from members.models import Membership
from members.operations import belonging
from tests.conftest import Mill
from tests.factories import MembershipFactory, id_number

pytestmark = pytest.mark.usefixtures("application")


@pytest.fixture(autouse=True)
def members(li: Membership, wang: Membership) -> None:
    """Somebody here, somebody elsewhere; made before row security is on."""


def roster(mill: Mill, query: str = "") -> str:
    return f"/portal/{mill.union.pk}/members/{query}"


def test_chair_sees_the_own_members_masked_and_nobody_elses(chair: Client, mill: Mill, li: Membership) -> None:
    page = chair.get(roster(mill)).content.decode()

    assert "李河" in page
    assert "王山" not in page
    assert "在册 1" in page
    assert "349*************" in page
    assert "13900000021" not in page


@pytest.mark.parametrize("words", ["李", "lihe", "lh"])
def test_chair_finds_a_member_by_name_pinyin_or_initials(chair: Client, mill: Mill, words: str) -> None:
    MembershipFactory(union=mill.union, name="赵海")

    page = chair.get(roster(mill, f"?q={words}")).content.decode()

    assert "李河" in page
    assert "赵海" not in page


def test_a_search_for_somebody_elsewhere_finds_nobody(chair: Client, mill: Mill) -> None:
    page = chair.get(roster(mill, "?q=王山")).content.decode()

    assert "没有找到" in page
    assert "找到 0 人" in page


def test_chips_part_who_is_there_who_is_retained_and_who_left(chair: Client, mill: Mill, li: Membership) -> None:
    left, kept = (MembershipFactory(union=mill.union, name=name) for name in ("钱离", "孙留"))
    belonging.withdraw(left, on=timezone.localdate(), reason="辞职", by=None)
    belonging.retain(kept, on=timezone.localdate(), reason="下岗", by=None)

    pages = {state: chair.get(roster(mill, f"?state={state}")).content.decode() for state in ("", "retained", "left")}

    assert [("李河" in page, "孙留" in page, "钱离" in page) for page in pages.values()] == [
        (True, False, False), (False, True, False), (False, False, True),
    ]  # fmt: skip
    assert "在册 1" in pages[""]
    assert "保留 1" in pages[""]
    assert "已离开 1" in pages[""]


def test_an_empty_roster_says_the_next_step(chair: Client, mill: Mill, li: Membership) -> None:
    belonging.withdraw(li, on=timezone.localdate(), reason="辞职", by=None)

    page = chair.get(roster(mill)).content.decode()

    assert "花名册还是空的" in page
    assert f"/portal/{mill.union.pk}/members/join/" in page


def test_a_long_roster_is_paged_and_ten_cost_what_one_costs(chair: Client, mill: Mill, queries: Any) -> None:
    chair.get(roster(mill))
    one = queries(lambda: chair.get(roster(mill)))
    for number in range(50):
        MembershipFactory(union=mill.union, name=f"员工{'甲乙丙丁戊'[number % 5]}")

    # The paginator counts twice once there is a second page to speak of; the rows cost nothing.
    assert queries(lambda: chair.get(roster(mill))) <= one
    assert "第 1／2 页" in chair.get(roster(mill)).content.decode()


def test_chair_opens_a_member_with_masked_facts(chair: Client, li: Membership) -> None:
    page = chair.get(f"/portal/members/{li.pk}/").content.decode()

    assert "139****0021" in page
    born = li.member.born_on
    assert f"{born.year}年{born.month}月{born.day}日" in page
    assert "13900000021" not in page


def test_a_member_of_another_union_does_not_exist(chair: Client, wang: Membership, mill: Mill, quarry: Mill) -> None:
    for page in ("", "phone/", "change/", "move/", "undo/"):
        assert chair.get(f"/portal/members/{wang.pk}/{page}").status_code == 404
        assert chair.post(f"/portal/members/{wang.pk}/{page}", {"reason": "核对"}).status_code in (404, 405)
    assert chair.get(f"/portal/{quarry.union.pk}/members/").status_code == 404


def test_the_whole_number_is_shown_once_for_a_reason_and_noted(chair: Client, li: Membership) -> None:
    asked = chair.get(f"/portal/members/{li.pk}/phone/").content.decode()
    shown = chair.post(f"/portal/members/{li.pk}/phone/", {"reason": "通知开会"}).content.decode()

    assert "13900000021" not in asked
    assert "13900000021" in shown
    line = BookEntry.objects.get(act="personal.show")
    assert line.details == {"field": "手机号码", "reason": "通知开会"}
    assert (line.table_name, line.row_id, line.by.username) == ("members_member", li.member_id, "chair")


def test_without_a_reason_the_number_stays_hidden(chair: Client, li: Membership) -> None:
    page = chair.post(f"/portal/members/{li.pk}/phone/", {"reason": " "}).content.decode()

    assert "请用一句话写明用途" in page
    assert "13900000021" not in page
    assert not BookEntry.objects.filter(act="personal.show").exists()


def test_somebody_who_went_elsewhere_is_no_longer_the_unions_to_see(
    chair: Client, mill: Mill, quarry: Mill, li: Membership
) -> None:
    belonging.withdraw(li, on=timezone.localdate(), reason="辞职", by=None)
    MembershipFactory(
        union=quarry.union,
        name="赵海",
        id_number=id_number(99_001),
        since=timezone.localdate(),
        on=timezone.localdate(),
    )

    assert chair.get(f"/portal/members/{li.pk}/").status_code == 200
    assert "赵海" not in chair.get(roster(mill, "?state=left")).content.decode()
