"""信息无变化，确认: that somebody looked, and when."""

from datetime import date

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from unions.models import Confirmation, Organisation


@operation("confirmations.confirm")
def confirm(union: Organisation, *, on: date, by: User | None) -> Confirmation:
    """What is published was looked at on that day and is still so; twice on a day is once.

    Raises Refused for a union that is no more.
    """
    union = Organisation.objects.lock(union)
    if union.dissolved_on is not None and union.dissolved_on <= on:
        raise Refused(f"该工会已于 {union.dissolved_on} 撤销，不用再确认信息。")
    confirmed = Confirmation.objects.everywhere("of the locked union")
    return confirmed.get_or_create(union=union, on=on, defaults={"by": by})[0]
