"""One union's page: what it is, what it was on a day, who may see which part, what the book tells."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.admin.lines import ACTS
from accounts.models import BookEntry, User
from tests.conftest import CANARY, Mill
from tests.factories import DisplayFactory, EmployerFactory, HonourFactory, OfficerFactory, OrganisationFactory
from unions.admin import days
from unions.models import Item, Kind, Organisation, Post, Way
from unions.operations import displays, employers, officers, organisations
from unions.operations.succession import Leaving, succeed

PAGE = "/admin/unions/organisation"
ON = date(2012, 10, 31)


def page(signed_in: Any, who: str, union: Organisation, query: str = "") -> Any:
    answer = signed_in(who).get(f"{PAGE}/{union.pk}/change/{query}")
    assert answer.status_code == 200
    return answer


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_head_leads_up_the_tree_as_far_as_one_may_see(
    signed_in: Any, mill: Mill, riverside: Organisation, county: Organisation
) -> None:
    own, whole = (page(signed_in, who, mill.union).context["head"].above for who in ("body_officer", "auditor"))

    assert own == [riverside]
    assert whole == [county, riverside]


@pytest.mark.parametrize(
    ("on", "state"),
    [("2009-12-31", "尚未成立"), ("2010-01-01", "存续"), ("2012-10-30", "存续"), ("2012-10-31", "已撤销")],
)
def test_a_union_is_what_it_was_on_the_day(signed_in: Any, mill: Mill, on: str, state: str) -> None:
    organisations.dissolve(mill.union, on=ON, why="停产", by=None)

    assert page(signed_in, "organisation_staff", mill.union, f"?on={on}").context["head"].state.text == state


def test_who_sat_on_the_day_is_shown(signed_in: Any, mill: Mill) -> None:
    officers.leave(mill.chair, on=ON, by=None)
    OfficerFactory(union=mill.union, name="后任", elected_on=ON)

    names = [
        page(signed_in, "body_officer", mill.union, f"?on={on}").context["head"].chair.name
        for on in ("2012-10-30", "2012-10-31")
    ]
    vacant = page(signed_in, "body_officer", mill.union, "?on=2010-06-01")

    assert names == ["陈河", "后任"]
    assert vacant.context["head"].chair is None
    assert "空缺" in text(vacant)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("2012-06-31", "没有“2012-06-31”这一天"),
        ("x", "没有“x”这一天"),
        ("2999-01-01", "还没有到"),
        ("1200-01-01", "太早"),
    ],
)
def test_a_day_that_cannot_be_is_said_and_today_shown(signed_in: Any, mill: Mill, asked: str, sentence: str) -> None:
    answer = page(signed_in, "body_officer", mill.union, f"?on={asked}")

    assert sentence in text(answer)
    assert not answer.context["view"].is_past


def test_the_steps_lead_to_the_changes_next_to_the_day() -> None:
    changes = [date(2012, 5, 1), date(2012, 9, 1), date(2030, 1, 1)]

    found = {step.label: step.on for step in days.steps(changes, date(2012, 6, 1), ON)}

    assert found == {
        "今天": ON,
        "上月末": date(2012, 9, 30),
        "最近一次变化": date(2012, 9, 1),
        "变化前一天": date(2012, 8, 31),
        "往前一次变化": date(2012, 5, 1),
    }


def test_states_in_the_tables_are_those_of_the_day(signed_in: Any, cast: dict[str, User], mill: Mill) -> None:
    displays.verify(mill.display, on=date(2012, 7, 1), by=cast["body_officer"])
    shown = DisplayFactory(union=mill.union, item=Item.IDENTITY, way=Way.CHEST_CARD, officer=mill.chair)
    officers.leave(mill.chair, on=ON, by=None)

    def states(on: str, title: str) -> dict[str, str]:
        sections = page(signed_in, "organisation_staff", mill.union, f"?on={on}").context["sections"]
        rows = next(section.rows for section in sections if section.title == title)
        return {cells[0]: state.text for _, cells, state in rows}

    assert states("2012-06-15", "双亮台账") == {"悬挂牌匾": "有效，待核实", "亮明身份": "有效，待核实"}
    assert states("2012-10-31", "双亮台账") == {"悬挂牌匾": "有效，已核实", "亮明身份": "干部已离任，不再计入"}
    assert states("2011-01-01", "工会干部") == {"陈河": "未到任"}
    assert states("2012-10-31", "工会干部") == {"陈河": "已离任"}
    assert states("2012-01-01", "荣誉") == {"河畔先进": "尚未授予"}
    assert shown.pk


def test_the_time_line_leads_to_the_records_and_says_the_same_in_a_table(signed_in: Any, mill: Mill) -> None:
    body = text(page(signed_in, "organisation_staff", mill.union))

    for row, model in ((mill.chair, "officer"), (mill.display, "display")):
        assert f'<a href="/admin/unions/{model}/{row.pk}/change/" aria-label="' in body
    assert "时间轴的表格（2 条）" in body


def test_a_union_without_any_fact_says_what_to_do(signed_in: Any, riverside: Organisation) -> None:
    answer = page(signed_in, "body_officer", OrganisationFactory(parent=riverside))

    assert answer.context["line"] is None
    assert "先登记在任的主席" in text(answer)
    assert "还没有登记所覆盖的单位" in text(answer)


@pytest.mark.parametrize("who", ["system_admin", "rights_staff", "finance"])
def test_who_has_no_business_with_persons_sees_the_union_only(signed_in: Any, mill: Mill, who: str) -> None:
    body = text(page(signed_in, who, mill.union))

    assert mill.union.code in body
    for word in ("陈河", "13900000001", "139****0001", "悬挂牌匾", "时间轴"):
        assert word not in body


@pytest.mark.parametrize("who", ["body_officer", "organisation_staff", "auditor", "approver"])
def test_a_mobile_is_masked_wherever_it_stands(signed_in: Any, mill: Mill, who: str) -> None:
    mobile = mill.chair.mobile
    DisplayFactory(union=mill.union, item=Item.CONTACT, way=Way.CANTEEN, officer=mill.chair, content=mobile)
    organisations.change_details(mill.union, phone=mobile, by=None)

    body = text(page(signed_in, who, mill.union))

    assert mobile not in body
    assert "139****0001" in body


def test_the_book_speaks_in_sentences_with_names(signed_in: Any, cast: dict[str, User], mill: Mill) -> None:
    officers.leave(mill.chair, on=ON, by=cast["body_officer"])
    shown = DisplayFactory(union=mill.union, item=Item.IDENTITY, way=Way.CHEST_CARD, officer=mill.chair)
    displays.remove(shown, by=cast["body_officer"])

    found = page(signed_in, "body_officer", mill.union).context["changes"]
    told = [(change.who, change.act, row.text) for change in found for row in change.rows]

    assert ("body_officer", "登记干部离任", "工会干部“陈河（主席）”：离任日期 由“空”改为“2012-10-31”") in told
    assert ("body_officer", "删除误报的双亮记录", "删除双亮台账“亮明身份（陈河，佩戴胸卡）”") in told
    assert not [line for line in told if "号记录" in line[2]]


def test_one_act_is_one_entry_with_all_it_changed(signed_in: Any, cast: dict[str, User], mill: Mill) -> None:
    leaving = Leaving(mill.chair, on=ON)
    succeed(mill.union, leaving=leaving, name="后任", post=Post.CHAIR, elected_on=ON, by=cast["body_officer"])

    newest = page(signed_in, "organisation_staff", mill.union).context["changes"][0]

    assert newest.act == ACTS["officers.succeed"]
    assert {row.text.partition("：")[0] for row in newest.rows} == {
        "工会干部“陈河（主席）”",
        "新增工会干部“后任（主席）”",
    }


def test_a_union_that_came_from_elsewhere_names_nothing_of_there(
    signed_in: Any, cast: dict[str, User], riverside: Organisation, quarry: Mill, hilltop: Organisation
) -> None:
    moved = OrganisationFactory(parent=hilltop, name="搬来的厂工会")
    organisations.move(moved, riverside, by=None)

    body = text(page(signed_in, "body_officer", moved, "?on=2012-10-31"))

    assert "不在您的管理范围" in body
    assert CANARY not in body
    assert CANARY in text(page(signed_in, "organisation_staff", moved))


def test_a_past_day_says_what_the_book_knows_to_have_changed_since(signed_in: Any, mill: Mill) -> None:
    organisations.change_details(mill.union, name="河畔造纸厂工会", by=None)

    answer = page(signed_in, "body_officer", mill.union, "?on=2012-10-31")

    assert "登记中只有现在的" in text(answer)
    assert "由“河畔纸厂工会”改为“河畔造纸厂工会”" in text(answer)
    assert answer.context["since"].known_from is not None


def test_the_whole_history_is_read_a_page_at_a_time(signed_in: Any, mill: Mill) -> None:
    for number in range(25):
        organisations.change_details(mill.union, address=f"河畔路{number}号", by=None)
    browser = signed_in("body_officer")

    first = browser.get(f"{PAGE}/{mill.union.pk}/changes/")
    lowest = first.context["changes"][-1].first
    second = browser.get(f"{PAGE}/{mill.union.pk}/changes/?before={lowest}")

    assert page(signed_in, "body_officer", mill.union).context["has_older_changes"]
    assert len(first.context["changes"]) > 25
    assert all(change.first < lowest for change in second.context["changes"])
    assert browser.get(f"{PAGE}/{mill.union.pk}/changes/?before=x").status_code == 200


def test_the_page_of_history_hides_what_the_duties_do_not_open(signed_in: Any, mill: Mill) -> None:
    body = text(signed_in("finance").get(f"{PAGE}/{mill.union.pk}/changes/"))

    assert "河畔纸厂工会" in body
    assert "陈河" not in body


def test_a_mistake_in_the_form_opens_it_with_what_was_typed(signed_in: Any, mill: Mill) -> None:
    answer = signed_in("body_officer").post(
        f"{PAGE}/{mill.union.pk}/change/?on=2012-10-31", {"code": "1", "name": "改"}
    )

    assert answer.status_code == 200
    assert '<details class="panel record" id="record" open>' in text(answer)
    assert 'value="改"' in text(answer)


def test_the_acts_stay_on_the_page(signed_in: Any, mill: Mill) -> None:
    assert f"{PAGE}/{mill.union.pk}/move/" in text(page(signed_in, "body_officer", mill.union))
    assert f"{PAGE}/{mill.union.pk}/move/" not in text(page(signed_in, "auditor", mill.union))


def cost(browser: Any, union: Organisation, query: str = "?on=2012-10-31") -> int:
    browser.get(f"{PAGE}/{union.pk}/change/{query}")
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(f"{PAGE}/{union.pk}/change/{query}").status_code == 200
    return len(caught)


def test_a_long_history_costs_what_a_short_one_costs(signed_in: Any, mill: Mill) -> None:
    def live_on(number: int) -> None:
        vice = OfficerFactory(union=mill.union, name=f"副{number}", post=Post.VICE_CHAIR)
        DisplayFactory(union=mill.union, item=Item.IDENTITY, way=Way.DESK_PLATE, officer=vice)
        DisplayFactory(union=mill.union, starts_on=date(2012, 7, number))
        HonourFactory(union=mill.union, name=f"荣誉{number}")
        organisations.change_details(mill.union, address=f"河畔路{number}号", by=None)

    browser = signed_in("body_officer")
    live_on(1)
    one = cost(browser, mill.union)
    for number in range(2, 20):
        live_on(number)

    assert cost(browser, mill.union) == one


def test_ten_children_cost_what_one_costs(signed_in: Any, mill: Mill, riverside: Organisation) -> None:
    browser = signed_in("body_officer")
    one = cost(browser, riverside)
    for number in range(9):
        union = OrganisationFactory(parent=riverside)
        EmployerFactory(body=riverside, union=union)
        OfficerFactory(union=union, name=f"主席{number}")
        DisplayFactory(union=union)

    assert cost(browser, riverside) == one


def test_looking_writes_nothing(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("body_officer")
    before = BookEntry.objects.count()

    browser.get(f"{PAGE}/{mill.union.pk}/change/?on=2012-10-31")

    assert BookEntry.objects.count() == before


def test_the_administrator_meets_no_word_of_the_employer(signed_in: Any, cast: dict[str, User], mill: Mill) -> None:
    gone = EmployerFactory(body=mill.union.parent, union=None, name="临河分厂")
    joint = OrganisationFactory(parent=mill.union.parent, kind=Kind.GRASSROOTS_JOINT)
    employers.change_details(gone, union=joint, by=cast["body_officer"])
    employers.remove(gone, by=cast["body_officer"])

    for union in (mill.union, joint):
        body = text(page(signed_in, "system_admin", union))
        assert "覆盖的法人单位" not in body
        assert "临河分厂" not in body
        assert "新增法人单位" not in body
    assert "删除法人单位“临河分厂”" in text(page(signed_in, "finance", joint))
