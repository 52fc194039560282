"""帮扶条件: a new version from a day on; those before it stay as they were, for what was judged by them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship.models import CriteriaVersion, Criterion, ReliefProgramme


@dataclass(frozen=True, kw_only=True)
class Row:
    """One criterion as it is to be; its place is its place in the list."""

    code: str
    multiple: Decimal | None = None
    is_inclusive: bool = True
    causes: tuple[str, ...] = ()
    needs_hard_after_aid: bool = False
    least_cost: Decimal | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Switches:
    """Which exclusions are on."""

    excludes_homes: bool = True
    excludes_hires: bool = True
    excludes_costly_school: bool = True
    excludes_car: bool = True


@operation("criteria.set")
def set_criteria(
    programme: ReliefProgramme,
    rows: Sequence[Row],
    switches: Switches,
    *,
    since: date,
    note: str = "",
    seen: int | None = None,
    on: date,
    by: User | None,
) -> CriteriaVersion:
    """The programme's criteria from a day on, as a new version. The same as before writes nothing.

    `seen` is the version that the page showed (None: whoever asks looked at none). Raises Refused: a day before today
    or before the last version, a criterion that asks nothing, somebody else's version in between.
    """
    programme = ReliefProgramme.objects.select_for_update().get(pk=programme.pk)
    last = CriteriaVersion.objects.filter(programme=programme).order_by("number").last()
    if last is not None and seen is not None and seen != last.number:
        raise Refused(f"您打开这一页以后，有人存了第{last.number}版帮扶条件，您这次没有写入。请刷新后再改。")
    _demand_sense(rows)
    if last is not None:
        if _same(last, rows, switches):
            return last
        _demand_day(since, last, on)
    version = CriteriaVersion.objects.create(
        programme=programme,
        number=last.number + 1 if last else 1,
        since=since,
        note=note,
        made_by=by,
        **asdict(switches),
    )
    for place, row in enumerate(rows, 1):
        Criterion.objects.create(version=version, place=place, **_values(row))
    return version


def _demand_day(since: date, last: CriteriaVersion, on: date) -> None:
    if since < last.since:
        raise Refused(f"第{last.number}版从{last.since}起执行，新版不能更早，请改执行日期。")
    if since < on:
        raise Refused("新版只能从今天或以后执行：以前的申请已按当时的条件判定。请改执行日期。")


def _demand_sense(rows: Sequence[Row]) -> None:
    if not rows:
        raise Refused("请至少写一条帮扶条件，否则谁也不能享受。")
    codes = [row.code for row in rows]
    if len(codes) != len(set(codes)):
        raise Refused("条件代号有重复，请改成各不相同的，如 C1、C2。")
    for row in rows:
        if row.multiple is None and not row.causes and not row.needs_hard_after_aid and row.least_cost is None:
            raise Refused(f"条件 {row.code} 什么也没有要求，人人都符合。请至少填一项，或删去这一条。")
        if row.multiple is not None and row.multiple <= 0:
            raise Refused(f"条件 {row.code} 的倍数应大于 0；收入不限的请留空。")


def _same(last: CriteriaVersion, rows: Sequence[Row], switches: Switches) -> bool:
    there = Criterion.objects.filter(version=last).order_by("place")
    before = [_values(row) for row in there]
    return before == [_values(row) for row in rows] and all(
        getattr(last, name) == value for name, value in asdict(switches).items()
    )


def _values(row: Row | Criterion) -> dict[str, Any]:
    return {
        "code": row.code,
        "multiple": row.multiple,
        "is_inclusive": row.is_inclusive,
        "causes": list(row.causes),
        "needs_hard_after_aid": row.needs_hard_after_aid,
        "least_cost": row.least_cost,
        "source": row.source,
    }
