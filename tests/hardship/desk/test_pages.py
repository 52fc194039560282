"""One application at the desk: who reads what of it, its papers, opinions, balancing and approval."""

from typing import Any

import pytest
from django.urls import reverse

from accounts import step_up
from accounts.duties import Role
from accounts.models import BookEntry
from hardship.models import Document, DocumentCheck, HomeVisit
from hardship.transitions import State
from tests.factories import LONG_AGO
from tests.hardship.desk.pages import at, fresh
from tests.hardship.flow.hands import reported, submitted, to_approval, under_review
from unions.operations import appointments

pytestmark = pytest.mark.django_db
SECRETS = ("42,120", "42120", "子女上学", "6217000000000000011", "13900000000", "云岭县天河镇")


# -- one application


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("rights_staff", 200),
        ("approver", 200),
        ("auditor", 200),
        ("body_officer", 200),
        ("stranger", 404),
        ("finance", 403),
        ("organisation_staff", 403),
        ("system_admin", 403),
        ("chair", 403),
    ],
)
def test_who_opens_an_application(asked: Any, signed_in: Any, who: str, status: int) -> None:
    assert signed_in(who).get(at("change", asked.pk)).status_code == status


@pytest.mark.parametrize("who", ["rights_staff", "approver", "auditor", "body_officer"])
def test_the_page_tells_nothing_sealed_before_somebody_says_why(asked: Any, signed_in: Any, who: str) -> None:
    page = signed_in(who).get(at("change", asked.pk)).content.decode()

    assert asked.name in page
    assert not [secret for secret in SECRETS if secret in page]


def test_a_township_learns_no_advice_no_category_and_has_no_way_to_the_papers(asked: Any, signed_in: Any) -> None:
    page = signed_in("body_officer").get(at("change", asked.pk)).content.decode()

    assert "1,170.00元" in page
    assert "系统建议" not in page
    assert "国家类别" not in page
    assert at("papers", asked.pk) not in page
    assert signed_in("body_officer").get(at("papers", asked.pk)).status_code == 403


def test_a_township_cannot_ask_the_list_for_the_national_category(asked: Any, signed_in: Any) -> None:
    answer = signed_in("body_officer").get(f"{at('changelist')}?national=意外致困")

    assert answer.status_code in (302, 400)


def test_two_at_once_the_second_is_told_who_was_first(asked: Any, people: Any, signed_in: Any) -> None:
    under_review(asked, people)
    browser = signed_in("rights_staff")
    seen = browser.get(at("refuse", asked.pk)).context["form"]["seen"].initial
    first = browser.post(at("back", asked.pk), {"to": "draft", "reason": "补材料", "seen": seen})
    second = browser.post(at("back", asked.pk), {"to": "draft", "reason": "再补", "seen": seen}, follow=True)

    assert first.status_code == 302
    assert fresh(asked).state == State.DRAFT
    assert "现在不能退回" in second.content.decode()


def test_who_reviewed_is_not_offered_the_approval_and_is_told_why(
    file: Any, programme: Any, people: Any, budget: Any, signed_in: Any, county: Any
) -> None:
    row = to_approval(submitted(file, programme, people["chair"]), people)
    appointments.appoint(people["reviewer"], Role.APPROVER, county, since=LONG_AGO, officer=None, by=None)

    page = signed_in("rights_staff").get(at("change", row.pk))

    assert {one["slug"] for one in page.context["acts"]} == {"paper", "receipt"}  # printing decides nothing
    assert "县级审核" in page.context["against"][0]


# -- papers


def test_the_review_opens_the_papers_and_the_book_keeps_it(asked: Any, people: Any, signed_in: Any) -> None:
    under_review(asked, people)

    page = signed_in("rights_staff").get(at("papers", asked.pk)).content.decode()

    assert "子女上学" in page
    assert "42,120.00" in page
    line = BookEntry.objects.filter(act="personal.show", row_id=asked.pk).get()
    assert (line.by_id, line.details["reason"]) == (people["reviewer"].pk, "县级审核")


def test_others_say_why_before_they_see_the_papers(asked: Any, signed_in: Any) -> None:
    browser = signed_in("auditor")
    before = browser.get(at("papers", asked.pk)).content.decode()
    browser.post(at("papers", asked.pk), {"reason": "年度审计"})
    after = browser.get(at("papers", asked.pk)).content.decode()

    assert "子女上学" not in before
    assert "子女上学" in after
    assert BookEntry.objects.get(act="personal.show", row_id=asked.pk).details["reason"] == "年度审计"


