from accounts.models.book import BookEntry
from accounts.models.job import Job
from accounts.models.second_factor import RecoveryCode, SecondFactor
from accounts.models.signed_in import SignedIn
from accounts.models.user import User, UserManager

__all__ = ["BookEntry", "Job", "RecoveryCode", "SecondFactor", "SignedIn", "User", "UserManager"]
