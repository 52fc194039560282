"""What stands on a real-name form, whatever it is printed on; its digest tells whether record and paper agree (E-40)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

# Letters and digits that nobody takes for one another, printed, faxed or read aloud.
LETTERS = "2346789ABCDEFGHJKMNPQRTUVWXY"
LAYOUT = "1"  # of the digest's text: another number, and every paper has to be printed anew
TITLES = {
    "organisation": "基层工会组织实名制登记表",
    "member": "工会会员实名制登记表",
    "officer": "工会干部实名制登记表",
    "transfer": "工会会员组织关系接转登记表",
}
Form = Literal["organisation", "member", "officer", "transfer"]


@dataclass(frozen=True)
class Box:
    """One labelled field. An empty value stays blank on paper; with `options` each stands there with its tick box.

    `stands_for` replaces a sealed value in the digest: a hash of the number itself could be guessed from a stolen dump.
    """

    label: str
    value: str = ""
    options: tuple[str, ...] = ()
    stands_for: str = ""
    is_opinion: bool = False  # a tall box with a place for the seal


Rows = tuple[tuple[Box, ...], ...]  # one, two or three boxes in a row


@dataclass(frozen=True)
class Group:
    title: str
    rows: Rows


@dataclass(frozen=True)
class Table:
    """Many rows; `widths` are shares of the page. `stand_for` are the digest's values of column `sealed`, row by row."""

    title: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    sealed: int = -1
    stand_for: tuple[str, ...] = ()

    def told(self) -> Iterator[tuple[str, ...]]:
        for number, row in enumerate(self.rows):
            if self.sealed < 0:
                yield row
            else:
                yield (*row[: self.sealed], self.stand_for[number], *row[self.sealed + 1 :])


@dataclass(frozen=True)
class Sheet:
    """One printed form. `row_id` is the record it is printed from, 0 for the roster of the whole union."""

    form: Form
    union_id: int
    union: str
    row_id: int
    of: str  # whose: a name for the file and the tab
    groups: tuple[Group, ...] = ()
    table: Table | None = None

    @property
    def title(self) -> str:
        return TITLES[self.form] + ("（花名册）" if self.is_roster else "")

    @property
    def is_roster(self) -> bool:
        return self.form == "member" and self.row_id == 0

    @property
    def has_persons(self) -> bool:
        return self.form != "organisation"

    def canonical(self) -> str:
        """All that is printed from the record, in one text: labels and values, no day, no printer."""
        lines = [LAYOUT, self.form, str(self.row_id), self.union]
        for group in self.groups:
            lines += [f"{box.label}\t{box.stands_for or box.value}" for row in group.rows for box in row]
        if self.table is not None:
            lines += ["\t".join(self.table.heads), *("\t".join(row) for row in self.table.told())]
        return "\n".join(lines)

    def digest(self) -> str:
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    def words(self) -> Iterator[str]:
        """Every text on the sheet, for the font."""
        yield self.union
        for group in self.groups:
            yield from (box.value for row in group.rows for box in row)
        if self.table is not None:
            for row in self.table.rows:
                yield from row


@dataclass(frozen=True)
class Printing:
    """What stands on paper besides the record: who printed it, when, why."""

    day: str
    who: str
    at: str
    reason: str

    @property
    def line(self) -> str:
        return f"打印：{self.who}　{self.at}　用途：{self.reason}"

    def foot(self) -> list[str]:
        """What is stamped, signed and dated below."""
        return [*(f"{label}：" for label in FOOT), f"填报日期：{self.day}"]


NOTICE = (
    "本表信息用于工会会籍管理和服务会员，依据《中华人民共和国工会法》《中国工会章程》登记，只供所在工会及其上级工会使用。"
    "本人可以向所在工会查阅、复制、更正本人信息。"
)
FOOT = ("填表单位（盖章）", "单位负责人（签字）", "信息采集人（签字）")


def code_of(union_id: int, sheet: Sheet) -> str:
    """`3K7M-Q4XA-9TWH`: the same for the same content of the same record, 57 bits."""
    return code_from(f"{sheet.form}|{union_id}|{sheet.row_id}|{sheet.digest()}")


def code_from(said: str) -> str:
    """Twelve letters that stand for a text."""
    number = int.from_bytes(hashlib.sha256(said.encode()).digest())
    letters = ""
    for _ in range(12):
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))


def code_typed(text: str) -> str:
    """A code as it may be typed: small letters, blanks and hyphens do not matter; "" when it is none."""
    letters = "".join(letter for letter in text.upper() if letter.isalnum())
    if len(letters) != 12 or set(letters) - set(LETTERS):
        return ""
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))
