"""The ledger of any span of years: opening, in, out, balance; every figure is its entries. Rules L1 to L3."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from hardship.models import FundEntry
from hardship.reports import ledger
from tests.hardship.families import make_source
from tests.hardship.money.world import ON, fresh, read, sealed_batch

pytestmark = pytest.mark.django_db


def enter(source, kind, on, amount):
    FundEntry.objects.create(source=source, kind=kind, on=on, amount=Decimal(amount), at=timezone.now())


def sums(first, last):
    return {source.code: found for source, found in ledger.ledger(first, last)}


@pytest.fixture
def three_years():
    source = make_source("SN01", money="1000.00")  # opened on 3 December 2012
    enter(source, "receipt", date(2012, 12, 31), "200.00")
    enter(source, "receipt", date(2013, 1, 1), "30.00")
    enter(source, "visit", date(2013, 6, 1), "-400.00")
    enter(source, "correction", date(2013, 12, 31), "-5.00")
    enter(source, "receipt", date(2014, 1, 1), "7.00")
    return source


def row(*values):
    return ledger.Sums(*(Decimal(value) for value in values))


def test_each_year_begins_where_the_last_one_ended(three_years):
    years = [sums(date(year, 1, 1), date(year, 12, 31))["SN01"] for year in (2012, 2013, 2014)]

    assert years == [
        row("1000", "200", "0", "0", "0", "1200"),
        row("1200", "30", "-5", "0", "400", "825"),
        row("825", "7", "0", "0", "0", "832"),
    ]


def test_a_span_of_years_is_one_row(three_years):
    assert sums(date(2012, 1, 1), date(2014, 12, 31))["SN01"] == row("1000", "237", "-5", "0", "400", "832")
    assert fresh(three_years).balance == Decimal("832.00")


def test_first_and_last_day_are_inside(three_years):
    found = sums(date(2012, 12, 31), date(2013, 1, 1))["SN01"]

    assert found == row("1000", "230", "0", "0", "0", "1230")


def test_a_source_not_yet_opened_is_not_there(three_years):
    assert sums(date(2011, 1, 1), date(2011, 12, 31)) == {}


def test_a_source_without_an_entry_is_there_with_zeros():
    make_source("LX09", money="1.00")

    assert sums(date(2013, 1, 1), date(2013, 12, 31))["LX09"].balance == 1


def test_total_is_the_sum_of_all_sources(three_years):
    make_source("LX09", money="10.00")

    found = ledger.total(ledger.ledger(date(2013, 1, 1), date(2013, 12, 31)))

    assert found == row("1210", "30", "-5", "0", "400", "835")


def test_paid_is_what_went_and_did_not_come_back(world):
    batch = sealed_batch(world, 3)
    read(world, batch, True, False, True)

    [(_, found)] = ledger.ledger(date(2013, 1, 1), date(2013, 12, 31))

    assert found == row("100000", "0", "0", "2000", "0", "98000")


def test_every_row_balances(three_years, world):
    for first, last in ((date(2012, 1, 1), ON), (date(2013, 1, 1), date(2013, 6, 30)), (ON, date(2014, 12, 31))):
        for _, one in ledger.ledger(first, last):
            assert one.opening + one.received + one.corrected - one.paid - one.visits == one.balance


def test_entries_behind_a_figure_add_up_to_it(three_years):
    span = (date(2013, 1, 1), date(2013, 12, 31))
    found = sums(*span)["SN01"]

    for figure, sign in (("opening", 1), ("received", 1), ("corrected", 1), ("visits", -1), ("paid", -1)):
        behind = sum(entry.amount for entry in ledger.entries(three_years, *span, figure))
        assert behind * sign == getattr(found, figure)


def test_entries_carry_the_balance_after_them(three_years):
    after = [entry.after for entry in ledger.entries(three_years, date(2013, 1, 1), date(2013, 12, 31))]

    assert after == [Decimal("1230.00"), Decimal("830.00"), Decimal("825.00")]


def test_a_page_of_entries_still_knows_the_balance(three_years):
    entries = ledger.entries(three_years, date(2012, 1, 1), date(2014, 12, 31))

    assert [entry.after for entry in entries[3:5]] == [Decimal("830.00"), Decimal("825.00")]


@pytest.mark.parametrize("count", [1, 10])
def test_ten_sources_cost_what_one_costs(django_assert_num_queries, count):
    for number in range(count):
        make_source(f"S{number}")

    with django_assert_num_queries(2):
        ledger.ledger(date(2013, 1, 1), date(2013, 12, 31))
