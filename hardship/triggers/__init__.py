"""What the database sees to for relief: SQL for the migrations. Sentences are shown to people as they stand.

The functions look at rows of the whole county (SET shuangliang.relief): a rule holds whoever asks.
"""

from django.db import migrations

from accounts.triggers import keep_in_book
from hardship.triggers.money import MONEY, MONEY_GONE
from hardship.triggers.steps import ADDED_ONLY, ADDED_ONLY_GONE, STEPS, STEPS_GONE
from hardship.triggers.walls import RELIEF_FUNCTIONS, RELIEF_FUNCTIONS_GONE, WALLS, relief_wall

# What never reaches the book, by table: names, contents, sealed things.
HIDDEN = {
    "hardshipfile": ("name", "person_index", "end_reason"),
    "fileversion": ("name", "facts_sealed", "reason"),
    "householdperson": ("id_number_index", "facts_sealed"),
    "livingline": (),
    "calendarday": (),
    "reliefsettings": (),
    "reliefprogramme": (),
    "criteriaversion": (),
    "criterion": (),
    "documentrule": (),
    "reliefapplication": (
        "name", "person_index", "judgement_sealed", "per_capita", "result", "lookup_index", "borderline", "met",
    ),
    "step": ("opinion", "decided_by"),
    "document": ("note", "stored_as"),
    "documentcheck": ("note",),
    "homevisit": ("causes", "demands", "mind", "note", "visitors"),
    "amountchange": ("reason",),
    "publicnotice": ("token",),
    "noticeline": ("name",),
    "objection": ("said_by", "contact", "text", "reply"),
    "fundsource": (),
    "budget": (),
    "instalment": (),
    "paymentbatch": ("file_sealed",),
    "payment": ("payee", "account_sealed", "bank", "failure"),
    "bankreturn": (),
    "fundentry": ("note",),
    "visitplan": (),
    "visitquota": (),
    "visitgroup": (),
    "visitstop": ("name", "address", "phone", "signed_by", "note", "receipt"),
}  # fmt: skip


def steps() -> list[migrations.RunSQL]:
    """All of it, for the first migration."""
    return [
        migrations.RunSQL(RELIEF_FUNCTIONS, RELIEF_FUNCTIONS_GONE),
        migrations.RunSQL(ADDED_ONLY, ADDED_ONLY_GONE),
        migrations.RunSQL(STEPS, STEPS_GONE),
        migrations.RunSQL(MONEY, MONEY_GONE),
        *[relief_wall(f"hardship_{name}", using) for name, using in WALLS.items()],
        *[keep_in_book(f"hardship_{name}", hidden) for name, hidden in HIDDEN.items()],
    ]
