"""Parses one sheet of a workbook in a process of its own, with little memory and time: what it meets may be hostile.

Run as `python -I reader_child.py FILE SHEET BYTES SECONDS ROWS`, by path, so nothing of ours is imported. It writes
pickles to standard output, each after its length in 4 bytes: lists of (row number, cells from column A on), then None;
or a text, the name of what is wrong. Blank rows are left out.
"""

import pickle
import resource
import struct
import sys
from typing import Any

CHUNK = 5_000
Answer = list[tuple[int, list[Any]]] | str | None


def send(answer: Answer) -> None:
    data = pickle.dumps(answer, protocol=5)
    sys.stdout.buffer.write(struct.pack("<I", len(data)))
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def main(path: str, title: str, max_rows: int) -> None:
    import python_calamine as calamine  # noqa: PLC0415 (after the limits are set)

    try:
        sheet = calamine.load_workbook(path).get_sheet_by_name(title)
    except calamine.PasswordError:
        return send("password")
    except Exception:  # calamine names a dozen; all mean the same to the sender
        return send("broken")
    return send_rows(sheet, max_rows)


def send_rows(sheet: Any, max_rows: int) -> None:
    left = [""] * sheet.start[1] if sheet.start else []  # calamine begins with the first used column
    sent = 0
    chunk: list[tuple[int, list[Any]]] = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if cells.count("") == len(cells):
            continue
        if True in cells or False in cells:  # True == 1.0, so this also looks at rows with zeros and ones
            cells = [str(cell).upper() if isinstance(cell, bool) else cell for cell in cells]
        chunk.append((number, left + cells if left else cells))
        if len(chunk) == CHUNK:
            send(chunk)
            sent += len(chunk)
            chunk = []
            if sent > max_rows:
                return send("rows")
    send(chunk)
    return send("rows" if sent + len(chunk) > max_rows else None)


if __name__ == "__main__":
    file, sheet_title, memory, seconds, rows = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        main(file, sheet_title, int(rows))
    except MemoryError:
        sys.exit(3)
    except BrokenPipeError:
        sys.exit(0)
