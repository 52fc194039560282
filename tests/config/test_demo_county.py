"""云岭县, the demonstration county."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import RequestFactory

from campaigns import coverage
from campaigns.models import Campaign, Report
from config.demo import ACCOUNTS, COUNTY_CODE
from config.demo.calendar import THIRD, campaign_span
from config.demo.story import REGISTER_NAMES, tell
from registers.checks import credit_code_trouble
from unions.models import Organisation

TODAY = date(2026, 11, 21)


def test_the_story_is_the_same_for_the_same_day() -> None:
    first, second = tell(TODAY), tell(TODAY)

    assert all(getattr(first, name) == getattr(second, name) for name in REGISTER_NAMES)


def test_the_county_is_as_large_as_promised() -> None:
    story = tell(TODAY)
    kinds = Counter(row["组织类型"] for row in story.organisations)

    assert sum(kinds[kind] for kind in kinds if "基层" in kind or "村" in kind or kind[:2] in ("区域", "行业")) >= 600
    assert kinds["乡镇工会联合会"] + kinds["乡镇（街道）总工会"] == 24
    assert kinds["开发区工会"] == 1
    assert len(story.officers) + len(story.displays) >= 5000


def test_no_number_could_be_anybodys() -> None:
    story = tell(TODAY)
    codes = [row["统一社会信用代码"] for row in story.employers]

    assert len(set(codes)) == len(codes)
    assert all(code[2:8] == "349999" and not credit_code_trouble(code) for code in codes)
    assert all(row["手机号码"].startswith("1390000") for row in story.officers)
    assert not any("身份证号" in row for row in story.officers)


@pytest.mark.parametrize(
    "today",
    [
        TODAY,
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2028, 2, 29),
        date(2026, 6, 30),
        date(2026, 7, 1),
        date(2030, 9, 1),
    ],
    ids=str,
)
def test_the_present_campaign_is_in_its_third_phase_and_some_two_years_in(today: date) -> None:
    span = campaign_span(today)

    assert date(THIRD[1].year + span.shift, 9, 1) <= today <= date(THIRD[2].year + span.shift, 6, 30)
    assert 400 <= span.days <= 800


@pytest.mark.django_db
def test_the_demonstration_loads_and_tells_its_story() -> None:
    out = StringIO()
    call_command("demo_county", today=date(2025, 11, 10), stdout=out)
    call_command("demo_county", today=date(2025, 11, 10), stdout=out)

    campaign = Campaign.objects.exclude(slug="shuangliang-2012").get()
    rows = [row for row in coverage.figures(campaign, date(2025, 10, 31)) if row.category == "all"]
    ranked = sorted((row for row in rows if row.rank), key=lambda row: row.rank or 0)
    county = Report.objects.everywhere("test").filter(body__code=COUNTY_CODE)
    assert "已经建好" in out.getvalue()
    assert ranked[-1].name.startswith("落雁乡")
    assert rows[-1].unions > 500
    assert {report.state for report in county} == {Report.State.ISSUED}
    assert county.filter(version=2).count() == 1
    for username, password, _, _ in ACCOUNTS:
        request = RequestFactory().post("/login/")
        assert authenticate(request, username=username, password=password), username
    assert Organisation.objects.everywhere("test").filter(dissolved_on__isnull=False).exists()
