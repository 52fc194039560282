"""A household as it is typed for a trial: who lives there, incomes, causes, what it owns. Nothing of it is kept."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from hardship.facts import Contents
from hardship.forms.criteria import CAUSES, MoneyField
from hardship.household import Case, Cause, Household, Marriage, Person, Relation
from unions.forms.acts import DayField

MOST = 20  # people of a household
SPARE = 2  # empty rows under those filled in
MARRIAGES = [(str(one), str(one)) for one in Marriage]
RELATIONS = [(str(one), str(one)) for one in Relation if one is not Relation.WORKER]


class PersonForm(forms.Form):
    """Somebody beside the worker; a row without a relation is nobody."""

    relation = forms.ChoiceField(label="关系", choices=[("", "—"), *RELATIONS], required=False)
    marital_status = forms.ChoiceField(label="婚姻状况", choices=[("", "—"), *MARRIAGES], required=False)
    income = MoneyField("年收入（元）", required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("relation") and not values.get("marital_status"):
            self.add_error("marital_status", "请选择婚姻状况。")
        if not values.get("relation") and values.get("income"):
            self.add_error("relation", "请选择与职工的关系，或清空这一行。")
        return values

    def person(self) -> Person | None:
        values = self.cleaned_data
        if not values.get("relation"):
            return None
        income = values["income"] or Decimal(0)
        return Person(Relation(values["relation"]), Marriage(values["marital_status"]), income)


class _People(BaseFormSet[PersonForm]):
    def people(self) -> list[Person]:
        return [person for form in self.forms if (person := form.person()) is not None]


PeopleForms = formset_factory(PersonForm, formset=_People, extra=SPARE, max_num=MOST, absolute_max=MOST)


class TrialForm(forms.Form):
    """The worker and the household's facts, in the words of sheet 档案."""

    on = DayField("按哪一天的条件")
    line = MoneyField("最低生活保障线（元/人·月）")
    marital_status = forms.ChoiceField(label="职工的婚姻状况", choices=MARRIAGES, initial="已婚")
    income = MoneyField("职工本人年收入（元）", initial="0")
    causes = forms.MultipleChoiceField(
        label="致困原因", choices=CAUSES, required=False, widget=forms.CheckboxSelectMultiple
    )
    hard_after_aid = forms.BooleanField(label="政府救助后仍困难", required=False)
    medical = MoneyField("本年自负医药费（元）", required=False)
    loss = MoneyField("本年财产损失（元）", required=False)
    rigid = MoneyField("年刚性支出（元）", required=False)
    homes = forms.IntegerField(
        label="住房套数",
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "请填写整数。", "min_value": "不能是负数。", "max_value": "数字太大。"},
    )
    hires = forms.BooleanField(label="有经营性雇工", required=False)
    costly_school = forms.BooleanField(label="高收费择校或自费留学", required=False)
    car = forms.BooleanField(label="拥有非营运机动车", required=False)

    @property
    def of_worker(self) -> list[Any]:
        return [self[name] for name in ("marital_status", "income", "line", "on")]

    @property
    def of_costs(self) -> list[Any]:
        return [self[name] for name in ("medical", "loss", "rigid", "hard_after_aid")]

    @property
    def of_exclusions(self) -> list[Any]:
        return [self[name] for name in ("homes", "hires", "costly_school", "car")]

    def clean_line(self) -> Decimal:
        line: Decimal = self.cleaned_data["line"]
        if not line:
            raise forms.ValidationError("最低生活保障线应大于 0。")
        return line

    def case(self, others: Iterable[Person]) -> Case:
        values = self.cleaned_data
        status = Marriage(values["marital_status"])
        worker = Person(Relation.WORKER, status, values["income"])
        return Case(
            on=values["on"],
            line=values["line"],
            household=Household(status, (worker, *others)),
            causes=frozenset(Cause(cause) for cause in values["causes"]),
            hard_after_aid=values["hard_after_aid"],
            medical=values["medical"] or Decimal(0),
            loss=values["loss"] or Decimal(0),
            rigid=values["rigid"] or Decimal(0),
            homes=values["homes"] or 0,
            hires=values["hires"],
            costly_school=values["costly_school"],
            car=values["car"],
        )


def of_case(case: Case) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A case as the form and its rows show it: a file taken out, the worker apart from the others."""
    people = case.household.people
    worker = next((one for one in people if one.relation == Relation.WORKER), None)
    others = [
        {"relation": str(one.relation), "marital_status": str(one.marital_status), "income": one.income}
        for one in people
        if one is not worker
    ]
    own = {
        "on": case.on,
        "line": case.line,
        "marital_status": str(case.household.marital_status),
        "income": worker.income if worker else Decimal(0),
        "causes": [str(cause) for cause in Cause if cause in case.causes],
    }
    names = ("hard_after_aid", "medical", "loss", "rigid", "homes", "hires", "costly_school", "car")
    return own | {name: getattr(case, name) for name in names}, others


class TakeOutForm(forms.Form):
    """Which file is taken out for a trial, and what for: it shows incomes and illness."""

    code = forms.CharField(label="档案编号", max_length=32, error_messages={"required": "请填写档案编号。"})
    reason = forms.CharField(
        label="用途",
        max_length=100,
        help_text="如：答复职工咨询。查看人、时间和用途会记入日志。",
        error_messages={"required": "请用一句话写明用途。"},
    )


def facts_are_of(contents: Contents, on: date, since: date) -> str:
    """A warning where 本年 of the file is another year's than the trial's; "" otherwise."""
    said = contents.file.medical or contents.file.loss
    if not said or since.year == on.year:
        return ""
    return f"档案里的自负医药费、财产损失是 {since.year} 年登记的，{on.year} 年的请另行核实。"
