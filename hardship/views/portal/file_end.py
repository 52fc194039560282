"""脱困, 注销 and 返困 on the phone: whoever keeps the files of a union ends them there, and opens them anew."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.gzip import gzip_page

from accounts import book
from accounts.models import User
from hardship.facts import Contents
from hardship.forms.file import FamilyForms
from hardship.forms.portal_files import BackForm, EndForm, RelapseForm
from hardship.models import HardshipFile
from hardship.operations import files
from hardship.operations.states import now_of
from hardship.views.portal.file_edit import form_page
from hardship.views.portal.files import TAB, WHOLE, may_take_back
from unions.views.portal.frame import answer, own_row, portal_page
from unions.views.portal.words import in_words

State = HardshipFile.State
RELAPSE = "返困另建档案"


@dataclass(frozen=True)
class Page:
    """What stands around the form: a title, a sentence before it, the button."""

    title: str
    lead: str
    verb: str


OUT = Page("办理脱困", "家庭不再困难了，在这里登记。档案保留，只能查看；以后返困的另建新档，与这份相连。", "登记脱困")
CLOSE = Page("注销档案", "用于建错、迁出本县、职工去世等情形。档案按规定保存，不删除。", "注销这份档案")
BACK = Page("撤回脱困（注销）", "只用于办错了的情形，档案从今天起恢复在档。真正返困的请办“返困另建档案”。", "恢复在档")


def portal_relief_file_out(request: HttpRequest, hardshipfile: int) -> HttpResponse:
    row: HardshipFile = own_row(request, HardshipFile, hardshipfile)
    if row.state != State.ON_FILE and request.method != "POST":
        return _instead(request, row, "这份档案不在档，不用再办脱困。")

    def end(values: dict[str, Any]) -> str:
        files.out_of_hardship(row, out_on=values["on"], reason=values["reason"], at=timezone.now(), by=_by(request))
        return _ended(row, values["on"], "脱困")

    return _act_page(request, row, EndForm(request.POST or None, label_suffix=""), OUT, end)


def portal_relief_file_close(request: HttpRequest, hardshipfile: int) -> HttpResponse:
    row: HardshipFile = own_row(request, HardshipFile, hardshipfile)
    if row.state == State.CLOSED and request.method != "POST":
        return _instead(request, row, "这份档案已经注销了。")

    def end(values: dict[str, Any]) -> str:
        files.close(row, closed_on=values["on"], reason=values["reason"], at=timezone.now(), by=_by(request))
        return _ended(row, values["on"], "注销")

    return _act_page(request, row, EndForm(request.POST or None, label_suffix=""), CLOSE, end)


def portal_relief_file_back(request: HttpRequest, hardshipfile: int) -> HttpResponse:
    """One's own mistake only: what somebody else ended, the county takes back."""
    row: HardshipFile = own_row(request, HardshipFile, hardshipfile)
    if not may_take_back(row, _by(request)):
        return _instead(request, row, "只能撤回自己办的脱困、注销。这份要撤回的，请联系县总工会权益保障部。")

    def back(values: dict[str, Any]) -> str:
        files.take_back(row, reason=values["reason"], at=timezone.now(), by=_by(request))
        return f"{row.name}的档案已恢复在档。"

    return _act_page(request, row, BackForm(request.POST or None, label_suffix=""), BACK, back)


@gzip_page  # the form of file_edit.py
def portal_relief_file_relapse(request: HttpRequest, hardshipfile: int) -> HttpResponse:
    """返困: a new file of the same worker, filled in with what the old one said at its end."""
    row: HardshipFile = own_row(request, HardshipFile, hardshipfile)
    if row.state == State.ON_FILE:
        return _instead(request, row, "这份档案还在档，不用另建，有变化的请办“变更”。")
    if request.method != "POST":
        book.record("personal.show", by=_by(request), row=row, field=WHOLE, reason=RELAPSE)
    data = request.POST if request.method == "POST" else None
    head = RelapseForm(data, label_suffix="")

    def act(contents: Contents) -> HttpResponse:
        opened_on = head.cleaned_data["opened_on"]
        file = files.relapse(row, contents, opened_on=opened_on, at=timezone.now(), by=_by(request))
        messages.success(request, f"{file.name}的新档案已建立，编号 {file.code}，与原档案 {row.code} 相连。")
        return redirect("portal-relief-file", file.pk)

    family = FamilyForms(data, now_of([row])[row.pk])
    return form_page(request, row.union, head, family, act, {"title": RELAPSE, "verb": "建立新档案", "file": row})


def _act_page(
    request: HttpRequest, row: HardshipFile, form: forms.Form, page: Page, run: Callable[[dict[str, Any]], str]
) -> HttpResponse:
    def act() -> HttpResponse:
        messages.success(request, run(form.cleaned_data))
        return redirect("portal-relief-file", row.pk)

    def shown() -> HttpResponse:
        context = {"file": row, "form": form, "page": page}
        return portal_page(request, "portal/relief_file_end.html", row.union, context, tab=TAB)

    return answer(request, form, act, shown)


def _instead(request: HttpRequest, row: HardshipFile, why: str) -> HttpResponse:
    messages.warning(request, why)
    return redirect("portal-relief-file", row.pk)


def _ended(row: HardshipFile, day: date, what: str) -> str:
    return f"{row.name}的档案从{in_words(day)}起{what}。办错了可以在这一页撤回。"


def _by(request: HttpRequest) -> User:
    user: Any = request.user
    return user
