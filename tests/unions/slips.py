"""Slips for tests: issued now or at the desk, redeemed as a chair does."""

from typing import Any

from django.test import Client
from django.utils import timezone

from tests.conftest import Mill
from tests.factories import OfficerFactory, OrganisationFactory
from unions.models import Invitation, Officer, Organisation
from unions.operations import invitations

ISSUE = "/admin/unions/officer/chairs/issue/"
PHONE = "13900000055"
NEW_PASSWORD = "paper-boats-2013"  # noqa: S105 (a test's)
GIVEN = {"phone": "139 0000 0055", "password": NEW_PASSWORD, "again": NEW_PASSWORD, "trusted": "on"}


def issue(of: Mill | Officer, by: Any = None) -> invitations.Slip:
    officer = of.chair if isinstance(of, Mill) else of
    return invitations.issue(officer, at=timezone.now(), on=timezone.localdate(), by=by)


def first_sign_in(slip: invitations.Slip, browser: Client | None = None) -> Any:
    return (browser or Client()).post(f"/portal/welcome/{slip.link}/", GIVEN)


# -- at the desk: the confirmation, its form, what came of it


def slips_of(answer: Any) -> list[Any]:
    return [each for page in answer.context["pages"] for each in page]


def names_on(answer: Any) -> list[str]:
    return [row.name for row, _ in answer.context["rows"]]


def invitations_of_all() -> Any:
    return Invitation.objects.everywhere("a test")


def press(browser: Client, *chairs: Any, **more: Any) -> Any:
    """The confirmation looked at, and its button pressed."""
    return browser.post(ISSUE, {**form_of(browser.get(ISSUE, {"officer": [each.pk for each in chairs]})), **more})


def form_of(page: Any) -> dict[str, Any]:
    """What the page's form sends."""
    context = page.context
    chosen = [row.pk for row, _ in context["chosen"]]
    return {"officer": chosen, "newest": context["newest"], "once": context["key"]}


def another_chair(riverside: Organisation, name: str = "周某", **more: Any) -> Any:
    return OfficerFactory(union=OrganisationFactory(parent=riverside), name=name, **more)
