"""发放: one payment and its whole story; of the application only what a payment needs (roles.md, 财务)."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.admin.acts import Act
from accounts.admin.base import DeskAdmin
from accounts.admin.personal import Personal, reveal
from accounts.duties import Duty
from accounts.encryption import unseal
from accounts.masks import masked_card
from hardship.admin.money_filters import BatchFilter, FailedFilter, PaymentProgrammeFilter, PaymentSourceFilter
from hardship.forms.money import WhyForm
from hardship.models import Payment
from hardship.models.money import ACCOUNT
from hardship.money import figures, in_words
from hardship.operations import batches
from hardship.reports.payments import story

TONES = {"paid": "good", "failed": "bad", "sent": "warn", "listed": "warn", "removed": ""}


def account_of(row: Payment) -> str:
    return unseal(row.account_sealed, ACCOUNT)


ACCOUNT_SHOWN = Personal("account", "银行账号", "account", Duty.PAY_RELIEF, masked_card, account_of)


def _remove(row: Payment, values: dict[str, Any], by: Any) -> str:
    batches.remove(row, reason=values["reason"], on=timezone.localdate(), at=timezone.now(), by=by)
    return "已移出批次，这一笔退回待发放。"


def _release(row: Payment, values: dict[str, Any], by: Any) -> str:
    batches.release(row.application, reason=values["reason"], on=timezone.localdate(), at=timezone.now(), by=by)
    return "这份申请已退回待发放；要换户名的，请分管领导撤销审批后重新审批。"


@admin.register(Payment)
class PaymentAdmin(DeskAdmin):
    see_duty = Duty.SEE_PAYMENTS
    may_add = False
    empty_text = "没有符合条件的发放。发放从批次开始：打开“发放批次”，点“编制批次”。"
    ordering = ("-batch__made_on", "-batch_id", "serial")
    list_display = ("batch_code", "serial_shown", "payee", "union_name", "card", "amount_shown", "state", "failure")
    list_display_links = ("batch_code", "payee")
    list_select_related = ("batch__programme", "application__union", "instalment__budget__source")
    list_filter = ("state", FailedFilter, PaymentProgrammeFilter, PaymentSourceFilter, BatchFilter)
    search_fields = ("payee",)
    search_help_text = "户名"
    acts = (
        reveal(ACCOUNT_SHOWN),
        Act(
            "remove",
            "移出批次",
            Duty.PAY_RELIEF,
            _remove,
            form=WhyForm,
            warning="只有还没生成银行文件的批次可以移出；移出后这一笔可以列入以后的批次。",
            applies=lambda row: row.state == Payment.State.LISTED and row.batch.state == "draft",
        ),
        Act(
            "release",
            "暂不重发",
            Duty.PAY_RELIEF,
            _release,
            form=WhyForm,
            warning="失败的各笔不办这一步也会列入下一个批次。只在要换户名、要撤销审批时才办。",
            applies=lambda row: row.state == Payment.State.FAILED and row.application.state == "paying",
        ),
    )

    @admin.display(description="批次", ordering="batch__code")
    def batch_code(self, row: Payment) -> str:
        return row.batch.code

    @admin.display(description="序号")
    def serial_shown(self, row: Payment) -> str:
        return str(row.serial) if row.state != Payment.State.REMOVED else "—"

    @admin.display(description="工会")
    def union_name(self, row: Payment) -> str:
        return row.application.union.name

    @admin.display(description="账号")
    def card(self, row: Payment) -> str:
        return masked_card(account_of(row))

    @admin.display(description="金额（元）", ordering="amount")
    def amount_shown(self, row: Payment) -> str:
        return figures(row.amount)

    def called(self, row: Payment) -> str:
        return (
            f"{row.batch.code} 第 {row.serial} 号" if row.state != Payment.State.REMOVED else f"{row.batch.code} 已移出"
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was listed is never rewritten."""
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        payment: Any = self.get_object(request, object_id)
        if payment is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": payment,
            "payment": payment,
            "tone": TONES[payment.state],
            "title": self.called(payment),
            "called": self.called(payment),
            "card": masked_card(account_of(payment)),
            "words": in_words(payment.amount),
            "story": story(payment),
            "links": _links(request.user, payment),
            "acts": self.acts_for(request, payment),
            "may_see_book": request.user.may(Duty.SEE_BOOK),  # type: ignore[union-attr]
        }
        return TemplateResponse(request, "admin/hardship/payment.html", context)

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super()
            .get_queryset(request)
            .select_related("batch__programme", "application__union", "instalment__budget__source")
        )

    def sheet_columns(self, request: HttpRequest) -> list[tuple[str, Any]]:
        return [
            ("批次", "batch__code"),
            ("序号", self.serial_shown),
            ("项目", "batch__programme__name"),
            ("户名", "payee"),
            ("工会", "application__union__name"),
            ("账号", self.card),
            ("开户行", "bank"),
            ("金额（元）", self.amount_shown),
            ("资金来源", "instalment__budget__source__name"),
            ("结果", "get_state_display"),
            ("失败原因", "failure"),
        ]


def _links(user: Any, payment: Payment) -> list[tuple[str, str]]:
    """The application and the file, for whoever may read them; finance may not."""
    wanted = (
        ("申请", Duty.SEE_APPLICATIONS, "admin:hardship_reliefapplication_change", payment.application_id),
        ("困难职工档案", Duty.SEE_FILES, "admin:hardship_hardshipfile_change", payment.application.file_id),
    )
    found = []
    for words, duty, page, key in wanted:
        if user.may(duty, payment.application.union):
            try:
                found.append((words, reverse(page, args=[key])))
            except NoReverseMatch:
                continue
    return found
