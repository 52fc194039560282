"""网上公开 and 查结果, for everybody: only what stands in a notice's frozen lines, and of a receipt only how far it is.

Kept by no cache: a consent taken back and a period that is over are gone with the next look.
"""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from accounts import throttle
from accounts.public import public, small_body
from hardship import public as reading
from hardship.models import PublicNotice, ReliefSettings
from hardship.operations.lookups import found_by
from hardship.transitions import State
from unions import public as directory
from unions.views.directory.parts import View, kept_pace

# A whole factory may stand behind one address; nobody guesses 77 bits, but whoever tries is slowed down.
TRIES, AN_HOUR = 30, timedelta(hours=1)


def kept_nowhere(view: View) -> View:
    """A page for everybody that is asked for anew each time."""
    return public(require_safe(gzip_page(cache_control(no_store=True)(kept_pace(view)))))


@kept_nowhere
def relief_notices(request: HttpRequest) -> HttpResponse:
    """The pages that stand today; when there is none it says so."""
    return _show(request, "notices", {"pages": reading.standing(timezone.localdate())})


@kept_nowhere
def relief_notice(request: HttpRequest, token: str) -> HttpResponse:
    """One programme's totals, and who agreed; 410 once its period is over, 404 where there never was one."""
    try:
        page = reading.page(token, timezone.localdate())
    except PublicNotice.DoesNotExist:
        return _show(request, "gone", {"was_there": False}, status=404)
    if page is None:
        return _show(request, "gone", {"was_there": True}, status=410)
    return _show(request, "notice", {"page": page, "phone": ReliefSettings.current().phone})


@public
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
@small_body
@csrf_exempt  # nobody is signed in, and asking changes nothing
@kept_pace
def relief_result(request: HttpRequest) -> HttpResponse:
    """How far an application is, for whoever holds the receipt's code: a state, and nobody's name.

    Posted, so that the code stands in no address and no log. A wrong code, a void one and none look the same.
    """
    if request.method != "POST":
        return _show(request, "result", {})
    typed = request.POST.get("code", "")[:60]
    if not throttle.allowed(
        "relief_result.address", request.META.get("REMOTE_ADDR", ""), limit=TRIES, per=AN_HOUR, at=timezone.now()
    ):
        return _show(request, "result", {"is_too_many": True}, status=429)
    found = found_by(typed)
    if found is None:
        return _show(request, "result", {"is_unknown": True}, status=404)
    state = State(found.state)
    return _show(request, "result", {"told": reading.TOLD[state], "is_closed": state == State.CLOSED, "state": state})


def _show(request: HttpRequest, template: str, values: dict[str, object], status: int = 200) -> HttpResponse:
    return render(request, f"relief/{template}.html", {"hotline": directory.hotline(), **values}, status=status)
