"""What a phone asks for its drafts: a token before it sends one, and a page to show while there is no line."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from accounts.once import owner_of

STYLES = ("vendor/bootstrap/bootstrap.min.css", "css/portal.css")


@require_safe
def draft_token(request: HttpRequest) -> HttpResponse:
    """A fresh token for a form rendered days ago, and whose drafts this session may send."""
    return JsonResponse({"token": get_token(request), "owner": owner_of(request.user)})


@login_not_required
@require_safe
def portal_offline(request: HttpRequest) -> HttpResponse:
    """Kept by the phone, so the same for everybody: rendered without the request."""
    return HttpResponse(render_to_string("portal/offline.html", {"styles": STYLES}))


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The phone's own helper, for the addresses under /portal/ only; WeChat's browser may do without."""
    files = [static(file) for file in (*STYLES, "js/drafts.js")]
    page = render_to_string("portal/offline.html", {"styles": STYLES})
    version = hashlib.sha256(page.encode()).hexdigest()[:8]
    script = render_to_string("portal/sw.js", {"files": files, "version": version})
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})
