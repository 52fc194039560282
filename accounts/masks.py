"""How personal numbers are shown unless somebody asks for the whole (roles.md)."""

import re


def masked_id_number(value: str) -> str:
    """`340*************21` of 18 characters; shorter values keep three and two as well."""
    return value[:3] + "*" * (len(value) - 5) + value[-2:] if len(value) > 5 else "*" * len(value)


def masked_mobile(value: str) -> str:
    """`138****5678`; anything that is no 11-digit number is hidden but for its last two."""
    if len(value) == 11 and value.isdigit():
        return f"{value[:3]}****{value[-4:]}"
    return "*" * max(len(value) - 2, 0) + value[-2:] if value else ""


def masked_card(value: str) -> str:
    """`**** 1234`: a bank card's last four (roles.md)."""
    return f"**** {value[-4:]}" if value else ""


# A mobile number in running text: of several telephone numbers, of a plaque's words; also as it is dialled from afar.
_MOBILE = re.compile(r"(?<!\d)((?:\+?86[- ]?|0)?1[3-9]\d)([-. ]?)(\d{4})([-. ]?)(\d{4})(?!\d)")
# An identity or bank card number typed whole among other words.
_LONG_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[Xx]|\d{15,19})(?!\d)")


def masked_words(value: str) -> str:
    """What anybody may have written or searched for: identity, card and mobile numbers masked.

    Not for registers, whose credit codes are as long.
    """
    return masked_text(_LONG_NUMBER.sub(lambda found: masked_id_number(found[0]), value))


def masked_text(value: str) -> str:
    """The text with every mobile number in it masked; landlines belong to offices and stay."""
    return _MOBILE.sub(r"\1\2****\4\5", value)
