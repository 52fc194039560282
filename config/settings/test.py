"""Tests: real PostgreSQL, tasks run at once, cheap password hashing, keys that protect nothing."""

from config import embedded, env
from config.settings.base import *  # noqa: F403
from config.settings.base import LOCAL_DIR, database

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105 (protects nothing)
FIELD_KEYS = "t1:" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": database(env.text("DATABASE_URL", "") or embedded.database_url(LOCAL_DIR))}
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = env.flag("TASKS_AT_ONCE", True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = None
DIRECTORY_PAGES_A_MINUTE = 1_000_000  # the tests are one visitor; the one about it sets its own
