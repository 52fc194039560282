"""建档, 变更, 返困 at the desk: one form, the household beneath it; each opening of what is on file is in the book."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts import book
from accounts.admin.acts import said
from accounts.duties import Duty
from accounts.once import once
from accounts.refused import Refused
from accounts.step_up import ask_again
from hardship.facts import Contents
from hardship.forms.columns import ColumnField
from hardship.forms.file import FamilyForms
from hardship.models import HardshipFile
from hardship.operations import files
from hardship.operations.states import now_of
from hardship.registers.columns import CODE
from unions.forms.acts import DayField, pick_union
from unions.models import Organisation

OPENED = '{} 的档案已建立，编号 <a href="{}">{}</a>。办错了可以办“注销档案”。'
TO_CHANGE, TO_RELAPSE = "变更档案", "返困另建档案"


class OpenForm(forms.Form):
    """Where a new file stands, and from when."""

    union = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="工会",
        help_text="职工所在的基层工会，输入编码或名称查找。",
        error_messages={"required": "请选择职工所在的工会。", "invalid_choice": "没有这个工会，请重新选择。"},
    )
    opened_on = DayField("建档日期")
    code = ColumnField(CODE, required=False, help_text="留空由系统编号。")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick_union(self.fields["union"], user)


class RelapseForm(forms.Form):
    """返困: the union is the old file's."""

    opened_on = DayField("建档日期", "返困后重新建档的日期。")
    code = ColumnField(CODE, required=False, help_text="留空由系统编号。")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class ChangeForm(forms.Form):
    """From when the change holds, and whether the worker belongs to another union by now."""

    since = DayField("变更日期", "从这一天起按新的内容。")
    union = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="转到的工会",
        required=False,
        help_text="职工换了工会的才填。",
        error_messages={"invalid_choice": "没有这个工会，请重新选择。"},
    )
    reason = forms.CharField(label="变更说明", max_length=200, required=False, help_text="如：女儿考上大学，收入减少。")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick_union(self.fields["union"], user)


