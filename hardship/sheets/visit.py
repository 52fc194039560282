"""慰问安排表 of a group, and the list that everybody visited signs (hardship.md §7, domain.md CV-01 to CV-07)."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from hardship.money import in_words
from hardship.sheets.content import Box, Grid, Group, Paper, Signing, Table
from hardship.sheets.words import clock, day_of_week, figure, sum_in_full

HEADS = ("序号", "姓名", "类别", "单位", "慰问地点", "慰问金（元）", "慰问品", "折合（元）", "备注")
WIDTHS = (1, 2, 3, 4, 4, 2, 4, 2, 3)
SIGNED_HEADS = (
    "序号",
    "姓名",
    "类别",
    "单位",
    "慰问金（元）",
    "慰问金大写",
    "慰问品",
    "折合（元）",
    "领取人签字",
    "领取日期",
)
SIGNED_WIDTHS = (1, 2, 2, 4, 2, 4, 3, 2, 3, 2)
NOTICE = (
    "慰问金（品）由本人签领；本人不能签字的，由代领人签名并写明与本人的关系。签领后由慰问小组交回县总工会，扫描存档。"
)


@dataclass(frozen=True)
class Stop:
    """Whom the group visits. Sums are yuan, what was planned or, on the list to sign, what is handed over."""

    name: str
    kind: str  # 困难劳模, 特困职工, …
    unit: str
    place: str
    cash: Decimal
    goods: str
    goods_value: Decimal
    remark: str = ""


@dataclass(frozen=True)
class GroupFacts:
    """A group of a visit plan with its stops in their order."""

    union_id: int
    county: str
    row_id: int
    plan: str
    group: str  # 第一组
    area: str
    leader: str
    units: str
    on: date | None
    leaves_at: time | None
    gathers_at: time | None
    gathers_in: str
    stops: tuple[Stop, ...]

    @property
    def cash(self) -> Decimal:
        return sum((one.cash for one in self.stops), Decimal())

    @property
    def goods(self) -> Decimal:
        return sum((one.goods_value for one in self.stops), Decimal())

    @property
    def starts(self) -> str:
        """`2011年1月10日（星期一）上午10:00`, as far as it is known."""
        day = day_of_week(self.on) if self.on is not None else ""
        return day + (clock(self.leaves_at) if self.leaves_at is not None else "")


def schedule_paper(facts: GroupFacts) -> Paper:
    rows = tuple(
        (
            str(number),
            one.name,
            one.kind,
            one.unit,
            one.place,
            figure(one.cash),
            one.goods,
            figure(one.goods_value),
            one.remark,
        )
        for number, one in enumerate(facts.stops, 1)
    )
    total = (
        "合计",
        f"慰问金 {figure(facts.cash)} 元，慰问品 {figure(facts.goods)} 元，共 {figure(facts.cash + facts.goods)} 元",
    )
    return Paper(
        kind="schedule",
        union_id=facts.union_id,
        body=facts.county,
        row_id=facts.row_id,
        version="",
        of=facts.group,
        subtitle=f"{facts.plan}（{facts.group}）",
        blocks=(
            Grid((_when(facts),)),
            Table("", HEADS, WIDTHS, rows, frozenset({5, 7}), frozenset({0, 1, 2}), total=total),
            Signing(("制表：", "审核：", "带队领导：")),
        ),
        persons=len(rows),
        is_wide=True,
    )


def _when(facts: GroupFacts) -> Group:
    gathers = clock(facts.gathers_at) if facts.gathers_at is not None else ""
    return Group(
        "安排",
        (
            (Box("片区", facts.area), Box("带队领导", facts.leader), Box("户数", f"{len(facts.stops)} 户")),
            (
                Box("出发时间", facts.starts, units=10),
                Box("集中时间", gathers, units=6),
                Box("集中地点", facts.gathers_in),
            ),
            (Box("参加单位", facts.units),),
        ),
    )


def receipts_paper(facts: GroupFacts) -> Paper:
    """慰问金（品）签领表: a line to sign for each, the sums in words."""
    rows = tuple(
        (
            str(number),
            one.name,
            one.kind,
            one.unit,
            figure(one.cash),
            in_words(one.cash),
            one.goods,
            figure(one.goods_value),
            "",
            "",
        )
        for number, one in enumerate(facts.stops, 1)
    )
    total = ("合计", f"慰问金 {sum_in_full(facts.cash)}；慰问品 {sum_in_full(facts.goods)}")
    return Paper(
        kind="receipts",
        union_id=facts.union_id,
        body=facts.county,
        row_id=facts.row_id,
        version="",
        of=facts.group,
        subtitle=f"{facts.plan}（{facts.group}）",
        left=f"发放单位：{facts.county}",
        right=f"慰问日期：{day_of_week(facts.on) if facts.on is not None else ''}",
        blocks=(
            Table(
                "",
                SIGNED_HEADS,
                SIGNED_WIDTHS,
                rows,
                frozenset({4, 7}),
                frozenset({0, 1, 2}),
                total=total,
                is_roomy=True,
            ),
            Signing(("经手人（签字）：", "证明人（签字）：", "带队领导（签字）：")),
        ),
        notice=NOTICE,
        persons=len(rows),
        is_wide=True,
    )
