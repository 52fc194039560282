"""工会干部: one row is one tenure. Numbers are masked for whoever need not call."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from accounts.admin.acts import Act
from accounts.admin.personal import Personal, ShowsMasked, reveal
from accounts.duties import Duty
from accounts.encryption import unseal
from accounts.masks import masked_id_number, masked_mobile, masked_text
from unions.admin.base import ScopedAdmin
from unions.admin.chairs import ChairPages
from unions.admin.due import RenewFilter, TermFilter
from unions.admin.filters import BodyFilter, SittingFilter, UnionFilter
from unions.admin.parts import day, union_link
from unions.admin.publicity import consent_acts, consent_words
from unions.admin.succession import succession_act
from unions.forms.acts import LeaveForm
from unions.forms.officer import OfficerForm
from unions.models import Officer
from unions.operations import officers

FIELDSETS = (
    ("任职", {"fields": ("union", "name", "post", "elected_on", "term_ends_on", "left_on")}),
    ("联系方式", {"fields": ("office_phone", "mobile", "mobile_is_public")}),
    (
        "本人情况",
        {
            "fields": (
                "sex",
                "born_on",
                "id_number_masked",
                "id_number",
                "political_status",
                "education",
                "full_time",
                "employer_post",
                "is_principal_or_kin",
            )
        },
    ),
)


MOBILE = Personal("mobile", "手机号码", "mobile", Duty.EDIT_OFFICERS, masked_mobile)
OFFICE_PHONE = Personal("office_phone", "办公电话", "office-phone", Duty.EDIT_OFFICERS)
ID_NUMBER = Personal(
    "id_number_sealed",
    "身份证号",
    "id-number",
    Duty.EDIT_OFFICERS,
    masked_id_number,
    lambda row: unseal(row.id_number_sealed, officers.ID_NUMBER_PLACE) if row.id_number_sealed else "",
)


@admin.register(Officer)
class OfficerAdmin(ChairPages, ShowsMasked, ScopedAdmin):
    see_duty = Duty.SEE_OFFICERS
    edit_duty = Duty.EDIT_OFFICERS
    may_remove = True
    personal = (MOBILE, OFFICE_PHONE)
    empty_text = "没有符合条件的干部。可以清除筛选条件，或在工会的页面上登记当选干部，也可以导入《工会干部登记表》。"
    form = OfficerForm
    ordering = ("-id",)
    list_filter = (BodyFilter, "post", SittingFilter, TermFilter, RenewFilter, UnionFilter)
    list_select_related = ("union",)
    search_fields = ("name",)
    search_help_text = "姓名或拼音，工会编码，完整的手机号码"
    autocomplete_fields = ("union",)
    acts = (
        Act(
            "leave",
            "登记离任",
            Duty.EDIT_OFFICERS,
            lambda row, values, by: _leave(row, values, by),
            form=LeaveForm,
            warning="离任当天起，这位干部的亮身份记录不再计入；主席的账号随即关闭。",
            applies=lambda row: row.left_on is None,
        ),
        succession_act("换届交接", lambda row: row.left_on is None and row.union.dissolved_on is None),
        Act(
            "return",
            "撤回离任",
            Duty.EDIT_OFFICERS,
            lambda row, values, by: _return(row, by),
            warning="只用于离任登记错了的情形。",
            applies=lambda row: row.left_on is not None,
        ),
        *consent_acts(),
        reveal(MOBILE),
        reveal(OFFICE_PHONE),
        reveal(ID_NUMBER),
    )

    def get_list_display(self, request: HttpRequest) -> Any:
        @admin.display(description="手机号码", empty_value="—")
        def mobile(row: Officer) -> str:
            return masked_mobile(row.mobile)

        @admin.display(description="办公电话", empty_value="—")
        def office_phone(row: Officer) -> str:
            return masked_text(row.office_phone)

        return (
            "name",
            "post",
            union_link,
            day("elected_on", "当选日期"),
            day("term_ends_on", "任期届满"),
            day("left_on", "离任日期"),
            "is_expired",
            office_phone,
            mobile,
        )

    def number_for(self, request: HttpRequest, row: Officer, field: Personal) -> str:
        """In a workbook taken away for a reason: whole for those who keep this officer's record (roles.md)."""
        whole = field.whole(row)
        return whole if self.holds(request, Duty.EDIT_OFFICERS, row) else field.mask(whole)

    @admin.display(description="提示")
    def is_expired(self, row: Officer) -> str:
        today = timezone.localdate()
        expired = row.left_on is None and row.term_ends_on is not None and row.term_ends_on < today
        return "任期已满" if expired else ""

    @admin.display(description="身份证号")
    def id_number_masked(self, row: Officer) -> str:
        if not row.id_number_sealed:
            return "未登记"
        return masked_id_number(unseal(row.id_number_sealed, officers.ID_NUMBER_PLACE))

    @admin.display(description="公开目录中的手机号")
    def mobile_is_public(self, row: Officer) -> str:
        return consent_words(row)

    def find(self, request: HttpRequest, rows: Any, words: str) -> Any:
        """A number finds its officer where the list shows it whole."""
        user: Any = request.user
        return rows.search(words, numbers_of=user.paths_with(Duty.EDIT_OFFICERS))

    def choice_text(self, row: Officer) -> str:
        return f"{row.name}（{row.union.name} {row.get_post_display()}，{row.elected_on} 当选）"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new row has nothing masked yet; who may only look sees no way to enter a number."""
        hidden = {"id_number_masked", "left_on", "mobile_is_public"} if obj is None else set()
        if obj is not None and not self.has_change_permission(request, obj):
            hidden.add("id_number")
        return [
            (title, {"fields": tuple(name for name in options["fields"] if name not in hidden)})
            for title, options in FIELDSETS
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("union", "left_on", "id_number_masked", "mobile_is_public")

    def sheet_columns(self, request: HttpRequest) -> list[tuple[str, Any]]:
        return [
            ("工会编码", "union__code"),
            ("工会名称", "union__name"),
            ("姓名", "name"),
            ("职务", "get_post_display"),
            ("当选日期", "elected_on"),
            ("任期届满日期", "term_ends_on"),
            ("离任日期", "left_on"),
            ("性别", "get_sex_display"),
            ("专兼职", "get_full_time_display"),
            ("行政职务", "employer_post"),
            ("办公电话", lambda row: self.number_for(request, row, OFFICE_PHONE)),
            ("手机号码", lambda row: self.number_for(request, row, MOBILE)),
        ]

    def add_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Officer:
        return officers.elect(values.pop("union"), **values, by=request.user)  # type: ignore[arg-type]

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Officer:
        return officers.change_details(row, **values, by=request.user)  # type: ignore[arg-type]

    def remove_row(self, request: HttpRequest, row: Any) -> None:
        officers.remove(row, by=request.user)  # type: ignore[arg-type]


def _leave(row: Officer, values: dict[str, Any], by: Any) -> str:
    officers.leave(row, on=values["on"], by=by)
    return f"{row.name} 已登记离任，离任日期 {values['on']}。登记错了可点“撤回离任”。"


def _return(row: Officer, by: Any) -> str:
    officers.return_to_office(row, by=by)
    return f"{row.name} 的离任登记已撤回。"
