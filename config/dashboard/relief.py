"""Relief on the desk's first page: how applications stand, and what reached families this year."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from accounts.duties import Duty
from hardship.models import ReliefProgramme
from hardship.money import yuan
from hardship.reports import paid, standing
from hardship.reports.asked import Asked

ALL = {"programme": "all"}


@dataclass(frozen=True)
class Bar:
    """One row of a chart that is its own table; `share` in per cent of the longest."""

    name: str
    text: str
    share: float
    url: str


def relief_of(user: Any, on: date) -> dict[str, Any]:
    """The block's context as far as the user may see it; empty for whoever sees nothing of relief."""
    may = {duty: user.may(duty) for duty in (Duty.SEE_APPLICATIONS, Duty.SEE_PAYMENTS)}
    if not any(may.values()) or not user.may(Duty.SEE_RELIEF):
        return {}
    asked = Asked(user, on, on.year)
    context: dict[str, Any] = {
        "figures_url": reverse("admin:relief_figures"),
        "has_programmes": ReliefProgramme.objects.exists(),
    }
    if may[Duty.SEE_APPLICATIONS]:
        context |= _steps(asked)
    if may[Duty.SEE_PAYMENTS]:
        context |= _money(asked)
    return context


def _steps(asked: Asked) -> dict[str, Any]:
    """Open applications of all programmes by phase; what is over is not waited for."""
    steps, _ = standing.standing(asked)
    counts = {line.key: line.count for line in steps}
    phases = [
        (key, label, sum(counts[state] for state in states))
        for key, label, states in standing.PHASES
        if not set(states) <= set(standing.OVER)
    ]
    most, total = max(count for _, _, count in phases), sum(count for _, _, count in phases)
    fullest = max(phases, key=lambda phase: phase[2])
    return {
        "steps": [Bar(label, f"{count} 件", _share(count, most), _list(phase=key)) for key, label, count in phases],
        "steps_title": f"正在办理 {total} 件，最多的在“{fullest[1]}”" if total else "现在没有正在办理的申请",
    }


def _money(asked: Asked) -> dict[str, Any]:
    """Paid this year by kind, and how much of each running programme's budget has arrived."""
    kinds = paid.paid(asked).kinds
    total, lines = kinds[-1], kinds[:-1]
    most = max((line.amount for line in lines), default=paid.NOUGHT)
    plans = [plan for plan in paid.plans(asked) if plan.planned and plan.programme.is_open][:PLANS]
    title = (
        f"今年发放 {yuan(total.amount)}，{total.families} 户 {total.persons} 人" if lines else "今年还没有发放到账的"
    )
    return {
        "money_title": title,
        "kinds": [
            Bar(
                line.label,
                yuan(line.amount),
                _share(line.amount, most),
                _list(show="payments", year=str(asked.year), kind=line.key),
            )
            for line in lines
        ],
        "plans": [
            Bar(
                plan.programme.name,
                f"{yuan(plan.paid)}／{yuan(plan.planned)}",
                _share(plan.paid, plan.planned),
                f"{reverse('admin:relief_figures')}?programme={plan.programme.slug}#plans",
            )
            for plan in plans
        ],
    }


PLANS = 4  # the newest running ones


def _list(**query: str) -> str:
    return f"{reverse('admin:relief_figures_list')}?{urlencode(ALL | {'show': 'applications'} | query)}"


def _share(part: Any, most: Any) -> float:
    return min(100.0, round(float(part / most) * 100, 2)) if most else 0.0
