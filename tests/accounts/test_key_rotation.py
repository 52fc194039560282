"""rotate_keys: every sealed value under the first key; no record changes by it, and killed it goes on."""

import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from accounts import sealed
from accounts.models import BookEntry, PersonalPast
from members.models import Member
from members.operations import people
from tests.accounts.keyring import DAY, keys_in_use, people_with_numbers, values
from tests.accounts.keyring_keys import BOTH, NEW
from tests.conftest import Mill
from tests.factories import id_number
from tests.members.roles import as_the_application

ROOT = Path(__file__).resolve().parents[2]


def rotate(*options: str) -> str:
    out = StringIO()
    call_command("rotate_keys", *options, "--batch", "2", stdout=out)
    return out.getvalue()


def test_every_sealed_value_comes_under_the_first_key_and_says_the_same(mill: Mill, settings: Any) -> None:
    people_with_numbers(mill, 5)
    before = values()
    settings.FIELD_KEYS = BOTH

    told = rotate()

    assert keys_in_use() == {"t2"}
    assert values() == before
    assert {len(texts) for place, texts in before.items() if not place.startswith("hardship_")} == {1, 5}
    assert "members_member.id_number_sealed：t2 5 条" in told


def test_the_book_has_events_with_counts_and_no_line_of_a_row(mill: Mill, settings: Any) -> None:
    people_with_numbers(mill, 5)
    lines, past = BookEntry.objects.count(), PersonalPast.objects.count()
    settings.FIELD_KEYS = BOTH

    rotate()

    new = list(BookEntry.objects.order_by("pk")[lines:])
    assert [(line.act, line.change) for line in new] == [("keys.reseal", "event")] * 2
    # Five members, one of whom had another number before; one officer; one phone.
    assert (new[0].details["todo"], new[1].details["done"], new[1].details["left"]) == (8, 8, {})
    assert PersonalPast.objects.count() == past


def test_a_second_run_changes_nothing(mill: Mill, settings: Any) -> None:
    people_with_numbers(mill, 3)
    settings.FIELD_KEYS = BOTH
    rotate()
    texts = sorted(Member.objects.everywhere("a test").values_list("id_number_sealed", flat=True))

    rotate()

    assert sorted(Member.objects.everywhere("a test").values_list("id_number_sealed", flat=True)) == texts


def test_status_says_who_still_needs_which_key_and_changes_nothing(mill: Mill, settings: Any) -> None:
    people_with_numbers(mill, 3)
    settings.FIELD_KEYS = BOTH

    told = rotate("--status")

    assert "members_member.id_number_sealed：t1 3 条" in told
    assert "不再需要的密钥：没有" in told  # nothing holds the new one yet, which seals from now on
    assert keys_in_use() == {"t1"}


def test_the_old_key_is_still_needed_by_the_index_until_that_is_changed_too(mill: Mill, settings: Any) -> None:
    people_with_numbers(mill, 3)
    settings.FIELD_KEYS = BOTH

    assert "不再需要的密钥：没有" in rotate()

    settings.FIELD_INDEX_KEY = "t2"
    assert "不再需要的密钥：t1" in rotate("--index", "--stopped")


def test_a_key_that_is_not_configured_is_named(mill: Mill, settings: Any) -> None:
    people_with_numbers(mill, 1)
    settings.FIELD_KEYS = NEW

    with pytest.raises(CommandError, match="密钥 t1 不在 FIELD_KEYS 里"):
        rotate()

    assert keys_in_use() == {"t1"}


def test_another_key_under_the_same_name_is_noticed(mill: Mill, settings: Any) -> None:
    people_with_numbers(mill, 1)
    settings.FIELD_KEYS = f"{NEW},t1:{NEW.partition(':')[2]}"

    with pytest.raises(CommandError, match="不是当初的那一个"):
        rotate()

    assert keys_in_use() == {"t1"}


def test_what_a_person_does_meanwhile_is_in_the_book_as_ever(mill: Mill, settings: Any) -> None:
    member = people_with_numbers(mill, 2)[1]
    settings.FIELD_KEYS = BOTH
    rotate()

    people.change_details(member, id_number=id_number(3001), sex="", born_on=None, on=DAY, by=None)

    line = BookEntry.objects.filter(table_name="members_member", row_id=member.pk).latest("pk")
    assert (line.act, line.change) == ("members.change_details", "update")
    assert "id_number_sealed" in line.after["personal"]


def test_a_sealed_text_changed_by_hand_is_in_the_book(mill: Mill) -> None:
    """Only the act of the command is left out: whoever writes past the operations is noted."""
    member = people_with_numbers(mill, 1)[0]
    count = BookEntry.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE members_member SET id_number_sealed = 'x' WHERE id = %s", [member.pk])

    assert BookEntry.objects.count() == count + 1


def test_the_application_s_role_could_do_it_too(mill: Mill, settings: Any) -> None:
    people_with_numbers(mill, 3)
    settings.FIELD_KEYS = BOTH
    with as_the_application():
        rotate()

    assert keys_in_use() == {"t2"}


def test_every_sealed_column_is_in_the_list() -> None:
    columns = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        if model._meta.managed  # not a view of them
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and field.column.endswith("_sealed")
    }

    assert columns == {str(place) for place in sealed.places}


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_point_it_goes_on_and_ends_right(mill: Mill, settings: Any, tmp_path: Path) -> None:
    people_with_numbers(mill, 40)
    before = values()
    environment = {
        **os.environ,
        "DATABASE_URL": address(),
        "DJANGO_SETTINGS_MODULE": "tests.accounts.rotating",
        "SHUANGLIANG_DATA": str(tmp_path),
    }
    killed_at = [killed_after(lines, environment) for lines in (1, 4, 9)]
    settings.FIELD_KEYS = BOTH
    assert keys_in_use() == {"t1", "t2"}  # in the middle of it
    assert values() == before

    last = subprocess.run([*COMMAND, "2"], cwd=ROOT, env=environment, capture_output=True, text=True)

    assert last.returncode == 0, last.stderr
    assert keys_in_use() == {"t2"}
    assert values() == before
    assert len(killed_at) == 3
    assert not BookEntry.objects.filter(act="keys.reseal").exclude(change="event").exists()


COMMAND = [sys.executable, "manage.py", "rotate_keys", "--batch"]


def killed_after(lines: int, environment: dict[str, str]) -> int:
    """A run that was shot after it had told of so many lots, two rows each."""
    running = subprocess.Popen([*COMMAND, "2"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    for _ in range(lines):
        running.stdout.readline()
    running.send_signal(signal.SIGKILL)
    return running.wait()


def address() -> str:
    params = connection.get_connection_params()
    host = params.get("host") or "127.0.0.1"
    return (
        f"postgres://{params.get('user', 'postgres')}@/{params['dbname']}?host={host}&port={params.get('port') or 5432}"
    )
