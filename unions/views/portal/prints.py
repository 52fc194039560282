"""打印: the pieces of the print kit for the own union, each a PDF made while one waits (a tenth of a second)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.duties import Duty
from unions.addresses import base_address
from unions.forms.own_prints import UPRIGHT, WHOLE, OwnPrintForm
from unions.models import Officer, Organisation, Piece
from unions.operations import own_prints
from unions.prints.facts import facts_of
from unions.prints.kit import HANGING, could_be_made, make_kit
from unions.querysets import LEADERS
from unions.views.portal.book import closed
from unions.views.portal.frame import own_union, portal_page

ABOUT = {
    Piece.PLAQUE: "交给制作单位，按原尺寸制作，挂在单位门面或工会办公地点。",
    Piece.CHEST_CARD: "90×54 毫米，一张 A4 纸十枚，沿线裁开，主席、副主席佩戴。",
    Piece.CONTACT_CARD: "90×54 毫米，一张 A4 纸十枚，沿线裁开，发给职工。",
    Piece.DESK_PLATE: "每人一张 A4 纸，沿虚线折成屋脊形，两面都看得到。",
    Piece.OFFICE_NOTICE: "一张 A4 纸，贴在宣传橱窗、厂务公开栏、职工食堂等明显位置。",
    Piece.PUBLICATION_SHEET: "一张 A4 纸，公布办公地点和主席、副主席的电话，贴在公开栏。",
}


@dataclass(frozen=True)
class Offer:
    """A piece as it stands on the page; `missing` says in sentences what of it cannot be printed."""

    piece: Piece
    about: str
    is_ready: bool
    missing: list[str]

    @property
    def picture(self) -> str:
        return f"img/prints/{self.piece}.png"


@require_safe
def portal_prints(request: HttpRequest, union: int) -> HttpResponse:
    row = _own(request, union)
    people = _leaders(row)
    [facts] = facts_of([row], on=timezone.localdate(), base=base_address(request), with_mobiles=True)
    offers = [Offer(piece, ABOUT[piece], *could_be_made(facts, piece)) for piece in Piece]
    context = {"offers": offers, "people": people, "whole": WHOLE, "upright": UPRIGHT, "facts": facts}
    context["closed"] = closed(row)
    return portal_page(request, "portal/prints.html", row, context, tab="portal-prints")


@require_safe
def portal_print(request: HttpRequest, union: int) -> HttpResponse:
    """The PDF; back to the page, with the reason, where there is nothing to print."""
    row = _own(request, union)
    today = timezone.localdate()
    form = OwnPrintForm(request.GET, officers=_leaders(row))
    if not form.is_valid():
        return _back(request, row, form.faults)
    values = form.cleaned_data
    facts = facts_of(
        [row], on=today, base=base_address(request), with_mobiles=values["mobiles"], officers=form.officers
    )
    what = str(dict(form.fields["piece"].choices)[values["piece"]])  # type: ignore[attr-defined]
    kit = make_kit(
        facts,
        form.pieces,
        title=f"{row.name} {what}",
        day=f"{today.year}年{today.month}月{today.day}日",
        plaque=HANGING if values["shape"] == UPRIGHT else None,
    )
    if not kit.pdf:
        return _back(request, row, kit.missing)
    own_prints.note_taken(row, pieces=form.pieces, with_mobiles=values["mobiles"], by=request.user)  # type: ignore[arg-type]
    return HttpResponse(
        kit.pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f"attachment; filename=\"prints.pdf\"; filename*=UTF-8''{quote(f'{row.name}-{what}.pdf', safe='')}",
            "Cache-Control": "private, no-store",
        },
    )


def _own(request: HttpRequest, pk: int) -> Organisation:
    row = own_union(request, pk)
    user: Any = request.user
    if not user.may(Duty.MAKE_PRINTS, row):
        raise PermissionDenied
    return row


def _leaders(union: Organisation) -> list[Officer]:
    """Chair and vice-chairs in office, as on the cards."""
    rows = Officer.objects.everywhere("officers of one's own union").sitting_on(timezone.localdate())
    return list(rows.filter(union=union, post__in=LEADERS).order_by("post", "elected_on", "pk"))


def _back(request: HttpRequest, union: Organisation, why: list[str]) -> HttpResponse:
    for sentence in why:
        messages.error(request, sentence)
    return redirect("portal-prints", union.pk)
