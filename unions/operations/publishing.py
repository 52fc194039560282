"""Whether a union stands in the public directory (unions/published.py)."""

from accounts import book
from accounts.book import operation
from accounts.models import User
from unions.models import Organisation
from unions.operations.rows import amend


@operation("organisations.publish")
def publish(organisation: Organisation, *, why: str, by: User | None) -> Organisation:
    """Everybody finds it again. Listed already, it writes nothing."""
    return _list(organisation, True, "organisations.publish", why, by)


@operation("organisations.unpublish")
def unpublish(organisation: Organisation, *, why: str, by: User | None) -> Organisation:
    """Out of the directory: no search finds it, its page and the code on its plaque lead nowhere."""
    return _list(organisation, False, "organisations.unpublish", why, by)


def _list(organisation: Organisation, is_published: bool, act: str, why: str, by: User | None) -> Organisation:
    organisation = Organisation.objects.lock(organisation)
    if amend(organisation, {"is_published": is_published}):
        book.record(act, by=by, row=organisation, why=why)
    return organisation
