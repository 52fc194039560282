"""How days, hours, sums and choices are written on the papers."""

from datetime import date, time
from decimal import Decimal

from hardship.money import figures, in_words, yuan

YES_NO = ("是", "否")
SEX = ("男", "女")
WEEKDAYS = "一二三四五六日"


def yes_or_no(value: bool | None) -> str:
    return "" if value is None else YES_NO[0] if value else YES_NO[1]


def day(value: date | None) -> str:
    return value.isoformat() if value is not None else ""


def long_day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def day_of_week(value: date) -> str:
    """`2011年1月10日（星期一）`: computed, never typed."""
    return f"{long_day(value)}（星期{WEEKDAYS[value.weekday()]}）"


def clock(value: time) -> str:
    """`上午10:00`, `中午12:30`, `下午2:05`."""
    part = "上午" if value.hour < 12 else "中午" if value.hour == 12 else "下午"
    return f"{part}{value.hour if value.hour < 13 else value.hour - 12}:{value.minute:02d}"


def figure(value: Decimal | None) -> str:
    """`1,170.00`; nothing where it is not known."""
    return figures(value) if value is not None else ""


def sum_said(value: Decimal | None) -> str:
    """`1,170.00元`; nothing where it is not known."""
    return yuan(value) if value is not None else ""


def sum_in_full(value: Decimal) -> str:
    """`3,000.00元（人民币叁仟元整）`: digits that words guard."""
    return f"{yuan(value)}（人民币{in_words(value)}）"
