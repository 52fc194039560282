"""网上公开: totals for everybody, masked names of those who agreed, and all of it gone when its time is over."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.refused import Refused
from hardship.masking import ENOUGH, possible_id_numbers, told_by
from hardship.models import PublicNotice, ReliefApplication, ReliefProgramme
from hardship.operations import applications, online
from tests.conftest import CANARY, Mill
from tests.factories import id_number
from tests.hardship.families import make_file, make_programme
from tests.hardship.notices import MONDAY, agreed, approved, at, lines_of, on_day, post, reread
from unions.models import Organisation

LAST = date(2012, 12, 10)  # the fifth working day after MONDAY


@pytest.fixture
def programme(db: None) -> ReliefProgramme:
    return make_programme()


@pytest.fixture
def page(mill: Mill, quarry: Mill, county: Organisation, programme: ReliefProgramme) -> PublicNotice:
    """One worker of the mill agreed to be named, one did not, one of the quarry did."""
    approved(mill.union, programme, 0, sum="1000", consents=True, name="欧阳困难")
    approved(mill.union, programme, 1, sum="2000.50")
    approved(quarry.union, programme, 2, consents=True, name="王困难")
    return online.publish(programme, county, at=at(MONDAY), by=None)


def read(notice: PublicNotice, on: date = MONDAY) -> Any:
    with on_day(on):
        return Client().get(f"/relief/{notice.token}/")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_page_has_totals_of_all_and_masked_names_of_those_who_agreed(page: PublicNotice) -> None:
    said = text(read(page))

    for words in ("3 户", "4,000.50元", "河畔镇工会联合会", "相对困难", "3,000.50", "欧阳**", "王**"):
        assert words in said
    assert "李" not in said.split("同意公开的职工")[1].split("</section>")[0]
    assert "欧阳困难" not in said


def test_nothing_else_of_anybody_is_in_the_bytes(page: PublicNotice) -> None:
    with on_day(MONDAY):
        bytes_ = text(read(page)) + str(read(page).headers) + text(Client().get("/relief/"))

    for secret in (
        *(id_number(number) for number in range(3)), id_number(0)[-4:], "1990", "13900000000", "天河镇", "6217000000000000011",
        "子女上学", "42120", "1,170", "李小孩", "王配偶", "欧阳困难", "王困难", "李困难", "支行",
    ):  # fmt: skip
        assert secret not in bytes_, secret


def test_everything_published_of_one_person_leaves_ten_thousand_id_numbers(page: PublicNotice) -> None:
    """The sheet on the board and the page on the internet, read together."""
    for application in ReliefApplication.objects.everywhere("a test"):
        lines = application.notice_lines.everywhere("a test")
        words = [word for line in lines for word in (line.name, line.unit, line.category, line.kind)]

        assert possible_id_numbers(told_by(words, MONDAY)) >= ENOUGH


def test_a_union_s_name_with_somebody_s_number_is_not_published(
    mill: Mill, county: Organisation, programme: ReliefProgramme
) -> None:
    approved(mill.union, programme, consents=True)
    telling = f"尾号{id_number(0)[-6:]}厂工会"
    Organisation.objects.everywhere("a test").filter(pk=mill.union.pk).update(name=f"{telling}（1990年1月1日出生）")

    with pytest.raises(Refused, match="暴露个人身份"):
        online.publish(programme, county, at=at(MONDAY), by=None)


def test_everybody_finds_it_from_the_front_page(county: Organisation) -> None:
    assert 'href="/relief/"' in text(Client().get("/"))


def test_the_page_is_not_indexed_and_kept_nowhere(page: PublicNotice) -> None:
    answer = read(page)

    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex' in text(answer)
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_the_page_is_gone_after_its_last_day_without_any_job(page: PublicNotice) -> None:
    assert page.ends_on == LAST
    assert read(page, LAST).status_code == 200
    after = read(page, date(2012, 12, 11))

    assert after.status_code == 410
    assert "欧阳" not in text(after)
    assert reread(page).state == "running"
    with on_day(date(2012, 12, 11)):
        assert page.programme.name not in text(Client().get("/relief/"))


def test_the_timetable_only_tidies(page: PublicNotice) -> None:
    assert online.end_past(on=LAST, by=None) == 0
    assert online.end_past(on=date(2012, 12, 11), by=None) == 1
    assert reread(page).state == "over"


def test_an_unknown_page_was_never_there(page: PublicNotice) -> None:
    assert Client().get("/relief/nosuch/").status_code == 404


def test_a_consent_taken_back_is_gone_at_once_and_does_not_come_back(page: PublicNotice) -> None:
    [worker] = ReliefApplication.objects.everywhere("a test").filter(name="欧阳困难")
    applications.withdraw_consent(worker, on=MONDAY, by=None)
    assert "欧阳" not in text(read(page))

    applications.consent(reread(worker), on=MONDAY, by=None)

    assert "欧阳" not in text(read(page))
    assert "王**" in text(read(page))


def test_whoever_took_the_consent_back_is_not_on_the_next_page(page: PublicNotice, county: Organisation) -> None:
    [worker] = ReliefApplication.objects.everywhere("a test").filter(name="欧阳困难")
    applications.withdraw_consent(worker, on=MONDAY, by=None)
    again = online.publish(page.programme, county, at=at(MONDAY, 10), by=None)

    assert "欧阳" not in text(read(again))
    assert read(page).status_code == 410


def test_what_is_published_stays_as_it_was(page: PublicNotice, mill: Mill) -> None:
    approved(mill.union, page.programme, 3, consents=True, name="迟来困难")
    Organisation.objects.everywhere("a test").filter(pk=mill.union.pk).update(name="改名工会")
    said = text(read(page))

    assert "3 户" in said
    assert "迟" not in said
    assert "改名工会" not in said


def test_taken_down_it_is_gone(page: PublicNotice) -> None:
    with pytest.raises(Refused, match="原因"):
        online.take_down(page, reason=" ", at=at(MONDAY), by=None)
    online.take_down(page, reason="发错", at=at(MONDAY), by=None)

    assert read(page).status_code == 410


def test_a_unit_s_notice_has_no_page(mill: Mill, programme: ReliefProgramme) -> None:
    assert read(post(agreed(mill.union, programme))).status_code == 404


def test_nothing_is_published_before_anybody_is_approved(
    county: Organisation, mill: Mill, programme: ReliefProgramme
) -> None:
    make_file(mill.union)

    with pytest.raises(Refused, match="没有可以公开的内容"):
        online.publish(programme, county, at=at(MONDAY), by=None)


def test_whoever_opens_too_many_pages_is_slowed_down(page: PublicNotice, settings: Any) -> None:
    settings.DIRECTORY_PAGES_A_MINUTE = 2
    answers = [read(page).status_code for _ in range(4)]

    assert answers[-1] == 429


def test_totals_are_of_every_body(page: PublicNotice) -> None:
    totals = [(line.unit, line.families, line.amount) for line in lines_of(page) if line.families is not None]

    assert totals == [("河畔镇工会联合会", 2, Decimal("3000.50")), (f"山顶镇{CANARY}联合会", 1, Decimal(1000))]


@pytest.mark.parametrize("token", ["%00", "a%00b"])
def test_an_odd_address_is_one_that_never_was(page: PublicNotice, token: str) -> None:
    assert Client().get(f"/relief/{token}/").status_code == 404
