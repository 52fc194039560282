"""县级审核: papers one by one, the visit, and a decision with or against the advice."""

from datetime import date, timedelta

import pytest

from accounts.refused import Refused
from hardship.models import AmountChange, Document, DocumentCheck, HomeVisit, Step
from hardship.operations import applications, documents, reviewing
from hardship.transitions import State
from tests.hardship.families import contents, make_file
from tests.hardship.flow.hands import LATER, all_good, hand_in, submitted, under_review, with_rules

pytestmark = pytest.mark.django_db
VISIT = {"visited_on": LATER.date(), "visitors": "周、吴", "causes": "子女上学", "agrees": True, "at": LATER}


@pytest.fixture
def row(file, programme, people):
    """Under review; 1 170.00 per head, so that the advice is against it."""
    return under_review(submitted(file, with_rules(programme), people["chair"]), people)


@pytest.fixture
def poorer(mill, programme, people):
    """Under review, of another family."""
    return under_review(submitted(make_file(mill.union, said=contents(1)), programme, people["chair"]), people)


def last_step(row):
    return Step.objects.everywhere("tests").filter(application=row).order_by("number").last()


def papers(row):
    return Document.objects.everywhere("tests").filter(application=row)


def test_it_passes_once_every_paper_was_found_good(row, people):
    with pytest.raises(Refused, match="还有 6 份材料没有核对"):
        reviewing.review(row, opinion="情况特殊", at=LATER, by=people["reviewer"])
    all_good(row, people["reviewer"])
    reviewing.review(row, opinion="情况特殊", at=LATER, by=people["reviewer"])

    row.refresh_from_db()
    assert (row.state, str(row.proposed)) == ("balancing", "1000.00")
    change = AmountChange.objects.everywhere("tests").get()
    assert (change.old, change.reason) == (None, "按项目帮扶标准")


def test_the_newest_look_at_a_paper_counts(row, people):
    all_good(row, people["reviewer"])
    register = papers(row).get(kind="household_register")
    reviewing.check_document(row, register, is_good=False, note="缺户主页", at=LATER, by=people["reviewer"])

    with pytest.raises(Refused, match="户口簿复印件不合格，请退回补正"):
        reviewing.review(row, opinion="情况特殊", at=LATER, by=people["reviewer"])


def test_the_same_look_twice_is_one(row, people):
    register = papers(row).get(kind="household_register")
    for _ in range(2):
        reviewing.check_document(row, register, is_good=True, at=LATER, by=people["reviewer"])

    assert DocumentCheck.objects.everywhere("tests").count() == 1


def test_a_wrong_paper_is_named_in_words(row, people):
    with pytest.raises(Refused, match="写明问题"):
        reviewing.check_document(row, papers(row).first(), is_good=False, note=" ", at=LATER, by=people["reviewer"])


def test_a_paper_of_another_application_is_not_checked_here(row, poorer, people):
    with pytest.raises(Refused, match="不属于这份申请"):
        reviewing.check_document(row, papers(poorer).first(), is_good=True, at=LATER, by=people["reviewer"])


def test_a_wrong_paper_is_replaced_without_another_notice(row, people):
    chair, reviewer = people["chair"], people["reviewer"]
    all_good(row, reviewer)
    register = papers(row).get(kind="household_register")
    reviewing.check_document(row, register, is_good=False, note="缺户主页", at=LATER, by=reviewer)
    reviewing.send_back(row, to=State.NOTICE_OVER, reason="户口簿缺户主页", at=LATER, by=reviewer)

    with pytest.raises(Refused, match="已核对合格"):
        documents.remove(papers(row).get(kind="id_copy", person=1), by=chair)
    documents.remove(register, by=chair)
    with pytest.raises(Refused, match="还缺材料：户口簿复印件"):
        applications.report(row, at=LATER, by=chair)
    better = hand_in(row, "household_register", page=2, by=chair)
    applications.report(row, at=LATER, by=chair)

    row.refresh_from_db()
    assert row.state == "opinion"
    assert DocumentCheck.objects.everywhere("tests").filter(document=better).count() == 0


def test_a_visit_at_home_is_recorded_where_the_programme_asks_for_it(row, programme, people):
    programme.asks_home_visit = True
    programme.save()
    row.refresh_from_db()
    all_good(row, people["reviewer"])
    with pytest.raises(Refused, match="入户调查，还没有登记"):
        reviewing.review(row, opinion="情况特殊", at=LATER, by=people["reviewer"])

    reviewing.record_visit(row, by=people["reviewer"], **VISIT)
    reviewing.record_visit(row, by=people["reviewer"], **VISIT)
    reviewing.review(row, opinion="情况特殊", at=LATER, by=people["reviewer"])

    assert HomeVisit.objects.everywhere("tests").get().visitors == "周、吴"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"visited_on": LATER.date() + timedelta(days=1)}, "还没有到"),
        ({"visited_on": date(2012, 12, 2)}, "早于这份申请的提交日期"),
        ({"visitors": " "}, "调查人"),
        ({"agrees": False}, "不一致在哪里"),
    ],
)
def test_one_thing_wrong_with_a_visit(row, people, change, why):
    with pytest.raises(Refused, match=why):
        reviewing.record_visit(row, by=people["reviewer"], **{**VISIT, **change})


def test_against_the_advice_only_with_a_reason(row, people):
    all_good(row, people["reviewer"])

    with pytest.raises(Refused, match="写明理由"):
        reviewing.review(row, at=LATER, by=people["reviewer"])


def test_a_refusal_always_has_its_reason(row, people):
    with pytest.raises(Refused, match="原因"):
        reviewing.refuse(row, reason="", at=LATER, by=people["reviewer"])
    reviewing.refuse(row, reason="有两套住房", at=LATER, by=people["reviewer"])

    row.refresh_from_db()
    assert (row.state, row.result) == ("refused", "有两套住房")


def test_a_refusal_is_taken_back(row, people):
    reviewing.refuse(row, reason="有两套住房", at=LATER, by=people["reviewer"])
    reviewing.reopen(row, reason="一套已出售", at=LATER, by=people["reviewer"])

    row.refresh_from_db()
    assert (row.state, row.result, last_step(row).opinion) == ("county_review", "", "一套已出售")


def test_it_is_sent_back_as_often_as_needed(row, people):
    for _ in range(2):
        reviewing.send_back(row, to=State.NOTICE_OVER, reason="报告没有盖章", at=LATER, by=people["reviewer"])
        applications.report(row, at=LATER, by=people["chair"])
        reviewing.send_back(row, to=State.NOTICE_OVER, reason="还是没有盖章", at=LATER, by=people["reviewer"])
        applications.report(row, at=LATER, by=people["chair"])

    row.refresh_from_db()
    assert row.state == "opinion"
    assert [step.act for step in row.steps.everywhere("tests").order_by("number")].count("send_back") == 4
