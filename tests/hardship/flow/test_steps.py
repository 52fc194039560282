"""The mover: which step follows, by whose hand, and what the second of two is told."""

import pytest
from django.db import IntegrityError, transaction

from accounts.refused import Refused
from hardship.models import ReliefApplication, Step
from hardship.operations import steps
from hardship.transitions import State
from tests.hardship.families import judged, move
from tests.hardship.flow.hands import AT

pytestmark = pytest.mark.django_db


def to_county_review(application, people):
    move(application, "submit", "submitted", by=people["chair"], **judged(application))
    move(application, "agree", "agreed", by=people["chair"])
    move(application, "post", "posted", by=people["chair"])
    move(application, "notice_over", "notice_over")
    move(application, "report", "county_review", by=people["chair"])


def taken(application):
    return Step.objects.everywhere("tests").filter(application=application)


def test_a_step_says_who_when_and_with_which_opinion(application, people):
    to_county_review(application, people)

    steps.move(
        application, "review", State.BALANCING, at=AT, by=people["reviewer"], opinion="材料齐全", national="相对困难"
    )

    application.refresh_from_db()
    step = taken(application).latest("number")
    assert (application.state, application.national, application.moved_at) == ("balancing", "相对困难", AT)
    assert (step.act, step.old, step.new, step.by, step.opinion) == (
        "review", "county_review", "balancing", people["reviewer"], "材料齐全"
    )  # fmt: skip


def test_an_act_that_does_not_begin_here_is_refused(application, people):
    with pytest.raises(Refused, match="草稿"):
        steps.move(application, "approve", State.APPROVED, at=AT, by=people["leader"])

    assert not taken(application).exists()


def test_an_act_does_not_lead_just_anywhere(application, people):
    to_county_review(application, people)

    with pytest.raises(Refused, match="不能转到"):
        steps.move(application, "send_back", State.BALANCING, at=AT, by=people["reviewer"])


def test_the_second_of_two_is_told_who_did_what(application, people):
    to_county_review(application, people)
    seen = taken(application).count()
    steps.move(application, "review", State.BALANCING, at=AT, by=people["reviewer"], seen=seen)

    with pytest.raises(Refused, match="rights_staff已于2012-12-03 10:00办理“县级审核通过”"):
        steps.move(application, "send_back", State.DRAFT, at=AT, by=people["second_reviewer"], seen=seen)

    application.refresh_from_db()
    assert application.state == "balancing"


def test_the_chair_does_not_review(application, people):
    to_county_review(application, people)

    with pytest.raises(Refused, match="已在“申报”环节办理过这份申请，县级审核要由另一个人办理"):
        steps.move(application, "review", State.BALANCING, at=AT, by=people["chair"])


@pytest.mark.parametrize(
    ("phones", "is_one"), [(("", ""), True), (("0551-1", ""), True), (("0551-1", "0551-2"), False)]
)
def test_the_reviewer_does_not_approve_with_a_second_account(application, people, phones, is_one):
    to_county_review(application, people)
    reviewer, leader = people["reviewer"], people["leader"]
    for person, phone in zip((reviewer, leader), phones, strict=True):
        person.name, person.phone = "张伟", phone
        person.save()
    steps.move(application, "review", State.BALANCING, at=AT, by=reviewer)
    steps.move(application, "balance", State.APPROVAL, at=AT, by=people["second_reviewer"])

    against = steps.reason_against(ReliefApplication.objects.everywhere("tests").get(), "approve", by=leader)

    assert ("已在“县级审核”环节" in against) is is_one


def test_an_officer_does_not_decide_on_the_own_application(application, people):
    reviewer = people["reviewer"]
    reviewer.name, reviewer.phone = "李困难", "13900000000"
    reviewer.save()
    to_county_review(application, people)

    with pytest.raises(Refused, match="您本人"):
        steps.move(application, "review", State.BALANCING, at=AT, by=reviewer)


def test_a_namesake_of_the_worker_with_another_telephone_decides(application, people):
    reviewer = people["reviewer"]
    reviewer.name, reviewer.phone = "李困难", "13911112222"
    reviewer.save()
    to_county_review(application, people)

    steps.move(application, "review", State.BALANCING, at=AT, by=reviewer)

    application.refresh_from_db()
    assert application.state == "balancing"


def test_the_system_decides_nothing(application, people):
    to_county_review(application, people)

    with pytest.raises(Refused, match="具体的人"):
        steps.move(application, "review", State.BALANCING, at=AT, by=None)


def test_who_drafted_it_does_not_review_it(application, people):
    application.drafted_by = people["reviewer"]
    application.save()
    to_county_review(application, people)

    with pytest.raises(Refused, match="已在“申报”环节"):
        steps.move(application, "review", State.BALANCING, at=AT, by=people["reviewer"])
    with pytest.raises(IntegrityError, match="不同的人"), transaction.atomic():
        move(application, "review", "balancing", by=people["reviewer"])
