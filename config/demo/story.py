"""The story of 云岭县 as rows of the five registers: pure, and the same for the same day.

A slow start, the priority unions first, one township that lags, chairs replaced and the badge forgotten.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from config.demo import COUNTY_CODE, COUNTY_NAME
from config.demo.calendar import Span, campaign_span
from config.demo.names import (
    EDUCATION,
    EMPLOYER_POSTS,
    FIRST_WORDS,
    GENERAL_FEDERATIONS,
    GIVEN,
    HONOURS,
    LAGGING,
    POLITICAL,
    STREETS,
    SURNAMES,
    TOWNSHIPS,
    TRADES,
)
from config.demo.numbers import credit_code, landline, mobile

Row = dict[str, Any]
REGISTER_NAMES = ("organisations", "employers", "officers", "displays", "honours")
UNIONS = 600
OLD_CAMPAIGN = date(2012, 5, 3)
NATURES = ["私营企业"] * 58 + ["其他有限责任公司"] * 14 + ["国有企业"] * 4 + ["国有控股公司"] * 4 + ["集体企业"] * 4 + [
    "外商投资企业"] * 3 + ["个体经济组织"] * 5 + ["股份合作企业"] * 2 + ["其他事业单位"] * 4 + ["机关"] * 2  # fmt: skip
SIZES = ["小型"] * 5 + ["微型"] * 3 + ["中型"] * 2 + ["大型"]
STATE_OWNED = {"国有企业", "国有独资公司", "国有控股公司"}
BADGES = ["佩戴胸卡", "戴牌上岗", "联系卡", "办公桌牌"]
PLACES = ["企业宣传橱窗", "厂务公开栏", "厂务公开栏", "职工食堂", "企业网站", "其他明显位置"]


@dataclass
class Story:
    """Rows per register, in the order in which they are loaded."""

    span: Span
    today: date
    organisations: list[Row] = field(default_factory=list)
    employers: list[Row] = field(default_factory=list)
    officers: list[Row] = field(default_factory=list)
    displays: list[Row] = field(default_factory=list)
    honours: list[Row] = field(default_factory=list)


def tell(today: date) -> Story:
    """The county as it stands on the day."""
    dice = Random(349999)  # noqa: S311 (a story, not a secret)
    story = Story(campaign_span(today), today)
    bodies = _bodies(story, dice)
    for number in range(UNIONS):
        _union(story, dice, number, bodies)
    _without_union(story, dice, bodies)
    return story


def _bodies(story: Story, dice: Random) -> list[tuple[str, str]]:
    """The county, its bodies and the federations below them; returns (code, place name) of the bodies."""
    county = {"工会编码": COUNTY_CODE, "工会名称": COUNTY_NAME, "组织类型": "县总工会", "建会日期": date(1951, 5, 1)}
    story.organisations.append(county | {"办公地址": "云岭县人民路1号", "办公电话": landline(dice), "届期年数": 5})
    bodies = []
    places = [*TOWNSHIPS, "云岭经济开发区", "教育系统"]
    for number, place in enumerate(places, 1):
        code = str(int(COUNTY_CODE) + 100 + number)
        if place == "云岭经济开发区":
            kind, name = "开发区工会", f"{place}工会"
        elif place == "教育系统":
            kind, name = "系统工会联合会", "云岭县教育系统工会联合会"
        elif place in GENERAL_FEDERATIONS:
            kind, name = "乡镇（街道）总工会", f"{place}总工会"
        else:
            kind, name = "乡镇工会联合会", f"{place}工会联合会"
        story.organisations.append(
            {"工会编码": code, "工会名称": name, "组织类型": kind, "上级工会编码": COUNTY_CODE, "建会日期": date(2001, 3, number),
             "办公地址": f"云岭县{place}", "办公电话": landline(dice), "届期年数": 5}
        )  # fmt: skip
        bodies.append((code, place))
    return bodies


def _union(story: Story, dice: Random, number: int, bodies: list[tuple[str, str]]) -> None:
    """One union from its founding to today, with its employer, officers, honours and facts."""
    body_code, place = bodies[-2] if dice.random() < 0.16 else bodies[number % 24]
    kind = dice.choices(
        ["独立基层工会", "联合基层工会", "区域工会联合会", "行业工会联合会", "村（社区）工会"], [90, 4, 1, 1, 4]
    )[0]
    founded = date(dice.randint(1996, 2024), dice.randint(1, 12), dice.randint(1, 28))
    gone = story.today - timedelta(days=dice.randint(30, 900)) if dice.random() < 0.02 else None
    code = f"{body_code}{number + 1:04d}"
    trade, section = dice.choice(TRADES)
    firm = f"{place[:2]}{dice.choice(FIRST_WORDS)}{trade}"
    name = {
        "独立基层工会": f"{firm}有限公司工会",
        "联合基层工会": f"{place}{trade}企业联合工会",
        "区域工会联合会": f"{place}第{number % 9 + 1}片区工会联合会",
        "行业工会联合会": f"{place}{trade}行业工会联合会",
        "村（社区）工会": f"{place}{dice.choice(FIRST_WORDS)}社区工会",
    }[kind]
    if kind == "独立基层工会" and any(row["工会名称"] == name for row in story.organisations):
        name = f"{firm}（{number + 1}）有限公司工会"
    row: Row = {
        "工会编码": code, "工会名称": name, "组织类型": kind, "上级工会编码": body_code, "建会日期": founded,
        "批复文号": f"云工〔{founded.year}〕{number % 90 + 1}号", "届期年数": dice.choice([3, 5]),
        "办公地址": f"云岭县{place}{dice.choice(STREETS)}{dice.randint(1, 200)}号", "办公电话": landline(dice),
    }  # fmt: skip
    if kind == "独立基层工会":
        row["统一社会信用代码"] = credit_code("81", number + 1)
    if gone:
        row |= {"撤销日期": max(gone, founded), "撤销原因": "单位注销"}
    story.organisations.append(row)
    nature, size = "", ""
    if kind == "独立基层工会":
        nature, size = dice.choice(NATURES), dice.choice(SIZES)
        _employer(story, dice, number, row, firm, nature, size, section)
    honoured = _honours(story, dice, row, nature)
    life = Life(story, dice, row, place == LAGGING, nature in STATE_OWNED or honoured)
    life.officers()
    life.facts()


def _employer(
    story: Story, dice: Random, number: int, union: Row, firm: str, nature: str, size: str, section: str
) -> None:
    staff = {"大型": 900, "中型": 320, "小型": 90, "微型": 18}[size] + dice.randint(0, 60)
    body = union["上级工会编码"]
    story.employers.append(
        {"统一社会信用代码": credit_code("91", number + 1), "单位名称": union["工会名称"].removesuffix("工会"), "单位性质": nature,
         "企业规模": size, "所属行业": section, "职工人数": staff, "女职工人数": staff * dice.randint(20, 60) // 100,
         "农民工人数": staff * dice.randint(10, 70) // 100, "劳务派遣工人数": staff * dice.randint(0, 12) // 100,
         "责任工会编码": body, "所属工会编码": union["工会编码"], "单位地址": union["办公地址"],
         "法定代表人": person(dice), "联系电话": landline(dice)}
    )  # fmt: skip


def _without_union(story: Story, dice: Random, bodies: list[tuple[str, str]]) -> None:
    """Units that have no union yet."""
    for number in range(60):
        body, place = bodies[number % 25]
        trade, section = dice.choice(TRADES)
        story.employers.append(
            {"统一社会信用代码": credit_code("91", 5000 + number), "单位名称": f"{place[:2]}{dice.choice(FIRST_WORDS)}{trade}有限公司",
             "单位性质": "私营企业", "企业规模": dice.choice(SIZES), "所属行业": section, "职工人数": dice.randint(5, 80),
             "责任工会编码": body, "法定代表人": person(dice), "联系电话": landline(dice)}
        )  # fmt: skip


def _honours(story: Story, dice: Random, union: Row, nature: str) -> bool:
    """Some honours; True when the union holds one of city level or above today."""
    holds = False
    for _ in range(dice.choices([0, 1, 2], [82, 14, 4])[0]):
        level = dice.choices(["县级", "市级", "省级", "国家级"], [45, 40, 12, 3])[0]
        awarded = union["建会日期"] + timedelta(days=dice.randint(300, 5000))
        if awarded > story.today:
            continue
        row: Row = {"工会编码": union["工会编码"], "荣誉名称": dice.choice(HONOURS), "级别": level, "授予日期": awarded,
                    "授予单位": {"县级": COUNTY_NAME}.get(level, f"{level[0]}总工会")}  # fmt: skip
        if dice.random() < 0.06:
            row["撤销日期"] = min(awarded + timedelta(days=900), story.today)
        if not any(
            (h["工会编码"], h["荣誉名称"], h["授予日期"]) == (row["工会编码"], row["荣誉名称"], awarded)
            for h in story.honours[-2:]
        ):
            story.honours.append(row)
            holds = holds or (level != "县级" and "撤销日期" not in row)
    return holds


def person(dice: Random) -> str:
    """An invented name of two or three characters."""
    return dice.choice(SURNAMES) + "".join(dice.choice(GIVEN) for _ in range(dice.choice([1, 2, 2])))


@dataclass
class Life:
    """One union's officers and display facts."""

    story: Story
    dice: Random
    union: Row
    lags: bool
    comes_first: bool
    chairs: list[Row] = field(default_factory=list)
    vices: list[Row] = field(default_factory=list)
    forgets: bool = False

    @property
    def end(self) -> date:
        return self.union.get("撤销日期", self.story.today)

    def officers(self) -> None:
        """Chairs one after the other, term by term; a vacant seat here and there; vice-chairs; a women's director."""
        dice, day = self.dice, max(self.union["建会日期"], date(2008, 1, 1))
        term = timedelta(days=365 * self.union["届期年数"])
        changed_lately = dice.random() < 0.14
        while day < self.end:
            left = day + term * dice.choice([1, 1, 2]) + timedelta(days=dice.randint(0, 60))
            if left >= self.story.span.start or left >= self.end:
                break
            self._elect("主席", day, left, self.chairs)
            day = left
        if changed_lately and self.story.span.start < self.end and day < self.end:
            handover = self.story.span.start + timedelta(days=dice.randint(60, max(61, self.story.span.days)))
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
        self.story.officers.append(row)

    def facts(self) -> None:
        """The first campaign long ago, forgotten since; then the present one, union by union."""
        if self.union["建会日期"] < OLD_CAMPAIGN and self.dice.random() < 0.7:
            began = OLD_CAMPAIGN + timedelta(days=int(900 * self.dice.betavariate(2, 2)))
            self._all_four(began, date(2016, 1, 1) + timedelta(days=self.dice.randint(0, 1500)))
        dice, days = self.dice, self.story.span.days
        if self.lags:
            joins = int(days * (0.55 + 1.2 * dice.random()))
        elif self.comes_first:
            joins = int(20 + days * 0.42 * dice.betavariate(2, 3))
        else:
            joins = int(30 + days * 1.13 * dice.betavariate(2.6, 2.4))
        self._all_four(max(self.story.span.start + timedelta(days=joins), self.union["建会日期"]), None)

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
        if verified <= self.story.today and self.dice.random() < 0.95:
            row |= {"核实日期": verified, "核实人": person(self.dice)}
        self.story.displays.append(row)
