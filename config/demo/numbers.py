"""Numbers that look right and belong to nobody."""

from datetime import date

from members.identity import check_digit

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]


def credit_code(kind: str, number: int) -> str:
    """18 characters that pass the GB 32100 check, in division 349999, which is assigned to nobody.

    `kind`: 81 a union, 91 a firm, 92 a sole trader, 11 a state organ, 12 a public institution, 52 a civil one.
    """
    body = f"{kind}349999{'D' if kind == '81' else 'A'}{number:08d}"
    total = sum(ALPHABET.index(letter) * weight for letter, weight in zip(body, WEIGHTS, strict=True))
    return body + ALPHABET[(31 - total % 31) % 31]


def mobile(number: int) -> str:
    """1390000xxxx: a block without subscribers in this county; the first 10 000 numbers differ."""
    return f"1390000{number * 7919 % 10_000:04d}"


def landline(number: int) -> str:
    """No local number starts with 000; the first 10 000 numbers differ."""
    return f"0556-000{number * 3571 % 10_000:04d}"


def members_mobile(number: int) -> str:
    """135, 136, 137 or 138 0000xxxx: of the same kind; the first 40 000 numbers differ from each other and from mobile()'s."""
    place = number * 7919 % 40_000
    return f"13{5 + place // 10_000}0000{place % 10_000:04d}"


def id_number(born: date, turn: int) -> str:
    """A document number that passes the GB 11643 check in division 349999; `turn` 1 to 999, odd ones are men's."""
    body = f"349999{born:%Y%m%d}{turn:03d}"
    return body + check_digit(body)
