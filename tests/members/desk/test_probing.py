"""The desk is no way to ask who is a member elsewhere: a day's answers are counted."""

from typing import Any

import pytest

from accounts.models import BookEntry
from members.admin import probes
from members.models import Member, Transfer
from members.operations import belonging
from tests.conftest import Mill
from tests.factories import MembershipFactory, id_number
from tests.members.desk.conftest import LI, Two
from tests.members.desk.test_joining import ADD, filled
from tests.members.roles import as_the_application

ASK = "/admin/members/transfer/add/"
STOPPED = "今天不能再办理入会和申请转入"


@pytest.fixture
def numbers(monkeypatch: pytest.MonkeyPatch, quarry: Mill) -> list[str]:
    """Two answers a day; four members of the quarry."""
    monkeypatch.setattr(probes, "LIMIT", 2)
    found = [id_number(80_000 + one) for one in range(4)]
    for one in found:
        MembershipFactory(union=quarry.union, name="石山", id_number=one)
    return found


def join(browser: Any, mill: Mill, number: str, name: str = "周新") -> str:
    page = browser.post(f"{ADD}?union={mill.union.pk}", filled(mill, id_number=number, name=name), follow=True)
    return str(page.content.decode())


def ask(browser: Any, mill: Mill, number: str, name: str) -> str:
    values = {"to_union": mill.union.pk, "id_number": number, "name": name, "on": "2012-09-01"}
    return str(browser.post(ASK, values, follow=True).content.decode())


def test_after_the_days_answers_known_and_unknown_numbers_read_the_same(
    signed_in: Any, mill: Mill, numbers: list[str]
) -> None:
    browser = signed_in("body_officer")
    with as_the_application():
        for number in numbers[:2]:
            assert belonging.ELSEWHERE.format(name="周新") in join(browser, mill, number)
        pages = [
            join(browser, mill, numbers[2]),
            join(browser, mill, id_number(30)),
            ask(browser, mill, numbers[3], "石山"),
        ]

    assert all(STOPPED in page for page in pages)
    assert not Member.objects.everywhere("a test").filter(name="周新").exists()
    assert not Transfer.objects.everywhere("a test").exists()
    assert BookEntry.objects.filter(act="members.probe_stopped").count() == 1


def test_a_number_counts_once_and_may_then_be_asked_for(signed_in: Any, mill: Mill, numbers: list[str]) -> None:
    browser = signed_in("body_officer")
    for number in (numbers[0], numbers[1], numbers[0], numbers[1]):
        join(browser, mill, number)

    assert "已申请把 石山 转入" in ask(browser, mill, numbers[0], "石山")


def test_newcomers_and_the_own_part_are_not_counted(signed_in: Any, two: Two, mill: Mill, numbers: list[str]) -> None:
    browser = signed_in("body_officer")
    for one in range(4):
        assert "已登记为会员" in join(browser, mill, id_number(90_000 + one))
        join(browser, mill, LI, "李河")

    assert belonging.ELSEWHERE.format(name="周新") in join(browser, mill, numbers[0])


def test_asking_for_numbers_at_random_ends(signed_in: Any, mill: Mill, numbers: list[str]) -> None:
    browser = signed_in("body_officer")
    pages = [ask(browser, mill, id_number(70_000 + one), "石山") for one in range(3)]

    assert [STOPPED in page for page in pages] == [False, False, True]


def test_the_county_which_sees_them_is_not_slowed_down(signed_in: Any, mill: Mill, numbers: list[str]) -> None:
    browser = signed_in("organisation_staff")

    assert all(belonging.ELSEWHERE.format(name="周新") in join(browser, mill, number) for number in numbers)


def test_blanks_before_a_number_do_not_hide_it_from_the_count(signed_in: Any, mill: Mill, numbers: list[str]) -> None:
    browser = signed_in("body_officer")
    for number in numbers[:2]:
        join(browser, mill, " " * 60 + number)

    assert STOPPED in join(browser, mill, numbers[2])
