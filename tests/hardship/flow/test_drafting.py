"""A draft from the file, and what it needs before it is submitted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from accounts.refused import Refused
from hardship.models import Document, ReliefApplication, ReliefProgramme
from hardship.operations import applications
from tests.hardship.families import add_version, contents, make_file, make_programme
from tests.hardship.flow.hands import AT, hand_in, hand_in_all, submitted, with_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair(people):
    return people["chair"]


def rows():
    return ReliefApplication.objects.everywhere("tests")


def test_a_draft_comes_from_the_file(file, programme, chair):
    drafted = applications.draft(file, programme, at=AT, by=chair)

    drafted.refresh_from_db()
    assert (drafted.state, drafted.name, drafted.union, drafted.drafted_by) == ("draft", "李困难", file.union, chair)
    assert drafted.person_index == file.person_index


def test_drafted_twice_it_is_one(file, programme, chair):
    first = applications.draft(file, programme, at=AT, by=chair)

    assert applications.draft(file, programme, at=AT, by=chair) == first
    assert rows().count() == 1


def test_a_family_out_of_hardship_does_not_apply(file, programme, chair):
    file.state, file.ended_on = "out", date(2012, 12, 3)
    file.save()

    with pytest.raises(Refused, match="已脱困"):
        applications.draft(file, programme, at=AT, by=chair)


@pytest.mark.parametrize(
    ("change", "why"), [({"is_open": False}, "没有启用"), ({"opens_at": AT + timedelta(seconds=1)}, "还没有开始申报")]
)
def test_a_programme_that_is_not_open_takes_no_draft(file, programme, chair, change, why):
    ReliefProgramme.objects.update(**change)
    programme.refresh_from_db()

    with pytest.raises(Refused, match=why):
        applications.draft(file, programme, at=AT, by=chair)


def test_at_the_opening_moment_it_is_open(file, programme, chair):
    applications.draft(file, programme, at=programme.opens_at.replace(day=3), by=chair)

    assert rows().count() == 1


def test_one_person_applies_once_whatever_files_there_are(mill, file, programme, chair):
    submitted(file, programme, chair)
    file.state, file.ended_on = "closed", date(2012, 12, 3)
    file.save()
    again = make_file(mill.union)

    with pytest.raises(Refused, match="一人一项目"):
        applications.draft(again, programme, at=AT, by=chair)


def test_a_submission_without_papers_says_which_are_missing_and_whose(file, programme, chair):
    drafted = applications.draft(file, with_rules(programme), at=AT, by=chair)
    hand_in(drafted, "id_copy", person=1, by=chair)

    with pytest.raises(Refused) as refused:
        applications.submit(drafted, at=AT, by=chair)

    assert str(refused.value) == (
        "还缺材料：王配偶的身份证复印件、李小孩的身份证复印件、户口簿复印件、2012年就学证明。请拍照上传后再办。"
    )


def test_last_years_proof_is_not_this_years(file, programme, chair):
    drafted = applications.draft(file, with_rules(programme), at=AT, by=chair)
    *_, proof = hand_in_all(drafted, chair)
    Document.objects.everywhere("tests").filter(pk=proof.pk).update(of_year=2011)

    with pytest.raises(Refused, match="2012年就学证明"):
        applications.submit(drafted, at=AT, by=chair)


def test_papers_by_cause_are_asked_of_those_with_the_cause(mill, programme, chair):
    said = contents(main_cause="下岗失业")
    drafted = applications.draft(make_file(mill.union, said=said), with_rules(programme), at=AT, by=chair)
    for number in (1, 2, 3):
        hand_in(drafted, "id_copy", person=number, by=chair)
    hand_in(drafted, "household_register", by=chair)

    assert applications.submit(drafted, at=AT, by=chair).state == "submitted"


def test_an_incomplete_file_says_what_it_lacks(mill, programme, chair):
    said = contents()
    incomplete = replace(said, file=replace(said.file, mobile="", address=" "))
    drafted = applications.draft(make_file(mill.union, said=incomplete), programme, at=AT, by=chair)

    with pytest.raises(Refused, match="请先在档案里补上：手机号码、家庭住址"):
        applications.submit(drafted, at=AT, by=chair)


def test_a_submission_keeps_what_the_file_said_that_day(file, programme, chair):
    file.refresh_from_db()
    add_version(file, contents(), number=2, on=date(2012, 12, 3), kind="change")
    add_version(file, contents(hard_after_aid=False), number=3, on=date(2012, 12, 4), kind="change")
    drafted = applications.draft(file, programme, at=AT, by=chair)

    applications.submit(drafted, at=AT, by=chair)

    drafted.refresh_from_db()
    assert drafted.version.number == 2
    assert (drafted.criteria.number, drafted.members, str(drafted.per_capita)) == (1, 3, "1170.00")
    assert (drafted.met, drafted.borderline, drafted.is_eligible) == ([], ["C1"], False)
    assert drafted.national == "相对困难"
    assert any("人均月收入 1 170.00 元，须低于 1 170.00 元：不符合" in line["text"] for line in drafted.explanation)


@pytest.mark.parametrize(("late_by", "is_late"), [(0, False), (1, True), (-1, False)])
def test_the_closing_moment_is_still_in_time(file, programme, chair, late_by, is_late):
    drafted = applications.draft(file, programme, at=AT, by=chair)

    applications.submit(drafted, at=programme.closes_at + timedelta(seconds=late_by), by=chair)

    drafted.refresh_from_db()
    assert (drafted.state, drafted.is_late) == ("submitted", is_late)


def test_one_sent_back_keeps_the_moment_it_was_first_submitted(file, programme, chair):
    row = submitted(file, programme, chair)
    applications.send_back_within(row, to="draft", reason="缺签名", at=AT, by=chair)

    applications.submit(row, at=programme.closes_at + timedelta(days=1), by=chair)

    row.refresh_from_db()
    assert (row.submitted_at, row.is_late) == (AT, False)


def test_one_withdrawn_and_resumed_is_asked_anew(file, programme, chair):
    row = submitted(file, programme, chair)
    applications.withdraw(row, reason="本人不再申请", at=AT, by=chair)
    applications.resume(row, at=AT, by=chair)

    applications.submit(row, at=programme.closes_at + timedelta(seconds=1), by=chair)

    row.refresh_from_db()
    assert row.is_late


def test_the_next_programme_begins_with_the_lasting_papers(file, programme, chair):
    row = submitted(file, with_rules(programme), chair)
    wrong = Document.objects.everywhere("tests").get(application=row, kind="id_copy", person=3)
    row.checks.create(document=wrong, is_good=False, note="看不清", at=AT)

    drafted = applications.draft(file, make_programme("spring-2013"), at=AT, by=chair)

    kinds = Document.objects.everywhere("tests").filter(application=drafted).order_by("pk")
    assert [(one.kind, one.person) for one in kinds] == [("id_copy", 1), ("id_copy", 2), ("household_register", 0)]
    assert not {one.stored_as for one in kinds} & set(
        row.documents.everywhere("tests").values_list("stored_as", flat=True)
    )
