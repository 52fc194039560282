"""However a document number is written, it is one person; what has lost digits is refused, never guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from members.identity import check_digit, index_text, lengthened, packed, told, trouble
from members.models import Member
from members.operations import people
from registers.checks import id_number_trouble
from tests.members.rosters import a_row
from tests.registers.sheets import found, load

TODAY = date(2026, 11, 21)
NUMBER = "34999919900101004X"
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
SPELLINGS = {
    "as it is": NUMBER,
    "lower-case x": NUMBER.lower(),
    "full-width": NUMBER.translate(FULL_WIDTH),
    "full-width lower-case x": NUMBER[:-1] + "ｘ",
    "in groups": f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
    "with dashes": f"{NUMBER[:6]}-{NUMBER[6:14]}-{NUMBER[14:]}",
    "spaces around, one of them wide": f" {NUMBER}\u3000",
    "an apostrophe before it": f"'{NUMBER}",
    "the old fifteen digits": NUMBER[:6] + NUMBER[8:17],
    "something nobody sees within": NUMBER[:6] + "\u200b" + NUMBER[6:],
    "a full-width dash": f"{NUMBER[:6]}－{NUMBER[6:]}",
    "fifteen digits as Excel's number": int(NUMBER[:6] + NUMBER[8:17]),
}


def numbers():
    """Well-formed invented numbers of the division 349999."""
    return st.builds(
        lambda days, order: _numbered(date(1900, 1, 1) + timedelta(days=days), order),
        st.integers(0, 46_000),
        st.integers(0, 999),
    )


def _numbered(born: date, order: int) -> str:
    seventeen = f"349999{born:%Y%m%d}{order:03d}"
    return seventeen + check_digit(seventeen)


def test_the_number_of_these_tests_is_a_good_one():
    assert id_number_trouble(NUMBER, TODAY) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_every_spelling_meets_in_one_person(tmp_path, mill, spelling):
    load(tmp_path, "members", [a_row(证件号码=NUMBER, 姓名="李河")])

    outcome = load(tmp_path, "members", [a_row(证件号码=spelling, 姓名="李河")])

    assert (outcome.unchanged, found(outcome)) == (1, [])
    assert people.find(str(spelling)) == Member.objects.everywhere("test").get()


@pytest.mark.django_db
def test_two_spellings_in_one_file_are_one_row_too_many(tmp_path, mill):
    rows = [a_row(证件号码=NUMBER), a_row(证件号码=SPELLINGS["the old fifteen digits"])]

    outcome = load(tmp_path, "members", rows)

    assert found(outcome) == [(3, "证件号码", "duplicate_in_file")]


@pytest.mark.django_db
def test_a_permit_issued_anew_is_the_same_person_twice(tmp_path, mill):
    kind = {"证件类别": "港澳居民来往内地通行证"}

    outcome = load(tmp_path, "members", [a_row(证件号码="H1234567801", **kind), a_row(证件号码="h12345678 02", **kind)])

    assert found(outcome) == [(3, "证件号码", "duplicate_in_file")]


@pytest.mark.django_db
def test_entries_merged_into_one_are_one_person_in_a_file_too(tmp_path, mill):
    load(tmp_path, "members", [a_row(证件号码=NUMBER), a_row(证件号码="H12345678", 证件类别="港澳居民来往内地通行证")])
    first, second = Member.objects.everywhere("test").order_by("pk")
    first.memberships.everywhere("test").update(until="2012-01-01", state="duplicate", changed_on="2012-01-01")
    Member.objects.everywhere("test").filter(pk=first.pk).update(merged_into=second)

    both = load(
        tmp_path, "members", [a_row(证件号码=NUMBER), a_row(证件号码="H12345678", 证件类别="港澳居民来往内地通行证")]
    )
    one = load(tmp_path, "members", [a_row(证件号码=NUMBER, 民族="回族")])

    assert found(both) == [(3, "证件号码", "duplicate_in_file")]
    assert (one.changed, found(one)) == (1, [])
    second.refresh_from_db()
    assert (second.ethnicity, second.id_kind) == ("03", "hong_kong_macao")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (349999199001010000, "lost_digits"),
        ("3.49999E+17", "lost_digits"),
        ("=1+1", "required"),  # a formula without its value is an empty cell
        ("身份证丢失", "bad_id_number"),
        ("349999199001010040", "bad_id_number"),
        ("349999199002300041", "bad_id_number"),
        (date(1990, 1, 1), "bad_id_number"),
        ("清空", "required"),
        ("0" * 400, "bad_id_number"),
    ],
    ids=str,
)
def test_a_cell_that_is_no_number_any_more_is_refused(tmp_path, mill, cell, code):
    outcome = load(tmp_path, "members", [a_row(证件号码=cell)])

    assert found(outcome) == [(2, "证件号码", code)]
    assert not Member.objects.everywhere("test").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("入会日期", "2012.5", "not_a_date"),
        ("入会日期", "二〇一二年五月", "not_a_date"),
        ("出生日期", "1990-02-30", "not_a_date"),
        ("移动电话", 13900000000000000, "lost_digits"),
        ("工会编码", "=349999000101", "required"),
        ("民族", "外星族", "not_a_choice"),
        ("是否农民工", "可能", "not_a_choice"),
        ("籍贯", "云" * 65, "conflict"),
    ],
)
def test_a_hostile_cell_is_a_fault_in_its_own_column(tmp_path, mill, column, cell, code):
    outcome = load(tmp_path, "members", [a_row(**{column: cell})])

    assert found(outcome) == [(2, column, code)]


@given(numbers())
def test_the_check_digit_of_one_rule_satisfies_the_other(number):
    assert trouble("resident", number, TODAY) == ""


@given(numbers(), st.sampled_from("0123456789X"))
def test_another_last_character_never_does(number, last):
    assert (trouble("resident", number[:-1] + last, TODAY) == "") == (last == number[-1])


@given(numbers())
def test_an_old_number_lengthened_is_a_good_one_of_that_century(number):
    assume(number[8:14] != "000229")  # 1900 was no leap year
    seventeen = f"{number[:6]}19{number[8:17]}"

    new = lengthened(number[:6] + number[8:17])

    assert new == seventeen + check_digit(seventeen)
    assert id_number_trouble(new, TODAY) == ""


@given(numbers())
def test_what_a_number_tells_is_what_it_was_made_of(number):
    said = told("resident", number)

    assert said.born_on is not None
    assert f"{said.born_on:%Y%m%d}" == number[6:14]
    assert said.sex == ("male" if int(number[16]) % 2 else "female")


@given(numbers(), st.lists(st.integers(0, 18), max_size=6), st.booleans(), st.booleans())
def test_whatever_is_put_between_the_index_is_the_same(number, gaps, wide, lower):
    spelt = number.lower() if lower else number
    spelt = spelt.translate(FULL_WIDTH) if wide else spelt
    for gap in gaps:
        spelt = spelt[:gap] + " -\u3000\u200b–_"[gap % 6] + spelt[gap:]

    assert packed(spelt) == number
    assert index_text(spelt) == number
