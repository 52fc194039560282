"""What is looked at after a crash; and, run as a program, a process of its own that makes a batch and its bank file.

    python -m tests.hardship.money.crashed prepare|seal|faults-before|faults-after

on the database that DATABASE_URL names. `seal` with UNGUARDED keeps the ledger before the rest: the control.
"""

import hashlib
import json
import os
import sys
from decimal import Decimal
from typing import Any

PAYMENTS = 12
TOTAL = Decimal("12000.00")


def faults(batch: Any, *, is_done: bool) -> list[str]:
    """What is wrong with batch, payments, file, ledger and balance; empty when all is done, or nothing is."""
    from accounts.encryption import unseal  # noqa: PLC0415 (as a program, the apps are set up later)
    from hardship.models import Budget, FundEntry, FundSource  # noqa: PLC0415
    from hardship.models.money import BANK_FILE  # noqa: PLC0415
    from tests.hardship.money.world import fresh, ledger_sum, payments  # noqa: PLC0415

    row, out = fresh(batch), TOTAL if is_done else Decimal(0)
    states = {one.state for one in payments(batch)}
    checks = {
        "state": row.state == ("sealed" if is_done else "draft"),
        "payments": states == ({"sent"} if is_done else {"listed"}),
        "ledger": ledger_sum(kind="payment") == -out,
        "lines": FundEntry.objects.filter(kind="payment").count() == (PAYMENTS if is_done else 0),
        "balance": FundSource.objects.get().balance == Decimal("100000.00") - out,
        "budget": Budget.objects.get().spent == out,
    }
    if is_done:
        checks["file"] = hashlib.sha256(unseal(row.file_sealed, BANK_FILE).encode()).hexdigest() == row.sha256
    return [name for name, right in checks.items() if not right]


def keep_the_ledger_first() -> None:
    """As if the sealing were no transaction: what the database is told so far, it keeps."""
    from django.db import connection  # noqa: PLC0415

    from hardship.operations import sealing  # noqa: PLC0415

    told = sealing.FundEntry.objects.bulk_create

    def at_once(*args: Any, **kwargs: Any) -> Any:
        made = told(*args, **kwargs)
        with connection.cursor() as cursor:
            cursor.execute("COMMIT")
            cursor.execute("BEGIN")
        return made

    sealing.FundEntry.objects.bulk_create = at_once  # type: ignore[method-assign]


def prepare() -> None:
    from datetime import date  # noqa: PLC0415

    from django.core.management import call_command  # noqa: PLC0415

    from tests.factories import OrganisationFactory  # noqa: PLC0415
    from tests.hardship.money.world import batch_of, make_world  # noqa: PLC0415
    from unions.models import Kind  # noqa: PLC0415
    from unions.operations import organisations  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    county = organisations.establish_county("3499990000", "云岭县总工会", by=None)
    county = organisations.change_details(county, established_on=date(2000, 1, 1), by=None)
    body = OrganisationFactory(parent=county, code="3499990001", kind=Kind.TOWNSHIP_UNION_FEDERATION)
    batch_of(make_world(county, OrganisationFactory(parent=body)), PAYMENTS)


def main(what: str) -> int:
    import django  # noqa: PLC0415

    django.setup()
    from accounts import wall  # noqa: PLC0415
    from hardship.models import PaymentBatch  # noqa: PLC0415
    from hardship.operations import sealing  # noqa: PLC0415
    from tests.hardship.money.world import WHEN  # noqa: PLC0415

    with wall.whole("a test's own process"):
        if what == "prepare":
            prepare()
        elif what == "seal":
            if os.environ.get("UNGUARDED"):
                keep_the_ledger_first()
            batch = PaymentBatch.objects.select_related("made_by").get()
            assert batch.made_by is not None
            sealing.seal(batch, **WHEN, by=batch.made_by)
        else:
            found = faults(PaymentBatch.objects.get(), is_done=what == "faults-after")
            sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
