"""What an officer sent in the old place stays there; workbooks with persons in them want a fresh second step."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import step_up
from accounts.models import BookEntry, User
from registers.models import ImportRun
from tests.conftest import Mill
from tests.registers.test_imports_at_the_desk import LIST, honours, last, text, upload
from unions.models import Organisation
from unions.operations import appointments

pytestmark = pytest.mark.django_db(transaction=True)
BAD = {"荣誉名称": "模范职工之家", "级别": "市级", "授予日期": "2012-02-31"}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def sent(signed_in: Any, mill: Mill, tmp_path: Path) -> ImportRun:
    """A run of riverside's officer with a fault workbook."""
    upload(signed_in("body_officer"), honours(tmp_path, BAD))
    assert last().fault_file
    return last()


def moves(user: User, place: Organisation) -> None:
    today = timezone.localdate()
    appointments.end_appointment(user.appointments.everywhere("a test").get(until=None), on=today, by=None)
    appointments.appoint(user, "body_officer", place, since=today, officer=None, by=None)


def pages_of(run: ImportRun) -> list[str]:
    return [f"{LIST}{run.pk}/{page}/" for page in ("change", "faults", "progress", "rows", "undo")]


def test_sender_reads_the_own_run(signed_in: Any, sent: ImportRun) -> None:
    officer = signed_in("body_officer")

    assert [officer.get(page).status_code for page in pages_of(sent)[:3]] == [200, 200, 200]


def test_who_moved_to_another_body_reads_nothing_of_the_old_place(
    signed_in: Any, cast: dict[str, User], sent: ImportRun, hilltop: Organisation
) -> None:
    moves(cast["body_officer"], hilltop)
    officer = signed_in("body_officer")

    assert [officer.get(page).status_code for page in pages_of(sent)] == [404] * 5
    assert sent.file_name not in text(officer.get(LIST))
    assert signed_in("organisation_staff").get(pages_of(sent)[0]).status_code == 200


def test_what_is_sent_in_the_new_place_on_the_same_day_is_there(
    signed_in: Any, cast: dict[str, User], sent: ImportRun, hilltop: Organisation, tmp_path: Path
) -> None:
    moves(cast["body_officer"], hilltop)
    officer = signed_in("body_officer")

    upload(officer, honours(tmp_path, BAD, name="新.xlsx"))

    assert last() != sent
    assert officer.get(pages_of(last())[0]).status_code == 200


def test_who_came_back_reads_it_again(
    signed_in: Any, cast: dict[str, User], sent: ImportRun, riverside: Organisation, hilltop: Organisation
) -> None:
    ImportRun.objects.filter(pk=sent.pk).update(at=timezone.now() - timedelta(days=10))
    moves(cast["body_officer"], hilltop)
    moves(cast["body_officer"], riverside)

    assert signed_in("body_officer").get(pages_of(sent)[0]).status_code == 200


def test_fault_workbook_asks_for_a_fresh_second_step(signed_in: Any, cast: dict[str, User], sent: ImportRun) -> None:
    staff: Client = signed_in("organisation_staff")
    session = staff.session
    session[step_up.TAKEN_AT] -= 3600
    session.save()

    answer = staff.get(pages_of(sent)[1])

    assert answer.status_code == 302
    assert answer["Location"].startswith("/second-step/?next=")
    assert not BookEntry.objects.filter(act="registers.download_faults").exists()
