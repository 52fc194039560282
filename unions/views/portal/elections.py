"""换届: report who was elected, see how the report stands, take it back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import User
from unions.checklist import checklist
from unions.forms.portal_election import ElectionForm
from unions.models import ElectionReport, Organisation, PortalSettings
from unions.operations import elections, succession
from unions.operations.succession import Leaving
from unions.previews import rehearse
from unions.views.portal.frame import answer, own_row, own_union, own_unions, portal_page
from unions.views.portal.words import in_words

State = ElectionReport.State


@require_GET
def portal_elections(request: HttpRequest, union: int) -> HttpResponse:
    """What was reported so far, and the way to report."""
    row = own_union(request, union)
    user: Any = request.user
    reports = ElectionReport.objects.visible_to(user).filter(union=row).select_related("leaving")[:50]
    context = {"reports": reports, "leaders": checklist(row, timezone.localdate()).leaders}
    return portal_page(request, "portal/elections.html", row, context, tab="portal-elections")


def portal_elect(request: HttpRequest, union: int) -> HttpResponse:
    row = own_union(request, union)
    user: Any = request.user
    leaders = checklist(row, timezone.localdate()).leaders
    form = ElectionForm(
        request.POST or None, union=row, leaders=leaders, back=_sent_back(request, row, user), label_suffix=""
    )
    if (seat := request.GET.get("seat", "")) in form.sitting:
        form.initial.setdefault("seat", seat)

    def act() -> HttpResponse:
        now = timezone.now()
        details = form.details
        _rehearse(row, details, user)
        report = elections.report(row, at=now, by=user, **details)
        return _reported(request, report)

    def page() -> HttpResponse:
        chosen = [request.POST.get("seat", "")] if request.method == "POST" else [form.initial.get("seat", "")]
        field: Any = form.fields["seat"]
        context = {
            "form": form,
            "seats": [{"value": value, "label": label} for value, label in field.choices],
            "chosen": chosen,
            "waits": PortalSettings.objects.current().elections_wait,
        }
        return portal_page(request, "portal/elect.html", row, context, tab="portal-elections")

    return answer(request, form, act, page)


def portal_election(request: HttpRequest, electionreport: int) -> HttpResponse:
    """回执 of a report; POST takes it back."""
    row: ElectionReport = own_row(request, ElectionReport, electionreport)
    user: Any = request.user

    def act() -> HttpResponse:
        elections.withdraw(row, at=timezone.now(), by=user)
        messages.success(request, f"{row.name}的换届上报已撤回。")
        return redirect("portal-elections", row.union_id)

    form = forms.Form({} if request.method == "POST" else None)

    def page() -> HttpResponse:
        context = {"report": row, "form": form, "may_withdraw": row.state in (State.WAITING, State.SENT_BACK)}
        return portal_page(request, "portal/election.html", row.union, context, tab="portal-elections")

    return answer(request, form, act, page)


@login_not_required
@require_GET
def portal_farewell(request: HttpRequest) -> HttpResponse:
    """Says the same to everybody: whose account ended reads it once signed out."""
    return render(request, "portal/farewell.html")


def _rehearse(union: Organisation, details: dict[str, Any], user: User) -> None:
    """What the succession would refuse is said now, not when the body confirms it."""
    leaving = None
    if details["leaving"] is not None:
        leaving = Leaving(details["leaving"], details["left_on"], is_reelected=details["is_reelected"])
    kept = ("post", "name", "elected_on", "term_ends_on", "sex", "office_phone", "mobile")
    known = {name: details[name] for name in kept}
    rehearse(
        lambda: succession.succeed(union, leaving=leaving, by=user, **known),
        on=timezone.localdate(),
        by=user,
        figures=False,
    )


def _reported(request: HttpRequest, report: ElectionReport) -> HttpResponse:
    if report.state != State.CONFIRMED:
        messages.success(request, f"{report.name}的换届已上报，等上级工会确认。")
        return redirect("portal-election", report.pk)
    user: Any = request.user
    if not own_unions(User.objects.get(pk=user.pk)):  # read anew: the tenure may have ended just now
        logout(request)
        return redirect("portal-farewell")
    messages.success(request, f"{report.name}已登记为{report.get_post_display()}，{in_words(report.elected_on)}当选。")
    return redirect("portal-elections", report.union_id)


def _sent_back(request: HttpRequest, union: Organisation, user: Any) -> ElectionReport | None:
    """The report that is reported anew, with what had been typed."""
    asked = request.GET.get("again", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return None
    rows = ElectionReport.objects.visible_to(user).filter(union=union, state=State.SENT_BACK)
    found: ElectionReport | None = rows.filter(pk=int(asked)).first()
    return found
