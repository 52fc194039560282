from accounts.models.book import BookEntry
from accounts.models.job import Job
from accounts.models.list_export import ListExport
from accounts.models.personal_past import PersonalPast
from accounts.models.saved_filter import SavedFilter
from accounts.models.second_factor import RecoveryCode, SecondFactor
from accounts.models.sent_once import SentOnce
from accounts.models.signed_in import SignedIn
from accounts.models.throttle import Throttle
from accounts.models.user import User, UserManager

__all__ = [
    "BookEntry",
    "Job",
    "ListExport",
    "PersonalPast",
    "RecoveryCode",
    "SavedFilter",
    "SecondFactor",
    "SentOnce",
    "SignedIn",
    "Throttle",
    "User",
    "UserManager",
]
