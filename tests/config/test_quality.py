"""Data quality: each check finds what it says and nothing else, its count is its list, each row leads to its mending."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.quality.checks import CHECKS
from tests.conftest import CANARY, Mill
from tests.factories import (
    DisplayFactory,
    EmployerFactory,
    OfficerFactory,
    OrganisationFactory,
    credit_code,
)
from unions.models import Display, Employer, Item, Kind, Officer, Organisation, Post, Reminders, Way

PAGE = "/admin/quality/"
YESTERDAY = timezone.localdate() - timedelta(days=1)


def everywhere(model: Any) -> Any:
    return model.objects.everywhere("a test")


def names(response: Any) -> list[str]:
    """The first cells of the rows."""
    return [cells[0] for _, cells in response.context["rows"]]


def rows_of(browser: Any, check: str) -> list[str]:
    return names(browser.get(f"{PAGE}{check}/"))


@pytest.fixture
def staff(signed_in: Any) -> Any:
    return signed_in("organisation_staff")


def _unorganised(mill: Mill) -> str:
    EmployerFactory(body=mill.union.parent, name="无人单位", staff=0)
    EmployerFactory(body=mill.union.parent, name="注销单位", deregistered_on=YESTERDAY)
    return str(EmployerFactory(body=mill.union.parent, name="未建会单位", staff=1).name)


def _no_employer(mill: Mill) -> str:
    OrganisationFactory(parent=mill.union.parent, name="联合工会", kind=Kind.GRASSROOTS_JOINT)
    return str(OrganisationFactory(parent=mill.union.parent, name="无单位工会").name)


def _term_over(mill: Mill) -> str:
    OfficerFactory(union=mill.union, name="还没满", post=Post.MEMBER, term_ends_on=timezone.localdate())
    return str(OfficerFactory(union=mill.union, name="已满", post=Post.MEMBER, term_ends_on=YESTERDAY).name)


def _no_term_end(mill: Mill) -> str:
    everywhere(Officer).filter(pk=mill.chair.pk).update(term_ends_on=None)
    return "陈河"


def _outlived(mill: Mill) -> str:
    for number, ends in enumerate((None, YESTERDAY)):
        officer = OfficerFactory(union=mill.union, name=f"前任{number}", post=Post.VICE_CHAIR)
        shown = DisplayFactory(union=mill.union, officer=officer, item=Item.IDENTITY, way=Way.CHEST_CARD)
        everywhere(Officer).filter(pk=officer.pk).update(left_on=YESTERDAY)
        everywhere(Display).filter(pk=shown.pk).update(ends_on=ends)
    return "亮明身份（佩戴胸卡）"


def _dissolved(mill: Mill) -> str:
    everywhere(Organisation).filter(pk=mill.union.pk).update(dissolved_on=YESTERDAY)
    return str(mill.display)


def _verified_early(mill: Mill) -> str:
    everywhere(Display).filter(pk=mill.display.pk).update(verified_on=mill.display.starts_on - timedelta(days=1))
    return str(mill.display)


def _other_words(mill: Mill) -> str:
    everywhere(Display).filter(pk=mill.display.pk).update(content="河畔造纸厂 工会")
    return str(mill.display)


def _shared_phone(mill: Mill) -> str:
    for number in range(Reminders().phone_unions):
        other = OrganisationFactory(parent=mill.union.parent)
        phone = "13900000088" if number else mill.chair.mobile
        OfficerFactory(union=other, name="王同号", mobile=phone)
        if number == 1:
            OfficerFactory(union=other, name="王同号", mobile=phone, post=Post.MEMBER)
    everywhere(Officer).filter(pk=mill.chair.pk).update(mobile="13900000088")
    return "王同号"


def _no_phone(mill: Mill) -> str:
    everywhere(Officer).filter(pk=mill.chair.pk).update(mobile="", office_phone="")
    return "陈河"


def _too_young(mill: Mill) -> str:
    elected = date(2012, 6, 1)
    for name, born in (("刚满", date(1994, 6, 1)), ("差一天", date(1994, 6, 2))):
        OfficerFactory(union=mill.union, name=name, post=Post.MEMBER, elected_on=elected, born_on=born)
    return "差一天"


def _no_term_years(mill: Mill) -> str:
    everywhere(Organisation).filter(pk=mill.union.pk).update(term_years=None)
    return "河畔纸厂工会"


def _same_name(mill: Mill) -> str:
    return str(OrganisationFactory(parent=mill.union.parent, name="河畔纸厂工会").name)


def _same_employer(mill: Mill) -> str:
    return str(EmployerFactory(body=mill.union.parent, union=None, name="河畔纸厂").name)


def _bad_code(mill: Mill) -> str:
    good = credit_code(4711)
    for name, code in (("抄错的", good[:-1] + ("1" if good[-1] != "1" else "2")), ("抄对的", good)):
        everywhere(Employer).filter(pk=EmployerFactory(body=mill.union.parent, name=name).pk).update(credit_code=code)
    return "抄错的"


def _direct(mill: Mill) -> str:
    return str(OrganisationFactory(parent=mill.union.parent.parent, name="直属工会").name)


# What is planted, and how often the check must find it.
PLANTED: dict[str, tuple[Callable[[Mill], str], int]] = {
    "unorganised": (_unorganised, 1),
    "no-employer": (_no_employer, 1),
    "term-over": (_term_over, 1),
    "no-term-end": (_no_term_end, 1),
    "outlived": (_outlived, 1),
    "dissolved": (_dissolved, 1),
    "verified-early": (_verified_early, 1),
    "other-words": (_other_words, 1),
    "no-phone": (_no_phone, 1),
    "too-young": (_too_young, 1),
    "no-term-years": (_no_term_years, 1),
    "same-name": (_same_name, 2),
    "same-employer": (_same_employer, 2),
    "bad-code": (_bad_code, 1),
    "direct": (_direct, 1),
}


@pytest.mark.parametrize("check", PLANTED)
def test_a_check_finds_what_it_says_and_nothing_else(staff: Any, mill: Mill, check: str) -> None:
    plant, times = PLANTED[check]
    # The factories' terms ended years ago: out of the way of what is planted.
    everywhere(Officer).update(term_ends_on=timezone.localdate() + timedelta(days=400))
    before = rows_of(staff, check)

    planted = plant(mill)

    found = rows_of(staff, check)
    assert found.count(planted) == before.count(planted) + times
    assert len(found) == len(before) + times


def test_five_unions_with_one_telephone_are_found_and_four_are_not(staff: Any, mill: Mill) -> None:
    _shared_phone(mill)  # the mill's chair and four others

    assert len(rows_of(staff, "shared-phone")) == 6
    Reminders.objects.create(pk=1, phone_unions=6)
    assert rows_of(staff, "shared-phone") == []


def test_a_vacant_seat_and_a_missing_address_are_found(staff: Any, mill: Mill) -> None:
    vacant = OrganisationFactory(parent=mill.union.parent, name="空缺工会", address="河畔路 1 号")

    assert vacant.name in rows_of(staff, "vacant")
    assert "河畔纸厂工会" not in rows_of(staff, "vacant")
    assert "河畔纸厂工会" in rows_of(staff, "no-address")
    assert vacant.name not in rows_of(staff, "no-address")


@pytest.mark.parametrize("who", ["organisation_staff", "body_officer", "stranger", "auditor"])
def test_every_count_is_the_length_of_its_list(signed_in: Any, mill: Mill, who: str) -> None:
    for plant, _ in PLANTED.values():
        plant(mill)
    browser = signed_in(who)

    context = browser.get(PAGE).context

    counts = {line["name"]: int(line["count"]) for line in context["faulty"] + context["clean"]}
    assert counts == {check: len(rows_of(browser, check)) for check in CHECKS}
    assert any(counts.values())


@pytest.mark.parametrize("check", CHECKS)
def test_each_row_leads_to_where_it_is_mended(signed_in: Any, mill: Mill, check: str) -> None:
    if check in PLANTED:
        PLANTED[check][0](mill)
    browser = signed_in("organisation_staff")

    for url, _ in browser.get(f"{PAGE}{check}/").context["rows"][:2]:
        assert browser.get(url).status_code == 200


@pytest.mark.parametrize("check", ["", *CHECKS])
def test_riversides_officer_reads_no_word_of_hilltop(signed_in: Any, mill: Mill, quarry: Mill, check: str) -> None:
    for plant, _ in PLANTED.values():
        plant(quarry)

    address = f"{PAGE}{check}/" if check else PAGE
    assert CANARY not in signed_in("body_officer").get(address).content.decode()


def test_names_are_compared_within_the_own_part_only(signed_in: Any, mill: Mill, quarry: Mill) -> None:
    everywhere(Organisation).filter(pk=quarry.union.pk).update(name=mill.union.name)

    assert rows_of(signed_in("organisation_staff"), "same-name") == [mill.union.name, mill.union.name]
    assert rows_of(signed_in("body_officer"), "same-name") == []


def test_mobiles_are_masked_for_everybody(signed_in: Any, mill: Mill) -> None:
    _term_over(mill)
    everywhere(Officer).filter(name="已满").update(mobile="13900000077")

    for who in ("organisation_staff", "body_officer", "auditor"):
        text = signed_in(who).get(f"{PAGE}term-over/").content.decode()
        assert "139****0077" in text
        assert "13900000077" not in text


@pytest.mark.parametrize("odd", ["no-such/", "vacant/?page=x", "vacant/?page=99", "vacant/?page=-1"])
def test_odd_questions_are_no_errors(staff: Any, odd: str) -> None:
    assert staff.get(PAGE + odd).status_code == (404 if odd == "no-such/" else 200)


def test_a_list_costs_the_same_for_one_row_and_for_fifty(staff: Any, mill: Mill) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert rows_of(staff, "no-address")
        return len(caught)

    queries()
    one = queries()
    for _ in range(60):
        OrganisationFactory(parent=mill.union.parent)

    assert queries() == one
    assert len(rows_of(staff, "no-address")) == 50


def test_a_county_without_faults_is_told_so(signed_in: Any, county: Organisation) -> None:
    context = signed_in("organisation_staff").get(f"{PAGE}dissolved/").content.decode()

    assert "没有发现问题" in context
