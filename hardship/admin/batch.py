"""发放批次: made, looked over, made into the bank's file, answered; given up only before it went to the bank."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, InternalError, transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.admin.acts import Act, said
from accounts.admin.base import DeskAdmin
from accounts.admin.kept_file import LIVE
from accounts.duties import Duty
from accounts.encryption import unseal
from accounts.masks import masked_card
from accounts.models import Job
from accounts.refused import Refused
from hardship.admin.bank_files import BankFiles
from hardship.admin.money_filters import ProgrammeFilter
from hardship.forms.money import MakeBatchForm, SentForm, VoidForm
from hardship.models import Payment, PaymentBatch
from hardship.models.money import ACCOUNT
from hardship.money import figures
from hardship.operations import batches, sealing
from hardship.operations.payees import due, payable
from hardship.reports.payments import by_source
from unions.admin.parts import day

PER_PAGE = 100
LEFT_SHOWN = 50
State = PaymentBatch.State
TONES = {State.DRAFT: "warn", State.SEALED: "warn", State.SETTLED: "good", State.VOID: ""}
PAYMENT_TONES = {"paid": "good", "failed": "bad", "sent": "warn"}


def _order_file(row: PaymentBatch, values: dict[str, Any], by: Any) -> str:
    sealing.order_file(row, by=by)
    return "已开始生成银行文件，本页会自动刷新，也可以离开后再回来看。"


def _send(row: PaymentBatch, values: dict[str, Any], by: Any) -> str:
    sealing.mark_sent(row, on=values["on"], by=by)
    return "已登记交银行。银行回单拿到后，点“读入银行回单”。"


def _void(row: PaymentBatch, values: dict[str, Any], by: Any) -> str:
    batches.void(row, reason=values["reason"], on=timezone.localdate(), at=timezone.now(), by=by)
    return "批次已作废，里面的各笔可以重新编制。"


@admin.register(PaymentBatch)
class PaymentBatchAdmin(BankFiles, DeskAdmin):
    see_duty = Duty.SEE_PAYMENTS
    edit_duty = Duty.PAY_RELIEF
    add_words = "编制批次"
    takes_away = False
    empty_text = "还没有发放批次。有了已审批的申请，财务点“编制批次”，系统会把可以发放的各笔列进来。"
    ordering = ("-made_on", "-id")
    list_display = (
        "code",
        "programme",
        "standing",
        "count_shown",
        "total_shown",
        day("made_on", "编制日期"),
        "sent_shown",
    )
    list_select_related = ("programme",)
    list_filter = ("state", ProgrammeFilter)
    search_fields = ("code",)
    search_help_text = "批次号"
    acts = (
        Act(
            "order",
            "生成银行文件",
            Duty.PAY_RELIEF,
            _order_file,
            grave=True,
            warning="生成以后，批次里的各笔不能再改，金额从资金来源里记出；没有交银行以前可以整批作废。",
            applies=lambda row: row.state == State.DRAFT and row.count > 0,
        ),
        Act(
            "send",
            "登记已交银行",
            Duty.PAY_RELIEF,
            _send,
            form=SentForm,
            applies=lambda row: row.state == State.SEALED and row.sent_on is None,
        ),
        Act(
            "void",
            "作废批次",
            Duty.PAY_RELIEF,
            _void,
            form=VoidForm,
            grave=True,
            warning="作废后这个批次不能恢复；里面的各笔退回待发放，已记出的金额退回资金来源。",
            applies=lambda row: row.state in {State.DRAFT, State.SEALED} and row.sent_on is None,
        ),
    )

    @admin.display(description="状态", ordering="state")
    def standing(self, row: PaymentBatch) -> str:
        """Gone to the bank is a day, not a state; who looks for it reads it here."""
        return "已交银行，等回单" if row.state == State.SEALED and row.sent_on else str(row.get_state_display())

    @admin.display(description="笔数")
    def count_shown(self, row: PaymentBatch) -> str:
        return str(row.count)

    @admin.display(description="总额（元）")
    def total_shown(self, row: PaymentBatch) -> str:
        return figures(row.total)

    @admin.display(description="交银行日期")
    def sent_shown(self, row: PaymentBatch) -> str:
        return row.sent_on.isoformat() if row.sent_on else "—"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Through the acts only."""
        return False

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Choose the programme; the batch lists whatever may be paid, and its page is looked over before the file."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        user: Any = request.user
        form = MakeBatchForm(request.POST or None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    now = timezone.localtime()
                    made = batches.make(**form.cleaned_data, on=now.date(), at=now, by=user)
            except (Refused, IntegrityError, InternalError) as error:
                form.add_error(None, said(error))
            else:
                return redirect("admin:hardship_paymentbatch_change", made.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "编制批次",
            "verb": "编制批次",
            "words": "系统把这个项目已审批、还没有列入批次的各笔都列进来，账号取自审批时的档案。列好以后先核对，再生成银行文件。",
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/hardship/add.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The batch and its lines; reloads itself while the file is being made."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        batch: Any = self.get_object(request, object_id)
        if batch is None:
            raise Http404
        user: Any = request.user
        job = Job.objects.filter(kind=sealing.JOB, subject_id=batch.pk).order_by("-pk").first()
        may_pay = user.may(Duty.PAY_RELIEF)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": batch,
            "batch": batch,
            "standing": self.standing(batch),
            "tone": TONES[batch.state],
            "title": f"发放批次 {batch.code}",
            "called": batch.code,
            "job": job,
            "at_work": batch.state == State.DRAFT and job is not None and job.state in LIVE,
            "failed": batch.state == State.DRAFT and job is not None and job.state == Job.State.FAILED,
            "lines": self._lines(request, batch),
            "left": _left_out(batch, user) if may_pay and batch.state == State.DRAFT else [],
            "sources": by_source(batch),
            "returns": batch.returns.select_related("by"),
            "has_file": may_pay and batch.state in {State.SEALED, State.SETTLED},
            "may_read": may_pay and batch.state == State.SEALED,
            "acts": self.acts_for(request, batch),
            "may_see_book": user.may(Duty.SEE_BOOK),
        }
        return TemplateResponse(request, "admin/hardship/batch.html", context)

    def _lines(self, request: HttpRequest, batch: PaymentBatch) -> Any:
        """A page of the payments, accounts masked."""
        user: Any = request.user
        earlier = Payment.objects.visible_to(user).filter(
            instalment=OuterRef("instalment"), state=Payment.State.FAILED, pk__lt=OuterRef("pk")
        )
        rows = (
            Payment.objects.visible_to(user)
            .filter(batch=batch)
            .select_related("application__union", "instalment__budget__source")
            .annotate(is_retry=Exists(earlier))
            .order_by("serial")
        )
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        for one in page.object_list:
            one.card = masked_card(unseal(one.account_sealed, ACCOUNT))
            one.tone = PAYMENT_TONES.get(one.state, "")
            one.is_other = one.payee != one.application.name
        return page


def _left_out(batch: PaymentBatch, user: Any) -> list[Any]:
    """What might be paid and is in no batch, with the reason: of a draft, so that it can be put right first."""
    return [one for one in due(payable(batch.programme), by=user) if one.payee is None][:LEFT_SHOWN]
