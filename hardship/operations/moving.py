"""Many applications moved one step at once: a batch is hundreds of them, and each has its own Step."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Max

from accounts.book import operation
from accounts.models import User
from hardship.models import ReliefApplication, Step
from hardship.transitions import ACTS, State, may_move

REASON = "applications of one batch, moved together"


@operation("applications.move_many")
def move_many(
    applications: Sequence[int], act: str, new: State, *, on: date, at: datetime, opinion: str = "", by: User | None
) -> None:
    """Each application by this act to the state `new`, in the order of their ids, inside a larger act.

    Raises ValueError where the act does not lead there; the database refuses what persons may not.
    """
    if not applications:
        return
    rows = ReliefApplication.objects.everywhere(REASON).filter(pk__in=applications).order_by("pk")
    locked = dict(rows.select_for_update(of=("self",)).values_list("pk", "state"))
    wrong = [state for state in locked.values() if not may_move(act, state, new)]
    if wrong:
        raise ValueError(f"{act} does not lead from {wrong[0]} to {new}.")
    steps = Step.objects.everywhere(REASON).filter(application__in=locked)
    last = dict(steps.values("application_id").annotate(last=Max("number")).values_list("application_id", "last"))
    Step.objects.bulk_create(
        Step(
            application_id=pk,
            number=last.get(pk, 0) + 1,
            act=act,
            group=ACTS[act].group,
            old=state,
            new=new,
            on=on,
            opinion=opinion,
            at=at,
            by=by,
        )
        for pk, state in locked.items()
    )
    rows.update(state=new, moved_at=at)
