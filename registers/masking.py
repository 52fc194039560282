"""A fault as it is kept: the full number stays in the sender's own file."""

from registers.declare import PERSONAL_NUMBERS
from registers.faults import Fault


def masked(fault: Fault, kind: str) -> tuple[str, str]:
    """(value, message) of a fault in a column of this kind, an identity number hidden in both."""
    if kind not in PERSONAL_NUMBERS or not fault.value:
        return fault.value, fault.message
    return "*" * len(fault.value), fault.message.replace(fault.value, "（号码已隐藏）")
