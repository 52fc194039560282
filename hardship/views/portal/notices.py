"""单位公示 on the phone: what hangs and how far it is, posting, its picture, its report."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from hardship.forms.notices import PhotoForm, PostForm, ReportScanForm, WhyForm
from hardship.models import Document, DocumentRule, NoticeLine, Objection, PublicNotice, ReliefApplication
from hardship.notice_clock import clock_of, clocks_of
from hardship.operations import notices
from hardship.transitions import State
from hardship.views.portal.found import TAB, own_notice
from unions.models import Organisation
from unions.views.portal.frame import answer, own_union, portal_page

SHOWN, NAMED = 20, 3


@require_GET
def portal_relief_notices(request: HttpRequest, union: int) -> HttpResponse:
    row = own_union(request, union)
    user: Any = request.user
    today = timezone.localdate()
    found = PublicNotice.objects.visible_to(user).filter(kind=PublicNotice.Kind.UNIT, organisation=row)
    rows = list(found.select_related("programme").order_by("-starts_on", "-pk")[:SHOWN])
    clocks = clocks_of(rows, today)
    _name_families(rows, user)
    context = {
        "running": [(one, clocks[one.pk]) for one in rows if one.state == PublicNotice.State.RUNNING],
        "closed": [one for one in rows if one.state != PublicNotice.State.RUNNING],
        "waiting": len(_agreed(row, user)),
    }
    return portal_page(request, "portal/relief_notices.html", row, context, tab=TAB)


def _name_families(notices: list[Any], user: Any) -> None:
    """Who stands on each sheet: sheets of one programme are told apart by it."""
    lines = NoticeLine.objects.visible_to(user).filter(notice__in=notices).order_by("notice_id", "place")
    names: dict[int, list[str]] = {}
    for notice, name in lines.values_list("notice_id", "name"):
        names.setdefault(notice, []).append(name)
    for one in notices:
        told = names.get(one.pk, [])
        one.families = "、".join(told[:NAMED]) + (f"等 {len(told)} 户" if len(told) > NAMED else "")


def _agreed(union: Organisation, user: Any) -> list[ReliefApplication]:
    """What the committee agreed to and nobody has posted, the longest waiting first."""
    rows = ReliefApplication.objects.visible_to(user).filter(union=union, state=State.AGREED)
    return list(rows.select_related("programme", "file__employer").order_by("moved_at", "pk"))


def portal_relief_post(request: HttpRequest, union: int) -> HttpResponse:
    """张贴公示: the sheet is made of the applications chosen, of one programme at a time."""
    row = own_union(request, union)
    user: Any = request.user
    waiting = _agreed(row, user)
    programmes = list(dict.fromkeys(one.programme for one in waiting))
    chosen = next((one for one in programmes if str(one.pk) == request.GET.get("programme")), None)
    programme = chosen or (programmes[0] if programmes else None)
    own = [one for one in waiting if one.programme == programme]
    form = PostForm(request.POST or None, applications=own, union=row, label_suffix="")

    def act() -> HttpResponse:
        values = form.cleaned_data
        notice = notices.post(
            row,
            form.rows,
            departments=form.departments,
            on=values["on"],
            place=values["place"],
            phone=values["phone"],
            at=timezone.now(),
            by=user,
        )
        messages.success(request, "公示已登记。请打印公示贴出，再拍照上传。")
        return redirect("portal-relief-notice", notice.pk)

    def page() -> HttpResponse:
        others = [one for one in programmes if one != programme]
        context = {"form": form, "programme": programme, "others": others, "is_empty": not own}
        return portal_page(request, "portal/relief_post.html", row, context, tab=TAB)

    return answer(request, form, act, page)


@require_GET
def portal_relief_notice(request: HttpRequest, publicnotice: int) -> HttpResponse:
    """One notice: how far it is, what is to be done next, who hangs on it, who objected."""
    return _notice_page(request, own_notice(request, publicnotice))


def portal_relief_notice_photo(request: HttpRequest, publicnotice: int) -> HttpResponse:
    row = own_notice(request, publicnotice)
    form = PhotoForm(request.POST or None, request.FILES or None, label_suffix="")

    def act() -> HttpResponse:
        notices.attach_photo(row, form.cleaned_data["photo"], at=timezone.now(), by=request.user)  # type: ignore[arg-type]
        messages.success(request, "公示照片已收到。")
        return redirect("portal-relief-notice", row.pk)

    return answer(request, form, act, lambda: _paper_page(request, row, form, "上传公示照片"))


def portal_relief_notice_report(request: HttpRequest, publicnotice: int) -> HttpResponse:
    row = own_notice(request, publicnotice)
    form = ReportScanForm(request.POST or None, request.FILES or None, label_suffix="")

    def act() -> HttpResponse:
        count = notices.attach_report(row, form.cleaned_data["scan"], at=timezone.now(), by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"公示结果报告已收到，{count} 份申请可以申报了。")
        return redirect("portal-relief-notice", row.pk)

    return answer(request, form, act, lambda: _paper_page(request, row, form, "上传盖章的公示结果报告"))


def portal_relief_notice_end(request: HttpRequest, publicnotice: int) -> HttpResponse:
    """公示期满 now, for whoever does not want to wait for the night."""
    row = own_notice(request, publicnotice)
    form = WhyForm({"reason": "-"})

    def act() -> HttpResponse:
        notices.end(row, at=timezone.now(), by=request.user)  # type: ignore[arg-type]
        messages.success(request, "公示期满。请打印公示结果报告，盖章后上传。")
        return redirect("portal-relief-notice", row.pk)

    return answer(request, form, act, lambda: _notice_page(request, row, form))


def portal_relief_take_down(request: HttpRequest, publicnotice: int) -> HttpResponse:
    row = own_notice(request, publicnotice)
    form = WhyForm(request.POST or None, label_suffix="")

    def act() -> HttpResponse:
        notices.take_down(row, reason=form.cleaned_data["reason"], at=timezone.now(), by=request.user)  # type: ignore[arg-type]
        messages.success(request, "公示已撤下，申请回到待公示，可以重新公示。请把贴出的那张也取下来。")
        return redirect("portal-relief-notices", row.organisation_id)

    def page() -> HttpResponse:
        context = {"notice": row, "form": form}
        return portal_page(request, "portal/relief_take_down.html", row.organisation, context, tab=TAB)

    return answer(request, form, act, page)


def _notice_page(request: HttpRequest, row: PublicNotice, form: Any = None) -> HttpResponse:
    user: Any = request.user
    lines = NoticeLine.objects.visible_to(user).filter(notice=row).select_related("application").order_by("place")
    objections = Objection.objects.visible_to(user).filter(notice=row).select_related("application")
    own = [line.application_id for line in lines]
    scans = Document.objects.visible_to(user).filter(application__in=own, kind=DocumentRule.Kind.NOTICE_REPORT)
    context = {
        "notice": row,
        "form": form,
        "clock": clock_of(row, timezone.localdate()),
        "lines": lines,
        "objections": objections.order_by("received_on", "pk"),
        "has_scan": scans.exists(),
    }
    return portal_page(request, "portal/relief_notice.html", row.organisation, context, tab=TAB)


def _paper_page(request: HttpRequest, row: PublicNotice, form: Any, title: str) -> HttpResponse:
    context = {"notice": row, "form": form, "title": title}
    return portal_page(request, "portal/relief_paper.html", row.organisation, context, tab=TAB)
