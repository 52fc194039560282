"""What every installation shares. Nothing here is secret; what differs comes from the environment."""

from pathlib import Path
from typing import Any

import django_stubs_ext
import environ

from config import env

# Lets Django's classes take their type parameters at run time too: ModelAdmin[Any].
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Files that belong to this machine (embedded database, uploads, fault workbooks); never served by the web server.
LOCAL_DIR = Path(env.text("SHUANGLIANG_DATA", str(BASE_DIR / ".local")))
MEDIA_ROOT = LOCAL_DIR / "files"

INSTALLED_APPS = [
    "config",
    "accounts",
    "registers",
    "unions",
    "members",
    "hardship",
    "campaigns",
    "unfold.apps.BasicAppConfig",  # the theme; its templates stand before Django's
    "config.site.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "import_export",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LoginRequiredMiddleware",
    "accounts.middleware.ContentPolicyMiddleware",
    "accounts.middleware.StandingMiddleware",
    "accounts.middleware.BookMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.typed_numbers.NoNumberInAddress",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.installation",
            ],
        },
    },
]


def database(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for a postgres:// address (a unix socket as ?host=/folder)."""
    entry: dict[str, Any] = environ.Env.db_url_config(url)
    entry["ENGINE"] = "django.db.backends.postgresql"
    entry.setdefault("CONN_MAX_AGE", 600)
    entry["CONN_HEALTH_CHECKS"] = True
    return entry


def caches(redis_url: str) -> dict[str, Any]:
    """Django's CACHES: each process its own for trifles; figures kept ready are shared where there is a queue (config/ready.py)."""
    own = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if not redis_url:
        return {"default": own, "ready": own | {"LOCATION": "ready"}}
    # Celery says redis+socket:///path?virtual_host=0 where the client says unix:///path?db=0.
    location = redis_url.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")
    shared = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": location,
        "KEY_PREFIX": "ready",
        "OPTIONS": {"serializer": "config.ready.Json", "socket_connect_timeout": 1, "socket_timeout": 1},
    }
    return {"default": own, "ready": shared}


AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.StandingBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.forms.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"

# Five wrong passwords lock for 30 minutes (roles.md); per name and address, so that nobody can lock out another.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "accounts.forms.counted_name"
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

# Idle sessions of staff end after 30 minutes (roles.md); every request renews the cookie.
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# The theme of the desk: light only, one accent, one radius (ui.md); the layout is ours (templates/admin/base.html).
UNFOLD = {
    "SITE_TITLE": "双亮",
    "THEME": "light",
    "BORDER_RADIUS": "6px",
    "SHOW_VIEW_ON_SITE": False,
    "COLORS": {
        "base": {
            "50": "#f6f7f8", "100": "#eceef1", "200": "#dfe3e8", "300": "#c9d0d8", "400": "#8b949e",
            "500": "#59636e", "600": "#454e58", "700": "#3b424a", "800": "#2a3037", "900": "#1f2328", "950": "#14171a",
        },
        "primary": {
            "50": "#fdf3f2", "100": "#fbe5e3", "200": "#f6cbc7", "300": "#eba59f", "400": "#dc736b",
            "500": "#c7453c", "600": "#b3261e", "700": "#8c1d17", "800": "#721a15", "900": "#5e1814", "950": "#340907",
        },
    },
}  # fmt: skip

# Which of FIELD_KEYS the blind indexes come of; "" for the last one (docs/operators/keys.md).
FIELD_INDEX_KEY = env.text("FIELD_INDEX_KEY", "")

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]
DATE_FORMAT = "Y年n月j日"
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT: str | None = env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The header that tells the visitor's address; only production, behind its proxy, believes one.
CLIENT_ADDRESS_HEADER = ""

# What stands before the path of every address that is printed (QR codes); empty: as the visitor's browser has it.
PUBLIC_BASE_URL = env.text("PUBLIC_BASE_URL", "").rstrip("/")

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

# Workbooks (registers.md §1)
REGISTER_MAX_BYTES = 50 * 1024 * 1024
REGISTER_MAX_UNPACKED = 1024 * 1024 * 1024
REGISTER_MAX_ROWS = 500_000
REGISTER_KEEP_DAYS = env.number(
    "REGISTER_KEEP_DAYS", 30
)  # an upload and its fault workbook; numbers stand in them whole

# The public directory: how many pages one address may open in a minute, counted by each process in its memory only.
DIRECTORY_PAGES_A_MINUTE = env.number("DIRECTORY_PAGES_A_MINUTE", 240)

# Lists taken away (accounts.ListExport): how long a finished workbook is kept, and how many rows it may hold.
EXPORT_KEEP_DAYS = env.number("EXPORT_KEEP_DAYS", 7)
EXPORT_MAX_ROWS = 500_000
# Persons' numbers that leave whole (registers.NumberRelease): how many persons one may take without a second person's
# word, and for how long that word opens the way.
WHOLE_MAX_ROWS = env.number("WHOLE_MAX_ROWS", 1_000)
RELEASE_HOURS = env.number("RELEASE_HOURS", 24)

# Pictures of 双亮 facts (unions/photos.py): what is taken in, how many are kept, and how much disk stays free.
PHOTO_MAX_BYTES = 12 * 1024 * 1024
PHOTO_MAX_PIXELS = 40_000_000
PHOTOS_PER_DISPLAY = 6
PHOTO_UNION_BYTES = env.number("PHOTO_UNION_MB", 60) * 1024 * 1024
PHOTO_KEEP_FREE = 1024 * 1024 * 1024
# Where the proxy hands out pictures by X-Accel-Redirect (docs/operators/deploy.md); "" leaves it to Django.
PHOTO_ACCEL = env.text("PHOTO_ACCEL", "")

# Papers of relief (hardship/papers.py): how many one application has, and how much one file's may take.
RELIEF_PAPERS = 60
RELIEF_FILE_BYTES = env.number("RELIEF_FILE_MB", 80) * 1024 * 1024

# The queue (docs/decisions/0006): a job's row is the truth, the message only wakes a worker.
REDIS_URL = env.text("REDIS_URL", "")
CELERY_BROKER_URL = REDIS_URL or "memory://"
CACHES = caches(REDIS_URL)
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1200,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}

# Shown on every page of a demonstration, so that nobody takes it for the county's register.
DEMONSTRATION = env.flag("SHUANGLIANG_DEMO", False)

# County roles take a code from their phone as a second step (roles.md). A demonstration's visitors have no such phone.
SECOND_FACTOR = env.flag("SECOND_FACTOR", not DEMONSTRATION)
