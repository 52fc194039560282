"""材料 on the phone: the list with what is missing, one place on it with the camera, taking one off."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from hardship.checklist import Checklist, Need, Slot, checklist_of, version_of
from hardship.forms.applications import PaperForm
from hardship.models import Document, DocumentRule, ReliefApplication
from hardship.operations import documents
from hardship.transitions import LABELS, State
from hardship.views.portal.found import TAB, own_application
from unions.views.portal.frame import answer, demand_chair, portal_page

Kind = DocumentRule.Kind
# May be handed in beside the list; what belongs to a notice is handed in with it.
FREE = (Kind.BANK_CARD, Kind.AUTHORISATION, Kind.APPLICATION_FORM, Kind.HARDSHIP_PROOF, Kind.OTHER)


@require_GET
def portal_relief_papers(request: HttpRequest, reliefapplication: int) -> HttpResponse:
    row = own_application(request, reliefapplication)
    listed = _listed(row)
    on_list = {slot.need.kind for slot in listed.slots}
    context = {
        "application": row,
        "list": listed,
        "is_open": documents.is_open(row, Kind.OTHER),
        "free": [(kind.value, kind.label) for kind in FREE if kind not in on_list],
    }
    return portal_page(request, "portal/relief_papers.html", row.union, context, tab=TAB)


def portal_relief_paper(request: HttpRequest, reliefapplication: int, kind: str, person: int) -> HttpResponse:
    """One place on the list: what lies there, and the camera."""
    row = own_application(request, reliefapplication)
    slot = _slot(row, kind, person)
    post = request.method == "POST"
    form = PaperForm(request.POST if post else None, request.FILES if post else None, need=slot.need, label_suffix="")

    def act() -> HttpResponse:
        for upload in form.cleaned_data["papers"]:
            documents.attach(
                row, kind, upload, person=person, of_year=slot.need.of_year, at=timezone.now(), by=_by(request)
            )
        count = len(form.cleaned_data["papers"])
        messages.success(request, f"已收到{slot.need.called} {count} 份。")
        return redirect("portal-relief-papers", row.pk)

    def page() -> HttpResponse:
        is_open = documents.is_open(row, kind)
        context = {"application": row, "slot": slot, "form": form, "is_open": is_open}
        if not is_open:
            context["why_not"] = f"这份申请现在是“{LABELS[State(row.state)]}”，材料不能再改。需要改的，请先退回。"
        return portal_page(request, "portal/relief_paper_slot.html", row.union, context, tab=TAB)

    return answer(request, form, act, page)


def portal_relief_paper_remove(request: HttpRequest, document: int) -> HttpResponse:
    user: Any = request.user
    rows = Document.objects.visible_to(user).filter(application__isnull=False)
    paper: Document = get_object_or_404(
        rows.select_related("application__union", "application__programme"), pk=document
    )
    row: Any = paper.application
    demand_chair(request, row.union)
    form = forms.Form({} if request.method == "POST" else None)

    def act() -> HttpResponse:
        documents.remove(paper, by=user)
        messages.success(request, f"{paper.get_kind_display()}已删除。")
        return redirect("portal-relief-papers", row.pk)

    def page() -> HttpResponse:
        context = {"application": row, "document": paper, "form": form}
        return portal_page(request, "portal/relief_paper_remove.html", row.union, context, tab=TAB)

    return answer(request, form, act, page)


def _listed(row: ReliefApplication) -> Checklist:
    today = timezone.localdate()
    version = version_of(row, today)
    if version is None:
        raise Http404
    return checklist_of(row, version.contents, on=today)


def _slot(row: ReliefApplication, kind: str, person: int) -> Slot:
    """The place on the list; of what stands beside it, one of our own making."""
    listed = _listed(row)
    for slot in listed.slots:
        if (slot.need.kind, slot.need.person) == (kind, person):
            return slot
    if kind not in (*FREE, Kind.NOTICE_REPORT) or person:
        raise Http404
    return Slot(
        Need(kind, Kind(kind).label, 0, "", None, ""), [one for one in listed.others if one.document.kind == kind]
    )


def _by(request: HttpRequest) -> Any:
    return request.user
