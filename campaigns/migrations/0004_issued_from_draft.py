from django.db import migrations

from campaigns.triggers import ISSUED_FROM_DRAFT, ISSUED_FROM_DRAFT_GONE


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0003_report_run")]

    operations = [migrations.RunSQL(ISSUED_FROM_DRAFT, ISSUED_FROM_DRAFT_GONE)]
