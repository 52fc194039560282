"""A million members: what the desk's list asks of the database, as the application's role, with row security on.

    python -m bench.members [--members 1000000]

For the county and for a township (one of 25): the list's first page with its memberships and the capped count, by name,
pinyin and initials, by union, and the one person with a number. Medians of seven, by the clock and of the server's own
processor time (on one processor, so that it is all of it): what other work there is does not count in that.
"""

import argparse
import io
from datetime import date
from typing import Any

from bench import county
from bench.people import FAMILY, GIVEN, id_number
from bench.scratch import busy, database, timed

ROLE = "sl_bench_members"
PER_UNION = 100
ROWS = """
    INSERT INTO members_member (id, union_id, id_kind, id_number_sealed, id_number_index, name, sex, born_on, ethnicity,
        employment, mobile, education, skill_level, political_status, native_place, hukou_type, is_migrant, is_dispatched)
    SELECT n, 27 + (n - 1) / {per_union}, 'resident', repeat('x', 64), md5(n::text) || md5((-n)::text),
        substr(%(family)s, 1 + n %% 40, 1) || substr(%(given)s, 1 + n / 40 %% 40, 1)
            || CASE WHEN n %% 3 > 0 THEN substr(%(given)s, 1 + n / 1600 %% 40, 1) ELSE '' END,
        CASE WHEN n %% 2 = 0 THEN 'female' ELSE 'male' END, date '1955-01-01' + n %% 17000, '01', 'on_post',
        '139' || lpad(n::text, 8, '0'), 'college', 'none', '13', '云岭县', 'agricultural', n %% 2 = 0, false
    FROM generate_series(1, %(count)s) n
"""
MEMBERSHIPS = """
    INSERT INTO members_membership (member_id, union_id, since, until, state, changed_on, reason)
    SELECT m.id, m.union_id, date '2005-06-01' + m.id::int % 2500, CASE WHEN m.id % 50 = 0 THEN date '2013-01-01' END,
        CASE WHEN m.id % 50 = 0 THEN 'withdrawn' ELSE 'normal' END, CASE WHEN m.id % 50 = 0 THEN date '2013-01-01' END, ''
    FROM members_member m
"""


def make(cursor: Any, members: int) -> None:
    """A county of `members` persons in unions of a hundred; leaves statistics up to date."""
    from accounts.encryption import blind_index  # noqa: PLC0415
    from unions.triggers import keys_of  # noqa: PLC0415

    county.make(cursor, members // PER_UNION, facts=False)
    cursor.execute("SET session_replication_role = replica")  # the guards and the book are not what is measured
    cursor.execute(ROWS.format(per_union=PER_UNION), {"family": FAMILY, "given": GIVEN, "count": members})
    cursor.execute(
        "UPDATE members_member SET id_number_index = %s WHERE id = %s", [blind_index(id_number(1)), members // 2]
    )
    cursor.execute(MEMBERSHIPS)
    keys = keys_of("members_member n", True, ", n.union_id")
    cursor.execute(f"INSERT INTO members_memberkey (member_id, keys, union_id) {keys}")
    cursor.execute("SET session_replication_role = DEFAULT")
    cursor.execute("VACUUM ANALYZE")


def questions(user: Any, union: int) -> dict[str, Any]:
    """What the list asks, each as a query of rows."""
    from members.models import Member  # noqa: PLC0415

    def rows() -> Any:
        return Member.objects.visible_to(user).persons().order_by("-id")

    return {
        "the list": rows(),
        "a name of three": rows().named_like("李芳敏"),
        "a name of two": rows().named_like("王伟"),
        "a family name": rows().named_like("李"),
        "pinyin": rows().named_like("lifangmin"),
        "initials": rows().named_like("lfm"),
        "initials of two": rows().named_like("ww"),
        "nobody's name": rows().named_like("欧阳修"),
        "one union": rows().filter(union=union),
        "migrants": rows().filter(is_migrant=True),
        "joined in a quarter": rows().joined_between(date(2012, 1, 1), date(2012, 3, 31)),
        "the exact number": rows().numbered(id_number(1)),
    }


def milliseconds(rows: Any, user: Any) -> tuple[float, ...]:
    """The page's rows with their memberships, then the count as the list caps it: clock and processor of each."""
    from django.db.models import Prefetch  # noqa: PLC0415

    from accounts.admin.paginator import COUNTED_TO  # noqa: PLC0415
    from members.models import Membership  # noqa: PLC0415

    own = Membership.objects.visible_to(user).select_related("union", "employer").order_by("-since", "-id")
    page = rows.select_related("union").prefetch_related(Prefetch("memberships", queryset=own, to_attr="seen"))
    return (
        *_median(lambda: list(page.all()[:50])),
        *_median(lambda: rows.order_by().values("pk")[: COUNTED_TO + 1].count()),
    )


def _median(ask: Any) -> tuple[float, float]:
    """Milliseconds by the clock, and of the server's processor."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = cursor.fetchone()[0]
    took = []
    for _ in range(7):
        before = busy(server)
        seconds = timed(ask)[0]
        took.append((seconds * 1000, busy(server) - before))
    return sorted(clock for clock, _ in took)[3], sorted(spent for _, spent in took)[3]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--members", type=int, default=1_000_000)
    chosen = options.parse_args()
    with database("roster"):
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        from accounts import wall  # noqa: PLC0415
        from accounts.models import User  # noqa: PLC0415
        from unions.models import Appointment, Organisation  # noqa: PLC0415

        with connection.cursor() as cursor:
            make(cursor, chosen.members)
            cursor.execute("SELECT min(id) FROM unions_organisation WHERE parent_id = 3")
            union = cursor.fetchone()[0]
        users = {"county": ("organisation_staff", 1), "township": ("body_officer", 3)}
        for name, (role, place) in users.items():
            user = User.objects.create(username=name, name=name)
            where = Organisation.objects.everywhere("bench").get(pk=place)
            Appointment.objects.create(user=user, role=role, organisation=where, since=date(2000, 1, 1))
        with connection.cursor() as cursor:
            cursor.execute(f"DROP ROLE IF EXISTS {ROLE}")
            cursor.execute(f"CREATE ROLE {ROLE}")
        try:
            call_command("grant_app_role", ROLE, stdout=io.StringIO())
            with connection.cursor() as cursor:
                cursor.execute(f"SET ROLE {ROLE}")
                cursor.execute("SET max_parallel_workers_per_gather = 0")
            for name in users:
                user = User.objects.get(username=name)
                print(f"{chosen.members} members, {name}: page, count, each by the clock and the server's processor")
                with wall.parts(user.personal_paths):
                    for asked, rows in questions(user, union).items():
                        took = "".join(f"{value:9.1f}" for value in milliseconds(rows, user))
                        print(f"  {asked:20}{took} ms", flush=True)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")
                cursor.execute(f"DROP OWNED BY {ROLE}")
                cursor.execute(f"DROP ROLE {ROLE}")


if __name__ == "__main__":
    main()
