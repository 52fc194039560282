"""Which registers there are; each is declared by the app that owns its table."""

from accounts.models import User
from registers.plan import Plan

_plans: dict[str, Plan] = {}


def declare(plan: Plan) -> Plan:
    """Make a register known under its name."""
    _plans[plan.register.name] = plan
    return plan


def plan_of(name: str) -> Plan:
    """The plan of a register. Raises KeyError for an unknown name."""
    return _plans[name]


def names() -> list[str]:
    """All known registers, in the order in which a county loads them."""
    return list(_plans)


def registers_seen(user: User) -> list[str]:
    """The registers whose rows this user may read."""
    return [name for name, plan in _plans.items() if user.may(plan.see)]


def titles() -> list[tuple[str, str]]:
    """(name, 中文名) for choices."""
    return [(name, plan.register.title) for name, plan in _plans.items()]