def test_a_picture_alone_is_not_handed_out(asked: Any, people: Any, signed_in: Any) -> None:
    under_review(asked, people)
    paper = Document.objects.everywhere("a test").filter(application=asked).first()
    address = reverse("admin:hardship_document_paper", args=[paper.pk])

    assert signed_in("auditor").get(address).url == at("papers", asked.pk)
    assert signed_in("body_officer").get(address).status_code == 404
    browser = signed_in("rights_staff")
    browser.get(at("papers", asked.pk))
    answer = browser.get(address)
    assert answer.status_code == 200
    assert "sandbox" in answer["Content-Security-Policy"]
    assert BookEntry.objects.filter(act="personal.show", table_name="hardship_document", row_id=paper.pk).exists()


def test_a_paper_found_wrong_says_what_is_wrong_with_it(asked: Any, people: Any, signed_in: Any) -> None:
    under_review(asked, people)
    browser = signed_in("rights_staff")
    paper = browser.get(at("papers", asked.pk)).context["shown"].document
    bare = browser.post(at("papers", asked.pk), {"do": "wrong", "paper": paper.pk, "words": ""})
    browser.post(at("papers", asked.pk), {"do": "wrong", "paper": paper.pk, "words": "缺页"})

    assert "不合格的材料要写明问题" in bare.content.decode()
    check = DocumentCheck.objects.everywhere("a test").get(document=paper)
    assert (check.is_good, check.note) == (False, "缺页")


def test_only_the_review_checks_papers(asked: Any, people: Any, signed_in: Any) -> None:
    under_review(asked, people)
    paper = Document.objects.everywhere("a test").filter(application=asked).first()
    browser = signed_in("auditor")
    browser.post(at("papers", asked.pk), {"reason": "年度审计"})

    answer = browser.post(at("papers", asked.pk), {"do": "good", "paper": paper.pk})

    assert answer.status_code == 403
    assert not DocumentCheck.objects.everywhere("a test").exists()


def test_a_visit_at_home_is_recorded_beside_the_papers(asked: Any, people: Any, signed_in: Any) -> None:
    under_review(asked, people)
    found = {"visited_on": "2012-12-14", "visitors": "张三、李四", "causes": "子女上学", "agrees": "yes"}

    signed_in("rights_staff").post(at("papers", asked.pk), {"do": "visit", **found})

    assert HomeVisit.objects.everywhere("a test").get(application=asked).visitors == "张三、李四"


@pytest.mark.parametrize("page", ["papers", "opinions", "balancing", "approval"])
def test_a_letter_that_no_column_takes_is_an_odd_question(asked: Any, people: Any, signed_in: Any, page: str) -> None:
    browser = signed_in({"opinions": "body_officer", "approval": "approver"}.get(page, "rights_staff"))
    address = at(page, asked.pk) if page == "papers" else f"{at(page)}?programme={asked.programme_id}"

    assert browser.post(address, {"do": "wrong", "words": "a\x00b"}).status_code == 400


@pytest.mark.parametrize("page", ["approval", "approve"])
def test_approving_asks_for_a_fresh_second_step(
    file: Any, programme: Any, people: Any, budget: Any, signed_in: Any, page: str
) -> None:
    row = to_approval(submitted(file, programme, people["chair"]), people)
    browser = signed_in("approver")
    session = browser.session
    session[step_up.TAKEN_AT] -= 3600
    session.save()

    address = f"{at(page)}?programme={row.programme_id}" if page == "approval" else at(page, row.pk)
    answer = browser.post(address, {"chosen": row.pk, "do": "approve"})

    assert answer["Location"].startswith("/second-step/?next=")


# -- opinions


def test_the_township_answers_in_place_and_the_list_is_shorter(asked: Any, people: Any, signed_in: Any) -> None:
    reported(asked, people["chair"])
    browser = signed_in("body_officer")
    (one,) = browser.get(at("opinions")).context["waiting"]
    silent = browser.post(at("opinions"), {"application": asked.pk, "seen": one.seen, "do": "object", "words": ""})
    assert "请写明理由" in silent.content.decode()
    browser.post(at("opinions"), {"application": asked.pk, "seen": one.seen, "do": "agree", "place": "1"})

    assert fresh(asked).state == State.COUNTY_REVIEW
    assert browser.get(at("opinions")).context["waiting"] == []


def test_another_township_neither_sees_nor_answers(asked: Any, people: Any, signed_in: Any) -> None:
    reported(asked, people["chair"])
    browser = signed_in("stranger")

    assert browser.get(at("opinions")).context["waiting"] == []
    answer = browser.post(at("opinions"), {"application": asked.pk, "seen": "6", "do": "agree"})
    assert answer.status_code == 404
    assert fresh(asked).state == State.OPINION
