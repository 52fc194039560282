"""What a campaign shows on a union's page: why it is covered or not, its month ends, the children's figures."""

from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns import coverage
from campaigns.admin import on_organisation
from campaigns.below import children_of
from campaigns.models import Campaign, JudgeOn
from tests.campaigns.counties import COUNTY, DAYS, case
from tests.campaigns.test_coverage_twin import campaign, load, places
from tests.conftest import CANARY, Mill
from tests.factories import DisplayFactory, EmployerFactory, OfficerFactory, OrganisationFactory
from unions.models import Item, Kind, Organisation, Way
from unions.operations import displays, officers, organisations

__all__ = ["campaign", "places"]

pytestmark = pytest.mark.django_db
PAGE = "/admin/unions/organisation"
ON = "2012-10-31"


def cover(union: Organisation, chair: Any) -> None:
    DisplayFactory(union=union, item=Item.OFFICE, way=Way.CANTEEN)
    DisplayFactory(union=union, item=Item.IDENTITY, way=Way.CHEST_CARD, officer=chair)
    DisplayFactory(union=union, item=Item.CONTACT, way=Way.CANTEEN, officer=chair)


def page(signed_in: Any, union: Organisation, query: str = f"?on={ON}", who: str = "body_officer") -> Any:
    answer = signed_in(who).get(f"{PAGE}/{union.pk}/change/{query}")
    assert answer.status_code == 200
    return answer


def test_each_condition_names_its_facts(signed_in: Any, campaign: Campaign, mill: Mill) -> None:
    cover(mill.union, mill.chair)

    answer = page(signed_in, mill.union)
    part = answer.context["coverage"].context

    assert part["verdict"] == ("good", "已覆盖，待核实")
    assert [condition.label for condition in part["conditions"] if condition.holds] == [
        "悬挂牌匾", "公布办公地点", "主席在任", "亮明身份", "公布联系方式",
    ]  # fmt: skip
    sign = part["conditions"][0].lines[0]
    assert sign.url == f"/admin/unions/display/{mill.display.pk}/change/"
    assert sign.text == "企业门面，2012-06-01 起，“河畔纸厂工会委员会”"
    assert "从 2012-05-03 起列入：独立基层工会（非公企业，小型、微型以外）" in part["scope"].text
    assert part["awards"][0].text == "河畔先进（市级，2012-05-01 授予）"


def test_what_is_missing_leads_to_where_it_is_mended(signed_in: Any, campaign: Campaign, mill: Mill) -> None:
    cover(mill.union, mill.chair)
    displays.end_display(mill.display, on=date(2012, 10, 1), by=None)
    officers.leave(mill.chair, on=date(2012, 10, 15), by=None)
    new = OfficerFactory(union=mill.union, name="后任", elected_on=date(2012, 10, 15))

    part = page(signed_in, mill.union).context["coverage"].context
    sign, _, _, identity, _ = part["conditions"]

    assert part["verdict"] == ("bad", "未覆盖")
    assert "到 2012-10-01 为止" in sign.lines[0].text
    assert sign.lines[0].todo == ("补报", f"/admin/unions/display/add/?union={mill.union.pk}&item=sign")
    assert identity.lines[0].text == "主席 后任：没有有效的“亮明身份”记录。"
    assert identity.lines[0].todo[1].endswith(f"item=identity&officer={new.pk}")


def test_who_may_not_report_is_offered_nothing_to_do(signed_in: Any, campaign: Campaign, mill: Mill) -> None:
    part = page(signed_in, mill.union, who="auditor").context["coverage"].context

    assert {line.todo for condition in part["conditions"] for line in condition.lines} == {("", "")}


def test_why_a_union_does_not_count_is_said_with_the_remedy(
    signed_in: Any, campaign: Campaign, riverside: Organisation, mill: Mill
) -> None:
    alone = OrganisationFactory(parent=riverside)

    scope = page(signed_in, alone).context["coverage"].context["scope"]
    early = page(signed_in, mill.union, "?on=2012-05-02").context["coverage"].context["scope"]

    assert "没有登记所覆盖的法人单位" in scope.text
    assert scope.todo == ("登记法人单位", f"/admin/unions/employer/add/?union={alone.pk}")
    assert "从 2012-05-03 起列入" in early.text


@pytest.mark.parametrize("who", ["system_admin", "rights_staff", "finance"])
def test_figures_are_for_who_may_see_the_facts(
    signed_in: Any, campaign: Campaign, mill: Mill, riverside: Organisation, who: str
) -> None:
    for union in (mill.union, riverside):
        answer = page(signed_in, union, who=who)
        assert (answer.context["coverage"], answer.context["children"]) == (None, None)
    assert mill.union.name in answer.content.decode()


