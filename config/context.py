"""What every page knows about the installation."""

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, object]:
    return {"demonstration": settings.DEMONSTRATION}
