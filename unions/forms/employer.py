from accounts.admin.base import DeskForm
from unions.forms.fields import CreditCodeField, PhoneField
from unions.models import Employer


class EmployerForm(DeskForm):
    credit_code = CreditCodeField(label="统一社会信用代码", max_length=18)
    phone = PhoneField(label="联系电话", max_length=64, required=False)

    class Meta:
        model = Employer
        fields = (
            "credit_code",
            "name",
            "nature",
            "size",
            "industry",
            "staff",
            "women",
            "migrants",
            "dispatched",
            "body",
            "union",
            "address",
            "legal_representative",
            "phone",
        )
        help_texts = {
            "body": "县总工会直接下属的乡镇、开发区或系统工会。",
            "union": "覆盖该单位的工会；尚未建会的留空。",
        }
