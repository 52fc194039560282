"""Which records of the book belong to a union: asked by the book's page, which stands two floors down."""

from django.db.models import Q

from unions.models import Appointment, Display, Employer, Honour, Officer, Organisation

UNIONS_AT_MOST = 20
REASON = "the auditor asks the book about a union"


def records_of(words: str) -> dict[str, list[int]]:
    """Numbers by table of the unions with this code, or with these words in their name, and of all that is theirs."""
    named = Q(code=words) if words.isdecimal() else Q(name__contains=words)
    unions = Organisation.objects.everywhere(REASON).filter(named).order_by("code")
    found = {"unions_organisation": list(unions.values_list("pk", flat=True)[:UNIONS_AT_MOST])}
    for model, union in (
        (Officer, "union"), (Display, "union"), (Employer, "union"), (Honour, "union"), (Appointment, "organisation"),
    ):  # fmt: skip
        rows = model.objects.everywhere(REASON).filter(**{f"{union}__in": found["unions_organisation"]})
        found[model._meta.db_table] = list(rows.values_list("pk", flat=True))
    return found
