"""Yuan and fen: as typed, as shown, and in the words of receipts. Pure; Decimal only, never float.

Rules M1 to M3 in docs/rules/hardship.md.
"""

import re
from decimal import Decimal

from registers.cells import clean, packed

FEN = Decimal("0.01")
LIMIT = Decimal(10) ** 12  # yuan; words, and the columns of balances, end below it
MOST = Decimal(10) ** 10  # yuan; the columns of single sums end below it

_TYPED = re.compile(r"([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.([0-9]{1,2})0*)?")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_GROUPS = ("亿", "万", "")


class NotMoney(ValueError):
    """Not an amount in yuan; the text says why, in Chinese, and what to write instead."""


def exact(amount: Decimal) -> Decimal:
    """The amount with two decimals. Raises NotMoney where that would lose a third one, or it is no number."""
    if not isinstance(amount, Decimal):
        raise TypeError("Money is Decimal.")
    if not amount.is_finite() or abs(amount) >= LIMIT:
        raise NotMoney("金额超出范围，应小于 1 万亿元。")
    rounded = amount.quantize(FEN)
    if rounded != amount:
        raise NotMoney("金额最多两位小数，以元为单位精确到分。")
    return abs(rounded) if rounded == 0 else rounded  # no -0.00


def storable(amount: Decimal) -> Decimal:
    """`exact`, and small enough for the column of a budget, an amount or a cost."""
    amount = exact(amount)
    if abs(amount) >= MOST:
        raise NotMoney("金额太大，应小于 100 亿元，请核对。")
    return amount


def parse(text: str) -> Decimal:
    """The amount somebody typed: 1170, 1,170.00, ￥1170.5, １１７０元; two decimals. Raises NotMoney.

    Negative amounts, exponents and a third decimal (but zeros) are refused, never rounded.
    """
    found = _TYPED.fullmatch(packed(clean(text)).lstrip("¥￥").removesuffix("元"))
    if not found:
        raise NotMoney("请以元为单位填 0 或正数，最多两位小数，如 1170.00。")
    return Decimal(f"{found[1].replace(',', '')}.{found[2] or '0'}").quantize(FEN)


def figures(amount: Decimal) -> str:
    """`1,170.00`, for a column whose head names the unit."""
    return f"{exact(amount):,.2f}"


def yuan(amount: Decimal) -> str:
    """`1,170.00元`."""
    return f"{figures(amount)}元"


def in_words(amount: Decimal) -> str:
    """壹仟壹佰柒拾元整: the capital numerals of receipts and cheques, without 人民币 before them.

    Zero is 零元整. Raises NotMoney for a negative amount. Source: 支付结算办法 附件一《正确填写票据和结算凭证的基本规定》;
    where it leaves the choice, its first example is followed: 壹仟陆佰捌拾元零叁角贰分, 壹拾万柒仟元零伍角叁分.
    """
    amount = exact(amount)
    if amount < 0:
        raise NotMoney("大写金额不能是负数。")
    whole, fen = divmod(int(amount * 100), 100)
    text = _whole_in_words(whole) + "元" if whole else ""
    if not fen:
        return (text or "零元") + "整"
    return text + _fen_in_words(fen, after_zero=bool(text) and whole % 10 == 0, alone=not text)


def _fen_in_words(fen: int, *, after_zero: bool, alone: bool) -> str:
    """角 and 分. 零 stands for a missing 角, and for 元 that ended in zero; never at the beginning."""
    tens, ones = divmod(fen, 10)
    zero = "零" if not alone and (after_zero or not tens) else ""
    return zero + (f"{_DIGITS[tens]}角" if tens else "") + (f"{_DIGITS[ones]}分" if ones else "")


def _whole_in_words(whole: int) -> str:
    """A whole number above zero in groups of four digits: 亿, 万, and the rest."""
    text, gap = "", False
    for place, name in enumerate(_GROUPS):
        group = whole // 10_000 ** (2 - place) % 10_000
        if not group:
            gap = bool(text)
            continue
        zero = "零" if text and (gap or group < 1_000) else ""
        text, gap = f"{text}{zero}{_group_in_words(group)}{name}", False
    return text


def _group_in_words(group: int) -> str:
    """Four digits: one 零 for any zeros between two others, none at either end."""
    text, gap = "", False
    for digit, place in zip(f"{group:04}", _PLACES, strict=True):
        if digit == "0":
            gap = bool(text)
            continue
        text, gap = f"{text}{'零' if gap else ''}{_DIGITS[int(digit)]}{place}", False
    return text
