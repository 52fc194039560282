"""会员接转: both sides see what is pending; the receiver accepts."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.admin.acts import Act, said
from accounts.duties import Duty
from accounts.refused import Refused
from members.admin.filters import SideFilter, TransferBodyFilter, TransferUnionFilter
from members.admin.person_page import senders_name
from members.admin.probes import TOO_MANY, asks_too_much
from members.admin.register_links import OfRegister
from members.forms.acts import AcceptForm, AgreeForm, AskForForm, DeclineForm, ObjectForm
from members.models import Member, Transfer
from members.operations import arrivals, transfers
from members.operations.arrivals import has_senders_word
from unions.admin.base import ScopedAdmin
from unions.admin.parts import day, in_words
from unions.models import Organisation
from unions.querysets import code_of

PENDING = Transfer.State.PENDING


def _is_pending(row: Transfer) -> bool:
    return row.state == PENDING


def _is_agreed(row: Transfer) -> bool:
    """The sending side applied or agreed: now it is the receiver's turn."""
    return _is_pending(row) and has_senders_word(row)


def _waits_for_sender(row: Transfer) -> bool:
    return _is_pending(row) and not has_senders_word(row)


def _accept(row: Transfer, values: dict[str, Any], by: Any) -> str:
    arrivals.receive(row, on=values["on"], opinion=values["opinion"], employer=values["employer"], by=by)
    page = reverse("admin:members_member_change", args=[row.member_id])
    undo = reverse("admin:members_transfer_take-back", args=[row.pk])
    return format_html(
        '已接收，<a href="{}">{}</a> 从{}起是“{}”的会员。接收错了可以<a href="{}">撤销接收</a>。',
        page,
        row.name,
        in_words(values["on"]),
        row.to_union.name,
        undo,
    )


def _take_back(row: Transfer, values: dict[str, Any], by: Any) -> str:
    arrivals.take_back(row, by=by)
    return f"接收已撤销，{row.name} 的会籍回到“{row.from_union.name}”，申请仍待接收；不该接收的，请点“不同意接收”。"


def _decline(row: Transfer, values: dict[str, Any], by: Any) -> str:
    transfers.decline(row, on=timezone.localdate(), opinion=values["opinion"], by=by)
    return f"已答复不同意接收，{row.name} 的会籍留在原工会。"


def _agree(row: Transfer, values: dict[str, Any], by: Any) -> str:
    arrivals.agree(row, opinion=values["opinion"], by=by)
    return f"已同意 {row.name} 转出，等待转入工会接收。"


def _object(row: Transfer, values: dict[str, Any], by: Any) -> str:
    arrivals.object_to(row, on=timezone.localdate(), opinion=values["opinion"], by=by)
    return f"已答复不同意转出，{row.name} 的会籍不变。"


def _cancel(row: Transfer, values: dict[str, Any], by: Any) -> str:
    transfers.cancel(row, on=timezone.localdate(), by=by)
    return f"{row.name} 的接转申请已撤回，会籍不变。"


