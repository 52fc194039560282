"""Slips for tests: issued now, redeemed as a chair does."""

from typing import Any

from django.test import Client
from django.utils import timezone

from tests.conftest import Mill
from unions.models import Officer
from unions.operations import invitations

PHONE = "13900000055"
NEW_PASSWORD = "paper-boats-2013"  # noqa: S105 (a test's)
GIVEN = {"phone": "139 0000 0055", "password": NEW_PASSWORD, "again": NEW_PASSWORD, "trusted": "on"}


def issue(of: Mill | Officer, by: Any = None) -> invitations.Slip:
    officer = of.chair if isinstance(of, Mill) else of
    return invitations.issue(officer, at=timezone.now(), on=timezone.localdate(), by=by)


def first_sign_in(slip: invitations.Slip, browser: Client | None = None) -> Any:
    return (browser or Client()).post(f"/portal/welcome/{slip.link}/", GIVEN)
