"""What the addresses of money's pages ask for: a span of days, a page."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import urlencode

EARLIEST, LATEST = date(1949, 10, 1), date(2099, 12, 31)
MOST_DIGITS = 6


class BadQuestion(ValueError):
    """The address asks for something that cannot be; the message is a sentence for the reader."""


@dataclass(frozen=True)
class Span:
    """Both days are inside."""

    first: date
    last: date

    @property
    def query(self) -> str:
        return urlencode({"first": self.first.isoformat(), "last": self.last.isoformat()})


def span_asked(request: HttpRequest) -> Span:
    """`?first=2012-01-01&last=2014-12-31`; this year to today unless said. Raises BadQuestion."""
    today = timezone.localdate()
    first = _day(request.GET["first"]) if request.GET.get("first") else today.replace(month=1, day=1)
    last = _day(request.GET["last"]) if request.GET.get("last") else max(today, first)
    if first > last:
        raise BadQuestion("截止日期早于起始日期，请重新选择。")
    return Span(first, last)


def page_asked(request: HttpRequest) -> int:
    """The first page unless said. Raises BadQuestion."""
    text = request.GET.get("page", "") or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS and int(text)):
        raise BadQuestion("没有这一页，请从第一页看起。")
    return int(text)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as no_day:
        raise BadQuestion("没有这一天，请按 2012-10-31 的样子填写真实日期。") from no_day
    if not EARLIEST <= day <= LATEST:
        raise BadQuestion("日期太早或太晚，请重新选择。")
    return day
