"""Rows of relief: builders as in builders.py. Each union has a family, its file, and applications at three steps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from hardship.models import (
    AmountChange,
    CalendarDay,
    Document,
    DocumentCheck,
    DocumentRule,
    FundEntry,
    HomeVisit,
    HouseholdPerson,
    Instalment,
    LivingLine,
    NoHardship,
    NoticeLine,
    Objection,
    PaperPrint,
    PublicNotice,
    ReliefSettings,
    Step,
    VisitGroup,
    VisitPlan,
    VisitQuota,
    VisitStop,
)
from tests.hardship.families import (
    FACTS,
    ON,
    SHANGHAI,
    contents,
    judged,
    make_application,
    make_budget,
    make_file,
    make_programme,
    make_source,
    move,
)
from tests.leaks.relief_money import UNIONS, YUAN, batches, packages, payments, returns, what_ifs

Rows = list[Any]
CHAIRS = {"mill": "chair", "bakery": "baker", "quarry": "quarryman"}
WORLD = "the world of the hunt"


def of_county(make: Callable[[Any], Rows]) -> Callable[[Any, str], Rows]:
    return lambda world, place: make(world) if place == "county" else []


def of_unions(make: Callable[[Any, str], Rows]) -> Callable[[Any, str], Rows]:
    return lambda world, place: make(world, place) if place in UNIONS else []


def programmes(world: Any) -> Rows:
    """Of three rounds: one to draft for, one whose applications wait for the township, one that is paid. Beside them
    one that runs today and for which nobody applied, so that a union's word is asked for and its page has its form;
    it opened first, and the figures still begin with one that has rows."""
    day, now = datetime(2012, 12, 1, tzinfo=SHANGHAI), timezone.now()
    make_programme("hunt-running", opens_at=day - timedelta(days=30), closes_at=now + timedelta(days=10))
    return [make_programme(f"hunt-{number}", opens_at=day, asks_home_visit=True) for number in range(3)]


def criteria(world: Any) -> Rows:
    return [one.criteria_versions.get() for one in world.rows("hardship.ReliefProgramme", "county")]


def criterion(world: Any) -> Rows:
    return [one.criteria.get() for one in world.rows("hardship.CriteriaVersion", "county")]


def rules(world: Any) -> Rows:
    kind = DocumentRule.Kind.ID_COPY
    return [
        DocumentRule.objects.create(programme=one, kind=kind, of_each=False, note="两面")
        for one in world.rows("hardship.ReliefProgramme", "county")
    ]


def files(world: Any, place: str) -> Rows:
    said = contents(500 + UNIONS.index(place))
    said = replace(said, file=replace(FACTS, id_number=said.file.id_number, disability="肢体四级", note="备注"))
    return [make_file(world.one("unions.Organisation", place), f"DA00{UNIONS.index(place)}", said=said)]


def versions(world: Any, place: str) -> Rows:
    return list(world.one("hardship.HardshipFile", place).versions.everywhere(WORLD))


def persons(world: Any, place: str) -> Rows:
    version = world.one("hardship.FileVersion", place)
    return list(HouseholdPerson.objects.everywhere(WORLD).filter(version=version).order_by("number"))


def applications(world: Any, place: str) -> Rows:
    """A draft, one that waits for the township's opinion, and one that is being paid."""
    file, people = world.one("hardship.HardshipFile", place), world.people
    chair = people[CHAIRS[place]]
    made = [make_application(file, one) for one in world.rows("hardship.ReliefProgramme", "county")]
    for one in made[1:]:
        move(one, "submit", "submitted", by=chair, **judged(one))
        move(one, "agree", "agreed", by=chair)
        move(one, "post", "posted", by=chair)
        move(one, "notice_over", "notice_over")
        move(one, "report", "opinion", by=chair)
    paid = made[2]
    move(paid, "pass_on", "county_review")
    move(paid, "review", "balancing", by=people["rights_staff"])
    move(paid, "balance", "approval", by=people["rights_staff"], proposed=YUAN)
    move(paid, "approve", "approved", by=people["approver"], approved=YUAN, approval_seal="5" * 64)
    move(paid, "pay", "paying", by=people["finance"])
    return made


