"""困难职工档案 at the desk: the list, one file as it stood on any day, and what may be done with it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html

from accounts.admin.personal import ReasonForm
from accounts.duties import Duty
from accounts.masks import masked_id_number
from accounts.operations import personal
from accounts.step_up import ask_again
from hardship.admin.file_acts import ACTS
from hardship.admin.file_edit import EditsFiles
from hardship.admin.file_filters import OpenedFilter, RetentionFilter, ReviewFilter
from hardship.admin.file_page import may_see_looks, page_of
from hardship.admin.file_print import PrintsFiles
from hardship.due_reviews import review_day
from hardship.models import FileVersion, HardshipFile
from members.admin.register_links import OfRegister
from members.forms.person import LONGEST_NUMBER
from unions.admin.base import ScopedAdmin
from unions.admin.filters import BodyFilter, UnionFilter
from unions.admin.parts import day, union_link

WHOLE = "档案全部内容"
NO_SUCH = "您的范围内没有这个身份证号的困难职工档案，请对照证件核对。"
State = HardshipFile.State


@admin.register(HardshipFile)
class HardshipFileAdmin(OfRegister, PrintsFiles, EditsFiles, ScopedAdmin):
    register = "dossiers"
    see_duty = Duty.SEE_FILES
    edit_duty = Duty.EDIT_FILES
    add_words = "建立档案"
    empty_text = "没有符合条件的困难职工档案。可以清除筛选条件，或点“建立档案”，也可以导入《困难职工档案表》。"
    change_form_template = "admin/hardship/file_page.html"
    change_list_template = "admin/hardship/file_list.html"
    ordering = ("-opened_on", "-id")
    list_display = ("code", "name", "number", union_link, "standing", day("opened_on", "建档日期"), "reviewed")
    list_display_links = ("code", "name")
    list_filter = (BodyFilter, "state", ReviewFilter, OpenedFilter, RetentionFilter, UnionFilter)
    list_select_related = ("union",)
    search_fields = ("code", "name", "union__name", "union__code")
    search_help_text = "档案编号、姓名，工会编码或名称"
    acts = ACTS

    # -- which rows

    def get_queryset(self, request: HttpRequest) -> Any:
        newest = FileVersion.objects.everywhere("of files already in scope").newest()
        due = Q(state=State.ON_FILE, reviewed_on__lte=review_day(timezone.localdate()))
        rows = super().get_queryset(request).annotate(is_due=ExpressionWrapper(due, BooleanField()))
        return rows.prefetch_related(Prefetch("versions", queryset=newest, to_attr="newest"))

    def called(self, row: HardshipFile) -> str:
        return f"{row.name}（{row.code}）"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What a file says changes on pages of its own, state by state."""
        return False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("number/", view(self.number_view), name="hardship_hardshipfile_number"),
            path("<path:object_id>/whole/", view(self.whole_view), name="hardship_hardshipfile_whole"),
            *super().get_urls(),
        ]

    # -- the list's columns

    @admin.display(description="身份证号")
    def number(self, row: Any) -> str:
        return masked_id_number(row.newest[0].facts.id_number) if row.newest else "—"

    @admin.display(description="状态")
    def standing(self, row: HardshipFile) -> str:
        look = " chip-good" if row.state == State.ON_FILE else ""
        return format_html('<span class="chip{}">{}</span>', look, row.get_state_display())

    @admin.display(description="最近复核")
    def reviewed(self, row: Any) -> str:
        if row.reviewed_on is None:
            return "—"
        if row.is_due:
            return format_html('{} <span class="chip chip-bad">逾期</span>', row.reviewed_on.isoformat())
        return row.reviewed_on.isoformat()

    def number_view(self, request: HttpRequest) -> HttpResponse:
        """By ID number, sent in the body: a number stands in no address, no log and no saved filter."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        back = redirect("admin:hardship_hardshipfile_changelist")
        if request.method != "POST":
            return back
        user: Any = request.user
        number = request.POST.get("number", "").strip()[:LONGEST_NUMBER]
        rows = HardshipFile.objects.visible_to(user).numbered(number) if number else HardshipFile.objects.none()
        found = rows.order_by("-opened_on", "-pk").first()
        if found is None:
            messages.warning(request, NO_SUCH)
            return back
        return redirect("admin:hardship_hardshipfile_change", found.pk)

    # -- one file

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """As it stood on the day asked for (`on`), sensitive things hidden."""
        row = self._row(request, object_id)
        return self._file_page(request, row, page_of(request.user, row, request.GET.get("on", "")))

    def whole_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The reason first; then everything, which the book keeps that it was looked at."""
        row = self._row(request, object_id)
        if not may_see_looks(request.user, row) and not self.holds(request, Duty.APPROVE_RELIEF):
            raise PermissionDenied
        if (away := ask_again(request)) is not None:
            return away
        form = ReasonForm(request.POST if request.method == "POST" else None, label_suffix="")
        asked = request.GET.get("on", "")
        if request.method == "POST" and form.is_valid():
            user: Any = request.user
            personal.show(row, field=WHOLE, value=row.name, reason=form.cleaned_data["reason"], by=user)
            return self._file_page(request, row, page_of(user, row, asked, whole=True))
        return self._ask(request, row, form, asked)

    def _ask(self, request: HttpRequest, row: HardshipFile, form: forms.Form, asked: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "called": self.called(row),
            "title": "查看完整内容",
            "form": form,
            "asked": asked,
        }
        return TemplateResponse(request, "admin/hardship/file_ask.html", context)

    def _row(self, request: HttpRequest, object_id: str) -> Any:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            if not self.has_view_permission(request):
                raise PermissionDenied
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return row

    def _file_page(self, request: HttpRequest, row: HardshipFile, page: dict[str, Any]) -> HttpResponse:
        user: Any = request.user
        context = {
            **self.admin_site.each_context(request),
            **page,
            "opts": self.opts,
            "original": row,
            "called": self.called(row),
            "title": self.called(row),
            "media": self.media,
            "acts": self.acts_for(request, row),
            "may_see_book": user.may(Duty.SEE_BOOK),
            "may_see_whole": may_see_looks(user, row) or user.may(Duty.APPROVE_RELIEF),
            "may_see_looks": may_see_looks(user, row),
        }
        return TemplateResponse(request, "admin/hardship/file_page.html", context)

    def sheet_columns(self, request: HttpRequest) -> list[tuple[str, Any]]:
        """Nothing sealed: the register takes that away, for a reason of its own."""
        return [
            ("档案编号", "code"),
            ("姓名", "name"),
            ("身份证号", self.number),
            ("工会编码", "union__code"),
            ("工会名称", "union__name"),
            ("状态", "get_state_display"),
            ("建档日期", "opened_on"),
            ("最近复核日期", "reviewed_on"),
            ("脱困（注销）日期", "ended_on"),
        ]
