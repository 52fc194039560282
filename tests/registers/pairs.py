"""A register of two sheets that keeps its records in memory: families and who belongs to them."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from accounts.duties import Duty
from registers.declare import Column, Register
from registers.pair import Bundle, Effect, Judgement, Pair
from registers.plan import Context, Finding, Plan

LINK = Column("户号", "code", "identifier", required=True, key=True, example="H-001")
PEOPLE = Register(
    "families",
    "成员",
    (
        Column("户号", "code", "identifier", required=True, example="H-001"),
        Column("姓名", "name", "text", required=True, example="张某某"),
        Column("年收入", "income", "money", required=True, secret=True, example="1000.00"),
    ),
    link="code",
)
FAMILIES = Register(
    "families",
    "家庭登记表",
    (
        LINK,
        Column("住址", "address", "text", required=True, max_length=20, example="河边 1 号"),
        Column("类别", "kinds", "choices", choices={"低保": "low", "残疾": "disabled", "单亲": "single"}),
    ),
    sheet="家庭",
    second=PEOPLE,
)
MOST = 100_000


class Kept:
    """The table: what each family is, by its code. Whoever earns too much is a conflict of his row."""

    def __init__(self) -> None:
        self.families: dict[str, tuple[Any, ...]] = {}

    def judge(self, bundles: Sequence[Bundle], context: Context, on: date) -> Judgement:
        found, effects = [], []
        for bundle in bundles:
            code, *said = bundle.row.values
            people = tuple(tuple(part.values[1:]) for part in bundle.parts)
            found += [
                Finding(part.row, "年收入", "conflict", "太多了", second=True)
                for part in bundle.parts
                if part.values[2] is not None and part.values[2] > MOST
            ]
            was, now = self.families.get(code), (*said, people)
            does: Any = "new" if was is None else "same" if was == now else "changed"
            differences = [("住址", was[0], now[0])] if was and was[0] != now[0] else []
            if not bundle.bad:
                effects.append(Effect(bundle.row.row, does, code, differences, repr((was, now)), (code, now)))
        return Judgement(found, effects)

    def write(self, effects: Sequence[Effect], context: Context, on: date) -> None:
        self.families |= dict(effect.what for effect in effects)

    def export(self, paths: list[str] | None) -> tuple[Iterable[Sequence[object]], Iterable[Sequence[object]]]:
        first = [(code, *said) for code, (*said, _) in sorted(self.families.items())]
        return first, [(code, *who) for code, (*_, people) in sorted(self.families.items()) for who in people]

    def count(self, paths: list[str] | None) -> int:
        return len(self.families)


def plan_over(kept: Kept) -> Plan:
    return Plan(
        FAMILIES,
        table="registers_importrun",
        duty=Duty.EDIT_MEMBERS,
        see=Duty.SEE_MEMBERS,
        pair=Pair(kept.judge, kept.write, kept.export, kept.count),
    )


def workbook(path: Path, families: Sequence[Sequence[Any]], people: Sequence[Sequence[Any]] | None) -> Path:
    """Both sheets, the second one first; without `people` only one."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "家庭"
    for row in (["户号", "住址", "类别"], *families):
        first.append(list(row))
    if people is not None:
        second = book.create_sheet("成员", 0)
        for row in (["户号", "姓名", "年收入"], *people):
            second.append(list(row))
    book.save(path)
    return path
