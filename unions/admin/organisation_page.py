"""The page of one union: what it is, and what it was on a day; its parts stand in modules of their own."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from accounts.duties import Duty
from accounts.masks import masked_mobile, masked_text
from unions import changes, sign_ins
from unions.admin import tenures, timeline
from unions.admin.days import asked_day, steps
from unions.admin.page_parts import CHILDREN, COVERAGE, MEMBERS, PageView, backdrop_of, filled
from unions.admin.publicity import publicity_of
from unions.admin.sections import State, sections_of
from unions.models import Honour, Organisation, Photo, Post

CHANGES_SHOWN, CHANGES_PER_PAGE = 20, 50
PHOTOS_SHOWN = 12


@dataclass(frozen=True)
class Head:
    """What the union is. `above` are the organisations on the way down to it that the user may see."""

    state: State
    above: list[Organisation]
    chair: Any
    chair_phone: str
    phone: str
    shows_chair: bool
    sitting: int
    # How the chair can sign in, for whoever hands out slips there; "" for everybody else and for days past.
    sign_in: str = ""


class OrganisationPage:
    """Mixed into the admin of organisations: the change form is one part of the page among others."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.changes_view)  # type: ignore[attr-defined]
        name = "unions_organisation_changes"
        return [path("<path:object_id>/changes/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = kwargs.get("obj")
        if row is not None:
            context |= page_of(self.view_of(request, row))
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def view_of(self, request: HttpRequest, row: Organisation) -> PageView:
        """The day comes from the address; what is wrong with it is said on the page."""
        today = timezone.localdate()
        on, problem = asked_day(request.GET.get("on", ""), today)
        if problem and request.method == "GET":
            messages.warning(request, problem)
        return PageView(row, request.user, on, today, request.GET.dict())

    def changes_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The whole history of the union and of what hangs on it, a page at a time."""
        row = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if row is None:
            raise Http404
        view = PageView(row, request.user, timezone.localdate(), timezone.localdate())
        given = request.GET.get("before", "")
        before = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
        found, has_older = changes.changes_of(view, CHANGES_PER_PAGE, before)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "original": row,
            "title": f"变更记录：{row.name}",
            "changes": found,
            "has_older": has_older and bool(found),
            "is_first": before is None,
        }
        return TemplateResponse(request, "admin/unions/organisation_changes.html", context)


def page_of(view: PageView) -> dict[str, Any]:
    """Everything the page shows besides the form; a fixed number of queries."""
    held = tenures.held_by(view)
    honours = Honour.objects.visible_to(view.user).filter(union=view.union)
    own = tenures.changes_in([view.union], "established_on", "dissolved_on")
    days = [*held.days(), *own, *tenures.changes_in(honours, "awarded_on", "revoked_on")]
    children = None if view.union.is_grassroots else filled(CHILDREN, view)
    found, has_older = changes.changes_of(view, CHANGES_SHOWN)
    sees_line = view.user.may(Duty.SEE_OFFICERS, view.union) and view.user.may(Duty.SEE_DISPLAYS, view.union)
    return {
        "view": view,
        "head": _head(view, held),
        "steps": steps(days, view.on, view.today),
        "since": changes.since(view),
        "coverage": filled(COVERAGE, view),
        "children": children,
        "members": filled(MEMBERS, view),
        "publicity": publicity_of(view),
        "sections": sections_of(view, with_children=not view.union.is_grassroots and children is None),
        "photos": _photos(view),
        "line": timeline.draw(tenures.tracks_of(held), backdrop_of(view), view.on, view.today) if sees_line else None,
        "sees_line": sees_line,
        "line_rows": tenures.lines_of(held),
        "changes": found,
        "has_older_changes": has_older,
    }


def _photos(view: PageView) -> list[Photo]:
    """The newest, each with the fact it hangs on."""
    rows = Photo.objects.visible_to(view.user).filter(display__union=view.union)
    return list(rows.select_related("display").order_by("-pk")[:PHOTOS_SHOWN])


def _head(view: PageView, held: tenures.Held) -> Head:
    union, user = view.union, view.user
    above = Organisation.objects.visible_to(user).filter(pk__in=union.ids_above[:-1])
    by_id = {place.pk: place for place in above}
    sitting = held.sitting(view.on)
    chair = next((each for each in sitting if each.post == Post.CHAIR), None)
    return Head(
        _standing(union, view.on),
        [by_id[pk] for pk in union.ids_above[:-1] if pk in by_id],
        chair,
        _phone(chair) if chair is not None else "",
        masked_text(union.phone),
        user.may(Duty.SEE_OFFICERS, union),
        len(sitting),
        _sign_in(view, chair) if chair is not None else "",
    )


def _sign_in(view: PageView, chair: Any) -> str:
    if view.is_past or not view.user.may(Duty.INVITE_CHAIRS, view.union):
        return ""
    row = sign_ins.chairs(view.user, view.on).filter(pk=chair.pk).first()
    return sign_ins.state_of(row, timezone.now()) if row is not None else ""


def _standing(union: Organisation, on: date) -> State:
    if union.established_on is not None and on < union.established_on:
        return State("尚未成立", "warn")
    if union.dissolved_on is not None and union.dissolved_on <= on:
        return State("已撤销", "bad")
    return State("存续", "good")


def _phone(chair: Any) -> str:
    """The office's number and the mobile, masked for everybody: the whole is asked for on the officer's own page."""
    return "，".join(filter(None, (masked_text(chair.office_phone), masked_mobile(chair.mobile))))
