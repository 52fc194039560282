"""Sources, budgets and ledgers at the desk: finance keeps them, the others look."""

import re
from decimal import Decimal

import pytest

from accounts.models import BookEntry
from hardship.models import Budget, FundEntry, FundSource
from tests.factories import make_colleague
from tests.hardship.families import make_source
from tests.hardship.money.world import approved, fresh, read, sealed_batch

pytestmark = pytest.mark.django_db
LIST = "/admin/hardship/fundsource/"
NEW = {
    "code": "BJ01",
    "name": "本级工会经费",
    "kind": "own",
    "opened_on": "2013-01-01",
    "opening": "5,000.00元",
    "note": "",
}


def page(client, url, **given):
    response = client.get(url, given)
    return response.status_code, response.content.decode()


def test_finance_opens_a_source_with_what_it_held(desk, world):
    response = desk.post(f"{LIST}add/", NEW)

    source = FundSource.objects.get(code="BJ01")
    assert response.headers["Location"] == f"{LIST}{source.pk}/change/"
    assert source.balance == Decimal("5000.00")


def test_a_source_opened_twice_with_one_press_is_one(desk, world):
    form = NEW | {"once": "7d3a1c1e-9a51-4c70-b4c5-7f6f0f0f0a01"}
    desk.post(f"{LIST}add/", form)
    desk.post(f"{LIST}add/", form)

    assert FundSource.objects.filter(code="BJ01").count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"opening": "1.234"}, "最多两位小数"),
        ({"opened_on": "2013-02-30"}, "没有这一天"),
        ({"code": "ZJ01"}, "已经有了"),
    ],
)
def test_malformed_source_is_shown_again_with_what_is_wrong(desk, world, change, said):
    response = desk.post(f"{LIST}add/", NEW | change)

    assert said in response.content.decode()
    assert FundSource.objects.count() == 1


def receive(client, source, **given):
    form = {"amount": "1170", "on": "2013-01-10", "note": "省总拨款"} | given
    return client.post(f"{LIST}{source.pk}/receive/", form, follow=True)


def test_finance_enters_money_that_came_in(desk, world):
    response = receive(desk, world.source)

    assert "已登记收入 1,170.00元" in response.content.decode()
    assert fresh(world.source).balance == Decimal("101170.00")
    assert FundEntry.objects.latest("pk").by == world.cashier


def test_money_entered_twice_with_one_press_counts_once(desk, world):
    for _ in range(2):
        receive(desk, world.source, once="7d3a1c1e-9a51-4c70-b4c5-7f6f0f0f0a02")

    assert fresh(world.source).balance == Decimal("101170.00")


def test_a_correction_goes_either_way(desk, world):
    form = {"direction": "less", "amount": "70.00", "on": "2013-01-10", "reason": "多记"}
    response = desk.post(f"{LIST}{world.source.pk}/correct/", form, follow=True)

    assert "已更正 -70.00元" in response.content.decode()
    assert fresh(world.source).balance == Decimal("99930.00")


def test_too_much_is_refused_in_the_form(desk, world):
    form = {"direction": "less", "amount": "100000.01", "on": "2013-01-10", "reason": "多记"}

    assert "余额只有" in desk.post(f"{LIST}{world.source.pk}/correct/", form).content.decode()


def test_a_sum_that_no_column_holds_is_refused_in_the_form(desk, world):
    budget = desk.post(f"/admin/hardship/budget/{world.budget.pk}/edit/", {"amount": "99999999999"})

    assert "小于 100 亿元" in budget.content.decode()
    assert "超过 1 万亿元" in receive(desk, world.source, amount="999999999999").content.decode()


def test_the_page_says_the_balance_in_words_and_leads_to_the_entries(desk, world):
    _, text = page(desk, f"{LIST}{world.source.pk}/change/")

    assert "100,000.00" in text
    assert "壹拾万元整" in text
    assert f"{LIST}{world.source.pk}/ledger/?figure=paid" in text


def test_finance_sets_and_changes_a_budget(desk, world):
    other = make_source("XJ02")
    form = {"programme": world.programme.pk, "source": other.pk, "amount": "3,000"}
    response = desk.post("/admin/hardship/budget/add/", form)
    budget = Budget.objects.get(source=other)
    assert response.headers["Location"] == f"/admin/hardship/budget/{budget.pk}/change/"

    desk.post(f"/admin/hardship/budget/{budget.pk}/edit/", {"amount": "4000"})

    assert fresh(budget).amount == Decimal("4000.00")


