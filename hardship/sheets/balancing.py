"""汇总平衡表: the programme's ranked list, where its money ends, what became of each household and why (hardship.md §5)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hardship.sheets.content import Paper, Signing, Table
from hardship.sheets.words import day, figure, sum_said

HEADS = (
    "名次",
    "档案编号",
    "姓名",
    "单位工会",
    "国家类别",
    "人均月收入\n（元）",
    "条件",
    "拟帮扶（元）",
    "累计（元）",
    "结果",
    "调整或不予帮扶的原因",
)
WIDTHS = (1, 3, 2, 4, 2, 2, 1, 2, 2, 2, 4)
NUMBERS, CENTRED = frozenset({5, 7, 8}), frozenset({0, 2, 4, 6, 9})
NOTICE = (
    "排序：先国家类别（深度困难、相对困难、意外致困、其他），再人均月收入低的，再符合条件多的，再已入会的，最后提交早的；排序只作参考，由人决定。"
    "姓名已隐去，按档案编号核对。内部材料，不得张贴或外传。"
)
NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Listed:
    """One household. `name` is masked already; `rank` 0 and `running` None where it has no place on the list."""

    rank: int
    file_code: str
    name: str
    union: str
    national: str
    per_capita: Decimal | None
    met: int
    amount: Decimal | None
    running: Decimal | None
    outcome: str
    reason: str = ""
    is_within: bool = False


@dataclass(frozen=True)
class BalancedFacts:
    """Those who wait in the order of their need, those sent on, those cut; `available` is what the waiting may draw on."""

    union_id: int
    county: str
    row_id: int
    programme: str
    on: date
    available: Decimal
    budget: Decimal
    waiting: tuple[Listed, ...]
    sent: tuple[Listed, ...]
    cut: tuple[Listed, ...]

    @property
    def every(self) -> tuple[Listed, ...]:
        return (*self.sent, *self.waiting, *self.cut)


def balancing_paper(facts: BalancedFacts) -> Paper:
    """The list of a moment: its day is part of it."""
    return Paper(
        kind="balancing",
        union_id=facts.union_id,
        body=facts.county,
        row_id=facts.row_id,
        version="",
        of=facts.programme,
        subtitle=facts.programme,
        left=f"项目预算 {sum_said(facts.budget)}　　待平衡可用 {sum_said(facts.available)}",
        right=f"制表日期：{day(facts.on)}　　共 {len(facts.every)} 户",
        blocks=(
            Table(
                "",
                HEADS,
                WIDTHS,
                tuple(_row(one) for one in facts.every),
                NUMBERS,
                CENTRED,
                total=("合计", _total(facts)),
                bands=tuple(_bands(facts)),
            ),
            Signing(("制表：", "权益保障部负责人：", "分管领导：")),
        ),
        notice=NOTICE,
        persons=len(facts.every),
        is_wide=True,
    )


def _row(one: Listed) -> tuple[str, ...]:
    return (
        str(one.rank) if one.rank else "—",
        one.file_code,
        one.name,
        one.union,
        one.national or "—",
        figure(one.per_capita),
        f"{one.met} 项",
        figure(one.amount),
        figure(one.running),
        one.outcome,
        one.reason,
    )


def _bands(facts: BalancedFacts) -> list[tuple[int, str]]:
    """The heads of the three parts, and the line to which the money reaches, by the row that they stand before."""
    found = []
    if facts.sent:
        found.append((0, f"已送审批 {len(facts.sent)} 户，合计 {sum_said(_sum(facts.sent))}（按送审时的名次）"))
    first = len(facts.sent)
    if facts.waiting:
        found.append((first, f"待平衡 {len(facts.waiting)} 户（按困难程度排序）"))
        within = [one for one in facts.waiting if one.is_within]
        reached = f"以上 {len(within)} 户合计 {sum_said(_sum(within))}，可用 {sum_said(facts.available)}"
        outside = len(facts.waiting) - len(within)
        below = (
            f"以下 {outside} 户不在预算之内"
            if outside
            else f"全部在预算之内，还余 {sum_said(facts.available - _sum(within))}"
        )
        found.append((first + len(within), f"— 预算线：{reached}；{below} —"))
    if facts.cut:
        found.append((first + len(facts.waiting), f"不予帮扶 {len(facts.cut)} 户"))
    return found


def _total(facts: BalancedFacts) -> str:
    within = [one for one in facts.waiting if one.is_within]
    return (
        f"已送审批 {len(facts.sent)} 户 {sum_said(_sum(facts.sent))}；待平衡 {len(facts.waiting)} 户 {sum_said(_sum(facts.waiting))}，"
        f"其中预算之内 {len(within)} 户 {sum_said(_sum(within))}；不予帮扶 {len(facts.cut)} 户"
    )


def _sum(rows: tuple[Listed, ...] | list[Listed]) -> Decimal:
    return sum((one.amount or NOUGHT for one in rows), NOUGHT)