def test_the_month_ends_run_along_the_time_line(signed_in: Any, campaign: Campaign, mill: Mill) -> None:
    cover(mill.union, mill.chair)
    officers.leave(mill.chair, on=date(2012, 9, 30), by=None)

    squares = page(signed_in, mill.union).context["line"].squares
    states = {square.on: square.state for square in squares}

    assert states[date(2012, 5, 31)] == "open"
    assert states[date(2012, 8, 31)] == "covered"
    assert states[date(2012, 9, 30)] == "open"
    assert max(states) == date(2014, 12, 31)
    assert (
        next(square.title for square in squares if square.on == date(2012, 9, 30)) == "2012年9月30日 未覆盖：主席空缺"
    )


def test_the_campaign_of_the_day_is_shown_and_another_can_be_asked_for(
    signed_in: Any, campaign: Campaign, mill: Mill
) -> None:
    later = Campaign.objects.create(
        slug="later",
        name="后来的活动",
        starts_on=date(2020, 1, 1),
        ends_on=date(2022, 12, 31),
        reports_from=date(2020, 1, 1),
    )

    def shown(query: str) -> Campaign:
        found: Campaign = page(signed_in, mill.union, query).context["coverage"].context["campaign"]
        return found

    assert shown("?on=2012-10-31") == campaign
    assert shown("?on=2021-01-01") == later
    assert shown(f"?on=2012-10-31&campaign={later.pk}") == later
    assert shown("?on=2001-01-01&campaign=x") == campaign


def test_the_children_of_a_branch_add_up_to_the_figures_of_the_report(
    places: dict[str, Organisation], campaign: Campaign
) -> None:
    load(case(Random(5)).county + [each for each in case(Random(23)).county if each.code[-1] in "678"], places)
    for judge_on in JudgeOn.values:
        campaign.judge_on = judge_on
        for on in DAYS:
            rows = {row.body: row for row in coverage.figures(campaign, on) if row.category == "all"}
            for code in ("3499990100", "3499990101", COUNTY):
                found = children_of(campaign, places[code], on)
                told = tuple(sum(getattr(each, name) for each in found) for name in ("unions", "covered", "verified"))
                assert told == (rows[code].unions, rows[code].covered, rows[code].verified), (code, on)
            bodies = {child.pk: child for child in children_of(campaign, places[COUNTY], on)}
            for code in ("3499990100", "3499990101"):
                child = bodies.get(places[code].pk)
                assert (child.gap if child else 0) == rows[code].gap


def test_a_townships_children_are_shown_with_what_they_lack(
    signed_in: Any, campaign: Campaign, mill: Mill, quarry: Mill, riverside: Organisation, county: Organisation
) -> None:
    federation = OrganisationFactory(parent=riverside, kind=Kind.REGIONAL_FEDERATION, name="片区联合会")

    rows = page(signed_in, riverside).context["children"].context["rows"]
    county_page = page(signed_in, county, who="organisation_staff")

    assert [(row.place.name, row.lacks) for row in rows] == [
        ("片区联合会", "未悬挂牌匾、未公布办公地点、主席空缺"),
        ("河畔纸厂工会", "未公布办公地点、未亮明身份、未公布联系方式"),
    ]
    assert {row.place.pk: row.figures.unions for row in county_page.context["children"].context["rows"]} == {
        riverside.pk: 2,
        quarry.union.parent_id: 1,
    }
    assert CANARY not in page(signed_in, riverside).content.decode()
    assert federation.pk


def test_a_long_list_of_children_is_cut_and_costs_no_more(
    signed_in: Any, campaign: Campaign, mill: Mill, riverside: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_organisation, "CHILDREN_SHOWN", 5)

    def cost() -> int:
        page(signed_in, riverside)
        with CaptureQueriesContext(connection) as caught:
            page(signed_in, riverside)
        return len(caught)

    one = cost()
    for number in range(9):
        union = OrganisationFactory(parent=riverside)
        EmployerFactory(body=riverside, union=union)
        chair = OfficerFactory(union=union, name=f"主席{number}")
        DisplayFactory(union=union)
        cover(union, chair)

    assert cost() == one
    part = page(signed_in, riverside).context["children"].context
    assert (len(part["rows"]), part["count"], part["is_cut"]) == (5, 10, True)
    assert part["rows"][0].place == mill.union  # what is not covered stands first
    total = page(signed_in, riverside).context["coverage"].context["total"]
    assert (total.unions, total.covered, total.gap) == (10, 9, 0)


def test_a_union_that_is_gone_is_asked_for_nothing(signed_in: Any, campaign: Campaign, mill: Mill) -> None:
    organisations.dissolve(mill.union, on=date(2012, 10, 1), why="停产", by=None)

    part = page(signed_in, mill.union).context["coverage"].context

    assert "已于 2012-10-01 撤销" in part["scope"].text
    assert "补报" not in page(signed_in, mill.union).content.decode()
    assert page(signed_in, mill.union, "?on=2012-09-30").context["coverage"].context["counts_itself"]
    assert not part["counts_itself"]
