"""What the public directory shows of a union: pure, no Django, no database.

Shown is the narrowest of three: the union (listed, existing), the tenure (sitting on that day) and the consent
(standing on that day, for a mobile number). Nothing else of a person or a unit can get through, for there is no field
for it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

CHAIR, VICE_CHAIR = "chair", "vice_chair"
MOST_SUCCESSORS = 20
DIGITS = "0123456789"

_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)?86[- ]?|0)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_WHOLE_MOBILE = re.compile(r"(?:86)?(1[3-9]\d{9})")
# What an office may have: a landline with or without its area code (none begins like a mobile number), 400 and 800, and
# short numbers of the house. Whatever else stands in the field is no office's telephone and is not shown.
_OFFICE = re.compile(r"(?:86)?0?(?:10|2\d|[3-9]\d{2})\d{7,8}|\d{7,8}|[48]00\d{7}|\d{3,6}")
_BETWEEN = re.compile(r"[、，,;；/|\n]|或者?|(?<=\d{7})\s+(?=0\d{2}|\d{7})")
# A mobile, identity or card number that somebody wrote into a name or an address.
_PERSONAL = re.compile(r"(?:(?:\+?86|0)[- ]?)?1[3-9]\d(?:[- ]?\d){8}(?!\d)|\d{12,}[0-9Xx]?")
_EXTENSION = re.compile(r"转|分机|ext", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """An organisation as the register has it, as far as the directory may ask."""

    token: str
    name: str
    address: str
    phone: str
    is_listed: bool
    established_on: date | None  # unknown only for a county federation that no register has filled in
    dissolved_on: date | None
    successor: str = ""  # the token


@dataclass(frozen=True)
class Tenure:
    """`consents` are the periods [since, until) in which the mobile number may be shown."""

    name: str
    post: str
    elected_on: date
    left_on: date | None
    office_phone: str
    mobile: str
    consents: tuple[tuple[date, date | None], ...] = ()


@dataclass(frozen=True)
class Number:
    """A telephone number as it is read, and as it is dialled."""

    shown: str
    dial: str


@dataclass(frozen=True)
class Person:
    name: str
    office: tuple[Number, ...]
    mobile: tuple[Number, ...]

    @property
    def numbers(self) -> tuple[Number, ...]:
        return self.office + self.mobile


@dataclass(frozen=True)
class Link:
    """Another union that may be shown: by name, with its page and its office's numbers."""

    token: str
    name: str
    office: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Published:
    """Of a dissolved union only the name, the day and who took its place are left."""

    token: str
    name: str
    address: str = ""
    office: tuple[Number, ...] = ()
    chair: Person | None = None
    vice_chairs: tuple[Person, ...] = ()
    body: Link | None = None
    dissolved_on: date | None = None
    successor: Link | None = None

    @property
    def first_numbers(self) -> tuple[Number, ...]:
        """Where to call: the chair, else the union's office."""
        return (self.chair.numbers if self.chair else ()) or self.office


def holds(on: date, since: date | None, until: date | None) -> bool:
    """[since, until): an unknown beginning is long ago."""
    return (since is None or since <= on) and (until is None or on < until)


def exists(place: Place, on: date) -> bool:
    """Listed and existing on the day: what the directory names."""
    return place.is_listed and holds(on, place.established_on, place.dissolved_on)


def numbers(text: str, may_show: Iterable[str] = ()) -> tuple[Number, ...]:
    """The telephone numbers in a field of an office, without mobile numbers but those in `may_show`."""
    allowed = {mobile_in(each) for each in may_show} - {""}
    plain = unicodedata.normalize("NFKC", text)
    kept = _MOBILE.sub(lambda found: f"、{found[0]}、" if mobile_in(found[0]) in allowed else "、", plain)
    found = []
    for part in _BETWEEN.split(kept):
        shown = part.strip(" \t:")
        dial = _dialled(shown)
        number = dial.partition(",")[0]
        if mobile_in(number) in allowed or _OFFICE.fullmatch(number):
            found.append(Number(shown, dial))
    return tuple(dict.fromkeys(found))


