"""Out of every running campaign's scope a chair reads that nothing is asked, and may record all the same."""

from datetime import date
from typing import Any

import pytest

from campaigns.models import Campaign
from campaigns.operations.campaigns import make_from_template
from campaigns.template import SHUANGLIANG_2012
from tests.conftest import Mill
from tests.factories import DisplayFactory
from unions.asked import is_asked
from unions.models import Item, Way
from unions.operations import employers

IN_IT, AFTER = date(2012, 10, 31), date(2015, 1, 1)
SAID = "目前没有活动要求本工会亮这几项"


@pytest.fixture
def campaign(mill: Mill) -> Campaign:
    made: Campaign = make_from_template(SHUANGLIANG_2012, slug="shuangliang-2012", name="双亮活动", by=None)
    return made


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda day: monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day)


def test_a_running_campaign_asks_who_is_in_scope(campaign: Campaign, mill: Mill) -> None:
    assert is_asked(mill.union, IN_IT)


@pytest.mark.parametrize("day", [date(2012, 4, 30), AFTER])
def test_no_campaign_runs(campaign: Campaign, mill: Mill, day: date) -> None:
    assert not is_asked(mill.union, day)


def test_without_an_employer_a_union_is_out_of_scope(campaign: Campaign, mill: Mill) -> None:
    employers.change_details(mill.employer, union=None, by=None)

    assert not is_asked(mill.union, IN_IT)


@pytest.mark.parametrize("page", ["", "union/"])
def test_the_chair_is_told(campaign: Campaign, mill: Mill, signed_in: Any, on: Any, page: str) -> None:
    on(IN_IT)
    assert SAID not in signed_in("chair").get(f"/portal/{mill.union.pk}/{page}").content.decode()

    employers.change_details(mill.employer, union=None, by=None)

    said = signed_in("chair").get(f"/portal/{mill.union.pk}/{page}").content.decode()
    assert SAID in said
    assert f"/portal/{mill.union.pk}/items/office/" in said


@pytest.mark.parametrize("page", ["", "union/"])
def test_who_has_done_all_needs_no_word_of_it(
    campaign: Campaign, mill: Mill, signed_in: Any, on: Any, page: str
) -> None:
    on(AFTER)
    DisplayFactory(union=mill.union, item=Item.OFFICE, way=Way.CANTEEN)
    for item, way in ((Item.IDENTITY, Way.CHEST_CARD), (Item.CONTACT, Way.CANTEEN)):
        DisplayFactory(union=mill.union, officer=mill.chair, item=item, way=way)

    assert SAID not in signed_in("chair").get(f"/portal/{mill.union.pk}/{page}").content.decode()
