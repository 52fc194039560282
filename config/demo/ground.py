"""Which organisations and employers 云岭县 has, before anybody is elected or anything hangs."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from config.demo import CHAIRS_UNION, COUNTY_CODE, COUNTY_NAME
from config.demo import names as words
from config.demo.calendar import Span, workday
from config.demo.names import Place
from config.demo.numbers import credit_code
from config.demo.people import People

Row = dict[str, Any]
STATE = frozenset({"国有企业", "国有独资公司", "国有控股公司"})
NON_PUBLIC = ("私营企业", "其他有限责任公司", "其他股份有限公司", "港澳台商投资企业", "外商投资企业", "个体经济组织")
NATURES = (*NON_PUBLIC, "集体企业", "股份合作企业", "联营企业")
HOW_MANY = (56, 19, 3, 3, 3, 7, 5, 3, 1)
SIZES = ("大型", "中型", "小型", "微型")
STAFF = {"大型": (520, 1900), "中型": (160, 480), "小型": (26, 150), "微型": (5, 24), "": (8, 60)}
# In hundredths, after the dice: a county of 40 000 members has some 47 000 workers. The dice go on as they did.
SCALE = {"大型": 40, "中型": 38, "小型": 58}
DISSOLVED = 12
NO_UNION = 64


@dataclass
class Union:
    """One union with what decides when its turn comes. `nature` and `size` are its employer's."""

    row: Row
    place: Place
    nature: str = ""
    size: str = ""
    in_campaign: bool = True
    comes_first: bool = False  # state-owned, or non-public with an honour of city level or above

    @property
    def code(self) -> str:
        return str(self.row["工会编码"])

    @property
    def is_model(self) -> bool:
        """The one whose chair has an account: all is well there."""
        return bool(self.row["工会名称"] == CHAIRS_UNION)


