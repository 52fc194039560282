"""Cells that hold a formula and not what comes of it: the parser of sheets shows them as empty, and so would lose them."""

import re
from collections.abc import Iterator

from registers.cells import Cell

UNCOMPUTED = "#没有算出"  # stands for a formula whose value the file does not hold; Excel saves it, scripts often don't
ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", UNCOMPUTED))

_COMPUTE = "是公式，文件里没有它的结果。请用 Excel 或 WPS 打开这个文件并保存，或把公式粘贴为数值，再重新导入。"
_MEND = "是公式的错误值 {error}，没有内容。请改正公式或直接填写，再重新导入。"

# Excel keeps the empty text that a formula gives as t="str" without a value: that one is computed.
# No run crosses a "<", so that a stranger's file costs no more than its length.
_F = rb"<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)"
_FORMULA = re.compile(rb"<c ([^<>]*+)>\s*+" + _F + rb"\s*+(?:<v\s*+/>|<v>\s*+</v>)?\s*+</c>")
_ERROR = re.compile(rb"<c ([^<>]*+)>\s*+(?:" + _F + rb"\s*+)?<v>(#[A-Z0-9/?!]{3,7})</v>")
_PLACE = re.compile(rb'\br="([A-Z]{1,2})(\d{1,9})"')

Valueless = dict[int, dict[int, str]]  # row number as Excel shows it -> place from column A -> what stands there


def sentence_for(cell: str) -> str:
    """What is wrong with the cell; "" for one that is none of ERRORS."""
    if cell not in ERRORS:
        return ""
    return _COMPUTE if cell == UNCOMPUTED else _MEND.format(error=cell)


def find(xml: bytes, found: Valueless) -> int:
    """Add the cells of a piece of a sheet's XML; returns how many stand in it."""
    count = 0
    for match in _FORMULA.finditer(xml) if b"<f" in xml else ():
        if b't="str"' not in match[1]:
            count += _note(match[1], UNCOMPUTED, found)
    for match in _ERROR.finditer(xml) if b't="e"' in xml else ():
        if b't="e"' in match[1]:
            count += _note(match[1], match[2].decode(), found)
    return count


def _note(attributes: bytes, text: str, found: Valueless) -> int:
    place = _PLACE.search(attributes)
    if place is None:
        return 0
    found.setdefault(int(place[2]), {})[_column(place[1])] = text
    return 1


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def filled_in(rows: Iterator[tuple[int, list[Cell]]], found: Valueless) -> Iterator[tuple[int, list[Cell]]]:
    """The rows, each as wide as the sheet's others, with those cells in them.

    A row of formulas only comes back; one of errors only stays blank. What stands right of all other cells has no
    column name, and is left out.
    """
    lost = [number for number in sorted(found) if UNCOMPUTED in found[number].values()]
    width = 0
    for number, cells in rows:
        width = len(cells)
        while lost and lost[0] < number:
            yield lost[0], _filled([""] * width, found[lost.pop(0)])
        if lost and lost[0] == number:
            lost.pop(0)
        yield number, _filled(cells, found[number]) if number in found else cells
    for number in lost if width else ():
        yield number, _filled([""] * width, found[number])


def _filled(cells: list[Cell], found: dict[int, str]) -> list[Cell]:
    return [found.get(place, cell) for place, cell in enumerate(cells)]
