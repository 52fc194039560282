"""Per request: does the account still stand, where does the request come from, and how is a refusal shown."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, InternalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import book
from accounts.constraints import sentence_of
from accounts.refused import Refused

GetResponse = Callable[[HttpRequest], HttpResponse]


class ContentPolicyMiddleware:
    """Everything comes from us, nothing frames us. The admin's theme evaluates its attributes (Alpine) and sets styles."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        at_desk = request.path.startswith("/admin/")
        styles = "'self' 'unsafe-inline'" if at_desk else "'self'"
        scripts = "'self' 'unsafe-eval'" if at_desk else "'self'"
        response.setdefault(
            "Content-Security-Policy",
            f"default-src 'self'; script-src {scripts}; style-src {styles}; img-src 'self' data:; object-src 'none'; base-uri 'none';"
            " form-action 'self'; frame-ancestors 'none'",
        )
        return response


class StandingMiddleware:
    """An account whose appointments have all ended is signed out at its next request (roles.md)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not (user.is_active and user.standing):
            logout(request)
            return redirect("sign-in")
        # A password set by somebody else opens nothing but the page where it is changed.
        if user.is_authenticated and user.must_change_password and request.path not in _allowed_before_change():
            return redirect("change-password")
        response = self.get_response(request)
        if user.is_authenticated:
            response.setdefault("Cache-Control", "no-store")
        return response


def _allowed_before_change() -> set[str]:
    return {reverse("change-password"), reverse("sign-out"), reverse("sign-in")}


class BookMiddleware:
    """Notes the address and a request number for every line the request leaves in the book."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        token = book.origin.set(
            book.Origin(address=request.META.get("REMOTE_ADDR", ""), request=request.number)  # type: ignore[attr-defined]
        )
        try:
            return self.get_response(request)
        finally:
            book.origin.reset(token)


class RefusalMiddleware:
    """A refusal becomes a sentence beside what caused it, never an error page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, IntegrityError | InternalError):
            sentence = sentence_of(exception)
        elif isinstance(exception, Refused):
            sentence = str(exception)
        else:
            return None
        if sentence is None or isinstance(exception, ObjectDoesNotExist):
            return None
        back = request.headers.get("Referer", "")
        if request.method == "POST" and url_has_allowed_host_and_scheme(back, {request.get_host()}):
            messages.error(request, sentence)
            return redirect(back)
        return render(request, "refused.html", {"sentence": sentence}, status=409)
