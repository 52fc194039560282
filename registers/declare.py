"""What a register's columns are: declared once, read by the reader, the writer and the template."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text",
    "code",  # digits only
    "identifier",  # digits and letters without a check of its own: passports, document numbers
    "card",  # bank card, 12 to 19 digits
    "phone",  # one or several telephone numbers
    "mobile",  # one Chinese mobile number, 11 digits
    "credit_code",  # 18 characters, GB 32100
    "id_number",  # 18 characters, GB 11643
    "document",  # a person's document number in any spelling; what is valid, the register's own rule says
    "date",
    "integer",  # whole, not negative
    "money",  # yuan, not negative, at most two decimals
    "number",  # not negative, at most two decimals
    "choice",
    "choices",  # several of them in one cell; the value is their stored values in the order of the list, with commas
    "boolean",
]

# Numbers of persons: sealed where they are stored, masked where they are shown or kept.
PERSONAL_NUMBERS = frozenset(("id_number", "document"))


@dataclass(frozen=True)
class Column:
    """One column of a register.

    `choices` gives each Chinese label and what is stored for it; `aliases` other spellings and what is stored for them.
    `prefixes` are the beginnings a credit code may have. `min_length` and `max_length` count characters of codes and
    text, after normalisation.
    """

    name: str
    field: str
    kind: Kind
    required: bool = False
    empty_allowed: bool = False  # the column must be there, its cell may be empty: another rule says when
    key: bool = False
    choices: Mapping[str, str] | None = None
    aliases: Mapping[str, str] | None = None
    offered: tuple[str, ...] = ()  # words that the drop-down of a text offers; others may be written
    min_length: int | None = None
    max_length: int | None = None
    prefixes: tuple[str, ...] = ()
    help: str = ""
    example: str = ""
    secret: bool = False  # shown to nobody in passing: not in a preview, not in the faults that are kept


@dataclass(frozen=True)
class Register:
    """A register: its name on the command line, its title, its columns in the template's order.

    Its sheet is called like the register itself, or as `sheet` says. A register of two sheets has a `second`: rows that
    each belong to a row of the first, by the column whose field `link` names and that both sheets have.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    sheet: str = ""
    second: "Register | None" = None
    link: str = ""  # of a second sheet
    guide: tuple[str, ...] = ()  # how to fill it, beyond what holds for all of them

    @property
    def sheet_title(self) -> str:
        return self.sheet or self.title

    @property
    def sheets(self) -> "tuple[Register, ...]":
        """The register's sheets, its own one first."""
        return (self, self.second) if self.second is not None else (self,)

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """What the sheet may be called in a workbook."""
        return tuple(dict.fromkeys((self.sheet_title, self.title, self.name)))

    @property
    def keys(self) -> tuple[Column, ...]:
        """The columns whose values together decide create or change."""
        return tuple(column for column in self.columns if column.key)

    @property
    def mandatory(self) -> tuple[Column, ...]:
        """The columns that must be there and filled in every row."""
        return tuple(column for column in self.columns if column.required)

    def example(self) -> list[str]:
        """The template's example row. Dates and choices have one even where none is declared."""
        return [column.example or (_usual_example(column) if column.required else "") for column in self.columns]


def _usual_example(column: Column) -> str:
    if column.kind == "choice" and column.choices:
        return next(iter(column.choices))
    return {"date": "2012-05-03", "integer": "1", "boolean": "是", "money": "0.00", "number": "0"}.get(column.kind, "")
