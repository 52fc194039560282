"""Numbers that look right and belong to nobody."""

from random import Random

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]


def credit_code(kind: str, number: int) -> str:
    """18 characters that pass the GB 32100 check, in division 349999; `kind` is 81 for unions, 91 for enterprises."""
    body = f"{kind}349999{'D' if kind == '81' else 'A'}{number:08d}"
    total = sum(ALPHABET.index(letter) * weight for letter, weight in zip(body, WEIGHTS, strict=True))
    return body + ALPHABET[(31 - total % 31) % 31]


def mobile(dice: Random) -> str:
    """1390000xxxx: a block without subscribers in this county."""
    return f"1390000{dice.randint(0, 9999):04d}"


def landline(dice: Random) -> str:
    return f"0556-000{dice.randint(0, 9999):04d}"
