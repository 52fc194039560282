"""What the timetable does about notices, as the application's own role: nobody is signed in."""

from datetime import date, timedelta

from django.utils import timezone

from accounts import wall
from hardship.models import NoticeLine, PublicNotice
from hardship.operations import online
from hardship.tasks import end_notices, publish_outcomes
from tests.conftest import Mill
from tests.hardship.families import make_programme
from tests.hardship.notices import MONDAY, agreed, approved, at, on_day, photograph, post, reread
from tests.members.roles import as_the_application
from unions.models import Organisation

TUESDAY = MONDAY + timedelta(days=1)


def test_the_night_ends_what_is_over_and_tidies_the_internet(mill: Mill, county: Organisation) -> None:
    notice = post(agreed(mill.union, make_programme()))
    photograph(notice)
    second = make_programme("second")
    approved(mill.union, second, 1)
    page = online.publish(second, county, at=at(MONDAY), by=None)
    with on_day(date(2012, 12, 11), 0), wall.parts([]), as_the_application():
        assert end_notices() == 2
        assert end_notices() == 0

    assert (reread(notice).state, reread(page).state) == ("over", "over")


def pages() -> list[PublicNotice]:
    rows = PublicNotice.objects.everywhere("a test").filter(kind="online")
    return list(rows.order_by("pk"))


def families(page: PublicNotice) -> int:
    lines = NoticeLine.objects.everywhere("a test").filter(notice=page, families__isnull=False)
    return sum(line.families or 0 for line in lines)


def publish_on(day: date) -> int:
    with on_day(day, 0), wall.parts([]), as_the_application():
        return int(publish_outcomes())


def test_what_was_approved_is_public_the_next_morning_without_anybody(mill: Mill, county: Organisation) -> None:
    approved(mill.union, make_programme(), 1)

    assert publish_on(TUESDAY) == 1
    assert publish_on(TUESDAY) == 0

    [page] = pages()
    assert (page.state, page.by, page.organisation, families(page)) == ("running", None, county, 1)


def test_an_approval_more_makes_a_new_page_and_the_old_one_comes_down(mill: Mill, county: Organisation) -> None:
    programme = make_programme()
    approved(mill.union, programme, 1)
    publish_on(TUESDAY)
    approved(mill.union, programme, 2)

    assert publish_on(TUESDAY + timedelta(days=1)) == 1

    old, new = pages()
    assert (old.state, new.state, families(new)) == ("cancelled", "running", 2)


def test_a_page_that_is_over_does_not_come_back_by_itself(mill: Mill, county: Organisation) -> None:
    approved(mill.union, make_programme(), 1)
    publish_on(TUESDAY)

    assert publish_on(date(2013, 2, 4)) == 0


def test_what_was_approved_long_ago_waits_for_a_person(mill: Mill, county: Organisation) -> None:
    approved(mill.union, make_programme(), 1)

    assert publish_on(timezone.localdate() + timedelta(days=60)) == 0


def test_what_would_tell_who_somebody_is_stays_unpublished(mill: Mill, county: Organisation) -> None:
    approved(mill.union, make_programme(), 1, consents=True)
    Organisation.objects.everywhere("a test").filter(pk=mill.union.pk).update(name="某厂工会（1990年1月1日出生）")

    assert publish_on(TUESDAY) == 0
    assert pages() == []