class EditsFiles:
    """Mixed into the admin of files."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("<path:object_id>/edit/", view(self.edit_view), name="hardship_hardshipfile_edit"),
            path("<path:object_id>/relapse/", view(self.relapse_view), name="hardship_hardshipfile_relapse"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def acts_for(self, request: HttpRequest, row: Any) -> list[dict[str, str]]:
        buttons: list[dict[str, str]] = super().acts_for(request, row)  # type: ignore[misc]
        if not self.holds(request, Duty.EDIT_FILES, row):  # type: ignore[attr-defined]
            return buttons
        is_open = row.state == HardshipFile.State.ON_FILE
        slug, verb = ("edit", TO_CHANGE) if is_open else ("relapse", TO_RELAPSE)
        page = reverse(f"admin:hardship_hardshipfile_{slug}", args=[row.pk])
        return [{"verb": verb, "url": page, "slug": slug}, *buttons]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        user: Any = request.user
        data = request.POST if request.method == "POST" else None
        initial = {"union": _union_asked(request, user)}
        head = OpenForm(data, user=user, initial=initial, label_suffix="")

        def act(said: Contents) -> HttpResponse:
            values = head.cleaned_data
            if not user.may(Duty.EDIT_FILES, values["union"]):
                raise Refused("这个工会的档案不归您管理，请由它的上级工会办理。")
            file = files.open_(
                values["union"],
                said,
                opened_on=values["opened_on"],
                code=values["code"] or "",
                at=timezone.now(),
                by=user,
            )
            return self._opened(request, file)

        return self._form_page(request, head, FamilyForms(data), act, title="建立档案", verb="建立档案")

    def edit_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row, user = self._own(request, object_id), _user(request)
        if row.state != HardshipFile.State.ON_FILE:
            messages.warning(request, "这份档案不在档，不能变更；返困的请另建档案。")
            return redirect("admin:hardship_hardshipfile_change", row.pk)
        if (away := ask_again(request)) is not None:
            return away
        data = request.POST if request.method == "POST" else None
        head = ChangeForm(data, user=user, label_suffix="")
        family = FamilyForms(data, self._on_file(request, row, TO_CHANGE))

        def act(said: Contents) -> HttpResponse:
            values = head.cleaned_data
            union = values["union"]
            if union is not None and not user.may(Duty.EDIT_FILES, union):
                raise Refused("要转到的工会不归您管理，请由它的上级工会办理。")
            files.change(
                row, said, since=values["since"], union=union, reason=values["reason"], at=timezone.now(), by=user
            )
            messages.success(request, f"{said.file.name}的档案已变更。原来的内容保留，可以按日期查看。")
            return redirect("admin:hardship_hardshipfile_change", row.pk)

        return self._form_page(request, head, family, act, title=TO_CHANGE, verb="保存变更", row=row)

    def relapse_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row, user = self._own(request, object_id), _user(request)
        if row.state == HardshipFile.State.ON_FILE:
            messages.warning(request, "这份档案还在档，不用另建，请办“变更档案”。")
            return redirect("admin:hardship_hardshipfile_change", row.pk)
        if (away := ask_again(request)) is not None:
            return away
        data = request.POST if request.method == "POST" else None
        head = RelapseForm(data, user=user, label_suffix="")
        family = FamilyForms(data, self._on_file(request, row, TO_RELAPSE))

        def act(said: Contents) -> HttpResponse:
            values = head.cleaned_data
            file = files.relapse(
                row, said, opened_on=values["opened_on"], code=values["code"] or "", at=timezone.now(), by=user
            )
            return self._opened(request, file)

        return self._form_page(request, head, family, act, title=TO_RELAPSE, verb="建立新档案", row=row)

    # -- what they share

    def _own(self, request: HttpRequest, object_id: str) -> Any:
        row = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if row is None:
            raise Http404
        if not self.holds(request, Duty.EDIT_FILES, row):  # type: ignore[attr-defined]
            raise PermissionDenied
        return row

    def _on_file(self, request: HttpRequest, row: HardshipFile, why: str) -> Contents:
        """What is on file, whole, for the form; that it was seen, by whom and what for, is in the book."""
        user: Any = request.user
        if request.method == "GET":
            book.record("personal.show", by=user, row=row, field="档案全部内容", reason=why)
        return now_of([row])[row.pk]

    def _opened(self, request: HttpRequest, file: HardshipFile) -> HttpResponse:
        page = reverse("admin:hardship_hardshipfile_change", args=[file.pk])
        messages.success(request, format_html(OPENED, file.name, page, file.code))
        return redirect(page)

    def _form_page(
        self,
        request: HttpRequest,
        head: forms.Form,
        family: FamilyForms,
        act: Callable[[Contents], HttpResponse],
        *,
        title: str,
        verb: str,
        row: HardshipFile | None = None,
    ) -> HttpResponse:
        def page() -> HttpResponse:
            context = {
                **self.admin_site.each_context(request),  # type: ignore[attr-defined]
                "opts": self.opts,  # type: ignore[attr-defined]
                "original": row,
                "called": self.called(row) if row is not None else "",  # type: ignore[attr-defined]
                "title": title,
                "verb": verb,
                "head": head,
                "family": family,
                "media": self.media + head.media,  # type: ignore[attr-defined]
            }
            return TemplateResponse(request, "admin/hardship/file_edit.html", context)

        if request.method != "POST":
            return page()
        if "more" in request.POST:
            family.forget_faults(head)
            return page()
        return once(request, lambda: received(head, family, act, page))


def received(
    head: forms.Form, family: FamilyForms, act: Callable[[Contents], HttpResponse], page: Callable[[], HttpResponse]
) -> HttpResponse:
    """What `act` answers to good forms; what is malformed, contradictory or refused is said on the page again."""
    if not all([head.is_valid(), family.is_valid()]):
        return page()
    try:
        with transaction.atomic():
            return act(family.contents)
    except files.Contradicts as contradicts:
        family.place(contradicts)
    except (Refused, IntegrityError, InternalError) as error:
        head.add_error(None, said(error))
    return page()


def _user(request: HttpRequest) -> Any:
    return request.user


def _union_asked(request: HttpRequest, user: Any) -> Organisation | None:
    asked = request.GET.get("union", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 18):
        return None
    union: Organisation | None = Organisation.objects.visible_to(user).filter(pk=int(asked)).first()
    return union
