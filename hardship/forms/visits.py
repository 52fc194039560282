"""The desk's forms about visits."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from accounts.admin.base import DeskForm
from hardship.codes import RECIPIENTS
from hardship.models import Budget, HardshipFile, VisitGroup, VisitPlan, VisitStop
from hardship.money import NotMoney, parse, yuan
from unions.forms.acts import DayField
from unions.models import Organisation

KINDS = [(one, one) for one in RECIPIENTS]


class MoneyField(forms.CharField):
    """Yuan as people type them: 500, 1,170.00, ￥500元."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        errors = {"required": f"请填写{label}，没有的填 0。"}
        super().__init__(label=label, max_length=20, error_messages=errors, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return parse(text) if text else Decimal("0.00")
        except NotMoney as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


class BudgetField(forms.ModelChoiceField):
    """A programme's budget of a source, with what is left of it."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.programme.name}：{obj.source.name}，剩 {yuan(obj.amount - obj.reserved)}"


class PlanForm(DeskForm):
    budget = BudgetField(
        Budget.objects.filter(source__is_closed=False)
        .select_related("programme", "source")
        .order_by("-programme__opens_at", "source__code"),
        label="慰问金来源",
        required=False,
        empty_label="不发慰问金",
        help_text="慰问金从这笔预算里出，签领时逐户记账。没有可选的，请财务先安排预算。",
    )

    class Meta:
        model = VisitPlan
        fields = (
            "name",
            "on",
            "gathers_at",
            "departs_at",
            "gathers_where",
            "cash_budget",
            "goods_budget",
            "budget",
            "note",
        )


class QuotaForm(forms.Form):
    area = forms.CharField(label="片区", max_length=40, error_messages={"required": "请填写片区，如：闸坡镇。"})
    kind = forms.ChoiceField(label="对象类别", choices=KINDS)
    families = forms.IntegerField(
        label="户数",
        min_value=0,
        max_value=999,
        help_text="填 0 去掉这一行。",
        error_messages={"required": "请填写户数。"},
    )


class GroupForm(forms.Form):
    area = forms.CharField(label="片区", max_length=40, error_messages={"required": "请填写片区，与名额里的写法一致。"})
    leader = forms.CharField(label="带队领导", max_length=40, error_messages={"required": "请填写带队领导。"})
    units = forms.CharField(label="参加单位", max_length=200, required=False)

    def scope_to(self, row: VisitPlan, user: Any) -> None:
        """Known areas are offered while typing; another may be written."""
        areas = row.quotas.everywhere("of a plan already in scope").values_list("area", flat=True).distinct()
        self.fields["area"].help_text = f"名额里的片区：{'、'.join(sorted(areas))}。" if areas else ""


class StopForm(forms.Form):
    """A household by its file's code, or somebody without a file by name and union."""

    kind = forms.ChoiceField(label="对象类别", choices=KINDS)
    file_code = forms.CharField(
        label="档案编号", max_length=32, required=False, help_text="有困难职工档案的填编号，姓名和工会从档案取。"
    )
    name = forms.CharField(label="姓名", max_length=64, required=False, help_text="没有档案的才填。")
    union_code = forms.CharField(
        label="工会编码", max_length=20, required=False, help_text="没有档案的才填，所在基层工会的编码。"
    )
    address = forms.CharField(
        label="慰问地点", max_length=120, required=False, help_text="印在安排表上；由当地工会带路的，不用写门牌。"
    )
    phone = forms.CharField(label="联系电话", max_length=32, required=False, help_text="不印在表上。")
    cash = MoneyField("慰问金（元）", initial="0", help_text="没有档案的不能发慰问金。")
    goods = MoneyField("慰问品折价（元）", initial="0")
    goods_named = forms.CharField(
        label="慰问品", max_length=80, required=False, help_text="如：大米 10 公斤、食用油 5 升。"
    )
    note = forms.CharField(label="说明", max_length=200, required=False)

    def scope_to(self, row: VisitGroup, user: Any) -> None:
        self.user = user

    def clean(self) -> dict[str, Any]:
        """As `visit_stops.add` takes them: the file and the union themselves, not their codes."""
        values: dict[str, Any] = super().clean() or {}
        code, union_code = values.pop("file_code", "").strip(), values.pop("union_code", "").strip()
        file = HardshipFile.objects.visible_to(self.user).filter(code=code).first() if code else None
        union = Organisation.objects.visible_to(self.user).filter(code=union_code).first() if union_code else None
        if code and file is None:
            self.add_error("file_code", "没有这个档案编号，请核对。")
        if not code:
            self._demand_person(values.get("name", ""), union_code, union)
        return values | {"file": file, "union": union}

    def _demand_person(self, name: str, code: str, union: Organisation | None) -> None:
        if not name.strip():
            self.add_error("name", "请填写档案编号；没有档案的，填写姓名和工会编码。")
        if code and union is None:
            self.add_error("union_code", "没有这个工会编码，请核对。没有档案的对象要填所在基层工会的编码。")
        elif union is None and name.strip():
            self.add_error("union_code", "没有档案的对象要填所在基层工会的编码。")


class SignForm(forms.Form):
    cash = MoneyField("实发慰问金（元）")
    goods = MoneyField("实发慰问品折价（元）")
    signed_on = DayField("签领日期", "照签领表填。")
    signed_by = forms.CharField(
        label="签领人", max_length=64, error_messages={"required": "请填写签领人，代领的写代领人和关系。"}
    )

    def scope_to(self, row: VisitStop, user: Any) -> None:
        on = row.group.plan.on
        day = on if on <= timezone.localdate() else timezone.localdate()
        self.initial = {"cash": str(row.cash), "goods": str(row.goods), "signed_by": row.name, "signed_on": day}


class WhyForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=120, error_messages={"required": "请写明原因。"})


class MoveForm(forms.Form):
    group = forms.ModelChoiceField(VisitGroup.objects.none(), label="移到哪一组", empty_label=None)
    place = forms.IntegerField(
        label="第几户", min_value=0, max_value=999, required=False, help_text="留空或填 0 排在最后。"
    )

    def scope_to(self, row: VisitStop, user: Any) -> None:
        groups: Any = self.fields["group"]
        groups.queryset = VisitGroup.objects.visible_to(user).filter(plan=row.group.plan_id).order_by("number")
        groups.label_from_instance = lambda group: f"第{group.number}组（{group.area}）"
        self.initial = {"group": row.group_id, "place": row.place}

    def clean_place(self) -> int:
        return self.cleaned_data["place"] or 0


class ReceiptsForm(forms.Form):
    scan = forms.FileField(
        label="签字的签领表",
        help_text="扫描成 PDF，或者拍照。",
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
        allow_empty_file=True,
        error_messages={"required": "还没有选文件，请选一个 PDF 或一张照片。", "invalid": "没有收到文件，请另选一个。"},
    )
