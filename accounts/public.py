"""Pages for everybody: `@public` views are served without the sign-in's machinery.

No session is read or renewed, no cookie set, nobody's account looked at; so the answer is the same for all and may be
kept by caches. Such a view must not touch `request.user`, `request.session` or messages.
"""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Open to whoever comes, signed in or not. Robots may not index it, unless `indexed` says so."""
    # What Django's own login_not_required sets.
    view.login_required = False  # type: ignore[attr-defined]
    view.is_public = True  # type: ignore[attr-defined]
    return view


def indexed(view: View) -> View:
    """Search engines may show it; every other address of the site tells them not to."""
    view.is_indexed = True  # type: ignore[attr-defined]
    return view


MOST_BYTES = 64 * 1024


def small_body(view: View) -> View:
    """A form of few words that anybody may send: what is longer is not read at all (400)."""

    @functools.wraps(view)
    def judged(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > MOST_BYTES:
            raise SuspiciousOperation("a form of few words is this long")
        return view(request, *args, **kwargs)

    return judged  # type: ignore[return-value]


def note(request: HttpRequest, view: Any) -> None:
    """Called once the address's view is known, before anything of the request is looked at."""
    request.is_public = getattr(view, "is_public", False)  # type: ignore[attr-defined]
    request.is_indexed = getattr(view, "is_indexed", False)  # type: ignore[attr-defined]


def is_public(request: HttpRequest) -> bool:
    return getattr(request, "is_public", False)


def is_indexed(request: HttpRequest) -> bool:
    return getattr(request, "is_indexed", False)
