"""审批: what waits for the leader, with the budgets it would come of; those chosen approved at once, after a look."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from accounts.admin.acts import said
from accounts.admin.base import refuse_odd_letters
from accounts.duties import Duty
from accounts.refused import Refused
from accounts.step_up import ask_again
from hardship.admin.balancing_list import asked_programme, sources_after
from hardship.models import Budget, ReliefApplication, ReliefProgramme
from hardship.money import in_words, yuan
from hardship.operations import approving
from hardship.transitions import State

NOUGHT = Decimal(0)
NOBODY = "请先勾选要批准的申请。"
CHANGED = "勾选的申请里有的已由别人办理，没有批准任何一份。请刷新后再看。"


class ApprovalList:
    """Mixed into the admin of applications, before the list of balancing."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.approval_view)  # type: ignore[attr-defined]
        return [path("approval/", view, name="hardship_reliefapplication_approval"), *super().get_urls()]  # type: ignore[misc]

    def approval_view(self, request: HttpRequest) -> HttpResponse:
        refuse_odd_letters(request, also_typed=True)
        if not self.holds(request, Duty.APPROVE_RELIEF):  # type: ignore[attr-defined]
            raise PermissionDenied
        if not request.GET.get("programme"):
            return self._programmes(request, State.APPROVAL, "审批")  # type: ignore[attr-defined]
        if (away := ask_again(request)) is not None:
            return away
        programme = asked_programme(request)
        if request.method != "POST":
            return self._approval_page(request, programme)
        chosen = self._chosen(request, programme)
        keys = {key for key in request.POST.getlist("chosen") if key.isdecimal()}
        if not keys:
            return self._approval_page(request, programme, wrong=NOBODY)
        if len(chosen) != len(keys):
            return self._approval_page(request, programme, wrong=CHANGED)
        if request.POST.get("do") == "approve":
            return self._approve_all(request, programme, chosen)
        return self._approval_page(request, programme, confirms=chosen)

    def _chosen(self, request: HttpRequest, programme: ReliefProgramme) -> list[Any]:
        keys = [int(key) for key in request.POST.getlist("chosen") if key.isdecimal() and len(key) < 19]
        return [row for row in _waiting(request, programme) if row.pk in keys]

    def _approve_all(self, request: HttpRequest, programme: ReliefProgramme, chosen: list[Any]) -> HttpResponse:
        by: Any = request.user
        budgets = Budget.objects.filter(programme=programme, source__is_closed=False).select_related("source")
        seen = {row.pk: _number(request.POST.get(f"seen-{row.pk}", "")) for row in chosen}
        try:
            with transaction.atomic():
                done = approving.approve_many(
                    chosen,
                    list(budgets.order_by("source__code")),
                    opinion=request.POST.get("opinion", "")[:400],
                    seen=seen,
                    at=timezone.now(),
                    by=by,
                )
        except (Refused, IntegrityError, InternalError) as error:
            return self._approval_page(request, programme, wrong=said(error))
        if done.rows:
            told = f"已批准 {len(done.rows)} 户，合计 {yuan(done.total)}（{in_words(done.total)}），转财务发放。"
            messages.success(request, told)
        for row, why in done.refused:
            messages.error(request, f"{row.name}没有批准：{why}")
        return redirect(f"{request.path}?programme={programme.pk}")

    def _approval_page(
        self,
        request: HttpRequest,
        programme: ReliefProgramme,
        *,
        wrong: str = "",
        confirms: list[Any] | None = None,
    ) -> HttpResponse:
        rows = confirms if confirms is not None else _waiting(request, programme)
        total = sum((row.proposed or NOUGHT for row in rows), NOUGHT)
        sources = sources_after(programme, total)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": f"审批：{programme.name}",
            "programme": programme,
            "rows": rows,
            "total": total,
            "in_words": in_words(total),
            "left": sum((now for _, now, _ in sources), NOUGHT),
            "sources": sources,
            "wrong": wrong,
            "confirms": confirms is not None,
            "opinion": request.POST.get("opinion", ""),
            "ticked": set(request.POST.getlist("chosen")),
            "today": timezone.localdate(),
        }
        return TemplateResponse(request, "admin/hardship/approval.html", context)


def _waiting(request: HttpRequest, programme: ReliefProgramme) -> list[Any]:
    rows = ReliefApplication.objects.visible_to(request.user).filter(programme=programme, state=State.APPROVAL)  # type: ignore[arg-type]
    rows = rows.defer("judgement_sealed").select_related("union", "programme").annotate(taken=Count("steps"))
    return list(rows.order_by("rank", "pk"))


def _number(text: str) -> int:
    """A row of which nobody said how many steps were seen was not looked at: no number of steps is that."""
    return int(text) if text.isdecimal() and len(text) < 7 else -1
