"""乡镇意见: what waits for the township's word, the one with the fewest working days left first; answered in place."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from accounts.admin.acts import said
from accounts.admin.base import refuse_odd_letters
from accounts.duties import Duty
from accounts.refused import Refused
from hardship.calendars import county_calendar
from hardship.models import ReliefApplication
from hardship.operations import opinions
from hardship.standings import opinion_due
from hardship.transitions import State
from hardship.workdays import Calendar

SHOWN = 50
LONGEST = 300


@dataclass(frozen=True)
class Waiting:
    """One that waits: `last` day to speak, and how many working days that leaves, today included."""

    row: ReliefApplication
    last: date
    left: int
    seen: int
    wrong: str = ""
    typed: str = ""


class OpinionList:
    """Mixed into the admin of applications."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.opinions_view)  # type: ignore[attr-defined]
        return [path("opinions/", view, name="hardship_reliefapplication_opinions"), *super().get_urls()]  # type: ignore[misc]

    def opinions_view(self, request: HttpRequest) -> HttpResponse:
        refuse_odd_letters(request, also_typed=True)
        if not self.holds(request, Duty.GIVE_OPINION):  # type: ignore[attr-defined]
            raise PermissionDenied
        if request.method == "POST":
            return self._give(request)
        return self._opinions_page(request)

    def _give(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        key, seen = request.POST.get("application", ""), request.POST.get("seen", "")
        rows = ReliefApplication.objects.visible_to(user).select_related("union", "programme")
        row = rows.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
        if row is None or not seen.isdecimal() or len(seen) > 6:
            raise Http404
        if not user.may(Duty.GIVE_OPINION, row.union):
            raise PermissionDenied
        agrees, words = request.POST.get("do") == "agree", request.POST.get("words", "")[:LONGEST]
        try:
            opinions.opine(row, agrees=agrees, words=words, seen=int(seen), at=timezone.now(), by=user)
        except (Refused, IntegrityError, InternalError) as error:
            return self._opinions_page(request, wrong={row.pk: (said(error), words)}, lost=row)
        verb = "同意" if agrees else "不同意"
        messages.success(request, f"{row.name}的申请：意见“{verb}”已记下，转县级审核。")
        place = request.POST.get("place", "")
        return redirect(f"{reverse('admin:hardship_reliefapplication_opinions')}#{place if place.isdecimal() else ''}")

    def _opinions_page(
        self,
        request: HttpRequest,
        *,
        wrong: dict[int, tuple[str, str]] | None = None,
        lost: ReliefApplication | None = None,
    ) -> HttpResponse:
        """`lost` moved meanwhile and waits no more: what stood against it is said above the list."""
        user: Any = request.user
        found = waiting_for(user, wrong or {})
        if lost is not None and wrong and lost.pk not in {one.row.pk for one in found}:
            messages.error(request, f"{lost.name}：{wrong[lost.pk][0]}")
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": "乡镇意见",
            "waiting": found[:SHOWN],
            "total": len(found),
        }
        return TemplateResponse(request, "admin/hardship/opinions.html", context)


def waiting_for(user: Any, wrong: dict[int, tuple[str, str]]) -> list[Waiting]:
    """The most urgent first. Two queries, however many."""
    rows = ReliefApplication.objects.visible_to(user).filter(state=State.OPINION)
    rows = rows.defer("judgement_sealed").select_related("union", "programme").annotate(taken=Count("steps"))
    works, today = county_calendar(), timezone.localdate()
    found = [_waiting(row, works, today, *wrong.get(row.pk, ("", ""))) for row in rows]
    return sorted(found, key=lambda one: (one.last, one.row.pk))


def _waiting(row: Any, works: Calendar, today: date, wrong: str, typed: str) -> Waiting:
    last = opinion_due(row, works)
    left = sum(works(today + timedelta(days=n)) for n in range((last - today).days + 1))
    return Waiting(row, last, left, row.taken, wrong, typed)
