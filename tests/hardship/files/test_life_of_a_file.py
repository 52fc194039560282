"""建档, 变更, 复核, 脱困, 注销, 返困, and what a file said on any day (rules F1 to F9)."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from accounts.refused import Refused
from hardship.models import FileVersion, HardshipFile
from hardship.operations import files
from hardship.operations.files import Contradicts
from tests.factories import MembershipFactory, OrganisationFactory, id_number
from tests.hardship.families import SHANGHAI, contents, make_application, make_programme, move
from unions.models import Kind

pytestmark = pytest.mark.django_db
AT = datetime(2012, 12, 31, 9, tzinfo=SHANGHAI)
OPENED = date(2012, 5, 3)


def opened(union, said=None, on=OPENED, **given):
    return files.open_(union, said or contents(1), opened_on=on, at=AT, by=None, **given)


def versions(file):
    return list(FileVersion.objects.everywhere("tests").filter(file=file).order_by("number"))


def test_a_file_is_opened_with_the_next_code_of_its_year_and_what_its_numbers_tell(mill):
    one, other = opened(mill.union), opened(mill.union, contents(2))

    assert (one.code, other.code, one.state, one.latest) == ("DA201200001", "DA201200002", "on_file", 1)
    said = versions(one)[0].contents
    assert (said.file.sex, said.household[0].born_on, said.household[0].id_number) == (
        "男",
        date(1990, 1, 1),
        id_number(1),
    )


def test_the_worker_is_found_among_the_members_of_the_union(mill, quarry):
    membership = MembershipFactory(union=mill.union, id_number=id_number(1))
    MembershipFactory(union=quarry.union, id_number=id_number(2))

    assert opened(mill.union).member_id == membership.member_id
    assert opened(mill.union, contents(2)).member_id is None


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2013, 1, 1), "还没有到"), (date(2009, 12, 31), "建会日期"), (date(1989, 1, 1), "建会日期")],
)
def test_a_file_is_opened_on_a_day_that_can_be(mill, on, words):
    with pytest.raises(Refused, match=words):
        opened(mill.union, on=on)


def test_only_unions_with_members_keep_files(riverside):
    with pytest.raises(Refused, match="基层工会"):
        opened(riverside)


def test_a_wrong_number_names_its_field(mill):
    said = contents(1)
    wrong = replace(said, file=replace(said.file, id_number=id_number(1)[:-1] + "5"))

    with pytest.raises(Contradicts) as error:
        opened(mill.union, wrong)

    assert [(one.person, one.field, one.code) for one in error.value.troubles] == [(None, "id_number", "bad_id_number")]


def test_one_household_has_one_open_file(mill, quarry, cast):
    opened(mill.union)

    with pytest.raises(Contradicts, match="本县另一工会"):
        files.open_(quarry.union, contents(1), opened_on=OPENED, at=AT, by=cast["stranger"])
    with pytest.raises(Contradicts, match="DA201200001"):
        opened(quarry.union)


def test_whoever_counts_elsewhere_has_no_file_of_his_own(mill):
    said = contents(1)
    opened(mill.union, replace(said, household=(said.household[0], replace(said.household[1], id_number=id_number(2)))))

    with pytest.raises(Contradicts, match="家庭成员"):
        opened(mill.union, contents(2))


def test_a_change_holds_from_its_day_and_the_past_stays(mill):
    file = opened(mill.union)
    said = versions(file)[0].contents
    later = replace(said, file=replace(said.file, mobile="13900000009"))

    files.change(file, later, since=date(2012, 9, 1), reason="换号", at=AT, by=None)

    on = {day: files.version_on(file, day) for day in (date(2012, 5, 2), OPENED, date(2012, 8, 31), date(2012, 9, 1))}
    assert [version and (version.number, version.facts.mobile) for version in on.values()] == [
        None,
        (1, "13900000000"),
        (1, "13900000000"),
        (2, "13900000009"),
    ]


def test_the_same_contents_write_nothing(mill):
    file = opened(mill.union)

    files.change(file, versions(file)[0].contents, since=date(2012, 9, 1), at=AT, by=None)

    assert len(versions(file)) == 1


def test_a_change_does_not_overtake_a_later_one_and_is_not_to_come(mill):
    file = opened(mill.union)
    said = versions(file)[0].contents
    files.change(file, replace(said, file=replace(said.file, note="a")), since=date(2012, 9, 1), at=AT, by=None)

    for day, words in ((date(2012, 8, 1), "最近一次办理"), (date(2013, 1, 1), "还没有到")):
        with pytest.raises(Refused, match=words):
            files.change(file, replace(said, file=replace(said.file, note="b")), since=day, at=AT, by=None)


def test_a_worker_who_moved_takes_the_file_along(mill, riverside):
    other = OrganisationFactory(parent=riverside, kind=Kind.GRASSROOTS_SINGLE)
    file = opened(mill.union)

    files.change(file, versions(file)[0].contents, since=date(2012, 9, 1), union=other, at=AT, by=None)

    file.refresh_from_db()
    assert (file.union, file.employer_id, len(versions(file))) == (other, None, 2)


def test_a_review_begins_the_year_anew(mill):
    file = opened(mill.union)

    files.review(file, reviewed_on=date(2012, 11, 1), note="一致", at=AT, by=None)
    files.review(file, reviewed_on=date(2012, 11, 1), note="一致", at=AT, by=None)

    file.refresh_from_db()
    assert (file.reviewed_on, [one.kind for one in versions(file)]) == (date(2012, 11, 1), ["open", "review"])


def test_out_of_hardship_then_closed_and_nothing_is_changed_any_more(mill):
    file = opened(mill.union)
    files.out_of_hardship(file, out_on=date(2012, 10, 1), reason="就业", at=AT, by=None)
    file.refresh_from_db()
    assert (file.state, file.ended_on, file.end_reason) == ("out", date(2012, 10, 1), "就业")

    with pytest.raises(Refused, match="已脱困"):
        files.review(file, reviewed_on=date(2012, 11, 1), at=AT, by=None)
    files.close(file, closed_on=date(2012, 11, 1), reason="迁出", at=AT, by=None)

    assert [one.kind for one in versions(file)] == ["open", "out", "close"]
    assert files.version_on(file, date(2012, 10, 15)).state == "out"


def test_an_end_is_refused_while_an_application_is_under_way(mill):
    file = opened(mill.union)
    application = make_application(file, make_programme())
    move(
        application,
        "submit",
        "submitted",
        version=versions(file)[0],
        criteria=application.programme.criteria_versions.get(),
        submitted_at=AT,
    )

    with pytest.raises(Refused, match="帮扶申请"):
        files.close(file, closed_on=date(2012, 12, 10), reason="迁出", at=AT, by=None)


def test_an_end_by_mistake_is_taken_back(mill):
    file = opened(mill.union)
    files.close(file, closed_on=date(2012, 10, 1), reason="办错", at=AT, by=None)

    files.take_back(file, reason="办错了", at=AT, by=None)

    file.refresh_from_db()
    assert (file.state, file.ended_on, versions(file)[-1].kind) == ("on_file", None, "back")


def test_an_end_is_not_taken_back_once_there_is_a_new_file(mill):
    file = opened(mill.union)
    files.close(file, closed_on=date(2012, 10, 1), reason="办错", at=AT, by=None)
    file.refresh_from_db()
    files.relapse(file, versions(file)[0].contents, opened_on=date(2012, 11, 1), at=AT, by=None)

    with pytest.raises(Contradicts, match="已有一份在档"):
        files.take_back(file, reason="办错了", at=AT, by=None)


def test_a_relapse_is_a_new_file_linked_to_the_old(mill):
    old = opened(mill.union)
    files.out_of_hardship(old, out_on=date(2012, 10, 1), reason="就业", at=AT, by=None)
    old.refresh_from_db()
    said = versions(old)[0].contents

    with pytest.raises(Refused, match="早于原档案结束"):
        files.relapse(old, said, opened_on=date(2012, 9, 1), at=AT, by=None)
    with pytest.raises(Refused, match="同一位职工"):
        files.relapse(old, contents(7), opened_on=date(2012, 11, 1), at=AT, by=None)
    new = files.relapse(old, said, opened_on=date(2012, 11, 1), at=AT, by=None)

    old.refresh_from_db()
    assert (new.previous, old.state, new.state) == (old, "out", "on_file")


def test_a_file_that_is_open_has_no_relapse(mill):
    file = opened(mill.union)

    with pytest.raises(Refused, match="还在档"):
        files.relapse(file, versions(file)[0].contents, opened_on=date(2012, 11, 1), at=AT, by=None)


def test_a_version_is_never_changed(mill):
    file = opened(mill.union)

    with pytest.raises(Exception, match="只能追加"):
        FileVersion.objects.everywhere("tests").filter(file=file).update(reason="改")


def test_a_code_is_used_once(mill):
    opened(mill.union, code="DA-7")

    with pytest.raises(Refused, match="档案编号已经用过"):
        opened(mill.union, contents(2), code="DA-7")
    assert HardshipFile.objects.everywhere("tests").count() == 1
