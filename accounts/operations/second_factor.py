"""What changes about the second factor. A code opens once: the row is locked, and its step only ever grows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts import book, totp
from accounts.book import operation
from accounts.encryption import blind_index, seal, unseal
from accounts.models import RecoveryCode, SecondFactor, User
from accounts.operations.sessions import end_all
from accounts.operations.two_persons import demand_not_an_administrators
from accounts.refused import Refused

SEED_PLACE = "accounts_secondfactor.seed_sealed"
FAILURES_AT_MOST = 5
LOCKED_FOR = timedelta(minutes=30)
WRONG = "验证码不正确。请填写手机上现在显示的 6 位数字；一个验证码只能用一次，用过的请等下一个。"


@dataclass(frozen=True)
class Checked:
    """`passed`, or the sentence of what to do instead. `by_recovery` says that a paper code was spent."""

    passed: bool
    sentence: str = ""
    by_recovery: bool = False


@operation("accounts.enrol_second_factor")
def enrol(user: User, *, seed: str, code: str, at: datetime, by: User) -> list[str]:
    """Take the phone into use, in place of a former one; returns ten fresh recovery codes, kept nowhere.

    Raises Refused when it is somebody else's account or the code does not come from this seed.
    """
    if by.pk != user.pk:
        raise Refused("只能为自己的账号绑定手机，请由本人办理。")
    user = User.objects.select_for_update().get(pk=user.pk)
    step = totp.matching_step(seed, totp.plain_code(code), at, after=0)
    if step is None:
        raise Refused("验证码不正确。请核对手机时间是否准确，再填写手机上现在显示的 6 位数字。")
    # Removed and made anew: one phone's record never turns into another's in the book.
    SecondFactor.objects.filter(user=user).delete()
    SecondFactor.objects.create(user=user, seed_sealed=seal(seed, SEED_PLACE), last_step=step, enrolled_at=at)
    return _fresh_codes(user)


@operation("accounts.remake_recovery_codes")
def remake_recovery_codes(user: User, *, by: User) -> list[str]:
    """Ten new codes; the old ones open nothing any more. Raises Refused for somebody else's account."""
    if by.pk != user.pk:
        raise Refused("只能为自己的账号生成恢复码，请由本人办理。")
    User.objects.select_for_update().get(pk=user.pk)
    if not SecondFactor.objects.filter(user=user).exists():
        raise Refused("还没有绑定手机，请先绑定。")
    book.record("accounts.remake_recovery_codes", by=by, row=user)
    return _fresh_codes(user)


def check(user: User, typed: str, *, at: datetime, by: User) -> Checked:
    """Is this the phone's code of now, or an unused recovery code? Five wrong ones lock for 30 minutes.

    The row is locked, so that of two requests with the same code one is refused. Both outcomes stand in the book.
    """
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(user=user).first()
        if factor is None:
            return Checked(False, "还没有绑定手机，请先绑定。")
        if factor.locked_until is not None and factor.locked_until > at:
            book.record("accounts.second_step_refused", by=by, row=user, why="锁定中")
            return Checked(False, _locked_sentence(factor.locked_until, at))
        code = totp.plain_code(typed)
        by_recovery = len(code) != totp.DIGITS
        right = _spend_recovery_code(user, code, at) if by_recovery else _take_step(factor, code, at)
        if right:
            factor.failures, factor.locked_until = 0, None
            factor.save(update_fields=["last_step", "failures", "locked_until"])
            book.record("accounts.recovery_code" if by_recovery else "accounts.second_step", by=by, row=user)
            return Checked(True, by_recovery=by_recovery)
        return _wrong(factor, by_recovery, at, by)


@operation("accounts.reset_second_factor")
def reset(user: User, *, reason: str, by: User | None) -> None:
    """The phone is gone: the account enrols a new one at its next sign-in; its sessions end now.

    Raises Refused for one's own account (somebody at an open desk could take it over), for another administrator's, and
    when none is enrolled.
    `by` None is the operator at the command line.
    """
    if by is not None and by.pk == user.pk:
        raise Refused("不能重置自己的动态验证码。手机丢失请用恢复码登录后换绑，或请另一位系统管理员重置。")
    user = User.objects.select_for_update().get(pk=user.pk)
    demand_not_an_administrators(user, "动态验证码", by)
    if not SecondFactor.objects.filter(user=user).delete()[0]:
        raise Refused("该账号没有绑定手机，不需要重置。")
    RecoveryCode.objects.filter(user=user).delete()
    book.record("accounts.reset_second_factor", by=by, row=user, reason=reason)
    end_all(user, by=by)


@operation("accounts.unlock_second_factor")
def unlock(user: User, *, by: User) -> None:
    """Wrong codes are forgotten. Raises Refused for one's own account."""
    if by.pk == user.pk:
        raise Refused("不能解锁自己的账号，请由另一位系统管理员办理。")
    SecondFactor.objects.select_for_update().filter(user=user).update(failures=0, locked_until=None)
    book.record("accounts.unlock_second_factor", by=by, row=user)


def _take_step(factor: SecondFactor, code: str, at: datetime) -> bool:
    step = totp.matching_step(unseal(factor.seed_sealed, SEED_PLACE), code, at, after=factor.last_step)
    if step is not None:
        factor.last_step = step
    return step is not None


def _spend_recovery_code(user: User, code: str, at: datetime) -> bool:
    unused = RecoveryCode.objects.filter(user=user, code_index=_index(user, code), used_at=None)
    return unused.update(used_at=at) == 1


def _wrong(factor: SecondFactor, by_recovery: bool, at: datetime, by: User) -> Checked:
    factor.failures += 1
    locks = factor.failures >= FAILURES_AT_MOST
    if locks:
        factor.failures, factor.locked_until = 0, at + LOCKED_FOR
    factor.save(update_fields=["failures", "locked_until"])
    book.record("accounts.second_step_refused", by=by, row=by, why="锁定 30 分钟" if locks else "")
    if factor.locked_until is not None and locks:
        return Checked(False, _locked_sentence(factor.locked_until, at))
    return Checked(False, "恢复码不正确，或已经用过。请核对后换一个没有用过的。" if by_recovery else WRONG)


def _locked_sentence(until: datetime, at: datetime) -> str:
    minutes = int((until - at).total_seconds() + 59) // 60
    return f"连续输错次数过多，已锁定，请 {minutes} 分钟后再试。急需使用请联系系统管理员解锁。"


def _fresh_codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = totp.new_recovery_codes()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code_index=_index(user, totp.plain_code(code))) for code in codes
    )
    return codes


def _index(user: User, code: str) -> str:
    return blind_index(f"recovery:{user.pk}:{code}")
