"""Which real-name forms are printed for a union, and the file that one takes away; asked by the desk and the portal."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.db.models import Q
from django.http import HttpResponse

from accounts.refused import Refused
from members.models import Member, Transfer
from members.operations.belonging import UNIONS_WITH_MEMBERS
from members.operations.forms import DUTIES, note_printed
from members.sheets.content import TITLES, Printing, Sheet
from members.sheets.fill import member_sheets, officer_sheets, organisation_sheet, roster_sheet, transfer_sheet
from members.sheets.pdf import letters_missing, make_pdf
from members.sheets.xlsx import make_xlsx
from unions.models import Kind, Officer, Organisation

# One waits while they are made: two seconds for so many sheets.
MOST_SHEETS, MOST_ROWS = 300, 5_000
ORGANISATION, ROSTER, MEMBERS, OFFICERS, TRANSFERS = "organisation", "roster", "members", "officers", "transfers"
LABELS = {
    ORGANISATION: TITLES["organisation"],
    ROSTER: "工会会员实名制登记表（花名册，一人一行）",
    MEMBERS: "工会会员实名制登记表（一人一张）",
    OFFICERS: "工会干部实名制登记表（在任的，一人一张）",
    TRANSFERS: "工会会员组织关系接转登记表（待接收的和近一年的，一人一张）",
}
FORM_OF = {
    ORGANISATION: "organisation",
    ROSTER: "member",
    MEMBERS: "member",
    OFFICERS: "officer",
    TRANSFERS: "transfer",
}
PDF, XLSX = "pdf", "xlsx"
TYPES = {PDF: "application/pdf", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True)
class File:
    name: str
    kind: str
    body: bytes

    def response(self) -> HttpResponse:
        return HttpResponse(
            self.body,
            content_type=TYPES[self.kind],
            headers={"Content-Disposition": _attachment(self.name), "Cache-Control": "private, no-store"},
        )


def choices_for(union: Organisation, user: Any) -> list[tuple[str, str]]:
    """What this user may print of the union, in the order of the office."""
    offered = [ORGANISATION, OFFICERS] if union.kind != Kind.COUNTY_FEDERATION else [OFFICERS]
    if union.kind in UNIONS_WITH_MEMBERS:
        offered = [ORGANISATION, ROSTER, MEMBERS, OFFICERS, TRANSFERS]
    return [(what, LABELS[what]) for what in offered if user.may(DUTIES[FORM_OF[what]], union)]


def sheets_of(union: Organisation, wanted: list[str], *, on: date) -> list[Sheet]:
    """All that is wanted of the union. Raises Refused when it is too much to wait for."""
    sheets: list[Sheet] = []
    if ORGANISATION in wanted:
        sheets.append(organisation_sheet(union, on=on))
    members = Member.objects.everywhere("of a union in scope").filter(union=union).current().order_by("name", "pk")
    count = members.count() if {ROSTER, MEMBERS} & set(wanted) else 0
    if ROSTER in wanted and count:
        if count > MOST_ROWS:
            raise Refused(f"花名册一次最多打印 {MOST_ROWS} 人，{union.name}有 {count} 人。请用“导出”取得名单。")
        sheets.append(roster_sheet(union))
    if MEMBERS in wanted:
        if count > MOST_SHEETS:
            raise Refused(
                f"一人一张的登记表一次最多打印 {MOST_SHEETS} 张，{union.name}有 {count} 人。请改打花名册，个别人的在会员页面上单独打印。"
            )
        sheets += member_sheets(members)
    if OFFICERS in wanted:
        seats = Officer.objects.everywhere("of a union in scope").filter(union=union).sitting_on(on)
        sheets += officer_sheets(seats.order_by("elected_on", "pk"))
    if TRANSFERS in wanted:
        sheets += [transfer_sheet(row) for row in _transfers(union, on)[:MOST_SHEETS]]
    return sheets


def _transfers(union: Organisation, on: date) -> Any:
    """Where the person's record is with the union now: leaving, or arrived within a year."""
    rows = Transfer.objects.everywhere("of a union in scope").select_related("to_employer")
    recent = Q(state=Transfer.State.PENDING) | Q(state=Transfer.State.ACCEPTED, closed_on__gt=on - timedelta(days=365))
    return rows.filter(recent, member__union=union).order_by("applied_on", "pk")


def file_of(sheets: list[Sheet], union: Organisation, *, kind: str, reason: str, at: datetime, by: Any) -> File:
    """The file, once it is in the book who prints what of whom and why. `at` is local time."""
    if kind == PDF and (gaps := letters_missing(sheets)):
        named = "；".join(f"{sheet.of}：{'、'.join(letters)}" for sheet, letters in gaps[:3])
        more = f" 等 {len(gaps)} 张" if len(gaps) > 3 else ""
        raise Refused(f"PDF 的字库缺字（{named}{more}），印出来会有空白。请改用 Excel 格式打印。")
    codes = note_printed(sheets, union, as_file=kind, reason=reason, on=at.date(), by=by)
    printing = Printing(f"{at:%Y-%m-%d}", by.name, f"{at:%Y-%m-%d %H:%M}", reason)
    make = make_pdf if kind == PDF else make_xlsx
    title = sheets[0].title if len({sheet.title for sheet in sheets}) == 1 else "实名制登记表"
    return File(f"{union.name}-{title}{at:%Y%m%d}.{kind}", kind, make(sheets, codes, printing))


def _attachment(name: str) -> str:
    return f"attachment; filename=\"forms.{name.rpartition('.')[2]}\"; filename*=UTF-8''{quote(name, safe='')}"
