"""The county changes its field keys: files, households and applications stay readable and findable."""

from dataclasses import replace
from typing import Any

import pytest

from accounts import sealed
from hardship.models import FileVersion, HardshipFile, HouseholdPerson, ReliefApplication
from tests.accounts.keyring_keys import BOTH
from tests.accounts.test_index_rotation import rotate, to_the_new_key
from tests.factories import id_number
from tests.hardship.families import add_version, contents, make_application, make_file, make_programme

pytestmark = pytest.mark.django_db
TESTS = "tests"


@pytest.fixture
def family(mill):
    file = make_file(mill.union, said=contents(7))
    make_application(file, make_programme())
    return file


def test_a_worker_is_found_without_the_old_key(family, settings: Any) -> None:
    to_the_new_key(settings)

    assert HardshipFile.objects.everywhere(TESTS).numbered(id_number(7)).get() == family
    family.refresh_from_db()
    assert ReliefApplication.objects.everywhere(TESTS).get().person_index == family.person_index
    worker = HouseholdPerson.objects.everywhere(TESTS).get(relation="本人")
    assert worker.id_number_index == family.person_index
    assert sealed.disagreements() == []


def test_whoever_has_no_number_on_file_is_no_disagreement_and_gets_no_index(family, settings: Any) -> None:
    assert sealed.disagreements() == []

    to_the_new_key(settings)

    assert HouseholdPerson.objects.everywhere(TESTS).get(relation="配偶").id_number_index == ""


def test_every_version_says_what_it_said(family, settings: Any) -> None:
    said = contents(7)
    add_version(family, replace(said, file=replace(said.file, address="搬家")), number=2, on=family.opened_on)
    settings.FIELD_KEYS = BOTH

    rotate()

    versions = FileVersion.objects.everywhere(TESTS).order_by("number")
    assert [version.facts.address for version in versions] == ["云岭县天河镇", "搬家"]
    assert {version.facts_sealed.partition(":")[0] for version in versions} == {"t2"}
