"""材料: each paper opened beside its place on the list, good or what is wrong with it, and on to the next.

Whoever opens it says why, or it is the county's review itself; either way the book keeps who saw it.
"""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from accounts.admin.acts import said
from accounts.admin.base import refuse_odd_letters
from accounts.admin.personal import ReasonForm
from accounts.duties import Duty
from accounts.operations import personal
from accounts.refused import Refused
from accounts.step_up import ask_again
from hardship import papers
from hardship.admin.application_page import hardship_of, household_of, sees_files
from hardship.forms.deciding import VisitForm
from hardship.models import Document, HomeVisit, ReliefApplication
from hardship.operations import reviewing
from hardship.transitions import State

WHOLE, REVIEWING = "申请的全部内容和材料", "县级审核"
# In the session: the reasons given lately, by application.
KEPT, HALF_AN_HOUR, MOST = "relief_looks", 1800, 30
WRONG = (
    "照片看不清，请重新拍照上传。",
    "不是本人（本户）的材料，请更换。",
    "缺页或没有拍全，请补齐。",
    "不是本年度的，请提供本年度的。",
    "没有盖章或签字，请补办。",
    "与档案填写的不一致，请核对。",
)
HEADERS = {
    "Cache-Control": "private, no-cache",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
PAPER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
OF_REVIEW = "of an application already in scope"


class LooksAtPapers:
    """Mixed into the admin of applications."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("paper/<int:document>/", view(self.paper_view), name="hardship_document_paper"),
            path("<path:object_id>/papers/", view(self.papers_view), name="hardship_reliefapplication_papers"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def papers_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        refuse_odd_letters(request, also_typed=True)
        row = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if row is None:
            raise Http404
        user: Any = request.user
        if not sees_files(user, row):
            raise PermissionDenied
        reviews = user.may(Duty.REVIEW_RELIEF, row.union) and row.state == State.COUNTY_REVIEW
        if why_of(request, row) is None:
            if not reviews:
                return self._ask_why(request, row)
            _open(request, row, REVIEWING)
        if request.method == "POST" and not reviews and request.POST.get("do") in ("good", "wrong", "visit"):
            raise PermissionDenied
        if request.method == "POST" and request.POST.get("do") == "visit":
            return self._visit(request, row)
        if request.method == "POST" and request.POST.get("do") in ("good", "wrong"):
            return self._check(request, row)
        return self._papers_page(request, row)

    def paper_view(self, request: HttpRequest, document: int) -> HttpResponseBase:
        """The picture or PDF itself, for whoever has opened the application's papers with a reason."""
        found = Document.objects.visible_to(request.user).select_related("application").filter(pk=document).first()  # type: ignore[arg-type]
        if found is None or found.application is None:
            raise Http404
        why = why_of(request, found.application)
        if why is None:
            return redirect("admin:hardship_reliefapplication_papers", found.application_id)
        tag = f'"{found.sha256[:32]}"'
        response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
        if response is None:
            place = papers.folder() / found.stored_as
            if not place.is_file():
                raise Http404
            user: Any = request.user
            personal.show(found, field=found.get_kind_display(), value=found.stored_as, reason=why, by=user)
            kind = "application/pdf" if found.is_pdf else "image/jpeg"
            response = FileResponse(place.open("rb"), content_type=kind)
        for header, value in {**HEADERS, "ETag": tag}.items():
            response.headers[header] = value
        response.headers["Content-Security-Policy"] = PAPER_POLICY
        # A PDF is the sender's own bytes: taken along, never opened within our site. The name tells no illness.
        how, ending = ("attachment", "pdf") if found.is_pdf else ("inline", "jpg")
        response.headers["Content-Disposition"] = f'{how}; filename="relief-{found.pk}.{ending}"'
        return response

    def _ask_why(self, request: HttpRequest, row: ReliefApplication) -> HttpResponse:
        if (away := ask_again(request)) is not None:
            return away
        form = ReasonForm(request.POST if request.method == "POST" else None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            _open(request, row, form.cleaned_data["reason"])
            return redirect("admin:hardship_reliefapplication_papers", row.pk)
        context = {**self._frame(request, row, "查看判定和材料"), "form": form}
        return TemplateResponse(request, "admin/hardship/papers_ask.html", context)

    def _check(self, request: HttpRequest, row: ReliefApplication) -> HttpResponse:
        key = request.POST.get("paper", "")
        found = Document.objects.visible_to(request.user).filter(application=row)  # type: ignore[arg-type]
        document = found.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
        if document is None:
            raise Http404
        note = (request.POST.get("reason") or request.POST.get("words", ""))[:200]
        is_good = request.POST["do"] == "good" and not request.POST.get("reason")
        try:
            reviewing.check_document(
                row,
                document,
                is_good=is_good,
                note="" if is_good else note,
                at=timezone.now(),
                by=request.user,  # type: ignore[arg-type]
            )
        except Refused as refusal:
            return self._papers_page(request, row, wrong=str(refusal), paper=document.pk)
        nearest = self._next(row, document.pk)
        return redirect(f"{self._papers_url(row)}?paper={nearest}#look" if nearest else f"{self._papers_url(row)}#done")

    def _next(self, row: ReliefApplication, after: int) -> int | None:
        """The next paper that nobody looked at, behind this one first."""
        listed = reviewing.reviewed(row, reviewing.list_of(row))
        keys = [paper.document.pk for paper in listed]
        place = keys.index(after) + 1 if after in keys else 0
        return next((one.document.pk for one in [*listed[place:], *listed[:place]] if one.check is None), None)

    def _visit(self, request: HttpRequest, row: ReliefApplication) -> HttpResponse:
        form = VisitForm(request.POST, label_suffix="")
        if form.is_valid():
            try:
                reviewing.record_visit(row, **form.cleaned_data, at=timezone.now(), by=request.user)  # type: ignore[arg-type]
            except (Refused, IntegrityError, InternalError) as error:
                form.add_error(None, said(error))
            else:
                messages.success(request, "入户调查已登记。")
                return redirect(f"{self._papers_url(row)}#visit")
        return self._papers_page(request, row, visit=form)

    def _papers_page(
        self, request: HttpRequest, row: ReliefApplication, *, wrong: str = "", paper: int = 0, visit: Any = None
    ) -> HttpResponse:
        user: Any = request.user
        listed = reviewing.list_of(row)
        all_papers = reviewing.reviewed(row, listed)
        asked = str(paper or request.GET.get("paper", ""))
        shown = next((one for one in all_papers if str(one.document.pk) == asked), None)
        shown = shown or next((one for one in all_papers if one.check is None), None) or next(iter(all_papers), None)
        visits = HomeVisit.objects.everywhere(OF_REVIEW).filter(application=row).select_related("by")
        reviews = user.may(Duty.REVIEW_RELIEF, row.union) and row.state == State.COUNTY_REVIEW
        context = {
            **self._frame(request, row, "判定和材料"),
            "row": row,
            "reviews": reviews,
            "household": household_of(row),
            "hardship": hardship_of(row),
            "explanation": ReliefApplication.objects.everywhere(OF_REVIEW).get(pk=row.pk).explanation,
            "slots": listed.slots,
            "others": listed.others,
            "shown": shown,
            "whose": _whose(listed),
            "skip": self._next(row, shown.document.pk) if shown else None,
            "lacking": reviewing.lacking(row) if reviews else [],
            "wrong": wrong,
            "typed": request.POST.get("words", "") if wrong else "",
            "reasons": WRONG,
            "visits": visits.order_by("-visited_on"),
            "visit_form": visit or VisitForm(label_suffix=""),
            "visit_open": visit is not None,
        }
        return TemplateResponse(request, "admin/hardship/papers.html", context)

    def _frame(self, request: HttpRequest, row: ReliefApplication, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "original": row,
            "called": self.called(row),  # type: ignore[attr-defined]
            "title": title,
            "acts": self.acts_for(request, row),  # type: ignore[attr-defined]
        }

    def _papers_url(self, row: ReliefApplication) -> str:
        return reverse("admin:hardship_reliefapplication_papers", args=[row.pk])


def why_of(request: HttpRequest, row: ReliefApplication) -> str | None:
    """The reason given for this application's papers, of the last half hour."""
    reason, at = request.session.get(KEPT, {}).get(str(row.pk), ("", 0))
    return reason if reason and timezone.now().timestamp() - at < HALF_AN_HOUR else None


def _open(request: HttpRequest, row: ReliefApplication, reason: str) -> None:
    user: Any = request.user
    personal.show(row, field=WHOLE, value=row.name, reason=reason, by=user)
    kept = dict(request.session.get(KEPT, {}))
    kept[str(row.pk)] = (reason, timezone.now().timestamp())
    request.session[KEPT] = dict(sorted(kept.items(), key=lambda one: -one[1][1])[:MOST])


def _whose(listed: Any) -> dict[int, str]:
    """What each paper on the list is called."""
    return {paper.document.pk: slot.need.called for slot in listed.slots for paper in slot.papers}
