"""打印: the chair takes the own union's pieces as PDFs on the phone; nobody else's, and nothing is dropped silently."""

import re
import subprocess
from datetime import date
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import BookEntry, User
from tests.conftest import CANARY, Mill
from tests.factories import OfficerFactory
from unions.models import Officer, Organisation, Piece, Post
from unions.operations import appointments, organisations

needs_pdftotext = pytest.mark.skipif(
    which("pdftotext") is None, reason="NO PDFTOTEXT: the words on the print kit are NOT checked (poppler-utils)"
)


def page(union: Organisation) -> str:
    return f"/portal/{union.pk}/prints/"


def pdf(union: Organisation, query: str = "piece=all") -> str:
    return f"{page(union)}pdf/?{query}"


def words(content: bytes, folder: Path) -> str:
    (folder / "kit.pdf").write_bytes(content)
    said = subprocess.run(["pdftotext", "-layout", "kit.pdf", "-"], cwd=folder, check=True, capture_output=True)
    return said.stdout.decode()


def taken() -> Any:
    return BookEntry.objects.filter(act="prints.take_own")


@pytest.fixture
def chair(signed_in: Any) -> Client:
    browser: Client = signed_in("chair")
    return browser


@pytest.fixture
def vice(mill: Mill) -> Officer:
    officer: Officer = OfficerFactory(
        union=mill.union, name="钱二", post=Post.VICE_CHAIR, mobile="13900000005", office_phone="0551-5"
    )
    return officer


def test_a_chair_sees_the_six_pieces(chair: Client, mill: Mill) -> None:
    organisations.change_details(mill.union, address="河畔路1号", by=None)

    said = chair.get(page(mill.union)).content.decode()

    for piece in Piece:
        assert piece.label in said
    assert len(re.findall(r'name="piece"', said)) == 7  # six and all of them
    assert 'aria-current="page">打印' in said


@needs_pdftotext
def test_a_chair_takes_the_chest_cards(chair: Client, mill: Mill, vice: Officer, tmp_path: Path) -> None:
    answer = chair.get(pdf(mill.union, "piece=chest_card"))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert "%E8%83%B8%E5%8D%A1.pdf" in answer["Content-Disposition"]
    said = words(answer.content, tmp_path)
    assert all(word in said for word in ("陈河", "钱二", "主席", "副主席", "河畔纸厂工会"))
    [line] = taken()
    assert (line.row_id, line.details) == (mill.union.pk, {"pieces": "胸卡", "mobiles": "不印"})


@needs_pdftotext
def test_mobiles_stand_there_only_when_chosen(chair: Client, mill: Mill, vice: Officer, tmp_path: Path) -> None:
    without = words(chair.get(pdf(mill.union)).content, tmp_path)
    with_them = words(chair.get(pdf(mill.union, "piece=all&mobiles=on")).content, tmp_path)

    assert "13900000005" not in without
    assert "0551-5" in without
    assert "13900000005" in with_them


@needs_pdftotext
def test_only_the_officers_chosen_are_printed(chair: Client, mill: Mill, vice: Officer, tmp_path: Path) -> None:
    said = words(chair.get(pdf(mill.union, f"piece=chest_card&officer={vice.pk}")).content, tmp_path)

    assert "钱二" in said
    assert "陈河" not in said


def test_a_chair_takes_an_upright_plaque(chair: Client, mill: Mill) -> None:
    content = chair.get(pdf(mill.union, "piece=plaque&shape=upright")).content

    assert re.search(rb"/MediaBox\s*\[\s*0\s+0\s+1133\.8\d*\s+6944\.8", content)  # 400 × 2450 mm


def test_the_page_names_a_character_that_cannot_be_printed(chair: Client, mill: Mill) -> None:
    OfficerFactory(union=mill.union, name="王\U000323af", post=Post.VICE_CHAIR)

    said = chair.get(page(mill.union)).content.decode()

    assert "U+323AF" in said
    assert "手工补字" in said


def test_the_page_says_what_to_register_first_and_offers_the_rest(chair: Client, mill: Mill) -> None:
    organisations.change_details(mill.union, address="", by=None)

    said = chair.get(page(mill.union)).content.decode()
    answer = chair.get(pdf(mill.union, "piece=office_notice"), follow=True)

    assert "请先登记办公地址" in said
    assert 'value="office_notice"' not in said
    assert "请先登记办公地址" in answer.content.decode()
    assert answer["Content-Type"].startswith("text/html")
    assert not taken()


@pytest.mark.parametrize(
    "query",
    ["", "piece=emblem", "piece=plaque&shape=round", "piece=chest_card&officer=99999", "piece=chest_card&officer=x",
     "piece=%00", "piece=chest_card&officer=" + "9" * 40, "piece=%ED%A0%80", "piece=" + "a" * 5000],
)  # fmt: skip
def test_a_malformed_question_leads_back_and_takes_nothing(chair: Client, mill: Mill, query: str) -> None:
    answer = chair.get(pdf(mill.union, query), follow=True)

    assert answer.redirect_chain == [(page(mill.union), 302)]
    assert "alert-danger" in answer.content.decode()
    assert not taken()


def test_a_foreign_officer_is_not_printed(chair: Client, mill: Mill, quarry: Mill) -> None:
    answer = chair.get(pdf(mill.union, f"piece=chest_card&officer={quarry.chair.pk}"), follow=True)

    assert CANARY not in answer.content.decode()
    assert not taken()


@pytest.mark.parametrize("address", [page, pdf])
def test_another_union_is_not_there(chair: Client, quarry: Mill, address: Any) -> None:
    assert chair.get(address(quarry.union)).status_code == 404


@pytest.mark.parametrize("address", [page, pdf])
def test_the_desk_s_people_have_their_own_page(signed_in: Any, mill: Mill, address: Any) -> None:
    assert signed_in("body_officer").get(address(mill.union)).status_code == 403
    assert Client().get(address(mill.union)).status_code == 302


@pytest.mark.parametrize("address", [page, pdf])
def test_a_former_chair_gets_nothing(chair: Client, cast: dict[str, User], mill: Mill, address: Any) -> None:
    post = next(iter(cast["chair"].standing))
    appointments.end_appointment(post, on=date(2026, 1, 1), by=None)

    assert chair.get(address(mill.union)).status_code in {302, 404}


@pytest.mark.parametrize("address", [page, pdf])
def test_nothing_is_posted(chair: Client, mill: Mill, address: Any) -> None:
    assert chair.post(address(mill.union)).status_code == 405


def test_ten_officers_cost_what_one_costs(chair: Client, mill: Mill) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            chair.get(page(mill.union))
        return len(seen)

    queries()
    one = queries()
    for number in range(9):
        OfficerFactory(union=mill.union, name=f"副{number}", post=Post.VICE_CHAIR)

    assert queries() == one
