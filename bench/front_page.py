"""The desk's first page and data quality at 100 000 unions on one gunicorn worker, medians over a real connection.

    python -m bench.front_page [--unions 100000] [--requests 40]

Measured as a county's day goes: the first look (nothing kept yet), then looks at what is kept ready, then a body officer's page.
Baseline of the same run: the coverage pass alone, which the page would have to wait for at every look.
"""

import argparse
import os
import sys
from datetime import date

from bench import county
from bench.scratch import database, timed
from bench.web import milliseconds, signed_in, worker

FIRST, READY = "/admin/?now=1", "/admin/"


def body_officer() -> str:
    """The session cookie of an officer of the first body, with 4 000 unions."""
    from unions.models import Appointment, Organisation  # noqa: PLC0415

    cookie = signed_in("bench-officer")
    place = Organisation.objects.everywhere("bench").get(pk=2)
    posts = Appointment.objects.everywhere("bench").filter(user__username="bench-officer")
    posts.update(role="body_officer", organisation=place)
    return cookie


def campaign() -> None:
    from campaigns.operations.campaigns import make_from_template  # noqa: PLC0415
    from campaigns.template import SHUANGLIANG_2012  # noqa: PLC0415

    make_from_template(SHUANGLIANG_2012, slug="bench", name="双亮", reports_from=date(2012, 9, 1), by=None)


def the_pass() -> float:
    """Milliseconds of the coverage pass."""
    from django.utils import timezone  # noqa: PLC0415

    from campaigns import coverage  # noqa: PLC0415
    from campaigns.models import Campaign  # noqa: PLC0415

    only = Campaign.objects.get()
    return timed(lambda: coverage.figures(only, timezone.localdate()), 3)[0] * 1000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--unions", type=int, default=100_000)
    options.add_argument("--requests", type=int, default=40)
    chosen = options.parse_args()
    os.environ.setdefault("SECRET_KEY", "only-for-the-bench")
    os.environ.setdefault("FIELD_KEYS", "t1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
    with database("front_page") as address:
        from django.conf import settings  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        settings.SECRET_KEY = os.environ["SECRET_KEY"]
        with connection.cursor() as cursor:
            county.make(cursor, chosen.unions)
        campaign()
        staff, officer = signed_in(), body_officer()
        took = {}
        with worker(address) as port:
            for name, cookie, path, count in (
                ("county: counted anew", staff, FIRST, 3),
                ("county: kept ready", staff, READY, chosen.requests),
                ("body: counted anew", officer, FIRST, 3),
                ("body: kept ready", officer, READY, chosen.requests),
                ("quality: counted anew", staff, "/admin/quality/?now=1", 3),
                ("quality: kept ready", staff, "/admin/quality/", chosen.requests),
                ("quality: same telephone", staff, "/admin/quality/shared-phone/", 3),
                ("quality: bad codes", staff, "/admin/quality/bad-code/", 3),
                ("unions behind a figure", staff, "/admin/campaigns/campaign/1/unions/?show=uncovered", 3),
            ):
                took[name] = milliseconds(port, cookie, path, count)
                sys.stdout.flush()
        baseline = the_pass()
    print(f"{chosen.unions} unions, one worker, medians")
    for name, value in took.items():
        print(f"  {name:26} {value:7.1f} ms")
    print(f"  {'the coverage pass alone':26} {baseline:7.1f} ms")


if __name__ == "__main__":
    main()
