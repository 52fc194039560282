"""The guard of memberships looks persons up by the key, whatever the statistics say (members/triggers.py)."""

from django.db import migrations

from members.triggers import GUARD_MEMBERSHIPS


class Migration(migrations.Migration):
    dependencies = [("members", "0003_roster")]

    # Back, it stays: it asks the same.
    operations = [migrations.RunSQL(GUARD_MEMBERSHIPS, migrations.RunSQL.noop)]
