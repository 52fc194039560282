"""The register `members`: what a row makes of a person and a membership (registers.md §2)."""

from datetime import date

import pytest

from members.models import Member, Membership, State
from members.operations import belonging
from tests.factories import MembershipFactory, OrganisationFactory, id_number
from tests.members.rosters import MILL, a_row, memberships, person
from tests.registers.sheets import found, load
from unions.models import Kind

pytestmark = pytest.mark.django_db
FULL = {
    "证件类别": "居民身份证",
    "民族": "回族",
    "就业状况": "在岗",
    "移动电话": "13900000007",
    "学历": "大专",
    "技术等级": "职业资格三级（高级）",
    "政治面貌": "群众",
    "籍贯": "云岭县",
    "户籍类型": "农业户口",
    "是否农民工": "是",
    "是否劳务派遣": "否",
    "会籍状态": "正常",
}


@pytest.fixture(autouse=True)
def unions(mill, quarry):
    return mill, quarry


def test_a_full_row_makes_a_person_and_a_membership(tmp_path, mill):
    outcome = load(tmp_path, "members", [a_row(**FULL, 单位统一社会信用代码=mill.employer.credit_code)])

    assert (outcome.created, found(outcome)) == (1, [])
    member, (membership,) = person(), memberships()
    assert (member.name, member.union_id, member.sex, member.born_on) == (
        "李某某",
        mill.union.pk,
        "male",
        date(1990, 1, 1),
    )
    assert (member.ethnicity, member.mobile, member.education, member.skill_level) == (
        "03",
        "13900000007",
        "college",
        "third",
    )
    assert (member.political_status, member.hukou_type, member.is_migrant, member.is_dispatched) == (
        "13",
        "agricultural",
        True,
        False,
    )
    assert (membership.union_id, membership.employer_id) == (mill.union.pk, mill.employer.pk)
    assert (membership.since, membership.state, membership.until) == (date(2011, 5, 1), State.NORMAL, None)


def test_the_same_file_again_changes_nothing(tmp_path):
    rows = [
        a_row(1, **FULL),
        a_row(2, 会籍状态="退会", 会籍变化日期="2012-01-01", 会籍变化原因="本人申请"),
        a_row(3, 会籍状态="保留"),
    ]
    load(tmp_path, "members", rows)

    outcome = load(tmp_path, "members", rows)

    assert (outcome.unchanged, outcome.changed, outcome.created, found(outcome)) == (3, 0, 0, [])


def test_a_number_wrong_by_one_digit_is_refused_and_not_quoted(tmp_path):
    wrong = id_number(1)[:-1] + ("1" if id_number(1)[-1] != "1" else "2")

    outcome = load(tmp_path, "members", [a_row(证件号码=wrong)])

    assert found(outcome) == [(2, "证件号码", "bad_id_number")]
    assert wrong not in outcome.faults[0].message
    assert not Member.objects.everywhere("test").exists()


@pytest.mark.parametrize(
    ("kind", "number", "good"),
    [
        ("港澳居民来往内地通行证", "H1234567801", True),
        ("港澳居民来往内地通行证", "H1234567", False),
        ("外国人永久居留身份证", "ABC110012345678", True),
        (None, "H12345678", False),
    ],
)
def test_each_kind_of_document_is_judged_by_its_own_rule(tmp_path, kind, number, good):
    outcome = load(tmp_path, "members", [a_row(证件号码=number, 证件类别=kind)])

    assert (outcome.created == 1) == good
    assert [code for _, _, code in found(outcome)] == ([] if good else ["bad_id_number"])


