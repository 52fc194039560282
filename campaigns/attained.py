"""What a campaign's indicator targets ask for and how far every body is on a day: rows as a report keeps them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from campaigns import coverage, figures, indicators, targets
from campaigns.indicators import BY_SLUG, LABELS, Aim, Way
from campaigns.models import Allocation, Campaign, IndicatorTarget
from members import figures as of_members
from members.figures import Span
from unions.models import Kind, Organisation

WHY = "what the county allotted to every body"
# One body's (or the county's, last) part and whole of one target in force; plain values for JSON.
Attained = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """A body or, last, the county, with the counts of one source: {category: row with the counts as attributes}."""

    code: str
    name: str
    of: dict[str, Any]


def aims_of(campaign: Campaign) -> list[Aim]:
    """The campaign's indicator targets in their order. Two queries."""
    targets_there = list(IndicatorTarget.objects.filter(campaign=campaign))
    allotted: dict[int, dict[str, Decimal]] = {target.pk: {} for target in targets_there}
    rows = Allocation.objects.everywhere(WHY).filter(target__in=targets_there)
    for target, code, amount, share in rows.values_list("target", "body__code", "amount", "share"):
        allotted[target][code] = share if amount is None else Decimal(amount)
    return [
        Aim(
            BY_SLUG[target.indicator],
            target.category,
            target.due_on,
            target.counts_from or campaign.starts_on,
            _amount(target),
            target.label,
            allotted[target.pk],
        )
        for target in targets_there
    ]


def _amount(target: IndicatorTarget) -> Decimal:
    if target.share is not None:
        return target.share
    return Decimal(target.amount or 0)


def attained(campaign: Campaign, on: date) -> list[Attained]:
    """Rows of every target in force, of every body in code order and the county last; none without targets.

    One pass for each span counted, which is one for most campaigns, and one of coverage where a target is on it.
    """
    aims = indicators.in_force(aims_of(campaign), on)
    counted: dict[Span | None, list[Place]] = {}
    rows = []
    for aim in aims:
        to = aim.counted_to(on)
        span = None if aim.indicator.of_coverage else Span(to, min(aim.counts_from, to))
        if span not in counted:
            counted[span] = _places(coverage.figures(campaign, on) if span is None else of_members.figures(span))
        rows += list(_rows(aim, counted[span], aims))
    return rows


def _places(rows: Iterable[Any]) -> list[Place]:
    places: dict[str, Place] = {}
    for row in rows:
        places.setdefault(row.body, Place(row.body, row.name, {})).of[str(row.category)] = row
    return list(places.values())


def _rows(aim: Aim, places: list[Place], aims: list[Aim]) -> Iterator[Attained]:
    indicator, county = aim.indicator, places[-1].code if places else ""
    counts = {place.code: _part_and_whole(aim, place) for place in places}
    ranks = targets.ranks({c: n for c, n in counts.items() if c != county}) if indicator.way == Way.SHARE else {}
    for place in places:
        part, whole = counts[place.code]
        is_county = place.code == county
        asked = aim.amount if is_county else _asked_of(aim, place.code)
        met = None if asked is None else indicators.is_met(indicator, part, whole, asked)
        yield {
            "body": place.code,
            "name": place.name,
            "indicator": indicator.slug,
            "category": aim.category,
            "label": label_of(aim, aims),
            "way": str(indicator.way),
            "unit": indicator.unit,
            "fewer": indicator.fewer,
            "from": aim.counts_from.isoformat(),
            "due": aim.due_on.isoformat(),
            "part": part,
            "whole": whole,
            "target": None if asked is None else plain(asked),
            "about": aim.label,
            "met": met,
            "gap": None if met is None or asked is None else indicators.gap(indicator, part, whole, asked),
            "rank": ranks.get(place.code),
            "allotted": plain(sum(aim.allotted.values(), Decimal(0)))
            if is_county and adds_up(aim) is not None
            else None,
        }


