"""How far a run's job is, as the page shows it."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Job
from registers.models import ImportRun
from registers.progress import Phase

LIVE = (Job.State.QUEUED, Job.State.RUNNING)
STEPS = (Phase.OPEN, Phase.READ, Phase.EXAMINE, Phase.COMPARE)
WITHIN = {Phase.LIST: Phase.COMPARE, Phase.MARK: Phase.COMPARE}
WORDS = {
    "": "排队中，马上开始",
    Phase.WAIT: "另一张登记表正在写入，等它结束",
    Phase.OPEN: "正在打开工作簿",
    Phase.READ: "正在逐行读取",
    Phase.EXAMINE: "正在核对各行的规则和引用",
    Phase.COMPARE: "正在与现有记录比对",
    Phase.LIST: "正在列出错误",
    Phase.MARK: "正在工作簿里标出错误",
    Phase.WRITE: "正在写入",
}


@dataclass(frozen=True)
class Shown:
    """`steps` are (word, "done" | "now" | "later"); `percent` is None where nobody knows how much is left."""

    words: str
    steps: list[tuple[str, str]]
    done: int
    total: int
    percent: int | None
    seconds: int


def jobs_of(runs: list[ImportRun]) -> dict[int, Job]:
    """The latest job of each run, by the run's number: one query."""
    jobs = Job.objects.filter(kind="import", subject_id__in=[run.pk for run in runs]).order_by("pk")
    return {job.subject_id: job for job in jobs}


def is_live(job: Job | None) -> bool:
    return job is not None and job.state in LIVE


def shown(run: ImportRun, job: Job, seconds: int) -> Shown:
    """The job in words and steps, `seconds` after it was asked for."""
    phase: Any = job.message if job.state == Job.State.RUNNING else ""
    phases = [*STEPS, Phase.WRITE] if not run.check_only else list(STEPS)
    now = WITHIN.get(phase, phase)
    at = phases.index(now) if now in phases else -1
    steps = [
        (str(step), "done" if place < at else "now" if place == at else "later") for place, step in enumerate(phases)
    ]
    rows = job.total if phase != Phase.OPEN else 0
    return Shown(WORDS.get(phase, "正在处理"), steps, job.done if rows else 0, rows, job.percent, seconds)
