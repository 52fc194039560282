"""The story of 云岭县 as rows of the five registers: pure, and the same for the same day.

A slow start, the priority unions first, one township that lags, chairs replaced and the badge forgotten.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from config.demo import COUNTY_CODE, COUNTY_NAME
from config.demo.calendar import Span, campaign_span
from config.demo.life import Life, Row, person
from config.demo.names import (
    FIRST_WORDS,
    GENERAL_FEDERATIONS,
    HONOURS,
    LAGGING,
    STREETS,
    TOWNSHIPS,
    TRADES,
)
from config.demo.numbers import credit_code, landline

REGISTER_NAMES = ("organisations", "employers", "officers", "displays", "honours")
UNIONS = 600
NATURES = ["私营企业"] * 60 + ["其他有限责任公司"] * 15 + ["国有企业"] * 4 + ["国有控股公司"] * 4 + ["集体企业"] * 5 + [
    "外商投资企业"] * 4 + ["个体经济组织"] * 6 + ["股份合作企业"] * 2  # fmt: skip
SIZES = ["小型"] * 5 + ["微型"] * 3 + ["中型"] * 2 + ["大型"]
STATE_OWNED = {"国有企业", "国有独资公司", "国有控股公司"}


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
    for row in story.organisations:
        life = Life(story.span, today, dice, row, lags=False, comes_first=False)
        life.officers()
        story.officers += life.tenures
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
    life = Life(story.span, story.today, dice, row, place == LAGGING, nature in STATE_OWNED or honoured)
    life.officers()
    life.facts()
    story.officers += life.tenures
    story.displays += life.shown


def _school(story: Story, dice: Random, number: int, body_code: str) -> None:
    """A school's union: registered, and no enterprise union, so in no figure of the campaign."""
    name = f"云岭县第{number // 30 + 1}中学"
    row: Row = {
        "工会编码": f"{body_code}{number + 1:04d}", "工会名称": f"{name}工会", "组织类型": "独立基层工会", "上级工会编码": body_code,
        "建会日期": date(2002, 9, 1), "届期年数": 5, "办公地址": f"云岭县文化路{number + 1}号", "办公电话": landline(dice),
        "统一社会信用代码": credit_code("81", number + 1),
    }  # fmt: skip
    story.organisations.append(row)
    story.employers.append(
        {"统一社会信用代码": credit_code("12", number + 1), "单位名称": name, "单位性质": "财政拨款的事业单位", "所属行业": "P",
         "职工人数": dice.randint(60, 240), "责任工会编码": body_code, "所属工会编码": row["工会编码"], "单位地址": row["办公地址"]}
    )  # fmt: skip
    life = Life(story.span, story.today, dice, row, lags=False, comes_first=False)
    life.officers()
    story.officers += life.tenures


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
