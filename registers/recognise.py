"""Which register a file holds: by the name of a sheet, else by its header, else by its title or the file's name."""

from pathlib import Path

from registers.cells import plain
from registers.reader import Numbered, column_label, first_rows
from registers.registry import names, plan_of


def recognise(path: Path, name: str) -> list[str]:
    """The names of the registers that the file may hold, none where nothing tells; several where sheets do.

    Raises Unreadable where the file can't be read at all.
    """
    titles, rows = first_rows(path, path.name, [plan_of(register).register for register in names()])
    by_sheet = [
        register
        for register in names()
        if any(sheet.sheet_title in titles for sheet in plan_of(register).register.sheets)
    ]
    if by_sheet:
        return by_sheet
    return _by_header(rows) or _by_words(
        [name, *(cell for _, cells in rows for cell in cells if isinstance(cell, str))]
    )


def _by_header(rows: list[Numbered]) -> list[str]:
    """The register of which a row has every mandatory column, and the most columns in all."""
    best: dict[str, int] = {}
    for register in names():
        declared = plan_of(register).register
        mandatory = {column_label(column.name) for column in declared.mandatory}
        every = {column_label(column.name) for column in declared.columns}
        for _, cells in rows:
            labels = {column_label(cell) for cell in cells if isinstance(cell, str)}
            if mandatory <= labels:
                best[register] = max(best.get(register, 0), len(every & labels))
    most = max(best.values(), default=0)
    return [register for register, count in best.items() if count == most]


def _by_words(texts: list[str]) -> list[str]:
    """Registers whose title stands in one of the texts."""
    together = [plain(text) for text in texts]
    return [register for register in names() if any(_title(register) in text for text in together)]


def _title(register: str) -> str:
    return plain(plan_of(register).register.title)
