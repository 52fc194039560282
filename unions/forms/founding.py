"""为单位建会: the new union, prefilled from the unit, and its chair if known."""

from datetime import date
from typing import Any

from django import forms

from unions.forms.acts import DayField, today
from unions.forms.fields import CodeField, MobileField, NameField, OfficePhoneField
from unions.forms.succession import OtherDay
from unions.models import Employer, Organisation

TERM_YEARS = [(5, "5 年"), (3, "3 年")]
GROUPS = (
    ("新工会", ("name", "parent", "code", "established_on")),
    ("批复", ("approval_number", "approved_on", "term_years")),
    (
        "主席（已经选出的，一并登记）",
        ("chair_name", "chair_elected_on", "office_phone", "mobile", "is_principal_or_kin"),
    ),
)
MOST_PARENTS = 200


class FoundingForm(forms.Form):
    name = forms.CharField(
        label="工会名称",
        max_length=120,
        help_text="按单位名称拟的，与批复不一致的请改。",
        error_messages={"required": "请填写工会名称。"},
    )
    parent = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="上级工会",
        empty_label=None,
        help_text="单位的责任工会，或它下面的村（社区）、行业、区域工会。",
        error_messages={"required": "请选择上级工会。", "invalid_choice": "请选择责任工会或它下面的工会。"},
    )
    code = CodeField(label="工会编码", max_length=20, error_messages={"required": "请填写县里统一编的工会编码。"})
    established_on = DayField("建会日期")
    approval_number = forms.CharField(label="批复文号", max_length=64, required=False)
    approved_on = OtherDay("批复日期")
    term_years = forms.TypedChoiceField(label="届期年数", coerce=int, choices=TERM_YEARS, initial=5)
    chair_name = NameField(label="主席姓名", max_length=64, required=False, help_text="还没选出的留空。")
    chair_elected_on = OtherDay("当选日期", "留空就是建会那一天。")
    office_phone = OfficePhoneField(label="办公电话", max_length=64, required=False)
    mobile = MobileField(label="手机号码", max_length=32, required=False)
    is_principal_or_kin = forms.NullBooleanField(
        label="是否企业主要负责人或其近亲属", required=False, help_text="是的不能担任主席（《工会法》第十条）。"
    )

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    def scope_to(self, row: Employer, user: Any) -> None:
        parents = Organisation.objects.visible_to(user).filter(path__startswith=row.body.path)
        parents = parents.existing_on(today()).that_have_children()
        field: Any = self.fields["parent"]
        field.queryset = parents.order_by("path")
        field.label_from_instance = lambda organisation: f"{organisation.name}（{organisation.get_kind_display()}）"
        self.initial = {"name": union_name(row.name), "parent": row.body_id, "code": free_code(row.body)}
        field = self.fields["code"]
        field.help_text = "按责任工会的编码顺下来、还没有用过的一个，可以改。"

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        given = [name for name in ("chair_elected_on", "office_phone", "mobile") if values.get(name)]
        if given and not values.get("chair_name") and "chair_name" not in self.errors:
            self.add_error("chair_name", "填了主席的情况，请把姓名也填上；还没选出的，把主席各栏都清空。")
        if not self.errors:
            values["chair"] = _chair(values)
        return values


def _chair(values: dict[str, Any]) -> dict[str, Any] | None:
    if not values["chair_name"]:
        return None
    elected_on: date = values["chair_elected_on"] or values["established_on"]
    return {
        "name": values["chair_name"],
        "elected_on": elected_on,
        "office_phone": values["office_phone"],
        "mobile": values["mobile"],
        "is_principal_or_kin": values["is_principal_or_kin"],
    }


def union_name(unit: str) -> str:
    """What the unit's union is called unless the approval says otherwise."""
    return unit if unit.endswith("工会") else f"{unit}工会"


def free_code(body: Organisation) -> str:
    """The code after the highest that continues the body's own; its first, where none does yet."""
    codes = Organisation.objects.everywhere("a code is given once in the county").filter(code__startswith=body.code)
    own = codes.exclude(pk=body.pk).order_by("-code").values_list("code", flat=True)
    longer = own.filter(code__gt=body.code)[:1]
    highest = next(iter(longer), "")
    if not highest:
        return f"{body.code}01"[:20]
    following = str(int(highest) + 1).zfill(len(highest))
    return following if following.startswith(body.code) else ""
