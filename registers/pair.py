"""A register of two sheets: what the importer hands to the app that owns the tables, and what it gets back.

Such a register is judged and written in Python, a record at a time: what is sealed in the database can't be compared
there. A record is a row of the first sheet with its rows of the second; it is written whole or not at all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from registers.fields import Row

if TYPE_CHECKING:
    from registers.plan import Context, Finding

Does = Literal["new", "changed", "same"]


@dataclass(slots=True)
class Bundle:
    """A row of the first sheet with its rows of the second; `bad` when one of them was found faulty already.

    A value that is faulty is None. Of a bad one nothing is written: it is judged for what else is wrong with it.
    """

    row: Row
    parts: list[Row]
    bad: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What a good record would become. `name` is what the preview calls it, `differences` its (label, before, after) in
    words, nothing sensitive in them; `print` tells what would be written over what; `what` is the app's own."""

    row: int
    does: Does
    name: str
    differences: Sequence[tuple[str, str, str]]
    print: str = field(repr=False)
    what: Any = field(repr=False)


@dataclass(slots=True)
class Judgement:
    """What is wrong with records, and what becomes of those that are good."""

    findings: "list[Finding]"
    effects: list[Effect]


Judge = Callable[[Sequence[Bundle], "Context", date], Judgement]
Write = Callable[[Sequence[Effect], "Context", date], None]
Rows = Iterator[Sequence[object]]


@dataclass(frozen=True)
class Pair:
    """`judge` changes nothing. `write` gets the effects that are new or changed, in the file's order. `export` gives the
    values of both sheets' rows below the paths (None: all), numbers whole; `count` says of how many records."""

    judge: Judge
    write: Write
    export: Callable[[list[str] | None], tuple[Iterable[Sequence[object]], Iterable[Sequence[object]]]]
    count: Callable[[list[str] | None], int]
