"""Random small counties for the twin: most unions covered or nearly so, every date at an edge of the day asked for."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from tests.campaigns import twin
from unions.models import Level

COUNTY, BODIES = "3499990000", ["3499990100", "3499990101", "3499990102"]
LONG_AGO = date(2009, 6, 30)
# Both sides of the campaign's start, the third phase, month and year ends, the targets' due dates and the leap day.
DAYS = [
    date(2012, 2, 29), date(2012, 5, 2), date(2012, 5, 3), date(2012, 5, 31), date(2012, 6, 1), date(2012, 8, 31),
    date(2012, 9, 1), date(2012, 9, 17), date(2012, 10, 1), date(2012, 12, 31), date(2013, 1, 1), date(2013, 3, 15),
    date(2013, 12, 31), date(2014, 12, 31), date(2015, 1, 1),
]  # fmt: skip
SIGNS = ["悬挂牌匾", "公布办公地点"]
SHOWS = ["亮明身份", "公布联系方式"]
NATURES = ["国有企业", "国有控股公司", "私营企业", "外商投资企业", "其他有限责任公司", "集体企业"]
KINDS = ["独立基层工会"] * 7 + ["联合基层工会", "区域工会联合会", "行业工会联合会"]


@dataclass(frozen=True)
class Case:
    on: date
    county: list[twin.Union]
    judged_on_verified: bool


def cases() -> st.SearchStrategy[Case]:
    # Hypothesis draws the seed only: its own draws favour edges of ranges so much that hardly any union was covered.
    return st.randoms(use_true_random=True).map(case)


def case(dice: Random) -> Case:
    on = dice.choice(DAYS)
    county = [union(dice, on, f"3499991{number:05d}") for number in range(dice.randint(2, 9))]
    return Case(on, county, dice.random() < 0.3)


def edge(dice: Random, on: date) -> date:
    """A day around D or around D0, the end of the month before; seldom any day near them."""
    if dice.random() < 0.2:
        return on + timedelta(days=dice.randint(-70, 20))
    before = on.replace(day=1) - timedelta(days=1)
    return dice.choice([on, before]) + timedelta(days=dice.choice([-1, 0, 1]))


def until(dice: Random, on: date, since: date, odds: float) -> date | None:
    """Mostly never; else an edge, never before the start."""
    return max(since, edge(dice, on)) if dice.random() < odds else None


def facts(dice: Random, on: date, items: list[str], since: date = LONG_AGO) -> list[twin.Fact]:
    """For most items one fact that holds, sometimes none, or a second one that ends or begins at an edge."""
    made: dict[tuple[str, date], twin.Fact] = {}
    for item in items:
        for _ in range(dice.choices([1, 2, 0], [85, 12, 3])[0]):
            start = max(since, edge(dice, on)) if dice.random() < 0.15 else since
            verified = edge(dice, on) if dice.random() < 0.15 else dice.choice([start] * 9 + [None])
            made[item, start] = twin.Fact(item, start, until(dice, on, start, 0.12), verified)
    return list(made.values())


def tenures(dice: Random, on: date) -> list[twin.Tenure]:
    """Chairs one after the other, the next on the day the last one left or later; vice-chairs at any time."""
    made = []
    since = edge(dice, on) if dice.random() < 0.1 else LONG_AGO
    for _ in range(dice.choices([1, 2, 3, 0], [70, 20, 6, 4])[0]):
        left = until(dice, on, since, 0.3)
        made.append(twin.Tenure("主席", since, left, facts(dice, on, SHOWS, since)))
        if left is None:
            break
        since = left + timedelta(days=dice.choice([0, 0, 0, 1, 30]))
    for _ in range(dice.choices([0, 1, 2], [65, 25, 10])[0]):
        elected = edge(dice, on) if dice.random() < 0.5 else LONG_AGO
        made.append(twin.Tenure("副主席", elected, until(dice, on, elected, 0.3), facts(dice, on, SHOWS, elected)))
    if dice.random() < 0.2:  # shows nothing, and need not
        made.append(twin.Tenure("委员", LONG_AGO, None))
    return made


def union(dice: Random, on: date, code: str) -> twin.Union:
    kind = dice.choice(KINDS)
    # The third body stays without unions; only grassroots unions stand directly under the county.
    body = dice.choice([BODIES[0], BODIES[0], BODIES[1], *([COUNTY] if "基层" in kind else [])])
    if body != COUNTY and dice.random() < 0.04:
        kind = "村（社区）工会"  # never in scope
    single = kind == "独立基层工会"
    established = edge(dice, on) if dice.random() < 0.1 else LONG_AGO
    return twin.Union(
        code=code,
        kind=kind,
        body=body,
        deep=body != COUNTY and dice.random() < 0.5,
        established=established,
        dissolved=until(dice, on, established, 0.15),
        nature=dice.choice(NATURES * 3 + ["机关", None]) if single else None,
        size=dice.choice([None, "大型", "中型", "小型", "微型"]) if single else None,
        facts=facts(dice, on, SIGNS),
        officers=tenures(dice, on),
        honours=[honour(dice, on) for _ in range(dice.choice([0, 1, 1, 2]))],
    )


def honour(dice: Random, on: date) -> tuple[str, date, date | None]:
    since = edge(dice, on) if dice.random() < 0.3 else LONG_AGO
    return dice.choice(Level.labels), since, until(dice, on, since, 0.3)
