"""A person's page: what it shows and to whom, correcting it, the whole number for a reason."""

from datetime import date
from typing import Any

import pytest

from accounts.duties import Role
from accounts.encryption import unseal
from accounts.models import BookEntry
from members.models import Membership, State
from members.operations import belonging, people, transfers
from members.operations.people import ID_NUMBER_PLACE
from tests.conftest import CANARY, Mill
from tests.factories import id_number
from tests.members.desk.conftest import LI, Two, membership, memberships_of, person
from tests.members.roles import as_the_application
from unions.operations import appointments


def page_of(two: Two, act: str = "change") -> str:
    return f"/admin/members/member/{two.li.member_id}/{act}/"


def as_on_page(**values: Any) -> dict[str, Any]:
    """What the form sends when nothing is touched."""
    return {
        "name": "李河",
        "id_kind": "resident",
        "mobile": "139****0007",
        "is_migrant": "unknown",
        "is_dispatched": "unknown",
        **values,
    }


@pytest.mark.parametrize("who", ["organisation_staff", "body_officer", "auditor", "approver"])
def test_who_may_see_reads_the_person_masked(signed_in: Any, two: Two, who: str) -> None:
    page = signed_in(who).get(page_of(two)).content.decode()

    assert "李河" in page
    assert "2011-05-01" in page
    assert LI not in page
    assert "13900000007" not in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("stranger", 404), ("system_admin", 403), ("rights_staff", 403), ("finance", 403), ("chair", 403)],
)
def test_others_find_no_page(signed_in: Any, two: Two, who: str, status: int) -> None:
    assert signed_in(who).get(page_of(two)).status_code in (status, 404)


def test_a_person_without_a_page_is_404(signed_in: Any, two: Two) -> None:
    for odd in ("999999999", "x", "99999999999999999999999"):
        assert signed_in("organisation_staff").get(f"/admin/members/member/{odd}/change/").status_code == 404


def test_staff_correct_what_is_known(signed_in: Any, two: Two) -> None:
    browser = signed_in("body_officer")
    with as_the_application():
        browser.post(page_of(two), as_on_page(education="college", is_migrant="true"))

    assert (person(two.li).education, person(two.li).is_migrant) == ("college", True)
    assert person(two.li).mobile == "13900000007"
    assert BookEntry.objects.filter(act="members.change_details").count() == 1


def test_saving_what_is_there_writes_nothing(signed_in: Any, two: Two) -> None:
    before = BookEntry.objects.count()
    signed_in("body_officer").post(page_of(two), as_on_page())

    assert BookEntry.objects.count() == before


def test_a_new_number_replaces_the_old_and_tells_sex_and_birth_date(signed_in: Any, two: Two) -> None:
    number = id_number(1, date(1985, 2, 3), female=True)
    signed_in("body_officer").post(page_of(two), as_on_page(id_number=number))

    written = person(two.li)
    assert unseal(written.id_number_sealed, ID_NUMBER_PLACE) == number
    assert (written.sex, written.born_on) == ("female", date(1985, 2, 3))


def test_another_kind_of_document_needs_its_number(signed_in: Any, two: Two) -> None:
    page = signed_in("body_officer").post(page_of(two), as_on_page(id_kind="taiwan")).content.decode()

    assert "要同时填写新的证件号码" in page
    assert person(two.li).id_kind == "resident"


@pytest.mark.parametrize("who", ["auditor", "approver"])
def test_who_only_sees_changes_nothing(signed_in: Any, two: Two, who: str) -> None:
    assert signed_in(who).post(page_of(two), as_on_page(name="李改")).status_code == 403
    assert person(two.li).name == "李河"


def test_the_second_to_save_is_told_and_does_not_put_back_what_the_first_changed(signed_in: Any, two: Two) -> None:
    browser = signed_in("body_officer")
    line = browser.get(page_of(two)).context["newest_line"]
    people.change_details(two.li.member, name="李和", on=date(2012, 10, 31), by=None)

    page = browser.post(page_of(two), as_on_page(education="college", newest_line=line)).content.decode()

    assert "“姓名”改过了" in page
    assert 'value="李和"' in page
    assert (person(two.li).name, person(two.li).education) == ("李和", "")


