"""The demonstration county into the database, through the same doors as a real one."""

import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.db import transaction

from accounts import jobs
from accounts.models import Job, User
from campaigns.models import Campaign, Report
from campaigns.operations import making
from campaigns.operations.campaigns import make_from_template
from campaigns.operations.reports import correct, following, issue, months_to_report, order_reports
from campaigns.template import SHUANGLIANG_2012
from config.demo import ACCOUNTS, COUNTY_CODE, COUNTY_NAME
from config.demo.accounts import MADE_UP, open_accounts
from config.demo.calendar import workday
from config.demo.enrolment import enter
from config.demo.ground import Row
from config.demo.growth import present_growth
from config.demo.moves import move
from config.demo.phones import hand_in
from config.demo.relief.load import relieve
from config.demo.roster import enrol
from config.demo.story import REGISTER_NAMES, Story, tell
from members.operations.hunting import find_duplicates
from registers import operations
from registers.models import ImportRun
from registers.registry import plan_of
from registers.writer import write_table

SHANGHAI = ZoneInfo("Asia/Shanghai")
Say = Callable[[str], object]


@transaction.atomic
def load(today: date, say: Say) -> None:
    """Everything or nothing; `say` gets a line per step. Raises RuntimeError where the story breaks a rule."""
    started = time.monotonic()

    def step(words: str) -> None:
        say(f"{time.monotonic() - started:5.1f} 秒  {words}")

    call_command("setup_county", code=COUNTY_CODE, name=COUNTY_NAME, verbosity=0, stdout=StringIO())
    story = tell(today)
    for register in REGISTER_NAMES:
        rows = bring_in(register, getattr(story, register))
        step(f"{plan_of(register).register.title}：{rows} 行")
    open_accounts(today)
    step(f"账号：{len(ACCOUNTS)} 个")
    campaign = present_campaign(story)
    step(f"活动：{campaign.name}")
    count = make_reports(campaign, story)
    step(f"月度通报：{count} 份")
    facts, pictures = hand_in(today)
    step(f"主席上报：{facts} 条，照片 {pictures} 张")
    units = enrol(story)
    step(f"会员：{enter(units)} 人")
    step(f"会员接转：{move(units, today)} 人")
    step(f"疑似重复：{find_duplicates(on=today, by=None)} 对")
    step(f"活动：{present_growth(today).name}")
    relieve(units, today, step)


def bring_in(register: str, rows: list[Row], name: str = "") -> int:
    """Import the rows as a workbook, the way a county would. Returns how many."""
    declared = plan_of(register).register
    columns = [column.name for column in declared.columns]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name or declared.title}.xlsx"
        write_table(path, declared, ([row.get(column) for column in columns] for row in rows))
        run = ImportRun(register=register, file_name=path.name)
        outcome = operations.import_file(run, path, by=None)
    if outcome is None or outcome.faults or not outcome.written:
        faults = [f"{fault.row} {fault.column}: {fault.message}" for fault in outcome.faults[:5]] if outcome else []
        raise RuntimeError(f"{register}: {faults or run.message}")
    return outcome.rows


def present_campaign(story: Story) -> Campaign:
    """The campaign of the template's shape that runs today; in 2013 that is the template's own."""
    start, shift = story.span.start, story.span.shift
    if shift == 0:
        return Campaign.objects.get(slug=SHUANGLIANG_2012.slug)
    return make_from_template(
        SHUANGLIANG_2012,
        slug=f"shuangliang-{start.year}",
        name=f"云岭县“双亮”活动（{start.year}—{start.year + 2}年）",
        shift_years=shift,
        by=None,
    )


def make_reports(campaign: Campaign, story: Story) -> int:
    """Every past month's reports: made in the night of the 1st, issued on the 5th, one month corrected on the 14th.

    For the correction the facts that were forgotten are handed in between the two versions. Returns how many there are.
    """
    staff, approver = User.objects.get(username="zuxuan"), User.objects.get(username="lingdao")
    for month in months_to_report(campaign, until=story.today.replace(day=1) - timedelta(days=1)):
        report = order_reports(campaign, month, on=story.today, by=None)
        work_off(at=_after(month, story.today, day=1, hour=2))
        issued = issue(report, at=_after(month, story.today, day=5, hour=9), by=approver)
        if month == story.late_month:
            unions = {row["工会编码"] for row in story.late}
            bring_in("displays", story.late, f"双亮台账（{story.late_place}补报）")
            reason = f"{story.late_place}漏报 {len(unions)} 家工会的双亮记录，已补报并核实，重新统计。"
            newer = correct(issued, reason=reason, by=staff)
            work_off(at=_after(month, story.today, day=13, hour=15))
            issue(newer, at=_after(month, story.today, day=14, hour=10), by=approver)
    return Report.objects.everywhere(MADE_UP).filter(campaign=campaign).count()


def _after(month: date, today: date, *, day: int, hour: int) -> datetime:
    """That day and hour of the month after (a weekend's work waits for Monday), or today where that is still to come."""
    on = following(month).replace(day=day)
    on = min(on if day == 1 else workday(on), today)
    return datetime(on.year, on.month, on.day, hour, 10, tzinfo=SHANGHAI)


def work_off(*, at: datetime) -> None:
    """Do what is on the queue here and now, oldest first, as if it were then; the queue itself is not needed."""
    while (waiting := Job.objects.filter(state=Job.State.QUEUED).order_by("pk").first()) is not None:
        job = jobs.claim(waiting.pk)
        if job is None:
            raise RuntimeError(f"{waiting} is somebody else's")
        if job.kind == "county_report":
            making.make_county(job, at=at)
        else:
            making.make_body(job)
