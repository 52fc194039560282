"""The phases of a campaign on a bar of time: where each stands, in percent, and what does not fit."""

from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.models import Campaign


@dataclass(frozen=True)
class Bar:
    name: str
    starts_on: date
    ends_on: date
    left: str  # percent of the whole
    width: str
    is_now: bool


@dataclass(frozen=True)
class TimeBar:
    """`today` is its place in percent, "" outside the campaign; `odd` are sentences about gaps and strays."""

    bars: list[Bar]
    today: str
    odd: list[str]


def timebar(campaign: Campaign, today: date) -> TimeBar:
    phases = list(campaign.phases.all())
    first = min([campaign.starts_on, *(phase.starts_on for phase in phases)])
    last = max([campaign.ends_on, *(phase.ends_on for phase in phases)])
    days = (last - first).days + 1

    def place(day: date) -> float:
        return (day - first).days * 100 / days

    bars = [
        Bar(
            phase.name,
            phase.starts_on,
            phase.ends_on,
            f"{place(phase.starts_on):.2f}",
            f"{place(phase.ends_on + timedelta(days=1)) - place(phase.starts_on):.2f}",
            phase.starts_on <= today <= phase.ends_on,
        )
        for phase in phases
    ]
    return TimeBar(bars, f"{place(today):.2f}" if first <= today <= last else "", _odd(campaign, bars))


def _odd(campaign: Campaign, bars: list[Bar]) -> list[str]:
    told = []
    for one, following in zip(bars, bars[1:], strict=False):
        between = (following.starts_on - one.ends_on).days - 1
        if between > 0:
            told.append(f"“{one.name}”和“{following.name}”之间有 {between} 天不属于任何阶段。")
        elif between < 0:
            told.append(f"“{one.name}”和“{following.name}”重叠 {-between} 天。")
    for bar in bars:
        if bar.starts_on < campaign.starts_on or bar.ends_on > campaign.ends_on:
            told.append(f"“{bar.name}”有一部分在活动起止日期之外。")
    return told
