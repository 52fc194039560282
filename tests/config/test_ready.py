"""A large county's figures are kept ready, told with their time, counted again on demand and by the timetable."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import override_settings
from django.utils import timezone

from config import ready
from config.settings.base import caches as caches_for
from config.tasks import keep_figures_ready
from tests.conftest import Mill
from tests.factories import OfficerFactory, OrganisationFactory
from unions.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def large(monkeypatch: Any) -> None:
    """Every county counts as a large one; nothing is kept from another test."""
    monkeypatch.setattr(ready, "LARGE", -2)
    caches["ready"].clear()


def vacant(browser: Any, **query: str) -> int:
    context = browser.get("/admin/", query).context
    return int(next(line["number"].count for line in context["seats"] if line["words"] == "主席空缺"))


def test_a_small_county_is_counted_live(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("organisation_staff")
    before = vacant(browser)

    OrganisationFactory(parent=mill.union.parent)

    assert vacant(browser) == before + 1


def test_a_large_county_shows_what_is_kept_until_asked_to_count(large: None, signed_in: Any, mill: Mill) -> None:
    browser = signed_in("organisation_staff")
    before = vacant(browser)

    OrganisationFactory(parent=mill.union.parent)

    assert vacant(browser) == before
    assert vacant(browser, now="1") == before + 1
    assert vacant(browser) == before + 1


def test_kept_figures_say_since_when_and_whether_something_changed(large: None, mill: Mill) -> None:
    first = ready.kept("x", lambda: 1, ready.registers())
    again = ready.kept("x", lambda: 2, ready.registers())
    OfficerFactory(union=mill.union, name="新委员", post="member")
    behind = ready.kept("x", lambda: 3, ready.registers())

    assert (again.value, again.at, again.is_behind) == (1, first.at, False)
    assert (behind.value, behind.at, behind.is_behind) == (1, first.at, True)


def test_counting_anew_is_done_once_a_minute_however_often_it_is_asked(
    large: None, mill: Mill, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = iter([1, 2, 3])
    asked = [ready.kept("x", lambda: next(counts), ready.registers(), anew=True).value for _ in range(3)]
    assert asked == [1, 1, 1]

    later = timezone.now() + timedelta(seconds=61)
    monkeypatch.setattr("config.ready.timezone.now", lambda: later)
    assert ready.kept("x", lambda: next(counts), ready.registers(), anew=True).value == 2


def test_figures_behind_for_half_an_hour_are_counted_again(large: None, mill: Mill) -> None:
    old = {"value": 1, "at": (timezone.now() - timedelta(minutes=31)).isoformat(), "marker": 0}
    caches["ready"].set("x", old)

    assert ready.kept("x", lambda: 2, ready.registers()).value == 2


def test_one_person_never_gets_what_was_kept_for_another(large: None, signed_in: Any, mill: Mill) -> None:
    county, riverside = vacant(signed_in("organisation_staff")), vacant(signed_in("body_officer"))

    assert (county, riverside) == (3, 1)
    assert vacant(signed_in("stranger")) == 1


def test_the_timetable_counts_what_changed_and_the_page_shows_it(large: None, signed_in: Any, mill: Mill) -> None:
    browser = signed_in("organisation_staff")
    before = vacant(browser)
    OrganisationFactory(parent=mill.union.parent)

    assert keep_figures_ready() > 10
    assert keep_figures_ready() == 0
    assert vacant(browser) == before + 1


def test_the_timetable_leaves_a_small_county_alone(county: Organisation) -> None:
    assert keep_figures_ready() == 0


@override_settings(CACHES=caches_for("redis://127.0.0.1:1/0"))
def test_without_the_shared_cache_the_page_is_counted_live(large: None, signed_in: Any, mill: Mill) -> None:
    browser = signed_in("organisation_staff")
    before = vacant(browser)

    OrganisationFactory(parent=mill.union.parent)

    assert vacant(browser) == before + 1


@pytest.mark.parametrize(
    ("address", "location"),
    [("redis://r:6379/0", "redis://r:6379/0"), ("redis+socket:///tmp/redis?virtual_host=1", "unix:///tmp/redis?db=1")],
)
def test_the_shared_cache_is_the_queues_server_and_holds_plain_values(address: str, location: str) -> None:
    shared = caches_for(address)["ready"]

    assert shared["LOCATION"] == location
    assert ready.Json().loads(ready.Json().dumps({"value": [1, "一"]})) == {"value": [1, "一"]}