def is_office_phone(text: str) -> bool:
    """Whether `numbers` would show every number of the field, those of mobile phones once their owners agree."""
    parts = [part for part in _BETWEEN.split(unicodedata.normalize("NFKC", text)) if part.strip()]
    dialled = [_dialled(part).partition(",")[0] for part in parts]
    return all(mobile_in(number) or _OFFICE.fullmatch(number) for number in dialled)


def without_numbers(text: str) -> str:
    """A name or an address without the numbers of persons that were written into it; otherwise as it is."""
    plain = unicodedata.normalize("NFKC", text)
    found = list(_PERSONAL.finditer(plain))
    kept = text if len(text) == len(plain) else plain
    for match in reversed(found):
        kept = kept[: match.start()] + kept[match.end() :]
    return kept if found else text


def mobile_in(text: str) -> str:
    """The eleven digits when the text is a mobile number and nothing else."""
    found = _WHOLE_MOBILE.fullmatch("".join(letter for letter in text if letter in DIGITS))
    return found[1] if found else ""


def person(tenure: Tenure, on: date) -> Person:
    """Whoever consents to the mobile number also shows one that stands in the office's field."""
    agreed = any(holds(on, since, until) for since, until in tenure.consents)
    mobiles = [tenure.mobile, *_MOBILE.findall(tenure.office_phone)] if agreed else []
    office = numbers(tenure.office_phone, mobiles)
    own = numbers(tenure.mobile, mobiles) if agreed else ()
    return Person(
        without_numbers(tenure.name),
        office,
        tuple(each for each in own if each.dial not in {one.dial for one in office}),
    )


def publish(
    place: Place,
    *,
    tenures: Iterable[Tenure] = (),
    above: Iterable[Place] = (),
    successors: Mapping[str, Place] | None = None,
    on: date,
) -> Published | None:
    """The page of a union on a day; None where there is none: not listed, or not yet set up.

    `above` are the responsible body and the county federation, the nearest first; `successors` every organisation
    that may stand in the chain of successors, by token.
    """
    if not place.is_listed or (place.established_on is not None and on < place.established_on):
        return None
    body = next((_link(each) for each in above if exists(each, on)), None)
    if place.dissolved_on is not None and place.dissolved_on <= on:
        after = _successor(place, successors or {}, on)
        return Published(place.token, place.name, body=body, dissolved_on=place.dissolved_on, successor=after)
    sitting = [each for each in tenures if holds(on, each.elected_on, each.left_on)]
    shown = {post: [person(each, on) for each in sitting if each.post == post] for post in (CHAIR, VICE_CHAIR)}
    agreed = [number.dial for each in shown[CHAIR] + shown[VICE_CHAIR] for number in each.mobile]
    return Published(
        place.token,
        place.name,
        without_numbers(place.address),
        numbers(place.phone, agreed),
        shown[CHAIR][0] if shown[CHAIR] else None,
        tuple(shown[VICE_CHAIR]),
        body,
    )


def _link(place: Place) -> Link:
    return Link(place.token, place.name, numbers(place.phone))


def _successor(place: Place, successors: Mapping[str, Place], on: date) -> Link | None:
    """The end of the chain that exists; None when it leads nowhere, in a circle, or through one that is not listed."""
    passed = {place.token}
    while place.successor and place.successor not in passed and len(passed) <= MOST_SUCCESSORS:
        following = successors.get(place.successor)
        if following is None or not following.is_listed:
            return None
        if exists(following, on):
            return _link(following)
        passed.add(following.token)
        place = following
    return None


def _dialled(shown: str) -> str:
    """Digits only; an extension is dialled after a pause."""
    number, *extension = _EXTENSION.split(shown, maxsplit=1)
    dial = "".join(letter for letter in number if letter in DIGITS)
    more = "".join(letter for letter in "".join(extension) if letter in DIGITS)
    return f"{dial},{more}" if dial and more else dial
