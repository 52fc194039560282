"""How long 500 chest cards take, each with its own name and code, and the whole job of a body with 500 unions.

    python -m bench.prints [--cards 500]

Baseline of the same run: the same pages made without codes. Seconds of the processor are told besides, since the
machine's other work does not count there.
Fails (exit 1) above 30 seconds for the job, as the county waits for it.
"""

import argparse
import sys
import time
from typing import Any
from unittest.mock import patch

from bench.scratch import database, timed

NO_CODE = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'
MOST_SECONDS = 30
BASE = "https://sl.example.gov.cn"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cards", type=int, default=500)
    cards = parser.parse_args().cards
    with database("prints"):
        kit(cards)
        seconds = [whole_job(cards, pieces) for pieces in (["chest_card"], None)]
    sys.exit(seconds[0] > MOST_SECONDS)


def kit(cards: int) -> None:
    """The rendering alone: cards at once, as for one person."""
    from unions.prints import kit as rendering  # noqa: PLC0415 (settings must be named first)

    facts = [
        rendering.Facts(
            f"云岭县第{number}机械制造有限公司工会委员会",
            f"{BASE}/u/{number:012d}",
            "云岭县天河镇人民路128号办公楼308室",
            "0556-2172583",
            people=(rendering.Person(f"欧阳{number}", "主席", "0556-2172583"),),
        )
        for number in range(cards)
    ]

    def make() -> Any:
        rendering.qr_svg.cache_clear()
        return rendering.make_kit(facts, ["chest_card"], title="胸卡", day="2026年11月21日")

    started = time.process_time()
    seconds, made = timed(make, runs=3)
    worked = time.process_time() - started
    with patch.object(rendering, "qr_svg", lambda address: NO_CODE):
        started = time.process_time()
        bare, _ = timed(lambda: rendering.make_kit(facts, ["chest_card"], title="胸卡", day="2026年11月21日"), runs=3)
        bare_worked = time.process_time() - started
    single, _ = timed(lambda: rendering.make_kit(facts[:1], ["chest_card"], title="胸卡", day="2026年11月21日"), runs=5)
    busy, bare_busy = worked / 3, bare_worked / 3
    print(
        f"{cards} chest cards on {made.pages} pages: {seconds:.2f} s (processor {busy:.2f}), {len(made.pdf) / 1e6:.1f} MB"
    )
    print(
        f"the same without codes: {bare:.2f} s (processor {bare_busy:.2f}); ratio of the processor's {busy / bare_busy:.2f}"
    )
    print(f"one card, as a chair waits for it: {single:.2f} s")


def whole_job(unions: int, pieces: list[str] | None) -> float:
    """Ordered, made and kept as the worker does it, of a county of so many unions; `None` is every piece."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from accounts import jobs  # noqa: PLC0415
    from accounts.duties import Role  # noqa: PLC0415
    from accounts.models import Job  # noqa: PLC0415
    from bench import county  # noqa: PLC0415
    from tests.factories import make_colleague  # noqa: PLC0415
    from unions.models import Organisation, Piece, PrintOrder  # noqa: PLC0415
    from unions.operations import prints  # noqa: PLC0415

    rows = Organisation.objects.everywhere("the bench's own")
    if not rows.exists():
        with connection.cursor() as cursor:
            county.make(cursor, unions)
            cursor.execute(
                "UPDATE unions_organisation SET address = '天河镇人民路' || id || '号', phone = '0556-2172583'"
            )
    by = make_colleague(f"printer{len(pieces or [])}", Role.ORGANISATION_STAFF, rows.get(pk=1))

    def ordered_and_made() -> Any:
        order = prints.order(
            rows.get(pk=1),
            pieces=pieces or [str(piece) for piece in Piece],
            options={"base": BASE, "only": "all", "upright": False, "with_mobiles": True},
            reason="bench",
            by=by,
        )
        job = Job.objects.filter(kind=prints.JOB, subject_id=order.pk).latest("pk")
        jobs.run(job.pk)  # made already where there is no queue
        return order, job

    started = time.process_time()
    seconds, (order, job) = timed(ordered_and_made)
    worked = time.process_time() - started
    made = PrintOrder.objects.everywhere("the bench's own").get(pk=order.pk)
    size = sum(path.stat().st_size for path in (settings.MEDIA_ROOT / "prints").glob(made.stored_as)) / 1e6
    job.refresh_from_db()
    print(
        f"the job, {'all six pieces' if pieces is None else 'chest cards'}: {seconds:.2f} s (processor {worked:.2f})"
        f" for {made.unions} unions, {made.pages} pages, {size:.1f} MB ({job.state})"
    )
    return seconds


if __name__ == "__main__":
    main()
