"""The county's days: terms that end, information to renew after a change, and who sets the days."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import BookEntry
from tests.conftest import Mill
from tests.factories import DisplayFactory, OfficerFactory, OrganisationFactory
from unions.models import Item, Officer, Organisation, PortalSettings, Post, Reminders, Way
from unions.operations import officers, organisations

DAY = date(2012, 10, 31)
PAGE = "/admin/unions/reminders/1/change/"
DAYS = {"term_first_days": 120, "term_second_days": 60, "term_last_days": 20} | {
    "renew_days": 10, "phone_unions": 3, "least_age": 18, "women_members": 12, "unit_staff": 30, "unit_members": 20, "retention_years": 5,
}  # fmt: skip


def people() -> Any:
    return Officer.objects.everywhere("a test")


@pytest.fixture
def successor(mill: Mill) -> Officer:
    """The mill's new chair since 16 October, who shows nothing yet."""
    officers.leave(mill.chair, on=DAY - timedelta(days=15), by=None)
    return OfficerFactory(union=mill.union, name="新主席", elected_on=DAY - timedelta(days=15))


def show(officer: Officer, item: Item, way: Way, since: date) -> None:
    DisplayFactory(union=officer.union, officer=officer, item=item, way=way, starts_on=since)


def test_a_term_is_over_the_day_after_it_ends_and_still_sits(riverside: Organisation) -> None:
    officer = OfficerFactory(union=riverside, term_ends_on=DAY)

    assert list(people().term_over_on(DAY)) == []
    assert list(people().term_over_on(DAY + timedelta(days=1))) == [officer]


@pytest.mark.parametrize(("ahead", "found"), [(0, 1), (30, 1), (31, 0), (-1, 0)])
def test_a_term_ends_within_thirty_days_from_the_day_itself_to_the_thirtieth(
    riverside: Organisation, ahead: int, found: int
) -> None:
    OfficerFactory(union=riverside, term_ends_on=DAY + timedelta(days=ahead))

    assert people().term_ending_within(30, DAY).count() == found


def test_a_new_chair_owes_identity_and_contact_until_both_are_shown(successor: Officer) -> None:
    assert list(people().to_renew_on(DAY)) == [successor]
    show(successor, Item.IDENTITY, Way.CHEST_CARD, DAY)
    assert list(people().to_renew_on(DAY)) == [successor]
    show(successor, Item.CONTACT, Way.CANTEEN, DAY)

    assert list(people().to_renew_on(DAY)) == []


def test_the_fifteenth_day_is_in_time_and_the_sixteenth_is_late(successor: Officer) -> None:
    for day, late in ((DAY, 0), (DAY + timedelta(days=1), 1)):
        waiting = people().to_renew_on(day)
        assert waiting.elected_before(15, day).count() == late
        assert waiting.elected_since(15, day).count() == 1 - late


def test_a_first_chair_is_no_change_but_a_later_vice_chair_is(mill: Mill) -> None:
    assert list(people().to_renew_on(DAY)) == []

    vice = OfficerFactory(union=mill.union, name="新副主席", post=Post.VICE_CHAIR, elected_on=DAY)
    OfficerFactory(union=mill.union, name="新委员", post=Post.MEMBER, elected_on=DAY)

    assert list(people().to_renew_on(DAY)) == [vice]


def test_a_dissolved_union_owes_nothing(successor: Officer) -> None:
    organisations.dissolve(successor.union, on=DAY, why="歇业", by=None)

    assert list(people().to_renew_on(DAY)) == []


def test_a_seat_is_vacant_until_somebody_sits_in_it(riverside: Organisation, mill: Mill) -> None:
    vacant = OrganisationFactory(parent=riverside)

    assert set(Organisation.objects.everywhere("a test").vacant_on(DAY)) == {riverside, riverside.parent, vacant}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("term=over", "满期"),
        ("term=30", "将满"),
        ("renew=all", "新任"),
        ("renew=due", "新任"),
        ("renew=overdue", ""),
        ("term=x", None),
    ],
)
def test_the_list_of_officers_answers_what_is_due(mill: Mill, signed_in: Any, query: str, found: str | None) -> None:
    today = timezone.localdate()
    OfficerFactory(union=mill.union, name="满期", post=Post.MEMBER, term_ends_on=today - timedelta(days=1))
    OfficerFactory(union=mill.union, name="将满", post=Post.MEMBER, term_ends_on=today + timedelta(days=30))
    OfficerFactory(union=mill.union, name="新任", post=Post.VICE_CHAIR, elected_on=today)

    text = signed_in("body_officer").get(f"/admin/unions/officer/?{query}").content.decode()

    shown = {name for name in ("满期", "将满", "新任") if f">{name}</a>" in text}
    assert shown == ({"满期", "将满", "新任"} if found is None else {found} - {""})


