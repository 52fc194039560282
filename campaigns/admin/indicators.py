"""A campaign's indicators: how far every body is on a day, and what each is allotted, in one form."""

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode

from accounts.duties import Duty
from accounts.refused import Refused
from campaigns.admin.behind import BadQuestion, day_asked
from campaigns.admin.tables import Table, indicator_tables
from campaigns.attained import Attained, aims_of, attained, bodies_now, label_of, plain, warnings_of
from campaigns.indicators import BY_SLUG, Way
from campaigns.models import Allocation, Campaign, IndicatorTarget
from campaigns.operations.allocating import allocate
from registers.parsers import LARGEST_INTEGER
from unions.models import Kind, Organisation

LONGEST = 20  # characters of a number


class IndicatorPages:
    """Mixed into the campaign's admin: `<pk>/indicators/` and `<pk>/allocations/`."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("<int:pk>/indicators/", view(self.indicators_view), name="campaigns_campaign_indicators"),
            path("<int:pk>/allocations/", view(self.allocations_view), name="campaigns_campaign_allocations"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def indicators_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every target in force on the day, by body, in the user's own part."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        campaign = _found(pk)
        context = self._indicator_page(request, campaign, "指标进展")
        try:
            on = day_asked(request.GET.get("on", ""))
        except BadQuestion as problem:
            context["problem"] = str(problem)
            return TemplateResponse(request, "admin/campaigns/indicators.html", context, status=400)
        rows, county = own_part(request.user, attained(campaign, on))
        context |= {
            "on": on,
            "tables": tables(rows, county, on),
            "warnings": list(warnings_of(aims_of(campaign))) if county else [],
            "has_targets": IndicatorTarget.objects.filter(campaign=campaign).exists(),
        }
        return TemplateResponse(request, "admin/campaigns/indicators.html", context)

    def allocations_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One box per body and target; rows pasted from a sheet are filled in first and saved by a second press."""
        if not self.holds(request, Duty.EDIT_CAMPAIGNS):  # type: ignore[attr-defined]
            raise PermissionDenied
        campaign = _found(pk)
        targets, bodies = list(IndicatorTarget.objects.filter(campaign=campaign)), bodies_now()
        texts = _kept(targets)
        told: list[str] = []
        if request.method == "POST":
            texts = {key: request.POST.get(_name(*key), "") for key in _keys(targets, bodies)}
            if request.POST.get("act") == "paste":
                filled, told = pasted(request.POST.get("pasted", ""), targets, bodies)
                texts |= filled
                messages.info(
                    request, f"已填入 {len({body for _, body in filled})} 行，还没有保存；请核对后点“保存分配”。"
                )
            else:
                wanted, told = _read(texts, targets, bodies)
                if not told:
                    try:
                        changed = allocate(campaign, wanted, by=request.user)  # type: ignore[arg-type]
                    except Refused as refusal:
                        told = [str(refusal)]
                    else:
                        messages.success(request, f"已保存，改动 {changed} 处。")
                        return redirect("admin:campaigns_campaign_allocations", campaign.pk)
        context = self._indicator_page(request, campaign, "目标分配") | {
            "heads": _heads(campaign, targets, texts),
            "lines": [
                (body, [(_name(target.pk, body.pk), texts.get((target.pk, body.pk), "")) for target in targets])
                for body in bodies
            ],
            "warnings": list(warnings_of(aims_of(campaign))),
            "told": told,
            "pasted": request.POST.get("pasted", "") if told else "",
        }
        return TemplateResponse(request, "admin/campaigns/allocations.html", context)

    def _indicator_page(self, request: HttpRequest, campaign: Campaign, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "original": campaign,
            "campaign": campaign,
            "title": title,
            "may_allot": self.holds(request, Duty.EDIT_CAMPAIGNS),  # type: ignore[attr-defined]
        }


def _found(pk: int) -> Campaign:
    campaign = Campaign.objects.filter(pk=pk).first()
    if campaign is None:
        raise Http404
    return campaign


def own_part(user: Any, rows: list[Attained]) -> tuple[list[Attained], str]:
    """(the rows of the user's own bodies, the county's code where the county is the user's, else "")."""
    own = user.paths_with(Duty.SEE_CAMPAIGNS)
    seen = Organisation.objects.visible_to(user)
    county = seen.filter(kind=Kind.COUNTY_FEDERATION).first()
    if county is not None and county.path in own:
        return rows, county.code
    codes = {body.code for body in seen.bodies() if any(body.path.startswith(path) for path in own)}
    return [row for row in rows if row["body"] in codes], ""


