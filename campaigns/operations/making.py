"""Making the reports: the county's once from the registers, each body's as a slice of it (coverage.md §6).

Both may be killed anywhere and run again, or run twice at once: what a making changes stands in one transaction with
the end of its job, under the lock of the county's row, which is always taken first.
"""

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction

from accounts import jobs
from accounts.book import operation
from accounts.models import Job, User
from accounts.refused import Refused
from campaigns import coverage, figures, indicator_sheet, workbook
from campaigns.attained import Attained, attained
from campaigns.figures import Figure, Uncovered
from campaigns.models import Report
from campaigns.operations.covers import cover_of
from campaigns.operations.reports import HEAVY, WHOLE, last_day
from unions.models import Organisation

GONE = "这份通报已经删除，不再生成。"
ISSUED = "通报已经发布，没有改动。"


@dataclass(frozen=True)
class Made:
    """A report's content, ready to be kept."""

    run: uuid.UUID
    at: datetime
    figures: list[Figure]
    uncovered: list[Uncovered]
    indicators: list[Attained]
    workbook: bytes


def make_county(job: Job, *, at: datetime) -> None:
    """The county's report of the job, then a job for every body's. Raises Refused and jobs.LeaseLost."""
    report = _report(job)
    if report.state == Report.State.ISSUED:
        keep_county(report, None, job=job, by=job.by)
        return
    job.message = "正在统计"
    with _one_view():
        position = coverage.position(report.campaign, last_day(report.month))
        aims = attained(report.campaign, last_day(report.month))
    rows = [stored(row) for row in position.rows]
    uncovered = [missing(union) for union in position.uncovered]
    made = Made(uuid.uuid4(), at, rows, uncovered, aims, b"")
    keep_county(report, replace(made, workbook=_printed(report, made, job, by=job.by)), job=job, by=job.by)


def make_body(job: Job) -> None:
    """The slice of the county's report that is the body's own. Raises Refused and jobs.LeaseLost."""
    while True:
        report = _report(job)
        county = _county_of(report)
        made = None
        if county.state == Report.State.DRAFT and county.run and county.made_at:
            rows, uncovered, aims = (
                figures.of_body(kept, report.body.code)
                for kept in (county.figures, county.uncovered, county.indicators)
            )
            made = Made(county.run, county.made_at, rows, uncovered, aims, b"")
            made = replace(made, workbook=_printed(report, made, job, by=county.made_by))
        if keep_body(report, made, job=job, by=job.by):
            return


@operation("reports.make")
def keep_county(report: Report, made: Made | None, *, job: Job, by: User | None) -> Report:
    """Keep what was made as the draft, set the bodies' reports to be made from it, end the job."""
    report = Report.objects.defer(*HEAVY).lock(report)
    if made is None or report.state == Report.State.ISSUED:
        jobs.finish(job, ISSUED)
        return report
    _keep(report, made, by=by)
    for body in _bodies_reports(report):
        jobs.enqueue("body_report", body.pk, by=by)
    jobs.finish(job)
    return report


@operation("reports.make")
def keep_body(report: Report, made: Made | None, *, job: Job, by: User | None) -> bool:
    """Keep the slice as the body's draft and end the job; False, and nothing changed, when the county's was remade.

    While the county's own is not made, the job ends with nothing changed.
    """
    county = Report.objects.defer(*HEAVY).lock(_county_of(report))
    current = Report.objects.defer(*HEAVY).lock(report)
    if current.state == Report.State.ISSUED:
        jobs.finish(job, ISSUED)
        return True
    if county.state != Report.State.DRAFT:
        jobs.finish(job, "等全县通报生成后再生成。")  # whose job puts this one on the queue again
        return True
    if made is None or county.run != made.run:
        return False
    _keep(current, made, by=county.made_by)
    jobs.finish(job)
    return True