@admin.register(Transfer)
class TransferAdmin(OfRegister, ScopedAdmin):
    register = "transfers"
    see_duty = Duty.SEE_MEMBERS
    edit_duty = Duty.EDIT_MEMBERS
    add_words = "申请转入"
    empty_text = "没有符合条件的接转。要把会员转出去，在会员的页面上点“申请接转”；要把别处的会员转进来，点“申请转入”。"
    change_form_template = "admin/members/transfer_page.html"
    change_list_template = "admin/members/transfer_list.html"
    ordering = ("-applied_on", "-id")
    list_filter = (TransferBodyFilter, "state", SideFilter, TransferUnionFilter)
    list_select_related = ("from_union", "to_union")
    search_fields = ("name",)
    search_help_text = "会员姓名，工会编码"
    acts = (
        Act(
            "accept",
            "接收",
            Duty.EDIT_MEMBERS,
            _accept,
            form=AcceptForm,
            warning="接收后，原会籍在接收日期终止，新的会籍从这一天开始。",
            applies=_is_agreed,
            at=lambda row: row.to_union,
        ),
        Act(
            "decline",
            "不同意接收",
            Duty.EDIT_MEMBERS,
            _decline,
            form=DeclineForm,
            warning="会籍留在原工会。转出工会看得到原因。",
            applies=_is_agreed,
            at=lambda row: row.to_union,
        ),
        Act(
            "take-back",
            "撤销接收",
            Duty.EDIT_MEMBERS,
            _take_back,
            warning="只用于接收错了的情形：原会籍照旧，中间不断，新的会籍去掉，申请回到待接收。之后又改动过这位会员的，不能撤销。",
            applies=lambda row: arrivals.accepted_by_hand(row) is not None,
            at=lambda row: row.to_union,
        ),
        Act(
            "cancel",
            "撤回申请",
            Duty.EDIT_MEMBERS,
            _cancel,
            warning="会籍留在原工会，一切不变。",
            applies=_is_pending,
            # Whoever applied takes it back; the other side answers.
            at=lambda row: row.from_union if has_senders_word(row) else row.to_union,
        ),
        Act(
            "agree",
            "同意转出",
            Duty.EDIT_MEMBERS,
            _agree,
            form=AgreeForm,
            warning="同意以后，由转入工会接收；接收之前会籍不变。",
            applies=_waits_for_sender,
            at=lambda row: row.from_union,
        ),
        Act(
            "object",
            "不同意转出",
            Duty.EDIT_MEMBERS,
            _object,
            form=ObjectForm,
            warning="会籍留在原工会。转入工会看得到原因。",
            applies=_waits_for_sender,
            at=lambda row: row.from_union,
        ),
    )

    # -- who may: both sides

    def place(self, row: Any) -> Any:
        return row

    def holds(self, request: HttpRequest, duty: Duty | None, row: Any = None) -> bool:
        if isinstance(row, Transfer):
            return any(super(TransferAdmin, self).holds(request, duty, side) for side in (row.from_union, row.to_union))
        return super().holds(request, duty, row)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was applied for is answered, never rewritten."""
        return False

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = search_term.strip()
        if code := code_of(words):
            unions = Organisation.objects.visible_to(request.user).filter(code__startswith=code)  # type: ignore[arg-type]
            return (queryset.filter(from_union__in=unions) | queryset.filter(to_union__in=unions)), False
        return (queryset.filter(name__contains=words) if words else queryset), False

    def called(self, row: Transfer) -> str:
        return f"{row.name} 的会员接转"

    # -- what is shown

    def get_list_display(self, request: HttpRequest) -> Any:
        @admin.display(description="转出工会")
        def leaves(row: Transfer) -> str:
            return senders_name(request.user, row)

        @admin.display(description="转入工会")
        def joins(row: Transfer) -> str:
            return row.to_union.name

        return (
            "name",
            "masked_number",
            leaves,
            joins,
            day("applied_on", "申请日期"),
            "state",
            day("closed_on", "办结日期"),
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("applied_on", "reason", "from_opinion", "to_opinion", "closed_on")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = kwargs.get("obj")
        user: Any = request.user
        if row is not None:
            context |= {
                "transfer": row,
                "leaves": row.from_union.name if has_senders_word(row) else senders_name(user, row),
                "receives": user.may(Duty.SEE_MEMBERS, row.to_union),
                "waits_for_sender": _waits_for_sender(row),
            }
            if Member.objects.visible_to(user).filter(pk=row.member_id).exists():
                context["person_page"] = reverse("admin:members_member_change", args=[row.member_id])
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    # -- 申请转入

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The receiver applies by number and name; the answer does not tell where the person is."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        user: Any = request.user
        asked = request.POST if request.method == "POST" else None
        form = AskForForm(asked, user=user, initial={"to_union": _number(request.GET.get("union", ""))})
        if asked is not None and form.is_valid():
            values = form.cleaned_data
            if not self.holds(request, self.edit_duty, values["to_union"]):
                raise PermissionDenied
            too_much = asks_too_much(request, values["to_union"].pk, values["id_number"], values["name"], asks=True)
            try:
                if too_much:
                    raise Refused(TOO_MANY)
                made = transfers.ask_for(
                    values["to_union"],
                    number=values["id_number"],
                    name=values["name"],
                    on=values["on"],
                    reason=values["reason"],
                    by=user,
                )
            except (Refused, IntegrityError, InternalError) as error:
                form.add_error(None, said(error))
            else:
                page = reverse("admin:members_transfer_change", args=[made.pk])
                messages.success(request, format_html("已申请把 {} 转入。原工会看得到这份申请。", made.name))
                return redirect(page)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "申请转入",
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/members/transfer_add.html", context)

    def sheet_columns(self, request: HttpRequest) -> list[tuple[str, Any]]:
        user: Any = request.user
        return [
            ("姓名", "name"),
            ("证件号码", "masked_number"),
            ("转出工会", lambda row: senders_name(user, row)),
            ("转入工会", "to_union__name"),
            ("申请日期", "applied_on"),
            ("接转原因", "reason"),
            ("转出工会意见", "from_opinion"),
            ("转入工会意见", "to_opinion"),
            ("状态", "get_state_display"),
            ("办结日期", "closed_on"),
        ]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
