"""What the database refused, as the sentence a person reads."""

from django.apps import apps
from django.db import Error


def sentence_of(error: Error) -> str | None:
    """The Chinese sentence behind a constraint or trigger that said no; None when we have none for it."""
    diagnostics = getattr(error.__cause__, "diag", None)
    if diagnostics is None:
        return None
    name = diagnostics.constraint_name
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name and constraint.violation_error_message:
                return str(constraint.violation_error_message)
    message = diagnostics.message_primary or ""
    # Our own triggers raise Chinese sentences; PostgreSQL's own messages are no reading for staff.
    return message if any("\u4e00" <= letter <= "\u9fff" for letter in message) else None
