"""Balancing and approval at the desk: tried before it is written, in whose hands, and what it says when it refuses."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.duties import Role
from hardship.models import AmountChange
from hardship.transitions import State
from tests.factories import LONG_AGO
from tests.hardship.desk.pages import at, fresh
from unions.operations import appointments

pytestmark = pytest.mark.django_db


# -- balancing


def test_trying_amounts_tells_the_outcome_and_writes_nothing(family: Any, programme: Any, signed_in: Any) -> None:
    rows = [family(1, "42120"), family(2, "46800"), family(3, "50400")]
    address = f"{at('balancing')}?programme={programme.pk}"
    browser = signed_in("rights_staff")
    before = browser.get(address)
    tried = {f"amount-{row.pk}": "800" for row in rows}
    after = browser.post(address, {"do": "look", "chosen": [row.pk for row in rows], **tried})

    assert (before.context["households"], before.context["without"]) == (2, 1)
    assert (after.context["total"], after.context["left"]) == (Decimal(2400), Decimal(100))
    assert {fresh(row).proposed for row in rows} == {Decimal(1000)}


def test_a_changed_amount_is_kept_with_its_reason_only(family: Any, programme: Any, signed_in: Any) -> None:
    row = family(1, "42120")
    address = f"{at('balancing')}?programme={programme.pk}"
    browser = signed_in("rights_staff")
    bare = browser.post(address, {"do": "save", f"amount-{row.pk}": "800"})
    assert "请写明把李困难的金额改为 800.00元 的原因" in bare.content.decode()
    assert fresh(row).proposed == Decimal(1000)
    browser.post(address, {"do": "save", f"amount-{row.pk}": "800", f"reason-{row.pk}": "已领低保"})

    assert fresh(row).proposed == Decimal(800)
    assert AmountChange.objects.everywhere("a test").filter(application=row).last().reason == "已领低保"


def test_who_is_passed_over_has_a_reason(family: Any, programme: Any, signed_in: Any) -> None:
    first, second = family(1, "42120"), family(2, "46800")
    address = f"{at('balancing')}?programme={programme.pk}"
    browser = signed_in("rights_staff")
    bare = browser.post(address, {"do": "send", "chosen": [second.pk]})
    assert "排在前面没有选中，请写明原因" in bare.content.decode()
    browser.post(address, {"do": "send", "chosen": [second.pk], "why": "第一户本人暂缓"})

    assert (fresh(first).state, fresh(second).state) == (State.BALANCING, State.APPROVAL)


def test_an_auditor_reads_the_list_and_changes_nothing(family: Any, programme: Any, signed_in: Any) -> None:
    row = family(1, "42120")
    address = f"{at('balancing')}?programme={programme.pk}"
    browser = signed_in("auditor")

    assert browser.get(address).status_code == 200
    assert browser.post(address, {"do": "send", "chosen": [row.pk]}).status_code == 403
    assert fresh(row).state == State.BALANCING


def test_six_on_the_list_cost_what_two_cost(family: Any, programme: Any, signed_in: Any) -> None:
    address = f"{at('balancing')}?programme={programme.pk}"
    browser = signed_in("rights_staff")
    for number in (1, 2):
        family(number, "42120")
    browser.get(address)
    with CaptureQueriesContext(connection) as two:
        browser.get(address)
    for number in (3, 4, 5, 6):
        family(number, "42120")
    with CaptureQueriesContext(connection) as six:
        browser.get(address)

    assert len(six) == len(two)


# -- approval


def test_the_leader_looks_at_count_and_sum_in_words_and_then_approves(
    family: Any, programme: Any, people: Any, signed_in: Any
) -> None:
    row = family(1, "42120")
    address = f"{at('approval')}?programme={programme.pk}"
    staff, leader = signed_in("rights_staff"), signed_in("approver")
    staff.post(f"{at('balancing')}?programme={programme.pk}", {"do": "send", "chosen": [row.pk]})
    (one,) = leader.get(address).context["rows"]
    look = leader.post(address, {"do": "look", "chosen": [row.pk], f"seen-{row.pk}": one.taken}).content.decode()
    assert "确认批准 1 户" in look
    assert "壹仟元整" in look
    assert fresh(row).state == State.APPROVAL
    leader.post(address, {"do": "approve", "chosen": [row.pk], f"seen-{row.pk}": one.taken})

    assert (fresh(row).state, fresh(row).approved) == (State.APPROVED, Decimal(1000))


def test_who_reviewed_is_refused_with_the_sentence_of_the_operation(
    family: Any, programme: Any, people: Any, signed_in: Any, county: Any
) -> None:
    row = family(1, "42120")
    appointments.appoint(people["reviewer"], Role.APPROVER, county, since=LONG_AGO, officer=None, by=None)
    browser = signed_in("rights_staff")
    browser.post(f"{at('balancing')}?programme={programme.pk}", {"do": "send", "chosen": [row.pk]})
    address = f"{at('approval')}?programme={programme.pk}"
    (one,) = browser.get(address).context["rows"]
    said = browser.post(
        address, {"do": "approve", "chosen": [row.pk], f"seen-{row.pk}": one.taken}, follow=True
    ).content.decode()

    assert "审批要由另一个人办理" in said
    assert fresh(row).state == State.APPROVAL


def test_one_by_one_another_amount_wants_words_and_is_taken_back(
    family: Any, programme: Any, people: Any, budget: Any, signed_in: Any
) -> None:
    row = family(1, "42120")
    signed_in("rights_staff").post(f"{at('balancing')}?programme={programme.pk}", {"do": "send", "chosen": [row.pk]})
    leader = signed_in("approver")
    seen = leader.get(at("approve", row.pk)).context["form"]["seen"].initial
    typed = {f"budget_{budget.pk}": "900", "seen": seen}
    bare = leader.post(at("approve", row.pk), typed)
    assert "与拟帮扶金额不同，请写明原因" in bare.content.decode()
    leader.post(at("approve", row.pk), {**typed, "opinion": "按标准下限"})
    assert fresh(row).approved == Decimal(900)
    leader.post(at("revoke", row.pk), {"reason": "账号有误", "seen": seen + 1})

    budget.refresh_from_db()
    assert (fresh(row).state, budget.reserved) == (State.APPROVAL, Decimal(0))
