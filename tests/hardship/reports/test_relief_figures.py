"""帮扶统计: the numbers, where they lead, and whose they are."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from hardship.models import HardshipFile, NoHardship
from tests.conftest import CANARY
from tests.factories import EmployerFactory, MembershipFactory, OrganisationFactory
from tests.hardship.families import make_budget, make_programme, move
from tests.hardship.reports.conftest import Winter
from tests.hardship.reports.world import application, family, pay
from tests.members.roles import as_the_application
from unions.models import Organisation

PAGE = "/admin/relief-figures/"
YEAR = f"{PAGE}?year=2013"
RIVERSIDE, HILLTOP = "河畔镇工会联合会", f"山顶镇{CANARY}联合会"


def tables(response: Any) -> dict[str, dict[str, dict[str, Any]]]:
    """By the table's slug and the line's name: the cells by their heads."""
    return {
        table.slug: {line.name: dict(zip(table.heads, line.cells, strict=True)) for line in table.lines}
        for _, _, found in response.context["groups"]
        for table in found
    }


def texts(response: Any, slug: str, line: str) -> dict[str, str]:
    return {head: cell.text for head, cell in tables(response)[slug][line].items()}


def test_each_step_says_how_many_stand_there_and_how_long(signed_in: Any, winter: Winter) -> None:
    for days in (0, 3, 4, 7, 8, 16):
        application(family(winter.mill), winter.programme, "county_review", winter.cast, days=days)
    application(family(winter.mill), winter.programme, "draft", winter.cast, days=1)

    found = texts(signed_in("rights_staff").get(PAGE), "steps", "县级审核")

    assert found == {
        "件数": "6",
        "停留 3 天以内": "2",
        "停留 4 至 7 天": "2",
        "停留 8 至 15 天": "1",
        "停留 15 天以上": "1",
        "最久（天）": "16",
    }


def test_what_is_over_waits_for_nobody(signed_in: Any, winter: Winter) -> None:
    row = application(family(winter.mill), winter.programme, "draft", winter.cast, days=20)
    move(row, "withdraw", "withdrawn", by=winter.cast["chair"])

    found = tables(signed_in("rights_staff").get(PAGE))["steps"]["已撤回"]

    assert (found["件数"].text, found["停留 15 天以上"].text, found["最久（天）"].text) == ("1", "—", "—")


def test_applications_are_told_by_body_and_by_programme(signed_in: Any, winter: Winter) -> None:
    study = make_programme("study-2012", name="2012年金秋助学", kind="study")
    application(family(winter.mill), winter.programme, "opinion", winter.cast)
    application(family(winter.quarry), winter.programme, "posted", winter.cast)
    application(family(winter.mill), study, "balancing", winter.cast)
    staff = signed_in("rights_staff")

    one = tables(staff.get(f"{PAGE}?programme=winter-2012"))["bodies"]
    every = tables(staff.get(f"{PAGE}?programme=all"))["bodies"]

    assert (one[RIVERSIDE]["待乡镇意见"].text, one[RIVERSIDE]["汇总平衡"].text) == ("1", "0")
    assert one[HILLTOP]["单位办理中"].text == "1"
    assert every[RIVERSIDE]["汇总平衡"].text == "1"


def test_money_is_told_per_family_and_per_person_with_its_bases(signed_in: Any, winter: Winter) -> None:
    study = make_programme("study-2012", name="2012年金秋助学", kind="study")
    other = make_budget(study, winter.budget.source)
    twice = family(winter.mill)
    first = application(twice, winter.programme, "approved", winter.cast)
    second = application(twice, study, "approved", winter.cast)
    third = application(family(winter.quarry), winter.programme, "approved", winter.cast)
    pay(first, winter.budget, "1000.00", date(2013, 1, 8))
    pay(second, other, "2000.01", date(2013, 2, 8))
    pay(third, winter.budget, "1000.00", date(2013, 1, 8))
    pay(third, winter.budget, "500.00", date(2012, 12, 31), number=2)  # of another year

    response = signed_in("finance").get(YEAR)

    assert texts(response, "kinds", "合计") == {
        "金额（元）": "4,000.01",
        "笔数": "3",
        "户数": "2",
        "人数": "6",
        "户均（元）": "2,000.01",
        "人均（元）": "666.67",
    }
    assert texts(response, "kinds", "元旦春节送温暖")["户数"] == "2"
    assert texts(response, "paid-bodies", RIVERSIDE)["金额（元）"] == "3,000.01"
    assert texts(response, "months", "2 月")["金额（元）"] == "2,000.01"
    assert texts(response, "years", "2012 年")["金额（元）"] == "500.00"
    assert texts(response, "years", "合计")["户数"] == "2"


def test_a_programme_tells_planned_approved_and_paid(signed_in: Any, winter: Winter) -> None:
    row = application(family(winter.mill), winter.programme, "approved", winter.cast)
    again = application(family(winter.mill), winter.programme, "approved", winter.cast)
    pay(row, winter.budget, "1000.00", date(2013, 1, 8))
    pay(again, winter.budget, "700.00", date(2013, 1, 8), paid=False)

    response = signed_in("finance").get(YEAR)

    assert texts(response, "programmes", winter.programme.name) == {
        "预算（元）": "50,000.00",
        "批准（元）": "1,700.00",
        "批准户数": "2",
        "在途（元）": "0.00",
        "已到账（元）": "1,000.00",
        "未发（元）": "700.00",
        "失败待重发（笔）": "1",
    }


def test_unions_that_said_nothing_are_missing(signed_in: Any, winter: Winter, riverside: Organisation) -> None:
    quiet = OrganisationFactory(parent=riverside, name="没有职工的工会")
    spoke = OrganisationFactory(parent=riverside, name="无困难的工会")
    EmployerFactory(body=riverside, union=spoke)
    MembershipFactory(union=OrganisationFactory(parent=riverside, name="有会员的工会"))
    NoHardship.objects.create(union=spoke, programme=winter.programme, declared_on=date(2012, 12, 5))
    application(family(winter.mill), winter.programme, "county_review", winter.cast)
    application(family(winter.quarry), winter.programme, "draft", winter.cast)
    staff = signed_in("rights_staff")

    with as_the_application():
        response = staff.get(PAGE)
        listed = staff.get(tables(response)["unions"][RIVERSIDE]["未报"].url)

    assert texts(response, "unions", RIVERSIDE) == {
        "应报工会": "3",
        "已申报": "1",
        "单位办理中": "0",
        "声明无困难职工": "1",
        "未报": "1",
        "已回复率": "66.7%（2/3）",
    }
    assert texts(response, "unions", HILLTOP)["单位办理中"] == "1"
    assert [cells[1][0] for _, cells in listed.context["rows"]] == ["有会员的工会"]
    assert quiet.name not in listed.content.decode()


def test_files_are_told_by_state_and_by_what_is_not_reviewed(signed_in: Any, winter: Winter) -> None:
    today = timezone.localdate()
    family(winter.mill, on=today)
    late = family(winter.mill, on=today - timedelta(days=365))
    kept = family(winter.mill, on=today - timedelta(days=364))
    out = family(winter.mill, on=today - timedelta(days=400))
    files = HardshipFile.objects.everywhere("tests")
    files.filter(pk=out.pk).update(state="out", ended_on=today)
    files.filter(pk=kept.pk).update(previous=out)

    response = signed_in("rights_staff").get(PAGE)
    listed = signed_in("auditor").get(tables(response)["file-bodies"][RIVERSIDE]["超期未复核"].url)

    found = texts(response, "file-bodies", RIVERSIDE)
    assert (found["在档"], found["超期未复核"], found[f"{today.year} 年脱困"]) == ("3", "1", "1")
    assert [cells[0][0] for _, cells in listed.context["rows"]] == [late.code]


def test_every_number_leads_to_as_many_rows(signed_in: Any, winter: Winter) -> None:
    for state, days in (("draft", 0), ("county_review", 5), ("approval", 20), ("approved", 9)):
        row = application(
            family(winter.mill), winter.programme, state, winter.cast, days=days, is_late=state == "draft"
        )
        application(family(winter.quarry), winter.programme, state, winter.cast, days=days)
    pay(row, winter.budget, "1000.00", timezone.localdate(), paid=False)
    browser = signed_in("rights_staff")

    linked = [
        (slug, head, cell)
        for slug, lines in tables(browser.get(PAGE)).items()
        for line in lines.values()
        for head, cell in line.items()
        if cell.url
    ]

    assert len(linked) > 30
    for slug, head, cell in linked:
        followed = browser.get(cell.url)
        if "元" not in head:
            assert followed.context["total"] == int(cell.text.replace(",", "")), (slug, head, cell)


@pytest.mark.parametrize(
    ("who", "slugs"),
    [
        ("rights_staff", {"steps", "bodies", "unions", "kinds", "programmes", "visit-kinds", "file-bodies"}),
        ("body_officer", {"steps", "bodies", "unions"}),
        ("finance", {"kinds", "programmes"}),
    ],
)
def test_a_role_reads_its_own_figures_only(signed_in: Any, winter: Winter, who: str, slugs: set[str]) -> None:
    shown = {table.slug for _, _, found in signed_in(who).get(PAGE).context["groups"] for table in found}

    assert slugs <= shown
    assert shown - slugs <= {"paid-bodies", "months", "years"}
    assert "steps" in slugs or "steps" not in shown


def test_a_township_reads_its_own_part_only(signed_in: Any, winter: Winter, hilltop: Organisation) -> None:
    application(family(winter.mill), winter.programme, "opinion", winter.cast)
    application(family(winter.quarry, f"王{CANARY}"), winter.programme, "opinion", winter.cast)
    browser = signed_in("body_officer")

    with as_the_application():
        response = browser.get(PAGE)
        listed = browser.get(f"{PAGE}list/?show=applications")

    assert texts(response, "steps", "待乡镇意见")["件数"] == "1"
    assert CANARY not in response.content.decode() + listed.content.decode()
    for page in (PAGE, f"{PAGE}list/", f"{PAGE}workbook/"):
        assert browser.get(f"{page}?show=unions&body={hilltop.code}").status_code == 404


@pytest.mark.parametrize("show", ["payments", "instalments", "files", "visits"])
def test_a_township_is_refused_what_is_the_county_s(signed_in: Any, winter: Winter, show: str) -> None:
    assert signed_in("body_officer").get(f"{PAGE}list/?show={show}").status_code == 403
    assert signed_in("body_officer").get(f"{PAGE}workbook/?show={show}").status_code == 403


@pytest.mark.parametrize(
    "odd",
    ["year=x", "year=99999", "show=x", "show=applications&state=x", "show=applications&age=9", "show=files&of=x",
     "show=payments&month=13", "show=unions&programme=all", "page=0", "show=instalments&of=x", "show=visits&kind=%00"],
)  # fmt: skip
def test_an_odd_question_is_answered_in_words(signed_in: Any, winter: Winter, odd: str) -> None:
    response = signed_in("rights_staff").get(f"{PAGE}list/?{odd}")

    assert response.status_code == 400
    assert response.context["problem"].endswith("。")


def test_an_empty_county_says_why(signed_in: Any, cast: dict[str, User]) -> None:
    response = signed_in("rights_staff").get(PAGE)

    assert response.status_code == 200
    assert "还没有申请" in response.content.decode()
