"""What every page of the chairs' portal has around it: whose union, which tabs, whom to ask."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse

from accounts.admin.acts import said
from accounts.duties import DUTIES, Duty
from accounts.once import once
from accounts.refused import Refused
from unions.models import Organisation, PortalSettings
from unions.published import numbers


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class Other:
    """Another union of the same chair."""

    name: str
    url: str


# The name of the address, what the tab says; a page not built in yet has no tab.
TABS = (
    ("portal-home", "待办"),
    ("portal-union", "我的工会"),
    ("portal-members", "会员"),
    ("portal-relief-files", "档案"),
    ("portal-relief", "帮扶"),
    ("portal-elections", "换届"),
    ("portal-history", "记录"),
    ("portal-prints", "打印"),
)


def own_unions(user: Any) -> list[Organisation]:
    """Where the user is chair today, the first appointment first."""
    posts = [post for post in user.standing if Duty.USE_PORTAL in DUTIES[post.role]]
    return [post.organisation for post in sorted(posts, key=lambda post: post.pk)]


def own_union(request: HttpRequest, pk: int) -> Organisation:
    """The union whose pages are asked for. 404 outside one's own part; 403 for those who see it from the desk."""
    user: Any = request.user
    union: Organisation = get_object_or_404(Organisation.objects.visible_to(user), pk=pk)
    demand_chair(request, union)
    return union


def own_row(request: HttpRequest, rows: Any, pk: int) -> Any:
    """A row of one's own union (it must know it as `union`): 404 and 403 as `own_union`."""
    row = get_object_or_404(rows.objects.visible_to(request.user).select_related("union"), pk=pk)
    demand_chair(request, row.union)
    return row


def demand_chair(request: HttpRequest, union: Organisation) -> None:
    if not request.user.may(Duty.USE_PORTAL, union):  # type: ignore[union-attr]
        raise PermissionDenied


def answer(
    request: HttpRequest, form: forms.Form, act: Callable[[], HttpResponse], page: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page; on POST what `act` answers, once per form. What is malformed or refused is said on the page again."""

    def received() -> HttpResponse:
        if not form.is_valid():
            return page()
        try:
            with transaction.atomic():
                return act()
        except (Refused, IntegrityError, InternalError) as error:
            form.add_error(None, said(error))
            return page()

    return once(request, received) if request.method == "POST" else page()


def portal_page(
    request: HttpRequest,
    template: str,
    union: Organisation,
    context: dict[str, Any] | None = None,
    *,
    tab: str = "",
    status: int = 200,
) -> HttpResponse:
    """The template in the portal's frame; `tab` is the name of the tab it belongs to."""
    return render(request, template, {**frame_of(request, union, tab), **(context or {})}, status=status)


def frame_of(request: HttpRequest, union: Organisation, tab: str = "") -> dict[str, Any]:
    user: Any = request.user
    others = [one for one in own_unions(user) if one.pk != union.pk]
    body = body_of(union)
    return {
        "union": union,
        "tabs": [Tab(label, url, name == tab) for name, label in TABS if (url := _url(name, union))],
        "other_unions": [Other(one.name, _url("portal-home", one)) for one in others],
        "body": body,
        "body_numbers": numbers(body.phone) if body else (),
        "hotline": PortalSettings.objects.current().hotline,
    }


def body_of(union: Organisation) -> Organisation | None:
    """The responsible body, whose phone stands where a chair could be stuck (coverage.md §5); the county's where it is none."""
    above = union.ids_above[:-1]
    bodies = Organisation.objects.everywhere("the body responsible for one's own union")
    body: Organisation | None = bodies.filter(pk__in=above[:2]).order_by("-path").first()
    return body


def _url(name: str, union: Organisation) -> str:
    for arguments in ([union.pk], []):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return ""