@pytest.mark.parametrize(("slug", "whole"), [("id-number", LI), ("mobile", "13900000007")])
@pytest.mark.parametrize("who", ["organisation_staff", "body_officer", "auditor"])
def test_the_whole_is_shown_for_a_reason_that_the_book_keeps(
    signed_in: Any, two: Two, who: str, slug: str, whole: str
) -> None:
    browser = signed_in(who)
    assert whole not in browser.post(page_of(two, slug), {"reason": ""}).content.decode()

    assert whole in browser.post(page_of(two, slug), {"reason": "核对入会申请"}).content.decode()
    assert BookEntry.objects.get(act="personal.show").details["reason"] == "核对入会申请"


def test_the_page_tells_its_changes_without_what_the_person_was(signed_in: Any, two: Two) -> None:
    people.change_details(two.li.member, mobile="13900000099", on=date(2012, 10, 31), by=None)

    page = signed_in("body_officer").get(page_of(two)).content.decode()

    assert "修改了移动电话" in page
    assert "13900000099" not in page


def test_a_person_who_came_from_elsewhere_brings_no_foreign_word(signed_in: Any, two: Two, mill: Mill) -> None:
    transfer = transfers.apply(two.wang.member, mill.union, on=date(2012, 9, 1), by=None)
    transfers.accept(transfer, on=date(2012, 9, 2), by=None)
    address = f"/admin/members/member/{two.wang.member_id}/change/"
    browser = signed_in("body_officer")
    with as_the_application():
        page = browser.get(address).content.decode()

    told = page.replace(person(two.wang).name, "").replace(two.wang.union.name, "")  # the transfer names its sender
    assert CANARY not in told
    assert "2012-09-02" in page
    assert signed_in("stranger").get(address).status_code == 404


