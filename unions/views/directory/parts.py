"""What the directory's pages share: how they are served, who asks too much, how a page that is not there is said."""

import functools
import time
from collections import Counter
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from accounts.public import public
from unions import public as reading

SECONDS_KEPT = 60
MINUTE = 60
LAST_PAGE = 1_000
LONGEST_QUESTION = 60

View = Callable[..., HttpResponse]


class Pace:
    """How many pages an address opened this minute: in this process's memory, forgotten with the minute."""

    def __init__(self) -> None:
        self._opened: Counter[str] = Counter()
        self._minute = 0
        self._lock = Lock()

    def is_too_fast(self, address: str, now: float) -> bool:
        with self._lock:
            if int(now // MINUTE) != self._minute:
                self._minute = int(now // MINUTE)
                self._opened.clear()
            self._opened[address] += 1
            return self._opened[address] > settings.DIRECTORY_PAGES_A_MINUTE


pace = Pace()


def kept_pace(view: View) -> View:
    """Nobody reads a directory by the thousand; a whole factory behind one address still may look up its union."""

    @functools.wraps(view)
    def slowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if pace.is_too_fast(request.META.get("REMOTE_ADDR", ""), time.time()):
            response = render(request, "directory/too_fast.html", {"hotline": reading.hotline()}, status=429)
            response["Retry-After"] = str(MINUTE)
            response["Cache-Control"] = "no-store"
            return response
        return view(request, *args, **kwargs)

    return slowed


def page(view: View) -> View:
    """A page for everybody: the same for all, so that caches may keep it for a minute; small on the line."""
    kept = cache_control(public=True, max_age=SECONDS_KEPT)(view)
    return public(require_safe(gzip_page(conditional_page(kept_pace(kept)))))


def show(request: HttpRequest, template: str, values: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"directory/{template}.html", {"hotline": reading.hotline(), **values}, status=status)


def missing(request: HttpRequest) -> HttpResponse:
    """The same words for a union that never was, is not set up yet or is not listed."""
    return show(request, "missing", {}, status=404)


def asked_words(request: HttpRequest, name: str = "q") -> str:
    """What was typed, on one line, without what no name has; cut where no name goes on."""
    words = " ".join(request.GET.get(name, "").replace("\x00", " ").split())
    return words[: LONGEST_QUESTION + 1]


def asked_page(request: HttpRequest) -> int:
    given = request.GET.get("p", "")
    return min(int(given), LAST_PAGE) if given.isascii() and given.isdigit() and len(given) < 5 and int(given) else 1