@pytest.mark.parametrize("number", ["E12345678", id_number(1)[:-1] + "A"])
def test_a_number_is_not_judged_as_another_kind_than_the_row_names(tmp_path, number):
    outcome = load(tmp_path, "members", [a_row(证件号码=number, 证件类别="护照", 性别="女")])

    assert found(outcome) == [(2, "证件类别", "not_a_choice")]


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"证件号码": id_number(1, date(2099, 1, 1))}, ("证件号码", "bad_id_number")),
        ({"证件号码": "H12345678", "证件类别": "港澳居民来往内地通行证", "出生日期": "2099-01-01"}, ("出生日期", "conflict")),
    ],
)  # fmt: skip
def test_nobody_is_born_in_days_to_come_whatever_the_document(tmp_path, values, fault):
    outcome = load(tmp_path, "members", [a_row(**values)])

    assert found(outcome) == [(2, *fault)]


@pytest.mark.parametrize(("column", "value"), [("性别", "女"), ("出生日期", "1990-01-02")])
def test_sex_and_birth_date_that_contradict_the_number_are_faults(tmp_path, column, value):
    outcome = load(tmp_path, "members", [a_row(**{column: value})])

    assert found(outcome) == [(2, column, "conflict")]


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"会籍状态": "退会", "会籍变化原因": "离职"}, ("会籍变化日期", "required")),
        ({"会籍状态": "除名", "会籍变化日期": "2012-01-01"}, ("会籍变化原因", "required")),
        ({"会籍状态": "退会", "会籍变化日期": "2011-04-30", "会籍变化原因": "离职"}, ("会籍变化日期", "ends_before_start")),
        ({"会籍状态": "退会", "会籍变化日期": "2099-01-01", "会籍变化原因": "离职"}, ("会籍变化日期", "conflict")),
        ({"入会日期": "2007-12-31"}, ("入会日期", "before_established")),
        ({"入会日期": "2099-01-01"}, ("入会日期", "conflict")),
        ({"工会编码": "3499990001"}, ("工会编码", "wrong_parent")),
        ({"工会编码": "349999009999"}, ("工会编码", "unknown_union")),
        ({"单位统一社会信用代码": "91349999000000001N"}, ("单位统一社会信用代码", "unknown_employer")),
        ({"移动电话": "0556-1234567"}, ("移动电话", "bad_phone")),
        ({"会籍状态": "转出"}, ("会籍状态", "not_a_choice")),
    ],
)  # fmt: skip
def test_one_thing_wrong_gives_one_fault_and_nothing_is_written(tmp_path, mill, values, fault):
    type(mill.union).objects.everywhere("test").filter(pk=mill.union.pk).update(established_on=date(2008, 1, 1))

    outcome = load(tmp_path, "members", [a_row(**values)])

    assert found(outcome) == [(2, *fault)]
    assert not Membership.objects.everywhere("test").exists()


def test_a_unit_of_another_union_is_a_conflict(tmp_path, quarry):
    outcome = load(tmp_path, "members", [a_row(单位统一社会信用代码=quarry.employer.credit_code)])

    assert found(outcome) == [(2, "单位统一社会信用代码", "conflict")]


def test_nobody_joins_a_union_that_is_dissolved(tmp_path, riverside):
    gone = OrganisationFactory(parent=riverside, code="349999000109", name="旧厂工会", kind=Kind.GRASSROOTS_SINGLE)
    type(gone).objects.everywhere("test").filter(pk=gone.pk).update(dissolved_on=date(2011, 5, 1))

    outcome = load(tmp_path, "members", [a_row(工会编码=gone.code)])

    assert found(outcome) == [(2, "入会日期", "conflict")]


def test_an_empty_cell_keeps_and_the_word_empties(tmp_path):
    load(tmp_path, "members", [a_row(1, **FULL), a_row(2, **FULL)])

    outcome = load(tmp_path, "members", [a_row(1), a_row(2, 移动电话="清空", 是否农民工="清空", 性别="清空")])

    assert (outcome.unchanged, outcome.changed) == (1, 1)
    assert (person(1).mobile, person(1).is_migrant) == ("13900000007", True)
    assert (person(2).mobile, person(2).is_migrant, person(2).sex) == ("", None, "male")


