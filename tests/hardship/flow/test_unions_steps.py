"""What a chair does after handing in: the committee, sending back, the report, withdrawing, consent."""

from datetime import date, timedelta

import pytest

from accounts.refused import Refused
from hardship.models import NoticeLine, PublicNotice, Step
from hardship.operations import applications, documents
from hardship.transitions import State
from tests.hardship.flow.hands import AT, agreed, hand_in, hand_in_all, noticed, reported, submitted, with_rules

pytestmark = pytest.mark.django_db
TODAY = AT.date()
SAID = {"opinion": "情况属实，同意申报。", "at": AT}


@pytest.fixture
def chair(people):
    return people["chair"]


@pytest.fixture
def row(file, programme, chair):
    return submitted(file, programme, chair)


def steps(row):
    return Step.objects.everywhere("tests").filter(application=row).order_by("number")


def test_the_committee_agrees(row, chair):
    applications.agree(row, reviewer=" 周委员 ", on=TODAY, by=chair, **SAID)

    row.refresh_from_db()
    step = steps(row).last()
    assert row.state == "agreed"
    assert (step.decided_by, step.on, step.opinion) == ("周委员", TODAY, "情况属实，同意申报。")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"reviewer": "李困难"}, "不能是申请人本人"),
        ({"reviewer": " "}, "审核人姓名"),
        ({"opinion": ""}, "审核意见"),
        ({"on": TODAY + timedelta(days=1)}, "还没有到"),
        ({"on": TODAY - timedelta(days=1)}, "早于提交日期"),
    ],
)
def test_one_thing_wrong_with_the_committees_word(row, chair, change, why):
    with pytest.raises(Refused, match=why):
        applications.agree(row, **{"reviewer": "周委员", "on": TODAY, "by": chair, **SAID, **change})

    row.refresh_from_db()
    assert row.state == "submitted"


def test_sending_back_names_an_earlier_step_and_a_reason(row, chair):
    agreed(row, chair)

    with pytest.raises(Refused, match="原因"):
        applications.send_back_within(row, to=State.DRAFT, reason=" ", at=AT, by=chair)
    with pytest.raises(Refused, match="只能退回到前面的步骤：草稿、待单位工会审核"):
        applications.send_back_within(row, to=State.NOTICE_OVER, reason="缺签名", at=AT, by=chair)
    applications.send_back_within(row, to=State.DRAFT, reason="缺签名", at=AT, by=chair)

    row.refresh_from_db()
    assert (row.state, steps(row).last().opinion) == ("draft", "缺签名")
    assert [step.act for step in steps(row)] == ["submit", "agree", "send_back_within"]


def test_a_posted_application_sent_back_is_off_the_board(row, chair, mill):
    agreed(row, chair)
    notice = PublicNotice.objects.create(
        kind="unit", programme=row.programme, organisation=mill.union, token="t", starts_on=TODAY, days=5
    )
    line = NoticeLine.objects.create(notice=notice, application=row, place=1, name=row.name)
    applications.move(row, "post", State.POSTED, at=AT, by=chair)

    applications.send_back_within(row, to=State.AGREED, reason="姓名写错", at=AT, by=chair)

    line.refresh_from_db()
    assert line.withdrawn_on == TODAY


def test_it_is_reported_with_the_stamped_result(row, chair):
    noticed(row, chair)

    with pytest.raises(Refused, match="盖章的公示结果报告"):
        applications.report(row, at=AT + timedelta(days=8), by=chair)
    hand_in(row, "notice_report", by=chair, at=AT + timedelta(days=8))
    applications.report(row, at=AT + timedelta(days=8), by=chair)

    row.refresh_from_db()
    assert row.state == "opinion"


def test_the_report_of_an_earlier_notice_does_not_count(row, chair):
    noticed(row, chair)
    hand_in(row, "notice_report", by=chair, at=AT)  # before this notice was over

    with pytest.raises(Refused, match="盖章的公示结果报告"):
        applications.report(row, at=AT + timedelta(days=8), by=chair)


def test_without_a_township_in_between_it_goes_to_the_county(row, chair, programme):
    programme.asks_opinion = False
    programme.save()
    row.refresh_from_db()

    reported(row, chair)

    row.refresh_from_db()
    assert row.state == "county_review"


def test_withdrawn_and_resumed_it_is_a_draft_again(row, chair):
    with pytest.raises(Refused, match="原因"):
        applications.withdraw(row, reason="", at=AT, by=chair)
    applications.withdraw(row, reason="本人不再申请", at=AT, by=chair)
    row.refresh_from_db()
    assert row.state == "withdrawn"

    applications.resume(row, at=AT, by=chair)

    row.refresh_from_db()
    assert (row.state, row.submitted_at) == ("draft", None)


def test_consent_is_separate_and_can_be_taken_back(row, chair, county):
    applications.consent(row, on=TODAY, by=chair)
    applications.consent(row, on=TODAY + timedelta(days=2), by=chair)
    row.refresh_from_db()
    assert (row.consents, row.consented_on) == (True, TODAY)
    notice = PublicNotice.objects.create(
        kind="online", programme=row.programme, organisation=county, token="t", starts_on=TODAY, days=5, ends_on=TODAY
    )
    line = NoticeLine.objects.create(notice=notice, application=row, place=1, name="李**")

    applications.withdraw_consent(row, on=date(2012, 12, 20), by=chair)

    row.refresh_from_db()
    line.refresh_from_db()
    assert (row.consents, row.consent_withdrawn_on, line.withdrawn_on) == (
        False,
        date(2012, 12, 20),
        date(2012, 12, 20),
    )


def test_papers_are_handed_in_and_taken_off_before_it_is_handed_in(file, programme, chair):
    drafted = applications.draft(file, with_rules(programme), at=AT, by=chair)
    first, *_ = hand_in_all(drafted, chair)
    documents.remove(first, by=chair)
    hand_in(drafted, "id_copy", person=1, by=chair)
    applications.submit(drafted, at=AT, by=chair)

    with pytest.raises(Refused, match="待单位工会审核"):
        hand_in(drafted, "id_copy", person=1, page=2, by=chair)
    with pytest.raises(Refused, match="待单位工会审核"):
        documents.remove(drafted.documents.everywhere("tests").first(), by=chair)
