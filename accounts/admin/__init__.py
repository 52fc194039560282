from accounts.admin.book import BookEntryAdmin
from accounts.admin.job import JobAdmin
from accounts.admin.user import UserAdmin

__all__ = ["BookEntryAdmin", "JobAdmin", "UserAdmin"]
