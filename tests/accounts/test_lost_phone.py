"""The phone is lost: recovery codes, another phone, a reset; and the fresh step for grave acts."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts import step_up, totp
from accounts.duties import Role
from accounts.models import BookEntry, RecoveryCode, SignedIn, User
from accounts.operations import second_factor
from accounts.refused import Refused
from tests.accounts.test_second_step import codes, enrol, phone, seed, signed_in, zhou
from tests.factories import make_colleague
from unions.models import Organisation

__all__ = ["codes", "seed", "zhou"]

pytestmark = [pytest.mark.second_step, pytest.mark.django_db]


# -- the lost phone


def test_a_recovery_code_opens_once_and_leads_to_the_account_page(zhou: User, codes: list[str]) -> None:
    browser = signed_in()

    answer = browser.post("/second-step/", {"code": codes[3].lower()}, follow=True)

    assert answer.redirect_chain == [("/account/", 302)]
    assert "还剩 9 个恢复码" in answer.content.decode()
    assert not second_factor.check(zhou, codes[3], at=timezone.now(), by=zhou).passed


def test_another_persons_recovery_code_opens_nothing(zhou: User, codes: list[str], county: Organisation) -> None:
    other, seed, now = make_colleague("other", Role.AUDITOR, county), totp.new_seed(), timezone.now()
    second_factor.enrol(other, seed=seed, code=phone(seed, at=now), at=now, by=other)

    assert not second_factor.check(other, codes[0], at=now, by=other).passed


def test_new_recovery_codes_end_the_old_ones(zhou: User, seed: str, codes: list[str]) -> None:
    browser = signed_in()
    browser.post("/second-step/", {"code": phone(seed)})

    fresh = browser.post("/account/recovery-codes/").context["codes"]

    assert RecoveryCode.objects.filter(user=zhou).count() == 10
    assert not second_factor.check(zhou, codes[0], at=timezone.now(), by=zhou).passed
    assert second_factor.check(zhou, fresh[0], at=timezone.now(), by=zhou).passed


def test_a_new_phone_ends_the_old_one_and_other_sessions(zhou: User, seed: str, codes: list[str]) -> None:
    elsewhere, browser = signed_in(), signed_in()
    browser.post("/second-step/", {"code": phone(seed)})
    _, answer = enrol(browser)

    assert answer.context["enrolled"]
    later = timezone.now() + timedelta(minutes=2)
    assert not second_factor.check(zhou, phone(seed, at=later), at=later, by=zhou).passed
    assert elsewhere.get("/second-step/")["Location"].startswith("/login/")


def test_a_reset_ends_sessions_and_asks_to_enrol_anew(zhou: User, seed: str, codes: list[str], county: Any) -> None:
    boss, browser = make_colleague("boss", Role.SYSTEM_ADMIN, county), signed_in()
    browser.post("/second-step/", {"code": phone(seed)})

    second_factor.reset(zhou, reason="手机丢失", by=boss)

    assert browser.get("/admin/")["Location"] == "/login/?ended=1"
    assert signed_in().get("/second-step/")["Location"] == "/second-step/enrol/"
    assert BookEntry.objects.get(act="accounts.reset_second_factor", change="event").details["reason"] == "手机丢失"
    assert not RecoveryCode.objects.filter(user=zhou).exists()


def test_nobody_resets_his_own(zhou: User, codes: list[str]) -> None:
    with pytest.raises(Refused, match="不能重置自己的"):
        second_factor.reset(zhou, reason="", by=zhou)


# -- a fresh step for grave acts


def test_what_is_grave_asks_again_after_fifteen_minutes(zhou: User, seed: str, codes: list[str]) -> None:
    browser = signed_in()
    browser.post("/second-step/", {"code": phone(seed)})
    assert browser.get("/account/recovery-codes/").status_code == 200
    session = browser.session
    session[step_up.TAKEN_AT] -= 16 * 60
    session.save()

    assert browser.get("/account/recovery-codes/")["Location"] == "/second-step/?next=%2Faccount%2Frecovery-codes%2F"
    assert browser.post("/account/recovery-codes/")["Location"].startswith("/second-step/")
    assert browser.get("/admin/").status_code == 200


def test_a_row_of_the_list_of_sign_ins_opens_no_session(zhou: User) -> None:
    browser = signed_in()

    assert browser.cookies["sessionid"].value not in str(SignedIn.objects.values())
