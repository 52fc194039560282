"""The site with two pages more: a view that only does SELECT 1, behind the site's middlewares and before them."""

import os
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

from django.core.wsgi import get_wsgi_application  # noqa: E402 (settings must be named first)

site = get_wsgi_application()

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.http import require_safe  # noqa: E402

from accounts.public import public  # noqa: E402
from config import urls  # noqa: E402


@public
@require_safe
def select(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return HttpResponse(str(cursor.fetchone()[0]))


urls.urlpatterns += [path("bench/select", select), path("bench/bare", select)]
_before, settings.MIDDLEWARE = settings.MIDDLEWARE, []
bare = WSGIHandler()
settings.MIDDLEWARE = _before


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    answering = bare if environ["PATH_INFO"] == "/bench/bare" else site
    answered: Iterable[bytes] = answering(environ, start_response)
    return answered
