"""Browsers of the cast of money, at the desk."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User


@pytest.fixture
def browser(world: Any) -> Any:
    """`browser("cashier")` is the desk of that person of the world; a User signs in as such."""

    def sign_in(who: str | User) -> Client:
        client = Client()
        client.force_login(
            getattr(world, who) if isinstance(who, str) else who, backend="accounts.backends.StandingBackend"
        )
        return client

    return sign_in


@pytest.fixture
def desk(browser: Any) -> Client:
    """The cashier's."""
    client: Client = browser("cashier")
    return client
