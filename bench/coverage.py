"""Coverage of 100 000 unions with 24 months of facts.

    python -m bench.coverage [--unions 100000] [--million]

Baselines of the same run: (a) the barest SQL that counts the same facts: the display facts of each item that hold on the
day, an officer's only while the tenure holds, grouped by union; no scope, no conditions, no verification, no month before;
(b) loading the objects with prefetch_related and looping over them in Python. And how the pass grows with the county.
"""

import argparse
import json
import subprocess
import sys
from datetime import date
from typing import Any

from bench import county
from bench.scratch import database, timed

DAY = date(2013, 10, 31)

BARE = """
SELECT o.id, count(*) FILTER (WHERE d.item = 'sign'), count(*) FILTER (WHERE d.item = 'office'),
    count(*) FILTER (WHERE d.item = 'identity' AND t.id IS NOT NULL),
    count(*) FILTER (WHERE d.item = 'contact' AND t.id IS NOT NULL)
FROM unions_organisation o
LEFT JOIN unions_display d ON d.union_id = o.id AND d.starts_on <= %(on)s AND (d.ends_on IS NULL OR %(on)s < d.ends_on)
LEFT JOIN unions_officer t ON t.id = d.officer_id AND t.elected_on <= %(on)s AND (t.left_on IS NULL OR %(on)s < t.left_on)
GROUP BY o.id
"""


def bare() -> int:
    from django.db import connection, transaction  # noqa: PLC0415

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'; SET LOCAL jit = off")
        cursor.execute(
            f"SELECT count(*), sum(sign), sum(office), sum(identity), sum(contact)"
            f" FROM ({BARE}) x (id, sign, office, identity, contact)",
            {"on": DAY},
        )
        return int(cursor.fetchone()[0])


def prefetches() -> list[Any]:
    from django.db.models import Prefetch  # noqa: PLC0415

    from unions.models import Display, Employer, Honour, Officer  # noqa: PLC0415

    models = (("displays", Display), ("officers", Officer), ("employers", Employer), ("honours", Honour))
    return [Prefetch(name, model.objects.everywhere("bench"), to_attr=f"_{name}") for name, model in models]


def measure(unions: int, runs: int) -> tuple[float, float, Any]:
    """(seconds of the pass, seconds of the bare SQL, the rows) on a fresh county: the fastest of the runs of each.

    The two take turns, and the fastest counts for both: on a shared machine a median measures the neighbours.
    """
    from django.db import connection  # noqa: PLC0415

    from campaigns import coverage  # noqa: PLC0415
    from campaigns.models import Campaign  # noqa: PLC0415
    from campaigns.operations.campaigns import make_from_template  # noqa: PLC0415
    from campaigns.template import SHUANGLIANG_2012  # noqa: PLC0415

    with connection.cursor() as cursor:
        county.make(cursor, unions)
    campaign = Campaign.objects.first() or make_from_template(
        SHUANGLIANG_2012, slug="shuangliang-2012", name="双亮", by=None
    )
    bare()
    rows = coverage.figures(campaign, DAY)
    if not rows[-3].covered:
        sys.exit("nothing is covered: the bench county is wrong")
    turns = [(timed(lambda: coverage.figures(campaign, DAY))[0], timed(bare)[0]) for _ in range(runs)]
    return min(turn[0] for turn in turns), min(turn[1] for turn in turns), rows


def objects(covered: int) -> float:
    """Seconds of the loop over objects, the faster of two; it must find the unions that the pass finds."""
    turns = [timed(by_objects) for _ in range(2)]
    if turns[0][1] != covered:
        sys.exit(f"the objects count {turns[0][1]} covered unions, the pass {covered}")
    return min(seconds for seconds, _ in turns)


def one(unions: int, runs: int, with_objects: bool) -> dict[str, float]:
    """One county in a process of its own, for Django knows one database a process."""
    command = [sys.executable, "-m", "bench.coverage", "--one", "--unions", str(unions), "--runs", str(runs)]
    printed = subprocess.run(command + ["--objects"] * with_objects, check=True, capture_output=True, text=True).stdout
    return json.loads(printed)  # type: ignore[no-any-return]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--unions", type=int, default=100_000)
    options.add_argument("--million", action="store_true", help="also a million unions (some minutes)")
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options.add_argument("--objects", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        with database("coverage"):
            seconds, bare_seconds, rows = measure(chosen.unions, chosen.runs)
            looped = objects(rows[-3].covered) if chosen.objects else 0
        figures = {"seconds": seconds, "bare": bare_seconds, "objects": looped, "unions": rows[-3].unions}
        print(json.dumps(figures | {"covered": rows[-3].covered}))
        return
    small = one(2_000, 20, with_objects=False)["seconds"]
    big = one(chosen.unions, chosen.runs, with_objects=True)
    results = [(chosen.unions, big["seconds"])]
    if chosen.million:
        results.append((1_000_000, one(1_000_000, 3, with_objects=False)["seconds"]))
    print(f"unions {chosen.unions}, day {DAY}: {big['unions']} in scope, {big['covered']} covered")
    print(f"barest SQL              {big['bare']:7.3f} s")
    print(
        f"all rows of the day     {big['seconds']:7.3f} s   {big['seconds'] / big['bare']:6.2f} x bare      (at most 3)"
    )
    print(
        f"objects with prefetch   {big['objects']:7.3f} s   {big['objects'] / big['seconds']:6.1f} x the pass  (at least 20)"
    )
    print(f"growth from 2 000 unions ({small:.4f} s):")
    for unions, took in results:
        print(f"  {unions:>9} unions     {took:7.3f} s   {took / small / (unions / 2000):6.2f} x linear    (at most 1)")


def by_objects() -> int:
    """Covered unions on the day, the way a page written in a hurry counts them; scope and categories are left out."""
    from unions.models import Organisation  # noqa: PLC0415

    def holds(since: date, until: date | None) -> bool:
        return since <= DAY and (until is None or until > DAY)

    rows = (
        Organisation.objects.everywhere("bench")
        .filter(kind="grassroots_single")
        .select_related("parent")
        .prefetch_related(*prefetches())
    )
    covered = 0
    for union in rows:
        held = [fact for fact in union._displays if holds(fact.starts_on, fact.ends_on)]
        sitting = [o for o in union._officers if holds(o.elected_on, o.left_on)]
        shown = {(fact.item, fact.officer_id) for fact in held}
        covered += (
            any(o.post == "chair" for o in sitting)
            and any(fact.item == "sign" for fact in held)
            and any(fact.item == "office" for fact in held)
            and all((item, o.pk) in shown for o in sitting for item in ("identity", "contact"))
        )
    return covered


if __name__ == "__main__":
    main()
