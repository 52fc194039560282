"""The addresses of the URLconf, each with the rows it can be asked for. A new page is taken in by itself where its
address takes nothing, a row of an admin's table, or an argument named like a table; else it gets a line here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib import admin
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from config.quality.checks import CHECKS
from tests.leaks.oracle import PUBLIC_DOORS
from tests.leaks.world import MISSING, World

# Django's own catch-all and short cut behind the sign-in; they lead to the pages asked here.
NOT_ASKED = {"admin:(?P<url>.*)$", "admin:<path:object_id>/"}
# What to fill in for an argument, by its name: the values for which there is a page.
ARGUMENTS: dict[str, tuple[str, ...]] = {
    "app_label": ("unions", "members", "hardship", "campaigns", "registers", "accounts"),
    "register": (
        "organisations",
        "officers",
        "employers",
        "displays",
        "honours",
        "members",
        "transfers",
        "dossiers",
        "nosuch",
    ),
    "month": ("2012-10", "2012-10-01"),
    "day": ("2012-10-31",),
    "item": ("sign", "office", "identity", "contact", "nosuch"),
    "answer": ("1", "999"),  # of a batch's return files; who may take them is told in tests/hardship/money/desk
    "receipt": ("nosuch",),  # cannot be guessed; its page is tested in tests/unions/test_report_error.py
}
# The same for addresses whose argument's name says nothing.
ARGUMENTS_AT: dict[str, dict[str, tuple[Any, ...]]] = {
    "admin:quality_list": {"name": (*CHECKS, "nosuch")},
    "sitemap-part": {"part": (0, 1, 999)},
    "verification": {"number": ("nosuch-2012-3499990000-201210-1", "hunt-3499990000-201210-1")},
    "portal-welcome": {"link": ("nosuch",)},
}
# The table whose row an argument names, by address or by the argument's own name.
TABLES = {
    "organisation": "unions.Organisation",
    "union": "unions.Organisation",
    "body": "unions.Organisation",
    "officer": "unions.Officer",
    "display": "unions.Display",
    "employer": "unions.Employer",
    "honour": "unions.Honour",
    "campaign": "campaigns.Campaign",
    "report": "campaigns.Report",
    "token": "unions.Organisation",
    "run": "registers.ImportRun",
    "batch": "registers.ImportRun",
    "job": "accounts.Job",
    "user": "accounts.User",
}
# Arguments whose name says nothing, by address.
TABLES_AT = {
    "end-session": "accounts.SignedIn",
    "portal-end-session": "accounts.SignedIn",
    "relief-notice": "hardship.PublicNotice",
}


class UnknownDoor(AssertionError):
    """An address the hunt can't fill in: name the table or the values of its argument in tests/leaks/doors.py."""


@dataclass(frozen=True)
class Door:
    """`arguments` are the names its address takes; `label` is the table of the row it is asked for, or ""."""

    name: str
    pattern: Any
    arguments: tuple[str, ...]
    label: str

    def address(self, **values: Any) -> str:
        if ":" not in self.name and not self.pattern.name:
            raise UnknownDoor(f"{self.name}: give the address a name.")
        return reverse(self.name, kwargs=values) if values else reverse(self.name)


def all_doors() -> list[Door]:
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], namespace: str, before: tuple[str, ...] = ()) -> Iterator[Door]:
    for pattern in patterns:
        taken = before + tuple(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, taken)
        elif isinstance(pattern, URLPattern):
            name = f"{namespace}{pattern.name or pattern.pattern}"
            if name not in NOT_ASKED:
                yield Door(name, pattern, taken, _table(name, taken))


def _table(name: str, arguments: tuple[str, ...]) -> str:
    rows = [one for one in arguments if one not in ARGUMENTS | ARGUMENTS_AT.get(name, {})]
    if not rows:
        return ""
    if name in TABLES_AT:
        return TABLES_AT[name]
    if rows[0] in TABLES:
        return TABLES[rows[0]]
    if (label := of_admin(name)) and rows[0] in {"object_id", "pk", "id", "row_id"}:
        return label
    for model in apps.get_models():
        if rows[0] in {model._meta.model_name, f"{model._meta.model_name}_id"}:
            return model._meta.label
    raise UnknownDoor(f"{name} takes {arguments}: say in tests/leaks/doors.py which row or values that is.")


def of_admin(name: str) -> str:
    """unions.Officer for admin:unions_officer_change."""
    for model in admin.site._registry:
        if name.startswith(f"admin:{model._meta.app_label}_{model._meta.model_name}_"):
            return model._meta.label
    return ""


def addresses(door: Door, row: Any) -> list[str]:
    """The door's addresses for one row (or an id), one for each value its other arguments take."""
    pk = getattr(row, "pk", row)
    known = ARGUMENTS | ARGUMENTS_AT.get(door.name, {}) | {"batch": (getattr(row, "batch", UUID(int=MISSING)),)}
    known["token"] = (getattr(row, "token", "nobodystoken"),)
    found: list[dict[str, Any]] = [{}]
    for argument in door.arguments:
        values = known.get(argument, (pk,))
        found = [{**one, argument: value} for one in found for value in values]
    asked = []
    for values in found:
        try:
            asked.append(door.address(**values))
        except NoReverseMatch:
            continue  # a month as a day, a pk where a slug is wanted
    if not asked:
        raise UnknownDoor(f"{door.name} takes {door.arguments}: none of {found} fits; see tests/leaks/doors.py.")
    return asked


@dataclass(frozen=True)
class Targets:
    """Addresses of one door for one person."""

    own: list[str]
    foreign: list[str]
    missing: list[str]


def targets(door: Door, world: World, who: str, *, own: int = 2, foreign: int = 4) -> Targets:
    if not door.label:
        return Targets(addresses(door, None) if door.arguments else [door.address()], [], [])
    mine, others = world.readable(who, door.label)[:own], world.unreadable(who, door.label)[-foreign:]
    if door.name in PUBLIC_DOORS:
        mine, others = [row for _, row in world.of(door.label)], []
    return Targets(
        [one for row in mine for one in addresses(door, row)],
        [one for row in others for one in addresses(door, row)],
        addresses(door, MISSING),
    )
