"""One union's officers and display facts, from its founding to today."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from config.demo.calendar import Span
from config.demo.names import EDUCATION, EMPLOYER_POSTS, GIVEN, POLITICAL, SURNAMES
from config.demo.numbers import mobile

Row = dict[str, Any]
OLD_CAMPAIGN = date(2012, 5, 3)
BADGES = ["佩戴胸卡", "戴牌上岗", "联系卡", "办公桌牌"]
PLACES = ["企业宣传橱窗", "厂务公开栏", "厂务公开栏", "职工食堂", "企业网站", "其他明显位置"]


def person(dice: Random) -> str:
    """An invented name of two or three characters."""
    return dice.choice(SURNAMES) + "".join(dice.choice(GIVEN) for _ in range(dice.choice([1, 2, 2])))


@dataclass
class Life:
    """One union's officers and display facts."""

    span: Span
    today: date
    dice: Random
    union: Row
    lags: bool
    comes_first: bool
    chairs: list[Row] = field(default_factory=list)
    vices: list[Row] = field(default_factory=list)
    forgets: bool = False
    tenures: list[Row] = field(default_factory=list)
    shown: list[Row] = field(default_factory=list)

    @property
    def end(self) -> date:
        return self.union.get("撤销日期", self.today)

    def officers(self) -> None:
        """Chairs one after the other, term by term; a vacant seat here and there; vice-chairs; a women's director."""
        dice, day = self.dice, max(self.union["建会日期"], date(2008, 1, 1))
        term = timedelta(days=365 * self.union["届期年数"])
        changed_lately = dice.random() < 0.14
        while day < self.end:
            left = day + term * dice.choice([1, 1, 2]) + timedelta(days=dice.randint(0, 60))
            if left >= self.span.start or left >= self.end:
                break
            self._elect("主席", day, left, self.chairs)
            day = left
        if changed_lately and self.span.start < self.end and day < self.end:
            handover = self.span.start + timedelta(days=dice.randint(60, max(61, self.span.days)))
            if day < handover < self.end:
                self._elect("主席", day, handover, self.chairs)
                day = handover
                self.forgets = dice.random() < 0.5
        if day < self.end:
            vacant = dice.random() < 0.04
            until = self.end - timedelta(days=dice.randint(20, 150)) if vacant else None
            self._elect("主席", day, until if until and until > day else None, self.chairs)
        if dice.random() < 0.38:
            since = self.chairs[-1]["当选日期"] if self.chairs else day
            self._elect("副主席", since, None, self.vices)
        if dice.random() < 0.3 and self.chairs:
            self._elect("女职工委员会主任", self.chairs[-1]["当选日期"], None, [])

    def _elect(self, post: str, since: date, left: date | None, into: list[Row]) -> None:
        if self.union.get("撤销日期") and (left is None or left > self.end):
            left = self.end
        if left is not None and left < since:
            return
        dice, name = self.dice, person(self.dice)
        while any(row["姓名"] == name for row in into):
            name = person(dice)
        row: Row = {
            "工会编码": self.union["工会编码"], "姓名": name, "职务": post, "当选日期": since, "性别": dice.choice("男男女"),
            "出生日期": date(dice.randint(1962, 1988), dice.randint(1, 12), dice.randint(1, 28)), "政治面貌": dice.choice(POLITICAL),
            "文化程度": dice.choice(EDUCATION), "专兼职": dice.choices(["兼职", "专职"], [9, 1])[0],
            "行政职务": dice.choice(EMPLOYER_POSTS), "是否企业主要负责人或其近亲属": False, "办公电话": self.union["办公电话"],
            "手机号码": mobile(dice),
        }  # fmt: skip
        if left is not None:
            row["离任日期"] = left
        into.append(row)
        self.tenures.append(row)

    def facts(self) -> None:
        """The first campaign long ago, forgotten since; then the present one, union by union."""
        if self.union["建会日期"] < OLD_CAMPAIGN and self.dice.random() < 0.7:
            began = OLD_CAMPAIGN + timedelta(days=int(900 * self.dice.betavariate(2, 2)))
            self._all_four(began, date(2016, 1, 1) + timedelta(days=self.dice.randint(0, 1500)))
        dice, days = self.dice, self.span.days
        if self.lags:
            joins = int(days * (0.55 + 1.2 * dice.random()))
        elif self.comes_first:
            joins = int(20 + days * 0.42 * dice.betavariate(2, 3))
        else:
            joins = int(30 + days * 1.13 * dice.betavariate(2.6, 2.4))
        self._all_four(max(self.span.start + timedelta(days=joins), self.union["建会日期"]), None)

    def _all_four(self, began: date, ends: date | None) -> None:
        dice = self.dice
        later = [timedelta(days=dice.randint(0, 25)) for _ in range(4)]
        never = dice.choices([-1, 0, 1, 2, 3], [93, 1, 2, 1, 3])[0]
        if never != 0:
            self._fact(
                "悬挂牌匾",
                dice.choice(["企业门面", "工会办公地点"]),
                began + later[0],
                ends,
                content=self.union["工会名称"],
            )
        if never != 1:
            self._fact("公布办公地点", dice.choice(PLACES), began + later[1], ends, content=self.union["办公地址"])
        for officer in [*self.chairs, *self.vices]:
            left = officer.get("离任日期")
            starts = max(officer["当选日期"], began)
            took_over = officer["当选日期"] > began and officer["职务"] == "主席"
            if (left is not None and starts >= left) or (took_over and self.forgets):
                continue
            if never != 2:
                self._fact("亮明身份", dice.choice(BADGES), starts + later[2], ends, officer)
            if never != 3:
                number = officer["手机号码"]
                self._fact("公布联系方式", dice.choice(PLACES), starts + later[3], ends, officer, content=number)

    def _fact(
        self, item: str, way: str, starts: date, ends: date | None, officer: Row | None = None, content: str = ""
    ) -> None:
        left = officer.get("离任日期") if officer else None
        if starts > self.end or (left is not None and starts >= left) or (ends is not None and starts >= ends):
            return
        row: Row = {"工会编码": self.union["工会编码"], "事项": item, "方式": way, "开始日期": starts, "内容": content}
        if officer:
            row["干部姓名"] = officer["姓名"]
        if ends is not None:
            row["结束日期"] = ends
        elif self.dice.random() < 0.02:
            row["结束日期"] = starts + timedelta(days=self.dice.randint(60, 300))
        verified = starts + timedelta(days=self.dice.randint(7, 42))
        if verified <= self.today and self.dice.random() < 0.95:
            row |= {"核实日期": verified, "核实人": person(self.dice)}
        self.shown.append(row)
