"""帮扶统计: every figure of relief in tables, each number leading to the list behind it."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.duties import Duty
from campaigns import figures as printed
from campaigns.admin.behind import BadQuestion
from config.relief.asked import APPLICATIONS, FILES, MONEY, OPENED_BY, VISITS, Question, asked, choices
from config.relief.tables import Cell, Line, Table, amount, number, share, yuan
from hardship.money import figures as money
from hardship.reports import files, paid, returns, standing, visited


def relief_figures(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """`?programme=…&year=…&body=…`."""
    user: Any = request.user
    demand(user)
    context |= {"title": "帮扶统计", "query": request.GET}
    try:
        question = asked(request)
    except BadQuestion as problem:
        return TemplateResponse(request, "admin/relief/figures.html", context | {"problem": str(problem)}, status=400)
    context |= {
        "question": question,
        "choices": choices(request, question.programmes, question.asked.year, question.asked.on),
        "groups": groups(question),
        "workbook_url": f"{reverse('admin:relief_figures_workbook')}?{question.query()}",
        "may_take": user.may(Duty.EXPORT_REGISTERS),
        "sees_applications": user.may(APPLICATIONS),
        "sees_years": user.may(MONEY) or user.may(FILES),
    }
    return TemplateResponse(request, "admin/relief/figures.html", context)


def demand(user: Any) -> None:
    if not any(user.may(duty) for duty in OPENED_BY):
        raise PermissionDenied


def groups(question: Question) -> list[tuple[str, str, list[Table]]]:
    """(anchor, heading, tables) as far as the user may see."""
    user, year = question.asked.user, question.asked.year
    name = question.programme.name if question.programme else "全部项目"
    found: list[tuple[str, str, list[Table]]] = []
    if user.may(APPLICATIONS):
        found.append(("standing", f"申请办理情况：{name}", standing_tables(question)))
        if question.programme is not None:
            found.append(("returns", f"哪些单位还没有报：{name}", [returns_table(question)]))
    if user.may(MONEY):
        found.append(("paid", f"{year} 年发放", paid_tables(question)))
        found.append(("plans", "预算、批准和发放", [plans_table(question)]))
    if user.may(VISITS):
        found.append(("visits", f"{year} 年慰问", [visits_table(question)]))
    if user.may(FILES):
        found.append(("files", "困难职工档案", [files_table(question)]))
    return found


def standing_tables(question: Question) -> list[Table]:
    steps, bodies = standing.standing(question.asked)
    on = question.asked.on
    most = max((line.count for line in steps), default=0)
    open_lines = [
        Line(
            line.label,
            [
                number(question, line.count, state=line.key),
                *(_age(question, line, place) for place in range(len(standing.AGES))),
                _days(line, on),
            ],
            share=share(line.count, most),
        )
        for line in steps
    ]
    by_body = [
        Line(
            line.label,
            [
                *(_phase(question, line, key, states) for key, _, states in standing.PHASES),
                number(question, line.late, body=line.key, late="yes"),
                _days(line, on),
            ],
        )
        for line in bodies
    ]
    heads = ["件数", *(f"停留 {words}" for _, words in standing.AGES), "最久（天）"]
    return [
        Table(
            "steps", "按步骤", heads, open_lines, "", "停留天数从进入现在这一步算起；办结、不予帮扶、已撤回的不算。", "步骤", True
        ),
        Table(
            "bodies", "按责任主体", [*(label for _, label, _ in standing.PHASES), "逾期提交", "最久（天）"], by_body,
            "还没有申请。主席在手机上由档案提出申请后，这里会显示。",
        ),
    ]  # fmt: skip


def returns_table(question: Question) -> Table:
    """Unions by what they have done; the rate is of those that have answered, either way."""
    lines = returns.returns(question.asked)
    total = returns.Line("", "合计")
    for line in lines:
        for done, count in line.counts.items():
            total.counts[done] += count
    return Table(
        "unions",
        "按责任主体",
        ["应报工会", *returns.WORDS.values(), "已回复率"],
        [_returned(question, line) for line in [*lines, *([total] if len(lines) > 1 else [])]],
        "您的范围内没有应报的工会。",
        "应报工会：有会员或有所属单位的基层、联合和村（社区）工会。声明了无困难职工又提出申请的，按申请算。"
        "已回复率 ＝（已申报＋声明无困难职工）÷ 应报工会。",
    )


def _returned(question: Question, line: returns.Line) -> Line:
    answered = line.counts[returns.HANDED_IN] + line.counts[returns.NONE]
    rate = printed.percent(Fraction(answered, line.all) if line.all else None)
    place = {"body": line.code} if line.code else {}
    return Line(
        line.name,
        [
            number(question, line.all, show="unions", **place),
            *(number(question, line.counts[done], show="unions", done=done, **place) for done in returns.WORDS),
            Cell(f"{rate}（{answered}/{line.all}）"),
        ],
        is_total=not line.code,
    )


PAID_HEADS = ["金额（元）", "笔数", "户数", "人数", "户均（元）", "人均（元）"]


def paid_tables(question: Question) -> list[Table]:
    found = paid.paid(question.asked.of(programme=None))
    year = question.asked.year
    empty = f"{year} 年还没有发放到账的。银行回盘后，这里会显示。"
    note = "只算银行回盘成功的。户均 ＝ 金额 ÷ 户数，人均 ＝ 金额 ÷ 人数；同一户只算一次，人数是这一户最近一份申请的家庭人口。"
    months = found.months[:-1]
    most = max((line.amount for line in months), default=paid.NOUGHT)
    return [
        Table("kinds", "按帮扶类别", PAID_HEADS, _paid(question, found.kinds, "kind"), empty, note, "帮扶类别"),
        Table("paid-bodies", "按责任主体", PAID_HEADS, _paid(question, found.bodies, "body"), empty),
        Table(
            "months", "按月", PAID_HEADS, _paid(question, months, "month", most), empty, first="月份", has_bars=True
        ),
        Table("years", "历年", PAID_HEADS, _paid(question, found.years, "year"), "还没有发放过。", first="年度"),
    ]  # fmt: skip


def _paid(question: Question, lines: list[paid.Line], by: str, most: Any = None) -> list[Line]:
    """A table of one line needs no total, one of none no line."""
    shown = lines if len(lines) != 2 or lines[-1].key else lines[:1]  # noqa: PLR2004 (a line and its total)
    return [
        Line(
            line.label,
            [
                amount(question, line.amount, show="payments", **({by: line.key} if line.key else {})),
                Cell(f"{line.payments:,}"),
                Cell(f"{line.families:,}"),
                Cell(f"{line.persons:,}"),
                Cell(yuan(line.per_family)),
                Cell(yuan(line.per_person)),
            ],
            is_total=not line.key,
            share=share(line.amount, most) if most is not None else None,
        )
        for line in shown
        if line.payments
    ]


def plans_table(question: Question) -> Table:
    heads = ["预算（元）", "批准（元）", "批准户数", "在途（元）", "已到账（元）", "未发（元）", "失败待重发（笔）"]
    lines = [
        Line(
            plan.programme.name,
            [
                Cell(money(plan.planned)),
                amount(question, plan.approved, show="instalments", programme=plan.programme.slug),
                Cell(f"{plan.families:,}"),
                Cell(money(plan.sent)),
                Cell(money(plan.paid)),
                Cell(money(plan.to_pay)),
                number(question, plan.failed, show="instalments", of="failed", programme=plan.programme.slug),
            ],
        )
        for plan in paid.plans(question.asked)
    ]
    note = "预算是全县的，不按责任主体分；批准按期次合计，已撤销的不算；在途是已列入批次、银行还没有回盘的。"
    return Table("programmes", "按项目", heads, lines, "还没有设预算，也没有批准的申请。", note, "项目")


def visits_table(question: Question) -> Table:
    heads = ["户数", "已慰问", "慰问金（元）", "实发慰问金（元）", "慰问品折价（元）", "实发慰问品折价（元）"]
    lines = []
    for line in visited.visits(question.asked):
        is_total = line.kind == "合计"
        kind = {} if is_total else {"kind": line.kind}
        lines.append(
            Line(
                line.kind,
                [
                    number(question, line.stops, show="visits", **kind),
                    number(question, line.visited, show="visits", visited="yes", **kind),
                    *(Cell(money(sum_)) for sum_ in (line.cash, line.cash_given, line.goods, line.goods_given)),
                ],
                is_total=is_total,
            )
        )
    return Table(
        "visit-kinds", "按对象类别", heads, lines, f"{question.asked.year} 年还没有慰问安排。",
        "慰问的钱和物另算，不在上面的发放里。", "对象类别",
    )  # fmt: skip


def files_table(question: Question) -> Table:
    found = files.files(question.asked)
    total = files.Line("", "合计")
    for line in found:
        for show, count in line.counts.items():
            total.counts[show] += count
    lines = [
        Line(
            line.name,
            [
                number(question, line.counts[show], show="files", of=show, **({"body": line.code} if line.code else {}))
                for show in files.SHOWS
            ],
            is_total=not line.code,
        )
        for line in [*found, *([total] if len(found) > 1 else [])]
    ]
    heads = [words.replace("本年", f"{question.asked.year} 年") for words in files.SHOWS.values()]
    note = "超期未复核：在档，且距上次复核（没有复核过的，距建档）超过“帮扶设置”里的档案复核期限。"
    return Table("file-bodies", "按责任主体", heads, lines, "还没有档案。主席在手机上建档后，这里会显示。", note)


def _age(question: Question, line: standing.Line, place: int) -> Cell:
    if line.key in standing.OVER:
        return Cell("—")
    return number(question, line.ages[place], state=line.key, age=str(place))


def _phase(question: Question, line: standing.Line, key: str, states: Iterable[str]) -> Cell:
    return number(question, sum(line.by_state[state] for state in states), phase=key, body=line.key)


def _days(line: standing.Line, on: Any) -> Cell:
    oldest = line.oldest(on)
    return Cell("—" if oldest is None else f"{oldest}")
