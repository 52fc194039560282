"""What is asked at each door: the plan of the hunt, made before anything is sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

from tests.leaks.doors import Door, all_doors, of_admin, targets
from tests.leaks.oracle import PRINCIPALS, PUBLIC_DOORS
from tests.leaks.world import MISSING, World

READS = ("GET", "HEAD", "OPTIONS")
WRITES = ("POST", "PUT", "PATCH", "DELETE")
# What an address might take to be somebody's row, and the table the row would be in.
ROW_PARAMETERS = {
    "union": "unions.Organisation",
    "body": "unions.Organisation",
    "parent": "unions.Organisation",
    "organisation": "unions.Organisation",
    "new_parent": "unions.Organisation",
    "union__id__exact": "unions.Organisation",
    "officer": "unions.Officer",
    "employer": "unions.Employer",
    "display": "unions.Display",
    "user": "accounts.User",
    "by": "accounts.User",
    "report": "campaigns.Report",
    "run": "registers.ImportRun",
    "job": "accounts.Job",
    "id": "unions.Organisation",
    "id__exact": "unions.Officer",
    "pk": "unions.Officer",
}
# Columns whose canaries are searched for, by the word without its last letter: an echo is then no answer.
SEARCHED = {
    "unions.Organisation": ("name", "address"),
    "unions.Officer": ("name",),
    "unions.Employer": ("name", "legal_representative"),
    "unions.Display": ("content", "verified_by"),
    "unions.Honour": ("name",),
    "accounts.User": ("name", "username"),
    "campaigns.Report": ("figures",),
    "registers.ImportRun": ("file_name",),
}
PUBLISHED_NAMES = ("unions.Organisation", "unions.Employer")  # the public directory finds unions by them
ALWAYS_SEARCHED = ("unions.Organisation", "unions.Officer")
OFFICER_NAME = ("unions.Officer", "name")
NONSENSE = "zqzzzz"  # as long as a search, and in nobody's field
WHOLE_NUMBERS = {
    "unions.Organisation": ("code", "credit_code"),
    "unions.Employer": ("credit_code",),
    "unions.Officer": ("mobile",),
}
# Questions that are nobody's filter, odd ones and the admin's own back doors.
ODD = (
    "p=0", "p=2", "p=99999", "all=", "o=1", "o=-2.3", "e=1", "format=json", "format=xlsx", "_export=xlsx",
    "_popup=1", "_to_field=id", "_to_field=credit_code&_popup=1", "_to_field=id_number_index&_popup=1",
    "on=2012-10-31", "on=1900-01-01", "day=2012-10-31", "month=2012-10", "page=2", "page_size=9999", "next=https://evil.example/",
    "union__path__startswith=/", "path__startswith=/", "id_number_index__startswith=a", "mobile__contains=1",
    "user__password__startswith=m", "by__password__startswith=m", "union__officers__name__contains=%E5%B1%B1",
    "body__children__name__contains=zq", "officer__id_number_sealed__gt=a", "sitting=expired", "verified=no&holding=yes",
    "chair=vacant", "organised=no", "existing=no", "state=draft", "is_active__exact=1",
)  # fmt: skip

# Questions to a column one may not read, letter by letter: a lookup that no list allows, a value that some row has and
# one that none has. `{officer}` is part of an officer's name.
HIDDEN = (
    ("officers__name__contains", "{officer}"),
    ("union__officers__name__contains", "{officer}"),
    ("by__password__startswith", "md5"),
    ("user__password__startswith", "md5"),
    ("entered_by__password__startswith", "md5"),
    ("password__startswith", "md5"),
    ("id_number_sealed__startswith", "t1:"),
)


@dataclass(frozen=True)
class Ask:
    """`stands_for` is own, foreign, missing or plain. Asks of one `pair` must be answered alike but for `filled`."""

    door: str
    method: str
    url: str
    stands_for: str = "plain"
    pair: str = ""
    filled: str = ""
    data: dict[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        said = f" {self.data}" if self.data else ""
        return f"{self.method} {self.url}{said}"


PLAUSIBLE = {
    "on": "2012-10-31",
    "why": "误",
    "reason": "核对",
    "name": "改名",
    "chair_name": "改名",
    "elected_on": "2012-10-31",
    "content": "改",
    "code": "34999900777",
    "post": "yes",
    "month": "2012-10",
    "password": "river-and-hill-2013",
    "again": "river-and-hill-2013",
    "register": "officers",
    "format": "0",
    "action": "verify_chosen",
    "index": "0",
}


THOROUGH = ("body_officer", "stranger")
ONE_IN = {True: 12, False: 40}


def plan(world: World, who: str, doors: list[Door] | None = None) -> Iterator[Ask]:
    """Every door: its rows with every method, then questions by query string.

    Of the questions the townships' people get one in twelve, the others one in forty, each another part.
    """
    for door in doors if doors is not None else all_doors():
        yield from _at_door(world, who, door)


def _at_door(world: World, who: str, door: Door) -> Iterator[Ask]:
    found = targets(door, world, who, foreign=2 if who in THOROUGH else 1)
    for url in found.own:
        stands_for = "own" if door.label else "plain"
        yield from _methods(door, url, stands_for, ("GET", "HEAD", "POST"))
    if not door.label:
        for url in found.own[:1]:
            yield from _share(who, _questions(world, who, door, url))
        return
    for url in found.foreign:
        yield from _closed(door, url, "foreign", found.missing[0])
    for url in found.missing:
        yield from _methods(door, url, "missing", (*READS, *WRITES))
    if found.own:
        odd = (Ask(door.name, "GET", f"{found.own[0]}?{odd}", "own") for odd in ODD[::3])
        yield from _share(who, odd)


def _share(who: str, questions: Iterator[Ask]) -> Iterator[Ask]:
    turn, always = PRINCIPALS.index(who), tuple(lookup for lookup, _ in HIDDEN)
    for ask in questions:
        hidden = ask.door.endswith("_changelist") and ask.pair.endswith(always)
        if hidden or (crc32((ask.pair or ask.url).encode()) + turn) % ONE_IN[who in THOROUGH] == 0:
            yield ask


def _methods(door: Door, url: str, stands_for: str, methods: tuple[str, ...]) -> Iterator[Ask]:
    for method in methods:
        yield Ask(door.name, method, url, stands_for)


def _closed(door: Door, url: str, stands_for: str, missing: str) -> Iterator[Ask]:
    """All methods at somebody else's row, each answered as at a row that is not there."""
    for method in (*READS, *WRITES):
        pair = f"{door.name} {method} {missing}"
        yield Ask(door.name, method, url, stands_for, pair)
        yield Ask(door.name, method, missing, "missing", pair)
    pair = f"{door.name} filled {missing}"
    yield Ask(door.name, "POST", url, stands_for, pair, data=dict(PLAUSIBLE))
    yield Ask(door.name, "POST", missing, "missing", pair, data=dict(PLAUSIBLE))


