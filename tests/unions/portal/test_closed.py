"""A union taken out of the public directory: its chair is told so, why and whom to ask, before anything is printed."""

from typing import Any

import pytest
from django.test import Client

from tests.conftest import Mill
from unions.models import Organisation
from unions.operations import organisations, publishing

TOLD = "本工会的公开页面已关闭"
PAGES = ("", "union/", "prints/")


@pytest.fixture
def closed(mill: Mill, riverside: Organisation) -> Mill:
    organisations.change_details(riverside, phone="0556-1234567", by=None)
    publishing.unpublish(mill.union, why="地址在核对。", by=None)
    return mill


@pytest.mark.parametrize("page", PAGES)
def test_the_chair_reads_that_the_page_is_closed_why_and_whom_to_ask(chair: Client, closed: Mill, page: str) -> None:
    said = chair.get(f"/portal/{closed.union.pk}/{page}").content.decode()

    note = said.partition(TOLD)[2].partition("</div>")[0]
    assert "原因：地址在核对。职工" in note
    assert "河畔镇工会联合会" in note
    assert 'href="tel:05561234567"' in note


@pytest.mark.parametrize("page", PAGES)
def test_an_open_page_is_not_talked_about(chair: Client, mill: Mill, page: str) -> None:
    assert TOLD not in chair.get(f"/portal/{mill.union.pk}/{page}").content.decode()


def test_the_warning_stands_before_the_buttons_and_the_code_is_still_printed(chair: Client, closed: Mill) -> None:
    said = chair.get(f"/portal/{closed.union.pk}/prints/").content.decode()

    assert said.index("印出的二维码要等公开页面恢复后才打得开") < said.index("下载</button>")
    assert chair.get(f"/portal/{closed.union.pk}/prints/pdf/?piece=plaque").status_code == 200


def test_closed_again_the_newest_reason_counts(chair: Client, closed: Mill) -> None:
    publishing.publish(closed.union, why="好了", by=None)
    publishing.unpublish(closed.union, why="单位要求", by=None)

    assert "原因：单位要求。" in chair.get(f"/portal/{closed.union.pk}/").content.decode()


def test_without_a_line_in_the_book_there_is_no_reason(chair: Client, mill: Mill) -> None:
    Organisation.objects.everywhere("a test").filter(pk=mill.union.pk).update(is_published=False)

    said = chair.get(f"/portal/{mill.union.pk}/").content.decode()

    assert TOLD in said
    assert "原因：" not in said


def test_the_desk_is_warned_before_it_orders_for_such_a_union(signed_in: Any, closed: Mill) -> None:
    said = signed_in("body_officer").get(f"/admin/unions/printorder/add/?union={closed.union.pk}").content.decode()

    assert "印出的二维码现在打不开" in said
    assert f"/admin/unions/organisation/{closed.union.pk}/publish/" in said
