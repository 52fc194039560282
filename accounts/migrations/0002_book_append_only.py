from django.db import migrations

from accounts.triggers import BOOK_FUNCTIONS, BOOK_FUNCTIONS_GONE, keep_in_book


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(BOOK_FUNCTIONS, BOOK_FUNCTIONS_GONE),
        keep_in_book("accounts_user", hidden=("password", "last_login")),
    ]
