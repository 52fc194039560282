"""帮扶申请 on the phone: what there is and what is due, a new one from a file, one application with its next step."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import book
from accounts.refused import Refused
from hardship.calendars import county_calendar
from hardship.checklist import checklist_of, version_of
from hardship.completeness import lacking
from hardship.explanation import HOUSEHOLD, RESULT
from hardship.forms.applications import ApplyForm
from hardship.judging import judge_version
from hardship.models import HardshipFile, NoticeLine, PublicNotice, ReliefApplication, ReliefProgramme
from hardship.operations import applications
from hardship.operations.steps import steps_of
from hardship.standings import CHAIRS, WAITS, opinion_due, standings
from hardship.transitions import State
from hardship.views.portal.found import TAB, own_application
from unions.models import Organisation
from unions.views.portal.frame import answer, own_union, portal_page
from unions.views.portal.words import in_words

OVER_SHOWN, FILES_SHOWN = 30, 200


@require_GET
def portal_relief(request: HttpRequest, union: int) -> HttpResponse:
    row = own_union(request, union)
    user: Any = request.user
    rows = ReliefApplication.objects.visible_to(user).filter(union=row).select_related("programme")
    over = (State.CLOSED, State.REFUSED, State.WITHDRAWN)
    open_ = standings(rows.exclude(state__in=over).order_by("moved_at", "pk"), timezone.localdate())
    done = standings(rows.filter(state__in=over).order_by("-moved_at", "-pk")[:OVER_SHOWN], timezone.localdate())
    context = {
        "mine": [one for one in open_ if one.is_the_chairs],
        "waiting": [one for one in open_ if one.waits],
        "over": done,
        "files": _on_file(row, user).count(),
        "programmes": _open_programmes(),
        "to_post": sum(one.application.state == State.AGREED for one in open_),
        "running": _running(row, user),
    }
    return portal_page(request, "portal/relief.html", row, context, tab=TAB)


def portal_relief_apply(request: HttpRequest, union: int) -> HttpResponse:
    """A new application: which family, which programme; all the rest is known from the file."""
    row = own_union(request, union)
    user: Any = request.user
    files, programmes = list(_on_file(row, user)[:FILES_SHOWN]), _open_programmes()
    given = {"file": asked} if (asked := request.GET.get("file")) else {}
    form = ApplyForm(_typed(request), files=files, programmes=programmes, initial=given, label_suffix="")

    def act() -> HttpResponse:
        file, programme = form.families[form.cleaned_data["file"]], form.programmes[form.cleaned_data["programme"]]
        made = applications.draft(file, programme, at=timezone.now(), by=user)
        messages.success(request, f"已为{made.name}开始申请“{programme.name}”。")
        return redirect("portal-relief-application", made.pk)

    def page() -> HttpResponse:
        _mark_applied(files, programmes, user)
        context = {"form": form, "files": files, "programmes": programmes, "now": timezone.now()}
        context["chosen_file"] = form["file"].value() or ""
        context["chosen_programme"] = form["programme"].value() or ""
        return portal_page(request, "portal/relief_apply.html", row, context, tab=TAB)

    return answer(request, form, act, page)


@require_GET
def portal_relief_application(request: HttpRequest, reliefapplication: int) -> HttpResponse:
    """One application: how it stands, the one thing to do next, its papers, and every step so far."""
    row = own_application(request, reliefapplication)
    today = timezone.localdate()
    version = version_of(row, today)
    contents = version.contents if version else None
    listed = checklist_of(row, contents, on=today) if contents else None
    steps, sheet = steps_of(row), _sheet(row, request.user)
    context = {
        "application": row,
        "standing": standings([row], today)[0],
        "list": listed,
        "lacks": lacking(contents) if contents and row.state == State.DRAFT else [],
        "household": contents.household if contents else (),
        "steps": list(reversed(steps)),
        "sheet": sheet,
        "next": _next(row, listed, sheet),
        "waits_for": _waits_for(row),
        "may_withdraw": not row.approved and row.state not in (State.REFUSED, State.WITHDRAWN, State.CLOSED),
        "may_send_back": row.state in (State.AGREED, State.NOTICE_OVER),
        "code": row.file.code,
    }
    return portal_page(request, "portal/relief_application.html", row.union, context, tab=TAB)


@require_GET
def portal_relief_why(request: HttpRequest, reliefapplication: int) -> HttpResponse:
    """Why the machine advises what it does, to be read with the worker; the book keeps who looked."""
    row = own_application(request, reliefapplication)
    user: Any = request.user
    try:
        lines, is_live = _explanation(row)
    except Refused as why:
        messages.warning(request, str(why))
        return redirect("portal-relief-application", row.pk)
    book.record("applications.show_explanation", by=user, row=row)
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        groups.setdefault(line["about"], []).append(line)
    context = {
        "application": row,
        "is_live": is_live,
        "result": groups.pop(RESULT, []),
        "household": groups.pop(HOUSEHOLD, []),
        "groups": list(groups.items()),
    }
    return portal_page(request, "portal/relief_why.html", row.union, context, tab=TAB)


def _explanation(row: ReliefApplication) -> tuple[list[dict[str, Any]], bool]:
    """As judged at the submission; of a draft, as it would be judged today."""
    if row.state != State.DRAFT and row.judgement_sealed:
        return row.explanation, False
    today = timezone.localdate()
    version = version_of(row, today)
    if version is None:
        raise Refused("这份档案还没有生效，现在不能判定。")
    advice = judge_version(version, row.programme, on=today)
    return [{"about": one.about, "text": one.text, "holds": one.holds} for one in advice.lines], True


def _next(row: ReliefApplication, listed: Any, sheet: PublicNotice | None) -> dict[str, str] | None:
    """The one button of the page."""
    state = State(row.state)
    if state not in CHAIRS:
        return {"verb": "恢复这份申请", "url": _to("resume", row)} if state == State.WITHDRAWN else None
    if state == State.DRAFT and listed is not None and listed.missing:
        return {"verb": f"上传材料（还缺 {len(listed.missing)} 份）", "url": _to("papers", row)}
    urls = {
        State.DRAFT: _to("submit", row),
        State.SUBMITTED: _to("agree", row),
        State.AGREED: reverse("portal-relief-post", args=[row.union_id]) + f"?programme={row.programme_id}",
        State.POSTED: _notice(row, sheet),
        State.NOTICE_OVER: _to("report", row),
    }
    return {"verb": "提交申请" if state == State.DRAFT else CHAIRS[state], "url": urls[state]}


def _to(page: str, row: ReliefApplication) -> str:
    return reverse(f"portal-relief-{page}", args=[row.pk])


def _sheet(row: ReliefApplication, user: Any) -> PublicNotice | None:
    """The newest sheet on the board that it hangs on, or hung on."""
    lines = NoticeLine.objects.visible_to(user).filter(application=row, notice__kind=PublicNotice.Kind.UNIT)
    line = lines.select_related("notice").order_by("-withdrawn_on", "-notice_id").first()  # one not taken off first
    return line.notice if line else None


def _notice(row: ReliefApplication, sheet: PublicNotice | None) -> str:
    """The list of sheets where none is found."""
    if sheet is None:
        return reverse("portal-relief-notices", args=[row.union_id])
    return reverse("portal-relief-notice", args=[sheet.pk])


def _waits_for(row: ReliefApplication) -> str:
    if row.state == State.OPINION:
        last = opinion_due(row, county_calendar())
        return f"{WAITS[State.OPINION]}；到{in_words(last)}没有意见的，自动转县总工会。"
    return WAITS.get(row.state, "")


def _running(union: Organisation, user: Any) -> int:
    rows = PublicNotice.objects.visible_to(user).filter(organisation=union, kind=PublicNotice.Kind.UNIT)
    return int(rows.filter(state=PublicNotice.State.RUNNING).count())


def _on_file(union: Organisation, user: Any) -> Any:
    return HardshipFile.objects.visible_to(user).filter(union=union).on_file().order_by("name", "pk")


def _mark_applied(files: list[Any], programmes: list[ReliefProgramme], user: Any) -> None:
    """What each family applied for already, and how that stands: one application of a file to a programme."""
    rows = ReliefApplication.objects.visible_to(user).filter(file__in=files, programme__in=programmes)
    told: dict[int, list[str]] = {}
    for one in rows.select_related("programme").order_by("pk"):
        told.setdefault(one.file_id, []).append(f"已申请“{one.programme.name}”（{one.get_state_display()}）")
    for file in files:
        file.applied = "；".join(told.get(file.pk, []))


def _open_programmes() -> list[ReliefProgramme]:
    """Open now; also after the closing moment, when what comes is flagged 逾期."""
    return list(ReliefProgramme.objects.filter(is_open=True, opens_at__lte=timezone.now()).order_by("-closes_at", "pk"))


def _typed(request: HttpRequest) -> Any:
    """What was sent, also when that is nothing at all."""
    return request.POST if request.method == "POST" else None
