"""下载花名册 and 办理记录."""

import hashlib
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from accounts.models import BookEntry
from members.models import Membership
from members.operations import transfers
from tests.conftest import Mill
from tests.factories import id_number

pytestmark = pytest.mark.usefixtures("application")


@pytest.fixture(autouse=True)
def members(li: Membership, wang: Membership) -> None:
    """Made before row security is on."""


def take(chair: Client, mill: Mill, **values: str) -> Any:
    return chair.post(f"/portal/{mill.union.pk}/members/download/", {"reason": "会员大会签到"} | values)


def cells(answer: Any) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_roster_is_masked_marked_and_noted(chair: Client, mill: Mill) -> None:
    answer = take(chair, mill)

    rows = cells(answer)
    assert rows[0][0] == "河畔纸厂工会会员花名册"
    assert all(word in rows[2][0] for word in ("仅供工会工作使用", "河畔纸厂工会", "chair", "会员大会签到"))
    assert [row[1] for row in rows[4:]] == ["李河"]
    assert "*" in rows[4][4]
    assert rows[4][5] == "139****0021"
    line = BookEntry.objects.get(act="rosters.download")
    assert line.details == {
        "rows": 1,
        "sha256": hashlib.sha256(answer.content).hexdigest(),
        "numbers": "已隐去中间位数",
        "reason": "会员大会签到",
    }


def test_every_printed_page_carries_the_mark(chair: Client, mill: Mill) -> None:
    sheet = openpyxl.load_workbook(BytesIO(take(chair, mill).content)).active

    assert "仅供工会工作使用" in sheet.oddHeader.center.text
    assert "chair" in sheet.oddHeader.center.text
    assert sheet.print_title_rows == "$4:$4"


def test_whole_numbers_are_asked_for_twice_and_noted_as_such(chair: Client, mill: Mill, li: Membership) -> None:
    first = take(chair, mill, full="on")

    assert "确定要完整号码吗" in first.content.decode()
    assert not BookEntry.objects.filter(act="rosters.download").exists()

    rows = cells(take(chair, mill, full="on", **{"as": "full"}))
    assert rows[4][4].startswith(id_number(0)[:6])
    assert "*" not in rows[4][4] + rows[4][5]
    assert BookEntry.objects.get(act="rosters.download").details["numbers"] == "完整"


def test_without_a_reason_nothing_is_handed_out(chair: Client, mill: Mill) -> None:
    assert "请用一句话写明用途" in take(chair, mill, reason="").content.decode()
    assert not BookEntry.objects.filter(act="rosters.download").exists()


def test_a_name_that_looks_like_a_formula_stays_text(chair: Client, mill: Mill, li: Membership) -> None:
    rows = cells(take(chair, mill, reason="=1+1"))

    assert "用途：=1+1" in rows[2][0]


@pytest.mark.parametrize(("who", "status"), [("body_officer", 403), ("stranger", 404), ("auditor", 403)])
def test_nobody_else_takes_it_here(signed_in: Any, mill: Mill, who: str, status: int) -> None:
    assert take(signed_in(who), mill).status_code == status


def history(chair: Client, mill: Mill) -> str:
    text: str = chair.get(f"/portal/{mill.union.pk}/members/history/").content.decode()
    return text


def test_the_chair_reads_the_own_acts_with_names_and_nobody_elses(
    chair: Client, mill: Mill, quarry: Mill, li: Membership
) -> None:
    transfers.apply(li.member, quarry.union, on=li.since, by=None)
    assert "还没有记录" in history(chair, mill)

    chair.post(f"/portal/members/{li.pk}/change/", {"how": "retain", "on": "2012-10-31", "reason": "下岗"}, follow=True)
    take(chair, mill)

    page = history(chair, mill)
    assert "保留会籍" in page
    assert "李河" in page
    assert "下载花名册" in page
    assert "申请会员接转" not in page


def test_the_portals_history_leads_to_the_members(chair: Client, mill: Mill) -> None:
    assert (
        f"/portal/{mill.union.pk}/members/history/" in chair.get(f"/portal/{mill.union.pk}/history/").content.decode()
    )


def test_odd_questions_are_no_errors(chair: Client, mill: Mill) -> None:
    base = f"/portal/{mill.union.pk}/members/"
    for odd in ("?q=%00", "?page=x", "?state=zz", "history/?before=x", "?q=" + "x" * 500):
        assert chair.get(base + odd).status_code == 200, odd
