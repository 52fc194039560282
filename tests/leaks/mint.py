"""Canaries: strings and numbers that occur once in the world and nowhere by chance, and the ear that hears them.

A word is `zq` and four or five letters or digits; a number is nine digits beginning with 8613, with or without
separators of thousands; a day lies before 1950. Row ids are canaries too (world.py starts the sequences there).
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
FIRST_DAY = date(1901, 1, 1)
NUMBERS_FROM = 861_350_000  # ids have the range below

WORD = re.compile(rb"zq[0-9a-z]{4,5}", re.IGNORECASE)
NUMBER = re.compile(rb"861,?3\d\d,?\d\d\d")
DAY = re.compile(rb"(19[0-4]\d)(?:-|\xe5\xb9\xb4|/)(\d\d?)(?:-|\xe6\x9c\x88|/)(\d\d?)")
PERCENT = re.compile(rb"%([0-9A-F]{2})")


@dataclass(frozen=True)
class Mark:
    """Where a canary sits: the row's table and column, the place it belongs to, and the class of knowledge it is."""

    label: str
    column: str
    row: int | None
    home: str
    kind: str
    owner: str = ""  # the principal whose own account it is

    def __str__(self) -> str:
        return f"{self.label}.{self.column} of {self.home} (row {self.row}, {self.kind})"


@dataclass
class Mint:
    marks: dict[str, Mark] = field(default_factory=dict)
    _number: int = NUMBERS_FROM
    _day: int = 0

    def word(self, mark: Mark, longest: int = 7) -> str:
        """A canary for a text column of at most `longest` letters."""
        length = min(longest, 7) - 2
        for attempt in range(100):
            token = "zq" + self._letters(f"{mark} {len(self.marks)} {attempt}")[:length]
            # One shorter is what a search asks for: it must lead to this canary only.
            if not any(token[:-1] == known[:-1] or token.startswith(known) for known in self.marks):
                self.marks[token] = mark
                return token
        raise ValueError(f"no word left for {mark}")

    def number(self, mark: Mark) -> int:
        self._number += 1
        self.marks[str(self._number)] = mark
        return self._number

    def day(self, mark: Mark) -> date:
        self._day += 1
        day = FIRST_DAY + timedelta(days=self._day)
        if day.year > 1949:
            raise ValueError("the days before 1950 are used up")
        self.marks[day.isoformat()] = mark
        return day

    def forget(self, text: str) -> None:
        """What did not go into the table after all."""
        for token in self.heard_in(text.encode()):
            del self.marks[token]

    def heard_in(self, text: bytes) -> set[str]:
        """Every canary of this mint in the bytes, however the text was escaped."""
        plain = text.lower()
        if b"%7a" in plain or b"\\u00" in plain:
            plain = PERCENT.sub(lambda code: bytes([int(code[1], 16)]), plain)
        return set(self._known(plain))

    def _known(self, text: bytes) -> Iterator[str]:
        for found in WORD.findall(text):
            word = found.decode()
            yield from (one for one in (word, word[:-1]) if one in self.marks)
        for found in NUMBER.findall(text):
            number = found.replace(b",", b"").decode()
            if number in self.marks:
                yield number
        for year, month, day in DAY.findall(text):
            spelled = f"{int(year)}-{int(month):02}-{int(day):02}"
            if spelled in self.marks:
                yield spelled

    @staticmethod
    def _letters(seed: str) -> str:
        return "".join(LETTERS[byte % 32] for byte in hashlib.sha256(seed.encode()).digest())
