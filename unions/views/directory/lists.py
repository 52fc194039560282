"""Finding a union: the search with its suggestions, and browsing by responsible body."""

from datetime import date
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from accounts.public import indexed
from unions import directory as found
from unions import public as reading
from unions.views.directory.parts import LONGEST_QUESTION, asked_page, asked_words, missing, page, show


@indexed
@page
def directory(request: HttpRequest) -> HttpResponse:
    """The first page of the site: one box to type in, and what was found."""
    today, words, number = timezone.localdate(), asked_words(request), asked_page(request)
    places = reading.bodies(today)
    within = next((each for each in places if each.token == request.GET.get("body")), None)
    says = _problem(words)
    path = within.path if within else "/"
    results = found.search(words, within=path, page=number, on=today) if words and not says else None
    response = show(
        request,
        "directory",
        {
            "words": words[:LONGEST_QUESTION],
            "bodies": places if not words else (),
            "options": _options(places, within, today),
            "page_of": reverse("union-page", args=["x"]).removesuffix("x/"),
            "within": within,
            "page": number,
            "problem": says,
            "results": results,
            "named": [each for each in places if words and not within and words in each.name],
            "is_cut": results and not results.has_more and number * found.PAGE >= found.MOST,
            "query": urlencode({"q": words, **({"body": within.token} if within else {})}),
        },
    )
    if words or request.GET:
        response["X-Robots-Tag"] = "noindex"  # endless; the pages found are indexed by the site map
    return response


def _options(places: list[reading.Body], within: reading.Body | None, today: date) -> str:
    """The choice of bodies as HTML, kept for a minute: it is the longest part of the page and mostly the same."""
    chosen = within.token if within else ""
    key = f"directory-options-{today}-{chosen}"
    kept = cache.get(key)
    if kept is None:
        kept = render_to_string("directory/_options.html", {"bodies": places, "chosen": chosen})
        cache.set(key, kept, reading.SECONDS_KEPT)
    return mark_safe(kept)  # noqa: S308 (a template's own output)


def _problem(words: str) -> str:
    if not words:
        return ""
    if len(words) > LONGEST_QUESTION:
        return f"输入的内容太长了，请只输入单位或工会名称中的几个字（不超过 {LONGEST_QUESTION} 个字）。"
    if found.too_short(words):
        return "请至少输入两个字，或两个拼音首字母。"
    return ""


@page
def suggest(request: HttpRequest) -> HttpResponse:
    """What is offered while typing, as JSON: names and addresses of pages."""
    today, words = timezone.localdate(), asked_words(request)
    within = next((each for each in reading.bodies(today) if each.token == request.GET.get("body")), None)
    hits = [] if _problem(words) else found.suggest(words, within=within.path if within else "/", on=today)
    return JsonResponse(
        {
            "found": [
                {"name": hit.name, "unit": hit.unit, "body": hit.body, "url": reverse("union-page", args=[hit.token])}
                for hit in hits
            ]
        },
        json_dumps_params={"ensure_ascii": False},
    )


@indexed
@page
def bodies(request: HttpRequest) -> HttpResponse:
    return show(request, "bodies", {"bodies": reading.bodies(timezone.localdate())})


@indexed
@page
def body(request: HttpRequest, token: str) -> HttpResponse:
    today, number = timezone.localdate(), asked_page(request)
    place = next((each for each in reading.bodies(today) if each.token == token), None)
    if place is None:
        return missing(request)
    unions, has_more = reading.listed_in(place, today, page=number, size=found.LISTED_A_PAGE)
    if not unions and number > 1:
        return missing(request)
    return show(request, "body", {"body": place, "unions": unions, "page": number, "has_more": has_more})
