"""疑似重复 at the desk: side by side, told apart or merged, by whoever keeps both entries."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Duplicate, Membership, State
from tests.conftest import CANARY, Mill
from tests.factories import MembershipFactory, OrganisationFactory, id_number
from tests.members.desk.conftest import LI, Two, membership, person
from tests.members.roles import as_the_application
from tests.members.test_merging import again, pair_of
from tests.unions.pressing import look, look_and_press

LIST = "/admin/members/duplicate/"


@pytest.fixture
def twin(two: Two, mill: Mill) -> Membership:
    """李和 of another union of riverside, with the next number."""
    beside = OrganisationFactory(parent=mill.union.parent, code="349999000102", name="河畔旁工会")
    return MembershipFactory(union=beside, name="李和", id_number=id_number(9), mobile="13900000009")


@pytest.fixture
def pair(two: Two, twin: Membership) -> Duplicate:
    return pair_of(two.li, twin)


@pytest.fixture
def across(two: Two) -> Duplicate:
    """李河 of riverside and 王山 of hilltop."""
    return pair_of(two.li, two.wang)


def address(pair: Duplicate, act: str = "change") -> str:
    return f"{LIST}{pair.pk}/{act}/"


CHOICE = {"survivor": "first", "keep": "first", "field_name": "first", "field_mobile": "second", "note": "抄错一位"}


@pytest.mark.parametrize("who", ["organisation_staff", "body_officer"])
def test_who_settles_sees_the_two_side_by_side_and_masked(signed_in: Any, pair: Duplicate, who: str) -> None:
    browser = signed_in(who)
    with as_the_application():
        page = browser.get(address(pair)).content.decode()

    assert "李河" in page
    assert "河畔旁工会" in page
    assert "不同" in page
    assert "第 17 位不同" in page
    assert LI not in page
    assert "13900000009" not in page


def test_a_pair_across_townships_is_the_countys(signed_in: Any, across: Duplicate) -> None:
    for who in ("body_officer", "stranger"):
        browser = signed_in(who)
        with as_the_application():
            assert browser.get(address(across)).status_code == 404
            assert browser.post(address(across, "apart"), {"note": "x"}).status_code == 404
            assert f"{across.pk}/change" not in browser.get(LIST).content.decode()

    assert signed_in("organisation_staff").get(address(across)).status_code == 200


@pytest.mark.parametrize(
    ("who", "status"), [("auditor", 403), ("approver", 403), ("finance", 404), ("chair", 403), ("stranger", 404)]
)
@pytest.mark.parametrize("act", ["apart", "merge", "take-back"])
def test_others_settle_nothing(signed_in: Any, pair: Duplicate, who: str, status: int, act: str) -> None:
    assert signed_in(who).post(address(pair, act), CHOICE).status_code == status
    assert again(pair).state == Duplicate.State.OPEN


def test_two_persons_are_told_apart_with_a_note(signed_in: Any, pair: Duplicate) -> None:
    browser = signed_in("body_officer")
    assert "请写明" in browser.post(address(pair, "apart"), {"note": ""}).content.decode()

    with as_the_application():
        browser.post(address(pair, "apart"), {"note": "已看两人证件"})

    assert (again(pair).state, again(pair).note) == (Duplicate.State.DIFFERENT, "已看两人证件")
    assert f"{pair.pk}/change" not in browser.get(LIST).content.decode()
    assert f"{pair.pk}/change" in browser.get(f"{LIST}?settled=different").content.decode()


def test_a_merge_is_looked_at_before_it_is_done(signed_in: Any, pair: Duplicate, twin: Membership) -> None:
    page = look(signed_in("body_officer"), address(pair, "merge"), CHOICE).content.decode()

    assert "记为重复登记" in page
    assert "移动电话改为另一条登记上的" in page
    assert person(twin).merged_into_id is None


def test_one_person_is_merged_as_chosen_and_taken_back(
    signed_in: Any, pair: Duplicate, two: Two, twin: Membership
) -> None:
    browser = signed_in("body_officer")
    with as_the_application():
        look_and_press(browser, address(pair, "merge"), CHOICE)

    assert person(twin).merged_into_id == two.li.member_id
    assert (person(two.li).name, person(two.li).mobile) == ("李河", "13900000009")
    assert membership(twin).state == State.DUPLICATE
    assert again(pair).state == Duplicate.State.MERGED

    with as_the_application():
        back = browser.get(address(pair, "take-back"))
        browser.post(address(pair, "take-back"), {"act_id": back.context["form"].initial["act_id"]})

    assert person(twin).merged_into_id is None
    assert person(two.li).mobile == "13900000007"
    assert membership(twin).state == State.NORMAL
    assert again(pair).state == Duplicate.State.OPEN


def test_the_merged_entry_leads_to_the_survivor_and_takes_no_change(
    signed_in: Any, pair: Duplicate, two: Two, twin: Membership
) -> None:
    browser = signed_in("body_officer")
    look_and_press(browser, address(pair, "merge"), CHOICE)
    shell = f"/admin/members/member/{twin.member_id}/change/"

    page = browser.get(shell).content.decode()
    browser.post(shell, {"name": "改名", "id_kind": "resident", "is_migrant": "unknown", "is_dispatched": "unknown"})

    assert f"/admin/members/member/{two.li.member_id}/change/" in page
    assert person(twin).name == "李和"
    found = browser.post("/admin/members/member/number/", {"number": id_number(9)})
    assert found.url == f"/admin/members/member/{two.li.member_id}/change/"


@pytest.mark.parametrize("gone", ["survivor", "keep", "field_mobile"])
def test_a_choice_left_out_merges_nothing(signed_in: Any, pair: Duplicate, twin: Membership, gone: str) -> None:
    values = {name: value for name, value in CHOICE.items() if name != gone}
    look_and_press(signed_in("body_officer"), address(pair, "merge"), values)

    assert person(twin).merged_into_id is None


def test_a_settled_pair_is_settled_no_second_time(signed_in: Any, pair: Duplicate, twin: Membership) -> None:
    browser = signed_in("body_officer")
    browser.post(address(pair, "apart"), {"note": "已看两人证件"})

    assert browser.post(address(pair, "merge"), CHOICE).url == address(pair)
    assert person(twin).merged_into_id is None


def test_the_front_page_says_how_many_pairs_wait(signed_in: Any, pair: Duplicate, across: Duplicate) -> None:
    assert "对会员疑似重复登记" in signed_in("body_officer").get("/admin/").content.decode()
    assert "对会员疑似重复登记" not in signed_in("stranger").get("/admin/").content.decode()


def test_ten_pairs_cost_what_one_costs(signed_in: Any, pair: Duplicate, two: Two, mill: Mill) -> None:
    browser = signed_in("organisation_staff")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(LIST).status_code == 200
        return len(caught)

    queries()
    one = queries()
    for _ in range(9):
        pair_of(two.li, MembershipFactory(union=mill.union))

    assert queries() == one


def test_no_foreign_word_reaches_a_township(signed_in: Any, pair: Duplicate, across: Duplicate, two: Two) -> None:
    browser = signed_in("body_officer")
    for page in (LIST, address(pair), address(pair, "merge"), f"/admin/members/member/{two.li.member_id}/change/"):
        assert CANARY not in browser.get(page).content.decode()
