"""A chair's phone: what is due, a new application, one application with its next step, and why."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import BookEntry
from hardship.models import ReliefApplication
from hardship.operations import applications, reviewing
from tests.factories import make_colleague
from tests.hardship.families import contents, make_application, make_file, make_programme
from tests.hardship.flow.hands import AT, LATER, hand_in_all, submitted, under_review, with_rules
from tests.hardship.flow.phone import page, press, queries, words

pytestmark = pytest.mark.django_db
NAMES = ("portal-relief-application", "portal-relief-why", "portal-relief-papers", "portal-relief-consent")


@pytest.fixture
def chair(signed_in, people):
    return signed_in("chair")


def rows():
    return ReliefApplication.objects.everywhere("tests")


def test_the_list_says_what_is_due_and_what_is_waited_for(chair, people, mill, file, programme):
    applications.draft(file, programme, at=AT, by=people["chair"])
    waiting = make_file(mill.union, said=contents(1, name="周等待"))
    under_review(submitted(waiting, programme, people["chair"]), people)

    seen = words(page(chair, "portal-relief", mill.union.pk))

    assert "1 件要办" in seen
    assert "李困难" in seen.partition("等上级办理")[0]
    assert "周等待" in seen.partition("等上级办理")[2]


def test_an_empty_list_says_what_comes_first(chair, mill):
    assert "先有档案，再申请帮扶" in page(chair, "portal-relief", mill.union.pk)


def test_a_new_application_asks_for_family_and_programme_only(chair, mill, file, programme):
    said = page(chair, "portal-relief-apply", mill.union.pk)
    assert "李困难" in said
    assert "2012年12月30日 17:30" in said

    seen = press(chair, "portal-relief-apply", mill.union.pk, file=file.pk, programme=programme.pk)

    assert "李困难的帮扶申请" in seen
    assert rows().get().state == "draft"


def test_without_a_choice_nothing_is_begun(chair, mill, file, programme):
    make_file(mill.union, said=contents(1))

    assert "请选择为哪一户申请" in press(chair, "portal-relief-apply", mill.union.pk, programme=programme.pk)
    assert not rows().exists()


def test_the_only_family_and_the_only_programme_are_chosen_already(chair, mill, file, programme):
    said = page(chair, "portal-relief-apply", mill.union.pk)

    assert said.count(" checked") == 2


def test_who_applied_already_is_told_before_the_choice(chair, people, mill, file, programme):
    make_file(mill.union, said=contents(1, name="周另外"))
    applications.draft(file, programme, at=AT, by=people["chair"])

    seen = words(page(chair, "portal-relief-apply", mill.union.pk))

    assert seen.count(f"已申请“{programme.name}”（草稿）") == 1
    assert seen.index("周另外") < seen.index("李困难") < seen.index("已申请")


def test_from_the_file_its_family_is_chosen(chair, mill, file, programme):
    make_file(mill.union, said=contents(1, name="周另外"))
    asked = f"{reverse('portal-relief-apply', args=[mill.union.pk])}?file={file.pk}"

    assert asked in page(chair, "portal-relief-file", file.pk)
    said = page(chair, "portal-relief-apply", mill.union.pk, file=str(file.pk))

    assert f'name="file" value="{file.pk}" checked' in said


def test_a_refusal_is_said_on_the_page(chair, people, mill, file, programme):
    submitted(file, programme, people["chair"])

    assert "不能再申请一次" in press(chair, "portal-relief-apply", mill.union.pk, file=file.pk, programme=programme.pk)


def test_another_unions_file_is_no_choice(chair, mill, quarry, file, programme):
    other = make_file(quarry.union, said=contents(1))

    assert "重新选择" in press(chair, "portal-relief-apply", mill.union.pk, file=other.pk, programme=programme.pk)
    assert not rows().exists()


def test_the_page_has_one_next_step_and_every_step_so_far(chair, people, file, programme):
    drafted = applications.draft(file, with_rules(programme), at=AT, by=people["chair"])
    assert "上传材料（还缺 5 份）" in page(chair, "portal-relief-application", drafted.pk)
    hand_in_all(drafted, people["chair"], year=timezone.localdate().year)
    assert "提交申请" in page(chair, "portal-relief-application", drafted.pk)
    applications.submit(drafted, at=timezone.now(), by=people["chair"])

    seen = words(page(chair, "portal-relief-application", drafted.pk))

    assert "登记单位工会审核" in seen
    assert f"提交 {timezone.localdate():%Y年%-m月}" in seen


def test_what_came_back_says_why(chair, people, mill, file, programme):
    row = under_review(submitted(file, programme, people["chair"]), people)
    reviewing.send_back(row, to="notice_over", reason="报告没有盖章", at=LATER, by=people["reviewer"])

    assert "报告没有盖章" in page(chair, "portal-relief-application", row.pk)
    assert "被退回" in page(chair, "portal-relief", mill.union.pk)
    assert "报告没有盖章" in page(chair, "portal-home", mill.union.pk)


def test_no_number_and_no_card_stand_on_any_page(chair, people, mill, file, programme):
    row = submitted(file, programme, people["chair"])
    facts = row.version.facts if row.version else contents().file

    for name in NAMES:
        seen = page(chair, name, row.pk)
        assert facts.id_number not in seen
        assert facts.card not in seen
        assert facts.mobile not in seen


def test_why_is_told_line_by_line_and_the_book_keeps_who_looked(chair, people, file, programme):
    row = submitted(file, programme, people["chair"])

    seen = words(page(chair, "portal-relief-why", row.pk))

    assert "人均月收入 1 170.00 元，须低于 1 170.00 元：不符合" in seen
    assert "帮不帮由县总工会审核的人决定" in seen
    line = BookEntry.objects.get(act="applications.show_explanation")
    assert (line.by, line.row_id) == (people["chair"], row.pk)


def test_of_a_draft_it_is_tried_and_not_kept(chair, people, file, programme):
    drafted = applications.draft(file, programme, at=AT, by=people["chair"])

    assert "提交时再正式判定" in page(chair, "portal-relief-why", drafted.pk)
    drafted.refresh_from_db()
    assert drafted.is_eligible is None


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_finds_nothing(people, quarry, file, programme, name):
    row = make_application(file, programme)
    stranger = make_colleague("wu", "chair", quarry.union, since=date(2011, 3, 8), officer=quarry.chair)
    browser = Client()
    browser.force_login(stranger, backend="accounts.backends.StandingBackend")

    page(browser, name, row.pk, status=404)


@pytest.mark.parametrize("who", ["rights_staff", "approver", "auditor", "body_officer"])
def test_who_sees_it_from_the_desk_has_no_phone_page(signed_in, file, programme, who):
    row = make_application(file, programme)

    page(signed_in(who), "portal-relief-application", row.pk, status=403)


def test_a_list_is_only_read(chair, mill):
    assert chair.post(reverse("portal-relief", args=[mill.union.pk])).status_code == 405


def test_ten_applications_cost_what_one_costs(chair, people, mill, file, programme):
    make_application(file, programme)
    one = queries(lambda: page(chair, "portal-relief", mill.union.pk))
    for number in range(1, 10):
        make_application(make_file(mill.union, said=contents(number)), programme)

    assert queries(lambda: page(chair, "portal-relief", mill.union.pk)) == one


def test_ten_cost_what_one_costs_on_the_home_page_too(chair, people, mill, file, programme):
    make_application(file, programme)
    one = queries(lambda: page(chair, "portal-home", mill.union.pk))
    for number in range(1, 10):
        make_application(make_file(mill.union, said=contents(number)), programme)

    assert queries(lambda: page(chair, "portal-home", mill.union.pk)) == one


def test_the_home_page_tells_what_is_due(chair, mill, file, programme):
    make_application(file, make_programme("spring", name="春节慰问"))

    seen = words(page(chair, "portal-home", mill.union.pk))

    assert "李困难的帮扶申请：补齐材料，提交" in seen
    assert "1 份申请正在办理，1 份要您办" in seen
