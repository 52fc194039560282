"""Where sealed values lie (accounts/encryption.py), so that keys can be changed everywhere: one list, each app adds its own.

A new column of sealed values is added here when its app is loaded; tests/accounts/test_sealed_places.py looks for others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from django.db import connection

from accounts import wall
from accounts.encryption import blind_index, unseal


@dataclass(frozen=True)
class Place:
    """A column of sealed texts, "" where there is none. `index` is the column of the value's blind index, if it has one,
    made of `text(value)`; `bound` is what the text is bound to (encryption.seal)."""

    table: str
    column: str
    bound: str
    index: str = ""
    text: Callable[[str], str] = str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"

    def index_of(self, value: str) -> str:
        """What the index column holds of a value: "" where its text says nothing, as of somebody without a number."""
        text = self.text(value)
        return blind_index(text) if text else ""


@dataclass(frozen=True)
class Hanging:
    """What else is made of blind indexes: `before` looks while they are the old ones, `after` writes it anew from what
    `before` found and says of how many."""

    label: str
    before: Callable[[], Any]
    after: Callable[[Any], int]


places: list[Place] = []
hanging: list[Hanging] = []


def disagreements() -> list[str]:
    """In sentences, what can't be opened or is found under another index key: the newest value of each column is tried."""
    found = []
    with wall.whole("do the configured keys open what is kept"), connection.cursor() as cursor:
        for place in places:
            index = place.index or "''"
            cursor.execute(
                f"SELECT {place.column}, {index} FROM {place.table} WHERE {place.column} <> '' ORDER BY id DESC LIMIT 1"
            )
            row = cursor.fetchone()
            if row is not None and (trouble := _trouble(place, *row)):
                found.append(f"{place}：{trouble}")
    return found


def _trouble(place: Place, sealed: str, index: str) -> str:
    try:
        value = unseal(sealed, place.bound)
    except KeyError:
        return f"密钥 {sealed.partition(':')[0]} 不在 FIELD_KEYS 里"
    except (InvalidTag, ValueError):
        return f"密钥 {sealed.partition(':')[0]} 打不开，不是当初的那一个"
    if place.index and place.index_of(value) != index:
        return "检索用的密钥不是当初的那一个，请核对 FIELD_INDEX_KEY 和 FIELD_KEYS 的最后一个"
    return ""
