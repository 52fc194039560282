"""The world of the hunt: 云岭县 with two townships, every table filled in each, every field a canary."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connection, models

from accounts.models import User
from tests.leaks.builders import BUILDERS, models_in_order
from tests.leaks.guesses import MONTH, guess
from tests.leaks.mint import Mark, Mint
from tests.leaks.oracle import ONES_OWN, PLACES, PUBLISHED, kind_of, may_read
from unions.models import Organisation
from unions.operations import organisations

IDS_FROM, IDS_PER_TABLE = 861_300_001, 1_000
MISSING = 861_349_990  # an id no row has, as long as the others


@dataclass
class World:
    county: Organisation
    mint: Mint = field(default_factory=Mint)
    people: dict[str, User] = field(default_factory=dict)
    _rows: dict[tuple[str, str], list[Any]] = field(default_factory=dict)

    def rows(self, label: str, place: str) -> list[Any]:
        return self._rows.get((label, place), [])

    def one(self, label: str, place: str) -> Any:
        return self.rows(label, place)[0]

    def of(self, label: str) -> list[tuple[str, Any]]:
        """Every row of a table with its place, the farthest place last."""
        return [(place, row) for place in (*PLACES, "shared", "crossing") for row in self.rows(label, place)]

    def labels(self) -> list[str]:
        return sorted({label for label, _ in self._rows})

    def model(self, label: str) -> type[models.Model]:
        return apps.get_model(label)

    def add(self, place: str, row: Any) -> None:
        self._rows.setdefault((row._meta.label, place), []).append(row)
        if row.pk >= IDS_FROM:
            self.mint.marks[str(row.pk)] = self.mark(row, place, "id")

    def mark(self, row: Any, place: str, column: str) -> Mark:
        label = row._meta.label
        user = getattr(row, ONES_OWN[label]) if label in ONES_OWN else None
        owner = next((name for name, person in self.people.items() if user == person.pk), "")
        return Mark(label, column, row.pk, place, kind_of(label, column), owner)

    def word(self, row: Any, place: str, column: str, longest: int = 7) -> str:
        return self.mint.word(self.mark(row, place, column), longest)

    def is_published(self, mark: Mark) -> bool:
        """May everybody read it in the public directory?"""
        if mark.column not in PUBLISHED.get(mark.label, ()):
            return False
        row = next(row for _, row in self.of(mark.label) if row.pk == mark.row)
        return {
            "unions.Organisation": True,
            "unions.Officer": getattr(row, "left_on", None) is None,
            "unions.Employer": getattr(row, "union_id", None) is not None,
            "unions.PortalSettings": True,
            "campaigns.Campaign": True,
            "campaigns.Report": getattr(row, "month", None) == MONTH,
        }[mark.label]

    def readable(self, who: str, label: str) -> list[Any]:
        """The rows of a table that this person may open."""
        return [row for place, row in self.of(label) if may_read(who, self.mark(row, place, "row"))]

    def unreadable(self, who: str, label: str) -> list[Any]:
        """The others, one of each place."""
        first: dict[str, Any] = {}
        for place, row in self.of(label):
            if not may_read(who, self.mark(row, place, "row")):
                first.setdefault(place, row)
        return list(first.values())


def start_sequences() -> None:
    """Every id of the world is a canary too: table number k has 861300001 + 1000 k and following."""
    with connection.cursor() as cursor:
        for number, model in enumerate(models_in_order()):
            pk: Any = model._meta.pk
            if isinstance(pk, models.AutoField):
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                    [model._meta.db_table, pk.column, IDS_FROM + number * IDS_PER_TABLE],
                )


def build() -> World:
    """The rows as the operations make them; stain.py puts the canaries in."""
    start_sequences()
    county = organisations.establish_county("3499990000", "云岭县总工会", by=None)
    world = World(organisations.change_details(county, established_on=date(2000, 1, 1), by=None))
    for model in models_in_order():
        label = model._meta.label
        for place in PLACES:
            made = BUILDERS[label](world, place) if label in BUILDERS else guess(model, world, place)
            for row in made:
                world.add(place, row)
    return world
