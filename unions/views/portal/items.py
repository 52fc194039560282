"""我的工会: the four items as a check-list, and recording one of them: ways, a day, a photo."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.refused import Refused
from unions.asked import is_asked
from unions.checklist import Line, checklist, state_of
from unions.forms.portal import RecordForm
from unions.models import Display, Item, Officer, Organisation, Way
from unions.models.display import OFFICER_ITEMS, WAYS_OF
from unions.operations import displays
from unions.views.portal.book import closed
from unions.views.portal.frame import answer, own_row, own_union, portal_page
from unions.views.portal.pictures import attach


def portal_union(request: HttpRequest, union: int) -> HttpResponse:
    row = own_union(request, union)
    today = timezone.localdate()
    found = checklist(row, today)
    context = {
        "list": found,
        "closed": closed(row),
        "is_asked": found.done == len(found.lines) or is_asked(row, today),
    }
    return portal_page(request, "portal/union.html", row, context, tab="portal-union")


def portal_item(request: HttpRequest, union: int, item: str) -> HttpResponse:
    """The plaque or the office."""
    row = own_union(request, union)
    if item not in (Item.SIGN, Item.OFFICE):
        raise Http404
    return _item(request, row, item, None)


def portal_officer_item(request: HttpRequest, officer: int, item: str) -> HttpResponse:
    """Identity or contact of one chair or vice-chair."""
    row: Officer = own_row(request, Officer, officer)
    if item not in OFFICER_ITEMS:
        raise Http404
    return _item(request, row.union, item, row)


def _item(request: HttpRequest, union: Organisation, item: str, officer: Officer | None) -> HttpResponse:
    line = checklist(union, timezone.localdate()).line(item, officer)
    if line is None:
        raise Http404  # of one who no longer sits: nothing to show any more
    post = request.method == "POST"
    form = RecordForm(
        request.POST if post else None, request.FILES if post else None, line=line, union=union, label_suffix=""
    )

    def act() -> HttpResponse:
        made = _record(request, line, union, form.cleaned_data)
        messages.success(request, f"已上报{_what(line)}：{_ways(made)}，等上级工会核实。")
        return redirect("portal-display", made[0].pk) if len(made) == 1 else redirect("portal-union", union.pk)

    def page() -> HttpResponse:
        context = {
            "line": line,
            "form": form,
            "facts": [(fact, state_of(fact, line.on)) for fact in line.facts],
            "free": [way for way in WAYS_OF[line.item] if way not in {fact.way for fact in line.holding}],
            "chosen": request.POST.getlist("ways") if post else [],
        }
        return portal_page(request, "portal/item.html", union, context, tab="portal-union")

    return answer(request, form, act, page)


def _record(request: HttpRequest, line: Line, union: Organisation, values: dict[str, Any]) -> list[Display]:
    """One fact for each way ticked, the picture with each of them. Raises Refused as the operations do."""
    by: Any = request.user
    made = []
    for way in values["ways"]:
        display = displays.report_display(
            union,
            item=line.item,
            way=way,
            starts_on=values["starts_on"],
            officer=line.officer,
            content=values.get("content", ""),
            by=by,
        )
        _demand_open(display, values["starts_on"])
        attach(display, values.get("photo"), by)
        made.append(display)
    return made


def _demand_open(display: Display, starts_on: date) -> None:
    """The same place and day were reported before and have ended since: that record stays what it is."""
    if display.ends_on is not None:
        raise Refused(
            f"{display.get_way_display()}从 {starts_on} 开始的记录已登记结束。重新挂出或公布的，请把开始日期改为重新开始的那一天。"
        )


def _what(line: Line) -> str:
    return f"{line.officer.name}的{line.item.label}" if line.officer else str(line.item.label)


def _ways(made: list[Display]) -> str:
    return "、".join(str(Way(display.way).label) for display in made)