def steps(world: Any, place: str) -> Rows:
    made = world.rows("hardship.ReliefApplication", place)
    return list(Step.objects.everywhere(WORLD).filter(application__in=made).order_by("pk"))


def documents(world: Any, place: str) -> Rows:
    """One paper of each application, the file of it on the disk."""
    given: dict[str, Any] = {"kind": "id_copy", "person": 1, "sha256": "5" * 64, "bytes": 1, "at": timezone.now()}
    file = world.one("hardship.HardshipFile", place)
    return [
        Document.objects.create(file=file, application=one, stored_as=f"{place}-{number}.jpg", note="正面", **given)
        for number, one in enumerate(world.rows("hardship.ReliefApplication", place))
    ]


def checks(world: Any, place: str) -> Rows:
    return [
        DocumentCheck.objects.create(
            application=one.application, document=one, is_good=False, note="看不清", at=timezone.now()
        )
        for one in world.rows("hardship.Document", place)[1:]
    ]


def home_visits(world: Any, place: str) -> Rows:
    given: dict[str, Any] = {"visited_on": ON, "visitors": "二人", "causes": "因学", "agrees": True}
    more = {"demands": "就学", "mind": "稳定", "note": "无"}
    paid = world.rows("hardship.ReliefApplication", place)[2]
    return [HomeVisit.objects.create(application=paid, **given, **more)]


def amounts(world: Any, place: str) -> Rows:
    paid = world.rows("hardship.ReliefApplication", place)[2]
    return [AmountChange.objects.create(application=paid, old=None, new=YUAN, reason="按标准", at=timezone.now())]


def notices(world: Any, place: str) -> Rows:
    """On each union's board; the county's on the internet."""
    if place not in ("county", *UNIONS):
        return []
    kind = "online" if place == "county" else "unit"
    programme = world.rows("hardship.ReliefProgramme", "county")[2]
    given: dict[str, Any] = {"starts_on": ON, "days": 5, "place": "公示栏", "phone": "0551-1", "report_code": "A-1"}
    union = world.one("unions.Organisation", place)
    return [
        PublicNotice.objects.create(
            kind=kind, programme=programme, organisation=union, token=f"hunt{place}", ends_on=ON, **given
        )
    ]


def notice_lines(world: Any, place: str) -> Rows:
    if place not in UNIONS:
        return []
    paid = world.rows("hardship.ReliefApplication", place)[2]
    notice = world.one("hardship.PublicNotice", place)
    given: dict[str, Any] = {"place": 1, "name": "李困难", "unit": "车间", "category": "相对困难", "kind": "送温暖"}
    return [NoticeLine.objects.create(notice=notice, application=paid, **given)]


def objections(world: Any, place: str) -> Rows:
    paid, notice = world.rows("hardship.ReliefApplication", place)[2], world.one("hardship.PublicNotice", place)
    given: dict[str, Any] = {"received_on": ON, "said_by": "某人", "contact": "0551-2", "text": "不实"}
    answer: dict[str, Any] = {"answered_on": ON, "answer": "dismissed", "reply": "属实"}
    return [Objection.objects.create(notice=notice, application=paid, **given, **answer)]


def sources(world: Any) -> Rows:
    return [make_source(note="专款")]


def budgets(world: Any) -> Rows:
    source = world.one("hardship.FundSource", "county")
    return [make_budget(one, source) for one in world.rows("hardship.ReliefProgramme", "county")]


def instalments(world: Any, place: str) -> Rows:
    paid, budget = world.rows("hardship.ReliefApplication", place)[2], world.rows("hardship.Budget", "county")[2]
    return [Instalment.objects.create(application=paid, number=1, budget=budget, amount=YUAN)]


def entries(world: Any) -> Rows:
    return list(FundEntry.objects.filter(source=world.one("hardship.FundSource", "county")))


def lines(world: Any) -> Rows:
    county = world.one("unions.Organisation", "county")
    return [LivingLine.objects.create(organisation=county, since=ON, monthly=780, source="文件")]


