"""帮扶项目: made of a template or of one that is there, and changed. Its criteria are versions of their own (criteria.py)."""

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict, Unpack

from django.utils import timezone

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship.household import Cause
from hardship.judging import criteria_of, criteria_version
from hardship.models import CriteriaVersion, Criterion, DocumentRule, ReliefApplication, ReliefProgramme
from hardship.template import Document, Template
from unions.operations.rows import amend

NO_CRITERIA = "项目还没有帮扶条件，不能启用。请先存为未启用，填好“帮扶条件”后再启用。"


class Details(TypedDict, total=False):
    """Moments are aware; amounts are yuan."""

    slug: str
    name: str
    kind: str
    opens_at: datetime
    closes_at: datetime
    notice_days: int
    online_days: int
    asks_opinion: bool
    opinion_days: int
    asks_home_visit: bool
    standard_amount: Decimal
    ceiling: Decimal
    year_ceiling: Decimal | None
    instalments: int
    is_open: bool
    note: str


@operation("programmes.make_from_template")
def make_from_template(
    template: Template, *, slug: str, name: str, year: int, is_open: bool = False, by: User | None
) -> ReliefProgramme:
    """A programme of the template's shape that closes in the given year, with its criteria from that year's first day.

    Raises Refused when the slug is taken.
    """
    _demand_free(slug)
    programme = ReliefProgramme.objects.create(
        slug=slug,
        name=name,
        kind=template.kind,
        opens_at=moment(year, template.opens),
        closes_at=moment(year, template.closes),
        notice_days=template.notice_days,
        asks_opinion=template.asks_opinion,
        opinion_days=template.opinion_days,
        asks_home_visit=template.asks_home_visit,
        standard_amount=template.standard_amount,
        ceiling=template.ceiling,
        is_open=is_open,
    )
    first = CriteriaVersion.objects.create(
        programme=programme,
        number=1,
        since=date(year, 1, 1),
        note="由模板建立",
        excludes_homes=template.criteria.exclusions.homes,
        excludes_hires=template.criteria.exclusions.hires,
        excludes_costly_school=template.criteria.exclusions.costly_school,
        excludes_car=template.criteria.exclusions.car,
        made_by=by,
    )
    for place, criterion in enumerate(template.criteria.criteria, 1):
        Criterion.objects.create(
            version=first,
            place=place,
            code=criterion.code,
            multiple=criterion.multiple,
            is_inclusive=criterion.inclusive,
            causes=[str(cause) for cause in criterion.causes],
            needs_hard_after_aid=criterion.hard_after_aid,
            least_cost=criterion.least_cost,
            source=template.sources.get(criterion.code, ""),
        )
    for document in template.documents:
        DocumentRule.objects.create(
            programme=programme,
            kind=document.kind,
            of_each=document.of_each,
            causes=[str(cause) for cause in document.causes],
            of_this_year=document.of_this_year,
            note=document.note,
        )
    return programme


def template_of(programme: ReliefProgramme, on: date) -> Template:
    """The shape of a programme that is there, with the criteria in force on the day, to make another of."""
    version = criteria_version(programme, on)
    sources = Criterion.objects.filter(version=version).values_list("code", "source")
    return Template(
        slug=programme.slug,
        name=programme.name,
        kind=programme.kind,
        criteria=criteria_of(version),
        documents=tuple(
            Document(rule.kind, tuple(map(Cause, rule.causes)), rule.of_each, rule.of_this_year, rule.note)
            for rule in DocumentRule.objects.filter(programme=programme)
        ),
        opens=_parts(programme.opens_at),
        closes=_parts(programme.closes_at),
        notice_days=programme.notice_days,
        asks_opinion=programme.asks_opinion,
        opinion_days=programme.opinion_days,
        asks_home_visit=programme.asks_home_visit,
        standard_amount=programme.standard_amount,
        ceiling=programme.ceiling,
        sources=dict(sources),
    )


