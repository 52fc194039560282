from typing import Any

from accounts.admin.base import DeskForm
from unions.forms.fields import CodeField, CreditCodeField, OfficePhoneField, PostcodeField
from unions.models import Kind, Organisation


class OrganisationForm(DeskForm):
    code = CodeField(label="工会编码", max_length=20, help_text="县里统一编的编码，6 至 20 位数字。")
    credit_code = CreditCodeField(
        label="统一社会信用代码",
        max_length=18,
        required=False,
        prefixes=("81", "89"),
        help_text="18 位，以 81 或 89 开头。",
    )
    phone = OfficePhoneField(label="办公电话", max_length=64, required=False)
    postcode = PostcodeField(label="邮编", max_length=6, required=False)

    class Meta:
        model = Organisation
        fields = (
            "code",
            "name",
            "kind",
            "parent",
            "established_on",
            "approval_number",
            "approved_on",
            "credit_code",
            "term_years",
            "address",
            "phone",
            "postcode",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            is_county = self.instance.pk and self.instance.kind == Kind.COUNTY_FEDERATION
            kinds = [choice for choice in Kind.choices if is_county or choice[0] != Kind.COUNTY_FEDERATION]
            self.fields["kind"].choices = kinds if is_county else [("", "请选择"), *kinds]  # type: ignore[attr-defined]
        if "established_on" in self.fields:
            self.fields["established_on"].required = True
        if "term_years" in self.fields:
            self.fields["term_years"].help_text = "3 或 5 年；新当选干部的届满日期按它推算。"
        if "parent" in self.fields:
            self.fields["parent"].required = True
            self.fields["parent"].help_text = "输入编码或名称查找。"