def tables(rows: list[Attained], county: str, on: Any, *, as_kept: bool = False) -> list[Table]:
    def link(row: Attained) -> str:
        show = BY_SLUG[row["indicator"]].show
        if not show or "is_total" in row:
            return ""
        asked = {"show": show, "on": f"{on}", "since": row["from"], "category": row["category"], "body": row["body"]}
        return f"{reverse('admin:member_figures_list')}?{urlencode(asked)}"

    return indicator_tables(rows, county, on, link, as_kept=as_kept)


def _name(target: int, body: int) -> str:
    return f"a-{target}-{body}"


def _keys(targets: list[IndicatorTarget], bodies: list[Organisation]) -> list[tuple[int, int]]:
    return [(target.pk, body.pk) for target in targets for body in bodies]


def _kept(targets: list[IndicatorTarget]) -> dict[tuple[int, int], str]:
    rows = Allocation.objects.everywhere("whoever edits campaigns allots to every body").filter(target__in=targets)
    return {
        (row.target_id, row.body_id): plain(row.share if row.amount is None else Decimal(row.amount)) for row in rows
    }


def number_of(text: str, way: Way) -> Decimal | None:
    """`3,500`, `３５００`, `50%` or `0.5` where a share is asked; None for an empty box. Raises ValueError."""
    tidy = "".join(unicodedata.normalize("NFKC", text).split()).replace(",", "")
    if not tidy:
        return None
    is_percent = tidy.endswith("%") and way == Way.SHARE
    try:
        value = Decimal(tidy.removesuffix("%") if is_percent else tidy) if len(tidy) <= LONGEST else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite():
        raise ValueError(text)
    value = value / 100 if is_percent else value
    # The size first: int() of 1e999999999 would write out every zero.
    largest = 1 if way == Way.SHARE else LARGEST_INTEGER
    if not 0 <= value <= largest or (way != Way.SHARE and value != int(value)):
        raise ValueError(text)
    return value


def _read(
    texts: dict[tuple[int, int], str], targets: list[IndicatorTarget], bodies: list[Organisation]
) -> tuple[dict[tuple[int, int], Decimal | None], list[str]]:
    """(what the boxes say, a sentence for each that says nothing sensible)."""
    wanted: dict[tuple[int, int], Decimal | None] = {}
    told = []
    for target in targets:
        indicator = BY_SLUG[target.indicator]
        for body in bodies:
            text = texts[target.pk, body.pk]
            try:
                wanted[target.pk, body.pk] = number_of(text, indicator.way)
            except ValueError:
                form = "0 到 1 之间的小数或百分数" if indicator.way == Way.SHARE else "不小于 0 的整数"
                told.append(f"{body.name}的{indicator.label}“{text[:LONGEST]}”要改为{form}；不分配的请清空。")
    return wanted, told


def pasted(
    text: str, targets: list[IndicatorTarget], bodies: list[Organisation]
) -> tuple[dict[tuple[int, int], str], list[str]]:
    """(texts for the boxes, lines that name no body): a body's name or code, then its numbers in the columns' order."""
    named = {name: body for body in bodies for name in (body.code, body.name)}
    filled: dict[tuple[int, int], str] = {}
    told = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t" if "\t" in line else None)]
        if not cells or not cells[0] or cells[0] in ("合计", "总计", "小计", "责任主体", "单位"):
            continue
        body = named.get(cells[0])
        if body is None:
            told.append(f"没有“{cells[0][:40]}”这个责任主体，这一行没有填入；请写全称或工会编码。")
            continue
        filled |= {(target.pk, body.pk): cell for target, cell in zip(targets, cells[1:], strict=False)}
    return filled, told


def _heads(
    campaign: Campaign, targets: list[IndicatorTarget], texts: dict[tuple[int, int], str]
) -> list[dict[str, Any]]:
    """A column each: what it is, the county's target, the sum in the boxes and how far it is from it."""
    aims = aims_of(campaign)
    heads = []
    for target, aim in zip(targets, aims, strict=True):
        total = None
        if aim.indicator.way != Way.SHARE:
            total = Decimal(0)
            for (of, _), text in texts.items():
                try:
                    total += (number_of(text, aim.indicator.way) or 0) if of == target.pk else 0
                except ValueError:
                    continue
        heads.append(
            {
                "label": label_of(aim, aims),
                "due": aim.due_on,
                "county": f"{aim.amount:.1%}" if total is None else f"{aim.amount:f} {aim.indicator.unit}",
                "total": "—" if total is None else f"{total:f}",
                "difference": None if total is None else f"{total - aim.amount:+f}" if total != aim.amount else "0",
                "is_off": total is not None and total != aim.amount,
            }
        )
    return heads
