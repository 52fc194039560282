"""Rows for each place of the world. A table without a builder here is filled by guesses.guess(); where that fails, the
test says so and asks for a builder.

A builder takes (world, place) and returns the rows it made there; a place that has none returns [].
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.db import models
from django.utils import timezone

from accounts.duties import Role
from campaigns.indicators import INDICATORS
from campaigns.models import Allocation, Campaign, IndicatorTarget, Phase, Report, ScopeRule, Target
from registers.models import ImportFault, ImportRun, uploads
from tests.factories import (
    DisplayFactory,
    EmployerFactory,
    HonourFactory,
    OfficerFactory,
    OrganisationFactory,
    make_colleague,
)
from tests.leaks.account_rows import ACCOUNTS, attempts, sheet
from tests.leaks.member_rows import MEMBERS
from tests.leaks.portal_rows import PORTAL
from tests.leaks.relief_rows import RELIEF
from unions.models import Appointment, Display, Item, Kind, Post, Way

Rows = list[Any]
MONTH = date(2012, 10, 1)
UNIONS = ("mill", "bakery", "quarry")
BODIES = ("riverside", "hilltop")
PARENT = {"riverside": "county", "hilltop": "county", "mill": "riverside", "bakery": "riverside", "quarry": "hilltop"}
NAMES = {
    "county": "云岭县总工会",
    "riverside": "河畔镇工会联合会",
    "mill": "河畔纸厂工会",
    "bakery": "河畔面包厂工会",
    "hilltop": "山顶镇工会联合会",
    "quarry": "山顶石场工会",
}
# Search keys that triggers fill from the names (unions/models/search.py): never shown, they only find rows.
DERIVED = {
    "unions.OrganisationKey",
    "unions.EmployerKey",
    "unions.OfficerKey",
    "members.MemberKey",
    "members.Roster",  # a view of persons and memberships
}
# Django's own tables that no page of ours shows or changes.
LEFT_OUT = {
    *DERIVED,
    "admin.LogEntry",
    "auth.Permission",
    "auth.Group",
    "contenttypes.ContentType",
    "sessions.Session",
    "axes.AccessAttemptExpiration",
}


def organisations(world: Any, place: str) -> Rows:
    if place == "county":
        return [world.county]
    kind = Kind.TOWNSHIP_UNION_FEDERATION if place in BODIES else Kind.GRASSROOTS_SINGLE
    codes = {"riverside": "01", "hilltop": "02", "mill": "0101", "bakery": "0102", "quarry": "0201"}
    parent = world.one("unions.Organisation", PARENT[place])
    return [OrganisationFactory(parent=parent, code=f"34999900{codes[place]}", name=NAMES[place], kind=kind)]


def officers(world: Any, place: str) -> Rows:
    if place not in UNIONS:
        return []
    union = world.one("unions.Organisation", place)
    before = OfficerFactory(union=union, name="前任", elected_on=date(2010, 3, 8), left_on=date(2011, 3, 8))
    chair = OfficerFactory(union=union, name="陈河", mobile="13900000001", office_phone="0551-1")
    vice = OfficerFactory(union=union, name="钱二", post=Post.VICE_CHAIR, id_number="11010519491231002X")
    return [chair, vice, before]


def employers(world: Any, place: str) -> Rows:
    if place not in UNIONS:
        return []
    body, union = (world.one("unions.Organisation", one) for one in (PARENT[place], place))
    rows = [EmployerFactory(body=body, union=union, name=NAMES[place]), EmployerFactory(body=body, name="未建会的厂")]
    if place == "quarry":  # belongs to one township and is organised in a joint union of the other
        joint = OrganisationFactory(
            parent=world.one("unions.Organisation", "riverside"),
            code="349999000103",
            name="河畔联合工会",
            kind=Kind.GRASSROOTS_JOINT,
        )
        world.add("riverside", joint)
        world.add("shared", EmployerFactory(body=body, union=joint, name="跨镇公司"))
    return rows


def displays(world: Any, place: str) -> Rows:
    if place not in UNIONS:
        return []
    union, chair = world.one("unions.Organisation", place), world.one("unions.Officer", place)
    DisplayFactory(union=union, content=NAMES[place])
    card = DisplayFactory(union=union, item=Item.IDENTITY, way=Way.DESK_PLATE, officer=chair, content=NAMES[place])
    office = DisplayFactory(union=union, item=Item.OFFICE, way=Way.CANTEEN, content=NAMES[place])
    rows = Display.objects.everywhere("the world of the hunt")
    rows.filter(pk=card.pk).update(verified_on=MONTH, verified_by="核实人")
    rows.filter(pk=office.pk).update(returned_on=MONTH, returned_by="退回人", returned_why="看不清")
    return list(rows.filter(union=union).order_by("pk"))


def honours(world: Any, place: str) -> Rows:
    if place not in UNIONS:
        return []
    return [HonourFactory(union=world.one("unions.Organisation", place), name="先进集体", awarded_by="市总工会")]


COUNTY_ROLES = ("organisation_staff", "system_admin", "auditor", "rights_staff", "approver", "finance")


def users(world: Any, place: str) -> Rows:
    """The people of the cast, each with the appointment; the first of a place is the one who does its work."""
    organisation = world.one("unions.Organisation", place)
    if place == "county":
        people = [make_colleague(role, Role(role), organisation) for role in COUNTY_ROLES]
    elif place in BODIES:
        name = "body_officer" if place == "riverside" else "stranger"
        people = [make_colleague(name, Role.BODY_OFFICER, organisation)]
    else:
        name = {"mill": "chair", "bakery": "baker", "quarry": "quarryman"}[place]
        officer = world.one("unions.Officer", place)
        people = [make_colleague(name, Role.CHAIR, organisation, since=officer.elected_on, officer=officer)]
    world.people |= {person.username: person for person in people}
    return people


def appointments(world: Any, place: str) -> Rows:
    organisation = world.one("unions.Organisation", place)
    return list(Appointment.objects.everywhere("the world of the hunt").filter(organisation=organisation))


def campaigns(world: Any, place: str) -> Rows:
    if place != "county":
        return []
    start, end = date(2012, 5, 3), date(2014, 12, 31)
    return [Campaign.objects.create(slug="hunt", name="双亮活动", starts_on=start, ends_on=end, reports_from=end)]


def phases(world: Any, place: str) -> Rows:
    if place != "county":
        return []
    campaign = world.one("campaigns.Campaign", "county")
    return [Phase.objects.create(campaign=campaign, name="第一阶段", starts_on=MONTH, ends_on=MONTH)]


def scope_rules(world: Any, place: str) -> Rows:
    if place != "county":
        return []
    campaign = world.one("campaigns.Campaign", "county")
    return [ScopeRule.objects.create(campaign=campaign, from_day=MONTH, kind=Kind.GRASSROOTS_SINGLE)]


def targets(world: Any, place: str) -> Rows:
    if place != "county":
        return []
    campaign = world.one("campaigns.Campaign", "county")
    return [Target.objects.create(campaign=campaign, category="all", due_on=MONTH, share="0.5", label="基本全覆盖")]


def indicator_targets(world: Any, place: str) -> Rows:
    if place != "county":
        return []
    campaign = world.one("campaigns.Campaign", "county")
    given: dict[str, Any] = {"indicator": INDICATORS[0].slug, "due_on": MONTH, "amount": 50, "label": "力争"}
    return [IndicatorTarget.objects.create(campaign=campaign, **given)]


def allocations(world: Any, place: str) -> Rows:
    if place not in BODIES:
        return []
    target, body = world.one("campaigns.IndicatorTarget", "county"), world.one("unions.Organisation", place)
    return [Allocation.objects.create(target=target, body=body, amount=20)]


def reports(world: Any, place: str) -> Rows:
    """An issued month and a draft one; figures, list and workbook are filled in by stain.py."""
    if place not in ("county", *BODIES):
        return []
    campaign, body = world.one("campaigns.Campaign", "county"), world.one("unions.Organisation", place)
    people = world.people
    rows = []
    for month in (MONTH, date(2012, 11, 1)):
        report = Report(campaign=campaign, body=body, month=month, state=Report.State.DRAFT, made_at=timezone.now())
        report.made_by = people["organisation_staff"]
        if place != "county":
            county = [one for one in world.rows("campaigns.Report", "county") if one.month == month]
            report.county = county[0]
        report.save()
        rows.append(report)
    return rows


def import_runs(world: Any, place: str) -> Rows:
    """A faulty one with its fault workbook and one that was written."""
    if place not in ("county", *BODIES):
        return []
    by = world.rows("accounts.User", place)[0]
    preview = {
        "columns": {"sheet": "表", "header_row": 1, "read": [{"header": "姓名", "form": "文字"}], "ignored": ["多余"]},
        "first": [{"row": 2, "does": "新增", "cells": [{"text": "某人", "bad": False}]}],
        "changed": [{"row": 2, "key": "某会", "fields": [{"label": "姓名", "before": "前", "after": "后"}]}],
    }
    kept = {"stored_as": f"{place}.xlsx", "fault_file": f"{place}-faults.xlsx", "sha256": "5" * 64}
    faulty = ImportRun.objects.create(
        register="officers",
        by=by,
        file_name="干部.xlsx",
        state="faulty",
        fault_count=1,
        preview=preview,
        batch=uuid4(),
        warnings=["多出一列"],
        **kept,
    )
    written = ImportRun.objects.create(
        register="displays",
        by=by,
        file_name="台账.xlsx",
        state="written",
        rows=1,
        created=1,
        message="已写入",
        stored_as="none",
        batch=uuid4(),
    )
    for name in ("stored_as", "fault_file"):
        word = world.word(faulty, place, name)
        (uploads() / getattr(faulty, name)).write_bytes(sheet(word, f"错误 {word}"))
    return [faulty, written]


def import_faults(world: Any, place: str) -> Rows:
    runs = world.rows("registers.ImportRun", place)[:1]
    return [ImportFault.objects.create(run=run, row=3, column="姓名", code="required", message="填") for run in runs]


def nothing(world: Any, place: str) -> Rows:
    return []


BUILDERS: dict[str, Callable[[Any, str], Rows]] = {
    "unions.Organisation": organisations,
    "unions.Officer": officers,
    "unions.Employer": employers,
    "unions.Display": displays,
    "unions.Honour": honours,
    "accounts.User": users,
    "unions.Appointment": appointments,
    "campaigns.Campaign": campaigns,
    "campaigns.Phase": phases,
    "campaigns.ScopeRule": scope_rules,
    "campaigns.Target": targets,
    "campaigns.IndicatorTarget": indicator_targets,
    "campaigns.Allocation": allocations,
    "campaigns.Report": reports,
    "registers.ImportRun": import_runs,
    "registers.ImportFault": import_faults,
    **ACCOUNTS,
    **PORTAL,
    **MEMBERS,
    **RELIEF,
    "accounts.BookEntry": nothing,  # written from the stained rows (stain.py)
    AccessAttempt._meta.label: attempts,
    AccessLog._meta.label: nothing,
    AccessFailureLog._meta.label: nothing,
}


def models_in_order() -> list[type[models.Model]]:
    """Every table but Django's own, those with a builder first in the builders' order."""
    found = {model._meta.label: model for model in apps.get_models() if model._meta.label not in LEFT_OUT}
    known = [found.pop(label) for label in BUILDERS if label in found]
    return known + list(found.values())
