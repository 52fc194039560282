"""乡镇意见: an opinion in words, or silence for its working days."""

from datetime import datetime, timedelta

import pytest

from accounts import wall
from accounts.refused import Refused
from hardship.models import CalendarDay, ReliefApplication, Step
from hardship.operations import opinions
from hardship.tasks import pass_on_opinions
from tests.hardship.families import SHANGHAI
from tests.hardship.flow.hands import LATER, reported, submitted

pytestmark = pytest.mark.django_db
# Reported on Tuesday 11 December 2012: Wednesday, Thursday and Friday are the township's.
FRIDAY = datetime(2012, 12, 14, 23, 59, tzinfo=SHANGHAI)
SATURDAY = datetime(2012, 12, 15, 0, 0, tzinfo=SHANGHAI)


@pytest.fixture
def row(file, programme, people):
    return reported(submitted(file, programme, people["chair"]), people["chair"])


def last_step(row):
    return Step.objects.everywhere("tests").filter(application=row).order_by("number").last()


def test_the_township_agrees(row, people):
    opinions.opine(row, agrees=True, words="", at=LATER, by=people["body_officer"])

    row.refresh_from_db()
    assert (row.state, last_step(row).opinion) == ("county_review", "同意。")


def test_a_disagreement_is_in_words_and_goes_to_the_county_all_the_same(row, people):
    with pytest.raises(Refused, match="理由"):
        opinions.opine(row, agrees=False, words=" ", at=LATER, by=people["body_officer"])
    opinions.opine(row, agrees=False, words="家有商铺", at=LATER, by=people["body_officer"])

    row.refresh_from_db()
    assert (row.state, last_step(row).opinion) == ("county_review", "不同意。家有商铺")


def test_silent_for_three_working_days_it_passes_on_by_itself_and_says_so(row):
    assert opinions.pass_on_due(at=FRIDAY) == 0
    assert opinions.pass_on_due(at=SATURDAY) == 1

    row.refresh_from_db()
    step = last_step(row)
    assert row.state == "county_review"
    assert (step.act, step.by) == ("pass_on", None)
    assert step.opinion == "3个工作日内（至2012-12-14）未提出意见，自动转县级审核。"


def test_a_day_off_is_not_counted(row):
    CalendarDay.objects.create(day="2012-12-13", works=False)

    assert opinions.pass_on_due(at=SATURDAY + timedelta(days=2)) == 0  # Monday is the third
    assert opinions.pass_on_due(at=SATURDAY + timedelta(days=3)) == 1


def test_nobody_passes_it_on_before_its_days_are_over(row, people):
    with pytest.raises(Refused, match="意见期到 2012-12-14"):
        opinions.pass_on(row, at=FRIDAY, by=people["reviewer"])


def test_the_timetable_passes_on_what_lies_behind_the_wall(row):
    with wall.parts([]):
        assert pass_on_opinions() == 1  # years later, by the machine's own clock

    assert ReliefApplication.objects.everywhere("tests").get().state == "county_review"


def test_run_twice_it_passes_on_once(row):
    opinions.pass_on_due(at=SATURDAY)

    assert opinions.pass_on_due(at=SATURDAY) == 0
