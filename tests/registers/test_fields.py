"""Cells into values, kind by kind: what is accepted, what is refused and with which code."""

from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from registers.cells import clean
from registers.checks import CREDIT_ALPHABET, credit_code_trouble
from registers.declare import Column
from registers.fields import CLEAR, parser_for
from registers.parsers import Bad

ON = date(2012, 10, 31)
CREDIT_CODE = "91349999000000001N"
MADE_UP = "34999919700101001"  # seventeen digits of nobody's number; the tests add the check digit


def value(kind: Any, cell: Any, **how: Any) -> Any:
    return parser_for(Column("列", "field", kind, **how), on=ON)(cell)


def code(kind: Any, cell: Any, **how: Any) -> str:
    with pytest.raises(Bad) as bad:
        value(kind, cell, **how)
    return str(bad.value.code)


def with_check_digit(body: str) -> str:
    """An identity number whose check digit is right, computed another way than by the code: ISO 7064 MOD 11-2."""
    remainder = 0
    for digit in body:
        remainder = (remainder + int(digit)) * 2 % 11
    return body + "0123456789X"[(12 - remainder) % 11]


ID_NUMBER = with_check_digit(MADE_UP)


@pytest.mark.parametrize(
    "kind", ["text", "code", "date", "integer", "choice", "boolean", "phone", "id_number", "money"]
)
@pytest.mark.parametrize("cell", ["", " ", "\u3000", "\u200b", "\xa0\t"])
def test_cell_with_nothing_to_see_is_empty(kind, cell):
    assert value(kind, cell) is None


@pytest.mark.parametrize("kind", ["text", "code", "date", "integer", "choice", "boolean", "phone", "id_number"])
@pytest.mark.parametrize("cell", ["清空", " 清 空 "])
def test_clearing_word_empties_any_column(kind, cell):
    assert value(kind, cell) is CLEAR


@pytest.mark.parametrize(
    "cell",
    [
        date(2012, 5, 3),
        datetime.combine(date(2012, 5, 3), time()),
        datetime.combine(date(2012, 5, 3), time(14, 30)),
        41032.0,
        "41032",
        20120503.0,
        "2012-05-03",
        "2012-5-3",
        "2012/5/3",
        "2012.5.3",
        "20120503",
        "2012年5月3日",
        "2012 年 05 月 03 日",
        "２０１２－０５－０３",
        "２０１２．５．３",
        "2012-05-03 00:00:00",
        "2012/5/3 0:00:00",
        " 2012-05-03\u3000",
    ],
)
def test_day_is_understood_in_the_ways_offices_write_it(cell):
    assert value("date", cell) == date(2012, 5, 3)


@pytest.mark.parametrize(
    ("cell", "day"), [(20000.0, date(1954, 10, 3)), (60000.0, date(2064, 4, 8)), ("2012-02-29", date(2012, 2, 29))]
)
def test_days_at_the_edges(cell, day):
    assert value("date", cell) == day


@pytest.mark.parametrize(
    "cell",
    [
        19999.0, 60001.0, 41032.5, -1.0, "2012-06-31", "2011-02-29", "2012-13-01", "2012.5", "2012年5月", "201205",
        2012.5, 2012.0, "2012-05", "2012/5/3 14:30", "2012-5.3", "1899-12-31", "2101-01-01", date(1899, 12, 31),
        time(12, 0), "去年五月", "0000-00-00", "5/3/2012", "9" * 400,
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(cell):
    assert code("date", cell) == "not_a_date"


def test_impossible_day_is_named_and_month_alone_asks_for_the_day():
    for cell, words in [("2012-06-31", "没有 2012年6月31日 这一天"), ("2012.5", "哪一天"), (2012.5, "哪一天")]:
        with pytest.raises(Bad) as bad:
            value("date", cell)
        assert words in str(bad.value.details["say"])


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back_from_each_way_of_writing(day):
    for pattern in ("{0}-{1}-{2}", "{0}/{1}/{2}", "{0}.{1}.{2}", "{0}年{1}月{2}日", "{0}{1:02}{2:02}"):
        assert value("date", pattern.format(day.year, day.month, day.day)) == day


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (349999010103.0, "349999010103"),
        ("３４９９９９０１０１０３", "349999010103"),
        (" 3499 9901\u200b0103\u3000", "349999010103"),
        ("'349999010103", "349999010103"),
        ('="349999010103"', "349999010103"),
        (999_999_999_999_999.0, "999999999999999"),
        (0.0, "0"),
    ],
)
def test_code_is_text_however_it_was_kept(cell, text):
    assert value("code", cell) == text


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (1e15, "lost_digits"),
        (349999201001011023.0, "lost_digits"),
        ("3.49999E+17", "lost_digits"),
        ("3.49999e17", "lost_digits"),
        (12.5, "not_a_number"),
        (-349999.0, "not_a_number"),
        ("34999901A", "not_a_number"),
        ("３４９９九", "not_a_number"),
    ],
)
def test_what_is_no_code_is_refused(cell, expected):
    assert code("code", cell) == expected


