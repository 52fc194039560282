"""The side navigation of the desk: what this user may open, in the order of the work."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from accounts.duties import Duty


@dataclass(frozen=True)
class Entry:
    title: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Room:
    title: str
    entries: list[Entry]


@dataclass(frozen=True)
class Page:
    """A page that is no table's list; `duty` opens it."""

    title: str
    name: str  # of its address
    duty: Duty


# Room, then what stands in it: a table of the desk by its label, or a page.
ROOMS: tuple[tuple[str, tuple[str | Page, ...]], ...] = (
    ("工会", ("unions.organisation", "unions.officer", "unions.display", "unions.employer", "unions.honour")),
    (
        "双亮活动",
        (
            "campaigns.campaign",
            "campaigns.report",
            Page("逐月变化", "admin:campaigns_movement", Duty.SEE_CAMPAIGNS),
            "unions.reminders",
        ),
    ),
    ("登记表", ("registers.importrun",)),
    ("系统", ("accounts.user", "unions.appointment", "accounts.job", "accounts.bookentry")),
)


def navigation(request: HttpRequest) -> list[Room]:
    """The rooms that hold anything for this user; the desk's first page comes first."""
    if not request.user.is_authenticated:
        return []
    home = reverse("admin:index")
    rooms = [Room("", [Entry("工作台", home, request.path == home)])]
    for title, labels in ROOMS:
        entries = list(_entries(request, labels))
        if entries:
            rooms.append(Room(title, entries))
    return rooms


def _entries(request: HttpRequest, contents: tuple[str | Page, ...]) -> Iterator[Entry]:
    user: Any = request.user
    tables: dict[str, Any] = {model._meta.label_lower: desk for model, desk in admin.site._registry.items()}
    for content in contents:
        if isinstance(content, Page):
            if user.may(content.duty):
                url = reverse(content.name)
                yield Entry(content.title, url, request.path.startswith(url))
        elif tables[content].has_module_permission(request):
            url = reverse(f"admin:{content.replace('.', '_')}_changelist")
            yield Entry(str(tables[content].opts.verbose_name_plural), url, request.path.startswith(url))
