"""Working days and the clock of a notice. Rules W1 to W5 in docs/rules/hardship.md; the worked examples stand here."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardship.public_holidays import calendar, is_arranged
from hardship.workdays import Stop, after, corrected, counted, last_day, passed, weekdays_but

CHINA = calendar()
PLAIN = weekdays_but(())  # no holidays at all


def day(text: str) -> date:
    return date.fromisoformat(text)


# What the State Council announced: 国办发明电〔2024〕12号 for 2025, 国办发明电〔2025〕7号 for 2026.
@pytest.mark.parametrize(
    ("first", "last", "worked"),
    [
        ("2025-01-26", "2025-02-08", "01-26 01-27 02-05 02-06 02-07 02-08"),
        ("2025-04-26", "2025-05-06", "04-27 04-28 04-29 04-30 05-06"),
        ("2025-09-27", "2025-10-11", "09-28 09-29 09-30 10-09 10-10 10-11"),
        ("2026-01-01", "2026-01-05", "01-04 01-05"),
        ("2026-02-13", "2026-02-28", "02-13 02-14 02-24 02-25 02-26 02-27 02-28"),
        ("2011-12-30", "2012-01-04", "12-30 12-31 01-04"),  # made up for in the year before
    ],
)
def test_public_holidays_and_make_up_days_are_known(first, last, worked):
    span = (day(last) - day(first)).days + 1
    days = [day(first) + timedelta(days=n) for n in range(span)]

    assert [f"{day:%m-%d}" for day in days if CHINA(day)] == worked.split()


@pytest.mark.parametrize(
    ("posted", "last"),
    [
        ("2025-01-24", "2025-02-07"),  # a Friday; Sunday 26 is worked, Spring Festival is not
        ("2025-01-27", "2025-02-10"),  # Saturday 8 February is worked
        ("2025-02-08", "2025-02-14"),  # posted on a make-up Saturday, which is not counted
        ("2025-02-09", "2025-02-14"),  # posted on a Sunday
        ("2026-02-13", "2026-02-27"),  # Saturday 14 is worked; then Spring Festival to Monday 23
        ("2026-09-18", "2026-09-24"),  # Sunday 20 September is worked
        ("2025-12-29", "2026-01-06"),  # over New Year; Sunday 4 January is worked
    ],
)
def test_five_working_days_pass_as_the_worked_examples_say(posted, last):
    assert last_day(day(posted), 5, CHINA) == day(last)
    assert not passed(day(posted), 5, day(last), CHINA)
    assert passed(day(posted), 5, day(last) + timedelta(days=1), CHINA)


@pytest.mark.parametrize(
    ("raised", "answered", "last"),
    [
        ("2025-03-04", "2025-03-04", "2025-03-11"),  # raised and answered on a Tuesday: one day does not count
        ("2025-03-05", "2025-03-06", "2025-03-12"),
        ("2025-03-08", "2025-03-09", "2025-03-10"),  # a weekend costs nothing
        ("2025-03-03", "2025-03-03", "2025-03-10"),  # nor does the day of posting
        ("2025-03-10", "2025-03-12", "2025-03-13"),  # on the last day itself
        ("2025-03-11", "2025-03-14", "2025-03-10"),  # after it: what has passed has passed
    ],
)
def test_an_objection_stops_the_clock_for_every_day_it_touches(raised, answered, last):
    stops = [Stop(day(raised), day(answered))]

    assert last_day(day("2025-03-03"), 5, CHINA, stops) == day(last)


def test_an_open_objection_leaves_the_end_unknown():
    assert last_day(day("2025-03-03"), 5, CHINA, [Stop(day("2025-03-05"))]) is None
    assert not passed(day("2025-03-03"), 5, day("2026-03-03"), CHINA, [Stop(day("2025-03-05"))])


def test_an_objection_raised_after_the_end_must_still_be_answered():
    stops = [Stop(day("2025-03-12"))]

    assert last_day(day("2025-03-03"), 5, CHINA, stops) == day("2025-03-10")
    assert not passed(day("2025-03-03"), 5, day("2025-03-20"), CHINA, stops)


def test_a_body_that_is_silent_for_three_working_days_is_passed_over_at_their_end():
    assert after(day("2025-01-27"), 3, CHINA) == day("2025-02-07")


def test_the_county_corrects_a_year_that_is_not_yet_arranged():
    corrections = {day("2027-02-14"): True, day("2027-02-11"): False}  # a Sunday worked, a Thursday off

    assert not is_arranged(2027)
    assert is_arranged(2026)
    assert last_day(day("2027-02-04"), 2, calendar()) == day("2027-02-12")
    assert last_day(day("2027-02-04"), 2, calendar(corrections)) == day("2027-02-14")


@pytest.mark.parametrize("days", [0, -1])
def test_a_notice_of_no_days_is_a_mistake(days):
    with pytest.raises(ValueError, match="one"):
        last_day(day("2025-03-03"), days, PLAIN)
    with pytest.raises(ValueError, match="one"):
        after(day("2025-03-03"), days, PLAIN)


def test_a_calendar_without_working_days_does_not_hang():
    with pytest.raises(ValueError, match="calendar"):
        last_day(day("2025-03-03"), 1, lambda day: False)
    with pytest.raises(ValueError, match="calendar"):
        after(date.max, 1, PLAIN)


NEAR = st.dates(date(2024, 12, 1), date(2025, 3, 31))
STOPS = st.lists(
    st.tuples(NEAR, st.integers(0, 12) | st.none()).map(
        lambda pair: Stop(pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1]))
    ),
    max_size=4,
)
DAYS_OFF = st.sets(NEAR, max_size=40)


def twin(posted, days, works, stops):
    """Plain: a list of days, struck out one after the other, and the n-th that is left."""
    year = [posted + timedelta(days=n) for n in range(1, 400)]
    for stop in stops:
        end = stop.until or date.max
        year = [day for day in year if not (stop.since <= day <= end)]
    left = [day for day in year if works(day)]
    return left[days - 1] if len(left) >= days else None


@given(posted=NEAR, days=st.integers(1, 15), off=DAYS_OFF, made_up=DAYS_OFF, stops=STOPS)
def test_the_clock_agrees_with_the_twin(posted, days, off, made_up, stops):
    works = weekdays_but(off, made_up)

    assert last_day(posted, days, works, stops) == twin(posted, days, works, stops)


@given(posted=NEAR, days=st.integers(1, 15), on=NEAR, off=DAYS_OFF, stops=STOPS)
def test_a_notice_has_passed_exactly_when_its_days_are_counted_and_nothing_is_open(posted, days, on, off, stops):
    works = weekdays_but(off)
    nothing_open = all(stop.until is not None for stop in stops)

    assert passed(posted, days, on, works, stops) == (nothing_open and len(counted(posted, on, works, stops)) >= days)


@given(posted=NEAR, days=st.integers(1, 10), off=DAYS_OFF, stops=STOPS, more=STOPS)
def test_another_objection_never_ends_a_notice_earlier(posted, days, off, stops, more):
    works = weekdays_but(off)

    earlier, later = (last_day(posted, days, works, some) for some in (stops, stops + more))

    assert later is None or (earlier is not None and later >= earlier)


@given(one=NEAR, works=st.booleans())
def test_a_correction_wins_over_the_arrangement(one, works):
    assert corrected(CHINA, {one: works})(one) is works
