"""Papers of relief that a chair prints: asked as which file and why, answered with the file."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.refused import Refused
from hardship.forms.printing import PrintForm
from hardship.models import FileVersion, HardshipFile, PublicNotice
from hardship.operations import lookups
from hardship.operations.printing import note_report
from hardship.printing import file_of
from hardship.sheets.application import application_paper, receipt_paper
from hardship.sheets.archive import archive_paper
from hardship.sheets.content import TITLES, Kind, Paper, code_of
from hardship.sheets.fill import archive_of
from hardship.sheets.fill_relief import application_of, notice_of, receipt_of
from hardship.sheets.notice import notice_paper, result_paper
from hardship.views.portal.found import TAB, own_application, own_notice
from unions.models import Organisation
from unions.views.portal.frame import answer, demand_chair, portal_page

NO_PAPER_YET = "这份申请还是草稿，没有提交，不能打印。请先提交申请。"


def portal_relief_print_notice(request: HttpRequest, publicnotice: int) -> HttpResponse:
    """公示, to be hung on the board."""
    row = own_notice(request, publicnotice)
    return _print(request, row.organisation, "notice", lambda: notice_paper(notice_of(row)), _page_of(row))


def portal_relief_print_result(request: HttpRequest, publicnotice: int) -> HttpResponse:
    """公示结果报告, once the notice is over: the paper to be stamped is noted."""
    row = own_notice(request, publicnotice)

    def make() -> Paper:
        if row.state != PublicNotice.State.OVER:
            raise Refused("公示期还没有满，还不能打印公示结果报告。")
        paper = result_paper(notice_of(row))
        note_report(row, code_of(paper), by=request.user)  # type: ignore[arg-type]
        return paper

    return _print(request, row.organisation, "notice-result", make, _page_of(row))


def portal_relief_print_file(request: HttpRequest, hardshipfile: int) -> HttpResponse:
    """困难职工档案表, as the file says today."""
    user: Any = request.user
    row: HardshipFile = get_object_or_404(
        HardshipFile.objects.visible_to(user).select_related("union"), pk=hardshipfile
    )
    demand_chair(request, row.union)
    versions = FileVersion.objects.visible_to(user).filter(file=row).select_related("made_by")
    version = versions.filter(number=row.latest).first()
    if version is None:
        raise Http404
    return _print(request, row.union, "file", lambda: archive_paper(archive_of(version)), "")


def portal_relief_print_application(request: HttpRequest, reliefapplication: int) -> HttpResponse:
    """困难职工帮扶申请表, as it was judged."""
    row = own_application(request, reliefapplication)

    def make() -> Paper:
        if row.version is None:
            raise Refused(NO_PAPER_YET)
        return application_paper(application_of(row))

    return _print(request, row.union, "application", make, "")


def portal_relief_print_receipt(request: HttpRequest, reliefapplication: int) -> HttpResponse:
    """帮扶申请回执, with a new code to look it up by; the code on an older receipt is void."""
    row = own_application(request, reliefapplication)

    def make() -> Paper:
        if row.submitted_at is None:
            raise Refused(NO_PAPER_YET)
        address = request.build_absolute_uri(reverse("relief-result"))
        code = lookups.issue(row, by=request.user)  # type: ignore[arg-type]
        return receipt_paper(receipt_of(row, code=code, address=address))

    return _print(request, row.union, "receipt", make, "")


def _print(request: HttpRequest, union: Organisation, kind: Kind, make: Callable[[], Paper], back: str) -> HttpResponse:
    user: Any = request.user
    form = PrintForm(request.POST or None, label_suffix="")

    def act() -> HttpResponse:
        values = form.cleaned_data
        made = file_of([make()], union, kind=values["kind"], reason=values["reason"], at=timezone.localtime(), by=user)
        return made.response()

    def page() -> HttpResponse:
        context = {"form": form, "title": TITLES[kind], "what": kind, "back": back}
        return portal_page(request, "portal/relief_print.html", union, context, tab=TAB)

    return answer(request, form, act, page)


def _page_of(notice: PublicNotice) -> str:
    return reverse("portal-relief-notice", args=[notice.pk])
