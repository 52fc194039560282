"""Where an account is signed in, and ending that."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts import book
from accounts.book import operation
from accounts.models import SignedIn, User
from accounts.refused import Refused

# Ended rows are kept this long, so that "who was signed in from where" can be answered for a while.
KEPT = timedelta(days=30)
LONGEST_TRUSTED = timedelta(days=7)  # roles.md


def note(user: User, *, device: str, address: str, at: datetime) -> SignedIn:
    """A browser has signed in; what is long over is cleared away. The sign-in's own line in the book is the view's."""
    SignedIn.objects.filter(user=user, last_seen__lt=at - KEPT).delete()
    return SignedIn.objects.create(user=user, device=device, address=address, since=at, last_seen=at)


def open_ones(user: User, *, at: datetime, idle: timedelta) -> list[SignedIn]:
    """Neither ended nor idle for too long, the last used first; on an own phone idle for days."""
    in_use = Q(last_seen__gt=at - idle) | Q(trusted=True, since__gt=at - LONGEST_TRUSTED)
    return list(SignedIn.objects.filter(in_use, user=user, ended_at=None))


@operation("accounts.trust_phone")
def trust(number: int, *, by: User) -> None:
    """The session is on the chair's own phone, where it lasts for days."""
    SignedIn.objects.filter(pk=number, user=by, ended_at=None).update(trusted=True)


@operation("accounts.end_session")
def end_one(session: SignedIn, *, by: User | None) -> None:
    """Signed out there from the next request on. The caller says whose sessions `by` may end."""
    if not SignedIn.objects.filter(pk=session.pk, ended_at=None).update(ended_at=timezone.now()):
        raise Refused("这处登录已经退出，不需要再办。")
    book.record("accounts.end_session", by=by, row=session.user, device=session.device, address=session.address)


@operation("accounts.end_sessions")
def end_all(user: User, *, by: User | None, keep: int = 0) -> int:
    """Signed out everywhere but (when given) in the session `keep`; returns in how many places."""
    rows = SignedIn.objects.filter(user=user, ended_at=None).exclude(pk=keep)
    ended = rows.update(ended_at=timezone.now())
    if ended:
        book.record("accounts.end_sessions", by=by, row=user, count=ended)
    return ended
