"""Document numbers of members: which kinds there are, when one is valid, and what it says of its bearer. Pure.

How they are spelt: accounts/documents.py. Source: registers.md §2 (members), GB 11643-1999.
"""

import re
from dataclasses import dataclass
from datetime import date

from accounts.documents import PERMIT, check_digit, index_text, lengthened, packed
from registers.checks import birth_date, id_number_trouble

__all__ = [
    "FOREIGN",
    "HONG_KONG_MACAO",
    "RESIDENT",
    "TAIWAN",
    "Told",
    "check_digit",
    "index_text",
    "lengthened",
    "packed",
    "told",
    "trouble",
]

RESIDENT, HONG_KONG_MACAO, TAIWAN, FOREIGN = "resident", "hong_kong_macao", "taiwan", "foreign"
_TAIWAN = re.compile(r"83[0-9]{15}[0-9X]")
_FOREIGN_NEW = re.compile(r"9[0-9]{16}[0-9X]")
_FOREIGN_OLD = re.compile(r"[A-Z]{3}[0-9]{12}")


@dataclass(frozen=True, slots=True)
class Told:
    """What a valid number says: `number` as it is kept, and sex and birth date where it tells them."""

    number: str
    sex: str = ""
    born_on: date | None = None


def trouble(kind: str, number: str, on: date) -> str:
    """What is wrong with a packed number of this kind of document, as a clause; "" when nothing is.

    A birth date after `on` is refused.
    """
    number = lengthened(number)
    if kind == RESIDENT:
        if PERMIT.fullmatch(number) or _FOREIGN_OLD.fullmatch(number):
            return "不是居民身份证号的写法，如是其他证件，请在“证件类别”一列写明"
        return id_number_trouble(number, on)
    if kind == HONG_KONG_MACAO:
        return "" if PERMIT.fullmatch(number) else "应为字母 H 或 M 加 8 位数字（或再加 2 位换证次数）"
    if kind == TAIWAN:
        return id_number_trouble(number, on) if _TAIWAN.fullmatch(number) else "应为 18 位，以 83 开头"
    if _FOREIGN_NEW.fullmatch(number):
        return id_number_trouble(number, on)
    return "" if _FOREIGN_OLD.fullmatch(number) else "应为 9 开头的 18 位号码，或 3 个字母加 12 位数字"


def told(kind: str, number: str) -> Told:
    """A valid packed number as it is kept, and what it says of its bearer."""
    number = lengthened(number)
    if kind == HONG_KONG_MACAO or len(number) != 18:
        return Told(number)
    return Told(number, "male" if int(number[16]) % 2 else "female", birth_date(number))
