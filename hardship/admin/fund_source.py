"""资金来源: what there is, what came in, what is promised; every figure leads to its entries."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.admin.acts import Act, said
from accounts.admin.base import DeskAdmin
from accounts.duties import Duty
from accounts.once import once
from accounts.refused import Refused
from hardship.admin.ledger import Ledgers
from hardship.forms.money import ChangeSourceForm, CorrectForm, OpenSourceForm, ReceiveForm
from hardship.models import Budget, FundSource
from hardship.money import figures, yuan
from hardship.operations import funds
from hardship.reports import ledger


def _receive(row: FundSource, values: dict[str, Any], by: Any) -> str:
    funds.receive(row, values["amount"], on=values["on"], note=values["note"], at=timezone.now(), by=by)
    return f"已登记收入 {yuan(values['amount'])}。"


def _correct(row: FundSource, values: dict[str, Any], by: Any) -> str:
    funds.correct(row, values["signed"], on=values["on"], reason=values["reason"], at=timezone.now(), by=by)
    return f"已更正 {values['signed']:+,.2f}元，原来的记录保留。"


def _change(row: FundSource, values: dict[str, Any], by: Any) -> str:
    funds.change_source(row, **values, by=by)
    return "已修改。"


def _close(row: FundSource, values: dict[str, Any], by: Any) -> str:
    funds.close_source(row, by=by)
    return f"“{row.name}”已停用；要再用，点“恢复使用”。"


def _reopen(row: FundSource, values: dict[str, Any], by: Any) -> str:
    funds.reopen_source(row, by=by)
    return f"“{row.name}”已恢复使用。"


@admin.register(FundSource)
class FundSourceAdmin(Ledgers, DeskAdmin):
    see_duty = Duty.SEE_FUNDS
    edit_duty = Duty.EDIT_FUNDS
    add_words = "登记资金来源"
    takes_away = False
    empty_text = "还没有资金来源。财务点“登记资金来源”，填上编号、类别和期初余额，就可以给项目安排预算了。"
    change_list_template = "admin/hardship/fund_source_list.html"
    ordering = ("code",)
    list_display = ("code", "name", "kind", "balance_shown", "state_shown")
    list_display_links = ("code", "name")
    list_filter = ("kind", "is_closed")
    search_fields = ("code", "name")
    search_help_text = "来源编号或名称"
    acts = (
        Act(
            "receive",
            "登记收入",
            Duty.EDIT_FUNDS,
            _receive,
            form=ReceiveForm,
            applies=lambda row: not row.is_closed,
        ),
        Act(
            "correct",
            "更正",
            Duty.EDIT_FUNDS,
            _correct,
            form=CorrectForm,
            warning="资金明细不能修改和删除；记错了，用一条更正把差额补上。",
        ),
        Act("edit", "修改名称和说明", Duty.EDIT_FUNDS, _change, form=ChangeSourceForm),
        Act(
            "close",
            "停用",
            Duty.EDIT_FUNDS,
            _close,
            warning="停用后不能再登记收入、安排预算；已经批准的照常发放。",
            applies=lambda row: not row.is_closed,
        ),
        Act("reopen", "恢复使用", Duty.EDIT_FUNDS, _reopen, applies=lambda row: row.is_closed),
    )

    @admin.display(description="余额（元）", ordering="balance")
    def balance_shown(self, row: FundSource) -> str:
        return figures(row.balance)

    @admin.display(description="状态")
    def state_shown(self, row: FundSource) -> str:
        return "已停用" if row.is_closed else "使用中"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Through the acts only."""
        return False

    def act_view(self, request: HttpRequest, object_id: str, act: Act) -> HttpResponse:
        """Money counts once, however often the button is pressed."""
        return once(request, lambda: super(FundSourceAdmin, self).act_view(request, object_id, act))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return once(request, lambda: self._add(request))

    def _add(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        form = OpenSourceForm(request.POST or None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            values = {name: value for name, value in form.cleaned_data.items() if name != "once"}
            try:
                with transaction.atomic():
                    made = funds.open_source(**values, at=timezone.now(), by=user)
            except (Refused, IntegrityError, InternalError) as error:
                form.add_error(None, said(error))
            else:
                return redirect("admin:hardship_fundsource_change", made.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "登记资金来源",
            "verb": "登记资金来源",
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/hardship/add.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The source, what is promised of it, and this year's entries."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        source = self.get_object(request, object_id)
        if source is None:
            raise Http404
        today = timezone.localdate()
        first = today.replace(month=1, day=1)
        budgets = list(Budget.objects.filter(source=source).select_related("programme"))
        sums = {row.pk: sums for row, sums in ledger.ledger(first, today)}.get(source.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": source,
            "source": source,
            "title": source.name,
            "called": source.name,
            "sums": sums,
            "year": today.year,
            "promised": sum((one.reserved - one.spent for one in budgets), ledger.NOTHING),
            "budgets": budgets,
            "entries": self.entry_lines(request, ledger.entries(source, first, today).reverse()[:20]),
            "acts": self.acts_for(request, source),
            "may_see_book": request.user.may(Duty.SEE_BOOK),  # type: ignore[union-attr]
        }
        return TemplateResponse(request, "admin/hardship/fund_source.html", context)
