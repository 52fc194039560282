"""Check digits and forms of numbers: GB 32100, GB 11643, telephones. Pure functions."""

import functools
import re
from datetime import date

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_DIGITS = str.maketrans(CREDIT_ALPHABET, "0123456789abcdefghijklmnopqrstu")
_CREDIT_FORM = re.compile(rf"[1-9ANY][1-9A-HJ-NP-RTUWXY][0-9]{{6}}[{CREDIT_ALPHABET}]{{10}}")
_ID_FORM = re.compile(r"[1-9][0-9]{16}[0-9X]")
_ID_CHECKS = "0123456789X"
OLDEST_BIRTH = date(1850, 1, 1)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_MOBILE_PREFIX = re.compile(r"^(\+86|0086|86(?=1[3-9][0-9]{9}$))")
_PHONE_PART = re.compile(r"\+?[0-9()][0-9()\-]*((转|#|X|EXT\.?|分机)[0-9]{1,6})?")
_PLAIN_PHONE = re.compile(r"(?:0[0-9]{2,3}-)?[0-9]{6,11}")
_PHONE_SEPARATORS = re.compile(r"[/、,;]")


def credit_code_trouble(code: str) -> str:
    """What is wrong with a unified social credit code, as a clause; "" when nothing is.

    `code` is packed (upper case, no spaces). Letters may stand in the first two places (N2 is a farmers' cooperative),
    which is why `stdnum.cn.uscc` is not asked. Source: GB 32100-2015, 5.
    """
    if len(code) != 18:
        return f"应为 18 位，现在是 {len(code)} 位"
    if not set(code) <= set(CREDIT_ALPHABET):
        return "只能含数字和大写字母，且不用 I、O、S、V、Z"
    if not _CREDIT_FORM.fullmatch(code):
        return "第 3 至 8 位应为行政区划数字，第 1、2 位应为登记管理部门和机构类别"
    # The weights are the powers of 3 modulo 31, and 34 is 3 modulo 31: the sum is the code read backwards in base 34.
    total = int(code[16::-1].translate(_CREDIT_DIGITS), 34)
    return "" if CREDIT_ALPHABET[-total % 31] == code[17] else "末位校验码不符，可能抄错了一位"


def id_number_trouble(number: str, on: date) -> str:
    """What is wrong with a resident's identity number, as a clause; "" when nothing is.

    `number` is packed. The division (first six digits) is not looked up: divisions come and go. A birth date after
    `on` is refused. Source: GB 11643-1999, 4.
    """
    if len(number) == 15 and number.isdigit():
        return "是 15 位的旧号码，请填第二代身份证上的 18 位号码"
    if len(number) != 18:
        return f"应为 18 位，现在是 {len(number)} 位"
    if not _ID_FORM.fullmatch(number):
        return "应为 17 位数字（首位不为 0）加 1 位数字或 X"
    born = birth_date(number)
    if born is None or not OLDEST_BIRTH <= born <= on:
        return "第 7 至 14 位不是真实的出生日期"
    # The weights are the powers of 2 modulo 11, and 13 is 2 modulo 11: the sum is the number read in base 13.
    total = 2 * int(number[:17], 13)
    return "" if _ID_CHECKS[(1 - total) % 11] == number[17] else "末位校验码不符，可能抄错了一位"


def birth_date(number: str) -> date | None:
    """The birth date in an 18-character identity number; None when there is no such day."""
    return _day(number[6:14])


@functools.lru_cache(40_000)  # a century's days; of many persons many are born on one
def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def mobile_number(text: str) -> str | None:
    """The 11 digits of a Chinese mobile number, country code and dashes dropped; None when it is none.

    `text` is packed.
    """
    digits = _MOBILE_PREFIX.sub("", text.replace("-", ""))
    return digits if _MOBILE.fullmatch(digits) else None


def phone_numbers(text: str) -> str | None:
    """One or several telephone numbers in one cell, as written but packed; None when one of them can't be dialled.

    Each has 6 to 20 characters and at least 6 digits, brackets paired; together at most 64 characters.
    """
    if _PLAIN_PHONE.fullmatch(text):
        return text
    if len(text) > 64:
        return None
    parts = [part for part in _PHONE_SEPARATORS.split(text) if part]
    return text if parts and all(map(_is_phone, parts)) else None


def _is_phone(part: str) -> bool:
    digits = sum(map(str.isdecimal, part))
    return (
        digits >= 6
        and len(part) <= 20
        and part.count("(") == part.count(")")
        and _PHONE_PART.fullmatch(part) is not None
    )
