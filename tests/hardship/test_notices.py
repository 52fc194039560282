"""单位公示: posted, held up by objections, over when its working days have passed."""

import io
from datetime import date
from typing import Any

import pytest

from accounts.models import BookEntry
from accounts.refused import Refused
from hardship.models import CalendarDay, Document, Objection, PublicNotice, ReliefProgramme, Step
from hardship.notice_clock import clock_of
from hardship.operations import applications, documents, notices, objections
from hardship.operations.printing import note_report
from hardship.transitions import State
from tests.conftest import Mill
from tests.hardship.families import make_programme
from tests.hardship.flow.test_papers import PDF
from tests.hardship.notices import MONDAY, agreed, at, lines_of, photograph, post, reread
from tests.unions.pictures import encoded, scene

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2012, 12, day) for day in (4, 5, 6, 7))
NEXT_MONDAY, NEXT_TUESDAY, NEXT_WEDNESDAY = (date(2012, 12, day) for day in (10, 11, 12))


@pytest.fixture
def programme(db: None) -> ReliefProgramme:
    return make_programme()


def object_to(notice: PublicNotice, on: date, **given: Any) -> Objection:
    values = {"received_on": on, "text": "家里有汽车", "at": at(on), "by": None} | given
    return objections.receive(notice, **values)


def answer(objection: Objection, on: date, **given: Any) -> Objection:
    values = {"is_upheld": False, "reply": "已核实，没有汽车", "on": on, "at": at(on), "by": None} | given
    return objections.answer(objection, **values)


def end(notice: PublicNotice, on: date) -> PublicNotice:
    return notices.end(notice, at=at(on), by=None)


def test_posting_freezes_what_the_sheet_says(mill: Mill, programme: ReliefProgramme) -> None:
    first, second = agreed(mill.union, programme), agreed(mill.union, programme, 1)
    notice = post(first, second, departments={first.pk: "制浆车间"})

    assert [(line.name, line.unit, line.category, line.kind) for line in lines_of(notice)] == [
        ("李困难", "制浆车间", "困难职工", "元旦春节送温暖"),
        ("李困难1", "河畔纸厂工会", "困难职工", "元旦春节送温暖"),
    ]
    assert {reread(one).state for one in (first, second)} == {"posted"}
    assert (notice.days, notice.starts_on) == (5, MONDAY)


def test_a_notice_of_five_working_days_is_over_on_the_day_after_the_fifth(
    mill: Mill, programme: ReliefProgramme
) -> None:
    application = agreed(mill.union, programme)
    notice = post(application)
    photograph(notice)

    for day in (MONDAY, FRIDAY, NEXT_MONDAY):
        with pytest.raises(Refused, match="公示期还没有满"):
            end(notice, day)
    assert clock_of(notice, NEXT_MONDAY).last == NEXT_MONDAY

    ended = end(notice, NEXT_TUESDAY)
    assert (ended.state, ended.ends_on) == ("over", NEXT_MONDAY)
    assert reread(application).state == "notice_over"


def test_the_county_s_own_holiday_is_not_counted(mill: Mill, programme: ReliefProgramme) -> None:
    CalendarDay.objects.create(day=WEDNESDAY, works=False, note="县里放假")
    notice = post(agreed(mill.union, programme))

    assert clock_of(notice, FRIDAY).last == NEXT_TUESDAY


def test_without_a_picture_of_the_sheet_no_notice_is_over(mill: Mill, programme: ReliefProgramme) -> None:
    notice = post(agreed(mill.union, programme))

    with pytest.raises(Refused, match="公示照片"):
        end(notice, NEXT_TUESDAY)


def test_an_open_objection_stops_the_clock_until_it_is_answered(mill: Mill, programme: ReliefProgramme) -> None:
    application = agreed(mill.union, programme)
    notice = post(application)
    photograph(notice)
    objection = object_to(notice, WEDNESDAY, application=application)

    assert clock_of(notice, date(2013, 1, 15)).last is None
    with pytest.raises(Refused, match="还有 1 件异议没有答复"):
        end(notice, date(2013, 1, 15))

    answer(objection, FRIDAY)
    # Tuesday counted; Wednesday to Friday stood still; then four more working days.
    assert clock_of(notice, NEXT_MONDAY).last == date(2012, 12, 13)
    assert clock_of(notice, NEXT_MONDAY).stopped == 3
    assert end(notice, date(2012, 12, 14)).ends_on == date(2012, 12, 13)


