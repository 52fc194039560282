"""发现信息有误: taken in from anybody, answered by the body that keeps the register."""

from collections.abc import Iterable
from datetime import datetime

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from unions.models import ErrorReport, Organisation

State = ErrorReport.State


@operation("error_reports.receive")
def receive(
    organisation: Organisation, *, what: str, words: str, receipt: str, at: datetime, by: User | None
) -> ErrorReport:
    """What somebody told us is wrong; sent twice with the same receipt it is one report."""
    report, _ = ErrorReport.objects.everywhere("whoever holds the receipt").get_or_create(
        receipt=receipt, defaults={"organisation": organisation, "what": what, "words": words, "at": at}
    )
    return report


@operation("error_reports.answer")
def answer(
    reports: Iterable[ErrorReport], *, state: str, answer: str, at: datetime, by: User | None
) -> list[ErrorReport]:
    """Close the reports with one sentence, which their reporters read; returns those closed now.

    One that somebody closed before stays as it is. Raises Refused without an answer, or when none is open any more.
    """
    answer = " ".join(answer.split())
    if state not in (State.FIXED, State.UNFOUNDED):
        raise Refused("请选择已更正或核对无误。")
    if not answer:
        raise Refused("请写一句答复，反映的人会看到，如：电话已更正，请按新的号码联系。")
    rows = ErrorReport.objects.everywhere("rows the caller was shown").filter(pk__in=[report.pk for report in reports])
    closed = list(rows.filter(state=State.NEW).order_by("pk").select_for_update(of=("self",)))
    if not closed:
        raise Refused("这条纠错已经有人答复过了，请返回列表核对。")
    for report in closed:
        report.state, report.answer, report.answered_by, report.answered_at = state, answer, by, at
    rows.filter(pk__in=[report.pk for report in closed]).update(
        state=state, answer=answer, answered_by=by, answered_at=at
    )
    return closed
