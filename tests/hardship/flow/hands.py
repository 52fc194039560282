"""What people do with an application, step by step, as the pages would; papers are small and made up."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from hardship.models import Document, DocumentRule, HardshipFile, ReliefApplication, ReliefProgramme
from hardship.operations import applications, balancing, documents, opinions, reviewing, steps
from hardship.papers import Paper
from hardship.transitions import State
from tests.hardship.families import SHANGHAI

AT = datetime(2012, 12, 3, 10, 0, tzinfo=SHANGHAI)
PEOPLE = (1, 2, 3)


def with_rules(programme: ReliefProgramme) -> ReliefProgramme:
    """ID copies of all counted members, the household register, and this year's proof where a child is at school."""
    DocumentRule.objects.create(programme=programme, kind="id_copy", of_each=True)
    DocumentRule.objects.create(programme=programme, kind="household_register")
    DocumentRule.objects.create(programme=programme, kind="school_proof", causes=["子女上学"], of_this_year=True)
    return programme


def hand_in(application: ReliefApplication, kind: str, *, person: int = 0, by: User, **given: Any) -> Document:
    at = given.pop("at", AT)
    paper = Paper(f"{kind}-{person}-{given.pop('page', 1)}-{application.pk}".encode(), b"small")
    return documents.keep(application, kind, paper, person=person, at=at, by=by, **given)


def hand_in_all(application: ReliefApplication, by: User, year: int = 2012) -> list[Document]:
    handed = [hand_in(application, "id_copy", person=number, by=by) for number in PEOPLE]
    handed.append(hand_in(application, "household_register", by=by))
    return [*handed, hand_in(application, "school_proof", of_year=year, by=by)]


def submitted(file: HardshipFile, programme: ReliefProgramme, chair: User, at: datetime = AT) -> ReliefApplication:
    """Drafted and submitted; with its papers where the programme asks for them."""
    drafted = applications.draft(file, programme, at=at, by=chair)
    if programme.document_rules.exists():
        hand_in_all(drafted, chair)
    return applications.submit(drafted, at=at, by=chair)


def agreed(application: ReliefApplication, chair: User) -> ReliefApplication:
    return applications.agree(
        application, reviewer="周委员", on=AT.date(), opinion="情况属实，同意申报。", at=AT, by=chair
    )


def noticed(application: ReliefApplication, chair: User) -> ReliefApplication:
    """Agreed to, posted and over: the clock of the notice is tested elsewhere."""
    if application.state == State.SUBMITTED:
        application = agreed(application, chair)
    steps.move(application, "post", State.POSTED, at=AT, by=chair)
    return steps.move(application, "notice_over", State.NOTICE_OVER, at=AT + timedelta(days=8), by=None)


def reported(application: ReliefApplication, chair: User) -> ReliefApplication:
    application = noticed(application, chair)
    hand_in(application, "notice_report", by=chair, at=AT + timedelta(days=8))
    return applications.report(application, at=AT + timedelta(days=8), by=chair)


LATER = AT + timedelta(days=10)


def under_review(application: ReliefApplication, people: dict[str, User]) -> ReliefApplication:
    """Reported, with the township's word where it is asked for."""
    application = reported(application, people["chair"])
    if application.state == State.OPINION:
        application = opinions.opine(application, agrees=True, words="", at=LATER, by=people["body_officer"])
    return application


def all_good(application: ReliefApplication, reviewer: User) -> None:
    for document in Document.objects.everywhere("tests").filter(application=application):
        reviewing.check_document(application, document, is_good=True, at=LATER, by=reviewer)


def reviewed(application: ReliefApplication, people: dict[str, User], why: str = "情况特殊") -> ReliefApplication:
    application = under_review(application, people)
    all_good(application, people["reviewer"])
    return reviewing.review(application, opinion=why, at=LATER, by=people["reviewer"])


def to_approval(application: ReliefApplication, people: dict[str, User]) -> ReliefApplication:
    application = reviewed(application, people)
    return balancing.settle(application.programme, [application], at=LATER, by=people["reviewer"])[0]
