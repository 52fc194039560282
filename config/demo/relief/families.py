"""Families in hardship, invented from end to end: pure, and the same for the same day. Numbers of division 349999 only."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from config.demo.calendar import workday
from config.demo.ground import Row
from config.demo.names import FEMALE, MALE, SURNAMES
from config.demo.numbers import id_number
from config.demo.relief.ills import ILLS, Ill
from config.demo.roster import Unit
from hardship.facts import Contents, FileFacts, PersonFacts

FILES = 300
OF_THE_MODEL = 7  # in the union whose chair has an account
BANKS = (
    ("云岭农村商业银行", ("城关支行", "天河支行", "白云支行", "金沙支行")),
    ("中国邮政储蓄银行", ("云岭县支行", "云岭县人民路支行")),
)
YEAR = 365


@dataclass
class Family:
    """One household with its file. `opened` is the day of 建档; what becomes of it stands in the other fields."""

    unit: Unit
    code: str
    opened: date
    said: Contents
    ill: Ill
    reviewed: date | None = None
    out: date | None = None
    closed: date | None = None
    relapsed: "Family | None" = None
    changes: list[tuple[date, Contents, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.said.file.name

    @property
    def is_model(self) -> bool:
        return self.unit.is_model

    def stands(self, day: date) -> bool:
        """On file on the day?"""
        ended = self.out or self.closed
        return self.opened <= day and (ended is None or day < ended)


class Dealer:
    """Deals out families: workers of the rosters, the rest of the household invented."""

    def __init__(self, units: list[Unit], today: date) -> None:
        self.dice = Random(34999906)  # noqa: S311 (a story, not a secret)
        self.units, self.today = units, today
        self.numbers: set[str] = set()
        self.codes: dict[int, int] = {}

    def deal(self) -> list[Family]:
        """FILES files, the oldest first; some ended, some taken up again, some not reviewed for long."""
        dice = self.dice
        chosen = [unit for unit in self.units if unit.is_model] * OF_THE_MODEL
        large = [unit for unit in self.units if unit.chosen > 8 and not unit.is_model]
        chosen += dice.choices(large, weights=[unit.chosen for unit in large], k=FILES - OF_THE_MODEL)
        workers = [(unit, self._worker(unit)) for unit in chosen]
        days = [self._opened(unit, row) for unit, row in workers]
        order = sorted(range(len(workers)), key=lambda place: days[place])
        families = [self._family(*workers[place], days[place]) for place in order]
        for number, family in enumerate(families):
            self._go_on(number, family)
        families += [family.relapsed for family in families if family.relapsed is not None]
        return sorted(families, key=lambda family: (family.opened, family.code))

    # -- one family

    def _worker(self, unit: Unit) -> Row:
        while True:
            row = self.dice.choice(unit.members[3:])
            if row["会籍状态"] is None and row["证件号码"] not in self.numbers:
                self.numbers.add(row["证件号码"])
                return row

    def _opened(self, unit: Unit, row: Row) -> date:
        """Most in the last three years, none today."""
        oldest = max(unit.row["建会日期"], row["入会日期"])
        ago = self.dice.choice((self.dice.randint(45, 380), self.dice.randint(380, 1200)))
        return max(workday(self.today - timedelta(days=ago)), min(oldest, self.today - timedelta(days=45)))

    def _family(self, unit: Unit, row: Row, opened: date, ill: Ill | None = None) -> Family:
        dice = self.dice
        ill = ill or dice.choices(ILLS, [one.weight for one in ILLS])[0]
        age = (opened - row["出生日期"]).days // YEAR
        marital = ill.marital or ("未婚" if age < 27 else dice.choices(("已婚", "离异", "丧偶"), (84, 11, 5))[0])
        household = [self._own(row, marital, ill), *self._others(row, marital, opened, ill)]
        bank, branches = dice.choice(BANKS)
        facts = FileFacts(
            name=row["姓名"],
            id_number=row["证件号码"],
            sex=row["性别"],
            ethnicity=row["民族"],
            political_status=row.get("政治面貌") or "群众",
            marital_status=marital,
            employment_form="农民工"
            if row.get("是否农民工")
            else "派遣职工"
            if row.get("是否劳务派遣")
            else "正式职工",
            standing="病休" if ill.own_illness else "在岗",
            model_worker="无",
            health=ill.own_illness or "良好",
            disability=ill.disability,
            mobile=row["移动电话"] or f"1390001{dice.randint(0, 9999):04d}",
            address=f"云岭县{dice.choice(('城关', '天河镇', '白云镇', '金沙镇'))}{dice.choice(('柳', '槐', '桂', '竹', '梅'))}园小区"
            f"{dice.randint(1, 28)}栋{dice.randint(101, 604)}室",
            hukou=row.get("户籍类型") or "非农业户口",
            housing=dice.choice(("租房", "自购房", "政府廉租房", "自建房")),
            floor_area=Decimal(dice.randint(38, 96)),
            insurance="城镇职工医保",
            is_single_parent=None,
            main_cause=ill.cause,
            other_causes=ill.others,
            description=ill.words,
            hard_after_aid=ill.hard_after_aid,
            medical=self._sum(*ill.medical),
            loss=self._sum(*ill.loss),
            rigid=self._sum(*ill.rigid),
            homes=dice.choices((0, 1, 2), (30, 67, 3))[0],
            hires=False,
            costly_school=False,
            car=dice.random() < 0.02,
            bank=bank,
            branch=dice.choice(branches),
            card=f"62179934999{dice.randint(0, 99_999_999):08d}",
            account_name=row["姓名"],
        )
        return Family(unit, self._code(opened), opened, Contents(facts, tuple(household)), ill)

    def _own(self, row: Row, marital: str, ill: Ill) -> PersonFacts:
        return PersonFacts(
            name=row["姓名"], relation="本人", marital_status=marital, health=ill.own_illness or "良好",
            income=self._sum(*ill.income), id_number=row["证件号码"], born_on=row["出生日期"],
            standing="病休" if ill.own_illness else "在岗",
        )  # fmt: skip

    def _others(self, row: Row, marital: str, on: date, ill: Ill) -> list[PersonFacts]:
        dice, age, found = self.dice, (on - row["出生日期"]).days // YEAR, []
        woman = row["性别"] == "女"
        if marital == "已婚":
            born = row["出生日期"] + timedelta(days=dice.randint(-3 * YEAR, 3 * YEAR))
            income = self._sum(*ill.income_of_spouse)
            found.append(self._person("配偶", born, not woman, "已婚", income, health=ill.family_illness or "良好"))
        if marital == "未婚":
            born = row["出生日期"] - timedelta(days=dice.randint(23 * YEAR, 30 * YEAR))
            found.append(self._person("父母", born, False, "已婚", self._sum(0, 6000)))
            health = ill.family_illness or "高血压病"
            found.append(self._person("父母", born + timedelta(days=400), True, "已婚", Decimal(0), health=health))
            return found
        children = dice.choices((0, 1, 2), (6, 66, 28))[0]
        for number in range(max(children, 1 if ill.cause == "子女上学" or marital != "已婚" else 0)):
            years = min(max(age - 26 - number * 4, 4), 22 if ill.cause == "子女上学" else 24)
            child_born = on - timedelta(days=years * YEAR + dice.randint(0, 300))
            school = _school(years)
            daughter = dice.random() < 0.5
            child = self._person("子女", child_born, daughter, "未婚", Decimal(0), family=_surname(row, woman))
            found.append(replace(child, standing=school[0], place=school[1]))
        return found

    def _person(
        self,
        relation: str,
        born: date,
        woman: bool,
        marital: str,
        income: Decimal,
        *,
        health: str = "良好",
        family: str = "",
    ) -> PersonFacts:
        dice, number = self.dice, ""
        while not number or number in self.numbers:
            number = id_number(born, dice.randint(250, 499) * 2 - (not woman))
        self.numbers.add(number)
        name = (family or dice.choice(SURNAMES)) + dice.choice(FEMALE if woman else MALE)
        return PersonFacts(
            name=name, relation=relation, marital_status=marital, health=health, income=income, id_number=number, born_on=born
        )  # fmt: skip

    def _sum(self, low: int, high: int) -> Decimal:
        """Yuan in tens, between the two."""
        return Decimal(self.dice.randint(low // 10, high // 10) * 10).quantize(Decimal("0.01"))

    def _code(self, opened: date) -> str:
        self.codes[opened.year] = self.codes.get(opened.year, 0) + 1
        return f"DA{opened:%Y}{self.codes[opened.year]:05d}"

    # -- what becomes of it

    def _go_on(self, number: int, family: Family) -> None:
        """Reviewed in the spring of each year but by some; some come out of hardship, a few fall back."""
        dice, age = self.dice, (self.today - family.opened).days
        if age > 330 and number % 9 != 4:
            family.reviewed = workday(self.today - timedelta(days=dice.randint(20, 320)))
        if age > 500 and number % 7 == 2 and not family.is_model:
            family.out = workday(self.today - timedelta(days=dice.randint(40, 300)))
            family.reviewed = None
            if number % 28 == 2 and (self.today - family.out).days > 80:
                family.relapsed = self._again(family)
        elif age > 300 and number % 37 == 5 and not family.is_model:
            family.closed = workday(self.today - timedelta(days=dice.randint(10, 200)))
            family.reviewed = None
        elif age > 200 and number % 11 == 3:
            self._changed(family)

    def _again(self, family: Family) -> Family:
        assert family.out is not None
        opened = workday(family.out + timedelta(days=self.dice.randint(30, 60)))
        said = family.said
        facts = replace(
            said.file, main_cause="收入低无法维持基本生活", hard_after_aid=True, description="再次失去主要收入来源。"
        )
        return Family(family.unit, self._code(opened), opened, Contents(facts, said.household), family.ill)

    def _changed(self, family: Family) -> None:
        """The card was replaced, or somebody's income fell."""
        day = workday(family.opened + timedelta(days=self.dice.randint(30, 150)))
        said = family.said
        if self.dice.random() < 0.5:
            facts = replace(said.file, card=f"62179934999{self.dice.randint(0, 99_999_999):08d}")
            family.changes.append((day, Contents(facts, said.household), "换了银行卡"))
        else:
            own = replace(said.household[0], income=said.household[0].income * Decimal("0.8"))
            own = replace(own, income=own.income.quantize(Decimal("0.01")))
            family.changes.append((day, Contents(said.file, (own, *said.household[1:])), "收入减少"))
        if family.reviewed is not None and family.reviewed < day:
            family.reviewed = day


def _surname(row: Row, woman: bool) -> str:
    return "" if woman else str(row["姓名"][0])


SCHOOLS: tuple[tuple[int, str, str], ...] = (
    (6, "学龄前", "云岭县第一幼儿园"), (12, "小学", "云岭县实验小学"), (15, "初中", "云岭县第二中学"), (18, "高中", "云岭县第一中学"),
    (99, "大学生", "省城某大学"),
)  # fmt: skip


def _school(years: int) -> tuple[str, str]:
    return next((kind, place) for upto, kind, place in SCHOOLS if years < upto)


def mended(said: Contents, **changes: Any) -> Contents:
    """The same family with other facts of the file."""
    return Contents(replace(said.file, **changes), said.household)
