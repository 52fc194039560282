"""The page of a 调整试算 that a job works out: how far it is, and its answer for a day, to whoever asked."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from accounts.admin.kept_file import LIVE
from accounts.duties import Duty
from accounts.models import Job
from accounts.refused import Refused
from hardship.admin.whatif_lists import lists_of
from hardship.forms.whatif import WhatIfForm
from hardship.judging import criteria_of, criteria_version
from hardship.models import ReliefProgramme, WhatIf
from hardship.operations import what_ifs
from hardship.reports.whatif import read

MOVED = "您的职责范围在这次试算之后变化过，结果不再显示。请重新试算。"
OVER = "这次试算的结果只保留一天，已经过期。请重新试算。"
BROKEN_OFF = "没有算完，请重新试算。"


class WhatIfAnswers:
    """Mixed into the programme's admin, before WhatIfPages."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.answer_view)  # type: ignore[attr-defined]
        return [path("what-if/<int:whatif>/", view, name="hardship_whatif_answer"), *super().get_urls()]  # type: ignore[misc]

    def answer_view(self, request: HttpRequest, whatif: int) -> HttpResponse:
        """Looks again every second while the job is at work."""
        if not self.holds(request, Duty.SEE_FILES):  # type: ignore[attr-defined]
            raise PermissionDenied
        user: Any = request.user
        asked = WhatIf.objects.visible_to(user).select_related("programme").filter(pk=whatif).first()
        if asked is None:
            raise Http404
        job = Job.objects.filter(kind=what_ifs.JOB, subject_id=asked.pk).order_by("-pk").first()
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "original": asked.programme,
            "called": asked.programme.name,
            "programme": asked.programme,
            "title": f"调整试算：{asked.programme.name}",
            "asked": asked,
            "job": job,
            "is_large": True,
            "at_work": not asked.made_at and job is not None and job.state in LIVE,
        }
        try:
            context |= _form(asked)
        except Refused as refusal:
            return TemplateResponse(request, "admin/hardship/what_if.html", context | {"problem": str(refusal)})
        if not context["at_work"]:
            context |= _answer(request, user, asked, job)
        return TemplateResponse(request, "admin/hardship/what_if.html", context)

    def order(self, request: HttpRequest, programme: ReliefProgramme) -> HttpResponse:
        """Queue what was typed; a button pressed twice is one question."""
        typed = request.POST.copy()
        typed.pop("csrfmiddlewaretoken", None)
        user: Any = request.user
        try:
            asked = what_ifs.order(programme, typed.urlencode(), at=timezone.now(), by=user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        return redirect("admin:hardship_whatif_answer", asked.pk)


def _form(asked: WhatIf) -> dict[str, Any]:
    """What was asked, in its boxes, to be changed and asked again."""
    day = timezone.localdate(asked.at)
    version = criteria_version(asked.programme, day)
    return {"version": version, "form": WhatIfForm(QueryDict(asked.query), criteria=criteria_of(version), on=day)}


def _answer(request: HttpRequest, user: Any, asked: WhatIf, job: Job | None) -> dict[str, Any]:
    if not asked.made_at:
        return {"trouble": (job.message if job is not None else "") or BROKEN_OFF}
    if asked.expires_at is None or asked.expires_at <= timezone.now():
        return {"trouble": OVER}
    if sorted(asked.places) != sorted(user.paths_with(Duty.SEE_FILES)):
        return {"trouble": MOVED}
    return lists_of(request, asked.programme, read(asked.result))
