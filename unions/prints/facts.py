"""What is printed of each union, read from the registers as of a day: for the enterprise's own walls (domain.md E-05)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from unions.models import Officer, Organisation, PortalSettings, Post
from unions.prints.kit import Facts, Person

LEADERS = (Post.CHAIR, Post.VICE_CHAIR)


def facts_of(
    unions: Iterable[Organisation], *, on: date, base: str, with_mobiles: bool, officers: Iterable[int] | None = None
) -> list[Facts]:
    """One per union, in their order, in four queries however many there are; `unions` were read through their door.

    `base` is the site's address without the path; `officers` (keys) leaves out everybody else.
    """
    rows = list(unions)
    seated: dict[int, list[Officer]] = defaultdict(list)
    sitting = Officer.objects.everywhere("officers of unions already in scope").sitting_on(on)
    for officer in sitting.filter(union__in=rows, post__in=LEADERS).order_by("post", "elected_on", "pk"):
        if officers is None or officer.pk in set(officers):
            seated[officer.union_id].append(officer)
    bodies = _bodies(rows)
    hotline = PortalSettings.objects.current().hotline
    return [
        Facts(
            name=union.name,
            address=f"{base}/u/{union.token}",
            office=union.address,
            office_phone=union.phone,
            body=body.name if (body := bodies.get(_body_id(union))) else "",
            body_phone=body.phone if body else "",
            hotline=hotline,
            people=tuple(_person(one, with_mobiles) for one in seated[union.pk]),
        )
        for union in rows
    ]


def _person(officer: Officer, with_mobiles: bool) -> Person:
    return Person(
        officer.name, officer.get_post_display(), officer.office_phone, officer.mobile if with_mobiles else ""
    )


def _body_id(union: Organisation) -> int:
    """The responsible body above it: the county's child on its path; the county itself for what stands directly below."""
    above = union.ids_above[:-1]
    return above[1] if len(above) > 1 else above[0] if above else 0


def _bodies(unions: list[Organisation]) -> dict[int, Organisation]:
    rows = Organisation.objects.everywhere("the bodies above unions already in scope")
    return rows.in_bulk({_body_id(union) for union in unions})
