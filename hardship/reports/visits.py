"""What a visit plan comes to: quota, list and what was handed over, by area and kind (hardship.md §7)."""

from dataclasses import dataclass, replace
from decimal import Decimal

from hardship.models import VisitPlan, VisitQuota, VisitStop
from hardship.money import yuan

NOTHING = Decimal("0.00")
WHY = "of a plan already in scope"
TOTAL = "合计"


@dataclass(frozen=True)
class Tally:
    """One area and kind, or the total. Sums are yuan: planned, and really handed over."""

    area: str
    kind: str
    quota: int = 0
    listed: int = 0
    visited: int = 0
    cash: Decimal = NOTHING
    goods: Decimal = NOTHING
    cash_given: Decimal = NOTHING
    goods_given: Decimal = NOTHING

    @property
    def difference(self) -> int:
        """Families on the list above the quota; below it less than none."""
        return self.listed - self.quota

    def __add__(self, other: "Tally") -> "Tally":
        return replace(
            self,
            quota=self.quota + other.quota,
            listed=self.listed + other.listed,
            visited=self.visited + other.visited,
            cash=self.cash + other.cash,
            goods=self.goods + other.goods,
            cash_given=self.cash_given + other.cash_given,
            goods_given=self.goods_given + other.goods_given,
        )


def tallies(plan: VisitPlan) -> list[Tally]:
    """One row per area and kind of quota or list, in their order; the last row is the total. Two queries."""
    rows: dict[tuple[str, str], Tally] = {}
    for quota in VisitQuota.objects.everywhere(WHY).filter(plan=plan).order_by("area", "kind"):
        rows[quota.area, quota.kind] = Tally(quota.area, quota.kind, quota=quota.families)
    stops = VisitStop.objects.everywhere(WHY).filter(group__plan=plan).select_related("group")
    for stop in stops.order_by("group__number", "place"):
        key = (stop.group.area, stop.kind)
        rows[key] = rows.get(key, Tally(*key)) + _of(stop)
    total = Tally(TOTAL, "")
    for row in rows.values():
        total += row
    return [*rows.values(), total]


def differences(rows: list[Tally]) -> list[str]:
    """Where the list does not tie to the quota, in words; empty when it does."""
    return [
        f"{row.area}的{row.kind}名额 {row.quota} 户，名单 {row.listed} 户，"
        f"{'多' if row.difference > 0 else '少'} {abs(row.difference)} 户"
        for row in rows[:-1]
        if row.difference
    ]


def beside_budget(plan: VisitPlan, total: Tally) -> list[str]:
    """Where the list's sums are not the plan's, in words: a warning, for 约3000元 is no limit (domain.md E-30)."""
    pairs = (("慰问金", total.cash, plan.cash_budget), ("慰问品", total.goods, plan.goods_budget))
    return [
        f"{name}名单合计 {yuan(listed)}，比预算 {yuan(planned)}"
        f"{'多' if listed > planned else '少'} {yuan(abs(listed - planned))}"
        for name, listed, planned in pairs
        if listed != planned
    ]


def _of(stop: VisitStop) -> Tally:
    return Tally(
        stop.group.area,
        stop.kind,
        listed=1,
        visited=1 if stop.is_signed else 0,
        cash=stop.cash,
        goods=stop.goods,
        cash_given=stop.cash_given or NOTHING,
        goods_given=stop.goods_given or NOTHING,
    )
