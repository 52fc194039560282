"""A form sent twice counts once, and a draft kept on a phone is sent by nobody but who wrote it.

A form carries a key of its own (`{% once_field %}`); its view answers through `once(request, act)`:

    def record(request):
        form = ...
        return once(request, lambda: _record(request, form))

The phone's side is static/js/drafts.js.

An act whose answer can be shown only once (a slip with a code) is no redirect and can't be repeated to a second copy:
its view asks `first_copy(request)` within the transaction of the act.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect
from django.utils import timezone

from accounts.encryption import blind_index
from accounts.models import SentOnce

FIELD = "once"
# Sent by drafts.js instead of the browser; its value says whose draft it is.
HEADER = "X-Draft"
# A phone drops its drafts after seven days; a repeat later than that is somebody's own making.
KEPT = timedelta(days=30)
CLAIM = """
    INSERT INTO accounts_sentonce (user_id, key, at, answer) VALUES (%s, %s, %s, '')
    ON CONFLICT ON CONSTRAINT sent_once DO NOTHING RETURNING id
"""


def once(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """What `act` answers; for the second copy of the form what the first was answered, without acting again.

    The form's key is claimed in the transaction of the act: a second copy waits for the first, and a first that is
    refused, fails or shows its form again leaves no claim, so that the mended form counts. Only an act that redirects
    has counted. Without a (well-formed) key, and for whoever is not signed in, each form is new.
    To drafts.js the answer is JSON: {"sent": address}; {"other": true} when the draft is somebody else's.
    """
    key, by_draft = key_of(request), HEADER in request.headers
    if by_draft and request.headers[HEADER] != owner_of(request.user):
        return JsonResponse({"other": True}, status=409)
    if key is None or not request.user.is_authenticated:
        return _told(act(), by_draft)
    with transaction.atomic():
        claimed = _claim(request.user.pk, key)
        if claimed is None:
            first = SentOnce.objects.get(user=request.user, key=key)
            at = timezone.localtime(first.at)
            messages.info(request, f"这份表单已在{at:%H:%M}收到，没有重复登记。", fail_silently=True)
            return _told(redirect(first.answer or "home"), by_draft)
        answer = act()
        if isinstance(answer, HttpResponseRedirectBase):
            SentOnce.objects.filter(pk=claimed).update(answer=answer.url if len(answer.url) <= 300 else "")
        else:
            SentOnce.objects.filter(pk=claimed).delete()
    return _told(answer, by_draft)


def first_copy(request: HttpRequest) -> bool:
    """Claims the form's key in the caller's transaction; False for a further copy, and for a form without a key."""
    key = key_of(request)
    return key is not None and _claim(request.user.pk, key) is not None  # type: ignore[arg-type]


def key_of(request: HttpRequest) -> uuid.UUID | None:
    """The key the form came with; None when there is none or somebody has spoilt it."""
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def owner_of(user: Any) -> str:
    """Whose drafts a phone may hold and send: this account in its present appointments; says nothing of either."""
    if not user.is_authenticated:
        return ""
    posts = ",".join(str(pk) for pk in sorted(post.pk for post in user.standing))
    return blind_index(f"drafts|{user.pk}|{posts}")[:24]


def forget_old(*, at: datetime) -> int:
    """Delete what no phone can repeat any more; returns how many."""
    return SentOnce.objects.filter(at__lt=at - KEPT).delete()[0]


def _claim(user_id: int, key: uuid.UUID) -> int | None:
    """The claim's row; None when the form has counted. Waits for a copy that is being received just now."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [user_id, str(key), timezone.now()])
        row = cursor.fetchone()
    return row[0] if row else None


def _told(answer: HttpResponse, by_draft: bool) -> HttpResponse:
    if by_draft and isinstance(answer, HttpResponseRedirectBase):
        return JsonResponse({"sent": answer.url})
    return answer
