"""What a batch takes of each source, and the whole story of one payment (hardship.md §8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum

from hardship.models import FundEntry, FundSource, Instalment, NoticeLine, Payment, PaymentBatch, PublicNotice, Step
from hardship.transitions import GROUP_WORDS, Group

LIVING = ("listed", "sent", "paid")
REASON = "the story of a payment that the reader may see"


@dataclass(frozen=True)
class Taken:
    """Of one source: how many payments of the batch, their sum, and what the source holds now."""

    source: FundSource
    payments: int
    amount: Decimal

    @property
    def is_short(self) -> bool:
        return self.amount > self.source.balance


@dataclass(frozen=True)
class Move:
    """A step of the application without its opinion, in which an illness may stand."""

    label: str
    group: str
    who: str
    decided_by: str
    on: Any


@dataclass(frozen=True)
class Story:
    """From a payment back to where it came from; `entries` are its lines in the ledger, `attempts` all tries."""

    payment: Payment
    entries: Sequence[FundEntry]
    attempts: Sequence[Payment]
    parts: Sequence[Instalment]
    moves: Sequence[Move]
    notices: Sequence[PublicNotice]


def by_source(batch: PaymentBatch) -> list[Taken]:
    """In the order of codes; what was taken out of the batch is left out. Two queries."""
    rows = Payment.objects.everywhere("sums of a batch, in which nobody is named").filter(batch=batch)
    rows = rows.filter(Q(state__in=LIVING) | Q(state="failed"))
    sums = rows.values(source=F("instalment__budget__source")).annotate(count=Count("pk"), sum=Sum("amount")).order_by()
    sources = FundSource.objects.in_bulk([row["source"] for row in sums])
    found = [Taken(sources[row["source"]], row["count"], row["sum"]) for row in sums]
    return sorted(found, key=lambda one: one.source.code)


def story(payment: Payment) -> Story:
    """A fixed number of queries. The payment comes with its application, union, programme and budget."""
    steps = Step.objects.everywhere(REASON).filter(application=payment.application_id).select_related("by")
    lines = NoticeLine.objects.everywhere(REASON).filter(application=payment.application_id)
    notices = PublicNotice.objects.everywhere(REASON).filter(pk__in=lines.values("notice"))
    parts = Instalment.objects.everywhere(REASON).filter(application=payment.application_id, revoked_at=None)
    attempts = Payment.objects.everywhere(REASON).filter(instalment=payment.instalment_id)
    return Story(
        payment,
        list(FundEntry.objects.filter(payment=payment).select_related("source", "by").order_by("id")),
        list(attempts.select_related("batch").order_by("id")),
        list(parts.select_related("budget__source").order_by("number")),
        [
            Move(
                one.get_act_display(),
                GROUP_WORDS[Group(one.group)],
                one.by.name if one.by else "系统",
                one.decided_by,
                one.on,
            )
            for one in steps.order_by("number")
        ],
        list(notices.select_related("organisation").order_by("starts_on", "id")),
    )
