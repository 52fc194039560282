"""本单位无困难职工 on the phone: said for a programme with one tap, and taken back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.refused import Refused
from hardship.models import HardshipFile, NoHardship, ReliefApplication, ReliefProgramme
from hardship.operations import returns
from hardship.views.portal.found import TAB
from unions.models import Organisation
from unions.views.portal.frame import answer, own_union, portal_page

OVER = ("refused", "withdrawn")


class NoneForm(forms.Form):
    """`reason` is asked where the union has files; `take_back` says the opposite."""

    reason = forms.CharField(
        label="没有人申请的原因",
        max_length=200,
        required=False,
        help_text="本单位有在档的困难职工档案，请写一句，如：在档职工今年收入已超过标准。",
    )
    take_back = forms.BooleanField(required=False, widget=forms.HiddenInput)


def portal_relief_none(request: HttpRequest, union: int) -> HttpResponse:
    """`?programme=…`, else the first that runs and waits for the union's word."""
    row = own_union(request, union)
    user: Any = request.user
    if not user.may(Duty.APPLY_FOR_RELIEF, row):
        raise PermissionDenied
    found = open_programmes()
    programme = _chosen(request, found, row, user)
    form = NoneForm(request.POST if request.method == "POST" else None, label_suffix="")
    said = NoHardship.objects.visible_to(user).filter(union=row, programme=programme).first() if programme else None

    def act() -> HttpResponse:
        assert programme is not None
        if form.cleaned_data["take_back"]:
            if said is not None:
                returns.take_back_none(said, by=user)
            messages.success(request, "声明已撤回。有困难职工的，请由档案提出申请。")
        else:
            _demand_running(programme)
            reason = form.cleaned_data["reason"]
            returns.declare_none(row, programme, reason=reason, at=timezone.now(), by=user)
            messages.success(request, f"已声明：“{programme.name}”本单位无困难职工申请。")
        return redirect(f"{reverse('portal-relief-none', args=[row.pk])}?programme={programme.pk}")

    def page() -> HttpResponse:
        context = {
            "form": form,
            "programme": programme,
            "others": [one for one in found if one != programme],
            "said": said,
            "applied": _applied(row, programme, user),
            "files": HardshipFile.objects.visible_to(user).filter(union=row).on_file().count(),
        }
        return portal_page(request, "portal/relief_none.html", row, context, tab=TAB)

    if request.method == "POST" and programme is None:
        raise Http404
    return answer(request, form, act, page)


def open_programmes() -> list[ReliefProgramme]:
    """Those that have opened and not closed, the first to close first."""
    now = timezone.now()
    rows = ReliefProgramme.objects.filter(is_open=True, opens_at__lte=now, closes_at__gte=now)
    return list(rows.order_by("closes_at", "pk"))


def unanswered(union: Organisation, user: Any) -> list[ReliefProgramme]:
    """Of those the ones for which the union has neither applied nor said that nobody does. Three queries."""
    found = open_programmes()
    applied = ReliefApplication.objects.visible_to(user).filter(union=union, programme__in=found)
    done = set(applied.exclude(state__in=OVER).values_list("programme", flat=True))
    said = NoHardship.objects.visible_to(user).filter(union=union, programme__in=found)
    done |= set(said.values_list("programme", flat=True))
    return [one for one in found if one.pk not in done]


def _chosen(
    request: HttpRequest, found: list[ReliefProgramme], union: Organisation, user: Any
) -> ReliefProgramme | None:
    asked = request.GET.get("programme", "")
    if asked:
        programme = next((one for one in found if str(one.pk) == asked), None)
        if programme is None:
            raise Http404
        return programme
    return next(iter([*unanswered(union, user), *found]), None)


def _applied(union: Organisation, programme: ReliefProgramme | None, user: Any) -> int:
    rows = ReliefApplication.objects.visible_to(user).filter(union=union, programme=programme)
    return int(rows.exclude(state__in=OVER).count()) if programme else 0


def _demand_running(programme: ReliefProgramme) -> None:
    """A page left open past the closing moment; the county may still take the word by telephone."""
    if timezone.now() > programme.closes_at:
        raise Refused(f"“{programme.name}”的申报已经截止。请打电话告诉县总工会权益保障部。")
