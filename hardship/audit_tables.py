"""审计材料 as tables: the sources' ledgers of a span, every payment behind them, and each payment's whole story (hardship.md §8).

Numbers of accounts stay masked; whole they stand in the bank's own files beside the tables.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.encryption import unseal
from accounts.masks import masked_card
from hardship.models import (
    AmountChange,
    BankReturn,
    Document,
    DocumentCheck,
    FundEntry,
    HomeVisit,
    NoticeLine,
    Objection,
    Payment,
    PaymentBatch,
    ReliefApplication,
    Step,
    VisitStop,
)
from hardship.models.money import ACCOUNT
from hardship.reports import ledger
from hardship.sheets.fill import number_of
from hardship.transitions import GROUP_WORDS, LABELS, Group, State

WHY = "the auditor's package of a span"
Head = tuple[str, str]  # the column's name and kind (registers/declare.py)


@dataclass(frozen=True)
class Table:
    title: str
    heads: tuple[Head, ...]
    rows: list[list[Any]]


@dataclass(frozen=True)
class Paper:
    """A file of the package: where it stands in it, and where it lies with us."""

    name: str
    stored_as: str


@dataclass(frozen=True)
class Evidence:
    """Everything about the money of a span."""

    tables: list[Table]
    papers: list[Paper]
    batches: list[PaymentBatch]
    returns: list[BankReturn]
    payments: int


def evidence(first: date, last: date) -> Evidence:
    """Both days are inside. A fixed number of queries for each source, and some for all the rest."""
    entries = FundEntry.objects.filter(on__gte=first, on__lte=last)
    paid = Payment.objects.everywhere(WHY).filter(pk__in=entries.filter(payment__isnull=False).values("payment"))
    payments = list(
        paid.select_related("batch__programme", "application__union", "instalment__budget__source").order_by("pk")
    )
    rows = ReliefApplication.objects.everywhere(WHY).filter(pk__in={one.application_id for one in payments})
    applications = list(rows.select_related("file", "union", "programme").order_by("pk"))
    numbers = {row.pk: number_of(row) for row in applications}
    batches = list(PaymentBatch.objects.filter(pk__in={one.batch_id for one in payments}).order_by("code"))
    returns = list(BankReturn.objects.filter(batch__in=batches).select_related("batch", "by").order_by("pk"))
    stops = _stops(entries)
    documents = _documents(numbers)
    tables = [
        _ledger(first, last),
        _entries(first, last),
        _payments(payments, numbers),
        _batches(batches, returns),
        _applications(applications, numbers),
        _steps(numbers),
        _home_visits(numbers),
        _changes(numbers),
        *_notices(numbers),
        _visits(stops),
        _papers(documents, numbers),
    ]
    papers = [Paper(name_of(one, numbers), one.stored_as) for one in documents]
    signed = {one.receipt: one for one in stops if one.receipt}
    papers += [
        Paper(f"慰问签领表/{one.group.plan.pk}-第{one.group.number}组{_ending(stored_as)}", stored_as)
        for stored_as, one in signed.items()
    ]
    return Evidence(tables, papers, batches, returns, len(payments))


def name_of(document: Document, numbers: dict[int, str]) -> str:
    """Where a document stands in the package."""
    kind = str(document.get_kind_display()).replace("/", "、")
    return f"材料/{_number(document, numbers)}/{document.pk}-{kind}{_ending(document.stored_as)}"


def _number(document: Document, numbers: dict[int, str]) -> str:
    return numbers[document.application_id or 0]


def _ending(stored_as: str) -> str:
    return stored_as[stored_as.rindex(".") :]


def _ledger(first: date, last: date) -> Table:
    rows = ledger.ledger(first, last)
    heads = (("来源编号", "code"), ("资金来源", "text"), ("期初", "money"), ("收入", "money"), ("更正", "money"), ("发放", "money"),
             ("慰问", "money"), ("期末余额", "money"))  # fmt: skip
    cells = [[source.code, source.name, *_sums(sums)] for source, sums in rows]
    return Table("总账", heads, [*cells, ["合计", "", *_sums(ledger.total(rows))]])


def _sums(sums: ledger.Sums) -> list[Any]:
    return [sums.opening, sums.received, sums.corrected, sums.paid, sums.visits, sums.balance]


def _entries(first: date, last: date) -> Table:
    heads = (("来源编号", "code"), ("资金来源", "text"), ("日期", "date"), ("摘要", "text"), ("说明", "text"), ("金额", "money"),
             ("余额", "money"), ("发放", "integer"), ("登记人", "text"), ("登记时间", "code"))  # fmt: skip
    found = []
    for source, _ in ledger.ledger(first, last):
        for one in ledger.entries(source, first, last):
            found.append(
                [source.code, source.name, one.on, one.get_kind_display(), one.note, one.amount, one.after,
                 one.payment_id, _who(one.by), _moment(one.at)]
            )  # fmt: skip
    return Table("资金明细", heads, found)


def _payments(rows: list[Payment], numbers: dict[int, str]) -> Table:
    heads = (("发放", "integer"), ("批次", "code"), ("序号", "integer"), ("申请编号", "code"), ("户名", "text"), ("账号", "code"),
             ("开户行", "text"), ("金额", "money"), ("资金来源", "text"), ("项目", "text"), ("工会", "text"), ("期次", "integer"),
             ("结果", "text"), ("银行答复", "date"), ("失败原因", "text"))  # fmt: skip
    return Table("发放", heads, [
        [one.pk, one.batch.code, one.serial if one.state != "removed" else None, numbers[one.application_id], one.payee,
         masked_card(unseal(one.account_sealed, ACCOUNT)), one.bank, one.amount, one.instalment.budget.source.name,
         one.batch.programme.name, one.application.union.name, one.instalment.number, one.get_state_display(),
         one.answered_on, one.failure]
        for one in rows
    ])  # fmt: skip


def _batches(rows: list[PaymentBatch], returns: list[BankReturn]) -> Table:
    heads = (("批次", "code"), ("项目", "text"), ("用途", "text"), ("状态", "text"), ("编制日期", "date"), ("编制人", "text"),
             ("生成时间", "code"), ("生成人", "text"), ("交银行日期", "date"), ("笔数", "integer"), ("总额", "money"),
             ("银行文件校验码", "code"), ("回单", "text"), ("作废原因", "text"))  # fmt: skip
    read: dict[int, list[str]] = {}
    for one in returns:
        read.setdefault(one.batch_id, []).append(
            f"{_moment(one.at)} {_who(one.by)}：到账 {one.paid}，失败 {one.failed}"
        )
    return Table("批次", heads, [
        [one.code, one.programme.name, one.purpose, one.get_state_display(), one.made_on, _who(one.made_by),
         _moment(one.sealed_at), _who(one.sealed_by), one.sent_on, one.count, one.total, one.sha256,
         "；".join(read.get(one.pk, [])), one.void_reason]
        for one in rows
    ])  # fmt: skip


def _applications(rows: list[ReliefApplication], numbers: dict[int, str]) -> Table:
    heads = (("申请编号", "code"), ("档案编号", "code"), ("姓名", "text"), ("工会编码", "code"), ("工会", "text"), ("项目", "text"),
             ("提交时间", "code"), ("逾期", "boolean"), ("符合条件", "code"), ("临界", "code"), ("国家类别", "text"),
             ("家庭人口", "integer"), ("人均月收入", "money"), ("拟帮扶", "money"), ("批准", "money"), ("现在", "text"),
             ("办理结果", "text"))  # fmt: skip
    return Table("申请", heads, [
        [numbers[one.pk], one.file.code, one.name, one.union.code, one.union.name, one.programme.name,
         _moment(one.submitted_at), one.is_late, "、".join(one.met), "、".join(one.borderline), one.national, one.members,
         one.per_capita, one.proposed, one.approved, one.get_state_display(), one.result]
        for one in rows
    ])  # fmt: skip


def _steps(numbers: dict[int, str]) -> Table:
    heads = (("申请编号", "code"), ("序号", "integer"), ("日期", "date"), ("办理", "text"), ("环节", "text"), ("原步骤", "text"),
             ("新步骤", "text"), ("办理人", "text"), ("审核人", "text"), ("意见", "text"), ("办理时间", "code"))  # fmt: skip
    rows = Step.objects.everywhere(WHY).filter(application__in=numbers).select_related("by")
    return Table("办理过程", heads, [
        [numbers[one.application_id], one.number, one.on, one.get_act_display(), GROUP_WORDS[Group(one.group)],
         LABELS[State(one.old)], LABELS[State(one.new)], one.by.name if one.by else "系统", one.decided_by, one.opinion,
         _moment(one.at)]
        for one in rows.order_by("application_id", "number")
    ])  # fmt: skip


def _home_visits(numbers: dict[int, str]) -> Table:
    """That somebody was there, who and when; what was said at the family's table stays in the file."""
    heads = (
        ("申请编号", "code"),
        ("入户日期", "date"),
        ("调查人", "text"),
        ("与申报一致", "boolean"),
        ("说明", "text"),
        ("登记人", "text"),
    )
    rows = HomeVisit.objects.everywhere(WHY).filter(application__in=numbers).select_related("by")
    return Table("入户调查", heads, [
        [numbers[one.application_id], one.visited_on, one.visitors, one.agrees, one.note, _who(one.by)]
        for one in rows.order_by("application_id", "visited_on", "pk")
    ])  # fmt: skip


