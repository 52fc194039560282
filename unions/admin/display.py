"""双亮台账: report, end, and verify one or many."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.acts import Act
from accounts.admin.personal import Personal, ShowsMasked, reveal
from accounts.duties import Duty
from accounts.masks import masked_text
from unions.admin.base import ScopedAdmin
from unions.admin.filters import BodyFilter, HoldingFilter, UnionFilter, VerifiedFilter
from unions.admin.many_displays import ManyDisplays
from unions.admin.parts import day, in_words, union_link
from unions.admin.photo_acts import REMOVE_PHOTOS
from unions.admin.queue import VerifyingQueue
from unions.admin.queue_stop import pictures_of
from unions.admin.undo import undo_act
from unions.forms.acts import EndForm, ResubmitForm, SendBackForm, VerifyForm
from unions.models import Display, Officer, Post
from unions.operations import displays

CONTENT = Personal("content", "内容", "content", Duty.REPORT_DISPLAYS)


@admin.register(Display)
class DisplayAdmin(ShowsMasked, ManyDisplays, VerifyingQueue, ScopedAdmin):
    see_duty = Duty.SEE_DISPLAYS
    edit_duty = Duty.REPORT_DISPLAYS
    may_remove = True
    personal = (CONTENT,)
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
        "state",
    )
    list_filter = (BodyFilter, "item", VerifiedFilter, HoldingFilter, UnionFilter)
    list_select_related = ("union", "officer")
    search_fields = ("union__code",)
    search_help_text = "工会名称、拼音或首字母，编码"
    autocomplete_fields = ("union", "officer")
    change_form_template = "admin/unions/display_page.html"
    acts = (
        Act(
            "verify",
            "核实",
            Duty.VERIFY_DISPLAYS,
            lambda row, values, by: _verify(row, values, by),
            form=VerifyForm,
            applies=lambda row: row.verified_on is None and row.returned_on is None,
        ),
        Act(
            "send-back",
            "退回",
            Duty.VERIFY_DISPLAYS,
            lambda row, values, by: _send_back(row, values, by),
            form=SendBackForm,
            warning="退回后由上报人修改、重新报送。退回不改变覆盖的统计；实际没有挂出、没有亮出的，请办“登记结束”或删除误报。",
            applies=lambda row: row.verified_on is None and row.returned_on is None,
        ),
        Act(
            "resubmit",
            "重新报送",
            Duty.REPORT_DISPLAYS,
            lambda row, values, by: _resubmit(row, values, by),
            form=ResubmitForm,
            warning=lambda row: f"{in_words(row.returned_on)}由{row.returned_by}退回：{row.returned_why}",
            applies=lambda row: row.returned_on is not None,
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
        REMOVE_PHOTOS,
        undo_act(Duty.VERIFY_DISPLAYS),
        reveal(CONTENT),
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.fields
        return (*self.fields[:-1], "ends_on", "verified_on", "verified_by", "entered_by", "content")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else tuple(name for name in self.get_fields(request, obj) if name != "content")

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        if row is not None:
            context["pictures"] = pictures_of(row, request.user)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="退回")
    def state(self, row: Display) -> str:
        return f"{row.returned_on} 退回：{row.returned_why}" if row.returned_on is not None else ""

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
            (
                "内容",
                lambda row: row.content if self.holds(request, Duty.REPORT_DISPLAYS, row) else masked_text(row.content),
            ),
            ("退回日期", "returned_on"),
            ("退回原因", "returned_why"),
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


def _send_back(row: Display, values: dict[str, Any], by: Any) -> str:
    displays.send_back(row, on=values["on"], why=values["why"], by=by)
    return f"已退回“{row.union.name}”的{row}，上报人打开它就看到原因。"


def _resubmit(row: Display, values: dict[str, Any], by: Any) -> str:
    displays.resubmit(row, content=values["content"], way=values["way"], starts_on=values["starts_on"], by=by)
    return f"“{row.union.name}”的{row}已重新报送，等待上级工会核实。"


def _end(row: Display, values: dict[str, Any], by: Any) -> str:
    displays.end_display(row, on=values["on"], by=by)
    return f"已登记结束，从 {values['on']} 起不再计入。"


def _withdraw(row: Display, by: Any) -> str:
    displays.withdraw_verification(row, by=by)
    return "已撤回核实。"
