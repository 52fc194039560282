"""困难职工档案 on the chair's phone: the own union's files, one of them, the whole for a reason, the yearly review."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.admin.personal import ReasonForm
from accounts.operations import personal
from hardship.due_reviews import day_of, review_day
from hardship.forms.portal_files import ReviewForm
from hardship.models import FileVersion, HardshipFile
from hardship.operations import files
from hardship.registers.showing import groups_of, household_of, sums_of
from unions.views.portal.frame import answer, own_row, own_union, portal_page
from unions.views.portal.words import in_words

TAB, PAGE = "portal-relief-files", 50
WHOLE = "档案全部内容"
State = HardshipFile.State
OPEN, ENDED = "", "ended"
CHIPS = ((OPEN, "在档"), (ENDED, "已脱困、注销"))


@require_GET
def portal_relief_files(request: HttpRequest, union: int) -> HttpResponse:
    row = own_union(request, union)
    user: Any = request.user
    rows = HardshipFile.objects.visible_to(user).filter(union=row)
    chosen = ENDED if request.GET.get("state") == ENDED else OPEN
    shown = rows.on_file() if chosen == OPEN else rows.exclude(state=State.ON_FILE)
    counts = {OPEN: rows.on_file().count(), ENDED: rows.exclude(state=State.ON_FILE).count()}
    page = Paginator(shown.order_by("-opened_on", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "due": review_day(timezone.localdate()),
        "chosen": chosen,
        "chips": [(value, label, counts[value]) for value, label in CHIPS],
    }
    return portal_page(request, "portal/relief_files.html", row, context, tab=TAB)


@require_GET
def portal_relief_file(request: HttpRequest, hardshipfile: int) -> HttpResponse:
    row: HardshipFile = own_row(request, HardshipFile, hardshipfile)
    return _shown(request, row, whole=False)


def portal_relief_file_whole(request: HttpRequest, hardshipfile: int) -> HttpResponse:
    """Everything, once, for a reason that the book keeps."""
    row: HardshipFile = own_row(request, HardshipFile, hardshipfile)
    user: Any = request.user
    form = ReasonForm(request.POST or None, label_suffix="")

    def act() -> HttpResponse:
        personal.show(row, field=WHOLE, value=row.name, reason=form.cleaned_data["reason"], by=user)
        return _shown(request, row, whole=True)

    def page() -> HttpResponse:
        context = {"file": row, "form": form, "asked": request.GET.get("on", "")}
        return portal_page(request, "portal/relief_file_ask.html", row.union, context, tab=TAB)

    return answer(request, form, act, page)


def portal_relief_file_review(request: HttpRequest, hardshipfile: int) -> HttpResponse:
    """年度复核: all is as it says; what has changed is changed first."""
    row: HardshipFile = own_row(request, HardshipFile, hardshipfile)
    user: Any = request.user
    form = ReviewForm(request.POST or None, label_suffix="")

    def act() -> HttpResponse:
        values = form.cleaned_data
        files.review(row, reviewed_on=values["reviewed_on"], note=values["note"], at=timezone.now(), by=user)
        messages.success(request, f"{row.name}的档案已于{in_words(values['reviewed_on'])}复核。")
        return redirect("portal-relief-file", row.pk)

    def page() -> HttpResponse:
        return portal_page(request, "portal/relief_file_review.html", row.union, {"file": row, "form": form}, tab=TAB)

    return answer(request, form, act, page)


def may_take_back(row: HardshipFile, user: Any) -> bool:
    """Whether it was the user who ended the file."""
    if row.state == State.ON_FILE:
        return False
    return bool(FileVersion.objects.visible_to(user).filter(file=row, number=row.latest, made_by=user).exists())


def _shown(request: HttpRequest, row: HardshipFile, *, whole: bool) -> HttpResponse:
    today = timezone.localdate()
    day = day_of(request.GET.get("on", ""), today)
    version = files.version_on(row, day)
    own = HardshipFile.objects.visible_to(request.user)  # type: ignore[arg-type]
    context: dict[str, Any] = {
        "file": row,
        "day": day,
        "is_past": day != today,
        "version": version,
        "whole": whole,
        "is_open": row.state == State.ON_FILE,
        "is_closed": row.state == State.CLOSED,
        "may_take_back": may_take_back(row, request.user),
        "older": own.filter(pk=row.previous_id).first(),
        "newer": own.filter(previous=row).first(),
        "is_due": row.state == State.ON_FILE and row.reviewed_on is not None and row.reviewed_on <= review_day(today),
        "versions": FileVersion.objects.visible_to(request.user)  # type: ignore[arg-type]
        .filter(file=row)
        .defer("facts_sealed")
        .order_by("-number"),
    }
    if version is not None:
        said = version.contents
        context |= {
            "groups": list(groups_of(said, whole=whole)),
            "household": household_of(said, whole=whole),
            "sums": sums_of(said),
        }
    return portal_page(request, "portal/relief_file.html", row.union, context, tab=TAB)
