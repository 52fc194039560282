"""The papers as PDF, laid out by typst (papers.typ) with our own font."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from hardship.sheets.content import Block, Box, Grid, Paper, Prose, Row, Table, spans
from members.sheets.content import Printing
from unions.prints.glyphs import FONTS, lacking

HERE = Path(__file__).parent


def letters_missing(papers: list[Paper]) -> list[tuple[Paper, list[str]]]:
    """Papers with characters that our font lacks, and which: their PDF would have holes."""
    found = [(paper, lacking(paper.words())) for paper in papers]
    return [(paper, letters) for paper, letters in found if letters]


def make_pdf(papers: list[Paper], codes: list[str], printing: Printing) -> bytes:
    """One document, each paper from a new page, its code at the foot of every page."""
    told = [_told(paper, code) for paper, code in zip(papers, codes, strict=True)]
    book = {
        "title": papers[0].title,
        "mark": f"{printing.who} {printing.at}",
        "line": printing.line,
        "day": printing.day,
        "papers": told,
    }
    return bytes(
        typst.compile(
            str(HERE / "papers.typ"),
            root=str(HERE),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"book": json.dumps(book, ensure_ascii=False)},
            timestamp=datetime(2000, 1, 1, tzinfo=UTC),  # the same papers make the same bytes
        )
    )


def _told(paper: Paper, code: str) -> dict[str, Any]:
    return {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "body": paper.body,
        "left": paper.left,
        "right": paper.right,
        "wide": paper.is_wide,
        "poster": paper.is_poster,
        "has-grid": paper.has_grid,
        "blocks": [_block(block) for block in paper.blocks],
        "notice": paper.notice,
        "code": code,
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Grid):
        groups = [{"title": group.title, "rows": [_row(row) for row in group.rows]} for group in block.groups]
        return {"kind": "grid", "groups": groups}
    if isinstance(block, Table):
        return {
            "kind": "table",
            "title": block.title,
            "heads": block.heads,
            "widths": block.widths,
            "lines": _lines(block),
            "numbers": sorted(block.numbers),
            "centred": sorted(block.centred),
            "total": block.total,
            "total-from": block.total_from,
            "roomy": block.is_roomy,
        }
    if isinstance(block, Prose):
        return {"kind": "prose", "paragraphs": block.paragraphs, "plain": block.is_plain, "right": block.is_right}
    return {"kind": "signing", "labels": block.labels}


def _lines(table: Table) -> list[Any]:
    """The rows in their order; a line right across is a text alone."""
    found: list[Any] = []
    for place in range(len(table.rows) + 1):
        found += [text for before, text in table.bands if before == place]
        found += table.rows[place : place + 1]
    return found


def _row(row: Row) -> list[dict[str, Any]]:
    return [_box(box, units) for box, units in zip(row, spans(row), strict=True)]


def _box(box: Box, units: int) -> dict[str, Any]:
    return {
        "label": box.label,
        "value": box.value,
        "ticks": box.ticks,
        "units": units,
        "opinion": box.is_opinion,
        "signed": box.signed,
    }