def _questions(world: World, who: str, door: Door, url: str) -> Iterator[Ask]:
    """Searches and filters for what is somebody else's, each beside the same for what does not exist."""
    if door.name == "admin:autocomplete":
        yield from _choices(world, who, door, url)
        return
    listed = of_admin(door.name)
    found_by_all = PUBLISHED_NAMES if door.name in PUBLIC_DOORS else ()
    for label, words, nothing in _foreign_words(world, who):
        if label in {listed, *ALWAYS_SEARCHED} and label not in found_by_all:
            pair = f"{door.name} q={words}"
            yield _question(door, url, {"q": words}, pair)
            yield _question(door, url, {"q": nothing}, pair)
    for name, label in ROW_PARAMETERS.items():
        others = world.unreadable(who, label)[-1:]
        for row in others:
            pair = f"{door.name} {name}={row.pk}"
            yield _question(door, url, {name: str(row.pk)}, pair)
            yield _question(door, url, {name: str(MISSING)}, pair)
    officer = next(token[:-1] for token, mark in world.mint.marks.items() if (mark.label, mark.column) == OFFICER_NAME)
    for lookup, found in HIDDEN:
        pair = f"{door.name} {lookup}"
        yield _question(door, url, {lookup: found.format(officer=officer)}, pair)
        yield _question(door, url, {lookup: NONSENSE}, pair)
    yield from (Ask(door.name, "GET", f"{url}?{odd}") for odd in ODD)


def _question(door: Door, url: str, query: dict[str, str], pair: str) -> Ask:
    return Ask(door.name, "GET", f"{url}?{urlencode(query)}", pair=pair, filled=next(reversed(query.values())))


def _foreign_words(world: World, who: str) -> Iterator[tuple[str, str, str]]:
    """(table, what is in somebody else's field there, the same that is in nobody's)."""
    for label, columns in SEARCHED.items():
        hidden = {row.pk for row in world.unreadable(who, label)[-1:]}
        for token, mark in world.mint.marks.items():
            if mark.label == label and mark.row in hidden and mark.column in columns and token.startswith("zq"):
                yield label, f"山{token[:-1]}", f"山{NONSENSE[: len(token) - 1]}"
    for label, columns in WHOLE_NUMBERS.items():
        for row in world.unreadable(who, label)[-1:]:
            for column in columns:
                value = getattr(row, column)
                if value:
                    yield label, value, value.replace(value[2:11], str(MISSING))


def _choices(world: World, who: str, door: Door, url: str) -> Iterator[Ask]:
    """The drop-downs' search: every link of every table, for all rows, for somebody else's and for nobody's."""
    for label in world.labels():
        model = world.model(label)
        for column in model._meta.concrete_fields:
            if not column.is_relation:
                continue
            asked = {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "field_name": column.name,
            }
            yield Ask(door.name, "GET", f"{url}?{urlencode({**asked, 'term': ''})}")
            yield Ask(door.name, "GET", f"{url}?{urlencode({**asked, 'term': '山', 'page': 2})}")
            for searched, words, nothing in _foreign_words(world, who):
                if searched != column.related_model._meta.label:
                    continue
                pair = f"{door.name} {label} {column.name} {words}"
                yield _question(door, url, {**asked, "term": words}, pair)
                yield _question(door, url, {**asked, "term": nothing}, pair)
