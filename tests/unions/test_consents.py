"""An officer's consent to a public mobile number: given, taken back, never for somebody else's officer."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import BookEntry
from accounts.refused import Refused
from tests.conftest import Mill
from tests.factories import OfficerFactory
from unions.models import MobileConsent, Officer, Post
from unions.operations import consents, officers

DAY = date(2014, 6, 1)


def given(officer: Officer) -> list[tuple[date, date | None, str]]:
    rows = MobileConsent.objects.everywhere("a test").filter(officer=officer).order_by("pk")
    return list(rows.values_list("since", "until", "how"))


def test_consent_stands_from_its_day_until_it_is_taken_back(mill: Mill) -> None:
    consents.give(mill.chair, on=DAY, how="on_paper", by=None)
    consents.withdraw(mill.chair, on=date(2014, 7, 1), by=None)

    assert given(mill.chair) == [(DAY, date(2014, 7, 1), "on_paper")]


def test_given_twice_is_one_and_writes_nothing(mill: Mill) -> None:
    consents.give(mill.chair, on=DAY, how="on_paper", by=None)
    before = BookEntry.objects.count()
    consents.give(mill.chair, on=DAY, how="in_portal", by=None)

    assert given(mill.chair) == [(DAY, None, "on_paper")]
    assert BookEntry.objects.count() == before


def test_taken_back_twice_or_before_it_began_leaves_nothing_standing(mill: Mill) -> None:
    consents.withdraw(mill.chair, on=DAY, by=None)
    assert given(mill.chair) == []

    consents.give(mill.chair, on=DAY, how="on_paper", by=None)
    for _ in range(2):
        consents.withdraw(mill.chair, on=date(2014, 5, 1), by=None)

    assert given(mill.chair) == [(DAY, DAY, "on_paper")]


def test_consent_to_one_number_says_nothing_of_another(mill: Mill) -> None:
    consents.give(mill.chair, on=DAY, how="on_paper", by=None)
    officers.change_details(mill.chair, mobile="13999999999", by=None)
    page = f"/u/{mill.union.token}/"
    assert "13999999999" not in Client().get(page).content.decode()

    consents.give(officers_row(mill), on=timezone.localdate(), how="on_paper", by=None)
    assert "13999999999" in Client().get(page).content.decode()
    assert [until for _, until, _ in given(mill.chair)] == [timezone.localdate(), None]


def officers_row(mill: Mill) -> Officer:
    row: Officer = Officer.objects.everywhere("a test").get(pk=mill.chair.pk)
    return row


def test_after_taking_back_it_may_be_given_again(mill: Mill) -> None:
    consents.give(mill.chair, on=DAY, how="on_paper", by=None)
    consents.withdraw(mill.chair, on=DAY, by=None)
    consents.give(mill.chair, on=DAY, how="in_portal", by=None)

    assert [until for _, until, _ in given(mill.chair)] == [DAY, None]


@pytest.mark.parametrize(
    ("change", "on"),
    [
        ({"post": Post.MEMBER, "name": "委员"}, DAY),
        ({"post": Post.VICE_CHAIR, "name": "副"}, date(2011, 1, 1)),
        ({"post": Post.VICE_CHAIR, "name": "副", "mobile": ""}, DAY),
    ],
    ids=["no leader", "before the tenure", "no number"],
)
def test_refused_where_there_is_nothing_to_show(mill: Mill, change: dict[str, Any], on: date) -> None:
    officer = OfficerFactory(**{"union": mill.union, "mobile": "13900000009", **change})

    with pytest.raises(Refused):
        consents.give(officer, on=on, how="on_paper", by=None)

    assert given(officer) == []


def test_refused_after_the_tenure(mill: Mill) -> None:
    officers.leave(mill.chair, on=DAY, by=None)

    with pytest.raises(Refused):
        consents.give(mill.chair, on=DAY, how="on_paper", by=None)


def consent_page(officer: Officer, page: str = "consent") -> str:
    return f"/admin/unions/officer/{officer.pk}/{page}/"


def test_the_body_records_a_written_consent_and_takes_it_back(mill: Mill, signed_in: Any) -> None:
    browser = signed_in("body_officer")
    page = browser.get(f"/admin/unions/officer/{mill.chair.pk}/change/").content.decode()
    assert "不公开：本人没有同意" in page

    browser.post(consent_page(mill.chair), {"on": "2014-06-01", "how": "on_paper"})
    assert given(mill.chair) == [(DAY, None, "on_paper")]
    page = browser.get(f"/admin/unions/officer/{mill.chair.pk}/change/").content.decode()
    assert "公开：2014年6月1日本人书面同意" in page
    assert "13900000001" not in page, "at the desk it stays masked"
    assert "body_officer" in str(MobileConsent.objects.everywhere("a test").get().recorded_by)

    browser.post(consent_page(mill.chair, "withdraw-consent"), {"post": "yes"})
    assert given(mill.chair)[0][1] == timezone.localdate()


@pytest.mark.parametrize(
    "values", [{"on": "2999-01-01"}, {"on": ""}, {"how": "in_portal"}, {"how": "x"}, {"on": "\x00"}]
)
def test_malformed_consent_changes_nothing(mill: Mill, signed_in: Any, values: dict[str, str]) -> None:
    asked = {"on": "2014-06-01", "how": "on_paper", **values}

    assert signed_in("body_officer").post(consent_page(mill.chair), asked).status_code in {200, 400}
    assert given(mill.chair) == []


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("auditor", 403), ("finance", 404), ("chair", 403)])
def test_nobody_else_records_a_consent(mill: Mill, signed_in: Any, who: str, status: int) -> None:
    response = signed_in(who).post(consent_page(mill.chair), {"on": "2014-06-01", "how": "on_paper"})

    assert response.status_code == status
    assert given(mill.chair) == []