def _keep(report: Report, made: Made, *, by: User | None) -> None:
    report.state, report.run, report.made_at, report.made_by = Report.State.DRAFT, made.run, made.at, by
    report.figures, report.uncovered, report.workbook = made.figures, made.uncovered, made.workbook
    report.indicators = made.indicators
    report.sha256 = hashlib.sha256(made.workbook).hexdigest()
    report.save(update_fields=["state", "run", "made_at", "made_by", *HEAVY, "sha256"])


def _bodies_reports(county: Report) -> list[Report]:
    """The bodies' reports of this county report, all pending; those of bodies that are no longer in it are gone."""
    codes = {row["body"] for row in county.figures} - {county.body.code}
    reports = Report.objects.everywhere(WHOLE)
    reports.filter(county=county).exclude(body__code__in=codes).exclude(state=Report.State.ISSUED).delete()
    earlier = reports.filter(campaign=county.campaign_id, month=county.month, body__code__in=codes).newest_version()
    newest = {report.body_id: report for report in earlier.only("body", "version", "county")}
    mine = []
    for body in Organisation.objects.everywhere(WHOLE).filter(code__in=codes).order_by("code"):
        last = newest.get(body.pk)
        if last is not None and last.county_id == county.pk:
            mine.append(last)
            continue
        mine.append(
            reports.create(
                campaign_id=county.campaign_id,
                body=body,
                month=county.month,
                county=county,
                # A body that first appears in a correction has nothing to correct.
                version=last.version + 1 if last else 1,
                corrects=last,
                reason=county.reason if last else "",
            )
        )
    reports.filter(pk__in=[report.pk for report in mine]).update(state=Report.State.PENDING)
    return mine


def _report(job: Job) -> Report:
    reports = Report.objects.everywhere(WHOLE).select_related(
        "campaign", "body", "corrects__campaign", "corrects__body", "county__body", "county__made_by"
    )
    others = [f"corrects__{heavy}" for heavy in HEAVY]
    report = reports.defer("workbook", "county__workbook", *others).filter(pk=job.subject_id).first()
    if report is None:
        raise Refused(GONE)
    return report


def _county_of(report: Report) -> Report:
    if report.county is None:
        raise ValueError(f"{report} is the county's own")
    return report.county


@contextmanager
def _one_view() -> Iterator[None]:
    """Every query inside sees one and the same state of the registers, whatever an import does meanwhile."""
    if connection.in_atomic_block:  # a test's transaction, which nobody else writes into
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _printed(report: Report, made: Made, job: Job, *, by: User | None) -> bytes:
    """The workbook; rows written so far are published as the job's progress."""
    job.message, job.total = "正在写工作簿", len(made.uncovered) + 1

    def progress(written: int) -> None:
        job.done = written

    rows = made.figures
    cover = cover_of(report, made.indicators, at=made.at, made_by=by)
    return workbook.write(
        cover,
        rows,
        made.uncovered,
        checksum=figures.checksum(rows, made.uncovered, made.indicators),
        # In the county's list its own code stands for the unions directly under it.
        names={row["body"]: row["name"] for row in rows if row["body"] != report.body.code or report.county_id}
        | ({} if report.county_id else {report.body.code: figures.DIRECT}),
        progress=progress,
        more=(lambda pen: indicator_sheet.add(pen, made.indicators)) if made.indicators else None,
    )


def stored(row: coverage.Row) -> Figure:
    """A row of coverage.md §7 as JSON, with what the exact change and the printing need besides."""
    return {
        "body": row.body,
        "name": row.name,
        "category": str(row.category),
        **{key: getattr(row, key) for key in figures.COUNTS + figures.PREVIOUS},
        "rate": row.rate,
        "target": None if row.target is None else f"{row.target:.4f}",
        "label": row.label,
        "met": row.met,
        "gap": row.gap,
        "previous_rate": row.previous_rate,
        "rank": row.rank,
    }


def missing(union: coverage.Uncovered) -> Uncovered:
    """A union of the list as JSON; the phone is the one that 双亮 publishes."""
    return {
        "union": union.union,
        "body": union.body,
        "name": union.name,
        "missing": list(union.missing),
        "chair": union.chair,
        "phone": union.phone,
    }
