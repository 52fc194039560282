"""Coverage by plain loops, written from coverage.md alone: slow, obvious, and the SQL's judge."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

STATE_OWNED = {"国有企业", "国有独资公司", "国有控股公司"}
NON_PUBLIC = {
    "私营企业", "个体经济组织", "其他有限责任公司", "其他股份有限公司", "其他内资企业", "港澳台商投资企业", "外商投资企业",
}  # fmt: skip
NEITHER = {"集体企业", "股份合作企业", "联营企业"}
THIRD_PHASE = date(2012, 9, 1)
START = date(2012, 5, 3)
TARGETS = {
    "all": [(date(2012, 12, 31), Fraction(1, 2)), (date(2013, 12, 31), Fraction(3, 4)), (date(2014, 12, 31), Fraction(19, 20))],
    "state_owned": [(date(2012, 12, 31), Fraction(9, 10))],
    "honoured_non_public": [(date(2012, 12, 31), Fraction(9, 10))],
}  # fmt: skip


@dataclass
class Fact:
    item: str
    start: date
    end: date | None
    verified: date | None


@dataclass
class Tenure:
    post: str
    elected: date
    left: date | None
    facts: list[Fact] = field(default_factory=list)


@dataclass
class Union:
    code: str
    kind: str
    body: str  # code of the body it descends from; the county's for a grassroots union directly under it
    established: date
    dissolved: date | None
    nature: str | None = None
    size: str | None = None
    deep: bool = False  # stands below another organisation of its body, which nothing counts
    facts: list[Fact] = field(default_factory=list)
    officers: list[Tenure] = field(default_factory=list)
    honours: list[tuple[str, date, date | None]] = field(default_factory=list)


def holds(start: date, end: date | None, on: date) -> bool:
    return start <= on and (end is None or on < end)


def fact_holds(facts: list[Fact], item: str, on: date, verified: bool) -> bool:
    for fact in facts:
        if fact.item != item or not holds(fact.start, fact.end, on):
            continue
        if not verified or (fact.verified is not None and fact.verified <= on):
            return True
    return False


def conditions(union: Union, on: date, verified: bool = False) -> dict[str, bool]:
    sitting = [officer for officer in union.officers if holds(officer.elected, officer.left, on)]
    has_chair = any(officer.post == "主席" for officer in sitting)
    shown = [officer for officer in sitting if officer.post in ("主席", "副主席")]
    return {
        "sign": fact_holds(union.facts, "悬挂牌匾", on, verified),
        "office": fact_holds(union.facts, "公布办公地点", on, verified),
        "chair": has_chair,
        "identity": has_chair and all(fact_holds(o.facts, "亮明身份", on, verified) for o in shown),
        "contact": has_chair and all(fact_holds(o.facts, "公布联系方式", on, verified) for o in shown),
    }


def covered(union: Union, on: date, verified: bool = False) -> bool:
    return all(conditions(union, on, verified).values())


def in_scope(union: Union, on: date) -> bool:
    if not holds(union.established, union.dissolved, on):
        return False
    if union.kind in ("联合基层工会", "区域工会联合会", "行业工会联合会"):
        return on >= THIRD_PHASE
    if union.kind != "独立基层工会" or union.nature is None:
        return False
    if union.nature not in STATE_OWNED | NON_PUBLIC | NEITHER:
        return False
    if union.nature in NON_PUBLIC and union.size in ("小型", "微型"):
        return on >= THIRD_PHASE
    return on >= START


def in_category(union: Union, category: str, on: date) -> bool:
    single = union.kind == "独立基层工会"
    if category == "all":
        return True
    if category == "state_owned":
        return single and union.nature in STATE_OWNED
    return (
        single
        and union.nature in NON_PUBLIC
        and any(
            level in ("市级", "省级", "国家级") and holds(since, until, on) for level, since, until in union.honours
        )
    )


def share_in_force(category: str, on: date) -> Fraction:
    for due, share in TARGETS[category]:
        if on <= due:
            return share
    return TARGETS[category][-1][1]


def truncated(part: int, whole: int) -> str | None:
    return None if whole == 0 else f"{part * 10000 // whole // 10000}.{part * 10000 // whole % 10000:04d}"


def rows(
    unions: list[Union], bodies: list[str], county: str, on: date, judged_on_verified: bool = False
) -> list[dict[str, object]]:
    """The rows of `manage.py coverage`, without the names."""
    before = on.replace(day=1) - timedelta(days=1)
    result: list[dict[str, object]] = []
    for body in [*sorted(bodies), county]:
        for category in ("all", "state_owned", "honoured_non_public"):
            mine = [u for u in unions if body in (u.body, county)]
            now = [u for u in mine if in_scope(u, on) and in_category(u, category, on)]
            then = [u for u in mine if in_scope(u, before) and in_category(u, category, before)]
            done = sum(covered(u, on) for u in now)
            judged = sum(covered(u, on, verified=judged_on_verified) for u in now)
            share = share_in_force(category, on)
            gap = 0
            while now and judged + gap < share * len(now):
                gap += 1
            states = [conditions(u, on) for u in now]
            result.append(
                {
                    "body": body,
                    "category": category,
                    "unions": len(now),
                    "sign": sum(s["sign"] for s in states),
                    "office": sum(s["office"] for s in states),
                    "plaque": sum(s["sign"] and s["office"] for s in states),
                    "identity": sum(s["identity"] and s["contact"] for s in states),
                    "covered": done,
                    "verified": sum(covered(u, on, verified=True) for u in now),
                    "rate": truncated(done, len(now)),
                    "target": f"{float(share):.4f}",
                    "met": (gap == 0) if now else None,
                    "gap": gap,
                    "previous_rate": truncated(sum(covered(u, before) for u in then), len(then)),
                    "rank": None,
                }
            )
    for row in result:
        if row["body"] != county and row["unions"]:
            rivals = [r for r in result if r["category"] == row["category"] and r["body"] != county and r["unions"]]
            own = Fraction(int(str(row["covered"])), int(str(row["unions"])))
            row["rank"] = 1 + sum(Fraction(int(str(r["covered"])), int(str(r["unions"]))) > own for r in rivals)
    return result


def uncovered(unions: list[Union], on: date) -> list[dict[str, object]]:
    result: list[dict[str, object]] = []
    for union in sorted(unions, key=lambda u: u.code):
        if in_scope(union, on) and not covered(union, on):
            state = conditions(union, on)
            names = ["sign", "office"] + (["identity", "contact"] if state["chair"] else ["chair"])
            result.append(
                {"union": union.code, "body": union.body, "missing": [name for name in names if not state[name]]}
            )
    return result
