"""What stands on a chair's slip: a link nobody can guess and a code that can be typed; kept as fingerprints only."""

import secrets
import unicodedata

from accounts.encryption import blind_index

# Nothing that is taken for something else in print: no 0 O D Q, 1 I L, 2 Z, 5 S, 8 B, U V.
LETTERS = "34679ACEFGHJKMNPRTWXY"
GROUPS, IN_A_GROUP = 3, 4
LONGEST_TYPED = 60


def new_link() -> str:
    """192 random bits."""
    return secrets.token_urlsafe(24)


def new_code() -> str:
    """Twelve letters and digits, some 52 bits; who tries codes is slowed down (accounts/throttle.py)."""
    return "".join(secrets.choice(LETTERS) for _ in range(GROUPS * IN_A_GROUP))


def in_groups(code: str) -> str:
    """`ACEF-3467-GHJK`, as it is printed."""
    return "-".join(code[start : start + IN_A_GROUP] for start in range(0, len(code), IN_A_GROUP))


def plain(typed: str) -> str:
    """The code as it was made, however it was typed: small letters, full width, spaces, dashes; "" for anything else."""
    wide = unicodedata.normalize("NFKC", typed[:LONGEST_TYPED]).upper()
    code = "".join(letter for letter in wide if letter.isalnum())
    return code if len(code) == GROUPS * IN_A_GROUP and set(code) <= set(LETTERS) else ""


def link_index(link: str) -> str:
    return blind_index(f"invitation link|{link}")


def code_index(code: str) -> str:
    return blind_index(f"invitation code|{code}")
