"""A chair's phone: handing in, the committee, the report, withdrawing, consent; each once, each with its refusal."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from hardship.models import ReliefApplication, Step
from hardship.operations import applications
from tests.hardship.families import make_application
from tests.hardship.flow.hands import AT, agreed, hand_in, noticed, submitted, with_rules
from tests.hardship.flow.phone import page, press

pytestmark = pytest.mark.django_db
AGREED = {"outcome": "agree", "reviewer": "周委员", "on": "2012-12-03", "opinion": "情况属实，同意申报。"}
ACTS = ("submit", "agree", "back", "report", "withdraw", "resume", "consent")


@pytest.fixture
def chair(signed_in, people):
    return signed_in("chair")


@pytest.fixture
def row(file, programme, people):
    return submitted(file, programme, people["chair"])


def state(row):
    return ReliefApplication.objects.everywhere("tests").get(pk=row.pk).state


def taken(row):
    return Step.objects.everywhere("tests").filter(application=row)


def test_a_chair_hands_in_the_application(chair, file, programme):
    drafted = make_application(file, programme)
    assert "提交以后" in page(chair, "portal-relief-submit", drafted.pk)

    seen = press(chair, "portal-relief-submit", drafted.pk, seen=0)

    assert "已提交，已过截止时间，标记为逾期。下一步：单位工会审核" in seen
    assert state(drafted) == "submitted"


def test_what_is_missing_is_said_before_it_is_handed_in(chair, people, file, programme):
    drafted = applications.draft(file, with_rules(programme), at=AT, by=people["chair"])

    assert "王配偶的身份证复印件" in page(chair, "portal-relief-submit", drafted.pk)
    assert "还缺材料" in press(chair, "portal-relief-submit", drafted.pk, seen=0)
    assert state(drafted) == "draft"


def test_the_same_form_sent_twice_is_one_step(chair, file, programme):
    drafted, key = make_application(file, programme), str(uuid.uuid4())
    press(chair, "portal-relief-submit", drafted.pk, seen=0, once=key)

    assert "没有重复登记" in press(chair, "portal-relief-submit", drafted.pk, seen=0, once=key)
    assert taken(drafted).count() == 1


def test_whoever_comes_to_it_too_late_is_told(chair, row):
    answer = chair.get(reverse("portal-relief-submit", args=[row.pk]), follow=True)

    assert "您已于2012-12-03 10:00办理“提交”" in answer.content.decode()


def test_the_committees_word_is_recorded(chair, row):
    seen = press(chair, "portal-relief-agree", row.pk, seen=1, **AGREED)

    assert "下一步：张贴公示" in seen
    step = taken(row).get(act="agree")
    assert (step.decided_by, step.opinion, str(step.on)) == ("周委员", "情况属实，同意申报。", "2012-12-03")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"reviewer": "李困难"}, "审核人不能是申请人本人"),
        ({"reviewer": ""}, "请填写审核人姓名"),
        ({"on": "2012-02-31"}, "没有这一天"),
        ({"on": "2999-01-01"}, "不能晚于今天"),
        ({"outcome": ""}, "请选择审核结果"),
        ({"seen": "7"}, "现在是“待单位工会审核”"),
    ],
)
def test_one_thing_wrong_changes_nothing(chair, row, change, why):
    assert why in press(chair, "portal-relief-agree", row.pk, **{"seen": 1, **AGREED, **change})
    assert state(row) == "submitted"


def test_the_committee_sends_it_back(chair, row):
    press(chair, "portal-relief-agree", row.pk, **{**AGREED, "seen": 1, "outcome": "back", "opinion": "缺收入证明"})

    assert state(row) == "draft"
    assert "缺收入证明" in page(chair, "portal-relief-application", row.pk)


def test_a_step_back_goes_to_one_of_those_before(chair, people, row):
    agreed(row, people["chair"])

    assert "重新选择退回到哪一步" in press(chair, "portal-relief-back", row.pk, seen=2, to="posted", reason="错")
    press(chair, "portal-relief-back", row.pk, seen=2, to="submitted", reason="审核人写错")
    assert state(row) == "submitted"


def test_it_is_reported_with_the_stamped_report(chair, people, row):
    noticed(row, people["chair"])
    assert "盖章的公示结果报告" in press(chair, "portal-relief-report", row.pk, seen=4)
    assert state(row) == "notice_over"
    hand_in(row, "notice_report", by=people["chair"], at=taken(row).get(act="notice_over").at)

    assert "已申报" in press(chair, "portal-relief-report", row.pk, seen=4)
    assert state(row) == "opinion"


def test_withdrawn_and_resumed(chair, row):
    assert "请写明原因" in press(chair, "portal-relief-withdraw", row.pk, seen=1, reason=" ")
    press(chair, "portal-relief-withdraw", row.pk, seen=1, reason="本人不再申请")
    assert state(row) == "withdrawn"
    press(chair, "portal-relief-resume", row.pk, seen=2)
    assert state(row) == "draft"


def test_consent_is_ticked_never_given_by_leaving_it(chair, row):
    assert "不同意的不用办理，不影响帮扶" in press(chair, "portal-relief-consent", row.pk)
    row.refresh_from_db()
    assert not row.consents
    press(chair, "portal-relief-consent", row.pk, agrees="on")
    row.refresh_from_db()
    assert row.consents

    press(chair, "portal-relief-consent", row.pk)

    row.refresh_from_db()
    assert not row.consents


@pytest.mark.parametrize("act", ACTS)
def test_who_is_not_its_chair_does_none_of_it(signed_in, row, act):
    address = reverse(f"portal-relief-{act}", args=[row.pk])

    assert signed_in("rights_staff").post(address).status_code == 403
    assert signed_in("stranger").post(address).status_code == 404
    assert Client().post(address).status_code == 302
    assert state(row) == "submitted"
