"""What stands on an application's page: for whoever sees files, and the summary that a township may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.duties import Duty
from hardship.household import Marriage, Person, Relation, is_counted
from hardship.models import (
    AmountChange,
    Instalment,
    NoticeLine,
    Objection,
    Payment,
    PublicNotice,
    ReliefApplication,
)
from hardship.money import yuan
from hardship.operations.steps import steps_of
from hardship.transitions import ACTS as MOVES
from hardship.transitions import LABELS, Group, State

IN_SCOPE = "of an application already in scope"
# Of these the words may tell illness or incomes: a township reads its own and the system's.
OPEN_WORDS = (Group.OPINION, Group.SYSTEM)
YES_NO = {True: "是", False: "否", None: "—"}


@dataclass(frozen=True)
class Stop:
    """One step, as the page tells it."""

    at: datetime
    act: str
    to: str
    who: str
    words: str
    is_back: bool


@dataclass(frozen=True)
class PersonLine:
    name: str
    relation: str
    marital_status: str
    health: str
    income: str
    counts: bool


def sees_files(user: Any, row: ReliefApplication) -> bool:
    return bool(user.may(Duty.SEE_FILES, row.union))


def page_of(user: Any, row: ReliefApplication) -> dict[str, Any]:
    """A fixed number of queries. Nothing sealed: that is on the page of papers, which is kept in the book."""
    whole = sees_files(user, row)
    lines = _notice_lines(row)
    return {
        "row": row,
        "whole": whole,
        "facts": list(_facts(row, whole)),
        "stops": [_stop(step, whole) for step in steps_of(row)],
        "notices": [line.notice for line in lines],
        "objections": _objections(row, lines, whole),
        "changes": _changes(row) if whole else [],
        "payments": _payments(user, row),
    }


def _facts(row: ReliefApplication, whole: bool) -> Iterable[tuple[str, str]]:
    yield "项目", row.programme.name
    yield "帮扶类别", row.programme.get_kind_display()
    yield "家庭人口", f"{row.members}人" if row.members else "—"
    yield "人均月收入", yuan(row.per_capita) if row.per_capita is not None else "—"
    if whole and row.is_eligible is not None:
        yield "系统建议", "符合条件" if row.is_eligible else "不符合条件"
        yield "符合的条件", "、".join(row.met) or "—"
        yield "临界的条件", "、".join(row.borderline) or "—"
        yield "国家类别", row.national or "不属于三类"
    if row.proposed is not None:
        yield "拟帮扶金额", yuan(row.proposed)
    if row.approved is not None:
        yield "批准金额", yuan(row.approved)
    if row.result and whole:
        yield "办理结果", row.result


def _stop(step: Any, whole: bool) -> Stop:
    group, who = Group(step.group), step.by.name if step.by else "系统"
    if step.decided_by:
        who = f"{step.decided_by}（{who}登记）"
    words = step.opinion if whole or group in OPEN_WORDS else ""
    is_back = "back" in step.act or step.act in ("uphold_objection", "revoke")
    return Stop(step.at, MOVES[step.act].label, LABELS[State(step.new)], who, words, is_back)


def _notice_lines(row: ReliefApplication) -> list[NoticeLine]:
    rows = NoticeLine.objects.everywhere(IN_SCOPE).filter(application=row, notice__kind=PublicNotice.Kind.UNIT)
    return list(rows.select_related("notice").order_by("-notice__starts_on"))


def _objections(row: ReliefApplication, lines: list[NoticeLine], whole: bool) -> list[Objection]:
    """Of a notice it hung on: against this application or against none in particular."""
    if not whole:
        return []
    rows = Objection.objects.everywhere(IN_SCOPE).filter(notice__in=[line.notice_id for line in lines])
    return [one for one in rows.order_by("-received_on") if one.application_id in (None, row.pk)]


def _changes(row: ReliefApplication) -> list[AmountChange]:
    rows = AmountChange.objects.everywhere(IN_SCOPE).filter(application=row)
    return list(rows.select_related("by").order_by("pk"))


def _payments(user: Any, row: ReliefApplication) -> list[tuple[Instalment, str]]:
    """Each instalment that stands, and how its last payment goes; for those who see payments."""
    if not user.may(Duty.SEE_PAYMENTS, row.union):
        return []
    parts = Instalment.objects.everywhere(IN_SCOPE).filter(application=row, revoked_at=None)
    tries = Payment.objects.everywhere(IN_SCOPE).filter(application=row).order_by("pk")
    last = {one.instalment_id: one for one in tries}
    found = []
    for part in parts.select_related("budget__source").order_by("number"):
        one = last.get(part.pk)
        words = "待发放" if one is None else one.get_state_display()
        found.append((part, f"{words}：{one.failure}" if one is not None and one.failure else words))
    return found


def household_of(row: ReliefApplication) -> list[PersonLine]:
    """The household as judged, whole."""
    if row.version is None:
        return []
    said = row.version.contents
    married = Marriage(said.file.marital_status)
    return [
        PersonLine(
            one.name,
            one.relation,
            one.marital_status,
            one.health or "—",
            f"{one.income:,.2f}",
            is_counted(Person(Relation(one.relation), Marriage(one.marital_status), one.income), married),
        )
        for one in said.household
    ]


def hardship_of(row: ReliefApplication) -> list[tuple[str, str]]:
    """What the file says of the hardship, whole."""
    if row.version is None:
        return []
    said = row.version.facts

    def money(amount: Any) -> str:
        return f"{amount:,.2f}元" if amount is not None else "—"

    return [
        ("主要致困原因", said.main_cause),
        ("次要致困原因", "、".join(said.other_causes) or "—"),
        ("困难说明", said.description or "—"),
        ("健康状况", said.health or "—"),
        ("残疾类别", said.disability or "—"),
        ("是否单亲", YES_NO[said.is_single_parent]),
        ("政府救助后仍困难", YES_NO[said.hard_after_aid]),
        ("本年自负医药费", money(said.medical)),
        ("本年财产损失", money(said.loss)),
        ("年刚性支出", money(said.rigid)),
        ("住房套数", str(said.homes) if said.homes is not None else "—"),
        ("有经营性雇工", YES_NO[said.hires]),
        ("高收费择校或自费留学", YES_NO[said.costly_school]),
        ("拥有非营运机动车", YES_NO[said.car]),
    ]
