"""Members at the desk."""

from members.admin.duplicate import DuplicateAdmin
from members.admin.form_print import FormPrintAdmin
from members.admin.member import MemberAdmin
from members.admin.sections import members_of
from members.admin.transfer import TransferAdmin

__all__ = ["DuplicateAdmin", "FormPrintAdmin", "MemberAdmin", "TransferAdmin", "members_of"]
