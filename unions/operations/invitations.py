"""主席登录单: issued by the responsible body, opened once by the chair, withdrawn when it went astray."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from accounts.book import operation, record
from accounts.duties import Duty, Role
from accounts.models import User
from accounts.operations.sessions import end_all
from accounts.refused import Refused
from unions import slips
from unions.models import Appointment, Invitation, Officer, Organisation, PortalSettings, Post
from unions.operations.rows import amend

# Says what to do, and nothing of whose the number might be: who holds a slip could ask about any number.
NOT_THAT_PHONE = (
    "不能用这个手机号设置登录。请核对号码；已经是别的工会的主席、一直在登录的，请点下面的“用原来的账号”；"
    "不是的，请换一个手机号，或联系发给您登录单的上级工会（找不到的拨打职工服务热线 {hotline}）。"
)
ANOTHER_ROLE = (
    "这个账号不能用登录单加上工会：它还担任主席以外的角色，或已不在任。请返回上一步，用另一个手机号设置；"
    "要用这个账号的，请联系县总工会系统管理员。"
)
ANOTHER_NAME = (
    "登录单上的主席和这个账号不是同一个姓名，不能合用一个账号。是您本人、姓名登记有误的，请联系上级工会更正姓名。"
)
HAS_ACCOUNT = (
    "这个工会的主席已经有登录账号，不能再加到别的账号上。是您自己的，请直接用它的手机号和密码登录；"
    "忘了密码、换了手机号，请返回上一步重新设置。"
)


class NotOpen(Refused):
    """The slip opens nothing: used, expired, withdrawn, the tenure over, or never issued. Nobody learns which."""


@dataclass(frozen=True)
class Slip:
    """What is printed, this once: `link` and `code` are kept nowhere."""

    invitation: Invitation
    officer: Officer
    link: str
    code: str
    signed_out: int | None = None  # in how many places, where the phone is lost


@operation("invitations.issue")
def issue(officer: Officer, *, at: datetime, on: date, phone_lost: bool = False, by: User | None) -> Slip:
    """A fresh slip for the sitting chair; an open one is withdrawn by it.

    Who has an account sets a new password with it. Until then the account goes on as it was: a slip that is handed out
    by mistake, or never fetched, must not shut out a chair at work. `phone_lost` ends every session at once; the
    password stays, so that the chair can come in from elsewhere (docs/decisions/0016). Raises Refused for whoever may
    not hand slips out there, when the tenure does not sit on the day, and when the account holds other roles: its
    password is not the body's to give.
    """
    union = Organisation.objects.lock(officer.union)
    officer = Officer.objects.lock(officer)
    if by is not None and not by.may(Duty.INVITE_CHAIRS, union):
        raise Refused("登录单由县总工会组宣部或责任工会发放，请联系他们。")
    if not _sits(officer, union, on):
        raise Refused(f"{officer.name} 不是“{union.name}”现任主席，不能发登录单。请先核对任职。")
    account = _account_of_its_own(officer, on)
    _withdraw_open(officer, at)
    link, code = slips.new_link(), slips.new_code()
    days = PortalSettings.objects.current().invitation_days
    made = Invitation.objects.create(
        officer=officer,
        token_index=slips.link_index(link),
        code_index=slips.code_index(code),
        issued_by=by,
        issued_at=at,
        expires_at=at + timedelta(days=days),
    )
    record("invitations.issue", by=by, row=officer, name=officer.name)
    signed_out = end_all(account, by=by) if phone_lost and account is not None else None
    return Slip(made, officer, link, code, signed_out)


@dataclass(frozen=True)
class Issued:
    """The slips, and who got none with the reason."""

    slips: list[Slip]
    refused: list[tuple[Officer, str]]


@operation("invitations.issue_many")
def issue_many(chosen: list[Officer], *, at: datetime, on: date, lost: Collection[int] = (), by: User | None) -> Issued:
    """A slip for each who may have one; in the order of the unions' keys, so that two at once wait for one another.

    `lost`: the keys of those whose phone is lost.
    """
    made, refused = [], []
    for officer in sorted(chosen, key=lambda one: (one.union_id, one.pk)):
        try:
            made.append(issue(officer, at=at, on=on, phone_lost=officer.pk in lost, by=by))
        except Refused as refusal:
            refused.append((officer, str(refusal)))
    return Issued(made, refused)


@operation("invitations.withdraw")
def withdraw(invitation: Invitation, *, at: datetime, by: User) -> Invitation:
    """A slip that went astray opens nothing any more. Raises Refused when it was used already."""
    Officer.objects.lock(invitation.officer)
    invitation = Invitation.objects.lock(invitation)
    if not by.may(Duty.INVITE_CHAIRS, invitation.officer.union):
        raise Refused("登录单由县总工会组宣部或责任工会办理，请联系他们。")
    if invitation.used_at is not None:
        raise Refused(
            "这张登录单已经用过，不能作废。怀疑不是本人使用的，请给本人重新发放：重新登录后，别处的登录全部失效。"
        )
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
    return invitation


@operation("invitations.redeem")
def redeem(invitation: Invitation, *, phone: str, password: str, at: datetime, on: date, by: User | None) -> User:
    """The chair's account, which signs in with this phone and password from now on; the slip is used up.

    The first time it is made and appointed to the tenure; a further slip of the same tenure sets phone and password
    anew and ends every session. Of two at the same moment one finds the slip used. `by` None: nobody is signed in.
    Raises NotOpen, and Refused when the phone is another standing account's.
    """
    invitation, officer, union = _locked_open(invitation, at=at, on=on)
    post = _post_of(officer, on)
    if post is not None and (not post.user.is_active or _others(post, on)):
        raise NotOpen(NotOpen.__name__)
    _make_free(phone, post.user if post else None, on)
    user = _renewed(post.user, officer, phone) if post else User(username=phone, name=officer.name)
    user.set_password(password)
    user.must_change_password = False
    user.save()
    _use_up(invitation, at)
    if post is None:
        _appoint(user, invitation, officer, union, on)
    end_all(user, by=user)
    record("invitations.redeem", by=user, row=officer, name=officer.name)
    return user


@operation("invitations.join")
def join(invitation: Invitation, account: User, *, at: datetime, on: date, by: User | None) -> User:
    """One person chairs a further union with the account he or she has: phone and password stay, the slip is used up.

    The caller has just had the account's password. What it was signed in to ends, as with every new role. Raises
    NotOpen, and Refused unless the account holds chair's roles only and bears the officer's name, and when the tenure
    has an account already.
    """
    invitation, officer, union = _locked_open(invitation, at=at, on=on)
    account = User.objects.select_for_update().get(pk=account.pk)
    posts = Appointment.objects.everywhere("what the proven account holds").filter(user=account)
    chairs = posts.filter(role=Role.CHAIR)
    if not account.is_active or posts.not_over_on(on).exclude(role=Role.CHAIR).exists():
        raise Refused(ANOTHER_ROLE)
    if not chairs.standing_on(on).exists():
        raise Refused(ANOTHER_ROLE)
    if account.name != officer.name:
        raise Refused(ANOTHER_NAME)
    if _post_of(officer, on) is not None:
        raise Refused(HAS_ACCOUNT)
    for earlier in chairs.filter(organisation=union, until=None):
        # Of a tenure long over in the same union: the new one carries the account from now on.
        amend(earlier, {"until": max(on, earlier.since)})
    _use_up(invitation, at)
    _appoint(account, invitation, officer, union, on)
    end_all(account, by=account)
    record("invitations.join", by=account, row=officer, name=officer.name)
    return account


def _locked_open(invitation: Invitation, *, at: datetime, on: date) -> tuple[Invitation, Officer, Organisation]:
    union = Organisation.objects.lock(invitation.officer.union)
    officer = Officer.objects.lock(invitation.officer)
    invitation = Invitation.objects.lock(invitation)
    if not opens(invitation, officer, union, at=at, on=on):
        raise NotOpen(NotOpen.__name__)
    return invitation, officer, union


def _use_up(invitation: Invitation, at: datetime) -> None:
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])


def _appoint(user: User, invitation: Invitation, officer: Officer, union: Organisation, on: date) -> None:
    by = invitation.issued_by
    Appointment.objects.create(
        user=user, role=Role.CHAIR, organisation=union, officer=officer, since=on, appointed_by=by
    )


def opens(invitation: Invitation, officer: Officer, union: Organisation, *, at: datetime, on: date) -> bool:
    """Does the slip open the door now? Asked for the page, and again under the lock."""
    unused = invitation.used_at is None and invitation.withdrawn_at is None and at < invitation.expires_at
    return unused and _sits(officer, union, on)


def _sits(officer: Officer, union: Organisation, on: date) -> bool:
    sits = officer.elected_on <= on and (officer.left_on is None or on < officer.left_on)
    return sits and officer.post == Post.CHAIR and union.is_grassroots and _stands(union, on)


def _stands(union: Organisation, on: date) -> bool:
    return union.dissolved_on is None or on < union.dissolved_on


def _post_of(officer: Officer, on: date) -> Appointment | None:
    """The account that hangs on the tenure."""
    posts = Appointment.objects.everywhere("of the locked tenure").filter(officer=officer, role=Role.CHAIR)
    return posts.standing_on(on).select_related("user").order_by("pk").first()


def _others(post: Appointment, on: date) -> bool:
    others = Appointment.objects.everywhere("what else the account holds").filter(user=post.user_id)
    return others.not_over_on(on).exclude(pk=post.pk).exists()


def _account_of_its_own(officer: Officer, on: date) -> User | None:
    post = _post_of(officer, on)
    if post is None:
        return None
    if not post.user.is_active:
        raise Refused(f"{officer.name} 的账号已被系统管理员停用，请先联系县总工会系统管理员恢复。")
    if _others(post, on):
        raise Refused(
            f"{officer.name} 的账号还担任别的工会的主席或别的角色，不能用登录单：密码和手机号由县总工会系统管理员重置。"
        )
    return post.user


def _withdraw_open(officer: Officer, at: datetime) -> None:
    slips_out = Invitation.objects.everywhere("of the locked tenure").filter(officer=officer)
    slips_out.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=at)


def _make_free(phone: str, own: User | None, on: date) -> None:
    """The phone signs in to nothing else. An account whose roles are all over gives it up for good."""
    with connection.cursor() as cursor:
        # Two chairs with one phone at the same moment wait for one another.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"phone {phone}"])
    there = User.objects.select_for_update().filter(username__iexact=phone).first()
    if there is None or (own is not None and there.pk == own.pk):
        return
    posts = Appointment.objects.everywhere("does the phone's account still stand").filter(user=there)
    # One that never held a role is waiting for it.
    if not posts.exists() or posts.not_over_on(on).exists():
        raise Refused(NOT_THAT_PHONE.format(hotline=PortalSettings.objects.current().hotline))
    _retire(there)


def _retire(user: User) -> None:
    user.username = f"已停用-{user.pk}"
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["username", "is_active", "password"])
    end_all(user, by=None)


def _renewed(user: User, officer: Officer, phone: str) -> Any:
    user = User.objects.select_for_update().get(pk=user.pk)
    user.username = phone
    user.name = officer.name
    return user
