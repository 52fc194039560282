"""审批: whose hand, how much, of which budgets, sealed."""

from decimal import Decimal

import pytest
from django.db import connection

from accounts.refused import Refused
from hardship import public
from hardship.models import AmountChange, Instalment, ReliefApplication
from hardship.operations import applications, approving, online
from hardship.operations.approving import Share, parts_of
from hardship.seals import broken
from hardship.transitions import State
from tests.accounts.test_index_rotation import to_the_new_key
from tests.factories import make_colleague
from tests.hardship.families import contents, make_budget, make_file, make_source, move
from tests.hardship.flow.hands import LATER, submitted, to_approval

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget(programme):
    return make_budget(programme, make_source(), "5000.00")


@pytest.fixture
def row(file, programme, people, budget):
    return to_approval(submitted(file, programme, people["chair"]), people)


def approve(row, budget, people, amount="1000.00", **given):
    return approving.approve(
        row, [Share(budget, Decimal(amount))], at=LATER, by=given.pop("by", people["leader"]), **given
    )


def parts(row):
    return Instalment.objects.everywhere("tests").filter(application=row, revoked_at=None).order_by("number")


def stored():
    return ReliefApplication.objects.everywhere("tests").order_by("pk")


def test_an_approval_sets_the_money_aside(row, budget, people):
    approve(row, budget, people)

    row.refresh_from_db()
    budget.refresh_from_db()
    assert (row.state, row.approved, budget.reserved) == ("approved", 1000, 1000)
    assert [(one.number, one.amount, one.budget) for one in parts(row)] == [(1, 1000, budget)]


def test_the_reviewer_does_not_approve_and_is_told_so_kindly(row, budget, people):
    with pytest.raises(
        Refused, match="您（或同名同电话的另一个账号）已在“县级审核”环节办理过这份申请，审批要由另一个人办理"
    ):
        approve(row, budget, people, by=people["reviewer"])


def test_nor_with_a_second_account(row, budget, people, county):
    second = make_colleague("second", "approver", county)
    second.name = people["reviewer"].name
    second.save()

    with pytest.raises(Refused, match="同名同电话的另一个账号"):
        approve(row, budget, people, by=second)


@pytest.mark.parametrize(
    ("amount", "why"), [("3000.01", "每户最高"), ("0.00", "大于 0"), ("900.00", "与拟帮扶金额不同，请写明原因")]
)
def test_one_thing_wrong_with_the_amount(row, budget, people, amount, why):
    with pytest.raises(Refused, match=why):
        approve(row, budget, people, amount)


def test_another_amount_has_its_reason(row, budget, people):
    approve(row, budget, people, "900.00", opinion="已享受低保")

    change = AmountChange.objects.everywhere("tests").latest("pk")
    assert (change.old, change.new, change.reason) == (1000, 900, "已享受低保")


def test_not_a_fen_more_than_the_budget_has_left(row, programme, people):
    other = make_budget(programme, make_source("ZY02"), "999.99")

    with pytest.raises(Refused, match="只剩 999.99元，不够批准 1,000.00元"):
        approve(row, other, people)


def test_several_sources_share_one_household(row, programme, budget, people):
    other = make_budget(programme, make_source("ZY02"), "400.00")
    programme.instalments = 2
    programme.save()
    row.refresh_from_db()

    approving.approve(
        row, [Share(budget, Decimal("600.01")), Share(other, Decimal("399.99"))], at=LATER, by=people["leader"]
    )

    found = [(one.number, one.budget_id, str(one.amount)) for one in parts(row)]
    assert found == [(1, budget.pk, "500.00"), (2, budget.pk, "100.01"), (3, other.pk, "399.99")]


@pytest.mark.parametrize(("total", "times"), [("1000.00", 3), ("0.05", 3), ("100.01", 12), ("999.99", 7)])
def test_parts_make_up_the_sum_to_the_fen(budget, total, times):
    found = [amount for _, amount in parts_of([Share(budget, Decimal(total))], times)]

    assert sum(found) == Decimal(total)
    assert max(found) - min(found) <= Decimal("0.01")


def test_a_closed_source_gives_nothing(row, budget, people):
    budget.source.is_closed = True
    budget.source.save()

    with pytest.raises(Refused, match="已停用"):
        approve(row, budget, people)


