"""What the desk asks of a person: joining, and correcting what the register says."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.sites import site
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.admin.base import DeskForm
from accounts.admin.widgets import PickOne
from members.identity import packed, told
from members.models import Member, Membership
from unions.forms.acts import DayField
from unions.forms.fields import MobileField, NameField
from unions.models import Employer

LONGEST_NUMBER = 40  # of any spelling, with its spaces
PERSON = (
    "name",
    "id_kind",
    "sex",
    "born_on",
    "ethnicity",
    "mobile",
    "employment",
    "is_migrant",
    "is_dispatched",
    "education",
    "skill_level",
    "political_status",
    "hukou_type",
    "native_place",
)


class NumberField(forms.CharField):
    """A document number in any spelling; what it is, the operation judges."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_NUMBER, widget=UnfoldAdminTextInputWidget, **kwargs)
        self.widget.attrs["autocomplete"] = "off"

    def to_python(self, value: Any) -> str:
        return packed(super().to_python(value) or "")


class MemberForm(DeskForm):
    """Of somebody who joins, with the union; of somebody who is there, without it.

    `user` and `union` (its key as text, "" where none was said) are set on the class made for the request.
    """

    user: ClassVar[Any] = None
    union: ClassVar[str] = ""

    name = NameField(label="姓名", max_length=64, widget=UnfoldAdminTextInputWidget)
    mobile = MobileField(label="移动电话", max_length=32, required=False)
    id_number = NumberField(label="证件号码", required=False)
    since = DayField("入会日期", "本人入会申请批准的那一天。")
    employer = forms.ModelChoiceField(
        Employer.objects.none(),
        label="工作单位",
        required=False,
        error_messages={"invalid_choice": "这个单位不在本工会覆盖范围内，请重新选择。"},
    )

    class Meta:
        model = Member
        fields = ("union", *PERSON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._of_joining()
        number = self.fields.get("id_number")
        if number is not None and not self.instance.pk:
            number.required = True
            number.help_text = "加密保存。空格、全角、小写 x、15 位旧号码都能认出是同一个人。"
            number.error_messages["required"] = "请填写证件号码：实名登记，一人一籍。"
        elif number is not None:
            number.label = "证件号码（填写新号码）"
            number.help_text = "加密保存。留空不改变已登记的号码。"
        for name in ("sex", "born_on"):
            if name in self.fields:
                self.fields[name].help_text = "居民身份证上有的，不用填。"

    def _of_joining(self) -> None:
        """The union's few units fit into a drop-down; where no union was said beforehand, one is looked for."""
        if self.instance.pk:
            for name in ("employer", "since"):
                del self.fields[name]
            return
        self.fields["union"].error_messages["required"] = "请选择工会。"
        field: Any = self.fields["employer"]
        field.queryset = Employer.objects.visible_to(self.user).filter(union__isnull=False)
        if self.union:
            field.queryset = field.queryset.filter(union_id=int(self.union)).order_by("name")
            field.empty_label = "未填"
            only = list(field.queryset.values_list("pk", flat=True)[:2])
            field.initial = only[0] if len(only) == 1 else None
        else:
            pick_one(field, Membership._meta.get_field("employer"))
        field.help_text = "该工会覆盖的单位；没有就不选。"

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk and "id_kind" in self.changed_data and not values.get("id_number"):
            self.add_error("id_number", "改证件类别的，要同时填写新的证件号码。")
        return values


def says_sex(kind: str, number: str) -> bool:
    """Does the number itself tell sex and birth date? Then they are not typed."""
    return bool(told(kind, number).sex)


def pick_one(field: Any, source: Any) -> None:
    """The field finds its row by typing, as the desk's own page of the table does."""
    widget = PickOne(source, site)
    widget.choices = field.widget.choices
    field.widget = widget
