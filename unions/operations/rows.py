"""How operations save a row they have locked."""

from datetime import date
from typing import Any

from django.db.models import ProtectedError, Q

from accounts.refused import Refused


def amend(row: Any, values: dict[str, Any]) -> bool:
    """Set what differs and save those fields only; writes nothing, and says False, when nothing differs."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(row, name, values[name])
    row.save(update_fields=changed)
    return True


def open_on(rows: Any, end: str, on: date) -> list[Any]:
    """Those of the rows that have not ended by the day (`end` names the field), locked, in the order of their keys."""
    still = Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": on})
    return list(rows.filter(still).order_by("pk").select_for_update(of=("self",)))


def erase(row: Any, why_not: str) -> None:
    """Delete a row that nothing hangs on. Raises Refused with `why_not` otherwise."""
    try:
        row.delete()
    except ProtectedError as protected:
        raise Refused(why_not) from protected
