"""Display facts are sent back with a reason, mended and handed in again."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.refused import Refused
from tests.conftest import Mill
from tests.factories import DisplayFactory
from unions.models import Display, Item, Way
from unions.operations import displays

ON = date(2012, 10, 31)
WHY = "牌匾名称与工会全称不符"


def kept(display: Display) -> Display:
    return Display.objects.everywhere("a test looks at what was written").get(pk=display.pk)


@pytest.fixture
def returned(mill: Mill, cast: dict[str, User]) -> Display:
    return displays.send_back(mill.display, on=ON, why=WHY, by=cast["body_officer"])


def test_sent_back_with_day_name_and_reason(returned: Display) -> None:
    row = kept(returned)

    assert (row.returned_on, row.returned_by, row.returned_why) == (ON, "body_officer", WHY)


def test_sent_back_twice_keeps_the_first_reason(returned: Display, cast: dict[str, User]) -> None:
    displays.send_back(returned, on=ON, why="别的", by=cast["organisation_staff"])

    assert kept(returned).returned_why == WHY


def test_nobody_sends_back_without_a_reason(mill: Mill, cast: dict[str, User]) -> None:
    with pytest.raises(Refused, match="请写明退回的原因"):
        displays.send_back(mill.display, on=ON, why=" ", by=cast["body_officer"])


def test_who_may_not_verify_may_not_send_back(mill: Mill, cast: dict[str, User]) -> None:
    own = DisplayFactory(union=mill.union, item=Item.OFFICE, way=Way.CANTEEN, by=cast["body_officer"])

    with pytest.raises(Refused, match="本人录入"):
        displays.send_back(own, on=ON, why=WHY, by=cast["body_officer"])
    with pytest.raises(Refused, match="您是该工会的主席"):
        displays.send_back(mill.display, on=ON, why=WHY, by=cast["chair"])


def test_verified_is_not_sent_back_and_sent_back_not_verified(mill: Mill, cast: dict[str, User]) -> None:
    he = cast["body_officer"]
    displays.verify(mill.display, on=ON, by=he)
    with pytest.raises(Refused, match="请先撤回核实"):
        displays.send_back(mill.display, on=ON, why=WHY, by=he)

    displays.withdraw_verification(mill.display, by=he)
    displays.send_back(mill.display, on=ON, why=WHY, by=he)
    with pytest.raises(Refused, match="等上报人重新报送"):
        displays.verify(mill.display, on=ON, by=he)


@pytest.mark.parametrize(
    "values",
    [
        {"verified_on": ON, "returned_on": ON, "returned_why": WHY},
        {"returned_on": ON},
        {"returned_why": WHY},
        {"returned_by": "何"},
    ],
)
def test_the_database_holds_it_too(mill: Mill, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Display.objects.everywhere("a test").filter(pk=mill.display.pk).update(**values)


def test_many_are_sent_back_and_the_others_named(mill: Mill, cast: dict[str, User]) -> None:
    own = DisplayFactory(union=mill.union, item=Item.OFFICE, way=Way.CANTEEN, by=cast["body_officer"])

    done = displays.send_back_many([mill.display, own], on=ON, why=WHY, by=cast["body_officer"])

    assert (done.rows, done.before, [row for row, _ in done.refused]) == ([mill.display.pk], 0, [own])
    assert kept(mill.display).returned_why == WHY


def test_handed_in_again_it_waits_to_be_verified(returned: Display, cast: dict[str, User]) -> None:
    displays.resubmit(
        returned,
        content="河畔纸厂工会",
        way=Way.UNION_OFFICE,
        starts_on=date(2012, 7, 1),
        by=cast["organisation_staff"],
    )

    row = kept(returned)
    assert (row.returned_on, row.returned_by, row.returned_why) == (None, "", "")
    assert (row.content, row.way, row.starts_on) == ("河畔纸厂工会", Way.UNION_OFFICE, date(2012, 7, 1))
    assert Display.objects.everywhere("a test").waiting().filter(pk=row.pk).exists()


def test_whoever_mended_it_does_not_verify_it(returned: Display, cast: dict[str, User]) -> None:
    staff = cast["organisation_staff"]
    displays.resubmit(returned, content="改过", way=returned.way, starts_on=returned.starts_on, by=staff)

    with pytest.raises(Refused, match="本人录入"):
        displays.verify(returned, on=ON, by=staff)


def test_mended_values_must_fit(returned: Display) -> None:
    with pytest.raises(Refused, match="方式只能是"):
        displays.resubmit(returned, content="", way=Way.CANTEEN, starts_on=returned.starts_on, by=None)
    assert kept(returned).returned_on == ON


def test_ending_it_answers_the_return(returned: Display) -> None:
    displays.end_display(returned, on=ON, by=None)

    assert (kept(returned).ends_on, kept(returned).returned_on) == (ON, None)


def test_the_reporter_reads_the_reason_in_the_list_and_on_top_of_the_page(signed_in: Any, returned: Display) -> None:
    browser = signed_in("body_officer")

    listed = browser.get("/admin/unions/display/?verified=returned").content.decode()
    page = browser.get(f"/admin/unions/display/{returned.pk}/change/").content.decode()

    assert WHY in listed
    assert page.index(WHY) < page.index("<fieldset")
    assert f"/admin/unions/display/{returned.pk}/resubmit/" in page


def test_one_is_sent_back_and_handed_in_again_at_the_desk(signed_in: Any, mill: Mill) -> None:
    url = f"/admin/unions/display/{mill.display.pk}"
    browser = signed_in("body_officer")

    browser.post(f"{url}/send-back/", {"on": "2012-10-31", "why": WHY})
    assert kept(mill.display).returned_why == WHY

    asked = browser.get(f"{url}/resubmit/").content.decode()
    browser.post(f"{url}/resubmit/", {"way": "union_office", "starts_on": "2012-06-01", "content": "新"})
    assert WHY in asked
    assert (kept(mill.display).returned_on, kept(mill.display).content) == (None, "新")


def test_many_at_the_desk_say_before_what_cannot_be_and_after_offer_to_undo(
    signed_in: Any, cast: dict[str, User], mill: Mill
) -> None:
    own = DisplayFactory(union=mill.union, item=Item.OFFICE, way=Way.CANTEEN, by=cast["body_officer"])
    chosen = {"action": "send_back_chosen", "_selected_action": [mill.display.pk, own.pk]}
    browser = signed_in("body_officer")

    asked = browser.post("/admin/unions/display/", chosen).content.decode()
    done = browser.post("/admin/unions/display/", {**chosen, "on": "2012-10-31", "why": WHY}, follow=True)

    assert "退回这 1 条记录" in asked
    assert "本人录入" in asked
    assert f"/admin/unions/display/{mill.display.pk}/take-back/" in done.content.decode()
    assert kept(mill.display).returned_on == ON
    assert kept(own).returned_on is None
