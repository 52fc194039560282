"""Ordering, issuing and correcting the monthly reports (coverage.md §6). Making them is operations/making.py."""

from datetime import date, datetime, timedelta

from accounts import jobs
from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from campaigns.models import Campaign, Report
from unions.models import Kind, Organisation

HEAVY = ("workbook", "uncovered", "figures", "indicators")  # may be megabytes
WHOLE = "a month's reports are those of the whole county"
# The night's imports and corrections of the last day are in by then.
FIRST_HOUR = 2


def first_of(day: date) -> date:
    return day.replace(day=1)


def following(month: date) -> date:
    """The first day of the month after this one."""
    return first_of(month.replace(day=28) + timedelta(days=4))


def last_day(month: date) -> date:
    return following(month) - timedelta(days=1)


def last_month_due(now: datetime) -> date:
    """The first day of the newest month whose report is due at this local time: the one before, from 02:00 on the 1st.

    2012-11-01 01:59 gives 2012-09-01; 02:00 gives 2012-10-01.
    """
    over = (now - timedelta(hours=FIRST_HOUR)).date().replace(day=1) - timedelta(days=1)
    return over.replace(day=1)


def the_county() -> Organisation:
    """Raises Refused when the county federation is not set up yet."""
    county = Organisation.objects.everywhere(WHOLE).filter(kind=Kind.COUNTY_FEDERATION).first()
    if county is None:
        raise Refused("还没有登记县总工会，不能生成通报。请先完成系统初始化。")
    return county


def months_to_report(campaign: Campaign, *, until: date) -> list[date]:
    """First days of the months that should have a report, up to the month of `until`, oldest first."""
    month = first_of(max(campaign.reports_from, campaign.starts_on))
    last = min(first_of(campaign.ends_on), first_of(until))
    months = []
    while month <= last:
        months.append(month)
        month = following(month)
    return months


def missed_months(campaign: Campaign, *, until: date) -> list[date]:
    """Months up to that of `until` for which the county has no report at all, oldest first."""
    there = set(
        Report.objects.everywhere(WHOLE).filter(campaign=campaign, county__isnull=True).values_list("month", flat=True)
    )
    return [month for month in months_to_report(campaign, until=until) if month not in there]


@operation("reports.order")
def order_reports(campaign: Campaign, month: date, *, on: date, by: User | None) -> Report:
    """The county's report of the month: made if there is none, and its job on the queue while it is not made.

    Asked twice, there is one report and one job. `on` is today: the month must be over. Raises Refused.
    """
    month = first_of(month)
    _refuse_odd_month(campaign, month, on)
    county = the_county()
    reports = Report.objects.everywhere(WHOLE)
    report = reports.light().filter(campaign=campaign, body=county, month=month).order_by("-version").first()
    if report is None:
        report, _ = reports.get_or_create(campaign=campaign, body=county, month=month, version=1)
    if report.state == Report.State.PENDING:
        jobs.enqueue("county_report", report.pk, by=by)
    return report


def _refuse_odd_month(campaign: Campaign, month: date, on: date) -> None:
    if month < first_of(campaign.starts_on):
        raise Refused(f"“{campaign.name}”从{campaign.starts_on:%Y年%-m月}开始，没有更早月份的通报。")
    if month > first_of(campaign.ends_on):
        raise Refused(f"“{campaign.name}”到{campaign.ends_on:%Y年%-m月}结束，没有更晚月份的通报。")
    if last_day(month) >= on:
        raise Refused(
            f"{month:%Y年%-m月}还没有结束，通报要写月末当日的情况，{following(month):%Y年%-m月%-d日}起可以生成。"
        )


@operation("reports.remake")
def remake(report: Report, *, by: User | None) -> Report:
    """Make a draft anew from what the registers say now; with the county's, those of all bodies. Raises Refused."""
    report = Report.objects.defer(*HEAVY).lock(report)
    if report.state == Report.State.ISSUED:
        raise Refused("通报已发布，不能重新生成；有误请做更正。")
    if report.state != Report.State.PENDING:
        report.state = Report.State.PENDING
        report.save(update_fields=["state"])
    jobs.enqueue("body_report" if report.county_id else "county_report", report.pk, by=by)
    return report


@operation("reports.issue")
def issue(report: Report, *, at: datetime, by: User) -> Report:
    """Freeze the county's draft and its bodies' with it. Raises Refused unless all are made from the same figures.

    Does nothing when it is issued already.
    """
    report = Report.objects.defer(*HEAVY).lock(report)
    if report.county_id:
        raise Refused("责任主体的通报随全县通报一起发布，请由县总工会在全县通报上发布。")
    if report.state == Report.State.ISSUED:
        return report
    if report.state != Report.State.DRAFT:
        raise Refused("通报还没有生成完，请等生成后再发布。")
    bodies = Report.objects.everywhere(WHOLE).filter(county=report)
    locked = bodies.select_for_update(of=("self",)).only("state", "run", "body").select_related("body")
    behind = [body.body.name for body in locked if body.state != Report.State.DRAFT or body.run != report.run]
    if behind:
        raise Refused(
            f"还有 {len(behind)} 份责任主体的通报没有按这次的数据生成（{'、'.join(behind[:5])}"
            f"{'等' if len(behind) > 5 else ''}），请稍候再发布；一直不成的请重新生成。"
        )
    bodies.update(state=Report.State.ISSUED, issued_at=at, issued_by=by)
    report.state, report.issued_at, report.issued_by = Report.State.ISSUED, at, by
    report.save(update_fields=["state", "issued_at", "issued_by"])
    return report


@operation("reports.correct")
def correct(report: Report, *, reason: str, by: User) -> Report:
    """The next version of an issued county report, on the queue; the bodies' follow when it is made. Raises Refused."""
    reason = " ".join(reason.split())
    report = Report.objects.defer(*HEAVY).lock(report)
    if report.county_id:
        raise Refused("责任主体的通报随全县通报一起更正，请由县总工会在全县通报上更正。")
    if report.state != Report.State.ISSUED:
        raise Refused("通报还没有发布，不用更正，请直接重新生成。")
    if not reason:
        raise Refused("请写明更正原因。")
    if len(reason) > 300:
        raise Refused(f"更正原因有 {len(reason)} 个字，请缩短到 300 个字以内。")
    if Report.objects.everywhere(WHOLE).filter(corrects=report).exists():
        raise Refused("这份通报已经更正过了，请更正最新的版本。")
    newer = Report.objects.everywhere(WHOLE).create(
        campaign_id=report.campaign_id,
        body_id=report.body_id,
        month=report.month,
        version=report.version + 1,
        corrects=report,
        reason=reason,
    )
    jobs.enqueue("county_report", newer.pk, by=by)
    return newer
