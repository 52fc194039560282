"""帮扶条件 as they are typed: a criterion a card, the exclusions, the day they hold from; and which documents are asked for."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from hardship.household import Cause
from hardship.models import CriteriaVersion, Criterion, DocumentRule
from hardship.operations.criteria import Row, Switches
from hardship.operations.programmes import Asked
from unions.forms.acts import DayField

MOST = 12  # criteria of a programme
CAUSES = [(str(cause), str(cause)) for cause in Cause]
SWITCHES = {
    "excludes_homes": "两套及以上住房",
    "excludes_hires": "有经营性雇工",
    "excludes_costly_school": "高收费择校或自费留学",
    "excludes_car": "拥有非营运机动车",
}
NOT_ASKED, ALWAYS, BY_CAUSE = "no", "always", "cause"
# What an application carries by itself: its own steps make these.
OF_THE_STEPS = {"notice_photo", "notice_report", "visit_receipt"}


def MoneyField(label: str, **kwargs: Any) -> forms.DecimalField:  # noqa: N802 (reads as a field)
    """Yuan with two decimals, not negative; empty where it need not be."""
    return forms.DecimalField(
        label=label,
        max_digits=12,
        decimal_places=2,
        min_value=Decimal(0),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "invalid": "请以元为单位填写数字，如 20000 或 780.50。",
            "min_value": "不能是负数。",
            "max_decimal_places": "最多两位小数。",
            "max_digits": "数字太大。",
            "max_whole_digits": "数字太大。",
            "required": f"请填写{label}。",
        },
        **kwargs,
    )


class CriterionForm(forms.Form):
    """One criterion; a card left empty is none."""

    code = forms.CharField(label="代号", max_length=8, required=False, help_text="如 C1。清空代号和各栏即删去这一条。")
    multiple = forms.DecimalField(
        label="人均月收入不超过保障线的倍数",
        required=False,
        max_digits=5,
        decimal_places=2,
        min_value=Decimal(0),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text="如 1.5；收入不限的留空。",
        error_messages={
            "invalid": "请填写数字，如 1.5。",
            "max_decimal_places": "最多两位小数。",
            "min_value": "不能是负数。",
        },
    )
    is_inclusive = forms.TypedChoiceField(
        label="正好等于限额",
        choices=[("yes", "符合（含本数）"), ("no", "不符合，标记临界（不含本数）")],
        coerce=lambda value: value == "yes",
        initial="yes",
    )
    causes = forms.MultipleChoiceField(
        label="须有下列致困原因之一（不选：不要求）",
        choices=CAUSES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "没有这种致困原因，请重新选择。"},
    )
    needs_hard_after_aid = forms.BooleanField(label="须政府救助后仍困难", required=False)
    least_cost = MoneyField("本年自负医药费或财产损失至少（元）", required=False, help_text="不要求的留空。")
    source = forms.CharField(label="依据", max_length=120, required=False)

    @property
    def is_blank(self) -> bool:
        values = self.cleaned_data
        return not any(values.get(name) for name in ("code", "causes", "needs_hard_after_aid", "source")) and all(
            values.get(name) is None for name in ("multiple", "least_cost")
        )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.is_blank and not values["code"].strip():
            self.add_error("code", "请给这一条写个代号，如 C1；不要这一条的，请把各栏清空。")
        return values


class _Criteria(BaseFormSet[CriterionForm]):
    def rows(self) -> list[Row]:
        """The criteria typed, in their order."""
        return [
            Row(
                code=form.cleaned_data["code"].strip(),
                multiple=form.cleaned_data["multiple"],
                is_inclusive=form.cleaned_data["is_inclusive"],
                causes=tuple(cause for cause, _ in CAUSES if cause in form.cleaned_data["causes"]),
                needs_hard_after_aid=form.cleaned_data["needs_hard_after_aid"],
                least_cost=form.cleaned_data["least_cost"],
                source=form.cleaned_data["source"].strip(),
            )
            for form in self.forms
            if not form.is_blank
        ]


CriteriaForms = formset_factory(
    CriterionForm, formset=_Criteria, extra=1, max_num=MOST, absolute_max=MOST, validate_max=True
)


def typed(rows: Iterable[Criterion]) -> list[dict[str, Any]]:
    """The criteria there are, as the cards show them first."""
    return [
        {
            "code": row.code,
            "multiple": plain(row.multiple),
            "is_inclusive": "yes" if row.is_inclusive else "no",
            "causes": row.causes,
            "needs_hard_after_aid": row.needs_hard_after_aid,
            "least_cost": row.least_cost,
            "source": row.source,
        }
        for row in rows
    ]


def plain(number: Decimal | None) -> str:
    """1.5 rather than 1.50."""
    return "" if number is None else f"{number.normalize():f}"


class VersionForm(forms.Form):
    """What is said of the version as a whole. `seen` is the version that the page showed."""

    since = DayField("执行日期", "新条件从这一天起判定；以前提交的申请仍按当时的条件。")
    note = forms.CharField(label="修改说明", max_length=200, required=False, help_text="如：县总工会〔2026〕12号。")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    excludes_homes, excludes_hires, excludes_costly_school, excludes_car = (
        forms.BooleanField(label=words, required=False) for words in SWITCHES.values()
    )

    def switches(self) -> Switches:
        return Switches(**{name: self.cleaned_data[name] for name in SWITCHES})

    @property
    def exclusions(self) -> list[Any]:
        return [self[name] for name in SWITCHES]


def switched(version: CriteriaVersion | None) -> dict[str, bool]:
    """The exclusions as the version has them; all on where there is none yet."""
    return {name: getattr(version, name) if version else True for name in SWITCHES}


class DocumentForm(forms.Form):
    """Whether one kind of document is asked for, and how."""

    when = forms.ChoiceField(
        label="是否要求", choices=[(NOT_ASKED, "不要求"), (ALWAYS, "一律要求"), (BY_CAUSE, "有下列致困原因时要求")]
    )
    causes = forms.MultipleChoiceField(
        label="致困原因", choices=CAUSES, required=False, widget=forms.CheckboxSelectMultiple
    )
    of_each = forms.BooleanField(label="计入人口的每人一份", required=False)
    of_this_year = forms.BooleanField(label="须为本年度", required=False)
    note = forms.CharField(label="要求", max_length=200, required=False)

    def __init__(self, data: Any, *, kind: str, label: str, initial: dict[str, Any]) -> None:
        super().__init__(data, prefix=kind, initial=initial, label_suffix="")
        self.kind, self.called = kind, label

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("when") == BY_CAUSE and not values.get("causes"):
            self.add_error("causes", f"请选择哪些致困原因要交{self.called}，或改成一律要求。")
        return values

    def asked(self) -> Asked | None:
        values = self.cleaned_data
        if values["when"] == NOT_ASKED:
            return None
        causes = [cause for cause, _ in CAUSES if cause in values["causes"]] if values["when"] == BY_CAUSE else []
        return Asked(
            kind=self.kind,
            of_each=values["of_each"],
            causes=causes,
            of_this_year=values["of_this_year"],
            note=values["note"].strip(),
        )


def document_forms(rules: Iterable[DocumentRule], data: Any = None) -> list[DocumentForm]:
    """A form for every kind of document that a worker may have to bring."""
    there = {rule.kind: rule for rule in rules}
    return [
        DocumentForm(data, kind=kind, label=str(label), initial=_shown(there.get(kind)))
        for kind, label in DocumentRule.Kind.choices
        if kind not in OF_THE_STEPS
    ]


def _shown(rule: DocumentRule | None) -> dict[str, Any]:
    if rule is None:
        return {"when": NOT_ASKED}
    return {
        "when": BY_CAUSE if rule.causes else ALWAYS,
        "causes": rule.causes,
        "of_each": rule.of_each,
        "of_this_year": rule.of_this_year,
        "note": rule.note,
    }
