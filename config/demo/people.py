"""Invented people: no two share a mobile number; who gets an identity number: roster.py."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from config.demo.names import EMPLOYER_POSTS, FEMALE, MALE, POLITICAL, SCHOOLING, SURNAMES
from config.demo.numbers import landline, mobile


@dataclass(frozen=True)
class Person:
    name: str
    sex: str
    born: date
    political: str
    schooling: str
    post: str
    mobile: str


class People:
    """Deals out people and telephone lines; the same dice deal the same ones."""

    def __init__(self, dice: Random, today: date) -> None:
        self.dice, self.today, self.met, self.lines = dice, today, 0, 0

    def new(self, *, woman: bool | None = None, name: str = "", besides: Collection[str] = ()) -> Person:
        """Somebody between 28 and 58 whose name is none of `besides`."""
        dice, self.met = self.dice, self.met + 1
        if woman is None:
            woman = dice.random() < 0.38
        while not name or name in besides:
            name = dice.choice(SURNAMES) + dice.choice(FEMALE if woman else MALE)
        return Person(
            name,
            "女" if woman else "男",
            self.today - timedelta(days=dice.randint(28 * 365, 58 * 365)),
            dice.choice(POLITICAL),
            dice.choice(SCHOOLING),
            dice.choice(EMPLOYER_POSTS),
            mobile(self.met),
        )

    def line(self) -> str:
        """A telephone line that nobody else has."""
        self.lines += 1
        return landline(self.lines)