@dataclass
class Ground:
    """The county built up place by place."""

    today: date
    span: Span
    dice: Random
    people: People
    organisations: list[Row] = field(default_factory=list)
    employers: list[Row] = field(default_factory=list)
    honours: list[Row] = field(default_factory=list)
    unions: list[Union] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)  # place -> code of its body
    taken: set[str] = field(default_factory=set)

    def founded(self, oldest: int = 9000) -> date:
        """Most unions are from the last fifteen years, one in twenty-five from within the campaign."""
        dice, days = self.dice, self.span.days
        spans = ((4600, oldest), (1300, 4600), (days + 20, 1300), (25, days - 40))
        return workday(self.today - timedelta(days=dice.randint(*dice.choices(spans, (34, 40, 22, 4))[0])))

    def address(self, place: Place) -> str:
        streets = words.ZONE_STREETS if place is words.ZONE else words.STREETS
        where = "云岭县城关" if place.kind == "系统工会联合会" else place.name
        return f"{where}{self.dice.choice(streets)}{self.dice.randint(1, 260)}号"

    def bodies(self) -> None:
        """The county and its responsible bodies."""
        county: Row = {
            "工会编码": COUNTY_CODE,
            "工会名称": COUNTY_NAME,
            "组织类型": "县总工会",
            "建会日期": date(1951, 5, 1),
        }
        self.organisations.append(
            county | {"届期年数": 5, "办公地址": "云岭县城关人民路1号", "办公电话": self.people.line()}
        )
        for number, place in enumerate(words.PLACES, 1):
            code = self.codes[place.name] = f"{int(COUNTY_CODE) + 100 + number}"
            self.organisations.append(
                {"工会编码": code, "工会名称": place.body, "组织类型": place.kind, "上级工会编码": COUNTY_CODE,
                 "建会日期": workday(self.today - timedelta(days=6400 + 37 * number)), "届期年数": 5,
                 "统一社会信用代码": credit_code("81", 90000 + number), "办公地址": self.address(place), "办公电话": self.people.line()}
            )  # fmt: skip

    def union(
        self, place: Place, name: str, kind: str, *, founded: date | None = None, parent: str = "", body: str = ""
    ) -> Union:
        """A union of the place, below its body or below `parent`; `body` stands in for the place's own."""
        body = body or self.codes[place.name]
        number, since = len(self.unions) + 1, founded or self.founded()
        row: Row = {
            "工会编码": f"{body}{number:04d}", "工会名称": name, "组织类型": kind, "上级工会编码": parent or body, "建会日期": since,
            "批复文号": f"云工〔{since.year}〕{number % 90 + 1}号", "批复日期": since - timedelta(days=self.dice.randint(2, 20)),
            "届期年数": self.dice.choice([3, 3, 5, 5, 5]), "办公地址": self.address(place), "办公电话": self.people.line(),
        }  # fmt: skip
        if kind == "独立基层工会" and self.dice.random() < 0.8:
            row["统一社会信用代码"] = credit_code("81", number)
        union = Union(row, place, in_campaign=kind != "村（社区）工会")
        self.organisations.append(row)
        self.unions.append(union)
        return union

    def firm(self, place: Place, name: str, nature: str, size: str, trade: str, **more: Any) -> Union:
        """An employer and its own union."""
        union = self.union(place, f"{name}工会", "独立基层工会", **more)
        union.nature, union.size = nature, size
        union.in_campaign = nature in NATURES or nature in STATE
        kind = {"机关": "11", "个体经济组织": "92", "民办非企业单位": "52"}.get(
            nature, "12" if "事业单位" in nature else "91"
        )
        self.employer(place, name, nature, size, trade, union.row, kind=kind)
        return union

    def employer(
        self, place: Place, name: str, nature: str, size: str, trade: str, union: Row | None, *, kind: str = "91"
    ) -> Row:
        dice = self.dice
        staff = dice.randint(*STAFF[size]) * SCALE.get(size, 100) // 100
        row: Row = {
            "统一社会信用代码": credit_code(kind, len(self.employers) + 1), "单位名称": name, "单位性质": nature, "企业规模": size or None,
            "所属行业": trade, "职工人数": staff, "女职工人数": staff * dice.randint(18, 62) // 100,
            "农民工人数": staff * dice.randint(10, 70) // 100, "劳务派遣工人数": staff * dice.choice([0, 0, 0, 4, 9]) // 100,
            "责任工会编码": self.codes[place.name], "所属工会编码": union["工会编码"] if union else None,
            "单位地址": union["办公地址"] if union else self.address(place), "法定代表人": self.people.new().name,
            "联系电话": self.people.line(),
        }  # fmt: skip
        self.employers.append(row)
        return row

    def name(self, place: Place, nature: str) -> tuple[str, str]:
        """A firm's name that nobody has yet, and the section it works in."""
        dice = self.dice
        while True:
            word, (trade, section) = dice.choice(words.FIRST_WORDS), self.trade(place)
            if nature == "个体经济组织":
                name, section = f"{place.name}{word}{dice.choice(words.SHOPS)}", "O"
            elif nature == "其他股份有限公司":
                name = f"云岭{word}{trade}股份有限公司"
            else:
                name = f"{dice.choice(['云岭', place.name[:2]])}{word}{trade}有限公司"
            if name not in self.taken:
                self.taken.add(name)
                return name, section

    def trade(self, place: Place) -> tuple[str, str]:
        return self.dice.choice(words.ZONE_TRADES if place is words.ZONE else words.TRADES)

    def size(self, nature: str, place: Place) -> str:
        if nature == "个体经济组织":
            return self.dice.choice(["微型", "微型", "小型", ""])
        big = nature in STATE or nature in ("外商投资企业", "港澳台商投资企业", "其他股份有限公司")
        weights = (18, 50, 30, 2) if big else (3, 16, 57, 24)
        return self.dice.choices(SIZES, (8, 34, 48, 10) if place is words.ZONE and not big else weights)[0]
