"""Search at 100 000 unions: what finding costs, and what the keys cost an import of 100 000 organisations.

    python -m bench.search [--unions 100000]

Finding: the queries of the search page for each kind of words (rows and capped counts of three groups), medians.
Import: `import_register organisations` with the keys' triggers against the same without them, each on an empty table.
"""

import argparse
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from bench import county
from bench.scratch import database, timed

ASKED = {
    "part of the name (4)": "茶业机械",
    "part of the name (2)": "旅游",
    "in every name": "工会",
    "in every name, pinyin": "gonghui",
    "pinyin": "chayejixie",
    "pinyin, unfinished": "yunlingchayej",
    "initials": "cyjx",
    "initials in every name": "gsgh",
    "code from its beginning": "349999050",
    "a whole code": "349999050000",
    "number in a name": "50000",
    "nothing found": "没有这家",
    "nothing found, pinyin": "meiyouzhejia",
}


def milliseconds(words: str, user: Any) -> float:
    from unions.models import Employer, Officer, Organisation  # noqa: PLC0415

    def ask() -> Any:
        found = []
        for model in (Organisation, Employer, Officer):
            rows = model.objects.visible_to(user).search(words)
            found.append((list(rows.order_by(*model._meta.ordering)[:11]), rows.order_by().values("pk")[:2001].count()))
        return found

    return timed(ask, 7)[0] * 1000


def write_file(path: Path, count: int) -> None:
    from registers.registry import plan_of  # noqa: PLC0415
    from registers.writer import write_table  # noqa: PLC0415

    columns = [column.name for column in plan_of("organisations").register.columns]

    def row(**values: Any) -> list[Any]:
        return [values.get(name) for name in columns]

    def rows() -> Any:
        yield row(工会编码="3499990000", 工会名称="云岭县总工会", 组织类型="县总工会", 建会日期=date(2000, 1, 1))
        body = {"组织类型": "乡镇工会联合会", "上级工会编码": "3499990000", "建会日期": date(2000, 1, 1)}
        yield row(工会编码="3499990101", 工会名称="天河镇工会联合会", **body)
        words = county.WORDS
        for n in range(count):
            yield row(
                工会编码=str(349999000000 + n),
                工会名称=f"云岭{words[n % 16]}{words[n // 16 % 16]}{n}公司工会",
                组织类型="独立基层工会",
                上级工会编码="3499990101",
                建会日期=date(2005, 1, 1),
            )

    write_table(path, plan_of("organisations").register, rows())


def empty(cursor: Any) -> None:
    # TRUNCATE would cascade to issued reports, which refuse it.
    cursor.execute("SET session_replication_role = replica")
    for table in ("display", "officer", "officerkey", "employer", "employerkey", "honour", "organisationkey"):
        cursor.execute(f"DELETE FROM unions_{table}")
    cursor.execute("DELETE FROM unions_appointment")
    cursor.execute("DELETE FROM unions_organisation")
    cursor.execute("RESET session_replication_role")
    cursor.execute("VACUUM FULL unions_organisation")
    cursor.execute("VACUUM FULL unions_organisationkey")


def seconds_of_import(path: Path) -> float:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        # The book's lines stay; they are the same number each time.
        empty(cursor)
    command = [sys.executable, "manage.py", "import_register", "organisations", str(path)]
    return timed(lambda: subprocess.run(command, check=True, capture_output=True))[0]


def cost_of_keys(path: Path) -> tuple[float, float]:
    """(seconds without, seconds with), the faster of two turns each."""
    from django.db import connection  # noqa: PLC0415

    took: dict[str, list[float]] = {"DISABLE": [], "ENABLE": []}
    for _ in range(2):
        for state, seconds in took.items():
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER TABLE unions_organisation {state} TRIGGER search_insert")
            seconds.append(seconds_of_import(path))
    return min(took["DISABLE"]), min(took["ENABLE"])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--unions", type=int, default=100_000)
    options.add_argument("--rows", type=int, default=100_000, help="of the imported file")
    chosen = options.parse_args()
    with database("search"), tempfile.TemporaryDirectory() as folder:
        from django.db import connection  # noqa: PLC0415

        from accounts.models import User  # noqa: PLC0415
        from unions.models import Appointment, Organisation  # noqa: PLC0415

        with connection.cursor() as cursor:
            county.make(cursor, chosen.unions)
        user = User.objects.create(username="bench", name="测试")
        place = Organisation.objects.everywhere("bench").get(pk=1)
        Appointment.objects.create(user=user, role="organisation_staff", organisation=place, since=date(2000, 1, 1))
        took = {name: milliseconds(words, user) for name, words in ASKED.items()}
        print(f"{chosen.unions} unions, three groups, rows and counts     (at most 100 ms)")
        for name, value in took.items():
            print(f"  {name:26} {value:7.1f} ms", flush=True)
        path = Path(folder) / "organisations.xlsx"
        write_file(path, chosen.rows)
        without, with_keys = cost_of_keys(path)
    print(f"import of organisations    {with_keys:6.2f} s with keys, {without:6.2f} s without:"
          f" {with_keys / without:4.2f} x     (at most 1.5)")  # fmt: skip


if __name__ == "__main__":
    main()
