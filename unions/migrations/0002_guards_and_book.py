from django.db import migrations

from accounts.triggers import keep_in_book
from unions.triggers import GUARDS, GUARDS_GONE

TABLES = ["organisation", "employer", "officer", "display", "honour", "appointment"]


class Migration(migrations.Migration):
    dependencies = [("unions", "0001_initial"), ("accounts", "0002_book_append_only")]

    operations = [
        migrations.RunSQL(GUARDS, GUARDS_GONE),
        *[keep_in_book(f"unions_{table}") for table in TABLES],
    ]
