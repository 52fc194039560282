"""The unions behind a figure: which number it is, the day, the list, each union's five conditions."""

from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from accounts.duties import Duty
from campaigns import figures
from campaigns.behind import SHOWS, Question, Standing, paths_below, unions_behind
from campaigns.models import Campaign, Category
from unions.models import Kind, Officer, Organisation

PER_PAGE = 50
EARLIEST, LATEST = date(1949, 10, 1), date(2099, 12, 31)


class BadQuestion(ValueError):
    """The address asks for something that cannot be; the message is a sentence for the reader."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for, in the page's words; `place` is None for all that the user may see."""

    question: Question
    place: Organisation | None
    is_direct: bool
    page: int

    @property
    def words(self) -> str:
        """`国有企业中未悬挂牌匾的工会`."""
        of = "" if self.question.category == Category.ALL else f"{Category(self.question.category).label}中"
        return of + SHOWS[self.question.show][0]


class BehindPages:
    """Mixed into the campaign's admin: `<pk>/unions/`, the list that every figure of coverage leads to."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.unions_view)  # type: ignore[attr-defined]
        return [path("<int:pk>/unions/", view, name="campaigns_campaign_unions"), *super().get_urls()]  # type: ignore[misc]

    def unions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        campaign = Campaign.objects.filter(pk=pk).first()
        if campaign is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "original": campaign,
            "campaign": campaign,
            "choices": choices_for(request),
            "query": request.GET,
        }
        try:
            asked = _asked(request)
        except BadQuestion as problem:
            context |= {"title": "没有这样的名单", "problem": str(problem)}
            return TemplateResponse(request, "admin/campaigns/unions.html", context, status=400)
        total, found = unions_behind(campaign, asked.question, limit=PER_PAGE, offset=(asked.page - 1) * PER_PAGE)
        pages = max(1, ceil(total / PER_PAGE))
        if asked.page > pages:
            raise Http404
        context |= {
            "title": f"{_place_name(request, asked)}：{asked.words}",
            "asked": asked,
            "total": total,
            "rows": _rows(request, asked.question.on, found),
            "page": asked.page,
            "pages": pages,
            "before": _with_page(request, asked.page - 1) if asked.page > 1 else "",
            "after": _with_page(request, asked.page + 1) if asked.page < pages else "",
        }
        return TemplateResponse(request, "admin/campaigns/unions.html", context)


def _asked(request: HttpRequest) -> Asked:
    """Raises BadQuestion, and Http404 for an organisation that the user may not see."""
    given = request.GET
    user: Any = request.user
    category, show = given.get("category") or Category.ALL, given.get("show") or "in_scope"
    if category not in Category.values:
        raise BadQuestion("没有这个类别，请在下面重新选择。")
    if show not in SHOWS:
        raise BadQuestion("没有这种名单，请在下面重新选择。")
    own = user.paths_with(Duty.SEE_DISPLAYS)
    place = place_asked(request, given.get("body", ""))
    within = paths_below(place, own) if place else tuple(own)
    is_direct = given.get("direct") == "yes" and place is not None and place.kind == Kind.COUNTY_FEDERATION
    question = Question(
        day_asked(given.get("on", "")), within, str(category), show, place.pk if place and is_direct else None
    )
    return Asked(question, place, is_direct, page_asked(given.get("page", "")))


def day_asked(given: str) -> date:
    if not given:
        return timezone.localdate()
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise BadQuestion(f"没有“{given[:20]}”这一天，日期请写成 2012-10-31 的样子。") from None
    if not EARLIEST <= day <= LATEST:
        raise BadQuestion(f"不能统计{day.year}年的情况，请改为 {EARLIEST.year} 年到 {LATEST.year} 年之间的日期。")
    return day


def page_asked(given: str) -> int:
    if not given:
        return 1
    if not (given.isascii() and given.isdigit() and 0 < len(given) <= 6 and int(given)):
        raise BadQuestion("页码请写成 1、2、3 这样的数字。")
    return int(given)


def place_asked(request: HttpRequest, code: str) -> Organisation | None:
    if not code:
        return None
    if "\x00" in code:
        raise BadQuestion("没有这个编码的工会，请在下面重新选择责任主体。")
    user: Any = request.user
    place: Organisation | None = Organisation.objects.visible_to(user).filter(code=code).first()
    if place is None:
        raise Http404
    return place


def _place_name(request: HttpRequest, asked: Asked) -> str:
    if asked.place is not None:
        return figures.DIRECT if asked.is_direct else asked.place.name
    user: Any = request.user
    standing = [post.organisation for post in user.standing if post.organisation.path in asked.question.within]
    return "、".join(dict.fromkeys(place.name for place in standing))


def choices_for(request: HttpRequest) -> dict[str, Any]:
    user: Any = request.user
    bodies = Organisation.objects.visible_to(user).bodies().order_by("code")
    return {
        "bodies": list(bodies.values_list("code", "name")),
        "categories": Category.choices,
        "shows": [(key, words) for key, (words, _) in SHOWS.items()],
    }


def _rows(request: HttpRequest, on: date, found: list[Standing]) -> list[dict[str, Any]]:
    """The page's unions with their bodies and chairs, as far as the user may see them. Two queries."""
    user: Any = request.user
    bodies = Organisation.objects.visible_to(user).in_bulk([union.body_id for union in found])
    sitting = Officer.objects.visible_to(user).chairs().sitting_on(on).filter(union__in=[union.pk for union in found])
    chairs = dict(sitting.values_list("union_id", "name"))
    return [
        {
            "union": union,
            "body": bodies[union.body_id].name if union.body_id in bodies else "",
            "chair": chairs.get(union.pk, ""),
            "conditions": _conditions(union),
        }
        for union in found
    ]


def _conditions(union: Standing) -> list[tuple[str, str, bool | None]]:
    """(what, in words, does it hold); None where the vacant seat leaves nothing to ask."""
    return [
        ("牌匾", "已挂" if union.sign else "未挂", union.sign),
        ("办公地点", "已公布" if union.office else "未公布", union.office),
        ("主席", "在任" if union.chair else "空缺", union.chair),
        (
            "亮身份",
            "已亮" if union.identity else "未亮" if union.chair else "待选主席",
            _of_chair(union, union.identity),
        ),
        (
            "联系方式",
            "已公布" if union.contact else "未公布" if union.chair else "待选主席",
            _of_chair(union, union.contact),
        ),
    ]


def _of_chair(union: Standing, holds: bool) -> bool | None:
    return holds if union.chair else None


def _with_page(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"
