"""导入 and 导出数据 above a list whose rows have a register of their own."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse

from accounts.duties import Duty
from registers.operations import may_export
from registers.registry import plan_of


class OfRegister:
    """Mixed into a list of the desk; `register` is the register's name."""

    register: ClassVar[str]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        user: Any = request.user
        plan = plan_of(self.register)
        links = {
            "register": self.register,
            "may_import": user.may(Duty.IMPORT_REGISTERS) and user.may(plan.duty),
            "may_export_register": may_export(plan, user),
        }
        return super().changelist_view(request, {**links, **(extra_context or {})})  # type: ignore[misc]
