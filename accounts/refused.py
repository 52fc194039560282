"""A no that the person can act on; the sentence is shown as it stands, so it is Chinese and says what to do."""

from django.core.exceptions import ObjectDoesNotExist


class Refused(Exception):
    """Raised by operations when a rule says no; any other exception is our own fault."""


class Gone(Refused, ObjectDoesNotExist):
    """The row an operation was handed was removed by somebody else in the same moment."""
