"""调整试算: what another living line or other numbers would change for the families on file; nothing is stored."""

import hashlib
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from accounts.duties import Duty
from accounts.refused import Refused
from hardship.admin.criteria import found
from hardship.admin.whatif_answer import WhatIfAnswers
from hardship.admin.whatif_lists import lists_of
from hardship.forms.whatif import WhatIfForm
from hardship.judging import criteria_of, criteria_version
from hardship.models import FileVersion, LivingLine
from hardship.reports import whatif
from hardship.reports.whatif import Outcome
from hardship.what_if_job import files_of, judged

KEPT_FOR = 300  # seconds; ids of files only, and a change of any file makes it anew


class WhatIfPages(WhatIfAnswers):
    """Mixed into the programme's admin: `<pk>/what-if/?on=…&line=…&m0=…&show=gained&page=2`."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.whatif_view)  # type: ignore[attr-defined]
        return [path("<int:pk>/what-if/", view, name="hardship_reliefprogramme_whatif"), *super().get_urls()]

    def whatif_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.holds(request, Duty.SEE_FILES):  # type: ignore[attr-defined]
            raise PermissionDenied
        programme, today = found(pk), timezone.localdate()
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "original": programme,
            "called": programme.name,
            "programme": programme,
            "title": f"调整试算：{programme.name}",
        }
        try:
            version = criteria_version(programme, today)
        except Refused as refusal:
            return TemplateResponse(request, "admin/hardship/what_if.html", context | {"problem": str(refusal)})
        is_large = files_of(request.user) > whatif.IN_THE_REQUEST
        typed = request.POST if request.method == "POST" else request.GET
        form = WhatIfForm(typed if "on" in typed else None, criteria=criteria_of(version), on=today)
        context |= {"form": form, "version": version, "is_large": is_large}
        if request.method == "POST" and form.is_valid():
            return self.order(request, programme)
        if form.is_bound and form.is_valid() and not is_large:
            context |= lists_of(request, programme, _judged(request.user, form))
        return TemplateResponse(request, "admin/hardship/what_if.html", context)


def _judged(user: Any, form: WhatIfForm) -> Outcome:
    """Kept for a few minutes, for the pages of a long list; by whose eyes, what was asked and how things stand."""
    versions = FileVersion.objects.visible_to(user)
    stand = [*versions.aggregate(last=Max("id")).values(), LivingLine.objects.aggregate(last=Max("id"))["last"]]
    lines_stand = list(LivingLine.objects.order_by("id").values_list("id", "organisation_id", "since", "monthly"))
    asked = f"{user.paths_with(Duty.SEE_FILES)} {form.criteria} {form.cleaned_data} {stand} {lines_stand}"
    key = f"what-if:{hashlib.sha256(asked.encode()).hexdigest()}"
    kept: Outcome | None = cache.get(key)
    if kept is not None:
        return kept
    outcome = judged(user, form)
    cache.set(key, outcome, KEPT_FOR)
    return outcome
