"""云岭县, the demonstration county."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from accounts.models import User
from campaigns import coverage
from campaigns.attained import aims_of, attained, warnings_of
from campaigns.models import Campaign, Report
from campaigns.operations.reports import months_to_report
from config.demo import ACCOUNTS, CHAIRS_NAME, CHAIRS_UNION, COUNTY_CODE
from config.demo.accounts import HOLDERS
from config.demo.calendar import THIRD, campaign_span, month_of
from config.demo.names import FORGETFUL, LAGGING
from config.demo.roster import ENTRIES, PAIRS, enrol
from config.demo.story import REGISTER_NAMES, Story, tell
from members.models import Duplicate, Member, Transfer
from registers.checks import credit_code_trouble
from tests.config.relief_of_the_demo import the_relief_is_there
from unions.likeness import twins
from unions.models import Appointment, Organisation, Photo
from unions.operations.organisations import establish_county
from unions.verifier import waiting_for

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 21)
DAYS = [
    TODAY,
    date(2012, 6, 1),
    date(2013, 11, 21),
    date(2026, 6, 30),
    date(2026, 7, 1),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2028, 2, 29),
    date(2030, 9, 1),
]
every_day = pytest.mark.parametrize("today", DAYS, ids=str)


def fingerprint(story: Story) -> str:
    rows = [getattr(story, name) for name in (*REGISTER_NAMES, "late")]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_the_story_is_the_same_for_the_same_day() -> None:
    assert fingerprint(tell(TODAY)) == fingerprint(tell(TODAY))
    assert fingerprint(tell(TODAY)) != fingerprint(tell(TODAY + timedelta(days=1)))


def test_the_story_is_the_same_in_another_process() -> None:
    """Python shuffles its sets anew in every process."""
    code = (
        "import django; django.setup(); from datetime import date; import hashlib;"
        "from config.demo.story import REGISTER_NAMES, tell; story = tell(date(2026, 11, 21));"
        "rows = [getattr(story, name) for name in (*REGISTER_NAMES, 'late')];"
        "print(hashlib.sha256(repr(rows).encode()).hexdigest())"
    )
    elsewhere = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.tools", "PYTHONHASHSEED": "4242"}

    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=elsewhere, capture_output=True, text=True)

    assert told.stdout.strip() == fingerprint(tell(TODAY)), told.stderr


@every_day
def test_the_county_is_as_large_as_promised(today: date) -> None:
    story = tell(today)
    kinds = Counter(row["组织类型"] for row in story.organisations)
    bodies = sum(
        row.get("上级工会编码") == COUNTY_CODE and row["组织类型"][-4:] != "基层工会" for row in story.organisations
    )
    gone = sum("撤销日期" in row for row in story.organisations)

    assert kinds["乡镇工会联合会"] + kinds["乡镇（街道）总工会"] == 24
    assert kinds["开发区工会"] == 1
    assert len(story.organisations) - 1 - bodies - gone == 600
    assert len(story.officers) + len(story.displays) >= 5000


@every_day
def test_nothing_in_the_story_lies_ahead(today: date) -> None:
    story = tell(today)

    for name in (*REGISTER_NAMES, "late"):
        late = [
            row for row in getattr(story, name) for value in row.values() if isinstance(value, date) and value > today
        ]
        assert not late, name


@every_day
def test_the_present_campaign_is_in_its_third_phase_and_some_two_years_in(today: date) -> None:
    span = campaign_span(today)

    assert date(THIRD[1].year + span.shift, 9, 1) <= today <= date(THIRD[2].year + span.shift, 6, 30)
    assert 426 <= span.days <= 790


def test_no_number_could_be_anybodys() -> None:
    story = tell(TODAY)
    codes = [row["统一社会信用代码"] for row in story.employers]
    unions = [row["统一社会信用代码"] for row in story.organisations if "统一社会信用代码" in row]

    assert len(set(codes)) == len(codes)
    assert all(code[2:8] == "349999" and not credit_code_trouble(code) for code in codes + unions)
    assert all(code.startswith("81") for code in unions)
    assert all(row["手机号码"].startswith("1390000") for row in story.officers)
    assert not any("身份证号" in row for row in story.officers)


def test_priority_unions_come_first_and_badges_are_forgotten() -> None:
    story = tell(TODAY)
    state = {row["所属工会编码"] for row in story.employers if row["单位性质"].startswith("国有")}
    hung = {
        row["工会编码"]: row["开始日期"]
        for row in story.displays
        if row["事项"] == "悬挂牌匾" and row["开始日期"] >= story.span.start
    }
    first, others = ([day for code, day in hung.items() if (code in state) == wanted] for wanted in (True, False))
    shown = {(row["工会编码"], row["干部姓名"]) for row in story.displays if row["事项"] == "亮明身份"}
    new = [row for row in story.officers if row["职务"] == "主席" and row["当选日期"] > story.span.start]

    assert sorted(first)[len(first) // 2] + timedelta(days=60) < sorted(others)[len(others) // 2]
    assert sum((row["工会编码"], row["姓名"]) not in shown for row in new if row["工会编码"] in hung) > 20


@pytest.mark.django_db
def test_the_demonstration_loads_and_tells_its_story(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    today, out = date(2026, 7, 2), StringIO()
    call_command("demo_county", today=today.isoformat(), stdout=out)
    call_command("demo_county", today=today.isoformat(), stdout=out)

    assert out.getvalue().count("月度通报") == 1
    assert "已经建好" in out.getvalue()
    campaign = Campaign.objects.of_coverage().exclude(slug="shuangliang-2012").get()
    assert campaign.slug == "shuangliang-2025"
    assert campaign.phases.get(starts_on__lte=today, ends_on__gte=today).name.startswith("第三阶段")
    the_figures_have_tension(campaign, today)
    every_past_month_is_issued(campaign, today)
    every_account_opens(today)
    the_desk_has_a_queue_with_pictures(today)
    the_members_are_there(today)
    the_growth_campaign_is_on_its_way(today)
    the_relief_is_there(today)
    assert coverage.uncovered(Campaign.objects.get(slug="shuangliang-2012"), date(2013, 12, 31))


def the_growth_campaign_is_on_its_way(today: date) -> None:
    campaign = Campaign.objects.get(slug="growth-2026")
    new, migrants = (row for row in attained(campaign, today) if row["body"] == "3499990000" and row["way"] == "flow")
    assert 0 < migrants["part"] < new["part"] < 3500
    assert [told for told in warnings_of(aims_of(campaign)) if "相差" in told]


def the_figures_have_tension(campaign: Campaign, today: date) -> None:
    rows = [row for row in coverage.figures(campaign, today) if row.category == "all"]
    ranked = sorted((row for row in rows if row.rank), key=lambda row: row.rank or 0)
    county = rows[-1]

    assert ranked[-1].name.startswith(LAGGING)
    assert ranked[-1].rank == len(ranked)
    assert county.unions > 500
    assert 0.7 <= county.covered / county.unions <= 0.8
    assert 0 < county.verified < county.covered < county.identity < county.plaque
    assert 5 < sum(bool(row.met) for row in ranked) < len(ranked) - 5


def every_past_month_is_issued(campaign: Campaign, today: date) -> None:
    reports = Report.objects.everywhere("test").filter(campaign=campaign)
    county = list(reports.filter(body__code=COUNTY_CODE).order_by("month", "version"))
    months = months_to_report(campaign, until=month_of(today)[0] - timedelta(days=1))
    first, second = next((one, two) for one, two in pairwise(county) if two.version == 2)
    covered = [
        next(row["covered"] for row in report.figures[::-1] if row["category"] == "all") for report in (first, second)
    ]

    assert [report.month for report in county if report.version == 1] == months
    assert set(reports.values_list("state", flat=True)) == {Report.State.ISSUED}
    assert reports.count() == len(county) * 28  # the county's and those of its 27 bodies
    assert all(report.made_at < report.issued_at for report in county if report.made_at and report.issued_at)
    assert FORGETFUL in second.reason
    assert covered[0] < covered[1]


def every_account_opens(today: date) -> None:
    assert [account[0] for account in ACCOUNTS] == list(HOLDERS)
    for username, password, _, place in ACCOUNTS:
        request = RequestFactory().post("/login/")
        user = authenticate(request, username=username, password=password)
        assert user is not None, username
        assert not user.must_change_password  # type: ignore[attr-defined]
        post = Appointment.objects.everywhere("test").standing_on(today).get(user=user)
        assert (post.role, post.organisation.name) == (HOLDERS[username][0], place)
    assert post.officer is not None
    assert (post.officer.name, post.organisation.name) == (CHAIRS_NAME, CHAIRS_UNION)


def the_desk_has_a_queue_with_pictures(today: date) -> None:
    """Chairs reported this month; one picture was handed in by two of them, one plaque bears a wrong name."""
    desk = User.objects.get(username="tianhe")
    waiting = waiting_for(desk, today).exclude(entered_by=None)
    photos = Photo.objects.visible_to(desk).select_related("display").exclude(by=None)

    assert waiting.count() >= 8
    assert waiting.filter(starts_on__gte=today.replace(day=1)).count() == waiting.count()
    assert Photo.objects.everywhere("test").count() >= 12
    assert len(twins(photos, desk)) >= 2


def the_members_are_there(today: date) -> None:
    chair = User.objects.get(username="zhuxi")
    pending = Transfer.objects.visible_to(chair).pending()

    assert Member.objects.everywhere("test").count() == ENTRIES
    assert PAIRS <= Duplicate.objects.everywhere("test").open().count() <= PAIRS + 5
    assert Duplicate.objects.visible_to(User.objects.get(username="tianhe")).open().count() >= 2
    assert 50 <= Member.objects.visible_to(chair).current().count() <= 66
    assert pending.filter(to_union__name=CHAIRS_UNION).count() == 2
    assert pending.filter(from_union__name=CHAIRS_UNION).count() == 1
    number = enrol(tell(today))[0].members[0]["证件号码"]
    assert Member.objects.everywhere("test").numbered(number).get().sex in ("male", "female")


@pytest.mark.django_db
def test_a_database_with_another_county_is_refused() -> None:
    establish_county("3408280000", "别县总工会", by=None)

    with pytest.raises(CommandError, match="换一个空库"):
        call_command("demo_county", today="2026-07-02")

    assert Organisation.objects.everywhere("test").count() == 1


@pytest.mark.django_db
def test_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(CommandError, match="不是日期"):
        call_command("demo_county", today="2026-02-30")


def test_the_real_installation_is_refused(settings: object) -> None:
    settings.SETTINGS_MODULE = "config.settings.prod"  # type: ignore[attr-defined]

    with pytest.raises(CommandError, match="正式系统"):
        call_command("demo_county")
