"""Somebody's document number, typed into a search box, stays in no address, no saved filter and no list."""

from typing import Any

import pytest
from django.test import Client

from accounts.documents import names_document
from accounts.models import ListExport, SavedFilter
from tests.conftest import Mill
from tests.factories import id_number

NUMBER = id_number(7)
SPELT = f" {NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}"
WIDE = "".join(chr(ord(letter) + 0xFEE0) for letter in NUMBER)
LIST = "/admin/members/member/"


@pytest.mark.parametrize(
    "words",
    [NUMBER, NUMBER.lower(), SPELT, WIDE, f"李河 {NUMBER}", f"身份证{NUMBER}", "349999900101123", "H12345678", "m1234567801"]
)  # fmt: skip
def test_a_document_number_is_known_in_any_spelling(words: str) -> None:
    assert names_document(words)


@pytest.mark.parametrize(
    "words",
    [
        "", "李河", "lihe", "34999901240480", "91340100MA2MX0X00A", "913401007049100001", "349999199013017777",
        "13900000007", "349999901301123", f"{NUMBER}0", "华纺H1234",
    ],
)  # fmt: skip
def test_names_codes_and_telephones_are_none(words: str) -> None:
    assert not names_document(words)


@pytest.mark.parametrize("page", ["/admin/search/", LIST, "/admin/unions/officer/", f"{LIST}export/"])
@pytest.mark.parametrize("words", [NUMBER, SPELT])
def test_the_desk_drops_it_from_the_address_and_says_where_to_ask(
    signed_in: Any, mill: Mill, page: str, words: str
) -> None:
    answer = signed_in("organisation_staff").get(page, {"q": words, "o": "1"})

    assert (answer.status_code, answer.url) == (302, f"{page}?o=1")
    assert "按号码查找" in signed_in("organisation_staff").get(page, {"q": words}, follow=True).content.decode()


def test_a_chairs_roster_drops_it_and_says_how_to_search(signed_in: Any, mill: Mill) -> None:
    page = signed_in("chair").get(f"/portal/{mill.union.pk}/members/?q={NUMBER}", follow=True)

    assert page.redirect_chain == [(f"/portal/{mill.union.pk}/members/", 302)]
    assert "请按姓名、拼音或首字母查找" in page.content.decode()
    assert NUMBER not in page.content.decode()


@pytest.mark.usefixtures("db")
def test_the_sign_in_leads_back_to_an_address_without_it() -> None:
    answer = Client().get("/admin/search/", {"q": NUMBER}, follow=True)

    assert not any(NUMBER in url for url, _ in answer.redirect_chain)
    assert "/login/" in answer.redirect_chain[-1][0]


def test_no_filter_is_saved_with_it(signed_in: Any, mill: Mill) -> None:
    sent = {"list": "members.member", "query": f"q={NUMBER}&sex__exact=female", "name": "李河"}
    page = signed_in("organisation_staff").post("/admin/accounts/savedfilter/add/", sent, follow=True)

    assert "查找的文字里有证件号码" in page.content.decode()
    assert page.redirect_chain == [(f"{LIST}?sex__exact=female", 302)]
    assert not SavedFilter.objects.exists()


def test_no_list_is_ordered_with_it(signed_in: Any, mill: Mill) -> None:
    answer = signed_in("organisation_staff").post(f"{LIST}export/?q={NUMBER}", {"reason": "换届通知"})

    assert answer.url == f"{LIST}export/"
    assert not ListExport.objects.exists()


def test_a_credit_code_still_finds_its_employer(signed_in: Any, mill: Mill) -> None:
    answer = signed_in("organisation_staff").get("/admin/search/", {"q": mill.employer.credit_code})

    assert answer.url == f"/admin/unions/employer/{mill.employer.pk}/change/"
