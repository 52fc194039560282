from django.db import migrations

from accounts.triggers import keep_in_book
from campaigns.triggers import INDICATORS_FROM_DRAFT, INDICATORS_FROM_DRAFT_GONE

# The report's rows stay out of the book, the indicators with them: the triggers are made anew with one name more.
BEFORE = keep_in_book("campaigns_report", hidden=("workbook", "uncovered", "figures"))


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0005_indicator_targets")]

    operations = [
        migrations.RunSQL(INDICATORS_FROM_DRAFT, INDICATORS_FROM_DRAFT_GONE),
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        keep_in_book("campaigns_report", hidden=("workbook", "uncovered", "figures", "indicators")),
        keep_in_book("campaigns_indicatortarget"),
        keep_in_book("campaigns_allocation"),
    ]
