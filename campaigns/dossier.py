"""What the registers hold of one union that decides about its coverage, on any day (coverage.md §1, §3)."""

from dataclasses import dataclass, replace
from datetime import date

from unions.models import (
    GRASSROOTS_KINDS,
    Display,
    Employer,
    Honour,
    Officer,
    Organisation,
    Ownership,
    Post,
    Size,
    ownership_of,
)

SHOWN_POSTS = (Post.CHAIR, Post.VICE_CHAIR)


@dataclass(frozen=True)
class Span:
    """Holds from `since` until `until`, that day not included; None is open."""

    since: date | None
    until: date | None

    def holds(self, on: date) -> bool:
        return self.since is not None and self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True)
class Fact:
    """One row of the 双亮台账; `officer` is the tenure's key, None for the union's own facts."""

    pk: int
    item: str
    way: str
    officer: int | None
    span: Span
    verified_on: date | None
    verified_by: str
    content: str

    def is_verified(self, on: date) -> bool:
        return self.verified_on is not None and self.verified_on <= on


@dataclass(frozen=True)
class Tenure:
    pk: int
    name: str
    post: str
    span: Span


@dataclass(frozen=True)
class Award:
    pk: int
    name: str
    level: str
    span: Span


@dataclass(frozen=True)
class Unit:
    """The employer that decides ownership and size; both are current attributes (coverage.md §3)."""

    pk: int
    name: str
    nature: str
    size: str

    @property
    def ownership(self) -> Ownership:
        return ownership_of(self.nature)

    @property
    def is_small(self) -> bool:
        return self.size in (Size.SMALL, Size.MICRO)


@dataclass(frozen=True)
class Dossier:
    """What decides about one union. `is_body` is a responsible body or the county: never counted itself (§5)."""

    kind: str
    is_body: bool
    span: Span
    unit: Unit | None
    tenures: tuple[Tenure, ...]
    facts: tuple[Fact, ...]
    awards: tuple[Award, ...]


def dossier_of(union: Organisation) -> Dossier:
    """All that decides about the union, on any day. Four queries; the union is one the caller found in scope."""
    why = "the facts of a union found in scope"
    officers = Officer.objects.everywhere(why).filter(union=union, post__in=SHOWN_POSTS)
    facts = Display.objects.everywhere(why).filter(union=union).order_by("starts_on", "pk")
    awards = Honour.objects.everywhere(why).filter(union=union).order_by("awarded_on", "pk")
    return replace(
        place_of(union),
        tenures=tuple(
            Tenure(row.pk, row.name, row.post, Span(row.elected_on, row.left_on))
            for row in officers.order_by("post", "elected_on", "pk")
        ),
        facts=tuple(
            Fact(
                row.pk,
                row.item,
                row.get_way_display(),
                row.officer_id,
                Span(row.starts_on, row.ends_on),
                row.verified_on,
                row.verified_by,
                row.content,
            )
            for row in facts
        ),
        awards=tuple(Award(row.pk, row.name, row.level, Span(row.awarded_on, row.revoked_on)) for row in awards),
    )


def place_of(union: Organisation) -> Dossier:
    """What says whether the union counts at all, without its officers, facts and honours. One query."""
    units = Employer.objects.everywhere("the unit of a union found in scope").filter(union=union)
    unit = units.order_by("pk").first()
    return Dossier(
        union.kind,
        len(union.ids_above) <= 2 and union.kind not in GRASSROOTS_KINDS,
        Span(union.established_on, union.dissolved_on),
        Unit(unit.pk, unit.name, unit.nature, unit.size) if unit is not None else None,
        (),
        (),
        (),
    )