@pytest.mark.parametrize(("length", "good"), [(5, False), (6, True), (20, True), (21, False)])
def test_code_has_its_length(length, good):
    limits = {"min_length": 6, "max_length": 20}
    if good:
        assert value("code", "1" * length, **limits) == "1" * length
    else:
        assert code("code", "1" * length, **limits) == "not_a_number"


@pytest.mark.parametrize("kind", ["code", "identifier", "card", "phone", "mobile", "credit_code", "id_number", "text"])
def test_number_of_more_than_fifteen_digits_has_lost_the_last(kind):
    assert code(kind, 349999201001011023.0) == "lost_digits"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" 云岭茶业公司工会\u3000", "云岭茶业公司工会"),
        ("云工〔２０１２〕３号", "云工〔2012〕3号"),
        ("Ａｂ（甲）", "Ab（甲）"),
        ("甲\xa0乙", "甲 乙"),
        ("甲\x00\x07乙\u202e", "甲乙"),
        ("一\r\n二", "一\n二"),
        ("=1+1", "=1+1"),
        (12.0, "12"),
        (1.5, "1.5"),
        (date(2012, 5, 3), "2012-05-03"),
        ("𠅤𬭚䶮", "𠅤𬭚䶮"),
    ],
)
def test_text_is_trimmed_and_its_full_width_digits_and_letters_halved(cell, text):
    assert value("text", cell) == text


@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


def test_text_that_is_too_long_is_refused_and_says_how_long_it_may_be():
    assert value("text", "字" * 10, max_length=10) == "字" * 10
    assert code("text", "字" * 11, max_length=10) == "conflict"


@pytest.mark.parametrize("cell", ["乡镇（街道）总工会", "乡镇(街道)总工会", " 乡镇 （街道） 总工会", "镇总工会"])
def test_choice_is_found_whatever_its_brackets_and_spaces(cell):
    assert value("choice", cell, choices={"乡镇（街道）总工会": "town"}, aliases={"镇总工会": "town"}) == "town"


def test_choice_may_be_a_number():
    assert value("choice", 3.0, choices={"3": "3", "5": "5"}) == "3"
    assert value("integer", 5.0, choices={"3": "3", "5": "5"}) == 5
    assert code("integer", 4.0, choices={"3": "3", "5": "5"}) == "not_a_choice"


def test_what_is_no_choice_is_refused_with_the_choices():
    with pytest.raises(Bad) as bad:
        value("choice", "企业工会", choices={"独立基层工会": "a", "联合基层工会": "b"})

    assert (str(bad.value.code), bad.value.details["allowed"]) == ("not_a_choice", "独立基层工会、联合基层工会")


@pytest.mark.parametrize("cell", ["是", "√", "有", "Y", "y", "Ｙ", "1", 1.0, "TRUE"])
def test_yes(cell):
    assert value("boolean", cell) is True


@pytest.mark.parametrize("cell", ["否", "×", "无", "N", "n", "0", 0.0, "FALSE"])
def test_no(cell):
    assert value("boolean", cell) is False


@pytest.mark.parametrize("cell", ["也许", 2.0, "是的吧", date(2012, 5, 3)])
def test_neither_yes_nor_no_is_refused(cell):
    assert code("boolean", cell) == "not_a_choice"


@pytest.mark.parametrize(
    ("cell", "number"), [(12.0, 12), ("12", 12), ("１２", 12), ("1,200", 1200), ("12.0", 12), (0.0, 0), ("0", 0)]
)
def test_whole_number(cell, number):
    assert value("integer", cell) == number


@pytest.mark.parametrize(
    "cell", [12.5, "12.5", -1.0, "-1", "12人", "十二", "1,20", 1e12, "99999999999", date(2012, 5, 3), "1e3"]
)
def test_what_is_no_whole_number_is_refused(cell):
    assert code("integer", cell) == "not_a_number"


@pytest.mark.parametrize(
    ("cell", "yuan"),
    [(1170.0, "1170.00"), ("1,170.5", "1170.50"), ("￥1170元", "1170.00"), (0.1 + 0.2, "0.30"), ("0", "0.00")],
)
def test_money(cell, yuan):
    assert value("money", cell) == Decimal(yuan)


@pytest.mark.parametrize("cell", [1170.005, "1170.005", -1.0, "约一千"])
def test_what_is_no_money_is_refused(cell):
    assert code("money", cell) == "not_a_number"


@pytest.mark.parametrize("cell", [CREDIT_CODE, CREDIT_CODE.lower(), " 91349999 000000001Ｎ ", "9134-9999-0000-0000-1N"])
def test_credit_code(cell):
    assert value("credit_code", cell) == CREDIT_CODE


