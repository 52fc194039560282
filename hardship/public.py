"""What everybody may read of relief: the frozen lines of pages that stand today, and nothing else (hardship.md §6)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hardship.models import NoticeLine, PublicNotice
from hardship.transitions import State

WHY = "the public page: only its own frozen lines"

# What whoever holds a receipt's code is told: how far, in no more words.
TOLD = {
    State.DRAFT: "已退回工会补充",
    State.SUBMITTED: "工会正在审核",
    State.AGREED: "工会已审核，即将公示",
    State.POSTED: "正在单位公示",
    State.NOTICE_OVER: "公示期满，工会正在申报",
    State.OPINION: "已申报，上级工会正在审核",
    State.COUNTY_REVIEW: "已申报，县总工会正在审核",
    State.BALANCING: "县总工会正在汇总平衡",
    State.APPROVAL: "正在审批",
    State.APPROVED: "已批准，等待发放",
    State.PAYING: "已批准，正在发放",
    State.CLOSED: "已办结，帮扶金已发放",
    State.REFUSED: "未予帮扶",
    State.WITHDRAWN: "已撤回",
}


@dataclass(frozen=True)
class Total:
    body: str
    category: str
    families: int
    amount: Decimal


@dataclass(frozen=True)
class Name:
    name: str
    unit: str
    category: str


@dataclass(frozen=True)
class Page:
    token: str
    programme: str
    starts_on: date
    ends_on: date
    totals: tuple[Total, ...] = ()
    names: tuple[Name, ...] = ()

    @property
    def families(self) -> int:
        return sum(total.families for total in self.totals)

    @property
    def amount(self) -> Decimal:
        return sum((total.amount for total in self.totals), Decimal())


def standing(on: date) -> list[Page]:
    """The pages that stand on the day, the newest first, without what is on them."""
    rows = _online().filter(state=PublicNotice.State.RUNNING, starts_on__lte=on, ends_on__gte=on)
    return [_page(row) for row in rows.order_by("-starts_on", "-pk")]


def page(token: str, on: date) -> Page | None:
    """The page of a token as it stands on the day; None once its period is over, whether or not anything tidied up.

    Raises PublicNotice.DoesNotExist where there never was one.
    """
    if "\x00" in token:  # a letter that no column takes
        raise PublicNotice.DoesNotExist
    row = _online().get(token=token)
    if row.state != PublicNotice.State.RUNNING or not row.starts_on <= on <= row.ends_on:
        return None
    lines = NoticeLine.objects.everywhere(WHY).filter(notice=row, withdrawn_on__isnull=True).order_by("place")
    totals, names = [], []
    for line in lines.values_list("name", "unit", "category", "families", "amount"):
        name, unit, category, families, amount = line
        if families is not None:
            totals.append(Total(unit, category, families, amount))
        else:
            names.append(Name(name, unit, category))
    return _page(row, tuple(totals), tuple(names))


def _page(row: PublicNotice, totals: tuple[Total, ...] = (), names: tuple[Name, ...] = ()) -> Page:
    assert row.ends_on is not None  # noqa: S101 (the database has it so for the internet)
    return Page(row.token, row.programme.name, row.starts_on, row.ends_on, totals, names)


def _online() -> Any:
    return PublicNotice.objects.everywhere(WHY).filter(kind=PublicNotice.Kind.ONLINE).select_related("programme")
