"""The migrations of relief on a filled database: back and forward again, and what was guarded is guarded."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection

from hardship.models import FileVersion, HardshipFile, Payment, ReliefApplication
from tests.hardship.money.world import make_world, sealed_batch
from tests.migrating import latest, migrate

__all__ = ["latest"]

pytestmark = pytest.mark.django_db(transaction=True)
TESTS = "tests"


def guards() -> list[tuple[str, str]]:
    """Every trigger and policy on a table of relief, by table and definition."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE c.relname LIKE 'hardship%' AND NOT t.tgisinternal"
            " UNION ALL SELECT tablename, policyname || coalesce(qual, '') FROM pg_policies"
            " WHERE tablename LIKE 'hardship%' ORDER BY 1, 2"
        )
        return cursor.fetchall()


@pytest.fixture
def paid_for(county, mill):
    """Three applications approved and put into a sealed batch."""
    return sealed_batch(make_world(county, mill.union))


def test_back_to_the_first_guards_and_forward_nothing_is_lost(paid_for, latest):
    before = guards()
    rows = [len(model.objects.everywhere(TESTS)) for model in (HardshipFile, FileVersion, ReliefApplication, Payment)]

    migrate(("hardship", "0002_walls_and_guards"))
    migrate(*latest)

    assert guards() == before
    assert rows == [
        len(model.objects.everywhere(TESTS)) for model in (HardshipFile, FileVersion, ReliefApplication, Payment)
    ]
    assert HardshipFile.objects.everywhere(TESTS).first().versions.everywhere(TESTS).get().facts.bank
    with pytest.raises(DatabaseError):
        Payment.objects.everywhere(TESTS).update(amount=Decimal("9999.00"))


def test_all_the_way_back_leaves_no_table_of_relief_and_forward_again_all_guards(paid_for, latest):
    before = guards()

    migrate(("hardship", None))
    assert [table for table in connection.introspection.table_names() if table.startswith("hardship")] == []

    migrate(*latest)
    assert guards() == before
