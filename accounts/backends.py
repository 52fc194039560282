"""Signing in: the right password, an active account, and an appointment that holds today.

Whoever gave the right password of an account that does not stand is told so by the page (`proven_but_closed`); nobody
else is, and no further hash is computed for it: how long the answer takes says nothing either.
"""

from typing import Any

from django.contrib.auth.backends import ModelBackend

PROVEN = "_proven_but_closed"


class StandingBackend(ModelBackend):
    # Django makes a backend anew for each attempt.
    request: Any = None

    def authenticate(self, request: Any, username: Any = None, password: Any = None, **kwargs: Any) -> Any:
        self.request = request
        return super().authenticate(request, username=username, password=password, **kwargs)

    def user_can_authenticate(self, user: Any) -> bool:
        """Django asks it of a sign-in only once the password was found right."""
        stands = super().user_can_authenticate(user) and bool(user.standing)
        if not stands and self.request is not None:
            setattr(self.request, PROVEN, user)
        return stands


def proven_but_closed(request: Any) -> Any:
    """The account that does not stand and whose right password came with this request; None for everybody else."""
    return getattr(request, PROVEN, None)
