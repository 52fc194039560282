from accounts.admin.book import BookEntryAdmin
from accounts.admin.job import JobAdmin
from accounts.admin.list_export import ListExportAdmin
from accounts.admin.saved_filter import SavedFilterAdmin
from accounts.admin.user import UserAdmin

__all__ = ["BookEntryAdmin", "JobAdmin", "ListExportAdmin", "SavedFilterAdmin", "UserAdmin"]