def test_an_upheld_objection_sends_the_application_back_and_the_others_go_on(
    mill: Mill, programme: ReliefProgramme
) -> None:
    wrong, right = agreed(mill.union, programme), agreed(mill.union, programme, 1)
    notice = post(wrong, right)
    photograph(notice)
    objection = object_to(notice, TUESDAY, application=wrong)
    answer(objection, TUESDAY, is_upheld=True, reply="有汽车一辆")
    end(notice, NEXT_WEDNESDAY)

    assert (reread(wrong).state, reread(right).state) == ("draft", "notice_over")
    step = Step.objects.everywhere("a test").filter(application=wrong).latest("number")
    assert (step.act, step.opinion) == ("uphold_objection", "公示异议成立：有汽车一辆")
    assert [line.withdrawn_on for line in lines_of(notice)] == [TUESDAY, None]


def test_an_upheld_objection_that_names_nobody_is_refused(mill: Mill, programme: ReliefProgramme) -> None:
    objection = object_to(post(agreed(mill.union, programme)), TUESDAY)

    with pytest.raises(Refused, match="指明是哪份申请"):
        answer(objection, TUESDAY, is_upheld=True)


def test_the_same_answer_twice_is_one_and_another_is_refused(mill: Mill, programme: ReliefProgramme) -> None:
    objection = object_to(post(agreed(mill.union, programme)), TUESDAY)
    answer(objection, WEDNESDAY)
    answer(objection, WEDNESDAY)

    with pytest.raises(Refused, match="已经有人答复"):
        answer(objection, WEDNESDAY, reply="又改了")


@pytest.mark.parametrize(("given", "said"), [
    ({"received_on": date(2012, 11, 30)}, "收到异议的日期"),
    ({"received_on": FRIDAY}, "收到异议的日期"),
    ({"text": " "}, "内容"),
])  # fmt: skip
def test_odd_objections_change_nothing(
    mill: Mill, programme: ReliefProgramme, given: dict[str, Any], said: str
) -> None:
    notice = post(agreed(mill.union, programme))

    with pytest.raises(Refused, match=said):
        object_to(notice, TUESDAY, **given)
    assert not Objection.objects.everywhere("a test").exists()


@pytest.mark.parametrize(("given", "said"), [({"on": MONDAY}, "答复日期"), ({"reply": ""}, "答复内容")])
def test_odd_answers_change_nothing(mill: Mill, programme: ReliefProgramme, given: dict[str, Any], said: str) -> None:
    objection = object_to(post(agreed(mill.union, programme)), TUESDAY)

    with pytest.raises(Refused, match=said):
        answer(objection, given.pop("on", WEDNESDAY), **given)
    assert reread(objection).answered_on is None


def test_a_notice_is_not_posted_before_the_committee_agreed_nor_in_days_to_come(
    mill: Mill, programme: ReliefProgramme
) -> None:
    application = agreed(mill.union, programme)

    with pytest.raises(Refused, match="不能早于"):
        post(application, on=date(2012, 11, 30))
    with pytest.raises(Refused, match="还没有到"):
        notices.post(mill.union, [application], on=TUESDAY, place="厂门口", at=at(MONDAY), by=None)
    with pytest.raises(Refused, match="张贴在哪里"):
        post(application, place=" ")
    assert not PublicNotice.objects.everywhere("a test").exists()


def test_one_sheet_is_of_one_programme_and_one_union(mill: Mill, quarry: Mill, programme: ReliefProgramme) -> None:
    own = agreed(mill.union, programme)

    with pytest.raises(Refused, match="同一个帮扶项目"):
        post(own, agreed(mill.union, make_programme("other"), 1))
    with pytest.raises(Refused, match="同一个帮扶项目"):
        post(own, agreed(quarry.union, programme, 2))
    with pytest.raises(Refused, match="至少选择一份"):
        notices.post(mill.union, [], on=MONDAY, place="厂门口", at=at(MONDAY), by=None)


def test_what_is_posted_is_not_posted_again(mill: Mill, programme: ReliefProgramme) -> None:
    application = agreed(mill.union, programme)
    post(application)

    with pytest.raises(Refused, match="公示中"):
        post(application)


