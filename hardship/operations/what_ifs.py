"""调整试算 in the background: ordered, kept for a day, forgotten. Nothing of a family is changed by it."""

import json
from datetime import datetime, timedelta

from accounts import book, jobs
from accounts.book import operation
from accounts.duties import Duty
from accounts.encryption import seal
from accounts.models import Job, User
from accounts.refused import Refused
from hardship.models import ReliefProgramme, WhatIf
from hardship.models.what_if import WHAT_IF
from hardship.reports.whatif import Outcome, told
from unions.operations.rows import amend

JOB = "what_if"
AT_ONCE = 2  # questions of one person that may wait or run
KEPT = timedelta(days=1)


@operation("what_if.order")
def order(programme: ReliefProgramme, query: str, *, at: datetime, by: User) -> WhatIf:
    """Queue the question; the same one still at work is that one. Raises Refused with two under way."""
    if not by.paths_with(Duty.SEE_FILES):
        raise Refused("您的角色不能查看困难职工档案，不能试算。")
    live = Job.objects.filter(kind=JOB, by=by, state__in=[Job.State.QUEUED, Job.State.RUNNING])
    under_way = WhatIf.objects.visible_to(by).filter(pk__in=live.values("subject_id"))
    same: WhatIf | None = under_way.filter(programme=programme, query=query).first()
    if same is not None:
        return same
    if under_way.count() >= AT_ONCE:
        raise Refused(f"您已有 {AT_ONCE} 个试算正在进行，请等其中一个算完后再试。")
    made = WhatIf.objects.create(programme=programme, query=query, at=at, by=by, places=by.paths_with(Duty.SEE_FILES))
    jobs.enqueue(JOB, made.pk, by=by)
    return made


def keep(asked: WhatIf, outcome: Outcome, job: Job, *, at: datetime, by: User) -> None:
    """The answer is whole: note it and end the job, both or neither."""
    with book.act("what_if.make", by=by):
        kept = seal(json.dumps(told(outcome)), WHAT_IF)
        amend(asked, {"result_sealed": kept, "made_at": at, "expires_at": at + KEPT})
        jobs.finish(job)


@operation("what_if.forget_old")
def forget_old(*, at: datetime, by: User | None) -> int:
    """Delete the questions whose day is over, answered or not. Returns how many."""
    return int(WhatIf.objects.filter(at__lte=at - KEPT).delete()[0])
