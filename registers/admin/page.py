"""One import's page: what its template is given."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import Job
from registers import kinds
from registers.admin import progress
from registers.admin.forms import SayForm, UploadForm
from registers.admin.words import state_of, title_of
from registers.models import ImportRun
from registers.registry import names, plan_of

FAULTS_PER_PAGE = 50
LEANING = {"unknown_union", "unknown_employer", "unknown_officer"}
Holds = Callable[[HttpRequest, Duty], bool]


def job_of(run: ImportRun) -> Job | None:
    return progress.jobs_of([run]).get(run.pk)


def page_of(run: ImportRun, request: HttpRequest, holds: Holds) -> dict[str, Any]:
    """Everything the page shows."""
    user: Any = request.user
    job = job_of(run)
    may_import = holds(request, Duty.IMPORT_REGISTERS)
    state, look = state_of(run, job)
    context = {
        "title": run.file_name,
        "run": run,
        "register_title": title_of(run),
        "state": state,
        "look": look,
        "by_name": run.by.name if run.by else "命令行",
        "may_download": may_import,
        "interrupted": job is not None and job.state == Job.State.FAILED and not progress.is_live(job) and job.message,
        "round": list(ImportRun.objects.visible_to(user).round_of(run)),
        "may_undo": may_import and run.has_written and bool(run.created + run.changed),
    }
    return {
        **context,
        **progress_of(run, job),
        **_faults(run, request.GET),
        **_choices(run, user, may_import and run.by_id == user.pk),
    }


def progress_of(run: ImportRun, job: Job | None) -> dict[str, Any]:
    """The moving part: `shown` is None once the job has ended."""
    if job is None or not progress.is_live(job):
        return {"run": run, "shown": None, "at_work": False}
    seconds = int((timezone.now() - job.created_at).total_seconds())
    return {"run": run, "shown": progress.shown(run, job, seconds), "at_work": True}


def _faults(run: ImportRun, asked: Any) -> dict[str, Any]:
    """The faults by kind, and a page of them by row."""
    own = plan_of(run.register).kinds if run.register else {}
    known = [
        {**kind, **dict(zip(("label", "advice"), kinds.told(kind["code"], own), strict=True))}
        for kind in run.fault_kinds
    ]
    chosen = next((kind for kind in known if kind["code"] == asked.get("kind")), None)
    rows = run.faults.filter(code=chosen["code"]) if chosen else run.faults.all()
    page = Paginator(rows, FAULTS_PER_PAGE).get_page(asked.get("p"))
    return {
        "kinds": known,
        "kind": chosen,
        "faults": page,
        "two_sheets": bool(run.register) and plan_of(run.register).register.second is not None,
        "leaning": _leaning(run) if any(kind["code"] in LEANING for kind in known) else None,
    }


def _leaning(run: ImportRun) -> ImportRun | None:
    """A file sent together with this one that holds what this one asks for, and is not written yet."""
    if run.batch is None or not run.is_looked_at:
        return None
    earlier = names()[: names().index(run.register)]
    waiting = [ImportRun.State.CHECKED, ImportRun.State.FAULTY]
    others = ImportRun.objects.filter(batch=run.batch, by=run.by, register__in=earlier, state__in=waiting)
    return others.exclude(stored_as="").order_by("pk").first()


def _choices(run: ImportRun, user: Any, mine: bool) -> dict[str, Any]:
    """What this user may decide; only who sent the file decides about it."""
    changes = run.created + run.changed
    batch = ImportRun.objects.filter(batch=run.batch, by=run.by) if mine and run.batch else ImportRun.objects.none()
    open_ = mine and run.is_looked_at
    return {
        "mine": mine,
        "together": batch.exclude(pk=run.pk).exists(),
        "may_write": open_ and changes > 0,
        "same_file": ImportRun.objects.visible_to(user).same_file(run)[:3] if open_ else [],
        "may_check_again": mine and bool(run.stored_as) and (run.is_looked_at or run.state == ImportRun.State.WAITING),
        "may_give_up": mine and run.state in {"waiting", "unknown", "checked", "faulty", "unreadable"},
        "say": SayForm(user=user, initial={"register": run.register})
        if mine and run.stored_as and (run.state == ImportRun.State.UNKNOWN or run.is_looked_at)
        else None,
        "mend": UploadForm(user=user, initial={"mends": run.pk, "register": run.register})
        if mine and run.fault_count and run.state in {"faulty", "partly"}
        else None,
    }
