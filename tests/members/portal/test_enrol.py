"""办理入会: a newcomer, a number that is known already, and no way to ask the register about strangers."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.duties import Role
from accounts.encryption import unseal
from accounts.models import BookEntry, User
from members.models import Member, Membership, Transfer
from members.operations import belonging
from members.views.portal import enrol
from tests.conftest import Mill
from tests.factories import EmployerFactory, MembershipFactory, OfficerFactory, OrganisationFactory, id_number
from unions.models import Kind
from unions.operations import appointments

pytestmark = pytest.mark.usefixtures("application")
NUMBER = id_number(70_001, female=True)


@pytest.fixture(autouse=True)
def members(li: Membership, wang: Membership) -> None:
    """Made before row security is on."""


def send(chair: Client, mill: Mill, follow: bool = True, **changes: Any) -> Any:
    values = {
        "id_number": NUMBER, "name": "周新", "mobile": "139 0000 0031", "since": "2012-10-31", "agrees": "on",
        "is_migrant": "on",
    } | changes  # fmt: skip
    return chair.post(f"/portal/{mill.union.pk}/members/join/", values, follow=follow)


def known(name: str) -> Any:
    return Member.objects.everywhere("a test").filter(name=name)


def test_chair_takes_somebody_in_and_sex_and_birth_follow_from_the_number(chair: Client, mill: Mill) -> None:
    page = send(chair, mill).content.decode()

    person = known("周新").get()
    assert (person.sex, person.born_on, person.mobile, person.is_migrant) == (
        "female", date(1990, 5, 21), "13900000031", True,
    )  # fmt: skip
    assert person.is_dispatched is None  # not ticked says nothing
    assert "周新已入会（女，1990年5月21日出生）" in page
    assert person.memberships.everywhere("a test").get().employer_id == mill.employer.pk


@pytest.mark.parametrize("spelt", [NUMBER.lower(), f" {NUMBER[:6]} {NUMBER[6:14]}-{NUMBER[14:]} "])
def test_any_spelling_of_a_number_is_one_person(chair: Client, mill: Mill, spelt: str) -> None:
    send(chair, mill)

    page = send(chair, mill, id_number=spelt).content.decode()

    assert "已经在本工会的花名册上" in page
    assert known("周新").count() == 1


def test_the_same_form_sent_twice_counts_once(chair: Client, mill: Mill) -> None:
    key = "6f1c1b1e-7c39-4d3a-9a55-0d5b4f6f0001"

    send(chair, mill, once=key)
    page = send(chair, mill, once=key).content.decode()

    assert "没有重复登记" in page
    assert known("周新").count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"id_number": NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")}, "末位校验码不符"),
        ({"id_number": ""}, "请填写证件号码"),
        ({"name": "周"}, "这不像是人的姓名"),
        ({"mobile": "123"}, "不是手机号码"),
        ({"since": "2999-01-01"}, "入会日期不能晚于今天"),
        ({"agrees": ""}, "请在本人同意后勾选"),
    ],
)
def test_what_is_malformed_takes_nobody_in(chair: Client, mill: Mill, change: dict[str, str], sentence: str) -> None:
    page = send(chair, mill, **change).content.decode()

    assert sentence in page
    assert not known("周新").exists()


def test_the_form_says_purpose_basis_and_retention(chair: Client, mill: Mill) -> None:
    page = chair.get(f"/portal/{mill.union.pk}/members/join/").content.decode()

    assert all(word in page for word in ("目的：", "依据：", "保存："))
    assert "data-unkept" in page


def test_the_employer_is_asked_only_where_the_union_covers_several(
    chair: Client, mill: Mill, cast: dict[str, User]
) -> None:
    joint = OrganisationFactory(parent=mill.union.parent, kind=Kind.GRASSROOTS_JOINT, name="老街联合工会")
    units = [EmployerFactory(body=mill.union.parent, union=joint, name=name) for name in ("老街茶馆", "老街面馆")]
    tenure = OfficerFactory(union=joint, name="陈河")
    appointments.appoint(cast["chair"], Role.CHAIR, joint, since=date(2011, 3, 8), officer=tenure, by=None)
    chair.force_login(cast["chair"], backend="accounts.backends.StandingBackend")

    page = f"/portal/{joint.pk}/members/join/"
    assert 'name="employer"' in chair.get(page).content.decode()
    assert 'name="employer"' not in chair.get(f"/portal/{mill.union.pk}/members/join/").content.decode()
    values = {"id_number": NUMBER, "name": "周新", "since": "2012-10-31", "agrees": "on", "employer": units[1].pk}
    chair.post(page, values)
    assert known("周新").get().memberships.everywhere("a test").get().employer_id == units[1].pk


def number(membership: Membership) -> str:
    return unseal(membership.member.id_number_sealed, "members_member.id_number")


def bare(page: str) -> str:
    """The page without what was typed and the keys of its forms."""
    return re.sub(r'value="[^"]*"', "", page)


def test_a_member_elsewhere_and_a_wrong_name_read_the_same(chair: Client, mill: Mill, wang: Membership) -> None:
    elsewhere = send(chair, mill, id_number=number(wang), name="王山").content.decode()
    misnamed = send(chair, mill, id_number=number(wang), name="王三").content.decode()

    assert bare(elsewhere) == bare(misnamed)
    for page in (elsewhere, misnamed):
        assert "这个号码现在不能直接入会" in page
        assert "申请转入" in page
        assert "金丝雀" not in page
    assert wang.member.memberships.everywhere("a test").count() == 1


def test_number_and_name_together_apply_for_the_transfer(chair: Client, mill: Mill, wang: Membership) -> None:
    page = send(chair, mill, id_number=number(wang), name="王山", **{"as": "transfer"}).content.decode()

    made = Transfer.objects.everywhere("a test").get()
    assert (made.member_id, made.to_union_id, made.state) == (wang.member_id, mill.union.pk, "pending")
    assert "等转出工会同意" in page
    wang.refresh_from_db()
    assert wang.until is None


@pytest.mark.parametrize("case", ["wrong name", "unknown number"])
def test_a_transfer_is_not_applied_for_by_number_alone(chair: Client, mill: Mill, wang: Membership, case: str) -> None:
    text = number(wang) if case == "wrong name" else NUMBER

    page = send(chair, mill, id_number=text, name="王三", **{"as": "transfer"}).content.decode()

    assert "没有查到能接转的会员" in page
    assert not Transfer.objects.everywhere("a test").exists()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, quarry: Mill) -> list[str]:
    """Two numbers of others get an answer a day, after four nothing is taken in; five members of the quarry."""
    monkeypatch.setattr(enrol, "TOLD", 2)
    monkeypatch.setattr(enrol, "MET", 4)
    numbers = [id_number(80_000 + one) for one in range(5)]
    for one in numbers:
        MembershipFactory(union=quarry.union, name="石山", id_number=one)
    return numbers


def test_after_a_few_numbers_of_others_the_next_gets_no_answer_and_newcomers_still_join(
    chair: Client, mill: Mill, few: list[str]
) -> None:
    for text in few[:2]:
        assert "申请转入" in send(chair, mill, id_number=text, name="石山").content.decode()

    refused = send(chair, mill, id_number=few[2], name="石山").content.decode()

    assert "这个号码今天不能再办" in refused
    assert "已入会" in send(chair, mill).content.decode()
    line = BookEntry.objects.get(act="members.probe_stopped")
    assert few[2] not in str(line.details)


def test_a_number_tried_twice_counts_once_and_its_second_step_not_at_all(
    chair: Client, mill: Mill, few: list[str]
) -> None:
    for _ in range(6):
        send(chair, mill, id_number=few[0], name="石三")
    send(chair, mill, id_number=few[1], name="石山")

    page = send(chair, mill, id_number=few[1], name="石山", **{"as": "transfer"}).content.decode()

    assert "等转出工会同意" in page


def test_newcomers_and_the_own_roster_are_not_counted(
    chair: Client, mill: Mill, few: list[str], li: Membership
) -> None:
    for one in range(6):
        assert "已入会" in send(chair, mill, id_number=id_number(90_000 + one)).content.decode()
        send(chair, mill, id_number=number(li), name="李河")

    assert "申请转入" in send(chair, mill, id_number=few[0], name="石山").content.decode()


def test_probing_ends_for_known_and_unknown_alike(chair: Client, mill: Mill, few: list[str], li: Membership) -> None:
    for text in few:
        send(chair, mill, id_number=text, name="石山")

    pages = [send(chair, mill, id_number=text).content.decode() for text in (few[4], NUMBER)]

    assert all("今天不能再办理入会" in page for page in pages)
    assert not known("周新").exists()
    assert "没有重复登记" in send(chair, mill, id_number=number(li), name="李河").content.decode()


def test_a_former_member_under_the_same_name_comes_back(chair: Client, mill: Mill, wang: Membership) -> None:
    belonging.withdraw(wang, on=date(2012, 6, 1), reason="辞职", by=None)

    page = send(chair, mill, id_number=number(wang), name="王山").content.decode()

    assert "王山已入会" in page
    assert wang.member.memberships.everywhere("a test").count() == 2


def test_an_entry_of_ones_own_hand_is_taken_back_whole(chair: Client, mill: Mill) -> None:
    send(chair, mill)
    made = Membership.objects.everywhere("a test").get(member__name="周新")

    assert "撤回这次入会" in chair.get(f"/portal/members/{made.pk}/").content.decode()
    page = chair.post(f"/portal/members/{made.pk}/undo/", follow=True).content.decode()

    assert "周新的入会登记已撤回" in page
    assert not known("周新").exists()


def test_taking_back_a_return_leaves_the_person_where_he_was(chair: Client, mill: Mill, wang: Membership) -> None:
    belonging.withdraw(wang, on=date(2012, 6, 1), reason="辞职", by=None)
    send(chair, mill, id_number=number(wang), name="王山")
    made = Membership.objects.everywhere("a test").get(member=wang.member_id, union=mill.union)

    chair.post(f"/portal/members/{made.pk}/undo/")

    person = known("王山").get()
    assert (person.union_id, person.mobile) == (wang.union_id, "")
    assert person.memberships.everywhere("a test").get() == wang


def test_an_entry_of_somebody_else_is_not_the_chairs_to_take_back(chair: Client, li: Membership) -> None:
    page = chair.post(f"/portal/members/{li.pk}/undo/").content.decode()

    assert "只有登记的人可以撤回" in page
    assert known("李河").exists()


def test_colleagues_without_the_portal_take_nobody_in(signed_in: Any, mill: Mill) -> None:
    assert send(signed_in("body_officer"), mill, follow=False).status_code == 403
    assert send(signed_in("stranger"), mill, follow=False).status_code == 404
    assert send(Client(), mill, follow=False).status_code == 302
    assert not known("周新").exists()


def test_another_name_under_a_number_of_the_roster_is_refused(chair: Client, mill: Mill, li: Membership) -> None:
    page = send(chair, mill, id_number=number(li), name="李三").content.decode()

    assert "登记的是另一个姓名，没有改动" in page
    assert known("李河").exists()
