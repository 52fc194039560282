"""Reads what unions/published.py decides on: one union's page for everybody, and the bodies to browse by."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db import connection

from accounts.encryption import blind_index
from unions.models import Organisation, PortalSettings
from unions.published import MOST_SUCCESSORS, Number, Place, Published, Tenure, numbers, publish, without_numbers

WHY = "the public directory: unions/published.py decides what is shown"
SECONDS_KEPT = 60

# The fields of published.Place, of the row o.
_PLACE = "o.token, o.name, o.address, o.phone, o.is_published AS is_listed, o.established_on, o.dissolved_on"
# A union with what stands above it and who leads it, in one statement: this is the page that scans open.
_UNION = f"""
SELECT u.id, (
    SELECT row_to_json(p) FROM (SELECT {_PLACE}, coalesce(s.token, '') AS successor
        FROM unions_organisation o LEFT JOIN unions_organisation s ON s.id = o.successor_id WHERE o.id = u.id) p
), (
    SELECT json_agg(p) FROM (SELECT {_PLACE} FROM unions_organisation o
        WHERE o.id = ANY ((string_to_array(trim(both '/' FROM u.path), '/')::bigint[])[:2]) AND o.id <> u.id
        ORDER BY length(o.path) DESC) p
), (
    SELECT json_agg(t) FROM (SELECT c.name, c.post, c.elected_on, c.left_on, c.office_phone, c.mobile, (
            SELECT coalesce(json_agg(json_build_array(m.since, m.until, m.number_index)), '[]')
            FROM unions_mobileconsent m WHERE m.officer_id = c.id) AS consents
        FROM unions_officer c WHERE c.union_id = u.id AND c.post IN ('chair', 'vice_chair')
        ORDER BY c.elected_on, c.id) t
)
FROM unions_organisation u WHERE u.token = %(token)s
"""
_BODIES = """
SELECT b.id, b.token, b.name, b.phone, b.path, coalesce(n.unions, 0) FROM unions_organisation b
LEFT JOIN (
    SELECT split_part(o.path, '/', 3) AS body, count(*) AS unions FROM unions_organisation o
    WHERE o.is_published AND (o.established_on IS NULL OR o.established_on <= %(on)s)
      AND (o.dissolved_on IS NULL OR o.dissolved_on > %(on)s)
    GROUP BY 1
) n ON n.body = b.id::text
JOIN unions_organisation county ON county.id = b.parent_id AND county.kind = 'county_federation'
WHERE b.kind NOT IN ('grassroots_single', 'grassroots_joint') AND b.is_published
  AND b.established_on <= %(on)s AND (b.dissolved_on IS NULL OR b.dissolved_on > %(on)s)
ORDER BY b.code
"""
_LISTED_IN = """
SELECT o.token, o.name, o.address FROM unions_organisation o
WHERE o.path LIKE %(within)s AND o.is_published AND o.established_on <= %(on)s
  AND (o.dissolved_on IS NULL OR o.dissolved_on > %(on)s)
ORDER BY o.code LIMIT %(take)s OFFSET %(skip)s
"""


@dataclass(frozen=True)
class Body:
    """A responsible body; `unions` counts those listed below it, itself included."""

    token: str
    name: str
    office: tuple[Number, ...]
    path: str
    unions: int


@dataclass(frozen=True)
class Listed:
    """A line of a list to browse: no person, no number (security.md D47)."""

    token: str
    name: str
    address: str


def union_page(token: str, on: date) -> tuple[Published, int] | None:
    """What everybody sees of a union on the day, and its row's id; None for no page. One query, more if dissolved."""
    with connection.cursor() as cursor:
        cursor.execute(_UNION, {"token": token})
        found = cursor.fetchone()
    if found is None:
        return None
    pk, union, above, leaders = found
    place = _place(union)
    published = publish(
        place,
        tenures=[_tenure(each) for each in leaders or ()],
        above=[_place(each) for each in above or ()],
        successors=_successors(place) if place.successor else {},
        on=on,
    )
    return (published, pk) if published is not None else None


def _place(row: dict[str, Any]) -> Place:
    return Place(**_dated(row, "established_on", "dissolved_on"))


def _tenure(row: dict[str, Any]) -> Tenure:
    given = row.pop("consents")
    number = blind_index(row["mobile"]) if given else ""
    consents = tuple((_day(since), _day(until)) for since, until, to in given if to == number)
    return Tenure(**_dated(row, "elected_on", "left_on"), consents=consents)


def _dated(row: dict[str, Any], *fields: str) -> dict[str, Any]:
    """The row with its days as days: JSON has them as text."""
    return {**row, **{name: _day(row[name]) for name in fields}}


def _day(text: str | None) -> Any:
    return None if text is None else date.fromisoformat(text)


def _successors(place: Place) -> dict[str, Place]:
    """Every organisation in the chain behind a dissolved one, circles cut."""
    fields = ("token", "name", "address", "phone", "is_published", "established_on", "dissolved_on", "successor__token")
    found: dict[str, Place] = {}
    following = place.successor
    while following and following not in found and len(found) < MOST_SUCCESSORS:
        row = Organisation.objects.everywhere(WHY).filter(token=following).values_list(*fields).first()
        if row is None:
            break
        token, name, address, phone, is_published, since, until, after = row
        found[following] = Place(token, name, address, phone, is_published, since, until, after or "")
        following = found[following].successor
    return found


def bodies(on: date) -> list[Body]:
    """The listed responsible bodies in the register's order; kept for a minute. One query, over all unions."""
    key = f"directory-bodies-{on}"
    kept: list[Body] | None = cache.get(key)
    if kept is None:
        with connection.cursor() as cursor:
            cursor.execute(_BODIES, {"on": on})
            kept = [Body(token, name, numbers(tel), path, count) for _, token, name, tel, path, count in cursor]
        cache.set(key, kept, SECONDS_KEPT)
    return kept


def listed_in(body: Body, on: date, *, page: int, size: int) -> tuple[list[Listed], bool]:
    """(a page of the unions below the body, whether there are more). One query, no count."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTED_IN, {"within": f"{body.path}%", "on": on, "take": size + 1, "skip": (page - 1) * size})
        rows = [Listed(token, name, without_numbers(address)) for token, name, address in cursor]
    return rows[:size], len(rows) > size


def parts_of(on: date, size: int) -> int:
    """How many maps of `size` unions each the directory takes."""
    return -(-_listed(on).count() // size)


def tokens(on: date, *, part: int, size: int) -> list[str]:
    """One map's unions, the first map being 1."""
    rows = _listed(on).order_by("pk").values_list("token", flat=True)
    return list(rows[(part - 1) * size : part * size])


def _listed(on: date) -> Any:
    return Organisation.objects.everywhere(WHY).existing_on(on).filter(is_published=True)


def hotline() -> str:
    """12351 or what the county has set; kept for a minute."""
    number = cache.get("directory-hotline")
    if number is None:
        number = PortalSettings.objects.current().hotline
        cache.set("directory-hotline", number, SECONDS_KEPT)
    return str(number)
