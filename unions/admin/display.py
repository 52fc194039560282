"""双亮台账: report, end, and verify one or many."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from accounts.admin.acts import Act
from accounts.duties import Duty
from unions.admin.base import ScopedAdmin
from unions.admin.exports import TakeAway
from unions.admin.filters import BodyFilter, HoldingFilter, UnionFilter, VerifiedFilter
from unions.admin.parts import day, union_link
from unions.forms.acts import EndForm, VerifyForm
from unions.models import Display, Officer, Post
from unions.operations import displays

REASONS_SHOWN = 10


@admin.register(Display)
class DisplayAdmin(TakeAway, ScopedAdmin):
    see_duty = Duty.SEE_DISPLAYS
    edit_duty = Duty.REPORT_DISPLAYS
    may_remove = True
    empty_text = "没有符合条件的双亮记录。可以清除筛选条件，或在工会的页面上上报，也可以导入《双亮台账》。"
    ordering = ("-id",)
    fields = ("union", "item", "way", "officer", "starts_on", "content")
    list_display = (
        "item",
        union_link,
        "way",
        "officer",
        day("starts_on", "开始日期"),
        day("ends_on", "结束日期"),
        day("verified_on", "核实日期"),
        "verified_by",
    )
    list_filter = (BodyFilter, "item", VerifiedFilter, HoldingFilter, UnionFilter)
    list_select_related = ("union", "officer")
    search_fields = ("union__code",)
    search_help_text = "工会编码（从头输入），或工会名称中的字"
    autocomplete_fields = ("union", "officer")
    actions = ("verify_chosen",)
    acts = (
        Act(
            "verify",
            "核实",
            Duty.VERIFY_DISPLAYS,
            lambda row, values, by: _verify(row, values, by),
            form=VerifyForm,
            applies=lambda row: row.verified_on is None,
        ),
        Act(
            "end",
            "登记结束",
            Duty.REPORT_DISPLAYS,
            lambda row, values, by: _end(row, values, by),
            form=EndForm,
            warning="从结束日期起这条记录不再计入。仍在悬挂或公布的，不要结束。",
            applies=lambda row: row.ends_on is None,
        ),
        Act(
            "withdraw",
            "撤回核实",
            Duty.VERIFY_DISPLAYS,
            lambda row, values, by: _withdraw(row, by),
            warning="撤回后这条记录只算上报，不算核实。",
            applies=lambda row: row.verified_on is not None,
        ),
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.fields
        return (*self.fields[:-1], "ends_on", "verified_on", "verified_by", "entered_by", "content")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else tuple(name for name in self.get_fields(request, obj) if name != "content")

    def get_autocomplete_fields(self, request: HttpRequest) -> Any:
        # Coming from a union's page, its few officers fit into a plain drop-down.
        return ("union",) if _union_of(request) else self.autocomplete_fields

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        union = _union_of(request)
        if db_field.name == "officer":
            user: Any = request.user
            sitting = Officer.objects.visible_to(user).filter(post__in=[Post.CHAIR, Post.VICE_CHAIR])
            kwargs["queryset"] = sitting.filter(union_id=union) if union else sitting
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "officer" and field is not None:
            field.help_text = "亮明身份、公布联系方式要选主席或副主席；悬挂牌匾、公布办公地点留空。"
        return field

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = search_term.strip()
        if not words:
            return queryset, False
        lookup = "union__code__startswith" if words.isdecimal() else "union__name__contains"
        return queryset.filter(**{lookup: words}), False

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return self.holds(request, Duty.VERIFY_DISPLAYS)

    @admin.action(description="核实所选记录", permissions=["verify"])
    def verify_chosen(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        """First the date on a page of its own, then all that may be verified in one act."""
        chosen = [row for row in queryset.select_related("union") if self.holds(request, Duty.VERIFY_DISPLAYS, row)]
        form = VerifyForm(request.POST if "on" in request.POST else None)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": f"核实所选的 {len(chosen)} 条记录",
                "form": form,
                "rows": chosen,
                "chosen": request.POST.getlist("_selected_action"),
                "across": request.POST.get("select_across", "0"),
                "media": self.media + form.media,
            }
            return TemplateResponse(request, "admin/desk/verify_chosen.html", context)
        done = displays.verify_many(chosen, on=form.cleaned_data["on"], by=request.user)  # type: ignore[arg-type]
        self._tell(request, done)
        return redirect(request.get_full_path())

    def _tell(self, request: HttpRequest, done: displays.Verified) -> None:
        if done.now:
            messages.success(request, f"已核实 {done.now} 条记录。")
        if done.before:
            messages.info(request, f"{done.before} 条原先已经核实，没有改动。")
        for display, reason in done.refused[:REASONS_SHOWN]:
            messages.error(request, f"“{display.union.name}”的{display}没有核实：{reason}")
        if len(done.refused) > REASONS_SHOWN:
            messages.error(request, f"另有 {len(done.refused) - REASONS_SHOWN} 条没有核实，原因相同或类似。")

    def sheet_columns(self, request: HttpRequest) -> list[tuple[str, Any]]:
        return [
            ("工会编码", "union__code"),
            ("工会名称", "union__name"),
            ("事项", "get_item_display"),
            ("方式", "get_way_display"),
            ("干部姓名", "officer__name"),
            ("开始日期", "starts_on"),
            ("结束日期", "ends_on"),
            ("核实日期", "verified_on"),
            ("核实人", "verified_by"),
            ("内容", "content"),
        ]

    def add_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Display:
        return displays.report_display(values.pop("union"), **values, by=request.user)  # type: ignore[arg-type]

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Display:
        return displays.change_content(row, content=values["content"], by=request.user)  # type: ignore[arg-type]

    def remove_row(self, request: HttpRequest, row: Any) -> None:
        displays.remove(row, by=request.user)  # type: ignore[arg-type]


def _union_of(request: HttpRequest) -> str:
    given = request.POST.get("union") or request.GET.get("union") or ""
    return given if given.isdecimal() else ""


def _verify(row: Display, values: dict[str, Any], by: Any) -> str:
    displays.verify(row, on=values["on"], by=by)
    return f"已核实“{row.union.name}”的{row}。核实错了可点“撤回核实”。"


def _end(row: Display, values: dict[str, Any], by: Any) -> str:
    displays.end_display(row, on=values["on"], by=by)
    return f"已登记结束，从 {values['on']} 起不再计入。"


def _withdraw(row: Display, by: Any) -> str:
    displays.withdraw_verification(row, by=by)
    return "已撤回核实。"
