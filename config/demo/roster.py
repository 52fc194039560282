"""Who belongs to which union of 云岭县: 40 000 invented people as rows of the members' register. Pure, and the same for the same day."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from config.demo import CHAIRS_UNION
from config.demo.calendar import workday
from config.demo.ground import Row
from config.demo.names import FEMALE, LAGGING, MALE, SURNAMES
from config.demo.numbers import id_number, members_mobile
from config.demo.story import Story
from members.identity import check_digit

ENTRIES = 40_000
PAIRS = 10  # of entries that are one person
ENDED = 700  # of them no members any more
WITH_MEMBERS = ("独立基层工会", "联合基层工会", "村（社区）工会")
LEAVING = ("劳动（工作）关系发生变化", "劳动（工作）关系发生变化", "个人要求退会", "所在企业破产")
OFFICERS_POLITICAL = ("中共党员", "群众", "共青团员")
SCHOOLS = ("博士", "硕士", "本科", "大专", "中专", "高中", "初中", "小学及以下")
SKILLS = (
    "无", "职业资格五级（初级）", "职业资格四级（中级）", "职业资格三级（高级）", "职业资格二级（技师）", "职业资格一级（高级技师）",
)  # fmt: skip
GROWN_UP = 18 * 366


@dataclass
class Unit:
    """One union with members: its employers that still work, how many members it has on its roster today."""

    row: Row
    employers: list[Row]
    chosen: int = 0
    members: list[Row] = field(default_factory=list)

    @property
    def code(self) -> str:
        return str(self.row["工会编码"])

    @property
    def staff(self) -> int:
        return sum(int(row["职工人数"]) for row in self.employers)

    @property
    def is_model(self) -> bool:
        return bool(self.row["工会名称"] == CHAIRS_UNION)


def units_of(story: Story) -> list[Unit]:
    """The unions that exist and may have members, in the order of the story."""
    below: dict[str, list[Row]] = {}
    for row in story.employers:
        if row["所属工会编码"] and not row.get("注销日期"):
            below.setdefault(row["所属工会编码"], []).append(row)
    return [
        Unit(row, below.get(row["工会编码"], []))
        for row in story.organisations
        if row["组织类型"] in WITH_MEMBERS and "撤销日期" not in row
    ]


def enrol(story: Story) -> list[Unit]:
    """The unions with their members; ENTRIES rows in all."""
    dice = Random(34999904)  # noqa: S311 (a story, not a secret)
    units = units_of(story)
    _choose(units, story, dice)
    people = _People(story.today, dice)
    sitting: dict[str, list[Row]] = {}
    for row in story.officers:
        if row["离任日期"] is None:
            sitting.setdefault(row["工会编码"], []).append(row)
    for unit in units:
        unit.members = list(_roster(unit, sitting.get(unit.code, []), people))
    _end_some(units, people)
    _enter_twice(units, people)
    return units


def _choose(units: list[Unit], story: Story, dice: Random) -> None:
    """How many each has: most employed people are members, some unions lag, two have more members than staff."""
    lagging = next(row["工会编码"] for row in story.organisations if row["工会名称"].startswith(LAGGING))
    usual: list[Unit] = []
    for number, unit in enumerate(units):
        if unit.is_model:
            share = 0.9
        elif unit.code.startswith(lagging):
            share = dice.uniform(0.25, 0.7)
        elif number in (90, 310) and unit.staff:
            share = dice.uniform(1.12, 1.3)
        elif dice.random() < 0.07:
            share = dice.uniform(0.0, 0.5)
        else:
            share = dice.uniform(0.78, 0.97)
            usual.append(unit)
        unit.chosen = round(unit.staff * share)
    # The usual ones share what is missing to the promised number, none beyond its staff.
    missing, turn = ENTRIES - sum(unit.chosen for unit in units), 0
    step = 1 if missing > 0 else -1
    while missing:
        unit = usual[turn % len(usual)]
        turn += 1
        if turn > len(usual) * 1000:
            raise RuntimeError("云岭县 has too few workers for its members.")
        # Large ones give and take more.
        by = min(abs(missing), 1 + unit.staff // 100, unit.staff - unit.chosen if step > 0 else unit.chosen)
        unit.chosen += step * by
        missing -= step * by


def _roster(unit: Unit, officers: list[Row], people: "_People") -> Iterator[Row]:
    """The union's officers are its first members; the others work at its employers."""
    names: set[str] = set()
    for row in officers:
        if row["姓名"] not in names and len(names) < unit.chosen:
            names.add(row["姓名"])
            yield people.officer(unit, row)
    places = [row for row in unit.employers for _ in range(int(row["职工人数"]))]
    for _ in range(unit.chosen - len(names)):
        yield people.worker(unit, people.dice.choice(places))


