"""Where one arrives after signing in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from unions.models import Officer, Organisation


def home(request: HttpRequest) -> HttpResponse:
    """The desk for staff; for a chair the own union's plain page."""
    user: Any = request.user
    if user.is_staff:
        return redirect("admin:index")
    today = timezone.localdate()
    own = [post.organisation_id for post in user.standing]
    unions = [
        (union, list(Officer.objects.visible_to(user).filter(union=union).sitting_on(today).order_by("post", "pk")))
        for union in Organisation.objects.visible_to(user).filter(pk__in=own)
    ]
    return render(request, "home.html", {"unions": unions})