def test_what_was_approved_is_sealed(row, budget, people):
    approve(row, budget, people)
    row.refresh_from_db()

    assert broken([row]) == []
    approving.demand_sealed([row])


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE hardship_reliefapplication SET approved = approved + 1",
        "UPDATE hardship_reliefapplication SET name = '别人'",
        "UPDATE hardship_instalment SET amount = amount + 1",
        "UPDATE hardship_step SET by_id = NULL WHERE act = 'approve'",
    ],
)
def test_whoever_rewrites_it_past_every_guard_breaks_the_seal(row, budget, people, tampering):
    approve(row, budget, people)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(tampering)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    row.refresh_from_db()

    with pytest.raises(Refused, match="与批准时的内容不一致"):
        approving.demand_sealed([row])


def test_an_approval_is_revoked_and_made_anew(row, budget, people):
    approve(row, budget, people)
    approving.revoke(row, reason="金额有误", at=LATER, by=people["second_leader"])
    row.refresh_from_db()
    budget.refresh_from_db()
    assert (row.state, row.approved, row.approval_seal, budget.reserved) == ("approval", None, "", 0)

    approve(row, budget, people, "800.00", opinion="改为 800 元")

    row.refresh_from_db()
    budget.refresh_from_db()
    assert (row.approved, budget.reserved, broken([row])) == (800, 800, [])


def test_nobody_is_named_on_the_internet_whose_approval_is_revoked(row, budget, people, county):
    approve(row, budget, people)
    applications.consent(row, on=LATER.date(), by=None)
    page = online.publish(row.programme, county, at=LATER, by=None)
    assert public.page(page.token, LATER.date()).names

    approving.revoke(row, reason="金额有误", at=LATER, by=people["second_leader"])

    assert not public.page(page.token, LATER.date()).names


def test_what_is_disapproved_is_refused_with_its_reason(row, people):
    with pytest.raises(Refused, match="原因"):
        approving.disapprove(row, reason="", at=LATER, by=people["leader"])
    approving.disapprove(row, reason="已有其他救助", at=LATER, by=people["leader"])

    row.refresh_from_db()
    assert (row.state, row.result) == ("refused", "已有其他救助")


def test_the_leader_sends_back_to_a_named_step(row, people):
    approving.send_back(row, to=State.COUNTY_REVIEW, reason="请核实房产", at=LATER, by=people["leader"])

    row.refresh_from_db()
    assert row.state == "county_review"


@pytest.fixture
def three(mill, programme, people, budget):
    return [
        to_approval(submitted(make_file(mill.union, said=contents(number)), programme, people["chair"]), people)
        for number in (1, 2, 3)
    ]


def test_many_are_approved_with_their_total(three, budget, people):
    done = approving.approve_many(three, [budget], at=LATER, by=people["leader"])

    assert (len(done.rows), done.total, done.refused) == (3, 3000, [])
    assert list(stored().values_list("state", flat=True)) == ["approved"] * 3


def test_of_many_those_that_may_not_are_named_and_the_others_approved(three, budget, people):
    approve(three[0], budget, people, by=people["second_leader"])

    done = approving.approve_many(three, [budget], at=LATER, by=people["leader"])

    assert [row.pk for row in done.rows] == [row.pk for row in three[1:]]
    assert [(row.pk, "second_leader已于" in why) for row, why in done.refused] == [(three[0].pk, True)]


def test_budgets_that_do_not_reach_for_all_approve_nobody(three, programme, people):
    small = make_budget(programme, make_source("ZY02"), "2999.99")

    with pytest.raises(Refused, match="没有批准任何一份"):
        approving.approve_many(three, [small], at=LATER, by=people["leader"])

    assert set(stored().values_list("state", flat=True)) == {"approval"}


def test_the_next_budget_pays_once_the_first_is_used_up(three, programme, budget, people):
    first = make_budget(programme, make_source("ZY02"), "1500.00")

    approving.approve_many(three, [first, budget], at=LATER, by=people["leader"])

    first.refresh_from_db()
    budget.refresh_from_db()
    assert (first.reserved, budget.reserved) == (1500, 1500)
    assert sum(one.amount for one in parts(three[1])) == 1000
    assert parts(three[1]).count() == 2


def test_the_cashier_pays_what_was_approved_after_other_hands(row, budget, people):
    move(approve(row, budget, people), "pay", "paying", by=people["cashier"])

    with pytest.raises(Refused, match="现在是“发放中”"):
        approving.revoke(row, reason="试", at=LATER, by=people["leader"])


def test_the_seal_agrees_under_another_index_key(row, budget, people, settings):
    approve(row, budget, people)

    to_the_new_key(settings)

    row.refresh_from_db()
    assert broken([row]) == []
