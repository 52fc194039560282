"""What stands in an office's telephone field is not always an office's telephone: only that is shown to everybody."""

import pytest

from unions.published import numbers, without_numbers

MOBILE = "13812345678"


def dialled(text: str, *may_show: str) -> list[str]:
    return [number.dial for number in numbers(text, may_show)]


@pytest.mark.parametrize(
    ("text", "dials"),
    [
        ("0556-2172583", ["05562172583"]),
        ("（0556）2172583", ["05562172583"]),
        ("0556 2172583 0556 2172584", ["05562172583", "05562172584"]),
        ("010-65281234、2172583", ["01065281234", "2172583"]),
        ("+86-556-2172583", ["865562172583"]),
        ("0556-2172583转8016", ["05562172583,8016"]),
        ("400-810-1234", ["4008101234"]),
        ("12351", ["12351"]),
    ],
)
def test_an_office_s_number_is_shown_as_it_is_dialled(text: str, dials: list[str]) -> None:
    assert dialled(text) == dials


@pytest.mark.parametrize(
    "text",
    [
        MOBILE,
        f"0{MOBILE}",
        f"0555{MOBILE}",
        f"0086-{MOBILE}",
        "0086-138-1234-5678",
        "138-123-45678转8",
        "(138)-1234-5678转9",
        "138 1234 5678",
        "13812345 678",
        "1 3 8 1 2 3 4 5 6 7 8",
        "１３８１２３４５６７８",
        "340521198001011234",
        "34052119800101123X",
        "6222021234567890123",
    ],
)
def test_a_person_s_number_in_the_office_s_field_is_not_shown(text: str) -> None:
    assert dialled(text) == []


@pytest.mark.parametrize("text", [MOBILE, f"+86 {MOBILE}", "138-1234-5678"])
def test_a_mobile_that_its_owner_lets_be_shown_is_shown(text: str) -> None:
    assert [dial[-11:] for dial in dialled(text, MOBILE)] == [MOBILE]
    assert dialled(text, "13900000000") == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("人民路1号，张三13812345678", "人民路1号，张三"),
        ("人民路1号（138-1234-5678）", "人民路1号（）"),
        ("340521198001011234", ""),
        ("人民路128号308室，邮编246600", "人民路128号308室，邮编246600"),
        ("科技路（二期）2-3幢", "科技路（二期）2-3幢"),
    ],
)
def test_numbers_of_persons_in_an_address_are_left_out(text: str, shown: str) -> None:
    assert without_numbers(text) == shown
