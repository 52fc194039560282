"""Papers of applications, notices and visits filled in from the records, as fill.py does for files and batches."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.encryption import unseal
from hardship.explanation import EXCLUSION_WORDS
from hardship.models import (
    Document,
    DocumentCheck,
    DocumentRule,
    NoticeLine,
    Objection,
    PublicNotice,
    ReliefApplication,
    ReliefSettings,
    Step,
    VisitGroup,
    VisitStop,
)
from hardship.models.application import JUDGEMENT
from hardship.notice_clock import clock_of
from hardship.sheets.application import ApplicationFacts, Judged, Material, Opinion, ReceiptFacts
from hardship.sheets.fill import WHY, county_of, number_of
from hardship.sheets.notice import PASSED, Heard, NoticeFacts, Phone, Posted
from hardship.sheets.visit import GroupFacts, Stop
from hardship.transitions import BEFORE_APPROVAL, State
from unions.models import Organisation, PortalSettings

SECTIONS = {"家庭", "排除情形", "全国分类", "结论"}  # of the explanation; everything else is a criterion's code
OPINIONS = (
    ("agree", "基层工会意见"),
    ("notice_over", "公示情况"),
    ("opine", "乡镇意见"),
    ("review", "县级审核"),
    ("approve", "审批意见"),
)
OF_THE_NOTICE = (DocumentRule.Kind.NOTICE_PHOTO, DocumentRule.Kind.NOTICE_REPORT, DocumentRule.Kind.VISIT_RECEIPT)
SENT_BACK, TAKEN_OFF = "异议成立，已退回", "已退回"
NUMBERS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Said:
    """What was said when the application was judged (operations/applications.py seals it)."""

    line: Decimal | None = None
    excluded: tuple[str, ...] = ()
    lines: tuple[dict[str, Any], ...] = field(default=())


def application_of(application: ReliefApplication) -> ApplicationFacts:
    """An application that was submitted, as it was judged. Six queries."""
    assert application.version is not None  # noqa: S101 (a draft has no paper)
    contents, said = application.version.contents, _said(application)
    file = contents.file
    causes = f"{file.main_cause}（主要）" + ("；" + "、".join(file.other_causes) if file.other_causes else "")
    return ApplicationFacts(
        union_id=application.union_id,
        union=application.union.name,
        row_id=application.pk,
        version=f"application {application.pk} fileversion {application.version_id}",
        number=number_of(application),
        file_code=application.file.code,
        programme=application.programme.name,
        name=application.name,
        sex=file.sex,
        id_number=file.id_number,
        mobile=file.mobile,
        employment=file.employment_form,
        workplace=application.file.employer.name if application.file.employer is not None else "",
        counted=application.members or 0,
        per_head=application.per_capita,
        line=said.line,
        causes=causes,
        relief_kind=application.programme.get_kind_display(),
        asked=application.proposed,
        approved=application.approved,
        applied_on=timezone.localdate(application.submitted_at) if application.submitted_at else None,
        is_late=application.is_late,
        explained=file.description,
        judged=_judged(application, said),
        exclusions="、".join(EXCLUSION_WORDS[name] for name in said.excluded),
        is_eligible=application.is_eligible,
        national=application.national,
        materials=_materials(application),
        opinions=_opinions(application),
    )


def _said(application: ReliefApplication) -> Said:
    if not application.judgement_sealed:
        return Said()
    told = json.loads(unseal(application.judgement_sealed, JUDGEMENT))
    return Said(Decimal(told["line"]), tuple(told["excluded"]), tuple(told["lines"]))


def _judged(application: ReliefApplication, said: Said) -> tuple[Judged, ...]:
    """Each criterion with its conditions; the sentence that sums it up is the outcome."""
    conditions: dict[str, list[str]] = defaultdict(list)
    for line in said.lines:
        if line["about"] not in SECTIONS:
            conditions[line["about"]].append(line["text"])
    return tuple(
        Judged(code, tuple(one for one in told if not one.startswith("这一条")), _outcome(application, code))
        for code, told in conditions.items()
    )


def _outcome(application: ReliefApplication, code: str) -> str:
    return "符合" if code in application.met else "临界" if code in application.borderline else "不符合"


def _materials(application: ReliefApplication) -> tuple[Material, ...]:
    """By kind, in the order they were handed in; what the county found wrong is said."""
    rows = Document.objects.everywhere(WHY).filter(application=application).exclude(kind__in=OF_THE_NOTICE)
    checks = DocumentCheck.objects.everywhere(WHY).filter(application=application).order_by("pk")
    newest = {check.document_id: check for check in checks}
    found: dict[str, list[DocumentCheck | None]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.get_kind_display()].append(newest.get(row.pk))
    return tuple(Material(name, len(looks), _standing(looks)) for name, looks in found.items())


def _standing(looks: Iterable[DocumentCheck | None]) -> str:
    seen = list(looks)
    wrong = [look.note for look in seen if look is not None and not look.is_good]
    return "；".join(wrong) or ("合格" if all(seen) else "待核对")


def _opinions(application: ReliefApplication) -> tuple[Opinion, ...]:
    """The last word of each step; what was sent back since then says nothing any more."""
    said: dict[str, Step] = {}
    steps = Step.objects.everywhere(WHY).filter(application=application).select_related("by").order_by("number")
    for step in steps:
        if _place(step.new) < _place(step.old):
            said = {act: one for act, one in said.items() if _place(one.old) < _place(step.new)}
        said[step.act] = step
    return tuple(_opinion(label, said.get(act)) for act, label in OPINIONS)


def _place(state: str) -> int:
    return BEFORE_APPROVAL.index(State(state)) if State(state) in BEFORE_APPROVAL else len(BEFORE_APPROVAL)


def _opinion(label: str, step: Step | None) -> Opinion:
    if step is None:
        return Opinion(label)
    who = step.decided_by or (step.by.name if step.by is not None else "系统")
    return Opinion(label, step.opinion or step.get_act_display(), who, step.on)


def receipt_of(application: ReliefApplication, *, code: str, address: str) -> ReceiptFacts:
    """The receipt that carries the code; `address` is the whole one of the page to look at."""
    assert application.submitted_at is not None  # noqa: S101 (a draft has no receipt)
    phones = "；".join(f"{one.whose} {one.number}" for one in phones_of(application.union, "") if one.number)
    return ReceiptFacts(
        union_id=application.union_id,
        union=application.union.name,
        row_id=application.pk,
        number=number_of(application),
        name=application.name,
        programme=application.programme.name,
        submitted_on=timezone.localdate(application.submitted_at),
        is_late=application.is_late,
        address=address,
        code=code,
        phones=phones,
    )


def phones_of(union: Organisation, own: str) -> tuple[Phone, ...]:
    """Who listens to objections: the union, the county's rights department, the hotline."""
    county = county_of(union)
    return (
        Phone(union.name, own or union.phone),
        Phone(f"{county.name}权益保障部", ReliefSettings.current().phone),
        Phone("职工服务热线", PortalSettings.objects.current().hotline),
    )


