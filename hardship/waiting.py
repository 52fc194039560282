"""Who waits on a programme's list of 汇总平衡, and what its budgets leave for them: read by the desk and the paper."""

from decimal import Decimal

from django.db.models import F, Sum

from hardship.models import Budget, ReliefApplication, ReliefProgramme
from hardship.ranking import Candidate, ordered
from hardship.transitions import State

OF_PROGRAMME = "the ranked list of a programme"
NOUGHT = Decimal(0)


def ranked(programme: ReliefProgramme) -> list[Candidate]:
    """Who waits on the programme's list now, the first in need first."""
    rows = ReliefApplication.objects.everywhere(OF_PROGRAMME).filter(programme=programme, state=State.BALANCING)
    return ordered(candidate(row) for row in rows.select_related("file__employer"))


def candidate(row: ReliefApplication, amount: Decimal | None = None) -> Candidate:
    """`amount` instead of the one proposed: for looking what would be."""
    employer = row.file.employer
    return Candidate(
        key=row.pk,
        national=row.national,
        per_capita=row.per_capita or NOUGHT,
        met=len(row.met),
        is_unionised=row.file.member_id is not None or (employer is not None and employer.union_id is not None),
        submitted_at=row.submitted_at or row.moved_at,
        amount=amount if amount is not None else row.proposed,
    )


def available(programme: ReliefProgramme) -> Decimal:
    """What the budgets leave for those on the list: approved sums and those that wait for the leader are taken off."""
    budgets = Budget.objects.filter(programme=programme, source__is_closed=False)
    left = budgets.aggregate(left=Sum(F("amount") - F("reserved")))["left"] or NOUGHT
    waiting = ReliefApplication.objects.everywhere(OF_PROGRAMME).filter(programme=programme, state=State.APPROVAL)
    return left - (waiting.aggregate(sum=Sum("proposed"))["sum"] or NOUGHT)
