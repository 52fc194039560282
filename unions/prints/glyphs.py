"""Which characters our font can print. One that it lacks is named to whoever prints, never dropped."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"


@cache
def _has() -> frozenset[int]:
    """Characters that both weights have."""
    found = [frozenset(TTFont(path, lazy=True).getBestCmap()) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*found)


def lacking(words: Iterable[str]) -> list[str]:
    """The characters of the words that cannot be printed, each once, in their order; blanks and joiners are none."""
    letters = dict.fromkeys("".join(words))
    return [letter for letter in letters if ord(letter) not in _has() and not _is_invisible(letter)]


def _is_invisible(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in {"Cf", "Mn"}
