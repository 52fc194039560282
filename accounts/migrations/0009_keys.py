"""Changing the field keys is no change of the records: the book takes no line of it (accounts/triggers.py)."""

from django.db import migrations

from accounts.triggers import BOOK_NOTES, BOOK_NOTES_BEFORE_KEYS


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_personal_past")]

    operations = [migrations.RunSQL(BOOK_NOTES, BOOK_NOTES_BEFORE_KEYS)]
