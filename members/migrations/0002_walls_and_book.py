"""Row security, the book, the guards and the search keys (members/triggers.py, accounts/triggers.py)."""

from django.db import migrations

from accounts.triggers import WALL_FUNCTIONS, WALL_FUNCTIONS_GONE, keep_in_book, keep_person_in_book, wall, within
from members.triggers import GUARDS, GUARDS_GONE, PERSONAL, SEARCH, SEARCH_GONE

OF_MEMBER = "EXISTS (SELECT FROM members_member m WHERE m.id = {})"  # itself behind its wall


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial"), ("accounts", "0008_personal_past")]

    operations = [
        migrations.RunSQL(WALL_FUNCTIONS, WALL_FUNCTIONS_GONE),
        migrations.RunSQL(GUARDS, GUARDS_GONE),
        migrations.RunSQL(SEARCH, SEARCH_GONE),
        wall("members_member", within("union_id")),
        wall("members_membership", within("union_id")),
        wall("members_transfer", f"{within('from_union_id')} OR {within('to_union_id')}"),
        wall("members_duplicate", f"{OF_MEMBER.format('first_id')} AND {OF_MEMBER.format('second_id')}"),
        wall("members_erasure", OF_MEMBER.format("member_id")),
        # Whoever changes a person leaves the old values; only the whole county's eyes read them again.
        wall("accounts_personalpast", "false", "true"),
        keep_person_in_book("members_member", PERSONAL),
        keep_in_book("members_membership"),
        keep_person_in_book("members_transfer", ("name", "masked_number")),
        keep_in_book("members_duplicate"),
        keep_in_book("members_rostercheck"),
        keep_in_book("members_erasure"),
        keep_in_book("members_formprint"),
    ]