ACTS = {
    "withdraw": ({"on": "2012-06-01", "reason": "个人要求退会"}, State.WITHDRAWN, date(2012, 6, 1)),
    "expel": ({"on": "2012-06-01", "reason": "因犯罪被开除会籍"}, State.EXPELLED, date(2012, 6, 1)),
    "retain": ({"on": "2012-06-01", "reason": "失业"}, State.RETAINED, None),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_changes_the_membership_and_names_its_reason(signed_in: Any, two: Two, act: str) -> None:
    values, state, until = ACTS[act]
    browser = signed_in("body_officer")
    with as_the_application():
        browser.post(page_of(two, act), values)

    written = membership(two.li)
    assert (written.state, written.until, written.reason) == (state, until, values["reason"])


@pytest.mark.parametrize("act", ACTS)
def test_another_reason_is_written_out(signed_in: Any, two: Two, act: str) -> None:
    browser, values = signed_in("body_officer"), {**ACTS[act][0], "reason": "other"}
    assert "写明原因" in browser.post(page_of(two, act), values).content.decode()
    assert membership(two.li).state == State.NORMAL

    browser.post(page_of(two, act), {**values, "other": "移居外省"})

    assert membership(two.li).reason == "移居外省"


@pytest.mark.parametrize("act", ACTS)
def test_a_day_before_joining_changes_nothing(signed_in: Any, two: Two, act: str) -> None:
    page = signed_in("body_officer").post(page_of(two, act), {**ACTS[act][0], "on": "2011-04-30"}).content.decode()

    assert "早于入会日期" in page
    assert membership(two.li).state == State.NORMAL


@pytest.mark.parametrize("act", [*ACTS, "correct", "transfer"])
def test_a_stranger_gets_404_and_a_colleague_without_the_duty_403(signed_in: Any, two: Two, act: str) -> None:
    values = ACTS.get(act, ({},))[0]
    assert signed_in("stranger").post(page_of(two, act), values).status_code == 404
    assert signed_in("auditor").post(page_of(two, act), values).status_code == 403
    assert membership(two.li).state == State.NORMAL


def test_a_withdrawal_is_taken_back(signed_in: Any, two: Two) -> None:
    browser = signed_in("body_officer")
    with as_the_application():
        browser.post(page_of(two, "withdraw"), ACTS["withdraw"][0])
        browser.post(page_of(two, "reinstate"))

    assert (membership(two.li).state, membership(two.li).until) == (State.NORMAL, None)


def test_a_retained_membership_becomes_a_normal_one(signed_in: Any, two: Two) -> None:
    browser = signed_in("body_officer")
    browser.post(page_of(two, "retain"), ACTS["retain"][0])
    browser.post(page_of(two, "resume"), {"on": "2012-07-01"})

    assert membership(two.li).state == State.NORMAL


def test_an_act_that_does_not_apply_leads_back(signed_in: Any, two: Two) -> None:
    assert signed_in("body_officer").get(page_of(two, "resume")).url == page_of(two)


def test_the_membership_is_corrected(signed_in: Any, two: Two, mill: Mill) -> None:
    browser = signed_in("body_officer")
    with as_the_application():
        browser.post(page_of(two, "correct"), {"since": "2011-06-01", "employer": mill.employer.pk})

    assert (membership(two.li).since, membership(two.li).employer) == (date(2011, 6, 1), mill.employer)
    assert len(memberships_of(two.li.member)) == 1


@pytest.mark.parametrize("act", ["retain", "withdraw", "expel", "resume"])
def test_a_day_that_has_not_come_changes_no_membership(signed_in: Any, two: Two, act: str) -> None:
    if act == "resume":
        belonging.retain(two.li, on=date(2012, 1, 1), reason="失业", by=None)
    before = membership(two.li).state

    page = signed_in("body_officer").post(
        f"/admin/members/member/{two.li.member_id}/{act}/", {"on": "2099-01-01", "reason": "other", "other": "x"}
    )

    assert "还没有到，请填写实际的日期" in page.content.decode()
    assert membership(two.li).state == before


@pytest.mark.parametrize("name", ["李1", "<b>李河</b>", "12345"])
def test_a_name_of_digits_or_markup_is_not_typed_in(signed_in: Any, two: Two, name: str) -> None:
    page = signed_in("body_officer").post(page_of(two), as_on_page(name=name)).content.decode()

    assert "不像是人的姓名" in page
    assert person(two.li).name == "李河"


@pytest.mark.parametrize("page", ["change/", "withdraw/"])
def test_the_title_and_the_way_to_a_person_say_the_name(signed_in: Any, two: Two, page: str) -> None:
    answer = signed_in("body_officer").get(f"/admin/members/member/{two.li.member_id}/{page}").content.decode()

    way = answer.partition('class="breadcrumbs"')[2].partition("</nav>")[0]
    assert "李河" in way
    assert f"会员 {two.li.member_id}" not in answer


def test_a_name_too_long_is_said_in_plain_words(signed_in: Any, two: Two) -> None:
    sent = {"name": "长" * 200, "id_kind": "resident"}
    page = signed_in("body_officer").post(f"/admin/members/member/{two.li.member_id}/change/", sent).content.decode()

    assert "最多 64 个字，现在是 200 个字" in page
    assert "变量" not in page


def test_nobody_is_taken_into_a_union_that_one_may_only_look_at(
    signed_in: Any, cast: Any, county: Any, two: Two, quarry: Mill
) -> None:
    appointments.appoint(cast["body_officer"], Role.AUDITOR, county, since=date(2011, 1, 1), by=None)
    belonging.withdraw(membership(two.li), on=date(2012, 9, 1), reason="调离", by=None)

    answer = signed_in("body_officer").post(page_of(two, "rejoin"), {"union": quarry.union.pk, "since": "2012-09-02"})

    assert "不归您管理" in answer.content.decode()
    assert not Membership.objects.everywhere("a test").current().filter(member=two.li.member_id).exists()
