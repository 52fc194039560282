"""Families in hardship for the tests: dull fixed contents, saved as the operations would."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.encryption import blind_index, seal
from hardship.facts import Contents, FileFacts, PersonFacts
from hardship.models import (
    Budget,
    CriteriaVersion,
    Criterion,
    FileVersion,
    FundEntry,
    FundSource,
    HardshipFile,
    HouseholdPerson,
    LivingLine,
    ReliefApplication,
    ReliefProgramme,
    Step,
)
from hardship.models.file import FILE_FACTS, PERSON_FACTS
from hardship.transitions import ACTS
from members.identity import index_text
from tests.factories import id_number
from unions.models import Organisation

ON = date(2012, 12, 3)
SHANGHAI = ZoneInfo("Asia/Shanghai")

WORKER = PersonFacts(name="李困难", relation="本人", marital_status="已婚", health="良好", income=Decimal("42120.00"))
SPOUSE = PersonFacts(name="王配偶", relation="配偶", marital_status="已婚", health="良好", income=Decimal(0))
CHILD = PersonFacts(name="李小孩", relation="子女", marital_status="未婚", health="良好", income=Decimal(0))
FACTS = FileFacts(
    name="李困难",
    id_number="",
    marital_status="已婚",
    employment_form="正式职工",
    standing="在岗",
    health="良好",
    mobile="13900000000",
    address="云岭县天河镇",
    main_cause="子女上学",
    hard_after_aid=True,
    homes=1,
    hires=False,
    costly_school=False,
    car=False,
    bank="云岭农商银行",
    branch="天河支行",
    card="6217000000000000011",
    account_name="李困难",
)


def contents(number: int = 0, **changes: Any) -> Contents:
    """A married worker with spouse and child, 1 170.00 per head; `number` makes the ID number another."""
    own = id_number(number)
    facts = replace(FACTS, id_number=own, **changes)
    return Contents(facts, (replace(WORKER, name=facts.name, id_number=own), SPOUSE, CHILD))


def make_file(union: Organisation, code: str = "", *, said: Contents | None = None, on: date = ON) -> HardshipFile:
    """A file with its first version."""
    said = said or contents()
    index = blind_index(index_text(said.file.id_number))
    file = HardshipFile.objects.create(
        code=code or f"DA{HardshipFile.objects.everywhere('tests').count() + 1:06d}",
        union=union,
        person_index=index,
        name=said.file.name,
        latest=1,
        opened_on=on,
        reviewed_on=on,
    )
    add_version(file, said, number=1, on=on)
    return file


def add_version(file: HardshipFile, said: Contents, *, number: int, on: date, kind: str = "open") -> FileVersion:
    version = FileVersion.objects.create(
        file=file,
        number=number,
        kind=kind,
        state=file.state,
        since=on,
        name=said.file.name,
        facts_sealed=seal(said.file.to_text(), FILE_FACTS),
        made_at=timezone.now(),
    )
    for place, person in enumerate(said.household, 1):
        HouseholdPerson.objects.create(
            version=version,
            number=place,
            relation=person.relation,
            id_number_index=blind_index(index_text(person.id_number)) if person.id_number else "",
            facts_sealed=seal(person.to_text(), PERSON_FACTS),
        )
    return version


def make_programme(slug: str = "winter-2012", **given: Any) -> ReliefProgramme:
    """The winter's programme with its first criteria version: C1 alone is enough for tests that do not judge."""
    given = {
        "name": "2013年元旦春节送温暖",
        "kind": ReliefProgramme.Kind.SEND_WARMTH,
        "opens_at": datetime(2012, 12, 1, tzinfo=SHANGHAI),
        "closes_at": datetime(2012, 12, 30, 17, 30, tzinfo=SHANGHAI),
        "standard_amount": Decimal(1000),
        "ceiling": Decimal(3000),
        "is_open": True,
        **given,
    }
    programme = ReliefProgramme.objects.create(slug=slug, **given)
    version = CriteriaVersion.objects.create(programme=programme, number=1, since=date(2012, 1, 1))
    Criterion.objects.create(
        version=version, place=1, code="C1", multiple="1.5", is_inclusive=False, needs_hard_after_aid=True
    )
    return programme


def make_line(county: Organisation, monthly: str = "780.00", since: date = date(2012, 1, 1)) -> LivingLine:
    return LivingLine.objects.create(organisation=county, since=since, monthly=Decimal(monthly))


def make_source(code: str = "ZY01", *, money: str = "100000.00", on: date = ON, **given: Any) -> FundSource:
    source = FundSource.objects.create(
        code=code, name="中央财政专项帮扶资金", kind="appropriation", opened_on=on, **given
    )
    FundEntry.objects.create(source=source, kind="opening", on=on, amount=Decimal(money), at=timezone.now())
    source.refresh_from_db()
    return source


def make_budget(programme: ReliefProgramme, source: FundSource, amount: str = "10000.00") -> Budget:
    return Budget.objects.create(programme=programme, source=source, amount=Decimal(amount))


def make_application(file: HardshipFile, programme: ReliefProgramme, **given: Any) -> ReliefApplication:
    """A draft."""
    return ReliefApplication.objects.create(
        file=file,
        programme=programme,
        union=file.union,
        name=file.name,
        person_index=file.person_index,
        moved_at=timezone.now(),
        **given,
    )


def move(
    application: ReliefApplication, act: str, new: str, *, by: Any = None, on: date = ON, at: Any = None, **given: Any
) -> Step:
    """One step as the operations write it: the step, then the application."""
    number = Step.objects.everywhere("tests").filter(application=application).count() + 1
    step = Step.objects.create(
        application=application,
        number=number,
        act=act,
        group=ACTS[act].group,
        old=application.state,
        new=new,
        on=on,
        at=at or timezone.now(),
        by=by,
    )
    given["state"] = new
    for name, value in given.items():
        setattr(application, name, value)
    application.save(update_fields=list(given))
    return step


def judged(application: ReliefApplication) -> dict[str, Any]:
    """What a submission fills in."""
    return {
        "version": FileVersion.objects.everywhere("tests").filter(file=application.file).latest("number"),
        "criteria": application.programme.criteria_versions.latest("number"),
        "submitted_at": timezone.now(),
    }
