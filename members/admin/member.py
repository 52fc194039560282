"""会员: the list, one person with what belongs to it, and joining."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.admin.personal import ShowsMasked
from accounts.admin.widgets import LONGEST_ID
from accounts.duties import Duty
from accounts.masks import masked_id_number, masked_mobile
from accounts.refused import Refused
from members.admin.acts import ACTS, MOBILE
from members.admin.erasing import ERASE
from members.admin.filters import JoinedFilter, RetentionFilter, StandingFilter
from members.admin.joining import TAKE_BACK_JOIN, TakesBackJoin
from members.admin.own_data import OwnData
from members.admin.person_page import page_of
from members.admin.probes import TOO_MANY, asks_too_much
from members.admin.register_links import OfRegister
from members.admin.words import number_of
from members.forms.person import LONGEST_NUMBER, MemberForm, says_sex
from members.models import Member, Membership, last_of
from members.operations import arrivals, belonging, people
from members.operations.arrivals import Place
from unions.admin.base import ScopedAdmin
from unions.admin.filters import BodyFilter, UnionFilter
from unions.admin.parts import union_link
from unions.models import Reminders

JOINING = ("union", "employer", "since")
JOINED = '<a href="{}">{}</a> 已登记为会员。登记错了可以<a href="{}">撤回</a>。'
WAS_HERE = (
    '<a href="{}">{}</a> 已经在本工会的花名册上，没有重复登记，这次填写的内容没有写入。要更正的，请在本人的页面上办理。'
)
FIELDSETS = (
    ("入会", {"fields": JOINING, "description": "用途：确定会员归哪个工会、从哪天起享有会员的权利。"}),
    (
        "身份",
        {
            "fields": ("name", "id_kind", "id_number_masked", "id_number", "sex", "born_on", "ethnicity"),
            "description": "用途：实名登记，一人一籍，防止重复入会。证件号码敏感，要本人单独同意，加密保存，平时只显示首尾。",
        },
    ),
    ("联系", {"fields": ("mobile",), "description": "用途：通知会议、选举、普惠服务。平时只显示首尾几位。"}),
    (
        "就业与素质",
        {
            "fields": (
                "employment",
                "is_migrant",
                "is_dispatched",
                "education",
                "skill_level",
                "political_status",
                "hukou_type",
                "native_place",
            ),
            "description": "用途：《工会会员实名制登记表》的统计项目（农民工入会、技能提升等）。本人不愿提供的可以不填，不影响入会。",
        },
    ),
)


@admin.register(Member)
class MemberAdmin(OfRegister, OwnData, TakesBackJoin, ShowsMasked, ScopedAdmin):
    register = "members"
    see_duty = Duty.SEE_MEMBERS
    edit_duty = Duty.EDIT_MEMBERS
    add_words = "办理入会"
    personal = (MOBILE,)
    empty_text = (
        "没有符合条件的会员。可以清除筛选条件，或点“办理入会”登记，也可以导入《工会会员登记表》；别处的会员请办接转。"
    )
    form = MemberForm
    change_form_template = "admin/members/member_page.html"
    change_list_template = "admin/members/member_list.html"
    ordering = ("-id",)
    list_filter = (
        BodyFilter,
        StandingFilter,
        "is_migrant",
        "sex",
        "employment",
        JoinedFilter,
        RetentionFilter,
        UnionFilter,
    )
    list_select_related = ("union",)
    list_display = ("name", "sex", "born_in", "number", "phone", union_link, "unit", "since", "standing")
    search_fields = ("name",)
    search_help_text = "姓名、拼音或首字母，工会编码或名称"
    autocomplete_fields = ("union",)
    acts = (*ACTS, TAKE_BACK_JOIN, ERASE)

    # -- which rows

    def get_queryset(self, request: HttpRequest) -> Any:
        return self._rows(request).persons()

    def _rows(self, request: HttpRequest) -> Any:
        user: Any = request.user
        own = Membership.objects.visible_to(user).select_related("union", "employer").order_by("-since", "-id")
        rows = super().get_queryset(request).select_related("union")
        return rows.prefetch_related(Prefetch("memberships", queryset=own, to_attr="seen_memberships"))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Also an entry that was merged or erased: links in the book lead to it."""
        if not (object_id.isascii() and object_id.isdigit() and len(object_id) <= LONGEST_ID):
            return None
        return self._rows(request).filter(pk=int(object_id)).first()

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.number_view)
        return [path("number/", view, name="members_member_number"), *super().get_urls()]

    def number_view(self, request: HttpRequest) -> HttpResponse:
        """By document number, sent in the body: a number stands in no address, no log and no saved filter."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        back = redirect("admin:members_member_changelist")
        if request.method != "POST":
            return back
        user: Any = request.user
        number = request.POST.get("number", "").strip()[:LONGEST_NUMBER]
        if not number:
            messages.warning(request, "请填写完整的证件号码，再按号码查找。")
            return back
        found = Member.objects.visible_to(user).numbered(number).first()
        if found is None:
            messages.warning(request, "您的范围内没有这个证件号码的会员，请对照证件核对。在别处的，请办接转。")
            return back
        return redirect("admin:members_member_change", found.merged_into_id or found.pk)

    def called(self, row: Member) -> str:
        return row.name

    # -- the list's columns

    @admin.display(description="出生年份")
    def born_in(self, row: Member) -> str:
        return str(row.born_on.year) if row.born_on else "—"

    @admin.display(description="证件号码")
    def number(self, row: Member) -> str:
        return masked_id_number(number_of(row))

    @admin.display(description="移动电话")
    def phone(self, row: Member) -> str:
        return masked_mobile(row.mobile) or "—"

    @admin.display(description="工作单位")
    def employer(self, row: Member) -> str:
        last = last_of(row)
        return last.employer.name if last is not None and last.employer is not None else "—"

    @admin.display(description="工作单位")
    def unit(self, row: Member) -> str:
        """Nothing where the union is the unit's own and its name says so."""
        unit = self.employer(row)
        return "—" if row.union.name.startswith(unit) else unit

    @admin.display(description="入会日期")
    def since(self, row: Member) -> str:
        last = last_of(row)
        return last.since.isoformat() if last is not None else "—"

    @admin.display(description="会籍状态")
    def standing(self, row: Member) -> str:
        last = last_of(row)
        return last.get_state_display() if last is not None else "—"

    # -- the form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        hidden = {"id_number_masked"} if obj is None else set(JOINING)
        if obj is not None and not self.has_change_permission(request, obj):
            hidden.add("id_number")
        shown = [
            (title, {**options, "fields": tuple(name for name in options["fields"] if name not in hidden)})
            for title, options in FIELDSETS
        ]
        return [(title, options) for title, options in shown if options["fields"]]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ()
        told = ("sex", "born_on") if obj.id_number_sealed and says_sex(obj.id_kind, number_of(obj)) else ()
        return ("id_number_masked", *told)

    @admin.display(description="证件号码")
    def id_number_masked(self, row: Member) -> str:
        return masked_id_number(number_of(row)) or "—"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An entry that was merged into another, or erased, is to look at."""
        is_shell = obj is not None and (obj.merged_into_id is not None or obj.erased_on is not None)
        return not is_shell and super().has_change_permission(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user, form.union = request.user, union_asked(request)  # the class is made anew for each request
        return form

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = kwargs.get("obj")
        if row is not None:
            context |= page_of(request, row)
        else:
            context |= {"offer": self._offer(request), "kept_years": Reminders.objects.current().retention_years}
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        if row is None and hasattr(response, "context_data"):
            response.context_data["title"] = "办理入会"
        return response

    def _offer(self, request: HttpRequest) -> str:
        """Where to apply for a transfer, once joining was refused because the person belongs elsewhere."""
        refusal, name = getattr(request, "refusal", ""), " ".join(request.POST.get("name", "").split())
        if not refusal or refusal != belonging.ELSEWHERE.format(name=name):
            return ""
        union = union_asked(request)
        return reverse("admin:members_transfer_add") + (f"?union={union}" if union else "")

    def sheet_columns(self, request: HttpRequest) -> list[tuple[str, Any]]:
        """Masked, whoever takes it: whole numbers leave the house in the register only (registers.md)."""
        return [
            ("姓名", "name"),
            ("性别", "get_sex_display"),
            ("出生年份", self.born_in),
            ("证件类别", "get_id_kind_display"),
            ("证件号码", self.number),
            ("移动电话", self.phone),
            ("工会编码", "union__code"),
            ("工会名称", "union__name"),
            ("工作单位", self.employer),
            ("入会日期", self.since),
            ("会籍状态", self.standing),
            ("就业状况", "get_employment_display"),
            ("是否农民工", "is_migrant"),
        ]

    # -- what changes

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The number is counted before the act, whose transaction a refusal takes back."""
        if request.method == "POST" and self.has_add_permission(request):
            number, name = request.POST.get("id_number", ""), " ".join(request.POST.get("name", "").split())
            request.asks_too_much = asks_too_much(request, union_asked(request), number, name)  # type: ignore[attr-defined]
        return super().add_view(request, *args, **kwargs)

    def add_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Member:
        user: Any = request.user
        union = values.pop("union")
        if getattr(request, "asks_too_much", False):
            raise Refused(TOO_MANY)
        place, _ = arrivals.place_of(union, values["id_number"], values["name"])
        request.was_here = place == Place.HERE  # type: ignore[attr-defined]
        membership = belonging.join(union, **values, on=timezone.localdate(), by=user)
        member: Member = Member.objects.visible_to(user).get(pk=membership.member_id)
        return member

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Member:
        user: Any = request.user
        return people.change_details(row, **values, on=timezone.localdate(), by=user)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        page = reverse("admin:members_member_change", args=[obj.pk])
        if getattr(request, "was_here", False):
            messages.warning(request, format_html(WAS_HERE, page, obj.name))
        else:
            undo = reverse("admin:members_member_take-back-join", args=[obj.pk])
            messages.success(request, format_html(JOINED, page, obj.name, undo))
        if "_addanother" in request.POST:
            return redirect(f"{reverse('admin:members_member_add')}?union={obj.union_id}")
        return redirect(page)


def union_asked(request: HttpRequest) -> str:
    given = request.POST.get("union") or request.GET.get("union") or ""
    return given if given.isascii() and given.isdigit() and len(given) <= 18 else ""
