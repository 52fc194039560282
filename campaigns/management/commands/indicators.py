"""manage.py indicators --on YYYY-MM-DD [--from YYYY-MM-DD] [--body CODE] --format json|table|csv (docs/rules/members.md)."""

import csv
import json
from fractions import Fraction
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.management.commands.coverage import day_of, width
from members import figures
from members.figures import Category, Row, Span

HEADS = {
    "body": "单位编码",
    "name": "责任主体",
    "category": "类别",
    "members": "会员",
    "migrants": "农民工",
    "women": "女会员",
    "retained": "保留",
    "employed": "在岗会员",
    "staff": "申报职工",
    "membership_rate": "入会率",
    "over": "超100%工会",
    "new_members": "新增会员",
    "new_migrants": "新增农民工",
    "members_before": "期初会员",
    "growth": "增长",
    "new_unions": "新建工会",
    "obliged": "应建女工委",
    "lacking": "未建女工委",
    "units": "单位",
    "organised": "已建会",
    "organised_rate": "建会率",
    "should": "应建会",
    "must": "必须建会",
}
COUNTS = [
    name for name in HEADS if name not in ("body", "name", "category", "membership_rate", "growth", "organised_rate")
]


class Command(BaseCommand):
    help = "打印某一天的会员指标：每个责任主体、每个类别一行，县合计在最后。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", required=True, metavar="YYYY-MM-DD", help="哪一天（当天结束时）")
        parser.add_argument(
            "--from",
            dest="since",
            default="",
            metavar="YYYY-MM-DD",
            help="新增从哪一天起计（含），不填为当年 1 月 1 日",
        )
        parser.add_argument("--body", default="", metavar="CODE", help="只看一个责任主体（县总工会的编码：只看县合计）")
        parser.add_argument("--format", choices=["json", "table", "csv"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        on = day_of(options["on"])
        since = day_of(options["since"]) if options["since"] else on.replace(month=1, day=1)
        if since > on:
            raise CommandError("--from 晚于 --on，请改成期间的第一天。")
        rows = figures.figures(Span(on, since))
        if options["body"] and options["body"] not in {row.body for row in rows}:
            raise CommandError(f"没有编码为“{options['body']}”的责任主体。")
        records = [as_record(row) for row in rows if options["body"] in ("", row.body)]
        if options["format"] == "json":
            said = {"on": on.isoformat(), "from": since.isoformat(), "rows": records}
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        elif options["format"] == "csv":
            writer = csv.writer(self.stdout)
            writer.writerow(HEADS.values())
            writer.writerows([plain(record[key]) for key in HEADS] for record in records)
        else:
            lines = [list(HEADS.values()), *([plain(record[key]) for key in HEADS] for record in records)]
            widths = [max(width(line[index]) for line in lines) for index in range(len(HEADS))]
            for line in lines:
                cells = (text + " " * (space - width(text)) for text, space in zip(line, widths, strict=True))
                self.stdout.write("  ".join(cells).rstrip())


def as_record(row: Row) -> dict[str, Any]:
    """The row for machines: rates are strings with four decimals, truncated; `fault` is a rate above 100 %."""
    return {
        "body": row.body,
        "name": row.name,
        "category": str(row.category),
        **{name: getattr(row, name) for name in COUNTS},
        "membership_rate": four(row.rate),
        "fault": row.is_fault,
        "growth": four(row.growth),
        "organised_rate": four(row.organised_rate),
    }


def four(share: Fraction | None) -> str | None:
    """Truncated to four decimals, towards zero."""
    if share is None:
        return None
    whole, rest = divmod(abs(share.numerator) * 10_000 // share.denominator, 10_000)
    sign = "-" if share < 0 and (whole or rest) else ""
    return f"{sign}{whole}.{rest:04d}"


def plain(value: Any) -> str:
    if value is None:
        return "—"
    return str(Category(value).label) if value in Category.values else str(value)
