"""The SQL pass and a plain twin agree on random counties, every date at an edge of the days asked for."""

from collections import Counter
from dataclasses import asdict
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from members import figures
from members.models import Employment, Member, Membership, State
from tests.members import figures_twin as twin
from unions.models import Employer, Kind, Nature, Officer, Organisation

COUNTY, BODIES = "3499990000", ["3499990100", "3499990101", "3499990102"]
LONG_AGO = date(2009, 6, 30)
DAYS = [date(2012, 2, 29), date(2012, 10, 31), date(2012, 12, 31), date(2013, 1, 1), date(2013, 3, 15)]
SEEDS = range(100)


def edge(dice: Random, since: date, on: date) -> date:
    if dice.random() < 0.15:
        return on + timedelta(days=dice.randint(-90, 20))
    return dice.choice([on, since]) + timedelta(days=dice.choice([-1, 0, 1]))


def until(dice: Random, since: date, on: date, start: date, odds: float) -> date | None:
    return max(start, edge(dice, since, on)) if dice.random() < odds else None


def case(seed: int) -> tuple[twin.County, date, date]:
    dice = Random(seed)
    on = dice.choice(DAYS)
    since = on - timedelta(days=dice.choice([0, 1, 30, 300]))
    unions, units = [], []
    for number in range(dice.randint(2, 7)):
        start = edge(dice, since, on) if dice.random() < 0.25 else LONG_AGO
        # The first has most of the members: as often a joint one, whose units may have enough for a union of their own.
        kinds = ["独立基层工会"] * 4 + ["联合基层工会", "村（社区）工会"]
        kind = dice.choice(kinds if number else ["独立基层工会", "联合基层工会"])
        body = dice.choice([*BODIES[:2], *([COUNTY] if "基层" in kind else [])])
        director = (edge(dice, since, on), None) if dice.random() < 0.5 else None
        if director:
            director = (director[0], until(dice, since, on, director[0], 0.3))
        code = f"3499991{number:05d}"
        unions.append(twin.Union(code, kind, body, start, until(dice, since, on, start, 0.2), director))
        for _ in range(dice.choice([0, 1, 1, 1]) if kind == "独立基层工会" else dice.randint(0, 3)):
            units.append(unit(dice, since, on, code))
    units += [unit(dice, since, on, None) for _ in range(dice.randint(0, 3))]
    people = [person(dice, since, on, unions, units) for _ in range(dice.randint(0, 120))]
    return twin.County(unions, units, people), since, on


def unit(dice: Random, since: date, on: date, union: str | None) -> twin.Unit:
    gone = edge(dice, since, on) if dice.random() < 0.1 else None
    staff = dice.choice([0, 1, 5, 24, 25, 26, 60])
    return twin.Unit(dice.choice(list(twin.GROUPS)), staff, dice.choice(BODIES[:2]), union, gone)


def person(dice: Random, since: date, on: date, unions: list[twin.Union], units: list[twin.Unit]) -> twin.Person:
    """Stays one after the other, often without a day between them, as a transfer leaves them."""
    made = twin.Person(
        dice.choice("男女女女"),
        dice.choice([True, False, None]),
        dice.choice(["", "在岗", "病休", "退休", "待（下）岗"]),
    )
    start = edge(dice, since, on) if dice.random() < 0.4 else LONG_AGO
    for _ in range(dice.choices([1, 2, 3], [70, 25, 5])[0]):
        # Most go to one union, so that it has enough for the thresholds.
        union = unions[0] if dice.random() < 0.6 else dice.choice(unions)
        own = [place for place, each in enumerate(units) if each.union == union.code]
        at = dice.choice(own[:1] * 3 + own) if own and dice.random() < 0.85 else None
        end = until(dice, since, on, start, 0.35)
        if end is None:
            retained = dice.random() < 0.15
            changed = max(start, edge(dice, since, on)) if retained else None
            made.stays.append(twin.Stay(union.code, start, None, "保留" if retained else "正常", changed, at))
            break
        state = dice.choice(["转出", "退会", "重复登记"])
        made.stays.append(twin.Stay(union.code, start, end, state, end, at))
        start = end + timedelta(days=dice.choice([0, 0, 1, 40]))
    return made


def stored(choices: Any, label: str) -> str:
    return next((str(value) for value, text in choices.choices if text == label), "")


def plant(code: str, kind: str, parent: Organisation | None, start: date, end: date | None = None) -> Organisation:
    pk = (Organisation._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    return Organisation.objects.create(
        pk=pk, path=f"{parent.path if parent else '/'}{pk}/", code=code, name=code, kind=kind, parent=parent,
        established_on=start, dissolved_on=end,
    )  # fmt: skip


def load(county: twin.County) -> None:
    """Straight into the tables: what is tested is the reading."""
    top = plant(COUNTY, Kind.COUNTY_FEDERATION, None, date(1985, 5, 1))
    places = {code: plant(code, Kind.TOWNSHIP_FEDERATION, top, date(2001, 1, 1)) for code in BODIES} | {COUNTY: top}
    unions = {}
    for union in county.unions:
        row = plant(union.code, stored(Kind, union.kind), places[union.body], union.established, union.dissolved)
        unions[union.code] = row
        if union.director:
            since, left = union.director
            Officer.objects.create(union=row, name="主任", post="women_director", elected_on=since, left_on=left)
    units = [
        Employer.objects.create(
            credit_code=f"X{place}", name=f"单位{place}", nature=stored(Nature, unit.nature), staff=unit.staff,
            body=places[unit.body], union=unions[unit.union] if unit.union else None, deregistered_on=unit.gone,
        )
        for place, unit in enumerate(county.units)
    ]  # fmt: skip
    for number, person in enumerate(county.people):
        member = Member.objects.create(
            union=unions[person.stays[-1].union], id_number_sealed="x", id_number_index=f"{number}", name="某某",
            sex={"男": "male", "女": "female"}[person.sex], is_migrant=person.migrant,
            employment=stored(Employment, person.employment),
        )  # fmt: skip
        Membership.objects.bulk_create(
            Membership(
                member=member, union=unions[stay.union], employer=units[stay.unit] if stay.unit is not None else None,
                since=stay.since, until=stay.until, state=stored(State, stay.state), changed_on=stay.changed,
            )
            for stay in person.stays
        )  # fmt: skip


def read(since: date, on: date, path: str = "/") -> list[dict[str, object]]:
    rows = [asdict(row) for row in figures.figures(figures.Span(on, since), (path,))]
    return [{key: value for key, value in row.items() if key not in ("name", "is_total", "is_direct")} for row in rows]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_pass_and_the_twin_agree_on_any_county(db: None, seed: int) -> None:
    county, since, on = case(seed)
    with transaction.atomic():
        load(county)

        expected = twin.rows(county, BODIES, COUNTY, since, on)

        assert read(since, on) == expected
        body = Organisation.objects.everywhere("test").get(code=BODIES[0])
        assert read(since, on, body.path) == [row for row in expected if row["body"] == body.code]


def test_the_random_counties_are_worth_agreeing_on() -> None:
    """A county where every count is zero proves nothing."""
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        county, since, on = case(seed)
        for row in twin.rows(county, BODIES, COUNTY, since, on):
            if row["body"] == COUNTY:
                seen.update({key: 1 for key, value in row.items() if isinstance(value, int) and value})

    assert len(seen) == 17
    assert min(seen.values()) >= 8, seen
