"""项目预算: what a programme may spend of a source, what of it is promised, gone and left."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from accounts.admin.acts import Act, said
from accounts.admin.base import DeskAdmin
from accounts.duties import Duty
from accounts.refused import Refused
from hardship.forms.money import BudgetForm, ChangeBudgetForm
from hardship.models import Budget
from hardship.money import figures, yuan
from hardship.operations import funds


def _change(row: Budget, values: dict[str, Any], by: Any) -> str:
    changed = funds.set_budget(row.programme, row.source, values["amount"], by=by)
    return f"预算已改为 {yuan(changed.amount)}。"


def _money(name: str, label: str) -> Any:
    @admin.display(description=label, ordering=name)
    def column(row: Budget) -> str:
        return figures(getattr(row, name))

    return column


@admin.register(Budget)
class BudgetAdmin(DeskAdmin):
    see_duty = Duty.SEE_FUNDS
    edit_duty = Duty.EDIT_FUNDS
    add_words = "安排预算"
    takes_away = False
    empty_text = "还没有给项目安排预算。财务点“安排预算”，选项目和资金来源，填上金额；批准的金额不能超过预算。"
    ordering = ("-programme__opens_at", "source__code")
    list_select_related = ("programme", "source")
    list_filter = ("programme", "source")
    acts = (Act("edit", "调整预算", Duty.EDIT_FUNDS, _change, form=ChangeBudgetForm),)

    def get_list_display(self, request: HttpRequest) -> Any:
        @admin.display(description="未批准（元）")
        def left(row: Budget) -> str:
            return figures(row.amount - row.reserved)

        return (
            "programme",
            "source",
            _money("amount", "预算（元）"),
            _money("reserved", "已批准（元）"),
            _money("spent", "已发放（元）"),
            left,
        )

    def called(self, row: Budget) -> str:
        return f"{row.programme}：{row.source}"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Through the act only."""
        return False

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        user: Any = request.user
        form = BudgetForm(request.POST or None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            try:
                with transaction.atomic():
                    if Budget.objects.filter(programme=values["programme"], source=values["source"]).exists():
                        raise Refused("这个项目已有这个来源的预算，请打开它，点“调整预算”。")
                    made = funds.set_budget(values["programme"], values["source"], values["amount"], by=user)
            except (Refused, IntegrityError, InternalError) as error:
                form.add_error(None, said(error))
            else:
                return redirect("admin:hardship_budget_change", made.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "安排预算",
            "verb": "安排预算",
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/hardship/add.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        budget = self.get_object(request, object_id)
        if budget is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": budget,
            "budget": budget,
            "title": self.called(budget),
            "called": self.called(budget),
            "left": budget.amount - budget.reserved,
            "to_pay": budget.reserved - budget.spent,
            "acts": self.acts_for(request, budget),
            "may_see_book": request.user.may(Duty.SEE_BOOK),  # type: ignore[union-attr]
        }
        return TemplateResponse(request, "admin/hardship/budget.html", context)
