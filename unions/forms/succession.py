"""换届 on one page: who leaves when, who comes in, what is known of both."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Case, IntegerField, Value, When

from accounts.masks import masked_text
from unions.forms.acts import DayField, today
from unions.forms.fields import IdNumberField, MobileField, NameField, OfficePhoneField
from unions.models import FullTime, Officer, Organisation, Post, Sex
from unions.operations.officers import term_end
from unions.operations.succession import Leaving

GROUPS = (
    ("谁离任", ("seat", "left_on", "end_facts")),
    ("谁当选", ("is_reelected", "restate", "name", "elected_on", "term_ends_on", "ends_vice")),
    ("联系方式", ("office_phone", "mobile")),
    (
        "本人情况（可以以后补填）",
        ("sex", "born_on", "political_status", "education", "full_time", "employer_post", "id_number",
         "is_principal_or_kin"),
    ),
)  # fmt: skip
# What a tenure says of the person, and so goes on with one who is re-elected.
OF_THE_PERSON = (
    "sex", "born_on", "political_status", "education", "full_time", "employer_post", "office_phone", "mobile",
    "is_principal_or_kin",
)  # fmt: skip


def OtherDay(label: str, help_text: str = "") -> forms.DateField:  # noqa: N802 (reads as a field)
    """A date that may be left empty."""
    field = DayField(label, help_text, required=False)
    field.initial = None
    return field


class SuccessionForm(forms.Form):
    seat = forms.ChoiceField(
        label="离任的人",
        error_messages={
            "required": "请选择谁离任，或哪个席位空缺。",
            "invalid_choice": "这位干部已不在任，可能刚刚有人办过交接，请返回工会页面核对。",
        },
    )
    left_on = OtherDay("离任日期", "从这一天起不再任职。留空就是新人当选的那一天。")
    end_facts = forms.BooleanField(
        label="同日结束前任的亮身份记录",
        required=False,
        initial=True,
        help_text="任职一结束，前任的胸卡和电话就不再计入；不勾选，记录仍开着，但同样不计入。",
    )
    is_reelected = forms.BooleanField(
        label="连选连任，还是这个人", required=False, help_text="姓名和没有填的栏目沿用登记的；账号随新的任期继续。"
    )
    restate = forms.BooleanField(
        label="胸卡、公布的电话都没有换，为新任期重新上报",
        required=False,
        help_text="亮身份记录挂在任期上，新任期从零开始。勾选后从当选日起重新上报，未核实；实际换过的不要勾选。",
    )
    name = NameField(label="当选人姓名", max_length=64, required=False)
    elected_on = DayField("当选日期")
    term_ends_on = OtherDay("任期届满日期")
    ends_vice = forms.BooleanField(
        label="当选主席的人原任副主席的，副主席职务同日结束",
        required=False,
        initial=True,
        help_text="同时挂着两个职务，两个职务都要亮身份才算。",
    )
    office_phone = OfficePhoneField(label="办公电话", max_length=64, required=False)
    mobile = MobileField(label="手机号码", max_length=32, required=False)
    sex = forms.ChoiceField(label="性别", choices=[("", "未填"), *Sex.choices], required=False)
    born_on = OtherDay("出生日期")
    political_status = forms.CharField(label="政治面貌", max_length=32, required=False)
    education = forms.CharField(label="文化程度", max_length=32, required=False)
    full_time = forms.ChoiceField(label="专兼职", choices=[("", "未填"), *FullTime.choices], required=False)
    employer_post = forms.CharField(label="行政职务", max_length=64, required=False)
    id_number = IdNumberField(label="身份证号", max_length=18, required=False, help_text="加密保存，可以以后补填。")
    is_principal_or_kin = forms.NullBooleanField(
        label="是否企业主要负责人或其近亲属",
        required=False,
        help_text="是的不能担任工会委员会职务（《工会法》第十条）。",
    )

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    def scope_to(self, row: Any, user: Any) -> None:
        """`row` is the union, or the officer who leaves."""
        self.union: Organisation = row if isinstance(row, Organisation) else row.union
        self.sitting = {str(officer.pk): officer for officer in _sitting(self.union, user)}
        seats = [(key, f"{officer}，{officer.elected_on} 当选") for key, officer in self.sitting.items()]
        if not any(officer.post == Post.CHAIR for officer in self.sitting.values()):
            seats.insert(0, (str(Post.CHAIR), "主席空缺，补上主席"))
        seats.append((str(Post.VICE_CHAIR), "没有人离任，增选一位副主席"))
        field: Any = self.fields["seat"]
        field.choices = seats
        seat = seats[0][0] if isinstance(row, Organisation) else str(row.pk)
        leaving = self.sitting.get(seat)
        phone = leaving.office_phone if leaving else self.union.phone
        # The office keeps its telephone; a mobile written there is the person's, and stays masked.
        self.initial = {"seat": seat, "office_phone": phone if masked_text(phone) == phone else ""}
        self._prefill_term()

    def _prefill_term(self) -> None:
        field = self.fields["term_ends_on"]
        if self.union.term_years:
            self.initial["term_ends_on"] = term_end(today(), self.union.term_years)
            field.help_text = f"按该工会的届期 {self.union.term_years} 年推算；改了当选日期，没有动过的届满日期跟着变。"
        else:
            field.help_text = "该工会没有登记届期年数，请按选举结果填写，不清楚的留空。"

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        leaving = self.sitting.get(values.get("seat", ""))
        if values.get("is_reelected") and leaving is None:
            self.add_error("is_reelected", "没有人离任，谈不上连任。请选择连任的人，或取消勾选。")
        elif values.get("is_reelected") and leaving is not None:
            values["name"] = values.get("name") or leaving.name
            self._keep_what_is_known(values, leaving)
        if not values.get("name") and "name" not in self.errors:
            self.add_error("name", "请填写当选人的姓名。")
        if values.get("term_ends_on") == self.initial.get("term_ends_on"):
            values["term_ends_on"] = None  # the operation reckons it from the day elected
        if not self.errors:
            values["succession"] = _succession(values, leaving)
        return values

    def _keep_what_is_known(self, values: dict[str, Any], leaving: Officer) -> None:
        for name in OF_THE_PERSON:
            if values.get(name) in ("", None):
                values[name] = getattr(leaving, name)


def _succession(values: dict[str, Any], officer: Officer | None) -> dict[str, Any]:
    """The form's values as `officers.succeed` takes them, besides the union."""
    names = {"name", "elected_on", "term_ends_on", "id_number", *OF_THE_PERSON}
    details: dict[str, Any] = {name: values[name] for name in names}
    details["post"] = officer.post if officer else values["seat"]
    leaving = None
    if officer is not None:
        on: date = values["left_on"] or values["elected_on"]
        leaving = Leaving(officer, on, values["end_facts"], values["is_reelected"], values["restate"])
    return {"leaving": leaving, "ends_vice": values["ends_vice"], **details}


def _sitting(union: Organisation, user: Any) -> list[Officer]:
    order = Case(
        *(When(post=post, then=Value(place)) for place, post in enumerate(Post.values)), output_field=IntegerField()
    )
    rows = Officer.objects.visible_to(user).filter(union=union, left_on=None)
    return list(rows.annotate(place=order).order_by("place", "elected_on", "pk"))
