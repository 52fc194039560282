"""Names as published, and how many ID numbers agree with what is (rules N1 to N3; security.md row 44, goal G13)."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.documents import check_digit
from hardship.masking import COMPOUND_SURNAMES, ENOUGH, masked_name, possible_id_numbers, told_by

ON = date(2012, 12, 1)


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("张三", "张*"),
        ("张三丰", "张**"),
        ("欧阳", "欧*"),  # a family name 欧 with the given name 阳
        ("欧阳修", "欧阳*"),
        ("欧阳文忠", "欧阳**"),
        ("诸葛亮", "诸葛*"),
        ("司马光", "司马*"),
        ("司徒美堂", "司徒**"),
        ("买买提·艾山", "买**·**"),
        ("买买提•艾山", "买**·**"),
        ("阿卜杜・热合曼", "阿**·***"),
        ("古丽娜扎", "古***"),
        ("张", "*"),
        ("", ""),
        (" 张 三 ", "张*"),
        ("张\u3000三", "张*"),
        ("张\u200b三\ufeff", "张*"),
        ("𠮷田一", "𠮷**"),
        ("John Smith", "J*** *****"),
        ("Ｊｏｈｎ", "J***"),
        ("O'Neil", "O*****"),
    ],
)
def test_a_name_is_published_with_its_family_name_only(name: str, published: str) -> None:
    assert masked_name(name) == published


@given(st.text(max_size=8))
def test_a_mask_never_tells_more_than_two_characters(name: str) -> None:
    masked = masked_name(name)

    assert len(masked.replace("*", "").replace("·", "").replace(" ", "").replace("-", "")) <= 2
    assert masked == masked_name(masked) or "*" in masked


def test_compound_surnames_are_two_characters_each_and_none_twice() -> None:
    assert all(len(surname) == 2 for surname in COMPOUND_SURNAMES)
    assert {"欧阳", "司马", "上官", "诸葛", "东方", "令狐", "完颜"} <= COMPOUND_SURNAMES


def test_who_publishes_a_masked_name_and_a_unit_tells_nothing_of_the_number() -> None:
    told = told_by(
        ["张*", "河畔纸厂工会", "生活救助", "1,170.00元", "2012年12月3日至2012年12月7日", "0556-2172583", "12351"], ON
    )

    assert (told.mask, told.sex) == ("*" * 18, "")
    assert possible_id_numbers(told) > 30_000_000


@pytest.mark.parametrize(
    ("words", "at_most", "at_least"),
    [
        (["340828********2121"], 3_000, 1_500),  # only the birth date hidden: security.md counts 1 757 of 53 years
        (["340828********2121", "45岁"], 40, 25),
        (["3408****2121"], 3_000, 1_500),
        (["尾号 2121"], 3_000, 1_500),
        (["34082819670503**"], 1_000, 1_000),
        (["340828670503212"], 1, 1),  # of 15 places
        (["34082819670503****"], 1_000, 1_000),
        (["34082819670503****", "女"], 500, 500),
        (["1967年5月3日出生"], 1_000, 1_000),
        (["340828196705032121"], 1, 0),
    ],
)
def test_what_hides_too_little_is_counted_out(words: list[str], at_most: int, at_least: int) -> None:
    assert at_least <= possible_id_numbers(told_by(words, ON)) <= at_most < ENOUGH


def test_the_houses_own_mask_and_an_age_alone_leave_enough() -> None:
    """Of lists inside the system; a notice shows neither."""
    assert possible_id_numbers(told_by(["340*************21"], ON)) > ENOUGH
    assert possible_id_numbers(told_by(["45岁", "女"], ON)) > ENOUGH


def test_the_count_agrees_with_trying_every_number() -> None:
    told = told_by(["3408281967050*2***", "女"], ON)

    tried = 0
    for day, tens, ones in product("0123456789", "0123456789", "0123456789"):
        body = f"3408281967050{day}2{tens}{ones}"
        tried += body[12:14] in {f"{n:02d}" for n in range(1, 32)} and int(ones) % 2 == 0 and bool(check_digit(body))
    assert possible_id_numbers(told) == tried == 9 * 10 * 5
