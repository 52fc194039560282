"""The forms as PDF, laid out by typst (forms.typ) with our own font."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from members.sheets.content import NOTICE, Box, Printing, Sheet
from unions.prints.glyphs import FONTS, lacking

HERE = Path(__file__).parent


def letters_missing(sheets: list[Sheet]) -> list[tuple[Sheet, list[str]]]:
    """Sheets with characters that our font lacks, and which: their PDF would have holes."""
    found = [(sheet, lacking(sheet.words())) for sheet in sheets]
    return [(sheet, letters) for sheet, letters in found if letters]


def make_pdf(sheets: list[Sheet], codes: list[str], printing: Printing) -> bytes:
    """One document, each sheet from a new page, its code at the foot of every page."""
    told = [_told(sheet, code, printing) for sheet, code in zip(sheets, codes, strict=True)]
    book = {"title": sheets[0].title, "mark": f"{printing.who} {printing.at}", "line": printing.line, "sheets": told}
    return bytes(
        typst.compile(
            str(HERE / "forms.typ"),
            root=str(HERE),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"book": json.dumps(book, ensure_ascii=False)},
            timestamp=datetime(2000, 1, 1, tzinfo=UTC),  # the same sheets make the same bytes
        )
    )


def _told(sheet: Sheet, code: str, printing: Printing) -> dict[str, Any]:
    table = sheet.table
    return {
        "title": sheet.title,
        "roster": sheet.is_roster,
        "union": sheet.union,
        "count": f"共 {len(table.rows)} 人" if sheet.is_roster and table is not None else "",
        "groups": [
            {"title": group.title, "rows": [[_box(box) for box in row] for row in group.rows]} for group in sheet.groups
        ],
        "table": None if table is None else {
            "title": table.title, "heads": table.heads, "widths": table.widths, "rows": table.rows,
        },
        "foot": printing.foot(),
        "notice": NOTICE if sheet.has_persons else "",
        "code": code,
    }  # fmt: skip


def _box(box: Box) -> dict[str, Any]:
    return {"label": box.label, "value": box.value, "options": box.options, "opinion": box.is_opinion}
