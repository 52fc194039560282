"""Files on the chair's phone: the own union's only, opened from the roster, changed, reviewed, shown whole for a reason."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import BookEntry
from hardship.models import FileVersion, HardshipFile
from hardship.operations import files
from tests.factories import MembershipFactory, id_number
from tests.hardship.families import contents, make_file
from tests.hardship.files.secrets import SECRETS, make_secret_file, told
from tests.hardship.files.test_file_desk import FORM, edit_form, newest

pytestmark = pytest.mark.django_db
OPENED = date(2012, 5, 3)


@pytest.fixture
def chair(signed_in, mill):
    return signed_in("chair")


def text_of(answer):
    return answer.content.decode()


def one(file, page=""):
    return f"/portal/relief/files/{file.pk}/{page}"


def files_of(union, page=""):
    return f"/portal/{union.pk}/relief/files/{page}"


def test_a_file_is_opened_for_a_member_with_what_the_roster_knows(chair, mill, cast):
    membership = MembershipFactory(union=mill.union, name="赵困难", id_number=id_number(5), mobile="13900000005")
    which = text_of(chair.get(files_of(mill.union, "open/")))
    page = files_of(mill.union, f"open/?member={membership.member_id}")

    form = text_of(chair.get(page))
    chair.post(page, FORM)

    assert ("赵困难" in which, id_number(5) in which) == (True, False)
    assert id_number(5) in form
    assert BookEntry.objects.get(act="personal.show", by=cast["chair"]).details["reason"] == "建立困难职工档案"
    file = HardshipFile.objects.everywhere("tests").get()
    assert (file.union, file.member_id, newest(file).made_by) == (mill.union, membership.member_id, cast["chair"])
    assert [person.relation for person in newest(file).contents.household] == ["本人", "配偶"]


def test_whoever_is_not_on_the_roster_is_filled_in_by_hand(chair, mill):
    chair.post(files_of(mill.union, "open/?member=none"), FORM)

    assert HardshipFile.objects.everywhere("tests").get().name == "赵困难"


def test_a_member_of_another_union_is_not_brought_along(chair, mill, quarry):
    other = MembershipFactory(union=quarry.union, name="别处的人", id_number=id_number(6))

    page = text_of(chair.get(files_of(mill.union, f"open/?member={other.member_id}")))

    assert ("别处的人" in page, id_number(6) in page) == (False, False)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"id_number": "1"}, "不是有效的居民身份证号"),
        ({"opened_on": "2999-01-01"}, "建档日期"),
        ({"own_income": "-5"}, "不是金额"),
        ({"p0-relation": ""}, "请选择关系。"),
    ],
)
def test_what_is_wrong_changes_nothing(chair, mill, cells, words):
    answer = chair.post(files_of(mill.union, "open/?member=none"), {**FORM, **cells})

    assert (answer.status_code, words in text_of(answer)) == (200, True)
    assert not HardshipFile.objects.everywhere("tests").exists()


def test_a_family_on_file_elsewhere_is_not_told_where(chair, mill, quarry):
    make_file(quarry.union, "DA-THERE", said=contents(5))

    page = text_of(chair.post(files_of(mill.union, "open/?member=none"), FORM))

    assert "本县另一工会" in page
    assert "DA-THERE" not in page


def test_one_person_more_keeps_what_was_typed(chair, mill):
    page = text_of(chair.post(files_of(mill.union, "open/?member=none"), {**FORM, "more": "1"}))

    assert ('name="p2-name"' in page, "钱配偶" in page) == (True, True)


def test_the_pages_hide_what_is_sensitive_until_a_reason_is_given(chair, mill, cast):
    file = make_secret_file(mill.union)
    pages = [files_of(mill.union), one(file), one(file, "?on=2012-06-01"), one(file, "whole/"), one(file, "review/")]

    unasked = {page: told(chair.get(page)) for page in [*pages, f"/portal/{mill.union.pk}/", "/portal/relief/files/"]}
    whole = chair.post(one(file, "whole/"), {"reason": "核对材料"})

    assert {page: words for page, words in unasked.items() if words} == {}
    assert told(whole) == set(SECRETS)
    assert BookEntry.objects.get(act="personal.show", row_id=file.pk).details["reason"] == "核对材料"


def test_a_change_is_prefilled_noted_and_keeps_the_past(chair, mill, cast):
    file = make_secret_file(mill.union)

    form = chair.get(one(file, "edit/"))
    chair.post(one(file, "edit/"), edit_form(file, address="新家 9 号"))

    assert told(form) == set(SECRETS)
    assert BookEntry.objects.get(act="personal.show", row_id=file.pk).details["reason"] == "变更档案"
    assert newest(file).facts.address == "新家 9 号"
    assert "云岭县天河镇" in text_of(chair.get(one(file, "?on=2012-06-01")))


def test_a_year_without_review_is_said_and_a_review_ends_it(chair, mill):
    today = timezone.localdate()
    file = make_file(mill.union, on=today - timedelta(days=365))
    before = text_of(chair.get(files_of(mill.union)))

    chair.post(one(file, "review/"), {"reviewed_on": f"{today:%Y-%m-%d}", "note": "一致"})

    after = text_of(chair.get(files_of(mill.union)))
    assert ("该复核了" in before, "该复核了" in after) == (True, False)
    kinds = FileVersion.objects.everywhere("tests").filter(file=file).order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["open", "review"]


def test_another_unions_files_do_not_exist(chair, quarry):
    file = make_file(quarry.union)

    pages = [
        files_of(quarry.union),
        files_of(quarry.union, "open/"),
        *(one(file, p) for p in ("", "edit/", "whole/", "review/", "out/", "close/", "back/", "relapse/")),
    ]

    assert {chair.get(page).status_code for page in pages} == {404}
    assert {chair.post(page, FORM).status_code for page in pages} <= {404, 405}


def test_the_phone_is_for_chairs(signed_in, mill):
    file = make_file(mill.union)

    assert signed_in("rights_staff").get(one(file)).status_code == 403
    assert signed_in("organisation_staff").get(one(file)).status_code == 404


def test_a_form_sent_twice_opens_one_file(chair, mill):
    data = {**FORM, "once": "8a4b0a34-5d3f-4a5b-9df0-3c7f4c1f0002"}
    for _ in range(2):
        chair.post(files_of(mill.union, "open/?member=none"), data)

    assert HardshipFile.objects.everywhere("tests").count() == 1


END = {"on": "2012-09-01", "reason": "女儿工作了"}


def state_of(file):
    file = HardshipFile.objects.everywhere("tests").get(pk=file.pk)
    return file.state, str(file.ended_on), file.end_reason


@pytest.mark.parametrize(("page", "state"), [("out/", "out"), ("close/", "closed")])
def test_the_chair_ends_a_file_with_its_day_and_reason_and_takes_an_error_back(chair, mill, cast, page, state):
    file = make_file(mill.union, on=OPENED)
    offered = text_of(chair.get(one(file)))

    answer = chair.post(one(file, page), END, follow=True)

    assert one(file, page) in offered
    assert state_of(file) == (state, "2012-09-01", "女儿工作了")
    assert newest(file).made_by == cast["chair"]
    assert (one(file, "back/") in text_of(answer), one(file, "relapse/") in text_of(answer)) == (True, True)
    chair.post(one(file, "back/"), {"reason": "点错了"})
    assert state_of(file)[0] == "on_file"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"reason": ""}, "请写明原因。"),
        ({"on": "2999-01-01"}, "日期"),
        ({"on": "2012-01-01"}, "早于这份档案最近一次办理的日期"),
    ],
)
def test_an_end_that_cannot_be_leaves_the_file_open(chair, mill, cells, words):
    file = make_file(mill.union, on=OPENED)

    answer = chair.post(one(file, "out/"), {**END, **cells})

    assert (words in text_of(answer), state_of(file)[0]) == (True, "on_file")


def test_what_somebody_else_ended_is_not_the_chairs_to_take_back(chair, mill, cast):
    file = make_file(mill.union, on=OPENED)
    files.close(file, closed_on=date(2012, 9, 1), reason="迁出", at=timezone.now(), by=cast["rights_staff"])

    answer = chair.post(one(file, "back/"), {"reason": "点错了"}, follow=True)

    assert "只能撤回自己办的" in text_of(answer)
    assert (state_of(file)[0], one(file, "back/") in text_of(answer)) == ("closed", False)


def test_a_family_in_hardship_again_has_a_new_file_linked_to_the_old(chair, mill, cast):
    file = make_secret_file(mill.union)
    files.out_of_hardship(file, out_on=date(2012, 9, 1), reason="好转", at=timezone.now(), by=cast["chair"])

    form = chair.get(one(file, "relapse/"))
    changed = {key: value for key, value in edit_form(file).items() if key not in ("since", "reason")}
    answer = chair.post(one(file, "relapse/"), {**changed, "opened_on": "2012-10-01"}, follow=True)

    assert told(form) == set(SECRETS)
    assert BookEntry.objects.get(act="personal.show", row_id=file.pk).details["reason"] == "返困另建档案"
    new = HardshipFile.objects.everywhere("tests").get(previous=file)
    assert (new.state, new.union, state_of(file)[0]) == ("on_file", file.union, "out")
    assert one(file) in text_of(answer)
    assert one(new) in text_of(chair.get(one(file)))
