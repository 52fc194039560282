"""汇总平衡: amounts with reasons, ceilings, the budget, and who is left behind."""

from decimal import Decimal

import pytest

from accounts.refused import Refused
from hardship.models import AmountChange, Budget, ReliefApplication, Step
from hardship.operations import approving, balancing, proposing
from hardship.operations.approving import Share
from hardship.waiting import available, ranked
from tests.hardship.families import contents, make_budget, make_file, make_programme, make_source
from tests.hardship.flow.hands import LATER, reviewed, submitted, to_approval

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget(programme):
    return make_budget(programme, make_source(), "2500.00")


@pytest.fixture
def waiting(mill, programme, people, budget):
    """Three families on the list, the poorest first: 1 170.00, 1 300.00 and 1 400.00 per head."""

    def family(number, income):
        said = contents(number)
        worker, *others = said.household
        said = type(said)(said.file, (type(worker)(**{**vars(worker), "income": Decimal(income)}), *others))
        return reviewed(submitted(make_file(mill.union, said=said), programme, people["chair"]), people)

    return [family(1, 42120), family(2, 46800), family(3, 50400)]


def changes(row):
    return AmountChange.objects.everywhere("tests").filter(application=row).order_by("pk")


def test_the_list_begins_with_the_poorest(waiting, programme):
    assert [one.key for one in ranked(programme)] == [row.pk for row in waiting]


def test_a_changed_amount_has_its_reason(waiting, people):
    row = waiting[0]
    with pytest.raises(Refused, match="请写明把李困难的金额改为 1,500.00元 的原因"):
        proposing.propose(row, Decimal(1500), reason=" ", at=LATER, by=people["reviewer"])
    proposing.propose(row, Decimal(1500), reason="两个子女上学", at=LATER, by=people["reviewer"])

    row.refresh_from_db()
    last = changes(row).last()
    assert (row.proposed, last.old, last.new, last.reason) == (1500, 1000, 1500, "两个子女上学")


def test_the_same_amount_writes_nothing(waiting, people):
    proposing.propose(waiting[0], Decimal("1000.00"), reason="", at=LATER, by=people["reviewer"])

    assert changes(waiting[0]).count() == 1


@pytest.mark.parametrize(
    ("amount", "why"),
    [("3000.01", "每户最高 3,000.00元"), ("0.00", "大于 0"), ("100.001", "两位小数"), ("-1", "大于 0")],
)
def test_an_amount_is_money_within_the_ceiling(waiting, people, amount, why):
    with pytest.raises(Refused, match=why):
        proposing.propose(waiting[0], Decimal(amount), reason="试", at=LATER, by=people["reviewer"])


def test_a_household_has_only_so_much_a_year(mill, programme, people, budget):
    other = make_programme("spring-2013", year_ceiling=Decimal(2500))
    said = contents(1)
    first = to_approval(submitted(make_file(mill.union, said=said), programme, people["chair"]), people)
    approving.approve(first, [Share(budget, Decimal(1000))], at=LATER, by=people["leader"])
    file = first.file
    second = reviewed(submitted(file, other, people["chair"]), people)

    proposing.propose(second, Decimal(1500), reason="大病", at=LATER, by=people["reviewer"])
    with pytest.raises(Refused, match="已批准 1,000.00元，这一次最多 1,500.00元"):
        proposing.propose(second, Decimal("1500.01"), reason="大病", at=LATER, by=people["reviewer"])


def test_those_chosen_go_to_the_leader_with_their_rank(waiting, programme, people):
    balancing.settle(programme, waiting[:2], at=LATER, by=people["reviewer"])

    found = ReliefApplication.objects.everywhere("tests").order_by("pk").values_list("state", "rank")
    assert list(found) == [("approval", 1), ("approval", 2), ("balancing", None)]


def test_above_the_budget_nobody_goes(waiting, programme, people):
    with pytest.raises(Refused, match="所选合计 3,000.00元，.*预算还剩 2,500.00元，超出 500.00元"):
        balancing.settle(programme, waiting, at=LATER, by=people["reviewer"])

    assert not ReliefApplication.objects.everywhere("tests").filter(state="approval").exists()


def test_what_waits_for_the_leader_is_taken_off_the_budget(waiting, programme, people):
    balancing.settle(programme, waiting[:2], at=LATER, by=people["reviewer"])

    assert available(programme) == 500
    with pytest.raises(Refused, match="预算还剩 500.00元"):
        balancing.settle(programme, waiting[2:], at=LATER, by=people["reviewer"])


def test_whoever_is_left_behind_is_left_for_a_reason(waiting, programme, people):
    with pytest.raises(Refused, match="有 1 户排在前面没有选中"):
        balancing.settle(programme, waiting[1:], at=LATER, by=people["reviewer"])
    balancing.settle(programme, waiting[1:], reason="第一户待入户核实", at=LATER, by=people["reviewer"])

    steps = Step.objects.everywhere("tests").filter(act="balance")
    assert {step.opinion for step in steps} == {"第一户待入户核实"}


def test_several_amounts_change_together_or_not_at_all(waiting, people):
    keys = [row.pk for row in waiting]
    with pytest.raises(Refused):
        balancing.set_amounts(
            {keys[0]: Decimal(800), keys[1]: Decimal(700)}, reasons={keys[0]: "平衡"}, at=LATER, by=people["reviewer"]
        )
    balancing.set_amounts(
        {keys[0]: Decimal(800), keys[1]: Decimal(1000)}, reasons={keys[0]: "平衡"}, at=LATER, by=people["reviewer"]
    )

    found = ReliefApplication.objects.everywhere("tests").order_by("pk").values_list("proposed", flat=True)
    assert list(found) == [800, 1000, 1000]


def test_those_cut_are_told_why(waiting, people):
    balancing.cut(waiting[2:], reason="本年资金有限", at=LATER, by=people["reviewer"])

    waiting[2].refresh_from_db()
    assert (waiting[2].state, waiting[2].result) == ("refused", "本年资金有限")


def test_without_a_budget_nobody_goes(waiting, programme, people):
    Budget.objects.all().delete()

    with pytest.raises(Refused, match="预算还剩 0.00元"):
        balancing.settle(programme, waiting[:1], at=LATER, by=people["reviewer"])
