"""The chairs' forms about members: taking somebody in, what becomes of a membership, a transfer, the roster taken away."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from members.identity import packed, trouble
from members.models import ETHNICITIES, Education, Employment, Hukou, IdKind, Membership, PoliticalStatus, SkillLevel
from members.models import State as MembershipState
from registers.cells import clean as plain
from unions.forms.fields import MobileField, NameField
from unions.forms.portal import DayField, WordsField, not_ahead
from unions.models import Employer


def choice_field(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "不填"), *choices], required=False)


def employer_field(employers: Sequence[Employer]) -> forms.ModelChoiceField:
    """Asked only where the union covers several units; `employers` are all it covers."""
    rows = Employer.objects.everywhere("units of one's own union").filter(pk__in=[one.pk for one in employers])
    return forms.ModelChoiceField(
        rows.order_by("name"),
        label="工作单位",
        required=False,
        empty_label="没有单位（个人入会）",
        error_messages={"invalid_choice": "这个单位不在本工会覆盖范围内，请重新选择。"},
    )


class EnrolForm(forms.Form):
    """办理入会: what is needed first, the rest under 更多."""

    id_number = forms.CharField(
        label="证件号码",
        max_length=40,
        help_text="居民身份证 18 位。性别、出生日期由号码得出，不用填。",
        error_messages={"required": "请填写证件号码。"},
        # No draft on the phone holds it (static/js/drafts.js).
        widget=forms.TextInput(attrs={"data-unkept": "", "autocomplete": "off", "autocapitalize": "characters"}),
    )
    name = NameField(label="姓名", max_length=64, keeps=False, error_messages={"required": "请填写姓名，与证件一致。"})
    mobile = MobileField(label="手机号码（选填）", max_length=32, required=False)
    since = DayField("入会日期")
    is_migrant = forms.BooleanField(label="是农民工", required=False)
    is_dispatched = forms.BooleanField(label="是劳务派遣工", required=False)
    id_kind = forms.ChoiceField(label="证件类别", choices=IdKind.choices, initial=IdKind.RESIDENT, required=False)
    employment = choice_field("就业状况", Employment.choices)
    ethnicity = choice_field("民族", ETHNICITIES)
    education = choice_field("学历", Education.choices)
    skill_level = choice_field("技术等级", SkillLevel.choices)
    political_status = choice_field("政治面貌", PoliticalStatus.choices)
    hukou_type = choice_field("户籍类型", Hukou.choices)
    native_place = WordsField(label="籍贯", max_length=64, required=False)
    agrees = forms.BooleanField(
        label="本人自愿申请加入工会，已看过上面的说明并同意登记这些信息",
        error_messages={"required": "请在本人同意后勾选。本人不同意的，不能登记。"},
    )
    MORE = (
        "id_kind", "employment", "ethnicity", "education", "skill_level", "political_status", "hukou_type",
        "native_place",
    )  # fmt: skip

    def __init__(self, *args: Any, employers: Sequence[Employer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employers = employers
        if len(employers) > 1:
            self.fields["employer"] = employer_field(employers)
        self.fields["mobile"].widget.attrs["inputmode"] = "tel"
        self.fields["employment"].initial = Employment.ON_POST

    def clean_since(self) -> date:
        day: date = self.cleaned_data["since"]
        not_ahead(day, "入会日期")
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        kind = values.get("id_kind") or IdKind.RESIDENT
        number = packed(plain(values.get("id_number", "")))
        if number and (wrong := trouble(kind, number, timezone.localdate())):
            self.add_error("id_number", f"{IdKind(kind).label}号码不对：{wrong}。请对照证件核对后重填。")
        values["id_number"], values["id_kind"] = number, kind
        return values

    @property
    def workplace(self) -> Employer | None:
        chosen: Employer | None = self.cleaned_data.get("employer")
        return self.employers[0] if len(self.employers) == 1 else chosen

    @property
    def details(self) -> dict[str, Any]:
        """As `belonging.join` takes them. A box left empty says nothing: not asked is not 否."""
        left_out = ("since", "agrees", "employer")
        values = {name: value for name, value in self.cleaned_data.items() if name not in left_out}
        return values | {name: values[name] or None for name in ("is_migrant", "is_dispatched")}


LEAVE, RETAIN, RESUME = "leave", "retain", "resume"


class ChangeForm(forms.Form):
    """退会、保留、恢复."""

    how = forms.ChoiceField(
        label="办理哪一项",
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择办理哪一项。",
            "invalid_choice": "这位会员的状态刚刚变过，请返回核对。",
        },
    )
    on = DayField("从哪天起")
    reason = WordsField(label="原因", max_length=100, required=False, help_text="如：辞职、退休、与单位解除劳动关系。")

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        retained = membership.state == MembershipState.RETAINED
        other = (RESUME, "恢复正常会籍") if retained else (RETAIN, "保留会籍（下岗、内退等，仍是会员）")
        field: Any = self.fields["how"]
        field.choices = [(LEAVE, "退会（已离开单位，或本人要求）"), other]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        not_ahead(day, "日期")
        if day < self.membership.since:
            raise forms.ValidationError(f"日期早于入会日期（{self.membership.since}），请核对。")
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("how") in (LEAVE, RETAIN) and not values.get("reason"):
            self.add_error("reason", "请用几个字写明原因，以后查得清楚。")
        return values


class MoveForm(forms.Form):
    """转出: to one of the unions found."""

    to = forms.ChoiceField(
        label="转到哪个工会",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择转到哪个工会。", "invalid_choice": "请重新查找转入工会。"},
    )
    on = DayField("申请日期")
    reason = WordsField(
        label="原因", max_length=100, help_text="如：调到新单位工作。", error_messages={"required": "请写明原因。"}
    )

    def __init__(self, *args: Any, found: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.choices = list(found)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        not_ahead(day, "申请日期")
        return day


ACCEPT, DECLINE, CANCEL, AGREE, OBJECT = "accept", "decline", "cancel", "agree", "object"
TAKE_BACK = "take_back"


class DecideForm(forms.Form):
    """What is said to a pending transfer; the button says which."""

    opinion = WordsField(label="意见或原因", max_length=180, required=False)

    def __init__(self, *args: Any, acts: Sequence[str], employers: Sequence[Employer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acts = acts
        if ACCEPT in acts and len(employers) > 1:
            self.fields["employer"] = employer_field(employers)
        if DECLINE in acts or OBJECT in acts:
            self.fields["opinion"].help_text = "不同意的要写明原因，对方会看到；同意的可以不写。"

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        chosen = self.data.get("as", "")
        if chosen not in self.acts and set(self.acts) <= {TAKE_BACK}:
            raise forms.ValidationError("这份接转申请已经办结，没有改动。")
        if chosen not in self.acts:
            raise forms.ValidationError("请点下面的一个按钮。")
        if chosen in (DECLINE, OBJECT) and not values.get("opinion"):
            self.add_error("opinion", "请写明不同意的原因，对方要据此答复本人。")
        return values | {"as": chosen}


class TakeawayForm(forms.Form):
    """下载花名册: why, and whether with whole numbers; those are asked for twice."""

    reason = WordsField(
        label="用途",
        max_length=100,
        help_text="如：会员大会签到。用途和下载人会记入日志。",
        error_messages={"required": "请用一句话写明用途。"},
    )
    full = forms.BooleanField(label="要完整的证件号码和手机号码", required=False)
