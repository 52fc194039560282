"""Yuan and fen: as typed, as shown, in words. Rules M1 to M3 in docs/rules/hardship.md; the words have a plain twin."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardship.money import NotMoney, exact, figures, in_words, parse, yuan

AMOUNTS = st.integers(0, 10**14 - 1).map(lambda fen: Decimal(fen) / 100)


def twin(amount: Decimal) -> str:
    """The words another way: every digit with its place's name, then the rules on 零 as replacements."""
    whole, _, fen = f"{amount:.2f}".partition(".")
    names = ["", "拾", "佰", "仟", "万", "拾", "佰", "仟", "亿", "拾", "佰", "仟"]
    text = "".join(
        "零壹贰叁肆伍陆柒捌玖"[int(digit)] + names[len(whole) - 1 - place] for place, digit in enumerate(whole)
    )
    text = re.sub("零[拾佰仟]", "零", text)
    text = re.sub("零+", "零", text)
    text = re.sub("零([万亿])", r"\1", text)
    text = text.replace("亿万", "亿零")
    text = re.sub("零+", "零", text)
    # 万 or 亿 whose own last digit is zero needs no 零 before a thousand that is there.
    ended_in_zero = text.endswith("零")
    text = text.strip("零")
    tens, ones = ("零壹贰叁肆伍陆柒捌玖"[int(digit)] for digit in fen)
    if fen == "00":
        return f"{text or '零'}元整"
    small = (f"{tens}角" if tens != "零" else "零") + (f"{ones}分" if ones != "零" else "")
    if not text:
        return small.strip("零")
    return f"{text}元{'零' if ended_in_zero and tens != '零' else ''}{small}"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        # The official text's own examples (支付结算办法 附件一); of two allowed ways, the first.
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1170.00", "壹仟壹佰柒拾元整"),
        ("0", "零元整"),
        ("0.01", "壹分"),
        ("0.10", "壹角"),
        ("0.11", "壹角壹分"),
        ("10", "壹拾元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("1000000000.05", "壹拾亿元零伍分"),
        ("20000000.50", "贰仟万元零伍角"),
        ("10010", "壹万零壹拾元整"),
    ],
)
def test_amount_in_words_reads_as_the_rule_says(amount, words):
    assert in_words(Decimal(amount)) == words


@pytest.mark.parametrize("digits", range(1, 13))
def test_every_pattern_of_zeros_reads_as_the_twin_says(digits):
    for pattern in range(2 ** (digits - 1)):
        whole = "7" + "".join("03"[pattern >> place & 1] for place in range(digits - 1))
        for fen in ("00", "50", "05", "55"):
            assert in_words(Decimal(f"{whole}.{fen}")) == twin(Decimal(f"{whole}.{fen}"))


@given(AMOUNTS)
def test_any_amount_reads_as_the_twin_says(amount):
    assert in_words(amount) == twin(amount)


def test_every_amount_below_a_hundred_yuan_has_words_of_its_own():
    words = {in_words(Decimal(fen) / 100) for fen in range(10_000)}

    assert len(words) == 10_000


@pytest.mark.parametrize("amount", ["-0.01", "-1170"])
def test_no_words_for_less_than_nothing(amount):
    with pytest.raises(NotMoney):
        in_words(Decimal(amount))


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("0", "0.00"), ("-0.00", "0.00"), ("1170", "1,170.00"), ("1234567.8", "1,234,567.80"), ("-999.99", "-999.99")],
)
def test_figures_have_thousands_and_two_decimals(amount, shown):
    assert figures(Decimal(amount)) == shown
    assert yuan(Decimal(amount)) == f"{shown}元"


@pytest.mark.parametrize("amount", ["0.001", "1170.005", "1E-50", "NaN", "Infinity", "1000000000000", "1E+999"])
def test_what_is_not_exact_to_the_fen_is_refused_and_never_rounded(amount):
    with pytest.raises(NotMoney):
        exact(Decimal(amount))


@pytest.mark.parametrize("amount", [1170.0, 1170, "1170"])
def test_only_decimals_are_money(amount):
    with pytest.raises(TypeError):
        figures(amount)


@pytest.mark.parametrize(
    "text",
    ["1170", "1170.00", "1,170.00", "1,170.00元", "￥1,170", "¥1170.0", " 1170.000 ", "１１７０．００", "１，１７０元"],
)
def test_the_usual_ways_to_type_an_amount_are_read(text):
    assert parse(text) == Decimal("1170.00")


@given(AMOUNTS)
def test_what_is_shown_is_read_back(amount):
    assert parse(yuan(amount)) == amount


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "元", "-1", "－1", "+1", "1.234", "1.005", "1e3", "1E3", "1,17", "11,70.00", "1,170,00"),
        *("10²", "①", "½", "壹仟", ".5", "1.", "0x10", "1_000", "NaN", "٣", "1 170,00", "1000000000000", "=1170"),
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(NotMoney):
        parse(text)
