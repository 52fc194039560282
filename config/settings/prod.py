"""A county's server. Everything comes from the environment and is checked here, so that a mistake stops the start.

docs/operators/deploy.md lists the variables; .env.example is a template.
"""

import base64
import binascii

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.settings.base import *  # noqa: F403 (the shared settings, all of them)
from config.settings.base import MIDDLEWARE, caches, database


def _secret(name: str, at_least: int) -> str:
    value = env.text(name)
    if len(value) < at_least or len(set(value)) < 10 or value.lower().startswith(("change", "example", "django-insec")):
        raise ImproperlyConfigured(f"{name} must be at least {at_least} random characters.")
    return value


def _field_keys(name: str) -> str:
    value = env.text(name)
    for part in value.split(","):
        key_id, _, encoded = part.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not key_id or len(key) != 32 or len(set(key)) < 8:
            raise ImproperlyConfigured(f"{name} must be id:base64 of 32 random bytes, several separated by commas.")
    return value


def _field_index_key(name: str, field_keys: str) -> str:
    value = env.text(name, "")
    if value and value not in {part.strip().partition(":")[0] for part in field_keys.split(",")}:
        raise ImproperlyConfigured(f"{name} must be the id of one of FIELD_KEYS.")
    return value


def _hosts(name: str) -> list[str]:
    hosts = env.words(name, [])
    if not hosts or "*" in hosts:
        raise ImproperlyConfigured(f"{name} must name this site's host names, without *.")
    return hosts


def _url(name: str, schemes: tuple[str, ...]) -> str:
    value = env.text(name)
    if not value.startswith(schemes):
        raise ImproperlyConfigured(f"{name} must start with one of {', '.join(schemes)}.")
    return value


def _origins(name: str) -> list[str]:
    origins = env.words(name, [])
    if not origins or not all(origin.startswith("https://") for origin in origins):
        raise ImproperlyConfigured(f"{name} must list this site's addresses, each starting with https://.")
    return origins


DEBUG = False
SECRET_KEY = _secret("SECRET_KEY", 50)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", [])
FIELD_KEYS = _field_keys("FIELD_KEYS")
FIELD_INDEX_KEY = _field_index_key("FIELD_INDEX_KEY", FIELD_KEYS)
ALLOWED_HOSTS = _hosts("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = _origins("CSRF_TRUSTED_ORIGINS")
PUBLIC_BASE_URL = env.text("PUBLIC_BASE_URL", CSRF_TRUSTED_ORIGINS[0]).rstrip("/")
DATABASES = {"default": database(_url("DATABASE_URL", ("postgres://", "postgresql://")))}
REDIS_URL = CELERY_BROKER_URL = _url("REDIS_URL", ("redis://", "rediss://", "redis+socket://"))
CACHES = caches(REDIS_URL)
if env.flag("SHUANGLIANG_DEMO", False):
    raise ImproperlyConfigured("SHUANGLIANG_DEMO is for demonstrations: its accounts have published passwords.")
SECOND_FACTOR = True  # whatever the environment says

# The front proxy ends TLS and overwrites both headers; nothing else can reach the web process (docker-compose.yml).
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CLIENT_ADDRESS_HEADER = env.text("CLIENT_ADDRESS_HEADER", "HTTP_X_REAL_IP")
MIDDLEWARE = ["config.proxy.ClientAddressMiddleware", *MIDDLEWARE]

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked inside the network, without the proxy
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD", True)
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
# __Host-: browsers refuse the cookie unless it is secure, for this host only and for the whole site.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},  # without its mails to ADMINS
        "django.server": {"handlers": ["nowhere"], "propagate": False},
        # axes writes user names; who was locked out stands in its tables.
        "axes": {"handlers": ["nowhere"], "propagate": False},
    },
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
