"""Verify or send back many display facts at once: first which can't be and why, one date, one button."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.duties import Duty
from unions.forms.acts import SendBackForm, VerifyForm
from unions.models import Display
from unions.operations import displays

REASONS_SHOWN = 10
ROWS_SHOWN = 200


@dataclass(frozen=True)
class Many:
    """One of the two acts on many rows."""

    action: str
    verb: str
    form: type[forms.Form]
    to_verify: bool
    undo: str


VERIFY = Many("verify_chosen", "核实", VerifyForm, True, "撤回核实")
SEND_BACK = Many("send_back_chosen", "退回", SendBackForm, False, "撤回退回")


class ManyDisplays:
    """Mixed into the admin of displays."""

    actions = ("verify_chosen", "send_back_chosen")

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return bool(self.holds(request, Duty.VERIFY_DISPLAYS))  # type: ignore[attr-defined]

    @admin.action(description="核实所选记录", permissions=["verify"])
    def verify_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return self._many(request, queryset, VERIFY)

    @admin.action(description="退回所选记录", permissions=["verify"])
    def send_back_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return self._many(request, queryset, SEND_BACK)

    def _many(self, request: HttpRequest, queryset: Any, many: Many) -> HttpResponse:
        """First the date on a page of its own, then all that may be done in one act."""
        rows = queryset.select_related("union", "officer")
        chosen = [row for row in rows if self.holds(request, Duty.VERIFY_DISPLAYS, row)]  # type: ignore[attr-defined]
        form = many.form(request.POST if "on" in request.POST else None)
        form.label_suffix = ""
        by: Any = request.user
        if not form.is_valid():
            return self._chosen_page(request, many, chosen, form)
        if many.to_verify:
            done = displays.verify_many(chosen, on=form.cleaned_data["on"], by=by)
        else:
            done = displays.send_back_many(chosen, **form.cleaned_data, by=by)
        self._tell(request, many, done)
        return redirect(request.get_full_path())

    def _chosen_page(self, request: HttpRequest, many: Many, chosen: list[Display], form: forms.Form) -> HttpResponse:
        by: Any = request.user
        parted = displays.sorted_out(chosen, on=timezone.localdate(), by=by, to_verify=many.to_verify)
        may = set(parted.rows)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": f"{many.verb}所选的 {len(chosen)} 条记录",
            "many": many,
            "form": form,
            "rows": [row for row in chosen if row.pk in may][:ROWS_SHOWN],
            "count": len(may),
            "before": parted.before,
            "refused": parted.refused[:ROWS_SHOWN],
            "refused_count": len(parted.refused),
            "shown": ROWS_SHOWN,
            "chosen": request.POST.getlist("_selected_action"),
            "across": request.POST.get("select_across", "0"),
            "back": request.get_full_path(),
            "media": self.media + form.media,  # type: ignore[attr-defined]
        }
        return TemplateResponse(request, "admin/desk/many.html", context)

    def _tell(self, request: HttpRequest, many: Many, done: displays.Done) -> None:
        if done.now:
            undo = reverse("admin:unions_display_take-back", args=[done.rows[0]])
            text = f"已{many.verb} {done.now} 条记录。"
            messages.success(
                request, format_html('{}<a href="{}">{}（就这 {} 条）</a>', text, undo, many.undo, done.now)
            )
        if done.before:
            messages.info(request, f"{done.before} 条原先已经{many.verb}，没有改动。")
        for display, reason in done.refused[:REASONS_SHOWN]:
            messages.error(request, f"“{display.union.name}”的{display}没有{many.verb}：{reason}")
        if len(done.refused) > REASONS_SHOWN:
            rest = len(done.refused) - REASONS_SHOWN
            messages.error(request, f"另有 {rest} 条没有{many.verb}，原因相同或类似。")
