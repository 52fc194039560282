"""The search page: grouped, scoped, and straight to the page for a whole code."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import CANARY, Mill
from tests.factories import EmployerFactory, OfficerFactory, OrganisationFactory
from unions.models import Organisation

PAGE = "/admin/search/"


def groups(answer: Any) -> dict[str, list[str]]:
    return {group.title: [hit.name for hit in group.hits] for group in answer.context["groups"]}


def test_everything_that_answers_is_shown_by_table(signed_in: Any, mill: Mill) -> None:
    answer = signed_in("organisation_staff").get(PAGE, {"q": "hepan"})

    assert groups(answer) == {"工会组织": ["河畔镇工会联合会", "河畔纸厂工会"], "法人单位": ["河畔纸厂"]}


def test_more_than_ten_lead_to_the_list(signed_in: Any, riverside: Organisation) -> None:
    for number in range(11):
        EmployerFactory(body=riverside, name=f"天河{number}厂")

    group = signed_in("body_officer").get(PAGE, {"q": "天河"}).context["groups"][0]

    assert (len(group.hits), group.count, group.more) == (10, "11", True)
    assert signed_in("body_officer").get(group.url).context["cl"].result_count == 11


def test_a_whole_code_goes_straight_to_its_page(signed_in: Any, mill: Mill, quarry: Mill) -> None:
    browser = signed_in("body_officer")

    union = browser.get(PAGE, {"q": f" {mill.union.code} "})
    unit = browser.get(PAGE, {"q": mill.employer.credit_code.lower()})
    assert union.url == f"/admin/unions/organisation/{mill.union.pk}/change/"
    assert unit.url == f"/admin/unions/employer/{mill.employer.pk}/change/"
    assert browser.get(PAGE, {"q": quarry.union.code}).status_code == 200
    assert browser.get(PAGE, {"q": quarry.employer.credit_code}).context["groups"] == []


@pytest.mark.parametrize("words", [CANARY, "jinsique", "jsq", "山顶", "吴山", "3499990002", "13900000002", "stranger"])
def test_nothing_of_hilltop_is_found_from_riverside(signed_in: Any, quarry: Mill, words: str) -> None:
    answer = signed_in("body_officer").get(PAGE, {"q": words})

    assert answer.context["groups"] == []
    assert CANARY not in answer.content.decode().replace(words, "")


def test_accounts_and_officers_are_found_by_those_who_may_see_them(signed_in: Any, mill: Mill) -> None:
    assert groups(signed_in("system_admin").get(PAGE, {"q": "auditor"})) == {"账号": ["auditor"]}
    assert groups(signed_in("organisation_staff").get(PAGE, {"q": "auditor"})) == {}
    assert groups(signed_in("organisation_staff").get(PAGE, {"q": "chenhe"})) == {"工会干部": ["陈河"]}
    assert groups(signed_in("finance").get(PAGE, {"q": "chenhe"})) == {}


def test_a_mobile_is_found_by_those_who_read_it_whole(signed_in: Any, mill: Mill) -> None:
    assert groups(signed_in("body_officer").get(PAGE, {"q": mill.chair.mobile})) == {"工会干部": ["陈河"]}
    assert groups(signed_in("auditor").get(PAGE, {"q": mill.chair.mobile})) == {}


@pytest.mark.parametrize("words", ["", "%", "'", "😀", "天" * 10_000, "<script>alert(1)</script>", "q&q"])
def test_ugly_words_are_answered(signed_in: Any, mill: Mill, words: str) -> None:
    answer = signed_in("organisation_staff").get(PAGE, {"q": words})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_a_nul_is_refused(signed_in: Any) -> None:
    assert signed_in("organisation_staff").get(PAGE, {"q": "a\x00b"}).status_code == 400


def test_ten_answers_cost_what_one_costs(signed_in: Any, riverside: Organisation, mill: Mill) -> None:
    browser = signed_in("organisation_staff")

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(PAGE, {"q": "天河"}).status_code == 200
        return len(caught)

    OfficerFactory(union=OrganisationFactory(parent=riverside, name="天河厂工会"), name="天河")
    EmployerFactory(body=riverside, name="天河厂")
    cost()
    one = cost()
    for _ in range(9):
        union = OrganisationFactory(parent=riverside, name="天河厂工会")
        OfficerFactory(union=union, name="天河")
        EmployerFactory(body=riverside, name="天河厂")

    assert cost() == one
