"""What changes: a file is received, checked and brought in, an import is undone, a register leaves as a workbook."""

from registers.operations.exporting import export_register
from registers.operations.importing import context_of, import_file
from registers.operations.keeping import delete_old_files
from registers.operations.receiving import receive_file
from registers.operations.releasing import ask_release, may_export, may_take_whole, needs_release
from registers.operations.steps import check_again, give_up, say_register, stop, write_checked
from registers.operations.undoing import undo_import

__all__ = [
    "ask_release",
    "check_again",
    "context_of",
    "delete_old_files",
    "export_register",
    "give_up",
    "import_file",
    "may_export",
    "may_take_whole",
    "needs_release",
    "receive_file",
    "say_register",
    "stop",
    "undo_import",
    "write_checked",
]
