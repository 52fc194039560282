"""Imports at the desk: send files, watch, look, write, mend, take back; empty templates and exports."""

from registers.admin.release import NumberReleaseAdmin
from registers.admin.run import ImportRunAdmin

__all__ = ["ImportRunAdmin", "NumberReleaseAdmin"]