def plain(number: Decimal) -> str:
    """`3500`, `0.5`: no zeros that say nothing."""
    return f"{number.normalize():f}"


def _part_and_whole(aim: Aim, place: Place) -> tuple[int, int]:
    row = place.of.get(aim.category)
    if row is None:
        return 0, 0
    return getattr(row, aim.indicator.part), getattr(row, aim.indicator.whole) if aim.indicator.whole else 0


def _asked_of(aim: Aim, code: str) -> Decimal | None:
    """What is asked of one body: what is allotted to it; a share that is not allotted is asked of everybody alike."""
    if code in aim.allotted:
        return aim.allotted[code]
    return aim.amount if aim.indicator.way == Way.SHARE else None


def adds_up(aim: Aim) -> Decimal | None:
    """Sum of the allocation minus the county's target; None where nothing is allotted or the target is a share."""
    return aim.difference if aim.allotted and aim.indicator.way != Way.SHARE else None


def label_of(aim: Aim, aims: Iterable[Aim]) -> str:
    """`新增农民工会员（新增会员之中）`, `入会率（非公企业）`."""
    indicator = aim.indicator
    notes = [LABELS[aim.category]] if aim.category != "all" else []
    if any((other.indicator.slug, other.category) == (indicator.inside, aim.category) for other in aims):
        notes.append(f"{BY_SLUG[indicator.inside].label}之中")
    return f"{indicator.label}（{'，'.join(notes)}）" if notes else indicator.label


def warnings_of(aims: Iterable[Aim]) -> Iterator[str]:
    """What does not tie, in sentences: it is said and never refused (domain.md E-17, E-19)."""
    aims = list(aims)
    for aim in aims:
        difference, unit = adds_up(aim), aim.indicator.unit
        if difference:
            more = "多" if difference > 0 else "少"
            total = sum(aim.allotted.values())
            yield (
                f"{label_of(aim, aims)}：各责任主体合计 {total:f} {unit}，与县目标 {aim.amount:f} {unit}相差 "
                f"{abs(difference):f} {unit}（{more}）。全县按县目标考核，分配数只考核各责任主体。"
            )
        whole = next(
            (a for a in aims if a.key == (aim.indicator.inside, aim.category) and a.due_on == aim.due_on), None
        )
        if whole is not None and aim.amount > whole.amount:
            yield f"{label_of(aim, aims)}的目标 {aim.amount:f} 大于{whole.indicator.label}的目标 {whole.amount:f}，请核对。"


# -- reading kept rows


def by_target(rows: Iterable[Attained], county: str) -> list[list[Attained]]:
    """The rows of each target as they are printed: bodies, what is directly under the county, the total last."""
    groups: dict[tuple[str, str], list[Attained]] = {}
    for row in rows:
        groups.setdefault((row["indicator"], row["category"]), []).append(row)
    return [_with_direct(group, county) for group in groups.values()]


def _with_direct(rows: list[Attained], county: str) -> list[Attained]:
    bodies = [row for row in rows if row["body"] != county]
    total = next((row for row in rows if row["body"] == county), None)
    if total is None:
        return bodies
    rest = {key: total[key] - sum(row[key] for row in bodies) for key in ("part", "whole")}
    nothing = dict.fromkeys(("target", "met", "gap", "rank", "allotted"))
    direct = [{**total, **nothing, **rest, "name": figures.DIRECT}] if any(rest.values()) else []
    return [*bodies, *direct, {**total, "name": "合计", "is_total": True}]


def rate(row: Attained) -> Fraction | None:
    return Fraction(row["part"], row["whole"]) if row["whole"] else None


def bodies_now() -> list[Organisation]:
    """To whom something can be allotted: the responsible bodies that exist, by code."""
    rows = Organisation.objects.everywhere("whom the county may allot a part of its target")
    return list(rows.bodies().filter(dissolved_on__isnull=True).order_by("code"))


TOWNSHIPS = (Kind.TOWNSHIP_FEDERATION, Kind.TOWNSHIP_UNION_FEDERATION)