def moment(year: int, parts: tuple[int, int, int, int]) -> datetime:
    """Month, day, hour and minute of the year, in Shanghai; 29 February becomes the 28th where there is none."""
    month, day, hour, minute = parts
    if (month, day) == (2, 29) and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
        day = 28
    return timezone.make_aware(datetime(year, month, day, hour, minute))  # noqa: DTZ001 (made aware right here)


def _parts(at: datetime) -> tuple[int, int, int, int]:
    local = timezone.localtime(at)
    return local.month, local.day, local.hour, local.minute


@operation("programmes.register")
def register(*, by: User | None, **details: Unpack[Details]) -> ReliefProgramme:
    """A programme without criteria and documents yet: it can be opened once it has criteria. Raises Refused."""
    _demand_sense(details)
    _demand_free(details["slug"])
    if details.get("is_open"):
        raise Refused(NO_CRITERIA)
    programme: ReliefProgramme = ReliefProgramme.objects.create(**details)
    return programme


@operation("programmes.change")
def change(programme: ReliefProgramme, *, by: User | None, **details: Unpack[Details]) -> ReliefProgramme:
    """What is the same writes nothing. Raises Refused."""
    row: ReliefProgramme = ReliefProgramme.objects.select_for_update().get(pk=programme.pk)
    _demand_sense(details)
    if row.slug != details["slug"]:
        _demand_free(details["slug"])
        _demand_unused(row)
    if details.get("is_open") and not row.criteria_versions.exists():
        raise Refused(NO_CRITERIA)
    amend(row, dict(details))
    return row


def _demand_sense(details: Details) -> None:
    if not re.fullmatch(r"[a-z0-9-]{1,40}", details["slug"]):
        raise Refused("项目代号只用小写字母、数字和短横线，如 winter-relief-2026。")
    year_ceiling = details.get("year_ceiling")
    if year_ceiling is not None and year_ceiling < details["ceiling"]:
        raise Refused("每户全年最高不能低于每户最高，请核对；全年不限的留空。")


def _demand_free(slug: str) -> None:
    if ReliefProgramme.objects.filter(slug=slug).exists():
        raise Refused(f"代号为“{slug}”的项目已经有了，请换一个代号。")


def _demand_unused(programme: ReliefProgramme) -> None:
    """The code is printed on papers and named in commands."""
    through = ReliefApplication.objects.everywhere("is the programme's code in use")
    if through.filter(programme=programme).exists():
        raise Refused("这个项目已有申请，代号印在材料上，不能再改。")


class Asked(TypedDict):
    """A document as it is to be asked for (models.DocumentRule)."""

    kind: str
    of_each: bool
    causes: list[str]
    of_this_year: bool
    note: str


@operation("programmes.set_documents")
def set_documents(
    programme: ReliefProgramme, asked: Iterable[Asked], *, seen: str = "", by: User | None
) -> ReliefProgramme:
    """The documents that applications must have attached from now on; what is the same writes nothing.

    A kind that is not named is asked for no more: what is attached stays attached. `seen` is the mark of what the page
    showed (documents_mark). Raises Refused when they were changed since.
    """
    programme = ReliefProgramme.objects.select_for_update().get(pk=programme.pk)
    if seen and seen != documents_mark(programme):
        raise Refused("您打开这一页以后，有人改了材料要求，您这次没有写入。请刷新后再改。")
    there = {rule.kind: rule for rule in DocumentRule.objects.filter(programme=programme)}
    wanted = {one["kind"]: one for one in asked}
    DocumentRule.objects.filter(programme=programme, kind__in=there.keys() - wanted.keys()).delete()
    for kind, values in wanted.items():
        if kind in there:
            amend(there[kind], dict(values))
        else:
            DocumentRule.objects.create(programme=programme, **values)
    return programme


def documents_mark(programme: ReliefProgramme) -> str:
    """Stands for the documents asked for as they are."""
    rules = DocumentRule.objects.filter(programme=programme).order_by("kind")
    rows = list(rules.values_list("kind", "of_each", "causes", "of_this_year", "note"))
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
