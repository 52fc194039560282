"""What a programme's criteria were, they stay: a change is a new version."""

from django.db import migrations

TABLES = ("hardship_criteriaversion", "hardship_criterion")


class Migration(migrations.Migration):
    dependencies = [("hardship", "0004_payments_and_audit")]

    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER added_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION relief_added_only()",
            f"DROP TRIGGER added_only ON {table}",
        )
        for table in TABLES
    ]
