"""享受试算: a household, typed or taken out of its file, under every programme; any value may be changed, nothing is stored."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.admin.acts import offers
from accounts.duties import Duty
from accounts.models import User
from accounts.operations import personal
from accounts.refused import Refused
from accounts.step_up import ask_again
from hardship.eligibility import Judgement, judge
from hardship.explanation import RESULT, Line, explain
from hardship.forms.trial import SPARE, PeopleForms, TakeOutForm, TrialForm, facts_are_of, of_case
from hardship.household import Case
from hardship.judging import Lines, case_of, criteria_of, criteria_version
from hardship.models import FileVersion, HardshipFile, ReliefProgramme

NOT_YOURS = "您的范围内没有编号为“{code}”的档案，请核对编号。"


@dataclass(frozen=True)
class Result:
    """A household under one programme: the sentence, what is short by how much, and every line why."""

    programme: ReliefProgramme
    judgement: Judgement
    sentence: str
    short: list[Line]
    lines: tuple[Line, ...]


class TrialPages:
    """Mixed into the programme's admin: `trial/`, and `trial/take-out/?code=…`."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("trial/", view(self.trial_view), name="hardship_trial"),
            path("trial/take-out/", view(self.take_out_view), name="hardship_trial_take_out"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def trial_view(self, request: HttpRequest) -> HttpResponse:
        """By POST only, so that no income stands in an address; the page sends itself again at every change."""
        context = self._trial_page(request)
        form = TrialForm(label_suffix="", initial=_first(request))
        rows: Any = PeopleForms(prefix="p")
        if request.method == "POST":
            form, rows = TrialForm(request.POST, label_suffix=""), PeopleForms(_with_rows(request), prefix="p")
            if all((form.is_valid(), rows.is_valid())):
                context |= _answer(form.case(rows.people()))
            else:
                context["is_faulty"] = True
        return TemplateResponse(request, "admin/hardship/trial.html", context | {"form": form, "people": rows})

    def take_out_view(self, request: HttpRequest) -> HttpResponse:
        """A file's newest state filled into the form, for a reason that the book keeps."""
        context = self._trial_page(request)
        if (away := ask_again(request)) is not None:
            return away
        posted = request.POST if request.method == "POST" else None
        asked = TakeOutForm(posted, label_suffix="", initial={"code": request.GET.get("code", "")[:32]})
        if posted is not None and asked.is_valid():
            file = _file(request, asked)
            if file is not None:
                context |= _taken_out(request, file, asked.cleaned_data["reason"])
                return TemplateResponse(request, "admin/hardship/trial.html", context)
        return TemplateResponse(request, "admin/hardship/take_out.html", context | {"form": asked})

    def _trial_page(self, request: HttpRequest) -> dict[str, Any]:
        if not self.holds(request, Duty.SEE_FILES):  # type: ignore[attr-defined]
            raise PermissionDenied
        return {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": "享受试算",
        }


@offers("hardship.hardshipfile")
def try_file(request: HttpRequest, row: HardshipFile) -> list[dict[str, str]]:
    """On a file's page: try what the family would be entitled to."""
    user = cast("User", request.user)
    if not user.may(Duty.SEE_FILES, row.union):
        return []
    url = f"{reverse('admin:hardship_trial_take_out')}?{urlencode({'code': row.code})}"
    return [{"verb": "享受试算", "url": url, "slug": "trial"}]


def _first(request: HttpRequest) -> dict[str, Any]:
    """The living line of the user's own part today, where there is one."""
    user, today = cast("User", request.user), timezone.localdate()
    paths = user.paths_with(Duty.SEE_FILES)
    return {"on": today, "line": Lines.of_day(today).at(paths[0]) if paths else None}


def _with_rows(request: HttpRequest) -> Any:
    """What was posted, with more empty rows where they were asked for or have run out."""
    posted = request.POST.copy()
    total = posted.get("p-TOTAL_FORMS", "")
    if "more" in posted and total.isascii() and total.isdigit() and len(total) < 3:
        posted["p-TOTAL_FORMS"] = str(int(total) + SPARE)
    return posted


def _file(request: HttpRequest, asked: TakeOutForm) -> HardshipFile | None:
    code = asked.cleaned_data["code"].strip()
    files = HardshipFile.objects.visible_to(cast("User", request.user)).select_related("union")
    file: HardshipFile | None = files.filter(code__iexact=code).first()
    if file is None:
        asked.add_error("code", NOT_YOURS.format(code=code))
    return file


def _taken_out(request: HttpRequest, file: HardshipFile, reason: str) -> dict[str, Any]:
    """The newest version of the file in the form, and its answer; the book has who took it out and what for."""
    user, today = cast("User", request.user), timezone.localdate()
    version = cast("FileVersion", FileVersion.objects.visible_to(user).filter(file=file).newest().get())
    personal.show(file, field="全部内容（试算）", value=file.code, reason=reason, by=user)
    contents, line = version.contents, Lines.of_day(today).at(file.union.path)
    case = case_of(contents, line=line or Decimal(0), on=today)
    own, others = of_case(case)
    return {
        "form": TrialForm(label_suffix="", initial=own | {"line": line}),
        "people": PeopleForms(prefix="p", initial=others),
        "file": file,
        "warnings": [
            sentence for sentence in (facts_are_of(contents, today, version.since), _no_line(line)) if sentence
        ],
        **(_answer(case) if line is not None else {}),
    }


def _no_line(line: Decimal | None) -> str:
    return "" if line is not None else "这家工会的范围今天还没有登记最低生活保障线，请填写后再试算。"


def _answer(case: Case) -> dict[str, Any]:
    """Under each programme that is open, in the order of the list; where none is, under each there is."""
    programmes = list(ReliefProgramme.objects.filter(is_open=True)) or list(ReliefProgramme.objects.all())
    results = []
    for programme in programmes:
        try:
            criteria = criteria_of(criteria_version(programme, case.on))
        except Refused:
            continue
        judgement = judge(case, criteria)
        lines = explain(judgement)
        short = [line for line in lines if line.short_by is not None]
        sentence = next(line.text for line in lines if line.about == RESULT)
        results.append(Result(programme, judgement, sentence, short, lines))
    return {"results": results, "first": results[0].judgement if results else None}
