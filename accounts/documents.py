"""Document numbers in whatever way people write them: what makes one number of every spelling. Pure functions."""

import re
import unicodedata
from datetime import date

CHECKS = "10X98765432"
_OLD_RESIDENT = re.compile(r"[1-9][0-9]{14}")
PERMIT = re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?")
# Not letters, but people put them between the groups of a number; U+200B and the like nobody sees.
_BETWEEN = re.compile(r"[\s'\-‐‑–—_.·]")


def packed(text: str) -> str:
    """Half-width, capital letters, nothing between: the form numbers are judged in."""
    if text.isascii() and text.isalnum():
        return text.upper()
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(letter for letter in _BETWEEN.sub("", plain) if unicodedata.category(letter)[0] != "C")


def check_digit(seventeen: str) -> str:
    """The last character of an 18-character number (GB 11643-1999, 4.6)."""
    return CHECKS[sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(seventeen)) % 11]


def lengthened(number: str) -> str:
    """An old 15-digit number as the 18 characters it became: the century, and the check digit. Others as they are."""
    if len(number) != 15 or not _OLD_RESIDENT.fullmatch(number):
        return number
    seventeen = f"{number[:6]}19{number[6:]}"
    return seventeen + check_digit(seventeen)


def index_text(number: str) -> str:
    """What the blind index is made of: the same for every spelling of one document; "" for nothing.

    A permit of Hong Kong and Macao keeps its first nine characters for life, the two after them count the reissues.
    """
    text = lengthened(packed(number))
    return text[:9] if PERMIT.fullmatch(text) else text


# Between other words or alone; what stands beside it is no digit and no letter.
_RESIDENT = re.compile(r"(?<![0-9A-Z])[1-9][0-9]{16}[0-9X](?![0-9A-Z])|(?<![0-9A-Z])[1-9][0-9]{14}(?![0-9A-Z])")
_LETTERED = re.compile(r"(?<![0-9A-Z])(?:[HM][0-9]{8}(?:[0-9]{2})?|[A-Z]{3}[0-9]{12})(?![0-9A-Z])")


def names_document(words: str) -> bool:
    """Whether somebody's document number stands in what was typed into a search box, in any spelling.

    Credit codes and union codes are as long: only the check digit and a day of birth make a number a person's.
    """
    return any(_names_one(packed(part)) for part in (words, *words.split()))


def _names_one(text: str) -> bool:
    return _LETTERED.search(text) is not None or any(_is_resident(found[0]) for found in _RESIDENT.finditer(text))


def _is_resident(number: str) -> bool:
    whole = lengthened(number)
    try:
        born = date(int(whole[6:10]), int(whole[10:12]), int(whole[12:14]))
    except ValueError:
        return False
    return date(1850, 1, 1) <= born <= date.today() and check_digit(whole[:17]) == whole[17]  # noqa: DTZ011
