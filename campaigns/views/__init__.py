from campaigns.views.progress import progress
from campaigns.views.verify import verification, verify

__all__ = ["progress", "verification", "verify"]
