"""Workers of the services test of payments: as those of the reports; with UNGUARDED, as if a guard had been forgotten."""

import os

from celery.signals import worker_init

from tests.campaigns.services_settings import *  # noqa: F403
from tests.hardship.money.crashed import keep_the_ledger_first


@worker_init.connect
def forget(**kwargs: object) -> None:
    if os.environ.get("UNGUARDED"):
        keep_the_ledger_first()
