"""The small forms of what the county, the township and the leader decide about an application."""

from decimal import Decimal
from typing import Any

from django import forms

from hardship.models import Budget, ReliefApplication
from hardship.money import NotMoney, parse
from hardship.operations.approving import Share
from hardship.operations.steps import steps_of
from hardship.transitions import LABELS, State, earlier

LONGEST = 400


def words(label: str, help_text: str = "", **given: Any) -> forms.CharField:
    """Sentences of an opinion or a reason."""
    given.setdefault("error_messages", {"required": f"请填写{label}。"})
    area = forms.Textarea(attrs={"rows": 3, "cols": 28})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST, widget=area, **given)


class Seen(forms.Form):
    """`seen` is how many steps there were when the page was drawn: of two who act at once the second is told."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)

    def scope_to(self, row: ReliefApplication, user: Any) -> None:
        self.fields["seen"].initial = len(steps_of(row))


class ReviewForm(Seen):
    opinion = words(
        "审核意见", "与系统建议一致的可以不填；系统建议不予帮扶而审核通过的，必须写明理由。", required=False
    )


class ReasonForm(Seen):
    reason = words("原因", "会告知申报单位和职工本人，请写明依据，不要写病情等隐私。")


class BackForm(Seen):
    to = forms.ChoiceField(label="退回到", error_messages={"required": "请选择退回到哪一步。"})
    reason = words("退回原因", "写明要补什么、改什么，申报单位照着办。")

    def scope_to(self, row: ReliefApplication, user: Any) -> None:
        super().scope_to(row, user)
        choices = [(str(state), LABELS[state]) for state in earlier(State(row.state))]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        self.fields["to"].initial = choices[0][0] if choices else None


class ApproveForm(Seen):
    """The amount, by the budget it comes of; what is left empty gives nothing."""

    opinion = words("审批意见", "批准的金额与拟帮扶金额不同的，必须写明原因。", required=False)

    def scope_to(self, row: ReliefApplication, user: Any) -> None:
        super().scope_to(row, user)
        wanted = row.proposed or Decimal(0)
        self.budgets = list(
            Budget.objects.filter(programme=row.programme, source__is_closed=False)
            .select_related("source")
            .order_by("source__code")
        )
        for budget in self.budgets:
            left = budget.amount - budget.reserved
            taken = min(wanted, max(left, Decimal(0)))
            wanted -= taken
            self.fields[f"budget_{budget.pk}"] = forms.CharField(
                label=f"{budget.source.name}（元）",
                required=False,
                max_length=20,
                initial=f"{taken:.2f}" if taken else "",
                help_text=f"预算还剩 {left:,.2f} 元。",
            )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        shares = []
        for budget in self.budgets:
            typed = values.get(f"budget_{budget.pk}", "")
            try:
                amount = parse(typed) if typed.strip() else Decimal(0)
            except NotMoney as wrong:
                self.add_error(f"budget_{budget.pk}", str(wrong))
                continue
            if amount:
                shares.append(Share(budget, amount))
        values["shares"] = shares
        return values


class VisitForm(forms.Form):
    """入户调查, as it was found."""

    visited_on = forms.DateField(
        label="入户日期",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请填写入户日期。", "invalid": "没有这一天，请填写真实日期。"},
    )
    visitors = forms.CharField(label="调查人", max_length=80, error_messages={"required": "请填写调查人。"})
    causes = forms.CharField(label="致困原因", max_length=200, error_messages={"required": "请填写致困原因。"})
    demands = forms.CharField(label="利益诉求", max_length=200, required=False)
    mind = forms.CharField(label="思想动态", max_length=200, required=False)
    agrees = forms.TypedChoiceField(
        label="与申报情况",
        choices=[("yes", "一致"), ("no", "不一致")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是否一致。"},
    )
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="不一致的，写明不一致在哪里。")
