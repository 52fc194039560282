"""撤销: an act is taken back whole, as long as nothing later touched what it wrote."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps

from accounts.book import operation, record
from accounts.duties import Duty
from accounts.models import BookEntry, User
from accounts.models.book import Change
from accounts.refused import Refused
from registers.undo import take_back as rows_back
from unions.models import Organisation

# What may be taken back, what it is called in a sentence, and the duty that takes it back.
UNDOABLE: dict[str, tuple[str, Duty]] = {
    "officers.succeed": ("换届交接", Duty.EDIT_OFFICERS),
    "organisations.move": ("变更上级工会", Duty.EDIT_ORGANISATIONS),
    "organisations.dissolve": ("撤销工会", Duty.EDIT_ORGANISATIONS),
    "organisations.merge": ("合并工会", Duty.EDIT_ORGANISATIONS),
    "employers.establish_union": ("建会", Duty.EDIT_ORGANISATIONS),
    "displays.verify_many": ("批量核实", Duty.VERIFY_DISPLAYS),
    "displays.send_back_many": ("批量退回", Duty.VERIFY_DISPLAYS),
    "error_reports.answer": ("答复信息纠错", Duty.ANSWER_ERROR_REPORTS),
}
TAKEN_BACK = "acts.take_back"
# Where a row of each table stands in the tree; appointments go with their tenure or organisation.
PLACES = {
    "unions_organisation": "path",
    "unions_officer": "union__path",
    "unions_display": "union__path",
    "unions_employer": "body__path",
    "unions_appointment": "organisation__path",
    "unions_electionreport": "union__path",
    "unions_errorreport": "organisation__path",
}


def undoes(acts: dict[str, tuple[str, Duty]], places: dict[str, str]) -> None:
    """A floor above adds its acts, and where rows of its tables stand (members/apps.py)."""
    UNDOABLE.update(acts)
    PLACES.update(places)


@dataclass(frozen=True)
class LastAct:
    """The newest act that could be taken back among those that left a line on a row."""

    act_id: UUID
    act: str
    at: datetime
    by: User | None

    @property
    def label(self) -> str:
        return UNDOABLE[self.act][0]

    @property
    def duty(self) -> Duty:
        return UNDOABLE[self.act][1]


def last_act_on(row: Any) -> LastAct | None:
    """None when there is none, or it was taken back already. One query, by the row's index."""
    lines = BookEntry.objects.filter(table_name=row._meta.db_table, row_id=row.pk, act__in=[*UNDOABLE, TAKEN_BACK])
    line = lines.select_related("by").order_by("-id").first()
    if line is None or line.act == TAKEN_BACK or line.act_id is None:
        return None
    return LastAct(line.act_id, line.act, line.at, line.by)


@operation("acts.take_back")
def take_back(row: Any, act_id: UUID, *, by: User | None) -> dict[str, int]:
    """Everything the act wrote is as it was before; {"deleted": n, "restored": n}, and zeros when it was so already.

    `row` is one that the act left a line on. Raises Refused when something later touched its rows or was built on
    them, or when they do not all lie where `by` may do this.
    """
    type(row).objects.lock(row)
    last = last_act_on(row)
    if last is None:
        return {"deleted": 0, "restored": 0}
    if last.act_id != act_id:
        raise Refused(f"这条记录其后又办理了{last.label}，请先核对，再从它的页面上撤销。")
    if by is not None:
        _demand_own_part(last, by)
    done = rows_back(act_id, also=tuple(PLACES), what=last.label)
    record(TAKEN_BACK, by=by, row=row, act=last.label, act_id=act_id)
    return done


def _demand_own_part(last: LastAct, by: User) -> None:
    """Each row the act wrote stands, and stood, in a part where the duty is held; a body itself in nobody's but above."""
    paths = by.paths_with(last.duty)
    places = [place for table in PLACES for place in _places(last.act_id, table) if place]
    if not all(any(place.startswith(path) for path in paths) for place in places):
        raise Refused("这次办理涉及不归您管理的记录，请联系县总工会组宣部撤销。")


def _places(act_id: UUID, table: str) -> list[str]:
    lines = BookEntry.objects.filter(act_id=act_id, table_name=table).exclude(change=Change.EVENT)
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    rows = model.objects.everywhere("rows of the act, judged each").filter(pk__in=lines.values("row_id"))  # type: ignore[attr-defined]
    places = list(rows.values_list("pk", PLACES[table]))
    if table != Organisation._meta.db_table:
        return [place for _, place in places]
    before = lines.filter(before__isnull=False).values_list("row_id", "before__path")
    return [place.removesuffix(f"{key}/") for key, place in [*places, *before]]