@pytest.mark.parametrize(
    "cell",
    [CREDIT_CODE[:-1], CREDIT_CODE[:-1] + "P", CREDIT_CODE[:-1] + "I", CREDIT_CODE + "1", "甲", "91349999000000010N"],
)
def test_what_is_no_credit_code_is_refused(cell):
    assert code("credit_code", cell) == "bad_credit_code"


def test_credit_code_of_a_union_begins_with_81_or_89():
    union = next(made for end in CREDIT_ALPHABET if not credit_code_trouble(made := "81349999000000001" + end))

    assert value("credit_code", union, prefixes=("81", "89")) == union
    assert code("credit_code", CREDIT_CODE, prefixes=("81", "89")) == "bad_credit_code"


@given(st.text("0123456789", min_size=6, max_size=6), st.text(CREDIT_ALPHABET, min_size=9, max_size=9))
def test_credit_code_check_agrees_with_stdnum(division, organisation):
    good = [end for end in CREDIT_ALPHABET if not credit_code_trouble(f"91{division}{organisation}{end}")]

    assert good == [uscc.calc_check_digit(f"91{division}{organisation}")]


@pytest.mark.parametrize("cell", [ID_NUMBER, ID_NUMBER.lower(), f" {ID_NUMBER[:6]} {ID_NUMBER[6:]}", f"'{ID_NUMBER}"])
def test_identity_number(cell):
    assert value("id_number", cell) == ID_NUMBER


def test_identity_number_with_x_is_upper_case():
    number = next(made for n in range(999) if (made := with_check_digit(f"34999919700101{n:03d}")).endswith("X"))

    assert value("id_number", number.lower()) == number


@pytest.mark.parametrize(
    "cell",
    [
        ID_NUMBER[:-1] + ("1" if ID_NUMBER[-1] != "1" else "2"),
        with_check_digit("34999919700230001"),
        with_check_digit("34999919110229001"),
        with_check_digit("34999920121101001"),
        with_check_digit("34999917991231001"),
        ID_NUMBER[:17],
        "349999700101001",
        "A" + ID_NUMBER[1:],
    ],
    ids=["check digit", "30 February", "no leap year", "born tomorrow", "18th century", "short", "15 digits", "letter"],
)
def test_what_is_no_identity_number_is_refused(cell):
    assert code("id_number", cell) == "bad_id_number"


def test_birth_on_the_very_day_and_on_a_leap_day_is_possible():
    for body in ("34999920121031001", "34999920120229001"):
        assert value("id_number", with_check_digit(body)) == with_check_digit(body)


def test_no_sentence_quotes_an_identity_number():
    wrong = ID_NUMBER[:-1] + ("1" if ID_NUMBER[-1] != "1" else "2")
    with pytest.raises(Bad) as bad:
        value("id_number", wrong)

    assert wrong[6:14] not in str(bad.value.details)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (13900000000.0, "13900000000"),
        ("139-0000-0000", "13900000000"),
        ("+86 139 0000 0000", "13900000000"),
        ("86-13900000000", "13900000000"),
        ("１３９００００００００", "13900000000"),
    ],
)
def test_mobile_number_has_eleven_digits(cell, text):
    assert value("mobile", cell) == text


@pytest.mark.parametrize("cell", ["12900000000", "1390000000", "139000000000", "0563-1234567", "甲", "1.39E+10"])
def test_what_is_no_mobile_number_is_refused(cell):
    assert code("mobile", cell) in {"bad_phone", "lost_digits"}


@pytest.mark.parametrize(
    "cell",
    [
        "0563-1234567",
        "(0563)1234567",
        "12345678",
        "0563-1234567转801",
        "0563-1234567/7654321",
        "13900000000、0563-1234567",
        "+86-563-1234567",
    ],
)
def test_phone(cell):
    assert value("phone", cell) == cell


def test_phone_is_packed():
    assert value("phone", "（0563） 1234567 转 801") == "(0563)1234567转801"


@pytest.mark.parametrize(
    "cell", ["12345", "电话", "0563-1234567(", "1" * 21, "/".join(["0563-1234567"] * 6), "0563_1234567", "转801801"]
)
def test_what_is_no_phone_is_refused(cell):
    assert code("phone", cell) == "bad_phone"


@pytest.mark.parametrize(
    "kind",
    [
        "text",
        "code",
        "identifier",
        "card",
        "phone",
        "mobile",
        "credit_code",
        "id_number",
        "date",
        "integer",
        "money",
        "choice",
        "boolean",
    ],
)
@given(cell=st.one_of(st.text(max_size=60), st.floats(), st.dates(), st.datetimes(), st.times(), st.timedeltas()))
def test_no_cell_makes_a_parser_stumble(kind, cell):
    with suppress(Bad):
        value(kind, cell)