def notice_of(notice: PublicNotice) -> NoticeFacts:
    """A notice on a union's board, as it hangs or hung: from its frozen lines alone. Seven queries."""
    union = notice.organisation
    lines = NoticeLine.objects.everywhere(WHY).filter(notice=notice).order_by("place")
    objections = Objection.objects.everywhere(WHY).filter(notice=notice).select_related("application")
    heard = tuple(_heard(one) for one in objections.order_by("received_on", "pk"))
    upheld = {one.application_id for one in objections if one.answer == Objection.Answer.UPHELD}
    clock = clock_of(notice, timezone.localdate())
    return NoticeFacts(
        union_id=union.pk,
        union=union.name,
        county=county_of(union).name,
        row_id=notice.pk,
        programme=notice.programme.name,
        since=notice.starts_on,
        until=notice.ends_on or clock.last or clock.planned,
        workdays=notice.days,
        people=tuple(_posted(line, upheld) for line in lines),
        phones=phones_of(union, notice.phone),
        place=notice.place,
        stopped=clock.stopped,
        objections=heard,
    )


def _posted(line: NoticeLine, upheld: set[int | None]) -> Posted:
    outcome = PASSED if line.withdrawn_on is None else SENT_BACK if line.application_id in upheld else TAKEN_OFF
    return Posted(line.name, line.unit, line.category, line.kind, outcome)


def _heard(one: Objection) -> Heard:
    name = one.application.name if one.application is not None else "（未指明）"
    outcome = one.get_answer_display() if one.answer else "尚未答复"
    return Heard(name, one.received_on, one.text, one.reply, one.answered_on, outcome)


def group_of(group: VisitGroup) -> GroupFacts:
    """One group of a visit with its stops as they were planned. Two queries."""
    plan = group.plan
    stops = VisitStop.objects.everywhere(WHY).filter(group=group).select_related("union").order_by("place")
    number = NUMBERS[group.number] if group.number < len(NUMBERS) else str(group.number)
    return GroupFacts(
        union_id=plan.organisation_id,
        county=plan.organisation.name,
        row_id=group.pk,
        plan=plan.name,
        group=f"第{number}组",
        area=group.area,
        leader=group.leader,
        units=group.units,
        on=plan.on,
        leaves_at=plan.departs_at,
        gathers_at=plan.gathers_at,
        gathers_in=plan.gathers_where,
        stops=tuple(
            Stop(
                name=one.name,
                kind=one.kind,
                unit=one.union.name,
                place=one.address,
                cash=one.cash,
                goods=one.goods_named,
                goods_value=one.goods,
                remark=one.note,
            )
            for one in stops
        ),
    )
