"""帮扶条件: what a programme asks, version by version, and the page that makes the next one."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import User
from accounts.refused import Refused
from hardship.eligibility import Criteria, Exclusions
from hardship.explanation import asks
from hardship.forms.criteria import CriteriaForms, VersionForm, switched, typed
from hardship.judging import Lines, criteria_of, rule_of
from hardship.models import CriteriaVersion, Criterion, FileVersion, ReliefProgramme
from hardship.operations.criteria import Row, Switches, set_criteria
from hardship.reports.whatif import Outcome, what_if


@dataclass(frozen=True)
class Version:
    """A version as it is read: `stand` is in force, to come, or past."""

    row: CriteriaVersion
    stand: str
    criteria: list[tuple[Criterion, list[str]]]
    exclusions: list[str]


class CriteriaPages:
    """Mixed into the programme's admin: `<pk>/criteria/`."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.criteria_view)  # type: ignore[attr-defined]
        return [path("<int:pk>/criteria/", view, name="hardship_reliefprogramme_criteria"), *super().get_urls()]  # type: ignore[misc]

    def criteria_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The last version in cards; saved as the next one. `_try` shows what it would change and saves nothing."""
        if not self.holds(request, Duty.EDIT_PROGRAMMES):  # type: ignore[attr-defined]
            raise PermissionDenied
        programme = found(pk)
        last = CriteriaVersion.objects.filter(programme=programme).order_by("number").last()
        posted = request.POST if request.method == "POST" else None
        cards: Any = CriteriaForms(posted, prefix="c", initial=typed(_rows(last)), form_kwargs={"label_suffix": ""})
        form = VersionForm(posted, label_suffix="", initial={**switched(last), "seen": last.number if last else 0})
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "original": programme,
            "called": programme.name,
            "title": f"帮扶条件：{programme.name}",
            "last": last,
            "cards": cards,
            "form": form,
        }
        if posted is not None and all((cards.is_valid(), form.is_valid())):
            rows, switches = cards.rows(), form.switches()
            if "_try" in posted:
                context["outcome"] = _tried(request, programme, rows, switches)
                context["money"] = context["outcome"].money(programme.standard_amount)
            else:
                try:
                    made = _save(request, programme, rows, switches, form.cleaned_data)
                except Refused as refusal:
                    form.add_error(None, str(refusal))
                else:
                    words = (
                        "条件没有变化，没有存新版。"
                        if made == last
                        else f"已存为第{made.number}版，从{made.since}起执行。"
                    )
                    messages.success(request, words)
                    return redirect("admin:hardship_reliefprogramme_change", programme.pk)
        return TemplateResponse(request, "admin/hardship/criteria.html", context)


def _save(
    request: HttpRequest, programme: ReliefProgramme, rows: list[Row], switches: Switches, values: dict[str, Any]
) -> CriteriaVersion:
    return set_criteria(
        programme,
        rows,
        switches,
        since=values["since"],
        note=values["note"].strip(),
        seen=values["seen"],
        on=timezone.localdate(),
        by=request.user,  # type: ignore[arg-type]
    )


def _tried(request: HttpRequest, programme: ReliefProgramme, rows: list[Row], switches: Switches) -> Outcome:
    """What the criteria typed would change for the families that this user sees, as they stand today."""
    today, user = timezone.localdate(), cast("User", request.user)
    lines, last = Lines.of_day(today), CriteriaVersion.objects.filter(programme=programme).order_by("number").last()
    then = Criteria(
        tuple(rule_of(row) for row in rows),
        Exclusions(
            switches.excludes_homes, switches.excludes_hires, switches.excludes_costly_school, switches.excludes_car
        ),
    )
    now = criteria_of(last) if last else Criteria(())
    return what_if(FileVersion.objects.visible_to(user), (now, lines), (then, lines))


def versions_of(programme: ReliefProgramme, on: date) -> list[Version]:
    """Every version in words: the one in force, then the others, the newest first. Two queries."""
    rows = list(CriteriaVersion.objects.filter(programme=programme).select_related("made_by").order_by("-number"))
    criteria: dict[int, list[Criterion]] = {row.pk: [] for row in rows}
    for criterion in Criterion.objects.filter(version__programme=programme).order_by("place"):
        criteria[criterion.version_id].append(criterion)
    in_force = next((row for row in rows if row.since <= on), rows[-1] if rows else None)
    rows.sort(key=lambda row: row != in_force)
    return [
        Version(
            row,
            "现行" if row == in_force else "待执行" if row.since > on else "已被取代",
            [(one, asks(rule_of(one))) for one in criteria[row.pk]],
            _excluded(row),
        )
        for row in rows
    ]


def _excluded(row: CriteriaVersion) -> list[str]:
    words = {
        "两套及以上住房": row.excludes_homes,
        "有经营性雇工": row.excludes_hires,
        "高收费择校或自费留学": row.excludes_costly_school,
        "拥有非营运机动车": row.excludes_car,
    }
    return [word for word, is_on in words.items() if is_on]


def _rows(version: CriteriaVersion | None) -> list[Criterion]:
    return list(Criterion.objects.filter(version=version).order_by("place")) if version else []


def found(pk: int) -> ReliefProgramme:
    programme = ReliefProgramme.objects.filter(pk=pk).first()
    if programme is None:
        raise Http404
    return programme