def _end_some(units: list[Unit], people: "_People") -> None:
    """Some have left, a few were expelled, some are kept while they have no work here."""
    dice, today = people.dice, people.today
    large = [unit for unit in units if unit.chosen > 20 and not unit.is_model]
    for number in range(ENDED):
        unit = dice.choice(large)
        row = dice.choice(unit.members[5:])
        if row["会籍状态"] is None and (today - row["入会日期"]).days > 60:
            earliest = max(60, (today - row["入会日期"]).days)
            day = workday(today - timedelta(days=dice.randint(4, min(earliest - 10, 1400))))
            state, reason = ("除名", "因犯罪被开除会籍") if number % 60 == 7 else ("退会", dice.choice(LEAVING))
            row |= {"会籍状态": state, "会籍变化日期": day, "会籍变化原因": reason}
    for _ in range(300):
        row = dice.choice(dice.choice(large).members[5:])
        if row["会籍状态"] is None and (today - row["入会日期"]).days > 200:
            how = dice.choice(["待（下）岗", "失业", "退养（内退）", "退休"])
            day = workday(today - timedelta(days=dice.randint(10, 150)))
            row |= {"就业状况": how, "会籍状态": "保留", "会籍变化日期": day, "会籍变化原因": "在本单位下岗后待岗"}


def _enter_twice(units: list[Unit], people: "_People") -> None:
    """Ten people whom a second union entered as well, with one digit of the number mistaken: so they are two entries.

    Two of the pairs are in 天河镇, one of them with the chair's union.
    """
    dice = people.dice
    first = next(unit.code[:10] for unit in units if unit.is_model)
    here = [unit for unit in units if unit.code.startswith(first) and not unit.is_model and unit.chosen > 12]
    there = [unit for unit in units if not unit.code.startswith(first) and unit.chosen > 12]
    model = next(unit for unit in units if unit.is_model)
    pairs = [[dice.choice(here), model], dice.sample(here, 2)]
    pairs += [[dice.choice(here), dice.choice(there)] for _ in range(3)]
    pairs += [dice.sample(there, 2) for _ in range(PAIRS - len(pairs))]
    for one, other in pairs:
        person = dice.choice([row for row in one.members[5:] if row["移动电话"] and row["会籍状态"] is None])
        place = next(place for place, row in enumerate(other.members) if place > 5 and row["会籍状态"] is None)
        since = min(max(other.row["建会日期"], person["入会日期"] + timedelta(days=400)), people.today)
        employer = other.members[place]["单位统一社会信用代码"]
        number = people.mistaken(person["证件号码"])
        twin = {"证件号码": number, "工会编码": other.code, "单位统一社会信用代码": employer, "入会日期": since}
        other.members[place] = person | twin


