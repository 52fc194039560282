"""The four items of 双亮 as a union's check-list: what there is of each, and in what state (coverage.md §1-2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from unions.models import Display, Item, Officer, Organisation, Post
from unions.models.display import OFFICER_ITEMS


class State(StrEnum):
    NONE = "none"
    REPORTED = "reported"
    VERIFIED = "verified"
    RETURNED = "returned"
    OVER = "over"


STATE_LABELS: dict[str, str] = {
    State.NONE: "没有",
    State.REPORTED: "已上报，待核实",
    State.VERIFIED: "已核实",
    State.RETURNED: "被退回",
    State.OVER: "已失效",
}

# What counts as done, in the words of the plan (domain.md SL-11, SL-13 to SL-15).
WHAT_COUNTS: dict[str, str] = {
    Item.SIGN: "在企业门面或工会办公地点悬挂与企业名称相对应的工会组织牌匾，挂一处就算。",
    Item.OFFICE: "在企业宣传橱窗、厂务公开栏、企业网站、职工食堂等明显位置公布工会办公地点，公布一处就算。",
    Item.IDENTITY: "主席、每位副主席都要以佩戴胸卡、戴牌上岗、印发联系卡、设置办公桌牌等一种或多种形式亮出身份。",
    Item.CONTACT: "在明显位置公布主席、每位副主席的办公电话、手机号码等联系方式，至少一个号码，公布一处就算。",
}


@dataclass(frozen=True)
class Line:
    """One item, of the union or of one officer, with every fact there ever was of it, the newest first."""

    item: Item
    officer: Officer | None
    facts: tuple[Display, ...]
    on: date

    @property
    def holding(self) -> list[Display]:
        return [fact for fact in self.facts if holds(fact, self.on)]

    @property
    def past(self) -> list[Display]:
        return [fact for fact in self.facts if not holds(fact, self.on)]

    @property
    def state(self) -> State:
        """The best there is: a verified fact makes the item verified though another one waits."""
        if not self.facts:
            return State.NONE
        return max((state_of(fact, self.on) for fact in self.facts), key=_BEST.index)

    @property
    def label(self) -> str:
        return STATE_LABELS[self.state]

    @property
    def is_done(self) -> bool:
        """Whether the item counts (as reported): coverage does not ask whether it was sent back."""
        return bool(self.holding)

    @property
    def what_counts(self) -> str:
        return WHAT_COUNTS[self.item]

    @property
    def ways(self) -> str:
        return "、".join(dict.fromkeys(fact.get_way_display() for fact in self.holding))


# From the least to the most that can be said of an item.
_BEST = [State.NONE, State.OVER, State.RETURNED, State.REPORTED, State.VERIFIED]


def holds(fact: Display, on: date) -> bool:
    return fact.starts_on <= on and (fact.ends_on is None or on < fact.ends_on)


def state_of(fact: Display, on: date) -> State:
    if fact.returned_on is not None:
        return State.RETURNED
    if not holds(fact, on):
        return State.OVER
    return State.VERIFIED if fact.verified_on is not None and fact.verified_on <= on else State.REPORTED


@dataclass(frozen=True)
class Checklist:
    """`leaders` are the sitting chair and vice-chairs, the chair first; `lines` stand in the order of the plan."""

    union: Organisation
    on: date
    leaders: tuple[Officer, ...]
    lines: tuple[Line, ...]

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.lines)

    @property
    def parts(self) -> list[tuple[str, str, list[Line]]]:
        """(item's name, what counts as done, its lines)."""
        return [(item.label, WHAT_COUNTS[item], [line for line in self.lines if line.item == item]) for item in Item]

    def line(self, item: str, officer: Officer | None = None) -> Line | None:
        key = officer.pk if officer else None
        return next(
            (line for line in self.lines if line.item == item and (line.officer.pk if line.officer else None) == key),
            None,
        )


def checklist(union: Organisation, on: date) -> Checklist:
    """As the union stands on the day. Two queries. Whose union it is has been asked before."""
    officers = Officer.objects.everywhere("of the union looked at").filter(union=union)
    sitting = officers.sitting_on(on).filter(post__in=[Post.CHAIR, Post.VICE_CHAIR]).order_by("elected_on", "pk")
    facts = Display.objects.everywhere("of the union looked at").filter(union=union).order_by("-starts_on", "-pk")
    return lined_up(union, on, list(sitting), list(facts))


def lined_up(union: Organisation, on: date, sitting: Iterable[Officer], facts: Iterable[Display]) -> Checklist:
    """The check-list of rows that were read already."""
    leaders = tuple(sorted(sitting, key=lambda officer: officer.post != Post.CHAIR))
    of: dict[tuple[str, int | None], list[Display]] = {}
    for fact in facts:
        of.setdefault((fact.item, fact.officer_id), []).append(fact)
    lines = [
        Line(item, officer, tuple(of.get((item, officer.pk if officer else None), [])), on)
        for item in Item
        for officer in (leaders if item in OFFICER_ITEMS else (None,))
    ]
    return Checklist(union, on, leaders, tuple(lines))
