"""For search engines: what they may keep (the directory) and where it all is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from accounts.public import public
from unions import public as reading
from unions.views.directory.parts import kept_pace

AN_HOUR = 3600
A_MAP = 5_000
MOST_MAPS = 1_000
# Whatever is not the directory also says so in its own header (accounts/middleware.py).
CLOSED = (
    "/admin/",
    "/home/",
    "/portal/",
    "/login/",
    "/account/",
    "/second-step/",
    "/password/",
    "/suggest/",
    "/verify/",
    "/wrong/",
)


@public
@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public
@require_safe
@cache_control(public=True, max_age=AN_HOUR)
@gzip_page
@kept_pace
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index: one map for the first pages and the bodies, then the unions by the thousand."""
    parts = range(reading.parts_of(timezone.localdate(), A_MAP) + 1)
    return _xml(request, "sitemap", {"parts": parts})


@public
@require_safe
@cache_control(public=True, max_age=AN_HOUR)
@gzip_page
@kept_pace
def sitemap_part(request: HttpRequest, part: int) -> HttpResponse:
    today = timezone.localdate()
    if part == 0:
        bodies = [reverse("body-page", args=[each.token]) for each in reading.bodies(today)]
        return _xml(request, "sitemap_part", {"paths": [reverse("directory"), reverse("bodies"), *bodies]})
    tokens = reading.tokens(today, part=part, size=A_MAP) if part <= MOST_MAPS else []
    if not tokens:
        raise Http404
    return _xml(request, "sitemap_part", {"paths": [reverse("union-page", args=[token]) for token in tokens]})


def _xml(request: HttpRequest, template: str, values: dict[str, object]) -> HttpResponse:
    site = request.build_absolute_uri("/").rstrip("/")
    return render(request, f"directory/{template}.xml", {"site": site, **values}, content_type="application/xml")
