"""What names are found by: filled and kept by the database (unions/triggers.py), read by the querysets' `search`."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Lookup


class KeysField(SearchVectorField):
    """`keys__answer="'tian' <1> 'he'"`: a tsquery in the letters of unions/spelling.py."""


@KeysField.register_lookup
class Answer(Lookup[Any]):
    lookup_name = "answer"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        keys, keys_values = self.process_lhs(compiler, connection)
        asked, asked_values = self.process_rhs(compiler, connection)
        # Cast, not to_tsquery: no parser or dictionary of the server's locale comes between.
        return f"{keys} @@ {asked}::tsquery", [*keys_values, *asked_values]


class Key(models.Model):
    """Not a word of it is shown: it only tells which rows, all read through their own door.

    The subclasses' ids are no foreign keys of Django's: the rows are the database's own (ON DELETE CASCADE).
    """

    keys = KeysField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class OrganisationKey(Key):
    organisation_id = models.BigIntegerField(primary_key=True)

    class Meta(Key.Meta):
        indexes = [GinIndex(fields=["keys"], name="organisation_keys")]


class EmployerKey(Key):
    employer_id = models.BigIntegerField(primary_key=True)

    class Meta(Key.Meta):
        indexes = [GinIndex(fields=["keys"], name="employer_keys")]


class OfficerKey(Key):
    officer_id = models.BigIntegerField(primary_key=True)

    class Meta(Key.Meta):
        indexes = [GinIndex(fields=["keys"], name="officer_keys")]
