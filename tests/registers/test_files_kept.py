"""Uploaded files and fault workbooks are kept for their days only; what they wrote can still be taken back."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Job
from registers import operations
from registers.models import ImportRun
from registers.tasks import delete_old_files
from tests.conftest import Mill
from tests.registers.sheets import sheet
from tests.registers.test_imports_at_the_desk import GOOD, LIST, decide, honours, last, text, upload
from unions.models import Honour

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def desk(signed_in: Any, mill: Mill) -> Client:
    browser: Client = signed_in("organisation_staff")
    return browser


@pytest.fixture
def faulty(desk: Client, tmp_path: Path) -> ImportRun:
    """One good row, written, and one that is wrong."""
    upload(desk, honours(tmp_path, GOOD, {**GOOD, "级别": "不知道"}))
    decide(desk, last(), "write", mark=last().mark)
    assert (last().state, last().source_path.exists(), last().fault_path.exists()) == ("partly", True, True)
    return last()


def uploaded(run: ImportRun, **ago: int) -> None:
    ImportRun.objects.filter(pk=run.pk).update(at=timezone.now() - timedelta(**ago))


def test_files_go_when_their_days_are_over_and_the_page_says_so(desk: Client, faulty: ImportRun) -> None:
    uploaded(faulty, days=29, hours=23)
    assert delete_old_files() == 0
    assert faulty.source_path.exists()

    uploaded(faulty, days=30, hours=1)
    assert (delete_old_files(), delete_old_files()) == (1, 0)

    assert not faulty.source_path.exists()
    assert not faulty.fault_path.exists()
    page = text(desk.get(f"{LIST}{faulty.pk}/change/"))
    assert "到期删除" in page
    assert "下载标出错误的工作簿" not in page
    assert desk.get(f"{LIST}{faulty.pk}/faults/").status_code == 404


def test_what_was_read_out_of_a_file_goes_with_it(desk: Client, tmp_path: Path) -> None:
    upload(desk, honours(tmp_path, GOOD, {**GOOD, "级别": "不知道"}))
    kept = str(last().preview) + str(list(last().faults.values()))
    assert GOOD["荣誉名称"] in kept
    assert "不知道" in kept

    uploaded(last(), days=31)
    assert (delete_old_files(), delete_old_files()) == (1, 0)

    assert last().preview == {}
    assert not last().faults.exists()
    assert (last().fault_count, last().rows) == (2, 2)
    assert "逐行的内容已到期删除" in text(desk.get(f"{LIST}{last().pk}/change/"))


def test_undoing_needs_no_file(desk: Client, faulty: ImportRun) -> None:
    uploaded(faulty, days=31)
    delete_old_files()

    done = desk.post(f"{LIST}{faulty.pk}/undo/", {}, follow=True)

    assert "已撤销" in text(done)
    assert not Honour.objects.everywhere("a test").filter(name=GOOD["荣誉名称"]).exists()


def test_what_waited_too_long_is_sent_again(desk: Client, tmp_path: Path) -> None:
    upload(desk, honours(tmp_path, GOOD))
    uploaded(last(), days=31)
    delete_old_files()

    page = text(desk.get(f"{LIST}{last().pk}/change/"))
    assert "请重新上传" in page
    assert "写入全部" not in page
    assert "现在不能写入" in text(decide(desk, last(), "write", mark=last().mark))


def test_a_file_at_work_is_left_alone(desk: Client, faulty: ImportRun) -> None:
    uploaded(faulty, days=31)
    Job.objects.create(kind="import", subject_id=faulty.pk, state="running")

    assert operations.delete_old_files(at=timezone.now(), by=None) == 0
    assert faulty.source_path.exists()


def test_what_is_given_up_leaves_neither_the_file_nor_its_faults(desk: Client, tmp_path: Path) -> None:
    upload(desk, sheet(tmp_path, "honours", [{"工会编码": "349999000101", **GOOD, "级别": "不知道"}], "荣誉.xlsx"))
    kept = last()
    assert kept.fault_path.exists()

    decide(desk, kept, "give_up")

    assert not kept.source_path.exists()
    assert not kept.fault_path.exists()
