"""manage.py coverage CAMPAIGN --on YYYY-MM-DD [--body CODE] [--uncovered] --format json|table|csv (coverage.md §7)."""

import csv
import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns import coverage
from campaigns.coverage import Row
from campaigns.models import Campaign, Category

COUNTS = ("unions", "sign", "office", "plaque", "identity", "covered", "verified")
HEADS = {
    "body": "单位编码",
    "name": "责任主体",
    "category": "类别",
    "unions": "统计范围",
    "sign": "悬挂牌匾",
    "office": "公布地点",
    "plaque": "亮牌子",
    "identity": "亮身份",
    "covered": "双亮",
    "verified": "已核实",
    "rate": "覆盖率",
    "target": "目标",
    "met": "达标",
    "gap": "还需",
    "previous_rate": "上月末",
    "rank": "排名",
}
UNCOVERED_HEADS = {"union": "工会编码", "body": "责任主体编码", "missing": "所缺"}


class Command(BaseCommand):
    help = "打印某一天的双亮覆盖面：每个责任主体、每个类别一行，县合计在最后。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("campaign", metavar="CAMPAIGN", help="活动代号，如 shuangliang-2012")
        parser.add_argument("--on", required=True, metavar="YYYY-MM-DD", help="哪一天（当天结束时）")
        parser.add_argument("--body", default="", metavar="CODE", help="只看一个责任主体（县总工会的编码：只看县合计）")
        parser.add_argument("--uncovered", action="store_true", help="改为列出未覆盖的工会")
        parser.add_argument("--format", choices=["json", "table", "csv"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = Campaign.objects.filter(slug=options["campaign"]).first()
        if campaign is None:
            known = "、".join(Campaign.objects.values_list("slug", flat=True)) or "还没有，请先运行 setup_county"
            raise CommandError(f"没有代号为“{options['campaign']}”的活动。现有活动：{known}。")
        on = day_of(options["on"])
        rows = coverage.figures(campaign, on)
        if options["body"] and options["body"] not in {row.body for row in rows}:
            raise CommandError(f"没有编码为“{options['body']}”的责任主体。")
        if options["uncovered"]:
            name, heads = "uncovered", UNCOVERED_HEADS
            records = [
                {"union": u.union, "body": u.body, "missing": list(u.missing)}
                for u in coverage.uncovered(campaign, on)
                if options["body"] in ("", u.body)
            ]
        else:
            name, heads = "rows", HEADS
            records = [as_record(row) for row in rows if options["body"] in ("", row.body)]
        if options["format"] == "json":
            self.stdout.write(
                json.dumps({"campaign": campaign.slug, "on": on.isoformat(), name: records}, ensure_ascii=False)
            )
        elif options["format"] == "csv":
            writer = csv.writer(self.stdout)
            writer.writerow(heads.values())
            writer.writerows([plain(record[key]) for key in heads] for record in records)
        else:
            self._table(heads, records)

    def _table(self, heads: dict[str, str], records: list[dict[str, Any]]) -> None:
        lines = [list(heads.values()), *([plain(record[key]) for key in heads] for record in records)]
        widths = [max(width(line[index]) for line in lines) for index in range(len(heads))]
        for line in lines:
            self.stdout.write(
                "  ".join(text + " " * (space - width(text)) for text, space in zip(line, widths, strict=True)).rstrip()
            )


def day_of(text: str) -> date:
    """The day written YYYY-MM-DD and no other way: Python would also read 2012-W44-3. Raises CommandError."""
    try:
        on = date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}”不是日期，请写成 2012-10-31 的样子。") from error
    if on.isoformat() != text:
        raise CommandError(f"“{text}”不是日期，请写成 2012-10-31 的样子。")
    if on.year < 1900:
        raise CommandError("日期太早，请填 1900 年以后的日期。")
    return on


def as_record(row: Row) -> dict[str, Any]:
    """The row as coverage.md §7 prints it; rates and targets are strings with four decimals, truncated."""
    return {
        "body": row.body,
        "name": row.name,
        "category": row.category,
        **{count: getattr(row, count) for count in COUNTS},
        "rate": row.rate,
        "target": f"{row.target:.4f}" if row.target is not None else None,
        "met": row.met,
        "gap": row.gap,
        "previous_rate": row.previous_rate,
        "rank": row.rank,
    }


def plain(value: Any) -> str:
    """A value as people read it in a table."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return " ".join(value)
    return str(Category(value).label) if value in Category.values else str(value)


def width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
