"""What the address of these pages asks for: the day, the span, whose part of the tree, which category."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import urlencode

from accounts.duties import Duty
from campaigns.admin.behind import BadQuestion, choices_for, day_asked, page_asked, place_asked
from campaigns.behind import paths_below
from members.figures import ALL_SHOWS, UNIT_SHOWS, Asked, Category, Span
from unions.models import Kind, Organisation


@dataclass(frozen=True)
class Question:
    """`place` is None for all that the user may see; `own` are the user's parts of the tree."""

    span: Span
    category: str
    own: tuple[str, ...]
    place: Organisation | None
    is_direct: bool
    page: int

    @property
    def within(self) -> tuple[str, ...]:
        return paths_below(self.place, self.own) if self.place else self.own

    def behind(self, show: str) -> Asked:
        """The list behind a figure, as this question narrows it."""
        direct = self.place.pk if self.place and self.is_direct else None
        return Asked(self.span, show, self.within, self.category, direct)

    def query(self, **changes: str) -> str:
        """This question as the end of an address."""
        kept = {"on": f"{self.span.on}", "since": f"{self.span.since}", "category": self.category}
        if self.place is not None:
            kept["body"] = self.place.code
        return urlencode(kept | changes)


def asked(request: HttpRequest) -> Question:
    """Raises BadQuestion with a sentence for the reader, and Http404 for an organisation that the user may not see."""
    given, user = request.GET, request.user
    on = day_asked(given["on"]) if given.get("on") else timezone.localdate()
    since = day_asked(given["since"]) if given.get("since") else on.replace(month=1, day=1)
    if since > on:
        raise BadQuestion("期间的第一天晚于统计日期，请重新选择。")
    category = given.get("category") or Category.ALL
    if category not in Category.values:
        raise BadQuestion("没有这个类别，请在下面重新选择。")
    place = place_asked(request, given.get("body", ""))
    is_direct = given.get("direct") == "yes" and place is not None and place.kind == Kind.COUNTY_FEDERATION
    own = tuple(user.paths_with(Duty.SEE_MEMBERS))  # type: ignore[union-attr]
    return Question(Span(on, since), str(category), own, place, is_direct, page_asked(given.get("page", "")))


def show_of(request: HttpRequest) -> str:
    show: str = request.GET.get("show") or "units"
    if show not in ALL_SHOWS:
        raise BadQuestion("没有这种名单，请在下面重新选择。")
    return show


def is_of_units(show: str) -> bool:
    return show in UNIT_SHOWS


def choices(request: HttpRequest) -> dict[str, Any]:
    """What the form of these pages offers."""
    return {
        "bodies": choices_for(request)["bodies"],
        "categories": Category.choices,
        "shows": list(ALL_SHOWS.items()),
    }
