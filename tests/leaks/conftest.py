import logging
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.leaks.hunt import Hunt
from tests.leaks.oracle import ANONYMOUS, FORMER
from tests.leaks.stain import stain
from tests.leaks.world import World, build
from unions.models import Appointment

Hunter = Callable[[str], Hunt]


def browser_of(world: World, who: str) -> Client:
    """A browser signed in as that person; the former chair's session outlived the tenure."""
    browser = Client()
    if who == ANONYMOUS:
        return browser
    person = world.people["baker" if who == FORMER else who]
    browser.force_login(person, backend="accounts.backends.StandingBackend")
    if who == FORMER:
        yesterday = timezone.localdate() - timedelta(days=1)
        Appointment.objects.everywhere("the tenure is over").filter(user=person).update(until=yesterday)
    return browser


@pytest.fixture
def plain_world(db: None) -> World:
    """Before the canaries: names, words and days as people write them."""
    return build()


@pytest.fixture
def world(plain_world: World) -> World:
    stain(plain_world)
    return plain_world


@pytest.fixture
def quiet() -> Iterator[None]:
    """Tens of thousands of refusals, each with its trace, are no news."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def hunter(world: World, quiet: None) -> Hunter:
    """`hunter("auditor")` is that person's hunt."""
    return lambda who: Hunt(world, who, browser_of(world, who))
