"""What was told us of wrong entries, as others than the desk read it. Nothing here says who told it."""

from dataclasses import dataclass
from datetime import datetime

from accounts.masks import masked_words
from unions.models import ErrorReport, Organisation


@dataclass(frozen=True)
class Told:
    """A report that waits: `what` in words, `words` with mobile numbers masked."""

    what: str
    words: str
    at: datetime


def open_of(union: Organisation) -> list[Told]:
    """Those of a union that nobody has answered yet, the oldest first; for whoever was found in scope with it."""
    waiting = ErrorReport.objects.everywhere("of a union already in scope").filter(organisation=union).waiting()
    return [Told(row.get_what_display(), masked_words(row.words), row.at) for row in waiting.order_by("at", "pk")]
