"""What a figure is asked of: whose eyes, which day and year, which programme, which part of the tree."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Self

from django.db.models import BigIntegerField, Case, CharField, F, Func, Q, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.duties import Duty
from hardship.models import ReliefProgramme
from unions.models import Kind, Organisation

DIRECT = "县总工会直属"


@dataclass(frozen=True)
class Asked:
    """`place` is a responsible body, or the county for the unions directly under it; None for all that the user sees."""

    user: Any
    on: date
    year: int
    programme: ReliefProgramme | None = None
    kind: str = ""  # of programmes
    place: Organisation | None = None

    def of(self, **changes: Any) -> Self:
        return replace(self, **changes)

    def narrowed(self, rows: Any, lookup: str) -> Any:
        """Rows that came through their door, less those outside `place`; `lookup` leads to the union's path."""
        if self.place is None:
            return rows
        if self.place.kind != Kind.COUNTY_FEDERATION:
            return rows.filter(**{f"{lookup}__startswith": self.place.path})
        return rows.annotate(asked_body=body_of(lookup)).filter(asked_body=self.place.pk)

    def of_programme(self, rows: Any, lookup: str = "programme") -> Any:
        if self.programme is not None:
            rows = rows.filter(**{lookup: self.programme})
        return rows.filter(**{f"{lookup}__kind": self.kind}) if self.kind else rows


def body_of(lookup: str) -> Case:
    """SQL: the id of the responsible body of the union with this path; the county's for a union directly under it."""

    def part(number: int) -> Func:
        return Func(F(lookup), Value("/"), Value(number), function="split_part", output_field=CharField())

    return Case(
        When(_is_direct(lookup), then=Cast(part(2), BigIntegerField())),
        default=Cast(part(3), BigIntegerField()),
        output_field=BigIntegerField(),
    )


def _is_direct(lookup: str) -> Q:
    return Q(**{f"{lookup}__regex": r"^/[0-9]+/([0-9]+/)?$"})


def names_of(user: Any, bodies: set[int]) -> dict[int, tuple[str, str]]:
    """(code, name) of each body by id; the county stands for the unions directly under it. One query."""
    rows = Organisation.objects.everywhere("names of the bodies that figures in scope are of").filter(pk__in=bodies)
    return {
        pk: (code, DIRECT if kind == Kind.COUNTY_FEDERATION else name)
        for pk, code, name, kind in rows.values_list("pk", "code", "name", "kind")
    }


def midnight(day: date) -> datetime:
    """The first instant of the day, here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def within(user: Any, duty: Duty, lookup: str) -> Q:
    """Rows below the parts of the tree in which the user holds the duty; none where there is none."""
    found = Q(pk__in=[])
    for path in user.paths_with(duty):
        found |= Q(**{f"{lookup}__startswith": path})
    return found
