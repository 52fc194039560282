"""The filters of the members' lists. None of them tells of anybody outside the user's own part."""

from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone

from accounts.duties import Duty
from members.models import Membership, State
from unions.admin.filters import BodyFilter, Choice, UnionFilter
from unions.models import Organisation, Reminders


def _memberships(**asked: Any) -> Exists:
    rows = Membership.objects.everywhere("a subquery of rows already in scope")
    return Exists(rows.filter(member=OuterRef("pk"), union=OuterRef("union"), **asked))


class StandingFilter(Choice):
    """会籍状态: of those who belong there now, or of those whose last membership ended so."""

    title = "会籍状态"
    parameter_name = "standing"
    options = (
        ("current", "在册（正常、保留）"),
        (State.NORMAL, "正常"),
        (State.RETAINED, "保留"),
        (State.WITHDRAWN, "退会"),
        (State.EXPELLED, "除名"),
    )

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        asked = self.value()
        if asked not in dict(self.options):
            return queryset
        if asked == "current":
            return queryset.filter(_memberships(until__isnull=True))
        if asked in (State.NORMAL, State.RETAINED):
            return queryset.filter(_memberships(until__isnull=True, state=asked))
        return queryset.filter(_memberships(state=asked), ~_memberships(until__isnull=True))


class JoinedFilter(admin.SimpleListFilter):
    """入会日期, by the usual spans, or any: `2012-01-01_2012-12-31`, both days included."""

    title = "入会日期"
    parameter_name = "joined"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        today = timezone.localdate()
        month = today.replace(day=1)
        last = month - timedelta(days=1)
        found = [
            (span(month, today), "本月"),
            (span(last.replace(day=1), last), "上月"),
            (span(date(today.year, 1, 1), today), "今年"),
            (span(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)), "去年"),
        ]
        asked = self.used_parameters.get(self.parameter_name)
        days = days_of(asked)
        if days is not None and asked not in dict(found):
            found.append((str(asked), f"{days[0]} 至 {days[1]}"))
        return found

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        self.used_parameters: dict[str, Any] = {}
        if self.parameter_name in params:
            self.used_parameters = {self.parameter_name: params[self.parameter_name][-1]}
        super().__init__(request, params, model, model_admin)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        days = days_of(self.value())
        if days is None:
            return queryset.none()
        return queryset.joined_between(*days)


def span(first: date, last: date) -> str:
    return f"{first}_{last}"


def days_of(asked: Any) -> tuple[date, date] | None:
    """The days of a span; None when it is none."""
    first, _, last = str(asked or "").partition("_")
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None


class RetentionFilter(Choice):
    """Whose data are kept long enough. Everybody may see who; the county deletes."""

    title = "保存期限"
    parameter_name = "retention"
    options = (("over", "已满，可删除个人信息"),)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.left_before(retention_day()) if self.value() == "over" else queryset


def retention_day() -> date:
    """Whose last membership had ended by this day has been kept for the county's years."""
    today, years = timezone.localdate(), Reminders.objects.current().retention_years
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return date(today.year - years, 2, 28)


class SideFilter(Choice):
    """接转: into one's own part, out of it, or within it."""

    title = "方向"
    parameter_name = "side"
    options = (("in", "转入"), ("out", "转出"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in dict(self.options):
            return queryset
        user: Any = request.user
        return queryset.filter(sides(user.paths_with(Duty.SEE_MEMBERS), self.value()))


def sides(paths: list[str], side: Any) -> Q:
    """Transfers that lead into, or out of, one of the parts."""
    field, within = ("to_union" if side == "in" else "from_union"), Q(pk__in=[])
    for path in paths:
        within |= Q(**{f"{field}__path__startswith": path})
    return within


class TransferBodyFilter(BodyFilter):
    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        return queryset.filter(sides(_paths(request, self.value()), "in") | sides(_paths(request, self.value()), "out"))


class TransferUnionFilter(UnionFilter):
    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        paths = _paths(request, self.value())
        return queryset.filter(sides(paths, "in") | sides(paths, "out"))


def _paths(request: HttpRequest, key: Any) -> list[str]:
    if not str(key or "").isdecimal() or len(str(key)) > 18:
        return []
    user: Any = request.user
    return list(Organisation.objects.visible_to(user).filter(pk=int(key)).values_list("path", flat=True))