def _changes(numbers: dict[int, str]) -> Table:
    heads = (
        ("申请编号", "code"),
        ("原金额", "money"),
        ("新金额", "money"),
        ("原因", "text"),
        ("办理人", "text"),
        ("时间", "code"),
    )
    rows = AmountChange.objects.everywhere(WHY).filter(application__in=numbers).select_related("by")
    return Table("金额调整", heads, [
        [numbers[one.application_id], one.old, one.new, one.reason, _who(one.by), _moment(one.at)]
        for one in rows.order_by("application_id", "pk")
    ])  # fmt: skip


def _notices(numbers: dict[int, str]) -> list[Table]:
    heads = (("申请编号", "code"), ("公示", "integer"), ("类别", "text"), ("公示单位", "text"), ("开始", "date"), ("期满", "date"),
             ("工作日", "integer"), ("张贴地点", "text"), ("状态", "text"), ("撤下原因", "text"))  # fmt: skip
    hung = NoticeLine.objects.everywhere(WHY).filter(application__in=numbers).select_related("notice__organisation")
    lines: list[Any] = list(hung.order_by("application_id", "notice_id"))
    shown = Table("公示", heads, [
        [numbers[one.application_id], one.notice_id, one.notice.get_kind_display(), one.notice.organisation.name,
         one.notice.starts_on, one.notice.ends_on, one.notice.days, one.notice.place, one.notice.get_state_display(),
         one.notice.why_down]
        for one in lines
    ])  # fmt: skip
    asked = (("公示", "integer"), ("申请编号", "code"), ("收到", "date"), ("异议内容", "text"), ("答复日期", "date"),
             ("处理结果", "text"), ("答复内容", "text"), ("答复人", "text"))  # fmt: skip
    rows = Objection.objects.everywhere(WHY).filter(notice__in={one.notice_id for one in lines})
    said = Table("异议", asked, [
        [one.notice_id, numbers.get(one.application_id or 0, ""), one.received_on, one.text, one.answered_on,
         one.get_answer_display(), one.reply, _who(one.answered_by)]
        for one in rows.select_related("answered_by").order_by("notice_id", "pk")
    ])  # fmt: skip
    return [shown, said]


