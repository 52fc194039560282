"""帮扶资金发放表: who is paid what in a batch, accounts masked (hardship.md §5)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hardship.sheets.content import Paper, Signing, Table
from hardship.sheets.words import day, figure, sum_in_full

HEADS = ("序号", "申请编号", "姓名", "单位工会", "开户行", "账号", "金额（元）", "资金来源", "结果")
WIDTHS = (1, 4, 2, 5, 4, 3, 2, 2, 2)


@dataclass(frozen=True)
class Paid:
    """A payment as it may be listed: `card` is masked already, `outcome` says how it went where it is known."""

    number: str
    name: str
    union: str
    bank: str
    card: str
    amount: Decimal
    source: str
    outcome: str = ""


@dataclass(frozen=True)
class BatchFacts:
    union_id: int
    county: str
    row_id: int
    batch: str
    programme: str
    made_on: date | None
    payments: tuple[Paid, ...]

    @property
    def total(self) -> Decimal:
        return sum((one.amount for one in self.payments), Decimal())


def payments_paper(facts: BatchFacts) -> Paper:
    rows = tuple(
        (str(number), one.number, one.name, one.union, one.bank, one.card, figure(one.amount), one.source, one.outcome)
        for number, one in enumerate(facts.payments, 1)
    )
    return Paper(
        kind="payments",
        union_id=facts.union_id,
        body=facts.county,
        row_id=facts.row_id,
        version="",
        of=facts.batch,
        subtitle=facts.programme,
        left=f"发放单位：{facts.county}　　批次：{facts.batch}",
        right=f"制单日期：{day(facts.made_on)}　　共 {len(rows)} 笔",
        blocks=(
            Table(
                "",
                HEADS,
                WIDTHS,
                rows,
                frozenset({6}),
                frozenset({0, 2, 5, 8}),
                total=("合计", sum_in_full(facts.total)),
            ),
            Signing(("制表：", "复核：", "审批：", "财务负责人：")),
        ),
        persons=len(rows),
        is_wide=True,
    )