def calendar(world: Any) -> Rows:
    return [CalendarDay.objects.create(day=ON, works=True, note="调休")]


def settings(world: Any) -> Rows:
    return [ReliefSettings.objects.create(phone="0551-3", address="职工之家")]


def plans(world: Any) -> Rows:
    county = world.one("unions.Organisation", "county")
    given: dict[str, Any] = {"on": ON, "gathers_at": time(9, 45), "departs_at": time(10), "gathers_where": "大堂"}
    return [VisitPlan.objects.create(name="春节慰问", organisation=county, note="带队", **given)]


def quotas(world: Any) -> Rows:
    plan = world.one("hardship.VisitPlan", "county")
    return [VisitQuota.objects.create(plan=plan, area="城关", kind="困难职工", families=3)]


def groups(world: Any) -> Rows:
    plan = world.one("hardship.VisitPlan", "county")
    return [VisitGroup.objects.create(plan=plan, number=1, area="城关", leader="某领导", units="工会")]


def stops(world: Any, place: str) -> Rows:
    group, union = world.one("hardship.VisitGroup", "county"), world.one("unions.Organisation", place)
    given: dict[str, Any] = {"kind": "困难职工", "name": "某家", "address": "城关", "phone": "0551-4"}
    more: dict[str, Any] = {"goods_named": "米面", "note": "无", "signed_on": ON, "signed_by": "某家"}
    return [VisitStop.objects.create(group=group, union=union, place=UNIONS.index(place) + 1, **given, **more)]


def none_here(world: Any, place: str) -> Rows:
    """The union says of the round nobody applies in yet that it has no family in hardship."""
    union, programme = world.one("unions.Organisation", place), world.rows("hardship.ReliefProgramme", "county")[0]
    return [NoHardship.objects.create(union=union, programme=programme, declared_on=ON)]


def papers(world: Any, place: str) -> Rows:
    union, paid = world.one("unions.Organisation", place), world.rows("hardship.ReliefApplication", place)[2]
    given: dict[str, Any] = {"code": f"A2B3-C4D{len(place)}-{place[0].upper()}5", "digest": "5" * 64, "printed_on": ON}
    return [PaperPrint.objects.create(kind="application", organisation=union, row_id=paid.pk, **given)]


RELIEF: dict[str, Callable[[Any, str], Rows]] = {
    "hardship.ReliefProgramme": of_county(programmes),
    "hardship.CriteriaVersion": of_county(criteria),
    "hardship.Criterion": of_county(criterion),
    "hardship.DocumentRule": of_county(rules),
    "hardship.LivingLine": of_county(lines),
    "hardship.CalendarDay": of_county(calendar),
    "hardship.ReliefSettings": of_county(settings),
    "hardship.FundSource": of_county(sources),
    "hardship.Budget": of_county(budgets),
    "hardship.PaymentBatch": of_county(batches),
    "hardship.BankReturn": of_county(returns),
    "hardship.HardshipFile": of_unions(files),
    "hardship.FileVersion": of_unions(versions),
    "hardship.HouseholdPerson": of_unions(persons),
    "hardship.ReliefApplication": of_unions(applications),
    "hardship.Step": of_unions(steps),
    "hardship.Document": of_unions(documents),
    "hardship.DocumentCheck": of_unions(checks),
    "hardship.HomeVisit": of_unions(home_visits),
    "hardship.AmountChange": of_unions(amounts),
    "hardship.PublicNotice": notices,
    "hardship.NoticeLine": notice_lines,
    "hardship.Objection": of_unions(objections),
    "hardship.Instalment": of_unions(instalments),
    "hardship.Payment": of_unions(payments),
    "hardship.FundEntry": of_county(entries),
    "hardship.VisitPlan": of_county(plans),
    "hardship.VisitQuota": of_county(quotas),
    "hardship.VisitGroup": of_county(groups),
    "hardship.VisitStop": of_unions(stops),
    "hardship.PaperPrint": of_unions(papers),
    "hardship.AuditPackage": of_county(packages),
    "hardship.WhatIf": of_county(what_ifs),
    "hardship.NoHardship": of_unions(none_here),
}
