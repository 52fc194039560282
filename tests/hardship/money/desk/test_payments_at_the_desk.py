"""One payment and its story; the list of what failed. Finance reads what a payment needs, and no illness, no income."""

from decimal import Decimal

import pytest

from accounts.models import BookEntry
from hardship.models import FileVersion
from hardship.operations import sealing
from tests.factories import make_colleague
from tests.hardship.money.world import WHEN, approved, batch_of, fresh, payments, read, sealed_batch, state

pytestmark = pytest.mark.django_db
LIST = "/admin/hardship/payment/"
SECRETS = ("尿毒症", "42120", "42,120", "6217000000000000100", "13900000000", "云岭县天河镇", "一家三口")


def text_of(client, url, **given):
    response = client.get(url, given)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def at(payment, page="change"):
    return f"{LIST}{payment.pk}/{page}/"


@pytest.fixture
def paid(world):
    """A payment whose application is full of what finance has no business with."""
    approved(world, Decimal("1170.00"), health="尿毒症", main_cause="本人大病", description="尿毒症，一家三口")
    batch = sealing.seal(batch_of(world), **WHEN, by=world.cashier)
    read(world, batch, True)
    return payments(batch)[0]


def test_the_story_leads_from_payment_to_ledger_steps_and_batch(desk, world, paid):
    page = text_of(desk, at(paid))

    assert "壹仟壹佰柒拾元整" in page
    assert "**** 0100" in page
    for who in ("周申报", "吴审核", "郑批准", "王财务"):
        assert who in page
    assert f"/admin/hardship/paymentbatch/{paid.batch_id}/change/" in page
    assert f"/admin/hardship/fundsource/{world.source.pk}/ledger/" in page


def test_finance_sees_no_illness_no_income_no_number(desk, world, paid):
    seen = [
        text_of(desk, at(paid)),
        text_of(desk, LIST),
        text_of(desk, f"/admin/hardship/paymentbatch/{paid.batch_id}/change/"),
        text_of(desk, f"/admin/hardship/fundsource/{world.source.pk}/ledger/", first="2013-01-01", last="2013-12-31"),
    ]

    found = {secret for page in seen for secret in SECRETS if secret in page}
    assert found == set()
    assert FileVersion.objects.everywhere("tests").get(file=paid.application.file).facts.health == "尿毒症"


def test_finance_is_shown_no_way_to_the_application_or_the_file(desk, paid):
    page = text_of(desk, at(paid))

    assert "/admin/hardship/reliefapplication/" not in page
    assert "/admin/hardship/hardshipfile/" not in page


def test_the_whole_account_is_shown_for_a_reason_that_the_book_keeps(desk, paid):
    page = desk.post(at(paid, "account"), {"reason": "与银行核对"}).content.decode()

    assert "6217000000000000100" in page
    line = BookEntry.objects.get(act="personal.show")
    assert (line.details["field"], line.details["reason"]) == ("银行账号", "与银行核对")


@pytest.mark.parametrize(("role", "status"), [("auditor", 200), ("rights_staff", 403), ("approver", 403)])
def test_the_whole_account_is_for_finance_and_the_auditor(browser, county, paid, role, status):
    client = browser(make_colleague("观察", role, county))

    assert client.get(at(paid)).status_code == 200
    assert client.get(at(paid, "account")).status_code == status


def test_one_is_taken_out_of_a_draft(desk, world):
    one = payments(batch_of(world, 2))[0]

    desk.post(at(one, "remove"), {"reason": "待核实"})

    assert (fresh(one).state, fresh(one.batch).count) == ("removed", 1)


def test_none_is_taken_out_of_a_file(desk, world):
    one = payments(sealed_batch(world, 2))[0]

    assert desk.get(at(one, "remove")).status_code == 302
    assert at(one, "remove") not in text_of(desk, at(one))


def test_failed_ones_are_listed_until_they_are_paid_again(desk, world):
    read(world, sealed_batch(world, 2), True, False)
    assert "困难101" in text_of(desk, LIST, failed="open")
    assert "困难100" not in text_of(desk, LIST, failed="open")

    again = sealing.seal(batch_of(world), **WHEN, by=world.cashier)

    assert "困难101" not in text_of(desk, LIST, failed="open")
    assert "困难101" in text_of(desk, LIST, failed="again")
    page = text_of(desk, at(payments(again)[0]))
    assert "这一期的各次发放" in page
    assert "账户已销户" in page


def test_a_failed_one_is_left_for_a_new_approval(desk, world):
    batch = sealed_batch(world, 1)
    read(world, batch, False)

    desk.post(at(payments(batch)[0], "release"), {"reason": "户名要换"})

    assert state(world.applications[0]) == "approved"


@pytest.mark.parametrize(
    ("given", "there"),
    [
        ({"state__exact": "paid"}, True),
        ({"state__exact": "failed"}, False),
        ({"batch": "FF20130115-01"}, True),
        ({"batch": "FF20130115-02"}, False),
        ({"q": "困难100"}, True),
        ({"q": "别人"}, False),
    ],
)
def test_the_list_is_narrowed(desk, world, given, there):
    read(world, sealed_batch(world, 1), True)

    assert ("**** 0100" in text_of(desk, LIST, **given)) is there


@pytest.mark.parametrize(
    "lookup", ["account_sealed__startswith=k", "application__file__name=x", "application__members=3"]
)
def test_the_list_answers_no_question_but_its_own(desk, world, lookup):
    assert desk.get(f"{LIST}?{lookup}").status_code == 400


@pytest.mark.parametrize("role", ["system_admin", "organisation_staff"])
def test_whoever_has_no_part_in_relief_sees_no_payment(browser, county, paid, role):
    client = browser(make_colleague("别人", role, county))

    assert client.get(LIST).status_code == 403
    assert client.get(at(paid)).status_code in {403, 404}


def test_ten_payments_cost_what_one_costs(desk, world, django_assert_max_num_queries):
    def count(url):
        with django_assert_max_num_queries(60) as queries:
            desk.get(url)
        return len(queries)

    first = payments(batch_of(world, 1))[0]
    count(LIST)
    few, story = count(LIST), count(at(first))
    batch_of(world, 9)

    assert (count(LIST), count(at(first))) == (few, story)
