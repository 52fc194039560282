"""How long the report's workbook of 60 000 uncovered unions takes, against the same cells written bare.

    .venv/bin/python bench/report_workbook.py [rows]

Prints medians of five alternating runs, their ratio, and how much memory more rows cost. Fails (exit 1) above
2.0 times bare, or when five times the rows cost more than 8 MB beyond the file itself.
"""

import io
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import xlsxwriter

from campaigns import workbook

LACKS = (["sign"], ["sign", "office", "identity", "contact"], ["chair"], ["identity", "contact"], ["office", "chair"])
COVER = workbook.Cover(
    campaign="双亮活动",
    unit="云岭县总工会",
    county="3499990000",
    month=date(2012, 10, 1),
    on=date(2012, 10, 31),
    phase="第三阶段",
    number="shuangliang-2012-3499990000-201210-1",
    version=1,
    made_at=datetime(2012, 11, 1, 2, tzinfo=ZoneInfo("Asia/Shanghai")),
    made_by="系统自动生成",
    judged="按双亮覆盖（上报）考核",
    categories=(("all", "全部"),),
    scope=(),
    targets=(),
)
NAMES = {f"34999901{number:02}": f"第{number}乡镇总工会" for number in range(25)}


def unions(rows: int) -> Iterator[dict[str, Any]]:
    for number in range(rows):
        yield {
            "body": f"34999901{number % 25:02}",
            "union": f"34999920{number:06}",
            "name": f"云岭县第{number}机械制造有限公司工会委员会",
            "missing": LACKS[number % 5],
            "chair": f"张{number % 1000}",
            "phone": f"0551-{number:07}",
        }


def report(rows: int) -> int:
    return len(workbook.write(COVER, [], unions(rows), checksum="0" * 64, names=NAMES))


def bare(rows: int) -> int:
    """The same cells in the same mode, with nothing else: no formats, heights, heads or page setup."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet("未覆盖名单")
    for row, union in enumerate(unions(rows)):
        cells = (NAMES[union["body"]], union["union"], union["name"])
        for column, value in enumerate((*cells, "、".join(union["missing"]), union["chair"], union["phone"])):
            sheet.write_string(row, column, value)
    book.close()
    return len(target.getvalue())


def timed(function: Any, rows: int) -> float:
    start = time.process_time()
    function(rows)
    return time.process_time() - start


def peak(rows: int) -> tuple[int, int]:
    """(peak memory in kB, size of the file in kB) of a process of its own that writes this many rows."""
    command = [sys.executable, __file__, "--peak", str(rows)]
    words = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(words[0]), int(words[1])


def main() -> int:
    if sys.argv[1:2] == ["--peak"]:
        size = report(int(sys.argv[2]))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, size // 1024)
        return 0
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 60_000
    pairs = [(timed(bare, rows), timed(report, rows)) for _ in range(5)]
    plain, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    few, few_file = peak(rows // 5)
    many, many_file = peak(rows)
    # The bytes of the file are held twice for a moment: in the buffer and as the value handed back.
    grown = (many - few) - 2 * (many_file - few_file)
    print(f"{rows} rows: bare {plain:.2f} s, report {ours:.2f} s, ratio {ours / plain:.2f} (at most 2.0)")
    print(f"memory: {rows // 5} rows {few / 1024:.0f} MB, {rows} rows {many / 1024:.0f} MB, beyond the file {grown} kB")
    return 0 if ours / plain <= 2.0 and grown <= 8 * 1024 else 1


if __name__ == "__main__":
    sys.exit(main())
