"""The lists that figures of relief open: which rows, in which columns, by whose duty."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from campaigns.admin.behind import BadQuestion
from config.relief.asked import APPLICATIONS, FILES, MONEY, VISITS, Question
from hardship.codes import RECIPIENTS
from hardship.money import figures
from hardship.reports import files, paid, returns, standing, visited
from hardship.reports.asked import body_of, names_of
from hardship.transitions import LABELS
from unions.models import Officer, Post

Cells = tuple[str, list[Any]]


@dataclass(frozen=True)
class Listing:
    """`rows` are the queryset, `show` turns some of them into (address, cells); `heads` are (name, kind of column)."""

    title: str
    duty: Duty
    heads: tuple[tuple[str, str], ...]
    rows: Any
    show: Callable[[Any, Iterable[Any]], list[Cells]]
    unit: str
    empty: str
    holds_persons: bool = True
    around: Callable[[], AbstractContextManager[None]] = nullcontext  # while rows are read

    def count(self) -> int:
        with self.around():
            return int(self.rows.count())

    def read(self, question: Question, start: int = 0, stop: int | None = None) -> list[Cells]:
        with self.around():
            return self.show(question, self.rows[start:stop])


def listing(question: Question, given: QueryDict) -> Listing:
    """The list that `?show=…` names. Raises BadQuestion for one that there is not."""
    show = given.get("show", "applications")
    if show not in LISTINGS:
        raise BadQuestion("没有这种名单，请从帮扶统计里点数字打开。")
    return LISTINGS[show](question, given)


APPLICATION_HEADS = (
    ("姓名", "code"), ("工会", "code"), ("责任主体", "code"), ("项目", "code"), ("步骤", "code"), ("进入本步骤", "date"),
    ("已停留天数", "integer"), ("提交日期", "date"), ("逾期", "code"),
)  # fmt: skip
UNION_HEADS = (
    ("工会编码", "code"), ("工会名称", "code"), ("责任主体", "code"), ("情况", "code"), ("主席", "code"), ("办公电话", "code"),
)  # fmt: skip
PAYMENT_HEADS = (
    ("姓名", "code"), ("工会", "code"), ("责任主体", "code"), ("项目", "code"), ("批次号", "code"), ("金额（元）", "money"),
    ("到账日期", "date"),
)  # fmt: skip
APPROVED_HEADS = (
    ("姓名", "code"), ("工会", "code"), ("责任主体", "code"), ("项目", "code"), ("期次", "integer"), ("金额（元）", "money"),
)  # fmt: skip
FILE_HEADS = (
    ("档案编号", "code"), ("姓名", "code"), ("工会", "code"), ("责任主体", "code"), ("状态", "code"), ("建档日期", "date"),
    ("最近复核", "date"), ("脱困（注销）日期", "date"),
)  # fmt: skip
STOP_HEADS = (
    ("慰问", "code"), ("慰问日期", "date"), ("姓名", "code"), ("工会", "code"), ("对象类别", "code"), ("慰问金（元）", "money"),
    ("实发慰问金（元）", "money"), ("慰问品折价（元）", "money"), ("实发慰问品折价（元）", "money"), ("签收日期", "date"),
)  # fmt: skip


def _applications(question: Question, given: QueryDict) -> Listing:
    rows, said = standing.applications(question.asked), []
    phase, state, age = given.get("phase", ""), given.get("state", ""), given.get("age", "")
    if phase:
        rows = rows.filter(state__in=_known(standing.STATES_OF, phase))
        said.append(next(label for key, label, _ in standing.PHASES if key == phase))
    if state:
        said.append(_known({str(one): label for one, label in LABELS.items()}, state))
        rows = rows.filter(state=state)
    if age:
        place = _known({str(place): place for place in range(len(standing.AGES))}, age)
        rows = standing.of_age(rows, question.asked.on, place)
        said.append(f"停留{standing.AGES[place][1]}")
    if given.get("late") == "yes":
        rows = rows.filter(is_late=True)
        said.append("逾期提交")
    rows = rows.annotate(body=body_of("union__path")).select_related("union", "programme").order_by("moved_at", "pk")
    title = "、".join(said) or "全部"
    return Listing(f"帮扶申请：{title}", APPLICATIONS, APPLICATION_HEADS, rows, _application, "件", "没有这样的申请。")


def _application(question: Question, rows: Iterable[Any]) -> list[Cells]:
    rows = list(rows)
    names = names_of(question.asked.user, {row.body for row in rows})
    on = question.asked.on
    return [
        (
            _page("reliefapplication", row.pk),
            [
                row.name, row.union.name, names[row.body][1], row.programme.name, row.get_state_display(),
                timezone.localdate(row.moved_at),
                None if row.state in standing.OVER else (on - timezone.localdate(row.moved_at)).days,
                timezone.localdate(row.submitted_at) if row.submitted_at else None, "逾期" if row.is_late else "",
            ],
        )
        for row in rows
    ]  # fmt: skip


def _unions(question: Question, given: QueryDict) -> Listing:
    if question.programme is None:
        raise BadQuestion("请先选一个项目，再看哪些工会未报。")
    done = given.get("done", "")
    rows = returns.unions(question.asked)
    title = _known(returns.WORDS, done) if done else "应报工会"
    rows = (rows.filter(done=done) if done else rows).order_by("code")
    empty = "没有未报的工会。" if done == returns.MISSING else "没有这样的工会。"
    return Listing(
        title, APPLICATIONS, UNION_HEADS, rows, _union, "家", empty, holds_persons=False, around=returns.opened
    )


def _union(question: Question, rows: Iterable[Any]) -> list[Cells]:
    """With whom to ask: the chair who sits today."""
    rows = list(rows)
    names = names_of(question.asked.user, {row.body for row in rows})
    sitting = Officer.objects.visible_to(question.asked.user).sitting_on(question.asked.on)
    chairs = dict(sitting.filter(post=Post.CHAIR, union__in=rows).values_list("union_id", "name"))
    return [
        (
            reverse("admin:unions_organisation_change", args=[row.pk]),
            [row.code, row.name, names[row.body][1], returns.WORDS[row.done], chairs.get(row.pk, ""), row.phone],
        )
        for row in rows
    ]


def _payments(question: Question, given: QueryDict) -> Listing:
    kind, month, asked = given.get("kind", ""), given.get("month", ""), question.asked.of(programme=None)
    title = f"{asked.year} 年已发放"
    if kind:
        title += f"：{_known(paid.KINDS, kind)}"
        asked = asked.of(kind=kind)
    rows = paid.payments(asked)
    if month:
        rows = rows.filter(answered_on__month=_known({f"{one:02d}": one for one in range(1, 13)}, month))
        title += f"（{int(month)} 月）"
    rows = _of_application(rows.select_related("batch")).order_by("-answered_on", "-pk")
    return Listing(title, MONEY, PAYMENT_HEADS, rows, _payment, "笔", "这一年还没有发放到账的。")


def _payment(question: Question, rows: Iterable[Any]) -> list[Cells]:
    rows = list(rows)
    names = names_of(question.asked.user, {row.body for row in rows})
    return [
        (
            _page("paymentbatch", row.batch_id),
            [*_whose(row, names), row.batch.code, row.amount, row.answered_on],
        )
        for row in rows
    ]


def _instalments(question: Question, given: QueryDict) -> Listing:
    """Of the programme: what is approved, or what the bank refused and nobody has taken up again."""
    show, user = given.get("of", ""), question.asked.user
    known: dict[str, tuple[str, Any, str]] = {
        "": ("已批准", paid.approved_instalments, "还没有批准的。"),
        "unlisted": ("已批准、未列入批次", paid.unlisted_instalments, "批准的都已列入批次。"),
        "failed": ("发放失败、待重发", paid.failed_instalments, "没有发放失败的。"),
    }
    title, source, empty = _known(known, show)
    rows = question.asked.narrowed(source(user), "application__union__path")
    rows = _of_application(question.asked.of_programme(rows, "application__programme"))
    rows = rows.order_by("application__programme_id", "application_id", "number")
    return Listing(title, MONEY, APPROVED_HEADS, rows, _instalment, "笔", empty)


def _instalment(question: Question, rows: Iterable[Any]) -> list[Cells]:
    rows = list(rows)
    names = names_of(question.asked.user, {row.body for row in rows})
    can_open = question.asked.user.may(Duty.SEE_APPLICATIONS)
    return [
        (
            _page("reliefapplication", row.application_id) if can_open else "",
            [*_whose(row, names), row.number, row.amount],
        )
        for row in rows
    ]


def _files(question: Question, given: QueryDict) -> Listing:
    what = given.get("of", "") or "on_file"
    title = _known(files.SHOWS, what).replace("本年", f"{question.asked.year} 年")
    rows = files.files_behind(question.asked, what).annotate(body=body_of("union__path")).select_related("union")
    return Listing(f"困难职工档案：{title}", FILES, FILE_HEADS, rows, _file, "份", "没有这样的档案。")


def _file(question: Question, rows: Iterable[Any]) -> list[Cells]:
    rows = list(rows)
    names = names_of(question.asked.user, {row.body for row in rows})
    return [
        (
            _page("hardshipfile", row.pk),
            [
                row.code, row.name, row.union.name, names[row.body][1], row.get_state_display(), row.opened_on,
                row.reviewed_on, row.ended_on,
            ],
        )
        for row in rows
    ]  # fmt: skip


def _stops(question: Question, given: QueryDict) -> Listing:
    kind, rows = given.get("kind", ""), visited.stops(question.asked)
    if kind:
        rows = rows.filter(kind=_known({one: one for one in RECIPIENTS}, kind))
    if given.get("visited") == "yes":
        rows = rows.filter(visited.VISITED)
    rows = rows.select_related("group__plan", "union").order_by("-group__plan__on", "group__number", "place", "pk")
    return Listing(f"{question.asked.year} 年慰问{kind}", VISITS, STOP_HEADS, rows, _stop, "户", "这一年还没有慰问。")


def _stop(question: Question, rows: Iterable[Any]) -> list[Cells]:
    return [
        (
            _page("visitplan", row.group.plan_id),
            [
                row.group.plan.name, row.group.plan.on, row.name, row.union.name, row.kind, row.cash, row.cash_given,
                row.goods, row.goods_given, row.signed_on,
            ],
        )
        for row in rows
    ]  # fmt: skip


LISTINGS: dict[str, Callable[[Question, QueryDict], Listing]] = {
    "applications": _applications,
    "unions": _unions,
    "payments": _payments,
    "instalments": _instalments,
    "files": _files,
    "visits": _stops,
}


def shown(cell: Any, kind: str) -> str:
    """A cell as the page shows it."""
    if cell is None or cell == "":
        return "—"
    if kind == "money":
        return figures(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _of_application(rows: Any) -> Any:
    rows = rows.annotate(body=body_of("application__union__path"))
    return rows.select_related("application__union", "application__programme")


def _whose(row: Any, names: dict[int, tuple[str, str]]) -> list[str]:
    application = row.application
    return [application.name, application.union.name, names[row.body][1], application.programme.name]


def _known(words: Any, key: str) -> Any:
    if key not in words:
        raise BadQuestion("没有这种名单，请从帮扶统计里点数字打开。")
    return words[key]


def _page(model: str, pk: int) -> str:
    return reverse(f"admin:hardship_{model}_change", args=[pk])
