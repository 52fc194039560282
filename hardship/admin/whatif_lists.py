"""The lists of a 调整试算: who comes in, who drops out, who stands on the line; a page at a time."""

from math import ceil
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest
from django.urls import reverse

from hardship.explanation import EXCLUSION_WORDS
from hardship.models import HardshipFile, ReliefProgramme
from hardship.reports.whatif import Outcome, Turn, turns

PER_PAGE = 50
LISTS = {"gained": "新增符合", "lost": "不再符合", "borderline": "改后临界"}


def lists_of(request: HttpRequest, programme: ReliefProgramme, outcome: Outcome) -> dict[str, Any]:
    """For the template: the figures and a page of the list that the address asks for. One query."""
    show = request.GET.get("show") or next((key for key in LISTS if turns(outcome, key)), "gained")
    if show not in LISTS:
        raise Http404
    every = list(turns(outcome, show))
    pages, page = max(1, ceil(len(every) / PER_PAGE)), _page(request)
    if page > pages:
        raise Http404
    asked = request.GET.copy()
    links = {}
    for name, number in (("before", page - 1), ("after", page + 1)):
        asked["page"], asked["show"] = str(number), show
        links[name] = f"?{asked.urlencode()}" if 1 <= number <= pages else ""
    asked.pop("page", None)
    lists = []
    for key, words in LISTS.items():
        asked["show"] = key
        lists.append((words, len(list(turns(outcome, key))), f"?{asked.urlencode()}", key == show))
    return {
        "outcome": outcome,
        "money": outcome.money(programme.standard_amount),
        "difference": outcome.then - outcome.now,
        "lists": lists,
        "show": LISTS[show],
        "rows": _rows(request.user, every[(page - 1) * PER_PAGE : page * PER_PAGE]),
        "total": len(every),
        "page": page,
        "pages": pages,
        **links,
    }


def _rows(user: Any, page: list[Turn]) -> list[dict[str, Any]]:
    """A page of families: whose, and what would change. One query; no income, no illness in words."""
    files = HardshipFile.objects.visible_to(user).select_related("union").in_bulk([turn.file_id for turn in page])
    has_page = admin.site.is_registered(HardshipFile)
    return [
        {
            "file": files[turn.file_id],
            "url": reverse("admin:hardship_hardshipfile_change", args=[turn.file_id]) if has_page else "",
            "now": _says(turn.met, turn.excluded),
            "then": _says(turn.met_then, turn.excluded_then),
        }
        for turn in page
        if turn.file_id in files
    ]


def _says(met: tuple[str, ...], excluded: tuple[str, ...]) -> str:
    words = "、".join(met) if met else "都不符合"
    return words + (f"；排除：{'、'.join(EXCLUSION_WORDS[name] for name in excluded)}" if excluded else "")


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page") or "1"
    if not (asked.isascii() and asked.isdigit() and 0 < len(asked) < 7 and int(asked)):
        raise Http404
    return int(asked)
