"""The day a union's page is asked for, and the days one may want to look at next. Pure but for the words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST = date(1949, 1, 1)


@dataclass(frozen=True)
class Step:
    """A link to another day of the same page."""

    label: str
    on: date


def asked_day(given: str, today: date) -> tuple[date, str]:
    """The day meant by `?on=`, and a sentence where it could not be taken as it was. Today when nothing was asked."""
    if not given:
        return today, ""
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return today, f"没有“{given[:20]}”这一天，下面是今天的情况。日期请按 2012-10-31 的样子写。"
    if day > today:
        return today, "还没有到那一天，下面是今天的情况。"
    if day < EARLIEST:
        return today, "那一天太早了，没有记录可看，下面是今天的情况。"
    return day, ""


def steps(changes: Iterable[date], on: date, today: date) -> list[Step]:
    """Today, the end of last month, the changes next to the day, and the day before the last one."""
    known = sorted({day for day in changes if EARLIEST <= day <= today})
    found = [Step("今天", today), Step("上月末", today.replace(day=1) - timedelta(days=1))]
    earlier, later = [day for day in known if day < on], [day for day in known if day > on]
    if known:
        found += [Step("最近一次变化", known[-1]), Step("变化前一天", known[-1] - timedelta(days=1))]
    if earlier:
        found.append(Step("往前一次变化", earlier[-1]))
    if later:
        found.append(Step("往后一次变化", later[0]))
    seen: dict[date, Step] = {}
    for step in found:
        seen.setdefault(step.on, step)
    return list(seen.values())
