"""Marks faults in a sender's own .xlsx with openpyxl, in a process of its own, because a stranger's file can make
openpyxl use any amount of memory (cells merged over a whole sheet, say).

Run as `python -I fault_workbook_child.py BYTES SECONDS`, the job as JSON on standard input (see fault_workbook.py).
Exit status 0 when the target was written. Nothing of ours is imported.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any


def main(job: dict[str, Any]) -> int:
    from openpyxl import load_workbook  # noqa: PLC0415 (after the limits are set)
    from openpyxl.xml import DEFUSEDXML  # noqa: PLC0415

    if not DEFUSEDXML:
        return 4
    # data_only: values instead of formulas, so that the file can be read again without Excel having opened it.
    book = load_workbook(job["source"], data_only=True, keep_links=False, rich_text=False)
    for each in job["sheets"]:
        sheet, of_sheet = book[each["sheet"]], {**job, **each}
        forget_former_faults(sheet, of_sheet)
        mark(sheet, of_sheet)
        if job["close_up"]:
            close_up(sheet, of_sheet)
    if job["property"]:
        say_whence(book, *job["property"])
    show_first(book, job)
    book.save(job["target"])
    return 0


def show_first(book: Any, job: dict[str, Any]) -> None:
    """The workbook opens on the first of the sheets that has a fault."""
    shown = next((each for each in job["sheets"] if each["rows"]), job["sheets"][0])
    book.active = book.index(book[shown["sheet"]])
    if len(job["sheets"]) > 1:
        for sheet in book.worksheets:
            sheet.sheet_view.tabSelected = sheet.title == shown["sheet"]


def forget_former_faults(sheet: Any, job: dict[str, Any]) -> None:
    """Take away what an earlier round marked: our red, our comments, our sentences."""
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    for row in sheet.iter_rows(min_row=job["header_row"]):
        for cell in row:
            if cell.comment is not None and cell.comment.author == job["author"]:
                cell.comment = None
            if cell.has_style and cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == f"FF{job['colour']}":
                cell.fill = PatternFill()
    for row_number in range(job["header_row"] + 1, sheet.max_row + 1):
        if (row_number, job["column"]) in sheet._cells:
            sheet.cell(row_number, job["column"]).value = None


def mark(sheet: Any, job: dict[str, Any]) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    red = PatternFill("solid", fgColor=f"FF{job['colour']}")
    for count, (row, column, text) in enumerate(job["cells"]):
        cell = sheet.cell(row, column)
        cell.fill = red
        if count < job["comments"]:
            cell.comment = Comment(text, job["author"], width=320, height=30 + 20 * (len(text) // 20 + 1))
    put(sheet.cell(job["header_row"], job["column"]), job["header"])
    sheet.cell(job["header_row"], job["column"]).font = Font(bold=True, color="FFB00020")
    for row, text in job["rows"]:
        put(sheet.cell(row, job["column"]), text)
    sheet.column_dimensions[get_column_letter(job["column"])].width = 80


def close_up(sheet: Any, job: dict[str, Any]) -> None:
    """Leave the faulty rows only, one below the other, as they looked."""
    head = job["header_row"]
    places = {row: head + place for place, row in enumerate(job["keep"], 1)}
    places |= {row: row for row in range(1, head + 1)}
    cells = {}
    for (row, column), cell in sheet._cells.items():
        if row in places:
            cell.row = places[row]
            cells[places[row], column] = cell
    sheet._cells = cells
    heights = {row: size.height for row, size in sheet.row_dimensions.items() if row in places}
    sheet.row_dimensions.clear()
    for row, height in heights.items():
        sheet.row_dimensions[places[row]].height = height
    for area in list(sheet.merged_cells.ranges):
        if area.max_row > head:
            sheet.merged_cells.remove(area)
    sheet.auto_filter.ref = None
    for name in list(sheet.tables):
        del sheet.tables[name]


def say_whence(book: Any, name: str, value: str) -> None:
    """The workbook says which import it came from, when it comes back."""
    from openpyxl.packaging.custom import StringProperty  # noqa: PLC0415

    properties = book.custom_doc_props
    if name in properties.names:
        del properties[name]
    properties.append(StringProperty(name=name, value=value))


def put(cell: Any, text: str) -> None:
    cell.value = text
    cell.data_type = "s"  # never a formula, whatever the text begins with


if __name__ == "__main__":
    memory, seconds = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    task = json.load(sys.stdin.buffer)
    try:
        status = main(task)
    except Exception:  # whatever openpyxl can't open is rebuilt instead
        status = 3
    if status:
        Path(task["target"]).unlink(missing_ok=True)
    sys.exit(status)