def _stops(entries: Any) -> list[VisitStop]:
    rows = VisitStop.objects.everywhere(WHY).filter(entry__in=entries.values("pk"))
    return list(rows.select_related("group__plan", "union", "file", "entry__source").order_by("pk"))


def _visits(rows: list[VisitStop]) -> Table:
    heads = (("慰问", "text"), ("慰问日期", "date"), ("组", "integer"), ("姓名", "text"), ("档案编号", "code"), ("工会", "text"),
             ("对象类别", "text"), ("实发慰问金", "money"), ("资金来源", "text"), ("签领日期", "date"), ("签领人", "text"),
             ("有签领表", "boolean"))  # fmt: skip
    return Table("慰问", heads, [
        [one.group.plan.name, one.group.plan.on, one.group.number, one.name, one.file.code if one.file else "",
         one.union.name, one.kind, one.cash_given, one.entry.source.name if one.entry else "", one.signed_on,
         one.signed_by, bool(one.receipt)]
        for one in rows
    ])  # fmt: skip


def _documents(numbers: dict[int, str]) -> list[Document]:
    rows = Document.objects.everywhere(WHY).filter(application__in=numbers).select_related("by")
    return list(rows.order_by("application_id", "pk"))


def _papers(rows: list[Document], numbers: dict[int, str]) -> Table:
    heads = (("申请编号", "code"), ("材料", "text"), ("年度", "integer"), ("上传人", "text"), ("上传时间", "code"), ("核对", "text"),
             ("核对人", "text"), ("文件", "text"), ("SHA-256", "code"))  # fmt: skip
    checks: dict[int, DocumentCheck] = {}
    for check in DocumentCheck.objects.everywhere(WHY).filter(document__in=rows).select_related("by").order_by("pk"):
        checks[check.document_id] = check
    found: list[list[Any]] = []
    for one in rows:
        looked = checks.get(one.pk)
        found.append(
            [_number(one, numbers), one.get_kind_display(), one.of_year, _who(one.by), _moment(one.at),
             _checked(looked), _who(looked.by) if looked else "", name_of(one, numbers), one.sha256]
        )  # fmt: skip
    return Table("材料", heads, found)


def _checked(check: DocumentCheck | None) -> str:
    return "" if check is None else "合格" if check.is_good else f"不合格：{check.note}"


def _who(user: Any) -> str:
    return str(user.name) if user is not None else ""


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at is not None else ""
