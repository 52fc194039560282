"""Rows of 档案 and 家庭成员 into what a file says, and back. An empty optional cell keeps what is on file, 清空 empties."""

from collections.abc import Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from hardship.contradictions import WORKER
from hardship.facts import Contents, FileFacts, PersonFacts
from hardship.models import HardshipFile
from hardship.registers.columns import DOSSIERS, HOUSEHOLD
from members.identity import index_text
from registers.declare import Register
from registers.fields import CLEAR, Row

EMPTY_FILE = {one.name: one.default for one in fields(FileFacts)}
EMPTY_PERSON = {one.name: one.default for one in fields(PersonFacts)}
OF_FILE = frozenset(("code", "union_code", "opened_on"))  # not of the contents


def said(register: Register, row: Row) -> dict[str, Any]:
    """The row's values by field."""
    return dict(zip((column.field for column in register.columns), row.values, strict=True))


def contents_of(row: Row, parts: Sequence[Row], on_file: Contents | None) -> Contents:
    """What the rows make of the file; a faulty value is None. Without any row of the household it stays as it is."""
    values = said(DOSSIERS, row)
    several = values["other_causes"]
    if isinstance(several, str):
        values["other_causes"] = tuple(several.split(","))
    merged = _merged(values, on_file.file if on_file else None, EMPTY_FILE, OF_FILE)
    if not isinstance(values["sex"], str):
        merged["sex"] = ""  # the number tells
    file = FileFacts(**merged)
    if not parts and on_file is not None:
        return Contents(file, tuple(_as_the_file_says(one, file) for one in on_file.household))
    known = list(on_file.household) if on_file else []
    household = [_person(said(HOUSEHOLD, part), known) for part in parts]
    return Contents(file, tuple(household))


def _as_the_file_says(person: PersonFacts, file: FileFacts) -> PersonFacts:
    """The row 本人 of a household that the workbook leaves alone follows the file."""
    if person.relation != WORKER or not (file.name and file.id_number and file.marital_status):
        return person
    return replace(person, name=file.name, id_number=file.id_number, born_on=None, marital_status=file.marital_status)


def _person(values: dict[str, Any], known: list[PersonFacts]) -> PersonFacts:
    """The row, with what is on file of the same person: of the same number, else of the same name and relation."""
    before = next((one for one in known if _same_number(one, values["id_number"])), None)
    before = before or next(
        (
            one
            for one in known
            if (one.name, one.relation) == (values["name"], values["relation"])
            and not (one.id_number and isinstance(values["id_number"], str))
        ),
        None,
    )
    if before is not None:
        known.remove(before)
    merged = _merged(values, before, EMPTY_PERSON, frozenset(("code",)))
    if values["relation"] == WORKER and not isinstance(values["id_number"], str):
        merged |= {"id_number": "", "born_on": None}  # the file tells
    if isinstance(values["id_number"], str) and values["born_on"] in (None, CLEAR):
        merged["born_on"] = None  # the number tells
    return PersonFacts(**merged)


def _same_number(person: PersonFacts, number: Any) -> bool:
    return bool(person.id_number) and isinstance(number, str) and index_text(person.id_number) == index_text(number)


def _merged(values: dict[str, Any], before: Any, empty: dict[str, Any], without: frozenset[str]) -> dict[str, Any]:
    merged = {}
    for name, value in values.items():
        if name in without:
            continue
        nothing = empty[name] if isinstance(empty[name], str | tuple | None) else None
        if value is CLEAR:
            merged[name] = nothing
        elif value is None:
            merged[name] = getattr(before, name) if before is not None else nothing
        else:
            merged[name] = value
    return merged


def same(one: Contents, other: Contents) -> bool:
    """Whether both say the same, whatever the order of the household's rows."""
    return one.file == other.file and sorted(one.household, key=_order) == sorted(other.household, key=_order)


def _order(person: PersonFacts) -> str:
    return person.to_text()


def file_row(file: HardshipFile, contents: Contents) -> list[object]:
    """A row of 档案, in the order of its columns."""
    own = {"code": file.code, "union_code": file.union.code, "opened_on": file.opened_on}
    return [_cell(own.get(column.field, getattr(contents.file, column.field, None))) for column in DOSSIERS.columns]


def person_row(file: HardshipFile, person: PersonFacts) -> list[object]:
    """A row of 家庭成员."""
    return [
        _cell(file.code if column.field == "code" else getattr(person, column.field)) for column in HOUSEHOLD.columns
    ]


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        return ",".join(value)
    return None if value == "" else value


def in_words(value: object) -> str:
    """A fact as a list of changes shows it."""
    if value in (None, "", ()):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)