def test_until_the_county_sets_days_the_defaults_hold_and_nothing_is_written(signed_in: Any, mill: Mill) -> None:
    response = signed_in("organisation_staff").get(reverse("admin:unions_reminders_changelist"), follow=True)

    assert 'value="90"' in response.content.decode()
    assert not Reminders.objects.exists()


def test_county_staff_sets_the_days_and_the_book_has_it(signed_in: Any, mill: Mill) -> None:
    assert signed_in("organisation_staff").post(PAGE, DAYS).status_code == 302

    assert Reminders.objects.current().term_days == (120, 60, 20)
    assert BookEntry.objects.filter(act="reminders.change", table_name="unions_reminders").count() == 1
    signed_in("organisation_staff").post(PAGE, DAYS)
    assert BookEntry.objects.filter(act="reminders.change").count() == 1
    assert "120 天内届满" in signed_in("organisation_staff").get("/admin/unions/officer/").content.decode()


def test_days_out_of_order_change_nothing_and_say_why(signed_in: Any, mill: Mill) -> None:
    response = signed_in("organisation_staff").post(PAGE, DAYS | {"term_last_days": 60})

    assert "一次比一次少" in response.content.decode()
    assert not Reminders.objects.exists()


def test_a_township_officer_reads_the_days_and_cannot_set_them(signed_in: Any, mill: Mill) -> None:
    assert signed_in("body_officer").get(PAGE).status_code == 200
    assert signed_in("body_officer").post(PAGE, DAYS).status_code == 403
    assert not Reminders.objects.exists()


PORTAL_PAGE = "/admin/unions/portalsettings/1/change/"
CHOICES = {
    "invitation_days": 7, "trusted_days": 3, "confirm_every_days": 180, "roster_check_days": 90, "hotline": "0563-12351",
}  # fmt: skip


def test_county_staff_sets_what_the_portal_asks(signed_in: Any, mill: Mill) -> None:
    assert signed_in("organisation_staff").post(PORTAL_PAGE, CHOICES).status_code == 302

    current = PortalSettings.objects.current()
    assert {name: getattr(current, name) for name in CHOICES} == CHOICES
    assert not current.elections_wait
    assert BookEntry.objects.filter(act="reminders.change_portal_settings").count() == 1


@pytest.mark.parametrize("wrong", [{"trusted_days": 8}, {"invitation_days": 0}, {"hotline": "打热线"}])
def test_a_choice_beyond_what_the_rules_allow_changes_nothing(
    signed_in: Any, mill: Mill, wrong: dict[str, Any]
) -> None:
    assert signed_in("organisation_staff").post(PORTAL_PAGE, CHOICES | wrong).status_code == 200

    assert not PortalSettings.objects.exists()


def test_a_township_officer_reads_the_choices_and_cannot_make_them(signed_in: Any, mill: Mill) -> None:
    assert signed_in("body_officer").get(PORTAL_PAGE).status_code == 200
    assert signed_in("body_officer").post(PORTAL_PAGE, CHOICES).status_code == 403


@pytest.mark.parametrize(("page", "values"), [(PAGE, DAYS), (PORTAL_PAGE, CHOICES)])
def test_the_page_as_it_was_drawn_saves_what_was_never_saved_before(
    signed_in: Any, mill: Mill, page: str, values: dict[str, Any]
) -> None:
    browser = signed_in("organisation_staff")
    drawn = re.search(r'name="newest_line" value="(\d+)"', browser.get(page).content.decode())
    assert drawn is not None

    assert browser.post(page, values | {"newest_line": drawn[1]}).status_code == 302
