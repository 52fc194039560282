"""No bank file is made of what is not as it was approved."""

import pytest
from django.db import connection

from accounts.refused import Refused
from hardship.operations import sealing
from hardship.operations.payees import due, payable
from tests.hardship.money.world import WHEN, approved, batch_of, payments

pytestmark = pytest.mark.django_db


def alter(amount):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE hardship_reliefapplication SET approved = approved + %s WHERE name = '困难100'", [amount]
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_what_was_altered_since_is_left_out_of_a_batch_with_the_reason(world):
    approved(world)
    approved(world)
    alter(1)

    batch = batch_of(world)

    assert [one.payee for one in payments(batch)] == ["困难101"]
    [left] = due(payable(world.programme), by=world.cashier)
    assert "与批准时的内容不一致" in left.why_not


def test_a_card_changed_past_every_guard_stops_the_batch(world):
    batch = batch_of(world, 2)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE hardship_reliefapplication SET approved = approved + 1")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")

    with pytest.raises(Refused, match="2 份申请与批准时的内容不一致"):
        sealing.seal(batch, by=world.cashier, **WHEN)

    batch.refresh_from_db()
    assert batch.state == "draft"
