"""For tools that only read the code (mypy): no server is started, no secret is made."""

from config.settings.base import *  # noqa: F403 (the shared settings, all of them)
from config.settings.base import database

SECRET_KEY = "only-for-tools"  # noqa: S105 (protects nothing)
FIELD_KEYS = "t1:" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
DATABASES = {"default": database("postgres://nobody@127.0.0.1:1/nothing")}
