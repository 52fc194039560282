"""Searches of a million stay short: the keys know the union, the walls are hashed, a span of joining has its index."""

from django.db import migrations, models

from accounts.triggers import wall_again, within
from members.triggers import SEARCH_IN_UNIONS, SEARCH_IN_UNIONS_GONE


class Migration(migrations.Migration):
    dependencies = [("members", "0004_guard_looks_up")]

    operations = [
        migrations.AddField("memberkey", "union_id", models.BigIntegerField(null=True)),
        migrations.RunSQL(SEARCH_IN_UNIONS, SEARCH_IN_UNIONS_GONE),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AlterField("memberkey", "union_id", models.BigIntegerField())]
        ),
        wall_again("members_member", within("union_id")),
        wall_again("members_membership", within("union_id")),
        wall_again("members_transfer", f"{within('from_union_id')} OR {within('to_union_id')}"),
        migrations.AddIndex("membership", models.Index(fields=["since", "union", "member"], name="membership_since")),
    ]
