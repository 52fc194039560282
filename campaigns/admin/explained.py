"""The explanation of one union's coverage in sentences, each with the record behind it and the page to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from accounts.duties import Duty
from accounts.masks import masked_text
from campaigns.dossier import Award, Fact
from campaigns.explain import Condition, Explanation, Reason, Scope, Share
from campaigns.models import ScopeRule
from unions.admin.page_parts import PageView
from unions.models import Kind, Level, Nature, Ownership, Post, Size

LABELS = {
    "sign": "悬挂牌匾",
    "office": "公布办公地点",
    "chair": "主席在任",
    "identity": "亮明身份",
    "contact": "公布联系方式",
}
# What is missing, as lists of unions say it.
LACKS = {
    "sign": "未悬挂牌匾",
    "office": "未公布办公地点",
    "chair": "主席空缺",
    "identity": "未亮明身份",
    "contact": "未公布联系方式",
}


@dataclass(frozen=True)
class Said:
    """One line under a condition: a fact that holds, or what is missing; `todo` is a verb and its page, or empty."""

    is_met: bool
    text: str
    url: str = ""
    chip: str = ""
    todo: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class ConditionSaid:
    label: str
    holds: bool
    is_verified: bool
    lines: tuple[Said, ...]


def conditions_said(view: PageView, told: Explanation) -> list[ConditionSaid]:
    """The five conditions in the order of the report, the facts or the gaps under each."""
    vacant = not told["chair"].holds
    return [
        ConditionSaid(LABELS[each.key], each.holds, each.is_verified, tuple(_lines(view, each, vacant)))
        for each in told.conditions
    ]


def _lines(view: PageView, condition: Condition, vacant: bool) -> Iterator[Said]:
    if condition.key == "chair":
        yield from _seat(view, condition)
        return
    if vacant and condition.key in ("identity", "contact"):
        yield Said(False, "主席空缺，这一项不能成立。")
    for share in condition.shares:
        yield from _share(view, condition.key, share)


def _seat(view: PageView, condition: Condition) -> Iterator[Said]:
    for share in condition.shares:
        officer: Any = share.officer
        until = f"，至 {officer.span.until}" if officer.span.until else ""
        yield Said(True, f"{officer.name}，{officer.span.since} 当选{until}", _page("officer", officer.pk))
    if not condition.holds:
        todo = ("登记当选主席", _add("officer", view, post=str(Post.CHAIR)))
        yield Said(False, "这一天没有在任的主席。", todo=todo if _may(view, Duty.EDIT_OFFICERS) else ("", ""))


def _share(view: PageView, item: str, share: Share) -> Iterator[Said]:
    who = f"{Post(share.officer.post).label} {share.officer.name}：" if share.officer else ""
    for fact in share.holding:
        url, chip = _page("display", fact.pk), "已核实" if fact.is_verified(view.on) else "待核实"
        yield Said(True, who + _fact(view, fact), url, chip)
    if not share.is_met:
        officer = {"officer": share.officer.pk} if share.officer else {}
        todo = ("上报" if not view.is_past else "补报", _add("display", view, item=item, **officer))
        lapsed = _lapsed(share, view.on)
        text = f"{who}没有有效的“{LABELS[item]}”记录。{lapsed}"
        yield Said(False, text, todo=todo if _may(view, Duty.REPORT_DISPLAYS) else ("", ""))


def _fact(view: PageView, fact: Fact) -> str:
    words = [fact.way, f"{fact.span.since} 起" + (f"，至 {fact.span.until}" if fact.span.until else "")]
    if fact.content:
        words.append(f"“{masked_text(fact.content)}”")
    if fact.is_verified(view.on):
        words.append(f"{fact.verified_on} 由{fact.verified_by or '上级工会'}核实")
    return "，".join(words)


def _lapsed(share: Share, on: date) -> str:
    """The nearest fact that does not hold: the last that ended, else the first that was to begin."""
    ended = [fact for fact in share.others if fact.span.until is not None and fact.span.until <= on]
    if ended:
        last = max(ended, key=lambda fact: fact.span.until or date.min)
        return f"上一条（{last.way}）到 {last.span.until} 为止。"
    later = [fact.span.since for fact in share.others if fact.span.since is not None and fact.span.since > on]
    return f"下一条从 {min(later)} 才开始。" if later else ""


def scope_said(view: PageView, scope: Scope) -> Said:
    """Counted by which rule since when, or why not and what to do."""
    text, todo = _why(view, scope), ("", "")
    if scope.reason == Reason.NO_EMPLOYER and _may(view, Duty.EDIT_ORGANISATIONS):
        todo = ("登记法人单位", _add("employer", view))
    return Said(scope.is_in, text, _page("employer", scope.unit.pk) if scope.unit else "", todo=todo)


def _why(view: PageView, scope: Scope) -> str:
    union, unit = view.union, scope.unit
    of_unit = f"所属单位“{unit.name}”为{_kind_of(unit)}。" if unit is not None else ""
    sentences = {
        Reason.BY_RULE: lambda: f"从 {_first_day(scope, view)} 起列入：{rule_words(scope.rule)}。{of_unit}",
        Reason.RULE_LATER: lambda: f"这一天还没有列入：{rule_words(scope.rule)}从 {_from(scope)} 起列入。{of_unit}",
        Reason.IS_BODY: lambda: "责任主体和县总工会本身不计入统计，只汇总下级工会的数字。",
        Reason.NOT_ESTABLISHED: lambda: (
            f"这一天还没有成立（建会日期 {union.established_on or '未登记'}），不计入统计。"
        ),
        Reason.DISSOLVED: lambda: f"已于 {union.dissolved_on} 撤销，从那一天起不计入统计。",
        Reason.NO_EMPLOYER: lambda: (
            "没有登记所覆盖的法人单位，分不出单位性质和规模，所以不计入统计。请登记单位，或在法人单位的页面上填写“所属工会”。"
        ),
        Reason.NO_ENTERPRISE: lambda: f"{of_unit}机关、事业单位、社会组织等不是企业，其工会不计入统计。",
        Reason.NO_RULE: lambda: f"活动的统计范围里没有这一类：{Kind(union.kind).label}。{of_unit}",
    }
    return sentences[scope.reason]()


def _from(scope: Scope) -> date:
    assert scope.rule is not None  # noqa: S101 (both reasons come with their rule)
    return scope.rule.from_day


def _first_day(scope: Scope, view: PageView) -> date:
    return max(_from(scope), view.union.established_on or date.min)


def _kind_of(unit: Any) -> str:
    return "，".join(
        filter(None, (str(Nature(unit.nature).label), str(Size(unit.size).label) if unit.size else "规模未填"))
    )


def rule_words(rule: ScopeRule | None) -> str:
    """`独立基层工会（非公企业，小型、微型）`."""
    if rule is None:
        return ""
    limits = [str(Ownership(rule.ownership).label)] if rule.ownership else []
    limits += [str(rule.get_size_display())] if rule.size else []
    return str(rule.get_kind_display()) + (f"（{'，'.join(limits)}）" if limits else "")


def awards_said(awards: tuple[Award, ...]) -> list[Said]:
    """The honours that put the union into the priority group."""
    return [
        Said(True, f"{award.name}（{Level(award.level).label}，{award.span.since} 授予）", _page("honour", award.pk))
        for award in awards
    ]


def _may(view: PageView, duty: Duty) -> bool:
    return bool(view.user.may(duty, view.union))


def _page(model: str, pk: int) -> str:
    return reverse(f"admin:unions_{model}_change", args=[pk])


def _add(model: str, view: PageView, **values: Any) -> str:
    return f"{reverse(f'admin:unions_{model}_add')}?{urlencode({'union': view.union.pk, **values})}"
