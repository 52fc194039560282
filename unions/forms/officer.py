from typing import Any

from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.admin.base import DeskForm
from unions.forms.fields import IdNumberField, MobileField, NameField, OfficePhoneField
from unions.models import Officer


class OfficerForm(DeskForm):
    name = NameField(label="姓名", max_length=64, widget=UnfoldAdminTextInputWidget)
    id_number = IdNumberField(
        label="身份证号（填写新号码）", max_length=18, required=False, help_text="加密保存。留空不改变已登记的号码。"
    )
    office_phone = OfficePhoneField(label="办公电话", max_length=64, required=False)
    mobile = MobileField(label="手机号码", max_length=32, required=False)

    class Meta:
        model = Officer
        fields = (
            "union",
            "name",
            "post",
            "elected_on",
            "term_ends_on",
            "sex",
            "born_on",
            "political_status",
            "education",
            "full_time",
            "employer_post",
            "is_principal_or_kin",
            "office_phone",
            "mobile",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "term_ends_on" in self.fields:
            self.fields["term_ends_on"].help_text = "留空按当选日期和该工会的届期年数推算。"
        if "is_principal_or_kin" in self.fields:
            self.fields["is_principal_or_kin"].help_text = "是的不能担任工会委员会职务（《工会法》第十条）。"
