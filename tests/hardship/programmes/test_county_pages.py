"""Living lines, the working calendar, the county's choices at the desk."""

from typing import Any

import pytest

from hardship.models import CalendarDay, LivingLine, ReliefSettings
from tests.hardship.families import make_line

pytestmark = pytest.mark.django_db
LINES, DAYS = "/admin/hardship/livingline/", "/admin/hardship/calendarday/"
SETTINGS = "/admin/hardship/reliefsettings/1/change/"


def test_a_line_is_registered_and_listed_and_removed(signed_in: Any, county: Any) -> None:
    browser = signed_in("rights_staff")

    made = browser.post(
        f"{LINES}add/", {"organisation": county.pk, "since": "2012-01-01", "monthly": "780", "source": ""}
    )
    listed = browser.get(LINES).content.decode()
    line = LivingLine.objects.get()
    browser.post(f"{LINES}{line.pk}/delete/", {"post": "yes"})

    assert made.status_code == 302
    assert (county.name in listed, "780.00" in listed) == (True, True)
    assert not LivingLine.objects.exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"monthly": "0"}, "1"),
        ({"monthly": "-3"}, ""),
        ({"monthly": "abc"}, ""),
        ({"since": "2012-13-01"}, ""),
        ({"organisation": "999999"}, ""),
    ],
)
def test_malformed_lines_are_refused(signed_in: Any, county: Any, typed: dict[str, str], says: str) -> None:
    form = {"organisation": county.pk, "since": "2012-01-01", "monthly": "780", "source": ""} | typed

    answer = signed_in("rights_staff").post(f"{LINES}add/", form)

    assert (answer.status_code, LivingLine.objects.count()) == (200, 0)
    assert says in answer.content.decode()


def test_the_same_area_and_day_again_is_told(signed_in: Any, county: Any) -> None:
    make_line(county)

    answer = signed_in("rights_staff").post(
        f"{LINES}add/", {"organisation": county.pk, "since": "2012-01-01", "monthly": "790", "source": ""}
    )

    assert "这个范围从这一天起的保障线已经登记过了" in answer.content.decode()


def test_a_union_is_not_offered_as_an_area(signed_in: Any, riverside: Any, mill: Any) -> None:
    text = signed_in("rights_staff").get(f"{LINES}add/").content.decode()

    assert (f'value="{riverside.pk}"' in text, f'value="{mill.union.pk}"' in text) == (True, False)


def test_a_day_is_corrected_and_found_by_its_year(signed_in: Any) -> None:
    browser = signed_in("rights_staff")
    browser.post(f"{DAYS}add/", {"day": "2031-01-25", "works": "on", "note": "春节调休"})
    browser.post(f"{DAYS}add/", {"day": "2030-10-08", "note": "国庆"})

    both = browser.get(DAYS).content.decode()  # with the messages of what was saved
    text = browser.get(f"{DAYS}?year=2031").content.decode()

    assert ("2030-10-08" in both, "2031-01-25" in text, "2030-10-08" in text) == (True, True, False)
    assert "星期六" in text
    assert "2031 年的放假调休系统还不知道" in text


def test_a_day_is_registered_once(signed_in: Any) -> None:
    browser = signed_in("rights_staff")
    first = CalendarDay.objects.create(day="2031-01-25", works=True)
    other = CalendarDay.objects.create(day="2031-01-26", works=True)

    answer = browser.post(f"{DAYS}{other.pk}/change/", {"day": "2031-01-25", "works": "on", "note": ""})

    other.refresh_from_db()
    assert (answer.status_code, f"{other.day}", first.works) == (200, "2031-01-26", True)


def test_a_year_that_is_none_lists_every_day(signed_in: Any) -> None:
    CalendarDay.objects.create(day="2031-01-25", works=True)

    for year in ("x", "99999", "²"):
        assert "2031-01-25" in signed_in("rights_staff").get(DAYS, {"year": year}).content.decode()


def test_the_countys_choices_are_changed(signed_in: Any) -> None:
    typed = {"review_days": "180", "retention_years": "15", "phone": "0556-2172583", "address": "县总工会职工之家"}

    answer = signed_in("rights_staff").post(SETTINGS, typed)

    row = ReliefSettings.objects.get()
    assert (answer.status_code, row.review_days, row.phone) == (302, 180, "0556-2172583")


def test_files_are_not_given_up_early(signed_in: Any) -> None:
    typed = {"review_days": "365", "retention_years": "9", "phone": "", "address": ""}

    assert signed_in("rights_staff").post(SETTINGS, typed).status_code == 200
    assert not ReliefSettings.objects.exists()


@pytest.mark.parametrize("url", [f"{LINES}add/", f"{DAYS}add/", SETTINGS])
def test_others_read_and_change_nothing(signed_in: Any, url: str) -> None:
    for who in ("auditor", "approver", "finance", "body_officer"):
        assert signed_in(who).post(url, {}).status_code == 403