def test_a_second_budget_of_the_same_source_says_where_to_change_it(desk, world):
    form = {"programme": world.programme.pk, "source": world.source.pk, "amount": "1"}

    assert "调整预算" in desk.post("/admin/hardship/budget/add/", form).content.decode()
    assert fresh(world.budget).amount == Decimal("50000.00")


def test_a_budget_below_what_is_approved_is_refused_in_the_form(desk, world):
    approved(world, Decimal("1170.00"))

    response = desk.post(f"/admin/hardship/budget/{world.budget.pk}/edit/", {"amount": "1000"})

    assert "不能低于" in response.content.decode()


def test_the_ledger_opens_every_figure_down_to_the_payment(desk, world):
    batch = sealed_batch(world, 2)
    read(world, batch, True, False)
    span = {"first": "2013-01-01", "last": "2013-12-31"}

    _, text = page(desk, f"{LIST}ledger/", **span)
    assert f"{LIST}{world.source.pk}/ledger/?first=2013-01-01&amp;last=2013-12-31&amp;figure=paid" in text
    assert "99,000.00" in text

    status, behind = page(desk, f"{LIST}{world.source.pk}/ledger/", **span, figure="paid")
    assert status == 200
    assert len(re.findall(r"/admin/hardship/payment/\d+/", behind)) == 3  # two went, one came back
    assert "困难100" in behind


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"first": "2013-13-01"}, 400),
        ({"first": "2014-01-01", "last": "2013-01-01"}, 400),
        ({"first": "0001-01-01"}, 400),
        ({}, 200),
    ],
)
def test_odd_spans_are_answered_with_a_sentence(desk, world, given, status):
    assert page(desk, f"{LIST}ledger/", **given)[0] == status
    assert page(desk, f"{LIST}{world.source.pk}/ledger/", **given)[0] == status
    assert desk.get(f"{LIST}ledger/workbook/", given).status_code == status


@pytest.mark.parametrize("given", [{"figure": "nosuch"}, {"page": "99"}])
def test_what_is_not_there_is_404(desk, world, given):
    assert page(desk, f"{LIST}{world.source.pk}/ledger/", **given)[0] == 404


def test_the_ledger_leaves_as_a_workbook_and_the_book_says_so(desk, world):
    response = desk.get(f"{LIST}ledger/workbook/", {"first": "2012-01-01", "last": "2013-12-31"})

    assert response.content[:2] == b"PK"
    assert BookEntry.objects.filter(act="funds.download_ledger", by=world.cashier).count() == 1


@pytest.mark.parametrize("role", ["auditor", "rights_staff", "approver"])
def test_others_look_and_change_nothing(browser, world, county, role):
    client = browser(make_colleague("观察", role, county))

    assert page(client, LIST)[0] == page(client, f"{LIST}{world.source.pk}/change/")[0] == 200
    assert page(client, f"{LIST}ledger/")[0] == 200
    assert client.post(f"{LIST}add/", NEW).status_code == 403
    assert receive(client, world.source).status_code == 403
    assert client.post(f"/admin/hardship/budget/{world.budget.pk}/edit/", {"amount": "1"}).status_code == 403
    assert fresh(world.source).balance == Decimal("100000.00")


@pytest.mark.parametrize("role", ["system_admin", "organisation_staff"])
def test_whoever_has_no_part_in_relief_sees_no_money(browser, world, county, role):
    client = browser(make_colleague("别人", role, county))

    assert {page(client, url)[0] for url in (LIST, f"{LIST}ledger/", "/admin/hardship/budget/")} == {403}


def test_ten_sources_cost_what_one_costs(desk, world, django_assert_max_num_queries):
    def count(url):
        with django_assert_max_num_queries(60) as queries:
            desk.get(url)
        return len(queries)

    urls = [LIST, f"{LIST}ledger/", "/admin/hardship/budget/"]
    first = [count(url) for url in urls]
    first = [count(url) for url in urls]
    for number in range(9):
        make_source(f"S{number}")

    assert [count(url) for url in urls] == first
