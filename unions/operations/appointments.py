"""What changes about who holds which role where."""

from datetime import date

from django.utils import timezone

from accounts.book import operation
from accounts.duties import COUNTY_ROLES, ROLE_LABELS, Duty, Role
from accounts.models import User
from accounts.operations.sessions import end_all
from accounts.refused import Refused
from unions.models import GRASSROOTS_KINDS, Appointment, Invitation, Kind, Officer, Organisation, Post
from unions.operations.rows import amend


@operation("appointments.appoint")
def appoint(
    user: User, role: str, organisation: Organisation, *, since: date, officer: Officer | None = None, by: User | None
) -> Appointment:
    """The user holds the role there from `since`; the same open appointment twice is one.

    `by` None is the operator at the command line (the first administrator). A system administrator appointed by
    another holds nothing until a third confirms. What the person was signed in to ends: the role starts with a new
    sign-in. Raises Refused when `by` may not appoint, appoints himself or herself, or the role does not belong at that
    organisation (roles.md, docs/decisions/0008).
    """
    _demand_appointer(user, organisation, by)
    organisation = Organisation.objects.lock(organisation)
    _demand_place(role, organisation)
    if role == Role.CHAIR:
        _demand_tenure(organisation, officer, since)
    elif officer is not None:
        raise Refused(f"只有基层工会主席的账号挂在任职记录上，{ROLE_LABELS[role]}请把“任职”留空。")
    there = Appointment.objects.everywhere("of the locked organisation").filter(
        user=user, role=role, organisation=organisation, until=None
    )
    if (same := there.first()) is not None:
        if same.officer_id == (officer.pk if officer else None):
            return same
        # The successor in the same person: the new tenure carries the account from now on.
        amend(same, {"until": max(since, same.since)})
    awaits = role == Role.SYSTEM_ADMIN and by is not None
    if awaits:
        _demand_somebody_to_confirm(user, by, since)
    made = Appointment.objects.create(
        user=user,
        role=role,
        organisation=organisation,
        officer=officer,
        since=since,
        appointed_by=by,
        awaits_confirmation=awaits,
    )
    if not awaits:
        end_all(user, by=by)
    return made


@operation("appointments.confirm")
def confirm(appointment: Appointment, *, by: User) -> Appointment:
    """The second person's yes to a system administrator. Raises Refused for whoever appointed or is appointed."""
    appointment = Appointment.objects.lock(appointment)
    _demand_manager(appointment.organisation, by)
    if not appointment.awaits_confirmation or appointment.until is not None:
        raise Refused("这项任命不在等待复核，请刷新后核对。")
    if by.pk in {appointment.appointed_by_id, appointment.user_id}:
        raise Refused("任命人和被任命人不能复核，请由另一位系统管理员办理。")
    amend(appointment, {"awaits_confirmation": False, "confirmed_by": by})
    end_all(appointment.user, by=by)
    return appointment


@operation("appointments.end_appointment")
def end_appointment(appointment: Appointment, *, on: date, by: User | None) -> Appointment:
    """The role is held no longer from `on`; the account is signed out when nothing else holds, a chair's slip is void.

    Raises Refused when `by` may not appoint there, and for the county's last system administrator.
    """
    appointment = Appointment.objects.lock(appointment)
    if by is not None:
        _demand_manager(appointment.organisation, by)
    if appointment.until is not None and appointment.until <= on:
        return appointment
    if appointment.role == Role.SYSTEM_ADMIN and not appointment.awaits_confirmation:
        _demand_another_administrator(appointment, on)
    amend(appointment, {"until": max(on, appointment.since)})
    if appointment.role == Role.CHAIR:
        # A slip that is out would open the same door again.
        slips = Invitation.objects.everywhere("of the appointment's tenure").filter(officer=appointment.officer)
        slips.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
    return appointment


def _demand_appointer(user: User, organisation: Organisation, by: User | None) -> None:
    if by is None:
        return
    _demand_manager(organisation, by)
    if user.pk == by.pk:
        raise Refused("不能给自己任命角色，请由另一位系统管理员办理。")


def _demand_manager(organisation: Organisation, by: User) -> None:
    if not by.may(Duty.MANAGE_ACCOUNTS, organisation):
        raise Refused("只有县总工会系统管理员可以任命角色，请联系系统管理员办理。")


def _demand_somebody_to_confirm(user: User, by: User | None, day: date) -> None:
    administrators = Appointment.objects.everywhere("is there a third administrator").filter(
        role=Role.SYSTEM_ADMIN, user__is_active=True
    )
    if not administrators.exclude(user__in=[user, by]).standing_on(day).exists():
        raise Refused(
            "任命系统管理员要由另一位系统管理员复核，现在没有第三个人可以复核。"
            "请联系运维人员在服务器上建立系统管理员账号（运行手册“账号与二次验证”）。"
        )


def _demand_place(role: str, organisation: Organisation) -> None:
    if organisation.dissolved_on is not None:
        raise Refused(f"“{organisation.name}”已撤销，不能再任命角色。")
    label = ROLE_LABELS[role]
    if role in COUNTY_ROLES and organisation.kind != Kind.COUNTY_FEDERATION:
        raise Refused(f"{label}是县总工会的角色，所在组织请选县总工会。")
    parent = organisation.parent
    is_body = parent is not None and parent.kind == Kind.COUNTY_FEDERATION and not organisation.is_grassroots
    if role == Role.BODY_OFFICER and not is_body:
        raise Refused(f"{label}的所在组织应是县总工会直接下属的乡镇、开发区或系统工会，请另选。")
    if role == Role.CHAIR and organisation.kind not in GRASSROOTS_KINDS:
        raise Refused(f"{label}的所在组织应是独立或联合基层工会，请另选。")


def _demand_tenure(organisation: Organisation, officer: Officer | None, since: date) -> None:
    if officer is None:
        raise Refused("请选择该工会在任主席的任职记录：主席的账号随任职开始和结束。")
    sits = officer.elected_on <= since and (officer.left_on is None or since < officer.left_on)
    if officer.union_id != organisation.pk or officer.post != Post.CHAIR or not sits:
        raise Refused(f"所选任职不是“{organisation.name}”在 {since} 的在任主席，请核对。")


def _demand_another_administrator(appointment: Appointment, on: date) -> None:
    administrators = Appointment.objects.everywhere("the county keeps an administrator").filter(role=Role.SYSTEM_ADMIN)
    # Locked, so that two cannot end each other at the same moment.
    list(administrators.select_for_update().order_by("pk"))
    others = administrators.exclude(user=appointment.user_id).filter(user__is_active=True, until=None)
    if not others.standing_on(on).exists():
        raise Refused("这是最后一位系统管理员，不能终止。请先任命另一位系统管理员。")
