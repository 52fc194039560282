"""记录 and the receipt of the whole union."""

from typing import Any

from django.test import Client

from accounts.models import User
from tests.conftest import CANARY, Mill
from unions.operations import confirmations, officers


def test_the_history_tells_in_sentences_who_did_what(chair: Client, mill: Mill, cast: dict[str, User]) -> None:
    officers.change_details(mill.chair, mobile="13900000008", by=cast["body_officer"])

    page = chair.get(f"/portal/{mill.union.pk}/history/").content.decode()

    assert "修改干部信息" in page
    assert "body_officer" in page
    assert "139****0008" in page
    assert "13900000008" not in page


def test_confirmations_are_told_too(chair: Client, mill: Mill, cast: dict[str, User], now: Any) -> None:
    confirmations.confirm(mill.union, on=now.date(), by=cast["chair"])

    assert "确认信息无变化" in chair.get(f"/portal/{mill.union.pk}/history/").content.decode()


def test_older_acts_are_a_page_further(chair: Client, mill: Mill) -> None:
    for number in range(25):
        officers.change_details(mill.chair, education=f"学历{number}", by=None)
    first = chair.get(f"/portal/{mill.union.pk}/history/")

    older = chair.get(f"/portal/{mill.union.pk}/history/?before={first.context['older']}").content.decode()

    assert "学历24" in first.content.decode()
    assert "由“学历23”" not in older
    assert "学历1”" in older


def test_odd_questions_are_no_errors(chair: Client, mill: Mill) -> None:
    for odd in ("before=x", "before=%00", f"before={'9' * 40}", "before=-1"):
        assert chair.get(f"/portal/{mill.union.pk}/history/?{odd}").status_code == 200


def test_the_receipt_states_every_item(chair: Client, mill: Mill) -> None:
    page = chair.get(f"/portal/{mill.union.pk}/receipt/").content.decode()

    assert mill.union.code in page
    assert f"第 {mill.display.pk:08d} 号" in page
    assert page.count("没有") >= 3


def test_foreign_is_404_and_nothing_is_posted(chair: Client, mill: Mill, quarry: Mill) -> None:
    for page in ("history", "receipt"):
        answer = chair.get(f"/portal/{quarry.union.pk}/{page}/")
        assert answer.status_code == 404
        assert CANARY not in answer.content.decode()
        assert chair.post(f"/portal/{mill.union.pk}/{page}/").status_code == 405
