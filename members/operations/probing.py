"""How many numbers of people elsewhere one asker may come across in a day: the register is no oracle (security.md 24)."""

from datetime import datetime, timedelta

from accounts import book, throttle
from accounts.models import User
from members.identity import index_text

PER = timedelta(days=1)


def answered(kind: str, who: int, number: str, *, limit: int, by: User, at: datetime) -> bool:
    """Counts the number, once a day however often it is tried, and says whether it is among the first `limit`.

    What is kept is a keyed fingerprint of asker and number. Called outside the act's transaction, which may roll back.
    The first one too many is noted in the book.
    """
    one = f"{who}|{index_text(number) or number}"
    if not throttle.allowed(f"{kind}.seen", one, limit=1, per=PER, at=at):
        return throttle.spent(f"{kind}.told", one, limit=1, per=PER, at=at)
    if throttle.allowed(kind, str(who), limit=limit, per=PER, at=at):
        return throttle.allowed(f"{kind}.told", one, limit=1, per=PER, at=at)
    if throttle.allowed(f"{kind}.noted", str(who), limit=1, per=PER, at=at):
        book.record("members.probe_stopped", by=by, count=limit)
    return False


def came_across(kind: str, who: int, *, limit: int, at: datetime) -> bool:
    """Were it `limit` numbers today already?"""
    return throttle.spent(kind, str(who), limit=limit, per=PER, at=at)
