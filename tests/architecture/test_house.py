"""The floor plan, held by machine (design: docs/decisions/0001). import-linter holds the imports; this holds the rest."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from accounts.admin.lines import ACTS
from accounts.scope import NoDoorPassed, ScopedQuerySet

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ["accounts", "registers", "unions", "members", "hardship", "campaigns", "config"]
# Tables that belong to no organisation, and why each may be read without a door.
UNSCOPED = {
    "accounts.User": "an account is read at sign-in, before anybody is anybody; its admin page asks SEE_ACCOUNTS",
    "accounts.BookEntry": "county roles only: its admin page asks SEE_BOOK",
    "accounts.SecondFactor": "one's own, read while signing in; administrators reset it, nobody reads it",
    "accounts.RecoveryCode": "as SecondFactor",
    "accounts.SignedIn": "one's own; the account's page, which asks SEE_ACCOUNTS, lists it",
    "accounts.ListExport": "one's own only: its own visible_to",
    "accounts.SavedFilter": "words, no rows; its own visible_to shows one's own and the county's",
    "accounts.PersonalPast": "old values of persons, read by undo alone, gone when the person is erased; no page shows it",
    "accounts.Throttle": "counts under keyed fingerprints: says nothing of anybody",
    "accounts.SentOnce": "one's own, read while a form is received; no page shows it",
    "accounts.Job": "county roles only: its admin page asks SEE_JOBS",
    "unions.OrganisationKey": "names in letters, joined only to organisations read through their door",
    "unions.EmployerKey": "the same of employers",
    "unions.OfficerKey": "the same of officers",
    "members.MemberKey": "the application may not even read it: members_found() gives ids within the scope",
    "registers.NumberRelease": "one's own; whoever gives the second word sees all: its own visible_to",
    "registers.ImportRun": "stands below the tree; its own visible_to shows one's own runs",
    "unions.Reminders": "one row, the county's days and thresholds; its admin page asks SEE_CAMPAIGNS",
    "unions.PortalSettings": "one row, the county's choices, shown to everybody",
    "registers.ImportFault": "part of a run, which is asked for first",
    **dict.fromkeys(
        ("hardship.ReliefProgramme", "hardship.CriteriaVersion", "hardship.Criterion", "hardship.DocumentRule"),
        "the county's rules of relief, the same for everybody who sees relief",
    ),
    "hardship.LivingLine": "a public figure of the county",
    "hardship.CalendarDay": "a public fact",
    "hardship.ReliefSettings": "one row, the county's days and telephones",
    **dict.fromkeys(
        ("hardship.FundSource", "hardship.Budget", "hardship.FundEntry"),
        "the county's money, of nobody's part of the tree: its admin pages ask SEE_FUNDS",
    ),
    **dict.fromkeys(
        ("hardship.PaymentBatch", "hardship.BankReturn"),
        "the county's lists to the bank: their admin pages ask SEE_PAYMENTS; who stands in them is Payment",
    ),
    "hardship.AuditPackage": "one's own only: its own visible_to",
    "hardship.WhatIf": "one's own only: its own visible_to",
    "campaigns.Campaign": "the county's, the same for everybody who sees figures",
    "campaigns.Phase": "part of a campaign",
    "campaigns.ScopeRule": "part of a campaign",
    "campaigns.Target": "part of a campaign",
    "campaigns.IndicatorTarget": "part of a campaign; what of it is whose is Allocation",
}
ALLOWED_LONG: dict[str, str] = {}
# They take `by` to tell what this person may do, and change nothing.
READS = {
    "hardship.operations.apart.forbidden",
    "hardship.operations.payees.due",
    "accounts.operations.two_persons.demand_not_an_administrators",
    "hardship.operations.steps.hold",
    "hardship.operations.steps.reason_against",
    "registers.operations.importing.context_of",
    "registers.operations.releasing.demand_open",
    "unions.operations.displays.reason_against",
    "unions.operations.displays.sorted_out",
    "unions.operations.elections.reason_against",
}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in FLOORS]


def python_files() -> Iterator[Path]:
    for folder in [*FLOORS, "tests", "bench"]:
        for path in (ROOT / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path


def operations() -> Iterator[tuple[str, Any]]:
    for app in FLOORS:
        try:
            package = import_module(f"{app}.operations")
        except ModuleNotFoundError:
            continue
        modules = [package]
        if hasattr(package, "__path__"):
            modules += [import_module(info.name) for info in walk_packages(package.__path__, f"{app}.operations.")]
        for module in modules:
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == module.__name__ and not name.startswith("_"):
                    yield f"{module.__name__}.{name}", function


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_table_is_read_through_a_door_or_says_why_not(model: type[models.Model]) -> None:
    scoped = issubclass(model._default_manager._queryset_class, ScopedQuerySet)  # type: ignore[attr-defined]

    assert scoped != (model._meta.label in UNSCOPED)


@pytest.mark.parametrize(
    "read",
    [
        lambda rows: list(rows.all()),
        lambda rows: rows.count(),
        lambda rows: rows.filter(pk=1).exists(),
        lambda rows: rows.filter(pk=1).first(),
        lambda rows: list(rows.values("pk")),
        lambda rows: list(rows.all().iterator()),
        lambda rows: rows.aggregate(n=models.Count("pk")),
        lambda rows: rows.filter(pk=1).update(pk=1),
        lambda rows: rows.filter(pk=1).delete(),
        lambda rows: rows.get(pk=1),
    ],
    ids=["list", "count", "exists", "first", "values", "iterator", "aggregate", "update", "delete", "get"],
)
@pytest.mark.parametrize(
    "model", [m for m in our_models() if m._meta.label not in UNSCOPED], ids=lambda model: model._meta.label
)
def test_a_scoped_table_gives_nothing_before_a_door_is_passed(model: Any, read: Any) -> None:
    with pytest.raises(NoDoorPassed):
        read(model.objects)


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_foreign_keys_point_down_or_stay_home(model: type[models.Model]) -> None:
    floor = FLOORS.index(model._meta.app_label)
    for field in model._meta.concrete_fields:
        if field.is_relation:
            assert field.related_model is not None
            target = field.related_model._meta.app_label  # type: ignore[union-attr]
            assert FLOORS.index(target) <= floor, f"{field} points up to {target}"


@pytest.mark.parametrize(("name", "function"), list(operations()), ids=[name for name, _ in operations()])
def test_every_operation_is_an_act_in_the_book_and_takes_by_last(name: str, function: Any) -> None:
    parameters = list(inspect.signature(function).parameters.values())
    takes_by = any(parameter.name == "by" for parameter in parameters)
    if not takes_by:
        pytest.skip("a helper that changes nothing by itself")

    opens_act = getattr(function, "is_operation", False) or "book.act(" in inspect.getsource(function)
    records = "book.record(" in inspect.getsource(function)

    assert opens_act or records or name in READS, f"{name} leaves no line in the book"


@pytest.mark.parametrize(("name", "function"), list(operations()), ids=[name for name, _ in operations()])
def test_no_operation_knows_the_request_or_the_clock(name: str, function: Any) -> None:
    source = inspect.getsource(function)

    assert "request" not in inspect.signature(function).parameters
    assert "localdate()" not in source
    assert "date.today" not in source


def test_every_act_in_the_book_has_a_chinese_name() -> None:
    named = re.compile(r'@operation\("([a-z_.]+)"\)|book\.(?:record|act)\(\s*"([a-z_.]+)"')
    found = {
        one or other
        for path in python_files()
        if path.parts[len(ROOT.parts)] in FLOORS
        for one, other in named.findall(path.read_text())
    }

    assert found - set(ACTS) == {"area.verb"} & found


def test_no_module_outgrows_its_room() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in python_files()
        if (lines := len(path.read_text().splitlines())) > (400 if "tests" in path.parts else 300)
    }

    assert set(long) == set(ALLOWED_LONG), "split by noun"


def test_the_way_round_the_scope_always_says_why() -> None:
    """`_base_manager`, raw queries and superuser flags have no place outside the seam and the figures' own SQL."""
    allowed = {"campaigns/querysets.py"}
    found = []
    for path in python_files():
        if path.parts[len(ROOT.parts)] in {"tests", "bench"} or str(path.relative_to(ROOT)) in allowed:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in {"_base_manager", "raw", "extra", "is_superuser"}:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.attr}")

    assert found == []
