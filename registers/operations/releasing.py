"""Many persons' whole numbers leave only with a second person's word (security.md §2, no. 48)."""

from datetime import datetime, timedelta

from django.conf import settings

from accounts.book import operation
from accounts.duties import Duty
from accounts.models import User
from accounts.refused import Refused
from registers import exporter
from registers.models import NumberRelease
from registers.plan import Plan
from registers.registry import plan_of


def may_take_whole(plan: Plan, user: User) -> bool:
    """May persons' numbers leave whole in this user's hands? Of registers without any there is nothing to hide."""
    return not plan.holds_numbers or user.may(plan.duty) or user.may(Duty.SEE_BOOK)


def may_export(plan: Plan, user: User) -> bool:
    """May this user take the register away? Whoever keeps it, and the auditor."""
    return bool(export_paths(plan, user))


def export_paths(plan: Plan, user: User) -> list[str]:
    """The parts of the tree whose rows of this register the user may take away."""
    kept = {*user.paths_with(plan.duty), *user.paths_with(Duty.SEE_BOOK)}
    return [path for path in user.paths_with(Duty.EXPORT_REGISTERS) if path in kept]


def needs_release(plan: Plan, user: User) -> bool:
    """Are there more persons in the user's part than one may take whole alone?"""
    return plan.holds_numbers and _rows(plan, user) > settings.WHOLE_MAX_ROWS


@operation("releases.ask")
def ask_release(register: str, *, reason: str, at: datetime, by: User) -> NumberRelease:
    """Ask for a second person's word; asked again while it waits, the same request. Raises Refused for who may not."""
    plan = plan_of(register)
    if not may_export(plan, by) or not may_take_whole(plan, by):
        raise Refused("您的角色只能导出隐去部分数字的证件号码，请去掉“导出完整的证件号码”再试。")
    given = {"at": at, "reason": reason, "paths": export_paths(plan, by), "rows": _rows(plan, by)}
    waiting = NumberRelease.State.WAITING
    return NumberRelease.objects.get_or_create(register=register, by=by, state=waiting, defaults=given)[0]


@operation("releases.agree")
def agree(release: NumberRelease, *, at: datetime, by: User) -> NumberRelease:
    """The second person's word: the file may be taken for some hours (settings.RELEASE_HOURS)."""
    return _decide(release, NumberRelease.State.AGREED, "", at, at + timedelta(hours=settings.RELEASE_HOURS), by)


@operation("releases.refuse")
def refuse(release: NumberRelease, *, opinion: str, at: datetime, by: User) -> NumberRelease:
    """Not so; the asker reads why."""
    return _decide(release, NumberRelease.State.REFUSED, opinion, at, None, by)


def _decide(
    release: NumberRelease, state: str, opinion: str, at: datetime, until: datetime | None, by: User
) -> NumberRelease:
    release = NumberRelease.objects.select_for_update().get(pk=release.pk)
    if not by.may(Duty.RELEASE_NUMBERS):
        raise Refused("完整号码的导出由县总工会组宣部或分管领导同意，您的角色不能办理。")
    if release.by_id == by.pk:
        raise Refused("申请导出完整号码的人不能自己同意，请由另一人办理。")
    if release.state != NumberRelease.State.WAITING:
        raise Refused("这份申请已经有人答复，请刷新页面查看。")
    release.state, release.opinion, release.decided_by, release.decided_at = state, opinion, by, at
    release.opens_until = until
    release.save(update_fields=["state", "opinion", "decided_by", "decided_at", "opens_until"])
    return release


def demand_open(release: NumberRelease | None, plan: Plan, at: datetime, by: User) -> None:
    """Raises Refused unless the release opens the user's part of this register now."""
    if release is None or release.by_id != by.pk or release.register != plan.register.name:
        raise Refused(
            f"一次导出超过 {settings.WHOLE_MAX_ROWS} 人的完整号码，要由另一人同意。请在“导出”页面提交申请，同意后再导出。"
        )
    if not release.is_open(at):
        raise Refused("这份申请还没有同意，或者同意后的导出时限已过，请重新申请。")
    if not all(any(own.startswith(path) for path in release.paths) for own in export_paths(plan, by)):
        raise Refused("您的职责范围已经变化，请重新申请。")


def _rows(plan: Plan, user: User) -> int:
    return exporter.count(plan, export_paths(plan, user))
