"""rotate_keys --index: the blind indexes come of another key, so that the old one can be dropped for good."""

from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts import sealed
from accounts.encryption import blind_index
from accounts.models import BookEntry, PersonalPast, RecoveryCode
from accounts.operations import keys
from accounts.refused import Refused
from members.models import FormPrint, Member
from members.operations import people
from members.operations.forms import note_printed
from members.sheets.fill import member_sheets
from members.sheets.standing import standing
from registers import operations
from tests.accounts.keyring import DAY, people_with_numbers
from tests.accounts.keyring_keys import BOTH, NEW
from tests.conftest import Mill
from tests.factories import id_number
from tests.registers.sheets import CHAIR, ORGANISATIONS, bring, load, sheet
from unions.models import Invitation, MobileConsent, Officer


def rotate(*options: str) -> str:
    out = StringIO()
    call_command("rotate_keys", *options, "--batch", "2", stdout=out)
    return out.getvalue()


def to_the_new_key(settings: Any) -> None:
    """The whole way of docs/operators/keys.md, until the old key is gone."""
    settings.FIELD_KEYS = BOTH
    rotate()
    settings.FIELD_INDEX_KEY = "t2"
    rotate("--index", "--stopped")
    settings.FIELD_KEYS, settings.FIELD_INDEX_KEY = NEW, ""


def test_members_and_officers_are_found_without_the_old_key(mill: Mill, settings: Any) -> None:
    members = people_with_numbers(mill, 5)

    to_the_new_key(settings)

    rows = Member.objects.everywhere("a test")
    assert [rows.numbered(id_number(1000 + n)).get() for n in range(1, 5)] == members[1:]
    assert rows.numbered(id_number(3000)).get() == members[0]
    assert Officer.objects.everywhere("a test").get(id_number_index=blind_index(id_number(4000))) == mill.chair
    assert sealed.disagreements() == []


def test_the_same_number_is_still_one_person(mill: Mill, settings: Any) -> None:
    members = people_with_numbers(mill, 3)
    to_the_new_key(settings)

    with pytest.raises(Refused, match="已登记在另一位会员名下"):
        people.change_details(members[1], id_number=id_number(1002), sex="", born_on=None, on=DAY, by=None)


def test_what_hangs_on_the_index_goes_along(cast: Any, mill: Mill, settings: Any) -> None:
    members = people_with_numbers(mill, 2)
    by = cast["body_officer"]
    codes = note_printed(member_sheets(members), mill.union, as_file="pdf", reason="核对", on=DAY, by=by)
    people.change_details(members[1], mobile="13900000008", on=DAY, by=None)

    to_the_new_key(settings)

    prints = FormPrint.objects.everywhere("a test")
    assert [standing(prints.get(code=code), on=DAY).agrees for code in codes] == [True, False]
    again = member_sheets(Member.objects.everywhere("a test").filter(pk=members[0].pk))
    assert note_printed(again, mill.union, as_file="pdf", reason="核对", on=DAY, by=by) == codes[:1]
    assert MobileConsent.objects.everywhere("a test").to_number_of(mill.chair).exists()
    assert not RecoveryCode.objects.filter(used_at=None).exists()
    assert not Invitation.objects.everywhere("a test").filter(used_at=None, withdrawn_at=None).exists()


def test_the_old_values_that_undo_reads_go_along(mill: Mill, settings: Any) -> None:
    people_with_numbers(mill, 1)

    to_the_new_key(settings)

    past = PersonalPast.objects.get()
    assert past.before["id_number_index"] == blind_index(id_number(1000))
    assert past.before["id_number_sealed"].startswith("t2:")


def test_the_book_has_one_event_and_no_line_of_a_row(mill: Mill, settings: Any) -> None:
    people_with_numbers(mill, 5)
    settings.FIELD_KEYS, settings.FIELD_INDEX_KEY = BOTH, "t2"
    last = BookEntry.objects.latest("pk").pk

    rotate("--index", "--stopped")

    new = BookEntry.objects.filter(pk__gt=last).exclude(table_name="accounts_recoverycode")
    assert [(line.act, line.change) for line in new] == [("keys.reindex", "event")]
    assert new[0].details["done"]["members_member.id_number_index"] == 5


def test_a_failure_in_the_middle_leaves_every_index_as_it_was(mill: Mill, settings: Any, monkeypatch: Any) -> None:
    people_with_numbers(mill, 3)
    settings.FIELD_KEYS, settings.FIELD_INDEX_KEY = BOTH, "t2"

    def broken(found: Any) -> int:
        raise RuntimeError

    monkeypatch.setattr(keys, "hanging", [*sealed.hanging[:-1], replace(sealed.hanging[-1], after=broken)])
    with pytest.raises(RuntimeError):
        rotate("--index", "--stopped")

    assert Member.objects.everywhere("a test").filter(id_number_index=blind_index(id_number(1001), "t1")).exists()


def test_it_wants_to_hear_that_the_site_is_stopped(mill: Mill, settings: Any) -> None:
    people_with_numbers(mill, 1)
    settings.FIELD_KEYS, settings.FIELD_INDEX_KEY = BOTH, "t2"

    with pytest.raises(CommandError, match="--stopped"):
        rotate("--index")

    assert not BookEntry.objects.filter(act="keys.reindex").exists()


def test_a_key_that_is_none_of_the_keys_is_refused(settings: Any) -> None:
    settings.FIELD_INDEX_KEY = "t9"

    with pytest.raises(ImproperlyConfigured, match="FIELD_INDEX_KEY"):
        blind_index("x")


def test_adding_a_key_changes_no_index(settings: Any) -> None:
    before = blind_index("x")
    settings.FIELD_KEYS = BOTH

    assert blind_index("x") == before


@pytest.mark.parametrize("wrong", ["index", "dropped"])
def test_a_site_with_the_wrong_keys_is_not_ready(client: Any, mill: Mill, settings: Any, wrong: str) -> None:
    """Or it would not find whom it has, and take one person in twice."""
    people_with_numbers(mill, 1)
    assert client.get(reverse("readyz")).json()["keys"] is True

    if wrong == "index":
        settings.FIELD_KEYS, settings.FIELD_INDEX_KEY = BOTH, "t2"
    else:
        settings.FIELD_KEYS = NEW

    answer = client.get(reverse("readyz"))
    assert (answer.status_code, answer.json()["keys"]) == (503, False)


def import_of_officers(folder: Path, number: str, mobile: str) -> Any:
    load(folder, "organisations", ORGANISATIONS)
    load(folder, "officers", [CHAIR | {"身份证号": id_number(1)}])
    return bring(sheet(folder, "officers", [CHAIR | {"身份证号": number, "手机号码": mobile}]), "officers")[0]


@pytest.mark.django_db
def test_undoing_an_import_keeps_the_number_that_was_sealed_anew(settings: Any, tmp_path: Path) -> None:
    run = import_of_officers(tmp_path, id_number(1), "13900000002")
    settings.FIELD_KEYS = BOTH
    rotate()

    operations.undo_import(run, by=None)

    row = Officer.objects.everywhere("a test").get()
    assert row.mobile == "13900000001"
    assert row.id_number_sealed.startswith("t2:")


@pytest.mark.django_db
def test_undoing_an_import_whose_old_number_has_no_key_any_more_is_refused(settings: Any, tmp_path: Path) -> None:
    run = import_of_officers(tmp_path, id_number(2), "13900000001")
    to_the_new_key(settings)

    with pytest.raises(Refused, match="更换过密钥"):
        operations.undo_import(run, by=None)

    assert Officer.objects.everywhere("a test").get().id_number_sealed.startswith("t2:")
