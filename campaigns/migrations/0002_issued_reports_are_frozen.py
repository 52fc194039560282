from django.db import migrations

from accounts.triggers import keep_in_book
from campaigns.triggers import FREEZE, FREEZE_GONE


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial"), ("accounts", "0002_book_append_only")]

    operations = [
        migrations.RunSQL(FREEZE, FREEZE_GONE),
        keep_in_book("campaigns_campaign"),
        keep_in_book("campaigns_phase"),
        keep_in_book("campaigns_scoperule"),
        keep_in_book("campaigns_target"),
        keep_in_book("campaigns_report", hidden=("workbook", "uncovered", "figures")),
    ]
