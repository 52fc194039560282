"""A worker finds the union: by its name, the employer's, in pinyin; what can't be found is said with what to try."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import Mill
from tests.factories import EmployerFactory, OfficerFactory, OrganisationFactory
from unions import directory
from unions.models import Kind, Organisation
from unions.operations import employers, organisations
from unions.published import Number

TODAY = date(2014, 6, 1)


def names(words: str, **more: Any) -> list[str]:
    return [hit.name for hit in directory.search(words, on=TODAY, **more).hits]


def page(address: str) -> str:
    return Client().get(address).content.decode()


@pytest.mark.parametrize(
    "words",
    [
        "河畔纸厂",
        "纸厂",
        "hepanzhichang",
        "hpzc",
        "zhichang",
        "纸厂 河畔",
        "河畔纸厂工会",
        "ｚｈｉｃｈａｎｇ",
        "hepanzhich",
        "河\u200b畔\ufeff纸厂",
    ],
)
def test_a_worker_finds_the_union_by_its_name(mill: Mill, words: str) -> None:
    assert names(words) == ["河畔纸厂工会"]


@pytest.mark.parametrize("words", ["云岭造纸", "yunlingzaozhi", "ylzz", "造纸股份"])
def test_a_worker_finds_the_union_by_the_employers_name(mill: Mill, words: str) -> None:
    employers.change_details(mill.employer, name="云岭造纸股份有限公司", by=None)

    (hit,) = directory.search(words, on=TODAY).hits

    assert (hit.name, hit.unit, hit.body) == ("河畔纸厂工会", "云岭造纸股份有限公司", "河畔镇工会联合会")


def test_a_result_says_chair_and_phone(mill: Mill, riverside: Organisation) -> None:
    union = OrganisationFactory(parent=riverside, name="河畔茶厂工会", address="河边路 1 号", phone="0551-1111111")
    OfficerFactory(union=union, name="李茶", office_phone="0551-2222222", mobile="13900000009")

    text = page("/?q=茶厂")

    assert "主席 李茶" in text
    assert '<a href="tel:05512222222">0551-2222222</a>' in text
    assert "河边路 1 号" in text
    assert "13900000009" not in text


@pytest.mark.parametrize(
    "hide",
    [
        lambda mill: organisations.dissolve(mill.union, on=TODAY, why="注销", by=None),
        lambda mill: Organisation.objects.everywhere("a test").filter(pk=mill.union.pk).update(is_published=False),
        lambda mill: organisations.change_details(mill.union, established_on=TODAY + timedelta(days=1), by=None),
    ],
    ids=["dissolved", "not listed", "not yet set up"],
)
def test_what_is_not_listed_is_not_found(mill: Mill, hide: Any) -> None:
    assert names("河畔纸厂") == ["河畔纸厂工会"]
    hide(mill)

    assert names("河畔纸厂") == []
    assert directory.suggest("河畔纸厂", on=TODAY) == ()


def test_a_unit_that_is_gone_leads_nowhere(mill: Mill) -> None:
    employers.change_details(mill.employer, name="云岭造纸股份有限公司", by=None)
    employers.deregister(mill.employer, on=TODAY, by=None)

    assert names("云岭造纸") == []


def test_a_unit_without_a_union_is_not_in_the_directory(riverside: Organisation) -> None:
    EmployerFactory(body=riverside, name="河畔散厂")

    assert names("散厂") == []


def test_a_joint_union_with_two_units_of_the_name_stands_there_once(riverside: Organisation) -> None:
    union = OrganisationFactory(parent=riverside, name="河畔商贸联合工会", kind=Kind.GRASSROOTS_JOINT)
    for name in ("好味饭店", "好味酒楼"):
        EmployerFactory(body=riverside, union=union, name=name)

    (hit,) = directory.search("好味", on=TODAY).hits

    assert (hit.name, hit.unit) == ("河畔商贸联合工会", "好味酒楼")


def test_a_body_narrows_the_search(mill: Mill, quarry: Mill, riverside: Organisation, hilltop: Organisation) -> None:
    assert len(names("工会")) > 1
    assert names("纸厂", within=riverside.path) == ["河畔纸厂工会"]
    assert names("纸厂", within=hilltop.path) == []
    assert "河畔纸厂工会" not in page(f"/?q=纸厂&body={hilltop.token}")


def test_the_name_typed_whole_comes_first(riverside: Organisation) -> None:
    for name in ("云岭县茶厂第一分厂工会", "茶厂工会", "老茶厂工会"):
        OrganisationFactory(parent=riverside, name=name)

    assert names("茶厂工会")[0] == "茶厂工会"


def test_ten_a_page_and_at_most_a_hundred(riverside: Organisation) -> None:
    for number in range(105):
        OrganisationFactory(parent=riverside, name=f"联营{number}厂工会")

    pages = [directory.search("联营", on=TODAY, page=number) for number in range(1, 12)]

    assert [len(each.hits) for each in pages] == [10] * 10 + [0]
    assert [each.has_more for each in pages] == [True] * 9 + [False, False]
    assert len({hit.token for each in pages for hit in each.hits}) == 100
    assert "请多输入几个字" in page("/?q=联营&p=10")
    assert "p=3" in page("/?q=联营&p=2")


@pytest.mark.parametrize("words", ["马", "m", "  ", "。。", "ｍ"])
def test_one_letter_is_too_short(mill: Mill, words: str) -> None:
    assert directory.search(words, on=TODAY).hits == ()
    if words.strip():
        assert "请至少输入两个字" in page(f"/?q={words}")


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=a%00b", "q=%ff%fe", "q=%ED%A0%80x", "q=" + "河" * 5000, "q='); DROP", "q=%25%25", "q=a&p=-1", "q=aa&p=99999999999"]
    + ["q=aa&p=１", "q=aa&body=nosuch", "q=aa&body=%00", "q=()&q=bb", "p=7", "q=" + "xi" * 30, "q=" + "a天" * 30, "q=&lt;script&gt;"],
)  # fmt: skip
def test_ugly_input_is_no_error(mill: Mill, query: str) -> None:
    for address in ("/", "/suggest/"):
        assert Client().get(f"{address}?{query}").status_code == 200, query


def test_what_was_typed_is_never_markup(mill: Mill) -> None:
    assert "<script>al" not in page("/?q=<script>alert(1)</script>")


def test_nothing_found_says_what_to_try_and_whom_to_call(mill: Mill, riverside: Organisation) -> None:
    organisations.change_details(riverside, phone="0551-3333333", by=None)

    text = page(f"/?q=没有这家&body={riverside.token}")

    assert "没有找到“没有这家”" in text
    assert "在全县查找" in text
    assert "tel:05513333333" in text
    assert "tel:12351" in text


def test_suggestions_are_names_and_addresses_only(mill: Mill) -> None:
    answer = Client().get("/suggest/?q=纸厂")

    assert answer.json() == {
        "found": [
            {
                "name": "河畔纸厂工会",
                "unit": "",
                "body": "河畔镇工会联合会",
                "url": f"/u/{mill.union.token}/",
            }
        ]
    }


def test_suggestions_are_few(riverside: Organisation) -> None:
    for number in range(12):
        OrganisationFactory(parent=riverside, name=f"联营{number}厂工会")

    assert len(Client().get("/suggest/?q=联营").json()["found"]) == directory.SUGGESTED


def test_ten_results_cost_what_one_costs(riverside: Organisation, django_assert_num_queries: Any) -> None:
    for number in range(10):
        OfficerFactory(union=OrganisationFactory(parent=riverside, name=f"联营{number}厂工会"))
    Client().get("/?q=先问一次")  # what is kept for a minute, and the statement that is planned once

    for query in ("联营", "联营7"):
        with django_assert_num_queries(1):
            Client().get(f"/?q={query}")


def test_bodies_are_browsed_with_their_counts(mill: Mill, quarry: Mill, riverside: Organisation) -> None:
    organisations.change_details(riverside, phone="0551-3333333、13900000009", by=None)

    text = page("/bodies/")
    assert "河畔镇工会联合会" in text
    assert "2 家" in text

    text = page(f"/bodies/{riverside.token}/")
    assert "河畔纸厂工会" in text
    assert quarry.union.name not in text
    assert "0551-3333333" in text
    assert "13900000009" not in text


def test_a_list_to_browse_holds_no_person_and_no_number(mill: Mill, riverside: Organisation) -> None:
    organisations.change_details(mill.union, phone="0551-4444444", by=None)

    text = page(f"/bodies/{riverside.token}/")

    assert mill.chair.name not in text
    assert "4444444" not in text


def test_only_bodies_are_browsed(mill: Mill, county: Organisation) -> None:
    for token in (mill.union.token, county.token, "nosuch", "nosuch/../"):
        assert Client().get(f"/bodies/{token}/").status_code == 404


def test_a_body_is_browsed_by_pages(riverside: Organisation) -> None:
    for number in range(directory.LISTED_A_PAGE):
        OrganisationFactory(parent=riverside, name=f"联营{number}厂工会")

    address = f"/bodies/{riverside.token}/"
    assert "?p=2" in page(address)
    assert page(f"{address}?p=2").count("/u/") == 2  # the one left, and the body itself
    assert Client().get(f"{address}?p=3").status_code == 404


def test_the_first_page_stands_in_an_empty_county(db: None) -> None:
    assert Client().get("/").status_code == 200
    assert Client().get("/bodies/").status_code == 200
    assert Client().get("/?q=纸厂").status_code == 200


def test_only_reading_is_allowed(mill: Mill) -> None:
    for address in ("/", "/suggest/", "/bodies/", f"/u/{mill.union.token}/", f"/u/{mill.union.token}", "/robots.txt"):
        assert Client().post(address).status_code == 405


def test_today_is_the_day_of_the_directory(mill: Mill) -> None:
    organisations.dissolve(mill.union, on=timezone.localdate(), why="注销", by=None)

    assert "没有找到" in page("/?q=河畔纸厂")


def test_a_number_in_a_list_is_the_chairs_or_the_offices(riverside: Organisation) -> None:
    union = OrganisationFactory(parent=riverside, name="河畔茶厂工会", phone="0551-1111111")
    OfficerFactory(union=union, name="李茶", office_phone="13900000009")

    (hit,) = directory.search("茶厂", on=TODAY).hits

    assert hit.office == (Number("0551-1111111", "05511111111"),)
