"""The file that one takes away of papers of relief; asked by the desk and the portal."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from accounts.refused import Refused
from hardship.operations.printing import note_printed
from hardship.sheets.content import Paper
from hardship.sheets.pdf import letters_missing, make_pdf
from hardship.sheets.xlsx import make_xlsx
from members.printing import PDF, XLSX, File
from members.sheets.content import Printing
from unions.models import Organisation

__all__ = ["PDF", "XLSX", "File", "file_of"]


def file_of(
    papers: Sequence[Paper], organisation: Organisation, *, kind: str, reason: str, at: datetime, by: User
) -> File:
    """The file, once it is in the book who prints what of whom and why. `at` is local time."""
    papers = list(papers)
    if kind == PDF and (gaps := letters_missing(papers)):
        named = "；".join(f"{paper.of}：{'、'.join(letters)}" for paper, letters in gaps[:3])
        more = f" 等 {len(gaps)} 张" if len(gaps) > 3 else ""
        raise Refused(f"PDF 的字库缺字（{named}{more}），印出来会有空白。请改用 Excel 格式打印。")
    codes = note_printed(papers, organisation, as_file=kind, reason=reason, on=at.date(), by=by)
    printing = Printing(f"{at:%Y-%m-%d}", by.name, f"{at:%Y-%m-%d %H:%M}", reason)
    make = make_pdf if kind == PDF else make_xlsx
    return File(f"{papers[0].body}-{papers[0].title}{at:%Y%m%d}.{kind}", kind, make(papers, codes, printing))
