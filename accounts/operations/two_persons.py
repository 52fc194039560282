"""No administrator takes over another's account alone (docs/decisions/0008)."""

from accounts.models import User
from accounts.refused import Refused


def demand_not_an_administrators(user: User, what: str, by: User | None) -> None:
    """Raises Refused when `by` would reset `what` of an administrator, or of one who waits to be confirmed.

    With both reset one person would sign in as two, and confirm what he himself appointed. The operator at the server
    (`by` None) is the second pair of eyes.
    """
    if by is not None and by.pk != user.pk and user.administers:
        raise Refused(
            f"{user.name} 是系统管理员（或正待复核），一位系统管理员不能单独重置另一位的{what}。"
            "请联系运维人员在服务器上重置（运行手册“账号与二次验证”）。"
        )
