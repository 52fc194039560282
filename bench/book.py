"""The book at a million lines: its first page, a page deep down, and each filter, medians of the page's own work.

    python -m bench.book [--lines 1000000]

A quarter of the lines are one import of 250 000 rows; the rest are acts of one to four lines by 50 people over a year.
Baseline of the same run: what a stock changelist does on the same table (exact count, offset to the middle, first page).
"""

import argparse
from typing import Any

from bench.scratch import database, timed

FILL = """
INSERT INTO accounts_bookentry (at, by_id, act, act_id, change, table_name, row_id, before, after, address, request,
                                database_user)
SELECT timestamptz '2026-01-01' + n * interval '30 seconds', 1 + n %% 50,
       CASE WHEN n BETWEEN %(lines)s / 2 AND %(lines)s * 3 / 4 THEN 'registers.import'
            WHEN n %% 1000 = 0 THEN 'personal.show'
            ELSE (ARRAY['officers.change_details', 'displays.verify', 'employers.change_details'])[1 + n %% 3] END,
       CASE WHEN n BETWEEN %(lines)s / 2 AND %(lines)s * 3 / 4 THEN '00000000-0000-0000-0000-000000000001'::uuid
            ELSE ('00000000-0000-0000-0001-' || lpad(to_hex(n / 3), 12, '0'))::uuid END,
       'update', 'unions_officer', n %% 100000, state, state || jsonb_build_object('name', 'B' || n), '10.0.0.1', '', ''
FROM generate_series(1, %(lines)s) n,
     LATERAL (SELECT jsonb_build_object('id', n %% 100000, 'name', 'A' || n, 'post', 'chair', 'union_id', n %% 20000,
              'mobile', '13900000000', 'elected_on', '2020-01-01', 'education', '大学', 'political_status', '党员') state) s
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=1_000_000)
    lines = parser.parse_args().lines
    with database("book"):
        measure(lines)


def measure(lines: int) -> None:
    from django.db import connection  # noqa: PLC0415 (settings must be named first)

    from accounts.admin.book import as_line  # noqa: PLC0415
    from accounts.admin.book_names import names_for  # noqa: PLC0415
    from accounts.admin.book_query import BookFilter, page  # noqa: PLC0415
    from accounts.models import BookEntry  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(FILL, {"lines": lines})
        cursor.execute(
            "INSERT INTO accounts_user (id, username, name, phone, password, is_active, must_change_password,"
            " created_at) SELECT n, 'u' || n, '某' || n, '', '', true, false, now() FROM generate_series(1, 50) n"
        )
        cursor.execute("VACUUM ANALYZE accounts_bookentry")

    def draw(before: int = 0, **asked: Any) -> int:
        found = page(BookFilter(asked).lines(), before=before)
        names = names_for(line for each in found.acts for line in each.lines)
        return sum(len(as_line(line, names).differences) for each in found.acts for line in each.lines)

    questions: dict[str, dict[str, Any]] = {
        "first page": {},
        "below the import": {"before": lines // 2 + 100},
        "into the import": {"before": lines * 3 // 4},
        "by person": {"who": "u7"},
        "by a rare act": {"act": "personal.show"},
        "one record": {"row": 777, "table": "unions_officer"},
        "one day half a year ago": {"since": "2026-03-01", "until": "2026-03-01"},
        "nothing found": {"address": "9.9.9.9"},
        "nobody's": {"who": "系统"},
    }
    for label, asked in questions.items():
        seconds, _ = timed(lambda asked=asked: draw(**asked), runs=5)  # type: ignore[misc]
        print(f"{label}: {seconds * 1000:.0f} ms")
    middle = lines // 2
    seconds, _ = timed(
        lambda: (BookEntry.objects.count(), list(BookEntry.objects.all()[middle : middle + 100])), runs=3
    )
    print(f"stock changelist, middle page: {seconds * 1000:.0f} ms")


if __name__ == "__main__":
    main()
