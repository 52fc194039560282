"""Numbers that look right and belong to nobody."""

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
