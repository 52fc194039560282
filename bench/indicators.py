"""The figures about members and units: 100 000 unions, a million members.

    python -m bench.indicators [--unions 100000] [--members 1000000]

Baselines of the same run: (a) SELECT count(*) of the memberships; (b) the barest SQL that counts members, women, migrants
and employed of a day by union. Read as the application, with row security on, as a page reads them.
"""

import argparse
import sys
from datetime import date
from typing import Any

from bench import county
from bench.scratch import database, timed

ON, SINCE = date(2013, 10, 31), date(2013, 1, 1)
ROLE = "sl_bench_indicators"
COUNT = "SELECT count(*) FROM members_membership"
BARE = """
SELECT count(*), sum(members), sum(women), sum(migrants), sum(employed) FROM (
SELECT s.union_id, count(*), count(*) FILTER (WHERE m.sex = 'female'), count(*) FILTER (WHERE m.is_migrant),
    count(*) FILTER (WHERE s.state <> 'retained' AND m.employment IN ('', 'on_post', 'laid_off', 'sick_leave'))
FROM members_membership s JOIN members_member m ON m.id = s.member_id
WHERE s.since <= %(on)s AND (s.until IS NULL OR %(on)s < s.until) GROUP BY 1
) x (union_id, members, women, migrants, employed)
"""


def enrol(cursor: Any, unions: int, members: int) -> None:
    """Every union has as many; each tenth came from the next union on a day of 2013, each fiftieth joined that year."""
    cursor.execute("SET session_replication_role = replica")
    cursor.execute(
        "INSERT INTO members_member (id, union_id, id_kind, id_number_sealed, id_number_index, name, sex, ethnicity,"
        " employment, mobile, education, skill_level, political_status, native_place, hukou_type, is_migrant)"
        " SELECT n, 27 + n %% %(unions)s, 'resident', 'x', 'i' || n, '某' || n, (ARRAY['male','female'])[1 + n %% 2], '',"
        " (ARRAY['on_post','on_post','on_post','','retired'])[1 + n %% 5], '', '', '', '', '', '', n %% 3 = 0"
        " FROM generate_series(1, %(members)s) n",
        {"unions": unions, "members": members},
    )
    stays = (
        "INSERT INTO members_membership (member_id, union_id, employer_id, since, until, state, changed_on, reason)"
        " SELECT n, {union}, e.id, {since}, {until}, {state}, {until}, '' FROM generate_series(1, %(members)s) n"
        " JOIN unions_employer e ON e.union_id = {union} WHERE {which}"
    )
    here, day = "27 + n %% %(unions)s", "date '2013-01-01' + n %% 300"
    old = "date '2010-01-01'"
    for union, since, until, state, which in (
        (here, old, "NULL::date", "'normal'", "n %% 10 > 0 AND n %% 50 <> 1"),
        (here, day, "NULL::date", "'normal'", "n %% 50 = 1"),
        (here, day, "NULL::date", "'normal'", "n %% 10 = 0"),
        ("27 + (n + 1) %% %(unions)s", old, day, "'transferred'", "n %% 10 = 0"),
    ):
        sql = stays.format(union=union, since=since, until=until, state=state, which=which)
        cursor.execute(sql, {"unions": unions, "members": members})
    cursor.execute("SET session_replication_role = DEFAULT")
    cursor.execute("VACUUM ANALYZE")


def become_the_application(cursor: Any) -> None:
    from django.core.management import call_command  # noqa: PLC0415

    cursor.execute(f"DROP ROLE IF EXISTS {ROLE}")
    cursor.execute(f"CREATE ROLE {ROLE}")
    call_command("grant_app_role", ROLE, verbosity=0)
    cursor.execute(f"SET ROLE {ROLE}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--unions", type=int, default=100_000)
    options.add_argument("--members", type=int, default=1_000_000)
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    with database("indicators"):
        from django.db import connection, transaction  # noqa: PLC0415

        from accounts import wall  # noqa: PLC0415
        from members import figures  # noqa: PLC0415

        with connection.cursor() as cursor, wall.whole("bench"):
            county.make(cursor, chosen.unions, facts=False)
            enrol(cursor, chosen.unions, chosen.members)
            become_the_application(cursor)

            def bare(sql: str) -> None:
                with transaction.atomic():
                    cursor.execute("SET LOCAL work_mem = '256MB'; SET LOCAL jit = off")
                    cursor.execute(sql, {"on": ON})

            span = figures.Span(ON, SINCE)
            whole = lambda: figures.figures(span)  # noqa: E731
            own = lambda: figures.figures(span, ("/1/2/",))  # noqa: E731
            rows = whole()
            if not (rows[-5].members and rows[-5].new_members):
                sys.exit("nobody is counted: the bench county is wrong")
            turns = [
                (timed(whole)[0], timed(own)[0], timed(lambda: bare(COUNT))[0], timed(lambda: bare(BARE))[0])
                for _ in range(chosen.runs)
            ]
            took, part, count, barest = (min(turn[place] for turn in turns) for place in range(4))
            cursor.execute("RESET ROLE")
            cursor.execute(f"DROP OWNED BY {ROLE}; DROP ROLE {ROLE}")
    print(f"unions {chosen.unions}, members {rows[-5].members}, new in the span {rows[-5].new_members}")
    print(f"SELECT count(*)         {count:7.3f} s")
    print(f"barest SQL of members   {barest:7.3f} s")
    print(f"all figures, the county {took:7.3f} s   {took / count:6.1f} x count   {took / barest:5.2f} x barest")
    print(f"all figures, one body   {part:7.3f} s")


if __name__ == "__main__":
    main()
