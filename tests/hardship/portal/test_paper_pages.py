"""档案表, 申请表 and 回执 on the phone, and the receipt's code looked up by the worker."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import BookEntry
from hardship.models import PaperPrint, ReliefApplication, ReliefProgramme
from hardship.operations import applications, lookups
from tests.conftest import Mill
from tests.factories import id_number
from tests.hardship.families import make_file, make_line, make_programme
from tests.hardship.flow.hands import submitted
from tests.hardship.notices import MONDAY, at, on_day, reread
from tests.members.printing import cells_of

PAGES = ("files/{file}/print/", "applications/{application}/print/", "applications/{application}/receipt/")


@pytest.fixture
def sent(mill: Mill, cast: Any, county: Any) -> ReliefApplication:
    """Submitted and judged."""
    make_line(county)
    programme: ReliefProgramme = make_programme()
    return submitted(make_file(mill.union, on=at(MONDAY).date().replace(day=1)), programme, cast["chair"])


def address(sent: ReliefApplication, page: str) -> str:
    return "/portal/relief/" + page.format(file=sent.file_id, application=sent.pk)


def take(browser: Client, sent: ReliefApplication, page: str, **values: str) -> Any:
    return browser.post(address(sent, page), {"kind": "xlsx", "reason": "报县总工会"} | values)


def test_the_file_s_form_has_all_of_it(chair: Client, sent: ReliefApplication) -> None:
    told = cells_of(take(chair, sent, PAGES[0]).content)

    for words in (
        id_number(0),
        "6217000000000000011",
        "李小孩",
        "1,170.00元",
        "42,120.00元",
        "家庭成员（共 3 人，计入家庭人口 3 人）",
    ):
        assert words in told
    assert any("☑子女上学" in cell for cell in told)
    assert any("☑相对困难" in cell for cell in told)


def test_the_application_s_form_says_why(chair: Client, sent: ReliefApplication) -> None:
    told = cells_of(take(chair, sent, PAGES[1]).content)

    assert any("人均月收入 1 170.00 元，须低于 1 170.00 元：不符合" in cell for cell in told)
    assert "临界" in told
    assert "2013年元旦春节送温暖" in told
    line = BookEntry.objects.get(act="papers.print", change="event")
    assert (line.details["forms"], line.details["reason"]) == ("困难职工帮扶申请表 1 份", "报县总工会")


def test_a_changed_file_has_another_code(chair: Client, sent: ReliefApplication) -> None:
    take(chair, sent, PAGES[0])
    take(chair, sent, PAGES[0])
    assert PaperPrint.objects.everywhere("a test").count() == 1


def code_on(answer: Any) -> str:
    [code] = [cell for cell in cells_of(answer.content) if re.fullmatch(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}", cell)]
    return code


def look_up(code: str) -> Any:
    return Client().post("/relief/result/", {"code": code})


def test_the_worker_looks_up_how_far_it_is_and_sees_nobody(chair: Client, sent: ReliefApplication) -> None:
    code = code_on(take(chair, sent, PAGES[2]))
    answer = look_up(code.lower().replace("-", " "))
    said = answer.content.decode()

    assert "工会正在审核" in said
    for secret in ("李困难", "河畔纸厂", "送温暖", "1,170", "河畔镇", code):
        assert secret not in said
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]


def test_the_answer_follows_the_application(chair: Client, sent: ReliefApplication, cast: Any) -> None:
    code = code_on(take(chair, sent, PAGES[2]))
    applications.withdraw(sent, reason="本人不再申请", at=at(MONDAY, 11), by=cast["chair"])

    assert "已撤回" in look_up(code).content.decode()


def test_a_receipt_printed_again_voids_the_code_before(chair: Client, sent: ReliefApplication) -> None:
    first = code_on(take(chair, sent, PAGES[2]))
    second = code_on(take(chair, sent, PAGES[2]))

    assert look_up(first).status_code == 404
    assert look_up(second).status_code == 200


@pytest.mark.parametrize("code", ["", "AAAA-BBBB-CCCC-DDDD", "1" * 60, "<script>", "\x00" * 16, "ＡＢＣＤ" * 4])
def test_wrong_codes_all_look_the_same(sent: ReliefApplication, code: str) -> None:
    answer = look_up(code)

    assert answer.status_code == 404
    assert "没有这个查询码" in answer.content.decode()


def test_only_the_code_s_hash_is_kept(sent: ReliefApplication) -> None:
    code = lookups.issue(sent, by=None)

    kept = reread(sent)
    assert code.replace("-", "") not in str(vars(kept))
    assert kept.lookup_index == lookups.index_of(code.replace("-", ""))


def test_whoever_guesses_is_slowed_down(sent: ReliefApplication) -> None:
    with on_day(MONDAY):
        answers = [look_up("AAAA-BBBB-CCCC-DDDD").status_code for _ in range(31)]
        good = look_up(lookups.issue(sent, by=None)).status_code

    assert answers == [404] * 30 + [429]
    assert good == 429


def test_a_draft_has_no_paper(chair: Client, sent: ReliefApplication, cast: Any) -> None:
    draft = applications.draft(sent.file, make_programme("other"), at=at(MONDAY), by=cast["chair"])

    for page in PAGES[1:]:
        assert "没有提交，不能打印" in take(chair, draft, page).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_papers_of_another_union_do_not_exist(
    other_chair: Client, signed_in: Any, sent: ReliefApplication, page: str
) -> None:
    assert take(other_chair, sent, page).status_code == 404
    for who in ("rights_staff", "auditor", "approver"):
        assert take(signed_in(who), sent, page).status_code == 403
    assert take(signed_in("finance"), sent, page).status_code == 404
    assert take(signed_in("organisation_staff"), sent, page).status_code == 404
    assert take(Client(), sent, page).status_code == 302
    assert not PaperPrint.objects.everywhere("a test").exists()


def test_the_township_sees_no_file(signed_in: Any, sent: ReliefApplication) -> None:
    assert signed_in("body_officer").get(address(sent, PAGES[0])).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_without_a_reason_there_is_no_file(chair: Client, sent: ReliefApplication, page: str) -> None:
    assert "请用一句话写明用途" in take(chair, sent, page, reason="").content.decode()
    assert not PaperPrint.objects.everywhere("a test").exists()


@pytest.mark.parametrize("page", PAGES)
def test_papers_are_printed_behind_the_wall(
    chair: Client, sent: ReliefApplication, page: str, application_role: None
) -> None:
    answer = take(chair, sent, page, kind="pdf")

    assert answer.content.startswith(b"%PDF")
