"""What stands on a paper, whatever it is printed on: blocks of words on a grid of 25 units; its digest tells whether
record and paper agree (E-40)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from members.sheets.content import code_from

LAYOUT = "1"  # of the digest's text: another number, and every paper has to be printed anew
UNITS = 25  # across a page; a group's own column is the first of them
BOXES = UNITS - 1  # for the boxes of a row
LABEL = 3  # units of a label
Kind = Literal[
    "file", "application", "receipt", "notice", "notice-result", "schedule", "receipts", "payments", "balancing"
]
TITLES: dict[Kind, str] = {
    "file": "困难职工档案表",
    "application": "困难职工帮扶申请表",
    "receipt": "帮扶申请回执",
    "notice": "公示",
    "notice-result": "困难职工帮扶公示结果报告",
    "schedule": "慰问安排表",
    "receipts": "慰问金（品）签领表",
    "payments": "帮扶资金发放表",
    "balancing": "汇总平衡表",
}


@dataclass(frozen=True)
class Box:
    """One labelled field. Empty stays blank on paper; with `options` each stands there with its tick box, and `value`
    may name several of them with 、 between.

    A sealed value has no part in the digest, which could be guessed at from a stolen dump: the paper's `version` (of
    rows that never change) stands for all of them. An opinion has room to be written, `signed` says below who and when.
    """

    label: str
    value: str = ""
    options: tuple[str, ...] = ()
    is_sealed: bool = False
    units: int = 0  # label and value together; 0 shares what the row's other boxes leave
    is_opinion: bool = False
    signed: str = ""

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(filter(None, self.value.split("、"))) if self.options else ()

    @property
    def ticks(self) -> list[tuple[str, bool]]:
        """Every choice and whether it is ticked; what is chosen and not among them comes last."""
        known = [(option, option in self.chosen) for option in self.options]
        return known + [(option, True) for option in self.chosen if option not in self.options]


Row = tuple[Box, ...]


def spans(row: Row) -> tuple[int, ...]:
    """Units of each box of a row; they fill it."""
    left = BOXES - sum(box.units for box in row)
    open_boxes = [number for number, box in enumerate(row) if not box.units]
    found = [box.units for box in row]
    for place, number in enumerate(open_boxes):
        found[number] = left // len(open_boxes) + (1 if place < left % len(open_boxes) else 0)
    if sum(found) != BOXES or min(found) <= LABEL:
        raise ValueError(f"The boxes {[box.label for box in row]} do not fill a row: {found}.")
    return tuple(found)


@dataclass(frozen=True)
class Group:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Grid:
    """Groups of labelled fields, each group's title upright beside them."""

    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Table:
    """Many rows under heads that every page repeats. `widths` are units; `total` is a last row that stays with them.

    `is_roomy`: rows are as high as a signature needs. `bands` are lines right across, each before the row of that number.
    """

    title: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()  # columns set right
    centred: frozenset[int] = frozenset()
    sealed: frozenset[int] = frozenset()
    total: tuple[str, str] = ("", "")  # what is added up, and the sum
    is_roomy: bool = False
    bands: tuple[tuple[int, str], ...] = ()

    @property
    def total_from(self) -> int:
        """The column that the sum begins at: the first of the numbers."""
        return min(self.numbers, default=1)

    def __post_init__(self) -> None:
        if sum(self.widths) != UNITS or any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError(f"The table {self.title!r} does not fit {UNITS} units: {sum(self.widths)}.")


@dataclass(frozen=True)
class Prose:
    """Paragraphs, each begun two characters in unless it is an address (`is_plain`)."""

    paragraphs: tuple[str, ...]
    is_plain: bool = False
    is_right: bool = False


@dataclass(frozen=True)
class Signing:
    """Places to sign, stamp or date, side by side."""

    labels: tuple[str, ...]


Block = Grid | Table | Prose | Signing


@dataclass(frozen=True)
class Paper:
    """One printed paper. `row_id` is the record it is printed from, `version` the sealed rows that it shows."""

    kind: Kind
    union_id: int
    body: str  # who answers for it: stands on each page
    row_id: int
    version: str
    of: str  # whose: a name for the file and the tab
    blocks: tuple[Block, ...]
    left: str = ""  # below the title
    right: str = ""
    subtitle: str = ""
    notice: str = ""  # small print below
    persons: int = 1
    is_wide: bool = False
    is_poster: bool = False  # read from two steps away

    @property
    def title(self) -> str:
        return TITLES[self.kind]

    @property
    def has_grid(self) -> bool:
        """A form, whose tables are parts of its grid."""
        return any(isinstance(block, Grid) for block in self.blocks)

    def canonical(self) -> str:
        """All that is printed from the record and not sealed, in one text: no day, no printer."""
        lines = [LAYOUT, self.kind, str(self.row_id), self.version, self.body, self.subtitle, self.left, self.right]
        for block in self.blocks:
            lines += _told(block)
        return "\n".join(lines)

    def digest(self) -> str:
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    def words(self) -> Iterator[str]:
        """Every text that comes of a record, for the font."""
        yield from (self.body, self.subtitle, self.left, self.right)
        for block in self.blocks:
            yield from _words(block)


def _told(block: Block) -> Iterator[str]:
    if isinstance(block, Grid):
        for group in block.groups:
            for row in group.rows:
                yield from (f"{box.label}\t{'' if box.is_sealed else box.value}\t{box.signed}" for box in row)
    elif isinstance(block, Table):
        yield "\t".join((block.title, *block.heads, *block.total))
        yield from (f"{place}\t{text}" for place, text in block.bands)
        for line in block.rows:
            yield "\t".join("" if column in block.sealed else value for column, value in enumerate(line))
    else:
        yield from _words(block)


def _words(block: Block) -> Iterator[str]:
    if isinstance(block, Grid):
        for group in block.groups:
            for row in group.rows:
                for box in row:
                    yield from (box.value, box.signed)
    elif isinstance(block, Table):
        yield from (block.title, *block.total, *(text for _, text in block.bands))
        for line in block.rows:
            yield from line
    else:
        yield from block.paragraphs if isinstance(block, Prose) else block.labels


def code_of(paper: Paper) -> str:
    """`3K7M-Q4XA-9TWH`: the same for the same content of the same record."""
    return code_from(f"relief|{paper.kind}|{paper.union_id}|{paper.row_id}|{paper.digest()}")
