"""What an import is called on its pages."""

from django.utils.html import format_html

from accounts.models import Job
from registers.admin.progress import is_live
from registers.models import ImportRun
from registers.registry import plan_of

State = ImportRun.State
LOOKS = {
    State.WRITTEN: "good",
    State.PARTLY: "warn",
    State.CHECKED: "warn",
    State.UNKNOWN: "warn",
    State.FAULTY: "bad",
    State.UNREADABLE: "bad",
}


def title_of(run: ImportRun) -> str:
    if run.register:
        return plan_of(run.register).register.title
    return "（待识别）" if run.state == State.WAITING else "（未选定）"


def state_of(run: ImportRun, job: Job | None) -> tuple[str, str]:
    """(words, look) of the run's state; `job` its latest job where that is known."""
    if is_live(job):
        return ("正在写入" if not run.check_only else "正在检查"), ""
    if run.state == State.WAITING and job is not None:
        return "检查中断", "bad"
    words = run.get_state_display()
    if run.state == State.CHECKED and run.stored_as:
        words = "已检查，待写入"
    return str(words), LOOKS.get(State(run.state), "")


def state_chip(words: str, look: str) -> str:
    return format_html('<span class="chip{}">{}</span>', f" chip-{look}" if look else "", words)
