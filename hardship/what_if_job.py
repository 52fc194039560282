"""The background's part of 调整试算: the question read as the page reads it, the files judged, the answer kept."""

from typing import Any

from django.http import QueryDict
from django.utils import timezone

from accounts import jobs
from accounts.models import Job
from accounts.refused import Refused
from hardship.forms.whatif import WhatIfForm
from hardship.judging import Lines, criteria_of, criteria_version
from hardship.models import FileVersion, HardshipFile, WhatIf
from hardship.operations import what_ifs
from hardship.reports.whatif import Outcome, what_if

CHANGED = "帮扶条件在等待时改过了，请回到调整试算重新提交。"


def files_of(user: Any) -> int:
    """How many files the user's question would look at."""
    return int(HardshipFile.objects.visible_to(user).count())


def judged(user: Any, form: WhatIfForm, so_far: Any = lambda files: None) -> Outcome:
    """The answer to a question that is well formed."""
    now = Lines.of_day(form.cleaned_data["on"])
    line = form.cleaned_data["line"]
    then = now if line is None else now.all_at(line)
    return what_if(FileVersion.objects.visible_to(user), (form.criteria, now), (form.then(), then), so_far)


@jobs.handler(what_ifs.JOB)
def answer(job: Job) -> None:
    """Work the question out with the eyes of whoever asked it; one that is answered already is left alone."""
    asked = WhatIf.objects.filter(pk=job.subject_id).select_related("programme").first()
    if asked is None or job.by is None:
        raise Refused("这次试算已经过期，请重新试算。")
    if asked.made_at:
        jobs.finish(job)
        return
    day = timezone.localdate(asked.at)
    form = WhatIfForm(QueryDict(asked.query), criteria=criteria_of(criteria_version(asked.programme, day)), on=day)
    if not form.is_valid():
        raise Refused(CHANGED)
    job.message, job.total = "正在判定", files_of(job.by)

    def so_far(files: int) -> None:
        job.done = files
        if job.lost:
            raise jobs.LeaseLost

    outcome = judged(job.by, form, so_far)
    what_ifs.keep(asked, outcome, job, at=timezone.now(), by=job.by)