def test_a_member_who_left_and_comes_back_has_two_memberships(tmp_path):
    load(
        tmp_path,
        "members",
        [a_row(会籍状态="退会", 会籍变化日期="2012-01-01", 会籍变化原因="离职", 移动电话="13900000007")],
    )

    outcome = load(tmp_path, "members", [a_row(入会日期="2012-06-01")])

    assert (outcome.created, found(outcome)) == (1, [])
    assert [(m.since, m.until) for m in memberships()] == [
        (date(2011, 5, 1), date(2012, 1, 1)),
        (date(2012, 6, 1), None),
    ]
    assert Member.objects.everywhere("test").count() == 1
    assert person().mobile == "13900000007"


def test_a_row_that_does_not_speak_of_the_state_does_not_bring_a_former_member_back(tmp_path):
    load(tmp_path, "members", [a_row(会籍状态="退会", 会籍变化日期="2012-01-01", 会籍变化原因="离职")])

    outcome = load(tmp_path, "members", [a_row()])

    assert outcome.unchanged == 1
    assert memberships()[0].state == State.WITHDRAWN


def test_a_row_that_says_normal_takes_a_mistaken_end_back(tmp_path):
    load(tmp_path, "members", [a_row(会籍状态="退会", 会籍变化日期="2012-01-01", 会籍变化原因="离职")])

    outcome = load(tmp_path, "members", [a_row(会籍状态="正常")])

    assert outcome.changed == 1
    membership = memberships()[0]
    assert (membership.state, membership.until, membership.changed_on, membership.reason) == ("normal", None, None, "")


def test_a_former_member_of_another_union_is_the_same_person(tmp_path, quarry):
    left = MembershipFactory(union=quarry.union, id_number=id_number(1))
    belonging.withdraw(left, on=date(2012, 1, 1), reason="离职", by=None)

    outcome = load(tmp_path, "members", [a_row(入会日期="2012-02-01")])

    assert (outcome.created, found(outcome)) == (1, [])
    assert person().pk == left.member_id
    assert person().union.code == MILL


def test_a_former_member_under_another_name_is_a_conflict(tmp_path, quarry):
    left = MembershipFactory(union=quarry.union, id_number=id_number(1), name="王山")
    belonging.withdraw(left, on=date(2012, 1, 1), reason="离职", by=None)

    outcome = load(tmp_path, "members", [a_row(入会日期="2012-02-01")])

    assert found(outcome) == [(2, "姓名", "conflict")]
    assert "王山" not in outcome.faults[0].message


def test_a_member_of_two_times_that_overlap_is_a_conflict(tmp_path, quarry):
    left = MembershipFactory(union=quarry.union, id_number=id_number(1))
    belonging.withdraw(left, on=date(2012, 1, 1), reason="离职", by=None)

    outcome = load(tmp_path, "members", [a_row(入会日期="2011-12-31")])

    assert found(outcome) == [(2, "入会日期", "conflict")]


def test_a_row_of_the_past_leaves_the_person_where_she_is_now(tmp_path, quarry):
    gone = MembershipFactory(union=quarry.union, id_number=id_number(1), mobile="13900000001")
    belonging.withdraw(gone, on=date(2012, 1, 1), reason="离职", by=None)
    past = a_row(
        入会日期="2010-07-01", 会籍状态="退会", 会籍变化日期="2011-01-01", 会籍变化原因="离职", 移动电话="13900000002"
    )

    outcome = load(tmp_path, "members", [past])

    assert (outcome.created, found(outcome)) == (1, [])
    assert (person().union_id, person().mobile) == (quarry.union.pk, "13900000001")
    assert load(tmp_path, "members", [past]).unchanged == 1


def test_an_employer_that_moved_on_does_not_make_an_unchanged_row_wrong(tmp_path, mill):
    code = mill.employer.credit_code
    load(tmp_path, "members", [a_row(单位统一社会信用代码=code)])
    type(mill.employer).objects.everywhere("test").filter(pk=mill.employer.pk).update(union=None)

    outcome = load(tmp_path, "members", [a_row(单位统一社会信用代码=code)])

    assert (outcome.unchanged, found(outcome)) == (1, [])
