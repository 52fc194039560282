"""A newcomer's machine: the embedded database unless DATABASE_URL names another."""

from config import embedded, env
from config.settings.base import *  # noqa: F403
from config.settings.base import LOCAL_DIR, database

# Errors go to the log of the process; without this Django would only mail them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.text("SECRET_KEY", "") or embedded.kept_secret(LOCAL_DIR / "secret_key")
FIELD_KEYS = env.text("FIELD_KEYS", "") or embedded.kept_field_keys(LOCAL_DIR / "field_keys")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["*"])
# `bin/run` serves as the role that owns no table, as a county's server does; commands are the owner's.
DATABASE_ROLE = env.text("DATABASE_ROLE", embedded.NAME)
DATABASES = {"default": database(env.text("DATABASE_URL", "") or embedded.database_url(LOCAL_DIR, DATABASE_ROLE))}

# Files straight from the apps: nothing to collect on a newcomer's machine.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True

# Without a queue, work is done while the visitor waits; `bin/run` brings a queue where it can.
CELERY_TASK_ALWAYS_EAGER = env.flag("TASKS_AT_ONCE", not env.text("REDIS_URL", ""))
