"""Numbers of persons in running text are masked however they were written; offices' stay."""

import pytest

from accounts.masks import masked_text, masked_words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("请打13812345678", "请打138****5678"),
        ("请打013812345678", "请打0138****5678"),
        ("请打+86 138-1234-5678", "请打+86 138-****-5678"),
        ("请打138.1234.5678", "请打138.****.5678"),
        ("办公电话0556-2172583", "办公电话0556-2172583"),
    ],
)
def test_a_mobile_number_in_a_text_is_masked(text: str, shown: str) -> None:
    assert masked_text(text) == shown


@pytest.mark.parametrize(
    "number", ["340521198001011234", "34052119800101123X", "340521800101123", "6222021234567890123"]
)
def test_identity_and_card_numbers_in_what_somebody_wrote_are_masked(number: str) -> None:
    assert number not in masked_words(f"号码{number}已核")
    assert masked_words(f"号码{number}已核").startswith("号码" + number[:3] + "*")


def test_a_register_s_credit_code_is_no_person_s_number() -> None:
    assert masked_text("913499990000000123") == "913499990000000123"
