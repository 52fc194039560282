"""100 000 display rows from .xlsx, checked and written with history on.

    python -m bench.import_registers [--rows 100000] [--stock-rows 2000]

Against (a) a bare COPY of the same ready rows into the same table with its indexes and triggers, and (b) a stock
django-import-export ModelResource (use_bulk off, as it comes) on the first rows of the same file, in rows per second.
"""

import argparse
import io
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.scratch import database, timed

WAYS = {
    "悬挂牌匾": ["企业门面", "工会办公地点"],
    "公布办公地点": ["厂务公开栏", "职工食堂"],
    "亮明身份": ["佩戴胸卡", "办公桌牌"],
    "公布联系方式": ["厂务公开栏", "企业网站"],
}


def make_unions(count: int) -> None:
    """A county, one township, `count` unions with a chair each."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO unions_organisation (id, path, code, name, kind, parent_id, credit_code, approval_number,"
            " dissolved_why, address, phone, postcode, established_on) VALUES"
            " (1, '/1/', '3499990000', '县', 'county_federation', NULL, '', '', '', '', '', '', '2000-01-01')"
        )
        cursor.execute(
            "INSERT INTO unions_organisation (id, path, code, name, kind, parent_id, credit_code, approval_number,"
            " dissolved_why, address, phone, postcode, established_on) VALUES (2, '/1/2/', '3499990100', '乡',"
            " 'township_union_federation', 1, '', '', '', '', '', '', '2000-01-01')"
        )
        cursor.execute(
            "INSERT INTO unions_organisation (id, path, code, name, kind, parent_id, credit_code, approval_number,"
            " dissolved_why, address, phone, postcode, established_on)"
            " SELECT n + 2, '/1/2/' || n + 2 || '/', (349999000000 + n)::text, '企业' || n || '工会',"
            " 'grassroots_single', 2, '', '', '', '', '', '', '2001-01-01' FROM generate_series(1, %s) n",
            [count],
        )
        cursor.execute(
            "INSERT INTO unions_officer (union_id, name, post, elected_on, sex, id_number_sealed, id_number_index,"
            " political_status, education, full_time, employer_post, office_phone, mobile)"
            " SELECT n + 2, '主席' || n, 'chair', '2010-01-01', '', '', '', '', '', '', '', '', ''"
            " FROM generate_series(1, %s) n",
            [count],
        )
        cursor.execute("ANALYZE")


def rows_of_file(count: int) -> list[list[str | None]]:
    rows: list[list[str | None]] = []
    number = 0
    while len(rows) < count:
        number += 1
        for item, ways in WAYS.items():
            for place, way in enumerate(ways):
                officer = f"主席{number}" if item in {"亮明身份", "公布联系方式"} else None
                rows.append(
                    [str(349999000000 + number), item, way, officer, f"2012-0{place + 5}-1{number % 9}", None,
                     f"2012-1{place}-0{number % 9 + 1}", "张三", "内容"]
                )  # fmt: skip
    return rows[:count]


def write_file(path: Path, rows: list[list[str | None]]) -> None:
    import datetime as dt  # noqa: PLC0415

    from registers.registry import plan_of  # noqa: PLC0415
    from registers.writer import write_table  # noqa: PLC0415

    dated = ([dt.date.fromisoformat(v) if i in {4, 6} and v else v for i, v in enumerate(row)] for row in rows)
    write_table(path, plan_of("displays").register, dated)


def bare_copy() -> float:
    """Seconds to COPY the very rows that the import wrote, taken out first, back into the emptied table."""
    from django.db import connection, transaction  # noqa: PLC0415

    columns = "id, union_id, item, way, officer_id, starts_on, ends_on, verified_on, verified_by, content"
    text = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY (SELECT {columns} FROM unions_display ORDER BY id) TO STDOUT", text)
        empty(cursor)

        def copy() -> None:
            text.seek(0)
            with transaction.atomic():
                cursor.copy_expert(f"COPY unions_display ({columns}) FROM STDIN", text)

        return timed(copy)[0]


def empty(cursor: Any) -> None:
    # TRUNCATE is refused outside test databases, and dead rows left by DELETE would slow the next run.
    cursor.execute("DELETE FROM unions_display")
    cursor.execute("VACUUM FULL unions_display")


def stock(path: Path, count: int) -> float:
    """Rows per second of import_export.ModelResource as its documentation has it."""
    import tablib  # noqa: PLC0415
    from import_export import fields, resources, widgets  # noqa: PLC0415

    from unions.models import Display, Officer, Organisation  # noqa: PLC0415

    class ByLabel(widgets.Widget):
        def __init__(self, choices: Any) -> None:
            super().__init__()
            self.stored = {label: value for value, label in choices}

        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            return self.stored[value]

    class Union(widgets.ForeignKeyWidget):  # type: ignore[type-arg]
        def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
            return Organisation.objects.everywhere("bench")

    class Chair(widgets.ForeignKeyWidget):  # type: ignore[type-arg]
        def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
            return Officer.objects.everywhere("bench").filter(union__code=row["工会编码"])

    class Resource(resources.ModelResource):
        union = fields.Field("union", "工会编码", Union(Organisation, "code"))
        item = fields.Field("item", "事项", ByLabel(_choices("item")))
        way = fields.Field("way", "方式", ByLabel(_choices("way")))
        officer = fields.Field("officer", "干部姓名", Chair(Officer, "name"))
        starts_on = fields.Field("starts_on", "开始日期", widgets.DateWidget())
        verified_on = fields.Field("verified_on", "核实日期", widgets.DateWidget())
        verified_by = fields.Field("verified_by", "核实人")
        content = fields.Field("content", "内容")

        class Meta:
            model = Display
            import_id_fields = ("union", "item", "way", "officer", "starts_on")
            fields = ("union", "item", "way", "officer", "starts_on", "verified_on", "verified_by", "content")

        def get_queryset(self) -> Any:
            return Display.objects.everywhere("bench")

    def run() -> Any:
        with path.open("rb") as file:
            data = tablib.Dataset().load(file, format="xlsx")
        result = Resource().import_data(data, raise_errors=True)
        assert result.totals["new"] == count, result.totals  # noqa: S101 (a bench that measured nothing must not pass)

    return count / timed(run)[0]


def _choices(field: str) -> Any:
    from unions.models import Display  # noqa: PLC0415

    return Display._meta.get_field(field).choices


def ours(path: Path) -> tuple[float, dict[str, Any], float]:
    """Seconds, what the command printed, and the peak memory in MB of a whole import_register process."""

    def run() -> Any:
        return subprocess.run(
            [sys.executable, "manage.py", "import_register", "displays", str(path)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip

    def nothing() -> Any:
        return subprocess.run([sys.executable, "manage.py", "help"], check=True, capture_output=True)

    start_up = timed(nothing, 3)[0]
    seconds, process = timed(run)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return seconds - start_up, json.loads(process.stdout), peak


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--stock-rows", type=int, default=2_000)
    chosen = options.parse_args()
    with database("import") as _, tempfile.TemporaryDirectory() as folder:
        from django.db import connection  # noqa: PLC0415

        make_unions(chosen.rows // 8 + 1)
        rows = rows_of_file(chosen.rows)
        path, sample = Path(folder) / "displays.xlsx", Path(folder) / "sample.xlsx"
        write_file(path, rows)
        write_file(sample, rows[: chosen.stock_rows])
        per_second_stock = stock(sample, chosen.stock_rows)
        with connection.cursor() as cursor:
            empty(cursor)
        seconds, result, peak = ours(path)
        if result["created"] != chosen.rows:
            sys.exit(f"the import did not write all rows: {result}")
        again, second, _ = ours(path)
        if second["unchanged"] != chosen.rows:
            sys.exit(f"the second import changed something: {second}")
        copy = bare_copy()
    print(f"rows                          {chosen.rows}")
    print(f"bare COPY                     {copy:6.2f} s")
    print(f"import_register               {seconds:6.2f} s   {seconds / copy:5.2f} x COPY       (at most 3)")
    print(f"the same file again           {again:6.2f} s")
    print(f"peak memory of the process    {peak:6.0f} MB           (at most 500)")
    print(f"stock ModelResource           {per_second_stock:6.0f} rows/s on {chosen.stock_rows} rows")
    print(f"import_register               {chosen.rows / seconds:6.0f} rows/s"
          f"   {chosen.rows / seconds / per_second_stock:5.1f} x stock     (at least 40)")  # fmt: skip


if __name__ == "__main__":
    main()
