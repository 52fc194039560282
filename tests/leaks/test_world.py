"""The world of the hunt is whole: a new table or column is in it, or the test says what to write."""

from typing import Any

import pytest
from django.db import connection, models

from tests.leaks.builders import LEFT_OUT, models_in_order
from tests.leaks.doors import all_doors
from tests.leaks.guard import SESSION_LINE
from tests.leaks.oracle import KINDS, PLACES
from tests.leaks.stain import KEPT
from tests.leaks.world import World
from unions.models import Organisation

OURS = ("accounts", "registers", "unions", "members", "hardship", "campaigns", "config")
# Text columns without a canary, and why.
NO_WORD = {
    "accounts.BookEntry": "its lines hold the canaries of the rows they are about",
}


def text_columns(model: type[models.Model]) -> list[Any]:
    kinds = models.CharField | models.TextField
    return [one for one in model._meta.concrete_fields if isinstance(one, kinds) and not one.choices]


@pytest.mark.parametrize(
    "model", [one for one in models_in_order() if one._meta.app_label in OURS], ids=lambda m: m._meta.label
)
def test_every_text_column_holds_a_canary(world: World, model: type[models.Model]) -> None:
    label = model._meta.label
    if label in NO_WORD:
        pytest.skip(NO_WORD[label])
    marked = {mark.column for mark in world.mint.marks.values() if mark.label == label}
    for column in text_columns(model):
        name = f"{label}.{column.name}"
        if name not in KEPT | set(NO_WORD) and not name.endswith("_index"):
            assert column.name in marked, f"fill {name} in tests/leaks/builders.py, or say why not in KEPT (stain.py)"


@pytest.mark.parametrize(
    "model", [one for one in models_in_order() if one._meta.app_label in OURS], ids=lambda m: m._meta.label
)
def test_every_table_has_rows_and_a_class_of_knowledge(world: World, model: type[models.Model]) -> None:
    label = model._meta.label

    assert any(world.rows(label, place) for place in PLACES), f"no row of {label}: see tests/leaks/builders.py"
    assert label in KINDS, f"who may read {label}? Say it in tests/leaks/oracle.py, KINDS"


def test_the_canaries_are_in_the_database(world: World) -> None:
    """What the mint remembers is what the tables hold: the hunt can only hear what is there."""
    text = []
    with connection.cursor() as cursor:
        for model in models_in_order():
            cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t')
            text += [row for (row,) in cursor.fetchall()]
    heard = world.mint.heard_in("\n".join(text).encode())
    sealed = {
        token
        for token, mark in world.mint.marks.items()
        if mark.column.endswith("_sealed") or mark.column.startswith("facts ")
    }
    in_files = {
        token for token, mark in world.mint.marks.items() if mark.column in {"stored_as", "fault_file", "workbook"}
    }

    assert set(world.mint.marks) - heard == sealed | in_files


def test_the_search_finds_the_canaries(world: World) -> None:
    """Or a search for somebody else's row would find nothing for the wrong reason."""
    quarry = world.one("unions.Organisation", "quarry")
    organisations = Organisation.objects.everywhere("the world of the hunt")

    assert quarry in organisations.search(quarry.name[:7])


def test_every_address_can_be_filled_in() -> None:
    assert len(all_doors()) > 100
    assert "sessions.Session" in LEFT_OUT


@pytest.mark.django_db
def test_the_line_of_a_session_writes_nowhere_else() -> None:
    """Why guard.py looks at two tables only where a request wrote nothing but this line."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [SESSION_LINE]
        )
        assert not cursor.fetchall()