@dataclass
class _People:
    """Deals out members; no two share a document number or a mobile number."""

    today: date
    dice: Random
    met: int = 0
    numbers: set[str] = field(default_factory=set)

    def officer(self, unit: Unit, row: Row) -> Row:
        dice, employer = self.dice, unit.employers[0]
        born: date = row["出生日期"]
        grown = max(unit.row["建会日期"], born + timedelta(days=GROWN_UP))
        since = min(max(grown, row["当选日期"] - timedelta(days=dice.randint(200, 900))), self.today)
        member = self._row(unit, employer, row["姓名"], row["性别"], born, since)
        member |= {"移动电话": row["手机号码"], "是否农民工": False, "是否劳务派遣": False, "户籍类型": "非农业户口"}
        member["学历"] = {"大学本科": "本科", "大学专科": "大专", "研究生": "硕士"}.get(
            row["文化程度"], row["文化程度"]
        )
        member["政治面貌"] = row["政治面貌"] if row["政治面貌"] in OFFICERS_POLITICAL else None
        return member

    def worker(self, unit: Unit, employer: Row) -> Row:
        dice, staff = self.dice, int(employer["职工人数"])
        woman = dice.random() * staff < int(employer["女职工人数"])
        name = dice.choice(SURNAMES) + dice.choice(FEMALE if woman else MALE)
        born = self.today - timedelta(days=dice.randint(20 * 365, (54 if woman else 59) * 365))
        since = self._joined(max(unit.row["建会日期"], born + timedelta(days=GROWN_UP)))
        member = self._row(unit, employer, name, "女" if woman else "男", born, since)
        migrant = dice.random() * staff < int(employer["农民工人数"])
        young = (self.today - born).days < 28 * 365
        self.met += 1
        return member | {
            "移动电话": members_mobile(self.met) if dice.random() < 0.9 else None,
            "学历": dice.choices(SCHOOLS, (0, 0, 2, 9, 14, 26, 42, 7) if migrant else (0, 2, 27, 32, 17, 14, 8, 0))[0],
            "技术等级": dice.choices(SKILLS, (58, 14, 15, 9, 3, 1))[0],
            "政治面貌": dice.choices(("群众", "共青团员", "中共党员", "中共预备党员"), (70, 18 if young else 0, 11, 1))[
                0
            ],
            "户籍类型": "农业户口" if migrant or dice.random() < 0.25 else "非农业户口",
            "是否农民工": migrant,
            "是否劳务派遣": dice.random() * staff < int(employer["劳务派遣工人数"]),
        }

    def _row(self, unit: Unit, employer: Row, name: str, sex: str, born: date, since: date) -> Row:
        dice = self.dice
        number = ""
        while not number or number in self.numbers:
            number = id_number(born, dice.randint(1, 499) * 2 - (sex == "男"))
        self.numbers.add(number)
        several = unit.row["组织类型"] != "独立基层工会"
        return {
            "证件号码": number, "证件类别": None, "姓名": name, "性别": sex, "出生日期": born,
            "民族": dice.choices(("汉族", "回族", "畲族", "土家族", "满族"), (965, 14, 9, 8, 4))[0], "工会编码": unit.code,
            "单位统一社会信用代码": employer["统一社会信用代码"] if several or dice.random() < 0.9 else None,
            "入会日期": since, "就业状况": "在岗" if dice.random() < 0.985 else "病休", "籍贯": "云岭县" if dice.random() < 0.8 else None,
            "会籍状态": None, "会籍变化日期": None, "会籍变化原因": None,
        }  # fmt: skip

    def mistaken(self, number: str) -> str:
        """The number with another digit in the sequence, the sex unchanged, that nobody has."""
        while number in self.numbers:
            digits = list(number[:17])
            digits[self.dice.choice((14, 15))] = str(self.dice.randint(0, 9))
            body = "".join(digits)
            number = body + check_digit(body)
        self.numbers.add(number)
        return number

    def _joined(self, earliest: date) -> date:
        """Three in ten as soon as they could, one in sixteen within the last year, the others between."""
        dice, days = self.dice, (self.today - earliest).days
        fate = dice.random()
        if fate < 0.3 or days < 2:
            return min(earliest, self.today)
        ago = dice.randint(1, min(days, 365)) if fate < 0.36 else dice.randint(min(days, 366), days)
        return min(workday(self.today - timedelta(days=ago)), self.today)
