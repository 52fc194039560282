"""The desk's first page: what is due, how the campaign stands, and every number the count of the list behind it."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Role
from accounts.models import User
from campaigns import coverage
from campaigns.models import Category, Report
from campaigns.operations import reports
from registers.models import ImportRun
from tests.campaigns.report_county import OCTOBER, County, make_county, report_of
from tests.conftest import CANARY, Mill
from tests.factories import DisplayFactory, OfficerFactory, OrganisationFactory, UserFactory, make_colleague
from unions.models import Appointment, Officer, Post
from unions.operations import appointments, officers

pytestmark = pytest.mark.django_db


@pytest.fixture
def yunling() -> County:
    """Tianhe: three unions, one covered; Nanxi: one, not covered; one right under the county (report_county.py)."""
    return make_county()


@pytest.fixture
def busy(yunling: County) -> County:
    """Something of everything that can be due, in Tianhe."""
    today = timezone.localdate()
    chair = Officer.objects.everywhere("a test").get(name="王晓明")
    officers.leave(chair, on=today - timedelta(days=20), by=None)
    OfficerFactory(union=chair.union, name="新主席", elected_on=today - timedelta(days=20))
    union = yunling.unions[2]
    OfficerFactory(union=union, name="老主席", elected_on=date(2012, 6, 1), term_ends_on=today - timedelta(days=1))
    OfficerFactory(union=union, name="新副主席", post=Post.VICE_CHAIR, elected_on=today)
    for place, ahead in enumerate((0, 30, 31, 60, 61, 90, 91)):
        ends = today + timedelta(days=ahead)
        OfficerFactory(
            union=union, name=f"委员{place}", post=Post.MEMBER, term_ends_on=ends, elected_on=date(2012, 6, 1)
        )
    DisplayFactory(union=union, starts_on=date(2012, 6, 2))
    for state, faults in (("faulty", 3), ("faulty", 1), ("checked", 0), ("waiting", 0), ("written", 0)):
        ImportRun.objects.create(
            register="officers", by=yunling.lin, file_name="甲.xlsx", state=state, fault_count=faults, stored_as="甲"
        )
    return yunling


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.StandingBackend")
    return client


def front(user: User, **query: str) -> Any:
    return desk(user).get("/admin/", query)


def behind(user: User, url: str) -> int:
    """How many rows the list at the address has."""
    response = desk(user).get(unescape(url))
    assert response.status_code == 200, url
    if "cl" in response.context:
        return int(response.context["cl"].result_count)
    return int(response.context["total"])


def numbers_of(context: Any) -> dict[str, tuple[int, str]]:
    """Every number on the page that claims to be a list: (count, address)."""
    found = {f"due {due.words}": (due.count, due.url) for due in context["due"]}
    found |= {line["words"]: (line["number"].count, line["number"].url) for line in context["seats"]}
    found |= {key: (number.count, number.url) for key, number in context["totals"].items()}
    for cover in context.get("covers", []):
        figure = cover.figure
        found |= {
            f"covered {cover.category}": (figure["covered"], cover.covered_url),
            f"uncovered {cover.category}": (figure["unions"] - figure["covered"], cover.uncovered_url),
            f"scope {cover.category}": (figure["unions"], cover.scope_url),
        }
    for line in context.get("bodies", []):
        found |= {f"{line.name} {show}": (_of(line.figure, show), url) for show, url in line.urls.items()}
    found |= {f"lacking {line.name}": (line.count, line.url) for line in context.get("lacking", [])}
    if "unverified" in context:
        found["verified"] = (context["unverified"]["verified"], context["unverified"]["verified_url"])
        found["unverified"] = (context["unverified"]["count"], context["unverified"]["url"])
    return found


def _of(figure: dict[str, Any], show: str) -> int:
    counts = {"in_scope": figure["unions"], "covered": figure["covered"]}
    return int(counts.get(show, figure["unions"] - figure["covered"]))


@pytest.mark.parametrize("who", ["xu", "lin", "fang"])
@pytest.mark.parametrize("category", list(Category.values))
def test_every_number_is_the_count_of_the_list_behind_it(busy: County, who: str, category: str) -> None:
    user = getattr(busy, who)

    context = front(user, category=category).context

    numbers = numbers_of(context)
    assert len(numbers) > 20
    assert numbers == {words: (behind(user, url), url) for words, (_, url) in numbers.items()}


def test_the_work_list_has_the_late_first_and_nothing_at_nought(busy: County) -> None:
    due = front(busy.lin).context["due"]

    assert [(item.count, item.words) for item in due] == [
        (1, "名新任主席、副主席的双亮信息还没有更新"),
        (2, "次导入有错误待改"),
        (1, "次导入已检查，还没有写入"),
        (1, "次导入正在检查"),
        (1, "名新任主席、副主席待更新双亮信息"),
        (1, "位新任主席还没有登录单，不能登录"),
        (1, "名干部任期已满，要换届"),
        (2, "名干部任期即将届满"),
        (5, "条双亮记录待核实"),
        (1, "个工会主席空缺"),
    ]
    assert (due[0].tone, due[0].when) == ("bad", "变动已超过 15 天")


def test_terms_are_counted_by_the_countys_own_days(busy: County) -> None:
    seats = {line["words"]: line["number"].count for line in front(busy.lin).context["seats"]}

    assert (seats["30 天内届满"], seats["60 天内届满"], seats["90 天内届满"]) == (2, 4, 6)


def test_the_figures_are_those_of_coverage(busy: County) -> None:
    response = front(busy.xu, category="state_owned")

    today = timezone.localdate()
    rows = {(row.body, row.category): row for row in coverage.figures(busy.campaign, today)}
    for cover in response.context["covers"]:
        row = rows[busy.county.code, Category(cover.category)]
        assert (cover.figure["covered"], cover.figure["unions"], cover.figure["gap"]) == (
            row.covered,
            row.unions,
            row.gap,
        )
    for line in response.context["bodies"]:
        if line.figure["body"] != busy.county.code:
            row = rows[line.figure["body"], Category.STATE_OWNED]
            assert (line.figure["rank"], line.count, line.figure["gap"]) == (row.rank, row.covered, row.gap)


def test_the_county_sees_all_bodies_by_rank_and_its_own_direct_unions(busy: County) -> None:
    names = [line.name for line in front(busy.xu).context["bodies"]]

    assert names[:2] == ["天河镇总工会", "南溪乡工会联合会"]
    assert "县总工会直属" in names


def test_a_body_officer_sees_the_own_figures_rank_and_gap_and_no_other_body(busy: County) -> None:
    response = front(busy.lin)

    text, lines = response.content.decode(), response.context["bodies"]
    assert [(line.name, line.figure["rank"]) for line in lines] == [("天河镇总工会", 1)]
    assert response.context["covers"][0].figure["unions"] == 3
    for foreign in ("南溪", "自来水"):
        assert foreign not in text


def test_an_officer_of_two_bodies_sees_both_and_their_sum(busy: County) -> None:
    user = make_colleague("both", Role.BODY_OFFICER, busy.tianhe)
    appointments.appoint(user, Role.BODY_OFFICER, busy.nanxi, since=date(2012, 1, 1), by=None)
    context = front(user).context

    assert {line.name for line in context["bodies"]} == {"天河镇总工会", "南溪乡工会联合会"}
    assert context["covers"][0].figure["unions"] == 4
    assert all(behind(user, url) == count for count, url in numbers_of(context).values())


def test_who_belongs_below_a_body_is_led_to_the_list(busy: County) -> None:
    below = OrganisationFactory(parent=busy.tianhe, kind="community_union")
    user = UserFactory(username="village")
    # No operation appoints there; a body that was moved below another leaves its officer so.
    Appointment.objects.create(user=user, role=Role.BODY_OFFICER, organisation=below, since=date(2012, 1, 1))

    assert "不是责任主体" in front(user).content.decode()


def test_the_months_come_from_the_newest_made_reports_and_today_from_the_registers(
    yunling: County, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        reports.order_reports(yunling.campaign, OCTOBER, on=date(2012, 11, 15), by=yunling.xu)
    county = report_of(yunling.county)
    with django_capture_on_commit_callbacks(execute=True):
        reports.issue(county, at=datetime(2012, 11, 16, tzinfo=UTC), by=yunling.fang)
        newer = reports.correct(county, reason="漏了一家", by=yunling.xu)
    Report.objects.everywhere("a test").create(
        campaign=yunling.campaign, body=yunling.county, month=date(2012, 11, 1), version=1
    )

    chart = front(yunling.xu).context["covers"][0].chart
    own = front(yunling.lin).context

    assert [(point.label, point.report, point.rate) for point in chart.points] == [
        ("2012年10月", newer.pk, "20.0%"),
        ("今天", None, "20.0%"),
    ]
    assert [point.rate for point in own["covers"][0].chart.points] == ["33.3%", "33.3%"]
    assert desk(yunling.lin).get(own["months"][0]["url"]).status_code == 200


def test_the_title_of_a_chart_says_what_is_to_be_done(yunling: County) -> None:
    text = front(yunling.xu).content.decode()

    assert "企业工会距“基本全覆盖”目标 95.0% 还需 4 家" in text
    assert "缺得最多的是“公布办公地点”" in text or "缺得最多的是“悬挂牌匾”" in text


def test_drafts_are_due_from_the_approver_and_lead_to_the_report(
    yunling: County, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        reports.order_reports(yunling.campaign, OCTOBER, on=date(2012, 11, 15), by=yunling.xu)

    due = front(yunling.fang).context["due"]

    page = reverse("admin:campaigns_report_change", args=[report_of(yunling.county).pk])
    assert [(item.count, item.words, item.url) for item in due] == [(1, "份全县通报待审核发布", page)]


@pytest.mark.parametrize("who", ["system_admin", "rights_staff", "finance"])
def test_who_has_no_part_in_the_campaign_sees_registers_only(yunling: County, who: str) -> None:
    response = front(make_colleague(who, Role(who), yunling.county))

    assert "covers" not in response.context
    assert response.context["seats"] == []
    assert ("employers" in response.context["totals"]) == (who != "system_admin")
    assert response.context["totals"]["organisations"].count == 7  # the county itself has no founding day yet
    assert "胡建国" not in response.content.decode()


def test_the_front_page_writes_nothing(busy: County) -> None:
    browser = desk(busy.xu)

    with CaptureQueriesContext(connection) as caught:
        browser.get("/admin/")

    writes = [query["sql"] for query in caught if re.match(r"(INSERT|UPDATE|DELETE)", query["sql"])]
    assert [sql for sql in writes if "django_session" not in sql] == []


def test_a_bigger_county_costs_no_more_queries(busy: County) -> None:
    browser = desk(busy.xu)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            browser.get("/admin/")
        return len(caught)

    queries()
    before = queries()
    for number in range(5):
        body = OrganisationFactory(parent=busy.county, code=f"34999902{number:02d}", kind="township_union_federation")
        OfficerFactory(union=OrganisationFactory(parent=body), term_ends_on=timezone.localdate())

    assert queries() == before


def test_riversides_front_page_says_no_word_of_hilltop(signed_in: Any, mill: Mill, quarry: Mill) -> None:
    assert CANARY not in signed_in("body_officer").get("/admin/").content.decode()
