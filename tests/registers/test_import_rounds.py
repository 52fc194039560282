"""A round of an import at the desk: mended, closed, opened again, taken back."""

from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from registers.models import ImportRun
from tests.registers.test_imports_at_the_desk import GOOD, LIST, decide, desk, honours, last, own_folder, text, upload
from unions.models import Honour

__all__ = ["desk", "own_folder"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_mended_workbook_closes_the_round(desk: Client, tmp_path: Path) -> None:
    upload(desk, honours(tmp_path, GOOD, {**GOOD, "荣誉名称": "先进工会", "授予日期": "2012-06-31"}))
    first = last()
    decide(desk, first, "write", mark=first.mark)
    first.refresh_from_db()
    assert (first.state, list(ImportRun.objects.open_rounds())) == ("partly", [first])

    book = openpyxl.load_workbook(first.fault_path)
    page = book.active
    assert page is not None
    page.cell(2, 4).value = "2012-06-30"
    book.save(tmp_path / "改好.xlsx")
    shown = upload(desk, tmp_path / "改好.xlsx")
    second = last()
    assert (second.mends, second.round, second.fault_count) == (first, 2, 0)
    assert "还有错误待改" in text(shown)
    shown = decide(desk, second, "write", mark=second.mark)

    first.refresh_from_db()
    assert first.closed_at is not None
    assert "已了结" in text(shown)
    assert not ImportRun.objects.open_rounds().exists()


def test_a_round_opens_again_when_what_closed_it_is_undone(desk: Client, tmp_path: Path) -> None:
    upload(desk, honours(tmp_path, {**GOOD, "授予日期": "2012-06-31"}))
    first = last()
    upload(desk, honours(tmp_path, GOOD, name="改好.xlsx"), mends=first.pk)
    second = last()
    assert second.mends == first
    decide(desk, second, "write", mark=second.mark)
    desk.post(f"{LIST}{second.pk}/undo/", {})

    first.refresh_from_db()
    assert first.closed_at is None


def test_undoing_is_shown_before_it_is_done(desk: Client, tmp_path: Path) -> None:
    upload(desk, honours(tmp_path, GOOD))
    run = last()
    decide(desk, run, "write", mark=run.mark)

    look = text(desk.get(f"{LIST}{run.pk}/undo/"))
    assert "删除它新增的 1 条" in look
    assert "模范职工之家" in look
    assert Honour.objects.everywhere("test").filter(name="模范职工之家").exists()

    done = desk.post(f"{LIST}{run.pk}/undo/", {}, follow=True)
    assert "已撤销：删除 1 条新增记录" in text(done)
    assert not Honour.objects.everywhere("test").filter(name="模范职工之家").exists()


def test_what_prevents_undoing_is_named_with_who_and_a_link(desk: Client, tmp_path: Path) -> None:
    upload(desk, honours(tmp_path, GOOD))
    first = last()
    decide(desk, first, "write", mark=first.mark)
    upload(desk, honours(tmp_path, {**GOOD, "级别": "省级"}, name="后来.xlsx"))
    decide(desk, last(), "write", mark=last().mark)

    page = desk.get(f"{LIST}{first.pk}/undo/")

    assert "有 1 条后来又被修改过" in text(page)
    assert f"{LIST}{last().pk}/change/" in page.content.decode()
    assert "导入登记表：后来.xlsx" in text(page)
    refused = desk.post(f"{LIST}{first.pk}/undo/", {})
    assert "不能撤销" in text(refused)
