"""What waits for whoever opens the desk: figures that lead to the list behind them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.duties import Duty
from unions.models import Display, Employer, Officer, Organisation

COUNTED_TO = 999


@dataclass(frozen=True)
class Due:
    """`count` is text: beyond COUNTED_TO it ends in a plus sign."""

    label: str
    count: str
    url: str


def work_list(user: Any, *, on: date) -> list[Due]:
    """What is due from this user, most urgent first; nothing that stands at nought. One query each, all capped."""
    return [due for due in _all(user, on) if due.count != "0"]


def _all(user: Any, on: date) -> Iterator[Due]:
    if user.may(Duty.VERIFY_DISPLAYS):
        waiting = Display.objects.visible_to(user).holding_on(on).filter(verified_on=None)
        yield Due("条双亮记录待核实", _count(waiting), _list("display", "verified=no&holding=yes"))
    if user.may(Duty.EDIT_OFFICERS):
        sitting = Officer.objects.everywhere("a subquery of rows in scope").filter(union=OuterRef("pk"))
        unions = Organisation.objects.visible_to(user).existing_on(on)
        vacant = unions.filter(~Exists(sitting.chairs().sitting_on(on)))
        yield Due("个工会主席空缺", _count(vacant), _list("organisation", "chair=vacant"))
        expired = Officer.objects.visible_to(user).sitting_on(on).filter(term_ends_on__lt=on)
        yield Due("名干部任期已满", _count(expired), _list("officer", "sitting=expired"))
    if user.may(Duty.EDIT_ORGANISATIONS):
        without = Employer.objects.visible_to(user).filter(union=None, deregistered_on=None)
        yield Due("家单位尚未建会", _count(without), _list("employer", "organised=no"))


def _count(rows: Any) -> str:
    found = rows.order_by().values("pk")[: COUNTED_TO + 1].count()
    return f"{COUNTED_TO}+" if found > COUNTED_TO else str(found)


def _list(page: str, query: str) -> str:
    return f"{reverse(f'admin:unions_{page}_changelist')}?{query}"
