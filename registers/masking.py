"""A fault as it is kept: the full number stays in the sender's own file, and what is nobody's to see in passing."""

from registers.declare import PERSONAL_NUMBERS, Column
from registers.faults import Fault, quoted

HIDDEN = "***"


def masked(fault: Fault, column: Column | None) -> tuple[str, str]:
    """(value, message) of a fault in this column, a person's number and whatever is secret hidden in both."""
    if column is None or not fault.value:
        return fault.value, fault.message
    if column.secret:
        return HIDDEN, _without(fault, "（内容已隐藏）")
    if column.kind not in PERSONAL_NUMBERS:
        return fault.value, fault.message
    return "*" * len(fault.value), _without(fault, "（号码已隐藏）")


def _without(fault: Fault, words: str) -> str:
    """The sentence after the place it names, without the value."""
    place, mark, rest = fault.message.partition("：")
    for value in (fault.value, quoted(fault.value)):
        rest = rest.replace(value, words)
    return place + mark + rest
