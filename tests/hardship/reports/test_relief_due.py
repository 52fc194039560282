"""The desk's first page of whoever works with relief: what is due, and how it stands."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hardship import workdays
from hardship.calendars import county_calendar
from hardship.due import tasks
from hardship.models import ReliefApplication
from tests.conftest import CANARY
from tests.hardship.reports.conftest import Winter
from tests.hardship.reports.world import application, family, instalment, listed, pay


def due_of(winter: Winter, who: str) -> dict[str, int]:
    return {task.words: task.count for task in tasks(winter.cast[who], timezone.localdate())}


def stands(winter: Winter, state: str, *, days: int = 0, union: Any = None) -> ReliefApplication:
    return application(family(union or winter.mill), winter.programme, state, winter.cast, days=days)


def test_rights_staff_review_balance_and_look_at_old_files(winter: Winter) -> None:
    family(winter.mill, on=timezone.localdate() - timedelta(days=366))
    for state, count in (("county_review", 3), ("balancing", 2), ("notice_over", 1)):
        for _ in range(count):
            application(family(winter.mill, on=timezone.localdate()), winter.programme, state, winter.cast)

    assert due_of(winter, "rights_staff") == {
        "件帮扶申请待县级审核": 3,
        "件帮扶申请待汇总平衡": 2,
        "件申请公示已满，等单位申报": 1,
        "份困难职工档案满一年没有复核": 1,
    }


def test_a_silent_township_is_told_the_county_once_its_days_are_over(winter: Winter) -> None:
    row = stands(winter, "opinion")
    limit = workdays.after(timezone.localdate(row.moved_at), 3, county_calendar())
    staff = winter.cast["rights_staff"]

    on_the_day = [task.words for task in tasks(staff, limit)]
    the_day_after = {task.words: task for task in tasks(staff, limit + timedelta(days=1))}

    assert "件申请在等乡镇意见" not in on_the_day
    assert the_day_after["件申请在等乡镇意见"].count == 1
    assert the_day_after["件申请在等乡镇意见"].when == "1 件已过期，将自动转县级"


def test_an_officer_reads_how_long_the_first_opinion_may_wait(winter: Winter) -> None:
    stands(winter, "opinion")
    stands(winter, "opinion", union=winter.quarry)
    officer, today = winter.cast["body_officer"], timezone.localdate()
    limit = workdays.after(today, 3, county_calendar())

    found = tasks(officer, today)

    assert [(task.count, task.words) for task in found] == [(1, "件帮扶申请待您出具意见，逾期自动转县级")]
    assert found[0].when == f"最早还有 {(limit - today).days} 天"
    assert tasks(officer, limit)[0].when == "最早今天到期"


def test_the_leader_approves(winter: Winter) -> None:
    stands(winter, "approval", days=4)

    found = tasks(winter.cast["approver"], timezone.localdate())

    assert [(task.count, task.words, task.when) for task in found] == [(1, "件帮扶申请待您审批", "待审批，最久 4 天")]


def test_finance_lists_sends_and_pays_again(winter: Winter) -> None:
    waiting, failed, made_up = (stands(winter, "approved") for _ in range(3))
    instalment(waiting, winter.budget, "1000.00")
    pay(failed, winter.budget, "1000.00", timezone.localdate(), paid=False)
    listed(instalment(made_up, winter.budget, "1000.00"))

    found = due_of(winter, "finance")

    assert found["笔发放失败，要核对账号后重发"] == 1
    assert found["笔已批准，还没有列入发放批次"] == 1
    assert found["个批次正在编制"] == 1
    assert found["个批次还没有全部回盘"] == 1


@pytest.mark.parametrize("who", ["auditor", "organisation_staff", "system_admin", "stranger"])
def test_nobody_else_is_asked_for_anything(winter: Winter, who: str) -> None:
    for state in ("opinion", "county_review", "approval", "approved"):
        stands(winter, state)

    assert due_of(winter, who) == {}


def test_each_number_of_the_first_page_leads_to_as_many_rows(signed_in: Any, winter: Winter) -> None:
    for state in ("opinion", "county_review", "county_review", "balancing"):
        stands(winter, state)
    browser = signed_in("rights_staff")
    page = browser.get("/admin/")

    lines = {due.words: due for due in page.context["due"]}
    bars = page.context["relief"]["steps"]

    listed = browser.get(lines["件帮扶申请待县级审核"].url)
    assert listed.context["cl"].result_count == lines["件帮扶申请待县级审核"].count == 2
    assert browser.get(lines["件帮扶申请待汇总平衡"].url, follow=True).status_code == 200
    for bar in bars:
        assert f"{browser.get(bar.url).context['total']} 件" == bar.text


def test_finance_s_lines_lead_to_as_many_rows(signed_in: Any, winter: Winter) -> None:
    """One that failed stands with the failed ones alone."""
    for code in ("FF1", "FF2"):
        listed(instalment(stands(winter, "approved"), winter.budget, "1000.00"), code=code)
    for _ in range(3):
        instalment(stands(winter, "approved"), winter.budget, "1000.00")
    pay(stands(winter, "approved"), winter.budget, "1000.00", timezone.localdate(), paid=False)
    browser = signed_in("finance")

    lines = {due.words: due for due in browser.get("/admin/").context["due"]}

    made_up = lines["个批次正在编制"]
    assert browser.get(made_up.url).context["cl"].result_count == made_up.count == 2
    for words, count in (("笔已批准，还没有列入发放批次", 3), ("笔发放失败，要核对账号后重发", 1)):
        assert browser.get(lines[words].url).context["total"] == lines[words].count == count


def test_files_to_review_lead_to_as_many_files(signed_in: Any, winter: Winter) -> None:
    for days in (364, 365, 400):
        family(winter.mill, on=timezone.localdate() - timedelta(days=days))
    browser = signed_in("rights_staff")

    line = next(due for due in browser.get("/admin/").context["due"] if "复核" in due.words)

    assert line.count == 2
    assert browser.get(line.url).context["cl"].result_count == 2


@pytest.mark.parametrize(("who", "state"), [("body_officer", "opinion"), ("approver", "approval")])
def test_what_is_due_is_done_on_the_page_it_leads_to(signed_in: Any, winter: Winter, who: str, state: str) -> None:
    row = stands(winter, state)
    browser = signed_in(who)

    line = next(due for due in browser.get("/admin/").context["due"] if "帮扶" in due.words)
    page = browser.get(line.url, follow=True)

    assert page.status_code == 200
    assert (row.name if who == "body_officer" else winter.programme.name) in page.content.decode()


def test_the_first_page_tells_steps_and_money(signed_in: Any, winter: Winter) -> None:
    stands(winter, "county_review")
    pay(stands(winter, "approved"), winter.budget, "1234.50", timezone.localdate())

    words = signed_in("rights_staff").get("/admin/").content.decode()

    assert "正在办理 2 件，最多的在“县级审核”" in words
    assert "今年发放 1,234.50元，1 户 3 人" in words
    assert "1,234.50元／50,000.00元" in words


@pytest.mark.parametrize(
    ("who", "steps", "money"),
    [("rights_staff", True, True), ("body_officer", True, False), ("finance", False, True), ("auditor", True, True)],
)
def test_a_role_reads_its_own_half(signed_in: Any, winter: Winter, who: str, steps: bool, money: bool) -> None:
    relief = signed_in(who).get("/admin/").context["relief"]

    assert (("steps" in relief), ("money_title" in relief)) == (steps, money)


@pytest.mark.parametrize("who", ["organisation_staff", "system_admin"])
def test_whoever_has_no_relief_reads_nothing_of_it(signed_in: Any, winter: Winter, who: str) -> None:
    page = signed_in(who).get("/admin/")

    assert page.context["relief"] == {}
    assert "帮扶" not in page.content.decode()


def test_a_township_s_first_page_counts_its_own(signed_in: Any, winter: Winter) -> None:
    stands(winter, "opinion", union=winter.quarry)

    page = signed_in("body_officer").get("/admin/")

    assert page.context["relief"]["steps_title"] == "现在没有正在办理的申请"
    assert CANARY not in page.content.decode()


def test_ten_cost_what_one_costs(signed_in: Any, winter: Winter) -> None:
    browser = signed_in("rights_staff")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            browser.get("/admin/")
        return len([one for one in found.captured_queries if "set_config" not in one["sql"]])

    stands(winter, "opinion")
    queries()
    one = queries()
    for _ in range(9):
        stands(winter, "opinion")

    assert queries() == one
