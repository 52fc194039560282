"""The figures of docs/rules/members.md by plain loops, written from that page alone: slow, obvious, and the SQL's judge."""

from dataclasses import dataclass, field
from datetime import date, timedelta

GROUPS = {
    "国有企业": "state_owned",
    "国有独资公司": "state_owned",
    "国有控股公司": "state_owned",
    "私营企业": "non_public",
    "外商投资企业": "non_public",
    "集体企业": "other_enterprise",
    "机关": "not_enterprise",
}
CATEGORIES = ["all", "state_owned", "non_public", "other_enterprise", "not_enterprise"]
WOMEN, STAFF, MEMBERS = 10, 25, 25
EMPLOYED = {"", "在岗", "待（下）岗", "病休"}


@dataclass
class Unit:
    nature: str
    staff: int
    body: str
    union: str | None = None
    gone: date | None = None


@dataclass
class Union:
    code: str
    kind: str
    body: str
    established: date
    dissolved: date | None = None
    director: tuple[date, date | None] | None = None


@dataclass
class Stay:
    union: str
    since: date
    until: date | None = None
    state: str = "正常"
    changed: date | None = None
    unit: int | None = None


@dataclass
class Person:
    sex: str = "男"
    migrant: bool | None = None
    employment: str = ""
    stays: list[Stay] = field(default_factory=list)


@dataclass
class County:
    unions: list[Union]
    units: list[Unit]
    people: list[Person]


def holds(start: date, end: date | None, on: date) -> bool:
    return start <= on and (end is None or on < end)


def group_of(county: County, stay_unit: int | None, union: Union) -> str:
    if stay_unit is not None:
        return GROUPS[county.units[stay_unit].nature]
    return owner(county, union)


def owner(county: County, union: Union) -> str:
    if union.kind != "独立基层工会":
        return ""
    for unit in county.units:
        if unit.union == union.code:
            return GROUPS[unit.nature]
    return ""


def is_new(person: Person, stay: Stay, since: date, on: date) -> bool:
    if stay.state == "重复登记" or not since <= stay.since <= on or stay.until == stay.since:
        return False
    return not any(
        other is not stay and other.state != "重复登记" and other.until == stay.since and other.since < other.until
        for other in person.stays
    )


@dataclass
class Days:
    """A county on one day, with the span that ends on it."""

    county: County
    since: date
    on: date

    def exists(self, union: Union, day: date) -> bool:
        return holds(union.established, union.dissolved, day)

    def covered(self, union: Union) -> list[Unit]:
        return [u for u in self.county.units if u.union == union.code and self.stands(u)]

    def stands(self, unit: Unit) -> bool:
        return unit.gone is None or self.on < unit.gone

    def stays(self) -> list[tuple[Person, Stay, Union]]:
        unions = {union.code: union for union in self.county.unions}
        return [(p, s, unions[s.union]) for p in self.county.people for s in p.stays if s.state != "重复登记"]

    def is_member(self, stay: Stay, union: Union, day: date) -> bool:
        return self.exists(union, day) and holds(stay.since, stay.until, day)

    def is_retained(self, stay: Stay) -> bool:
        return stay.state == "保留" and stay.changed is not None and stay.changed <= self.on

    def is_employed(self, person: Person, stay: Stay, union: Union) -> bool:
        at_work = person.employment in EMPLOYED and not self.is_retained(stay)
        return self.is_member(stay, union, self.on) and at_work and bool(self.covered(union))


def of_persons(days: Days, body: tuple[str, str], category: str) -> dict[str, int]:
    mine = [
        (person, stay, union)
        for person, stay, union in days.stays()
        if body[0] in (union.body, body[1]) and category in ("all", group_of(days.county, stay.unit, union))
    ]
    now = [(person, stay, union) for person, stay, union in mine if days.is_member(stay, union, days.on)]
    new = [person for person, stay, _ in mine if is_new(person, stay, days.since, days.on)]
    before = days.since - timedelta(days=1)
    return {
        "members": len(now),
        "retained": sum(days.is_retained(stay) for _, stay, _ in now),
        "migrants": sum(person.migrant is True for person, _, _ in now),
        "women": sum(person.sex == "女" for person, _, _ in now),
        "employed": sum(days.is_employed(*each) for each in now),
        "members_before": sum(days.is_member(stay, union, before) for _, stay, union in mine),
        "new_members": len(new),
        "new_migrants": sum(person.migrant is True for person in new),
    }


def of_unions(days: Days, body: tuple[str, str], category: str) -> dict[str, int]:
    mine = [union for union in days.county.unions if body[0] in (union.body, body[1])]
    here = [union for union in mine if days.exists(union, days.on)]
    of_group = [union for union in mine if category in ("all", owner(days.county, union))]
    stays = [each for each in days.stays() if days.is_member(each[1], each[2], days.on)]
    obliged = [
        union
        for union in of_group
        if union in here and sum(person.sex == "女" for person, _, of in stays if of is union) >= WOMEN
    ]
    over = [
        union
        for union in of_group
        if union in here
        and days.covered(union)
        and sum(days.is_employed(*each) for each in stays if each[2] is union)
        > sum(unit.staff for unit in days.covered(union))
    ]
    return {
        "staff": sum(
            unit.staff for union in here for unit in days.covered(union) if category in ("all", GROUPS[unit.nature])
        ),
        "new_unions": sum(
            days.since <= union.established <= days.on and union.dissolved != union.established for union in of_group
        ),
        "obliged": len(obliged),
        "lacking": sum(not (union.director and holds(*union.director, days.on)) for union in obliged),
        "over": len(over),
    }


def of_units(days: Days, body: tuple[str, str], category: str) -> dict[str, int]:
    unions = {union.code: union for union in days.county.unions}
    stays = [stay for _, stay, union in days.stays() if days.is_member(stay, union, days.on)]
    found = {"units": 0, "organised": 0, "should": 0, "must": 0}
    for place, unit in enumerate(days.county.units):
        group = GROUPS[unit.nature]
        if body[0] not in (unit.body, body[1]) or not days.stands(unit):
            continue
        if group != category and (category != "all" or group == "not_enterprise"):
            continue
        union = unions[unit.union] if unit.union else None
        organised = union is not None and days.exists(union, days.on)
        single = organised and union is not None and union.kind == "独立基层工会"
        found["units"] += 1
        found["organised"] += organised
        found["should"] += unit.staff >= STAFF and not organised
        found["must"] += sum(stay.unit == place for stay in stays) >= MEMBERS and not single
    return found


def rows(county: County, bodies: list[str], code: str, since: date, on: date) -> list[dict[str, object]]:
    """One dict per (body, category), the county's last; keys as the fields of figures.Row."""
    days = Days(county, since, on)
    return [
        {
            "body": body,
            "category": category,
            **of_persons(days, (body, code), category),
            **of_unions(days, (body, code), category),
            **of_units(days, (body, code), category),
        }
        for body in [*sorted(bodies), code]
        for category in CATEGORIES
    ]
