"""The demonstration county into the database, through the same doors as a real one."""

import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.db import transaction

from accounts import jobs
from accounts.duties import Role
from accounts.models import Job, User
from accounts.operations import open_account
from campaigns.models import Campaign, Report
from campaigns.operations.campaigns import make_from_template
from campaigns.operations.reports import correct, issue, months_to_report, order_reports
from campaigns.template import SHUANGLIANG_2012
from config.demo import ACCOUNTS, COUNTY_CODE, COUNTY_NAME
from config.demo.life import Row
from config.demo.story import REGISTER_NAMES, Story, tell
from registers import operations
from registers.models import ImportRun
from registers.registry import plan_of
from registers.writer import write_table
from unions.models import Officer, Organisation
from unions.operations.appointments import appoint

SHANGHAI = ZoneInfo("Asia/Shanghai")
MADE_UP = "the demonstration county is made by the system"
Say = Callable[[str], None]


@transaction.atomic
def load(today: date, say: Say) -> None:
    """Everything or nothing; `say` gets a line per step. Raises RuntimeError where the story breaks a rule."""
    started = time.monotonic()

    def step(words: str) -> None:
        say(f"{time.monotonic() - started:5.1f} 秒  {words}")

    call_command("setup_county", code=COUNTY_CODE, name=COUNTY_NAME, verbosity=0, stdout=_Quiet())
    story = tell(today)
    for register in REGISTER_NAMES:
        rows = bring_in(register, getattr(story, register))
        step(f"{plan_of(register).register.title}：{rows} 行")
    accounts(today)
    step(f"账号：{len(ACCOUNTS)} 个")
    campaign = present_campaign(story)
    step(f"活动：{campaign.name}")
    count = reports(campaign, today)
    step(f"月度通报：{count} 份")


class _Quiet:
    def write(self, text: str) -> None:
        """The command's own line would only repeat ours."""


def bring_in(register: str, rows: list[Row]) -> int:
    """Import the rows as a workbook, the way a county would. Returns how many."""
    columns = [column.name for column in plan_of(register).register.columns]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{plan_of(register).register.title}.xlsx"
        write_table(path, plan_of(register).register, ([row.get(column) for column in columns] for row in rows))
        run = ImportRun(register=register, file_name=path.name)
        outcome = operations.import_file(run, path, by=None)
    if outcome is None or not outcome.written:
        faults = [fault.message for fault in outcome.faults[:5]] if outcome else [run.message]
        raise RuntimeError(f"{register}: {faults}")
    return outcome.rows


def present_campaign(story: Story) -> Campaign:
    """The campaign of the template's shape that runs today."""
    start = story.span.start
    return make_from_template(
        SHUANGLIANG_2012,
        slug=f"shuangliang-{start.year}",
        name=f"云岭县“双亮”活动（{start.year}—{start.year + 2}年）",
        shift_years=story.span.shift,
        by=None,
    )


def accounts(today: date) -> None:
    """One account per role, at its place; the chair's hangs on a tenure that sits today."""
    county = _organisation(COUNTY_CODE)
    roles = {
        "admin": (Role.SYSTEM_ADMIN, county),
        "shenji": (Role.AUDITOR, county),
        "zuxuan": (Role.ORGANISATION_STAFF, county),
        "quanyi": (Role.RIGHTS_STAFF, county),
        "lingdao": (Role.APPROVER, county),
        "caiwu": (Role.FINANCE, county),
        "tianhe": (Role.BODY_OFFICER, _named("天河镇工会联合会")),
        "kaifaqu": (Role.BODY_OFFICER, _named("云岭经济开发区工会")),
    }
    since = today - timedelta(days=400)
    for username, password, label, _ in ACCOUNTS:
        if username in roles:
            role, place = roles[username]
            user = open_account(username, name=f"演示{label}", password=password, by=None)
            appoint(user, role, place, since=since, by=None)
            continue
        chair = (
            Officer.objects.everywhere(MADE_UP)
            .chairs()
            .sitting_on(today)
            .filter(union__parent__name="天河镇工会联合会", union__kind="grassroots_single", union__dissolved_on=None)
            .order_by("union__code")
            .select_related("union")[0]
        )
        user = open_account(username, name=chair.name, password=password, by=None)
        appoint(user, Role.CHAIR, chair.union, since=max(since, chair.elected_on), officer=chair, by=None)


def _organisation(code: str) -> Organisation:
    return Organisation.objects.everywhere(MADE_UP).get(code=code)


def _named(name: str) -> Organisation:
    return Organisation.objects.everywhere(MADE_UP).get(name=name)


def reports(campaign: Campaign, today: date) -> int:
    """Every past month's reports, issued on the 5th of the next month; one month corrected. Returns how many there are."""
    staff, approver = User.objects.get(username="zuxuan"), User.objects.get(username="lingdao")
    months = months_to_report(campaign, until=today.replace(day=1) - timedelta(days=1))
    for place, month in enumerate(months):
        county = order_reports(campaign, month, on=today, by=staff)
        work_off()
        issued = _issue(county, approver, month, today)
        if place == len(months) - 3:
            newer = correct(issued, reason="落雁乡补报两家企业的核实日期，重新统计。", by=approver)
            work_off()
            _issue(newer, approver, month, today, days=9)
    return Report.objects.everywhere(MADE_UP).filter(campaign=campaign).count()


def _issue(report: Report, approver: User, month: date, today: date, days: int = 4) -> Report:
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    day = min(following + timedelta(days=days), today)
    return issue(report, at=datetime(day.year, day.month, day.day, 9, 30, tzinfo=SHANGHAI), by=approver)


def work_off() -> None:
    """Do what is on the queue here and now, oldest first; the queue itself is not needed."""
    while (job := Job.objects.filter(state=Job.State.QUEUED).order_by("pk").first()) is not None:
        jobs.run(job.pk)
        job.refresh_from_db()
        if job.state != Job.State.DONE:
            raise RuntimeError(f"{job}: {job.message}")
