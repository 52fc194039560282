"""汇总平衡表: the ranked list on paper, for those who balance, decide and audit."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import BookEntry
from hardship.models import PaperPrint
from hardship.operations import balancing, proposing
from hardship.sheets.standing import AGREES, DIFFERS, standing
from tests.hardship.desk.pages import at
from tests.hardship.flow.hands import LATER
from tests.members.printing import cells_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled(family: Any, people: Any, programme: Any) -> list[Any]:
    """Of 2 500.00: one sent on, two waiting with one beyond the line, one cut."""
    rows = [family(1, "42120"), family(2, "46800"), family(3, "50400"), family(4, "54000")]
    by = people["reviewer"]
    proposing.propose(rows[1], Decimal(1200), reason="两个子女上学", at=LATER, by=by)
    balancing.cut([rows[3]], reason="名下有非营运机动车", at=LATER, by=by)
    balancing.settle(programme, [rows[0]], at=LATER, by=by)
    return rows


def page_of(programme: Any) -> str:
    return reverse("admin:hardship_reliefprogramme_balanced", args=[programme.pk])


def take(browser: Any, programme: Any, kind: str = "xlsx") -> Any:
    return browser.post(page_of(programme), {"kind": kind, "reason": "报分管领导审批"})


@pytest.mark.parametrize("who", ["rights_staff", "approver", "auditor"])
def test_the_paper_says_who_comes_where_and_where_the_money_ends(
    signed_in: Any, settled: list[Any], programme: Any, who: str
) -> None:
    browser = signed_in(who)
    assert page_of(programme) in browser.get(f"{at('balancing')}?programme={programme.pk}").content.decode()
    told = cells_of(take(browser, programme).content)

    assert [one for one in told if "预算线" in one] == [
        "— 预算线：以上 1 户合计 1,200.00元，可用 1,500.00元；以下 1 户不在预算之内 —"
    ]
    assert "1,000.00 改为 1,200.00：两个子女上学" in told
    assert "名下有非营运机动车" in told
    assert {row.file.code for row in settled} <= set(told)
    assert "李困难" not in "".join(told)


def test_a_download_is_in_the_book_with_its_purpose_and_count(
    signed_in: Any, settled: list[Any], programme: Any
) -> None:
    assert take(signed_in("auditor"), programme, "pdf").content.startswith(b"%PDF")

    said = BookEntry.objects.get(act="papers.print", change="event").details
    assert (said["count"], said["reason"], said["forms"]) == (4, "报分管领导审批", "汇总平衡表 1 份")


@pytest.mark.parametrize("who", ["finance", "body_officer", "organisation_staff"])
def test_nobody_else_prints_the_list(signed_in: Any, settled: list[Any], programme: Any, who: str) -> None:
    assert take(signed_in(who), programme).status_code == 403


def test_the_code_tells_whether_the_list_is_still_so(
    signed_in: Any, settled: list[Any], programme: Any, people: Any
) -> None:
    take(signed_in("rights_staff"), programme)
    printed = PaperPrint.objects.everywhere("a test").get()
    assert standing(printed) == AGREES
    proposing.propose(settled[2], Decimal(900), reason="已领低保", at=LATER, by=people["reviewer"])

    assert standing(printed) == DIFFERS
