"""What stands on a file's page: what it said on a day, the household, every state it had, what was changed and looked at."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.admin.lines import act_label
from accounts.duties import Duty
from accounts.models import BookEntry
from hardship.due_reviews import day_of, review_day
from hardship.models import FileVersion, HardshipFile, ReliefSettings
from hardship.operations.files import version_on
from hardship.registers.showing import groups_of, household_of, sums_of

LOOKS = {HardshipFile.State.ON_FILE: "good", HardshipFile.State.OUT: "", HardshipFile.State.CLOSED: ""}
LOOKED_AT = 10


@dataclass(frozen=True)
class Look:
    """Somebody saw the whole, or took it along."""

    at: datetime
    who: str
    what: str
    why: str


def page_of(user: Any, file: HardshipFile, asked: str, *, whole: bool = False) -> dict[str, Any]:
    """A fixed number of queries. `asked` is a day as the address has it; what is no day, or to come, is today."""
    today = timezone.localdate()
    day = day_of(asked, today)
    version = version_on(file, day)
    context: dict[str, Any] = {
        "file": file,
        "look": LOOKS[HardshipFile.State(file.state)],
        "day": day,
        "is_past": day != today,
        "version": version,
        "whole": whole,
        "versions": _versions(file),
        "overdue": file.state == HardshipFile.State.ON_FILE and _is_due(file, today),
        "review_days": ReliefSettings.current().review_days,
        "relapses": _others(user, file, "previous"),
        "looks": _looks(file),
    }
    if version is not None:
        said = version.contents
        context |= {
            "groups": list(groups_of(said, whole=whole)),
            "household": household_of(said, whole=whole),
            "sums": sums_of(said),
        }
    return context


def _is_due(file: HardshipFile, today: date) -> bool:
    return file.reviewed_on is not None and file.reviewed_on <= review_day(today)


def _versions(file: HardshipFile) -> list[FileVersion]:
    rows = FileVersion.objects.everywhere("every state of a file already in scope").filter(file=file)
    return list(rows.select_related("made_by").defer("facts_sealed").order_by("-number"))


def _others(user: Any, file: HardshipFile, field: str) -> list[HardshipFile]:
    return list(HardshipFile.objects.visible_to(user).filter(**{field: file}))


def _looks(file: HardshipFile) -> list[Look]:
    lines = BookEntry.objects.filter(table_name=file._meta.db_table, row_id=file.pk, change="event")
    found = []
    for line in lines.select_related("by").order_by("-pk")[:LOOKED_AT]:
        details = line.details or {}
        what = act_label(line.act) + (f"：{details['field']}" if details.get("field") else "")
        who = line.by.name if line.by else "系统"
        found.append(Look(timezone.localtime(line.at), who, what, str(details.get("reason", ""))))
    return found


def may_see_looks(user: Any, file: HardshipFile) -> bool:
    return bool(user.may(Duty.EDIT_FILES, file.union) or user.may(Duty.SEE_BOOK))
