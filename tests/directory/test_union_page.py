"""The page of a union: whom to call, first of all; nothing that was not meant for everybody."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import Mill
from tests.factories import OfficerFactory, OrganisationFactory
from unions.models import Kind, Organisation, Post
from unions.operations import consents, officers, organisations, publishing

YESTERDAY, TODAY, TOMORROW = (timezone.localdate() + timedelta(days=days) for days in (-1, 0, 1))


def answer(union: Organisation, slash: str = "/") -> Any:
    return Client().get(f"/u/{union.token}{slash}")


def page(union: Organisation) -> str:
    return str(answer(union).content.decode())


@pytest.fixture
def mill(mill: Mill, riverside: Organisation) -> Mill:
    organisations.change_details(mill.union, address="河边路 8 号", phone="0551-1111111", by=None)
    organisations.change_details(riverside, phone="0551-3333333", by=None)
    officers.change_details(mill.chair, office_phone="0551-2222222 转 8", by=None)
    mill.chair.refresh_from_db(from_queryset=type(mill.chair).objects.everywhere("a test"))
    return mill


def test_a_worker_sees_chair_phones_and_place(mill: Mill) -> None:
    OfficerFactory(union=mill.union, name="副一", post=Post.VICE_CHAIR, office_phone="0551-5555555")

    text = page(mill.union)

    assert "河畔纸厂工会" in text
    assert "陈河" in text
    assert 'href="tel:05512222222,8"' in text
    assert 'href="tel:05511111111"' in text
    assert "河边路 8 号" in text
    assert "副一" in text
    assert "0551-5555555" in text
    assert "河畔镇工会联合会" in text
    assert 'href="tel:05513333333"' in text
    assert 'href="tel:12351"' in text


def test_the_short_address_on_the_plaque_is_the_same_page(mill: Mill) -> None:
    short = answer(mill.union, "")

    assert short.status_code == 200
    assert "陈河" in short.content.decode()
    assert f"/u/{mill.union.token}/" in re.findall(r'rel="canonical" href="([^"]+)"', short.content.decode())[0]


def test_nobody_else_of_the_union_stands_there(mill: Mill) -> None:
    for number, post in enumerate(set(Post) - {Post.CHAIR, Post.VICE_CHAIR}):
        OfficerFactory(union=mill.union, name=f"某某{number}", post=post)

    assert "某某" not in page(mill.union)


def test_a_mobile_number_stands_there_only_with_consent(mill: Mill) -> None:
    assert "13900000001" not in page(mill.union)

    consents.give(mill.chair, on=YESTERDAY, how="on_paper", by=None)
    assert 'href="tel:13900000001"' in page(mill.union)

    consents.withdraw(mill.chair, on=TODAY, by=None)
    assert "13900000001" not in page(mill.union)


def test_consent_given_for_tomorrow_shows_nothing_today(mill: Mill) -> None:
    consents.give(mill.chair, on=TOMORROW, how="on_paper", by=None)

    assert "13900000001" not in page(mill.union)


@pytest.mark.parametrize(
    "field", ["13900000001", "0551-7777777、139 0000 0001", "+86-139-0000-0001", "１３９００００００01"]
)
def test_a_mobile_number_in_the_offices_field_needs_the_consent_too(mill: Mill, field: str) -> None:
    officers.change_details(mill.chair, office_phone=field, by=None)
    organisations.change_details(mill.union, phone=field, by=None)

    digits = re.sub(r"\D", "", page(mill.union))
    assert "13900000001" not in digits

    consents.give(mill.chair, on=YESTERDAY, how="on_paper", by=None)
    assert "13900000001" in re.sub(r"\D", "", page(mill.union))


def test_who_has_left_is_gone_and_the_new_chair_stands_there(mill: Mill) -> None:
    consents.give(mill.chair, on=YESTERDAY, how="on_paper", by=None)
    officers.leave(mill.chair, on=TODAY, by=None)
    OfficerFactory(union=mill.union, name="新主席", elected_on=TODAY)

    text = page(mill.union)

    assert "新主席" in text
    assert "陈河" not in text
    assert "13900000001" not in text


def test_without_a_chair_the_page_says_so_and_whom_to_call(mill: Mill) -> None:
    officers.leave(mill.chair, on=TODAY, by=None)

    text = page(mill.union)

    assert "主席暂缺" in text
    assert text.index("0551-3333333") < text.index("河边路 8 号")


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_union_not_yet_set_up_or_not_listed_has_no_page(riverside: Organisation, mill: Mill, slash: str) -> None:
    future = OrganisationFactory(parent=riverside, name="明天工会", established_on=TOMORROW)
    publishing.unpublish(mill.union, why="误", by=None)

    for union in (future, mill.union):
        found = answer(union, slash)
        assert found.status_code == 404
        assert "目录里没有这个工会" in found.content.decode()
        assert union.name not in found.content.decode()

    nobodys = Client().get(f"/u/nobodystoken{slash}").content
    assert nobodys == answer(mill.union, slash).content, "nothing tells one that is hidden from one that never was"


def test_a_dissolved_union_says_since_when_and_leads_to_its_successor(mill: Mill, riverside: Organisation) -> None:
    heir = OrganisationFactory(parent=riverside, name="河畔联合工会", kind=Kind.GRASSROOTS_JOINT, phone="0551-6666666")
    organisations.merge(mill.union, heir, on=date(2014, 3, 1), why="合并", by=None)

    text = page(mill.union)

    assert "已于 2014年3月1日撤销" in text
    assert f"/u/{heir.token}/" in text
    assert "河畔联合工会" in text
    assert "0551-6666666" in text
    assert "陈河" not in text
    assert "河边路" not in text


def chain(riverside: Organisation, *names: str) -> list[Organisation]:
    """Unions each dissolved into the next; the last exists."""
    unions = [OrganisationFactory(parent=riverside, name=name) for name in names]
    for number in reversed(range(len(unions) - 1)):
        # The last day first: a successor must exist on the day.
        on = date(2013, 1, 1) + timedelta(days=number)
        organisations.dissolve(unions[number], on=on, why="合并", successor=unions[number + 1], by=None)
    return unions


def test_a_chain_of_successors_leads_to_the_one_that_exists(riverside: Organisation) -> None:
    first, _, last = chain(riverside, "甲工会", "乙工会", "丙工会")

    text = page(first)

    assert f"/u/{last.token}/" in text
    assert "乙工会" not in text


def test_a_circle_of_successors_ends(riverside: Organisation) -> None:
    first, second, third = chain(riverside, "甲工会", "乙工会", "丙工会")
    rows = Organisation.objects.everywhere("a test")
    rows.filter(pk=third.pk).update(dissolved_on=date(2013, 6, 1), successor=first)

    assert "没有登记由哪个工会承接" in page(first)
    assert "没有登记由哪个工会承接" in page(second)


def test_a_successor_that_is_not_listed_is_not_named(riverside: Organisation) -> None:
    first, second = chain(riverside, "甲工会", "乙工会")
    publishing.unpublish(second, why="误", by=None)

    assert "乙工会" not in page(first)


def test_a_union_that_will_be_dissolved_still_is(mill: Mill) -> None:
    organisations.dissolve(mill.union, on=TOMORROW, why="注销", by=None)

    assert "陈河" in page(mill.union)


def test_when_the_body_is_not_listed_the_county_is_called(
    mill: Mill, riverside: Organisation, county: Organisation
) -> None:
    organisations.change_details(county, phone="0551-9999999", by=None)
    publishing.unpublish(riverside, why="误", by=None)

    text = page(mill.union)

    assert "0551-9999999" in text
    assert "河畔镇工会联合会" not in text


def test_bodies_and_the_county_have_a_page_too(riverside: Organisation, county: Organisation) -> None:
    assert county.name in page(riverside)
    assert answer(county).status_code == 200


def test_a_page_costs_one_question_however_many_officers(mill: Mill, django_assert_num_queries: Any) -> None:
    for number in range(9):
        vice = OfficerFactory(union=mill.union, name=f"副{number}", post=Post.VICE_CHAIR, mobile="13900000009")
        consents.give(vice, on=YESTERDAY, how="on_paper", by=None)
    answer(mill.union)

    with django_assert_num_queries(1):
        answer(mill.union)


@pytest.mark.parametrize("token", ["x", "x" * 300, "%00", "a%2Fb", "..", "甲乙丙", "NULL'--"])
def test_an_ugly_token_is_no_error(db: None, token: str) -> None:
    for slash in ("", "/"):
        assert Client().get(f"/u/{token}{slash}").status_code in {301, 404}
