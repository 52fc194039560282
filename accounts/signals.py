"""What happens whenever somebody signs in, by whichever way."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts import devices, step_up
from accounts.models import SecondFactor
from accounts.operations import sessions


@receiver(user_logged_in, dispatch_uid="accounts.note_session")
def note_session(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """The session gets its row in the list of sign-ins, and remembers whether a phone is enrolled."""
    row = sessions.note(
        user,
        device=devices.in_words(request.META.get("HTTP_USER_AGENT", "")),
        address=request.META.get("REMOTE_ADDR", "")[:64],
        at=timezone.now(),
    )
    request.session[step_up.SIGNED_IN] = row.pk
    request.session[step_up.ENROLLED] = SecondFactor.objects.filter(user=user).exists()
    request.session.pop(step_up.TAKEN_AT, None)
