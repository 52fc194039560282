"""What would be if: another living line, other multiples, as the address says it. No personal data stands in it."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from hardship.eligibility import Criteria, Criterion
from hardship.forms.criteria import MoneyField, plain
from unions.forms.acts import DayField

EXCLUSIONS = {
    "homes": "两套及以上住房",
    "hires": "有经营性雇工",
    "costly_school": "高收费择校或自费留学",
    "car": "拥有非营运机动车",
}


class WhatIfForm(forms.Form):
    """Made for the criteria there are: a multiple and a least cost for each criterion that has one."""

    on = DayField("按哪一天的档案")
    line = MoneyField("最低生活保障线改为（元/人·月）", required=False, help_text="不改的留空：各地仍按登记的保障线。")

    def __init__(self, data: Any, *, criteria: Criteria, on: Any) -> None:
        super().__init__(data, label_suffix="", initial={"on": on})
        self.criteria = criteria
        for place, criterion in enumerate(criteria.criteria):
            self._fields_of(place, criterion)
        for name, words in EXCLUSIONS.items():
            is_on = getattr(criteria.exclusions, name)
            self.fields[f"x-{name}"] = forms.BooleanField(label=words, required=False, initial=is_on)

    def _fields_of(self, place: int, criterion: Criterion) -> None:
        if criterion.multiple is not None:
            self.fields[f"m{place}"] = forms.DecimalField(
                label=f"{criterion.code} 的倍数",
                max_digits=5,
                decimal_places=2,
                min_value=Decimal("0.01"),
                initial=plain(criterion.multiple),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
                error_messages={
                    "required": "请填写倍数，如 1.5。",
                    "invalid": "请填写数字，如 1.5。",
                    "min_value": "倍数应大于 0。",
                    "max_decimal_places": "最多两位小数。",
                },
            )
            self.fields[f"i{place}"] = forms.BooleanField(
                label=f"{criterion.code} 含本数", required=False, initial=criterion.inclusive
            )
        if criterion.least_cost is not None:
            field = MoneyField(f"{criterion.code} 医药费或财产损失至少（元）", initial=plain(criterion.least_cost))
            self.fields[f"k{place}"] = field

    def then(self) -> Criteria:
        """The criteria as they would be."""
        return replace(
            self.criteria,
            criteria=tuple(self._changed()),
            exclusions=replace(
                self.criteria.exclusions, **{name: self.cleaned_data[f"x-{name}"] for name in EXCLUSIONS}
            ),
        )

    def _changed(self) -> Iterable[Criterion]:
        for place, criterion in enumerate(self.criteria.criteria):
            values = self.cleaned_data
            yield replace(
                criterion,
                multiple=values.get(f"m{place}"),
                inclusive=values.get(f"i{place}", criterion.inclusive),
                least_cost=values.get(f"k{place}"),
            )

    @property
    def numbers(self) -> list[Any]:
        """The boxes of numbers, in the order of the criteria."""
        return [self[name] for name in self.fields if name[0] in "mk"]

    @property
    def ticks(self) -> list[Any]:
        return [self[name] for name in self.fields if name[0] == "i"]

    @property
    def exclusions(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("x-")]
