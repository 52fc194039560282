"""Workers of the services test: as in tests, but a short lease, and keys of their own in the shared Redis."""

from config import env
from config.settings.test import *  # noqa: F403
from config.settings.test import CELERY_BROKER_TRANSPORT_OPTIONS

JOB_LEASE_SECONDS = env.number("JOB_LEASE_SECONDS", 30)
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {"global_keyprefix": env.text("REDIS_PREFIX")}