def test_a_notice_taken_down_leaves_its_applications_to_another(mill: Mill, programme: ReliefProgramme) -> None:
    application = agreed(mill.union, programme)
    notice = post(application)
    with pytest.raises(Refused, match="原因"):
        notices.take_down(notice, reason="", at=at(TUESDAY), by=None)
    notices.take_down(notice, reason="名字写错", at=at(TUESDAY), by=None)
    again = post(reread(application), on=TUESDAY)

    assert (reread(notice).state, reread(notice).why_down) == ("cancelled", "名字写错")
    assert [one.pk for one in notices.posted(again)] == [application.pk]
    assert notices.posted(notice) == []


def test_a_sheet_does_not_end_what_hangs_on_a_later_one(mill: Mill, programme: ReliefProgramme) -> None:
    moved, stays = agreed(mill.union, programme), agreed(mill.union, programme, 1)
    first = post(moved, stays)
    photograph(first)
    answer(object_to(first, TUESDAY, application=moved), TUESDAY, is_upheld=True, back_to=State.AGREED)
    post(reread(moved), on=FRIDAY)
    end(first, NEXT_WEDNESDAY)

    assert (reread(moved).state, reread(stays).state) == ("posted", "notice_over")


def test_the_timetable_ends_what_is_over_and_leaves_the_rest(mill: Mill, programme: ReliefProgramme) -> None:
    ready, unseen, held = (post(agreed(mill.union, programme, number)) for number in range(3))
    photograph(ready)
    photograph(held)
    object_to(held, TUESDAY)

    assert notices.end_due(at=at(NEXT_MONDAY)) == 0
    assert notices.end_due(at=at(NEXT_TUESDAY, 0)) == 1
    assert notices.end_due(at=at(NEXT_TUESDAY, 1)) == 0
    assert [reread(one).state for one in (ready, unseen, held)] == ["over", "running", "running"]


def test_no_objection_is_taken_in_once_the_notice_is_over(mill: Mill, programme: ReliefProgramme) -> None:
    notice = post(agreed(mill.union, programme))
    photograph(notice)
    end(notice, NEXT_TUESDAY)

    with pytest.raises(Refused, match="已期满"):
        object_to(notice, TUESDAY)


def test_the_book_does_not_say_who_objected(mill: Mill, programme: ReliefProgramme) -> None:
    object_to(post(agreed(mill.union, programme)), TUESDAY, said_by="告状某", contact="13900009999")

    told = str(list(BookEntry.objects.filter(table_name="hardship_objection").values_list("after", flat=True)))
    assert "告状某" not in told
    assert "13900009999" not in told


def test_a_picture_of_the_sheet_is_kept_with_every_application_on_it(
    mill: Mill, programme: ReliefProgramme, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    first, second = agreed(mill.union, programme), agreed(mill.union, programme, 1)
    notice = post(first, second)

    assert notices.attach_photo(notice, io.BytesIO(encoded(scene(1))), at=at(TUESDAY), by=None) == 2
    kept = Document.objects.everywhere("a test").filter(kind="notice_photo")
    assert {row.application_id for row in kept} == {first.pk, second.pk}
    assert reread(notice).photo_id == kept.order_by("pk")[0].pk


def test_the_stamped_report_is_kept_once_it_was_printed_and_the_application_is_reported(
    mill: Mill, programme: ReliefProgramme, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    application = agreed(mill.union, programme)
    notice = post(application)
    photograph(notice)
    end(notice, NEXT_TUESDAY)
    scan = {"upload": io.BytesIO(PDF), "at": at(NEXT_WEDNESDAY), "by": None}
    with pytest.raises(Refused, match="先打印公示结果报告"):
        notices.attach_report(notice, **scan)
    note_report(notice, "AAAA-BBBB-CCCC", by=None)
    notices.attach_report(notice, **scan)

    reported = applications.report(reread(application), at=at(NEXT_WEDNESDAY, 10), by=None)
    assert reported.state == "opinion"


def test_a_picture_taken_off_again_is_missed_at_the_end(
    mill: Mill, programme: ReliefProgramme, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    notice = post(agreed(mill.union, programme))
    notices.attach_photo(notice, io.BytesIO(encoded(scene(1))), at=at(TUESDAY), by=None)
    documents.remove(Document.objects.everywhere("a test").get(kind="notice_photo"), by=None)

    with pytest.raises(Refused, match="公示照片"):
        end(reread(notice), NEXT_TUESDAY)
