from accounts.models.book import BookEntry
from accounts.models.job import Job
from accounts.models.user import User, UserManager

__all__ = ["BookEntry", "Job", "User", "UserManager"]
