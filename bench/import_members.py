"""100 000 members from .xlsx, every column filled: checked, numbers encrypted, written with history on.

    python -m bench.import_members [--rows 100000] [--stock-rows 2000]

Against (a) a bare COPY of the same ready rows into the same two tables with their indexes and triggers, and (b) a stock
django-import-export ModelResource (use_bulk off, as it comes) on the first rows of the same file, in rows per second:
its cost per row only grows with the rows, so the ratio is a lower bound.
"""

import argparse
import datetime as dt
import io
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.scratch import database, spent

PER_UNION = 100
TABLES = ("members_membership", "members_member", "members_memberkey")
EDUCATION, EMPLOYMENT = ("本科", "大专", "高中", "初中"), ("在岗", "在岗", "在岗", "病休")
SKILLS = ("无", "职业资格三级（高级）", "职业资格四级（中级）", "职业资格五级（初级）")
POLITICS, PEOPLES = ("群众", "中共党员", "共青团员", "群众"), ("汉族", "回族", "畲族", "汉族")


def make_unions(count: int) -> None:
    """A county, one township, `count` unions with an employer each."""
    from django.db import connection  # noqa: PLC0415

    from bench.import_registers import make_unions as unions  # noqa: PLC0415
    from bench.people import credit_code  # noqa: PLC0415

    unions(count)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO unions_employer (credit_code, name, nature, size, industry, staff, body_id, union_id, address,"
            " legal_representative, phone) SELECT c.code, '单位' || c.n, '170', '', '', 100, 2, c.n + 2, '', '', ''"
            " FROM unnest(%s) WITH ORDINALITY c (code, n)",
            [[credit_code(n) for n in range(1, count + 1)]],
        )
        cursor.execute("ANALYZE")


def rows_of_file(count: int) -> list[list[object]]:
    from bench.people import born, credit_code, id_number, mobile, name  # noqa: PLC0415

    rows: list[list[object]] = []
    for n in range(count):
        union = n // PER_UNION + 1
        left = n % 50 == 49
        rows.append(
            [id_number(n), "居民身份证", name(n), "男" if (n % 400 + 1) % 2 else "女", born(n), PEOPLES[n % 4],
             str(349999000000 + union), credit_code(union), dt.date(2008, 1, 1) + dt.timedelta(days=n % 1500),
             EMPLOYMENT[n % 4], mobile(n), EDUCATION[n % 4], SKILLS[n % 4], POLITICS[n % 4], "云岭县",
             "农业户口" if n % 2 else "非农业户口", bool(n % 2), n % 9 == 0,
             "退会" if left else "正常", dt.date(2013, 1, 1) if left else None, "本人申请" if left else None]
        )  # fmt: skip
    return rows


def write_file(path: Path, rows: list[list[object]]) -> None:
    from registers.registry import plan_of  # noqa: PLC0415
    from registers.writer import write_table  # noqa: PLC0415

    write_table(path, plan_of("members").register, rows)


def bare_copy() -> tuple[float, float]:
    """Seconds by the clock, and of processor, to COPY the very rows that the import wrote back into emptied tables."""
    from django.db import connection, transaction  # noqa: PLC0415

    texts = {}
    with connection.cursor() as cursor:
        for table in ("members_member", "members_membership"):
            texts[table] = io.StringIO()
            cursor.copy_expert(f"COPY (SELECT * FROM {table} ORDER BY id) TO STDOUT", texts[table])
        empty(cursor)

        def copy() -> None:
            with transaction.atomic():
                for table, text in texts.items():
                    text.seek(0)
                    cursor.copy_expert(f"COPY {table} FROM STDIN", text)

        return spent(copy)[:2]


def empty(cursor: Any) -> None:
    cursor.execute("SET session_replication_role = replica")  # what they were is of no interest
    for table in TABLES:
        cursor.execute(f"DELETE FROM {table}")
    cursor.execute("SET session_replication_role = DEFAULT")
    for table in TABLES:
        cursor.execute(f"VACUUM FULL {table}")


def ours(path: Path) -> tuple[float, float, dict[str, Any], float]:
    """Seconds by the clock, of processor, what the command printed, and the peak memory in MB of a whole import_register process."""

    def run() -> Any:
        return subprocess.run(
            [sys.executable, "manage.py", "import_register", "members", str(path)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip

    def nothing() -> Any:
        return subprocess.run([sys.executable, "manage.py", "help"], check=True, capture_output=True)

    start_up = [spent(nothing)[:2] for _ in range(3)]
    seconds, processor, process = spent(run)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    clock, own = (sorted(took)[1] for took in zip(*start_up, strict=True))
    return seconds - clock, processor - own, json.loads(process.stdout), peak


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--stock-rows", type=int, default=2_000)
    chosen = options.parse_args()
    with database("members") as _, tempfile.TemporaryDirectory() as folder:
        from django.db import connection  # noqa: PLC0415

        make_unions(chosen.rows // PER_UNION + 1)
        rows = rows_of_file(chosen.rows)
        path, sample = Path(folder) / "members.xlsx", Path(folder) / "sample.xlsx"
        write_file(path, rows)
        write_file(sample, rows[: chosen.stock_rows])
        from bench.stock_members import per_second  # noqa: PLC0415 (a resource asks for the models when it is made)

        stock = per_second(sample, chosen.stock_rows)
        with connection.cursor() as cursor:
            empty(cursor)
        seconds, processor, result, peak = ours(path)
        if result["created"] != chosen.rows:
            sys.exit(f"the import did not write all rows: {str(result)[:2000]}")
        again, _, second, _ = ours(path)
        if second["unchanged"] != chosen.rows:
            sys.exit(f"the second import changed something: {str(second)[:2000]}")
        copy = bare_copy()
    print(f"rows                          {chosen.rows}         by the clock       processor")
    print(f"bare COPY                     {copy[0]:12.2f} s   {copy[1]:12.2f} s")
    print(f"import_register               {seconds:12.2f} s   {processor:12.2f} s")
    print(f"  against COPY                {seconds / copy[0]:12.2f} x   {processor / copy[1]:12.2f} x     (at most 4)")
    print(f"the same file again           {again:12.2f} s")
    print(f"peak memory of the process    {peak:12.0f} MB                    (below 600)")
    print(f"stock ModelResource           {stock[0]:12.0f}     {stock[1]:12.0f} rows/s  on {chosen.stock_rows} rows")
    rates = chosen.rows / seconds, chosen.rows / processor
    print(f"import_register               {rates[0]:12.0f}     {rates[1]:12.0f} rows/s")
    print(
        f"  against stock               {rates[0] / stock[0]:12.1f} x   {rates[1] / stock[1]:12.1f} x     (at least 30)"
    )


if __name__ == "__main__":
    main()
