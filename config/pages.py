"""Where one arrives after signing in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def home(request: HttpRequest) -> HttpResponse:
    """The desk for staff, the portal for chairs; whoever holds no role at all is signed out before."""
    user: Any = request.user
    return redirect("admin:index" if user.is_staff else "portal")
