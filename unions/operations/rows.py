"""How operations save a row they have locked."""

from typing import Any

from django.db.models import ProtectedError

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


def erase(row: Any, why_not: str) -> None:
    """Delete a row that nothing hangs on. Raises Refused with `why_not` otherwise."""
    try:
        row.delete()
    except ProtectedError as protected:
        raise Refused(why_not) from protected
