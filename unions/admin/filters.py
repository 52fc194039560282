"""The filters staff use daily. None of them names an organisation outside the user's own part."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from unions.models import Officer, Organisation


class BodyFilter(admin.SimpleListFilter):
    """One responsible body and everything below it; left out where there is no choice and none was asked for."""

    title = "责任工会"
    parameter_name = "body"
    path_lookup = "union__path"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        user: Any = request.user
        bodies = Organisation.objects.visible_to(user).bodies().order_by("code")
        return [(str(pk), name) for pk, name in bodies.values_list("pk", "name")]

    def has_output(self) -> bool:
        return len(self.lookup_choices) > 1 or bool(self.value())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        path = _path(request, self.value())
        return queryset.filter(**{f"{self.path_lookup}__startswith": path}) if path else queryset.none()


class OwnBodyFilter(BodyFilter):
    path_lookup = "path"


class EmployerBodyFilter(BodyFilter):
    path_lookup = "body__path"


class UnionFilter(admin.SimpleListFilter):
    """One union; shown only when a link brought it along."""

    title = "工会"
    parameter_name = "union"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        value = self.used_parameters.get(self.parameter_name)
        union = _visible(request, value)
        return [(str(value), union.name if union else "不在您的范围内")] if value else []

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        if self.parameter_name in params:
            self.used_parameters = {self.parameter_name: params[self.parameter_name][-1]}
        else:
            self.used_parameters = {}
        super().__init__(request, params, model, model_admin)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        union = _visible(request, self.value())
        return queryset.filter(**{self.parameter_name: union}) if union else queryset.none()


class ParentFilter(UnionFilter):
    title = "上级工会"
    parameter_name = "parent"


class Choice(admin.SimpleListFilter):
    """Two or three words to choose from; `options` is (parameter value, label)."""

    options: tuple[tuple[str, str], ...] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> tuple[tuple[str, str], ...]:
        return self.options


class ExistingFilter(Choice):
    title = "存续"
    parameter_name = "existing"
    options = (("yes", "存续"), ("no", "已撤销"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "yes":
            return queryset.existing_on(timezone.localdate())
        if self.value() == "no":
            return queryset.filter(dissolved_on__lte=timezone.localdate())
        return queryset


class ChairFilter(Choice):
    title = "主席"
    parameter_name = "chair"
    options = (("sitting", "有在任主席"), ("vacant", "主席空缺"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        officers = Officer.objects.everywhere("a subquery of rows already in scope").filter(union=OuterRef("pk"))
        sitting = Exists(officers.chairs().sitting_on(timezone.localdate()))
        if self.value() == "sitting":
            return queryset.filter(sitting)
        if self.value() == "vacant":
            return queryset.vacant_on(timezone.localdate())
        return queryset


class SittingFilter(Choice):
    title = "在任"
    parameter_name = "sitting"
    options = (("yes", "在任"), ("expired", "在任但任期已满"), ("no", "已离任"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = timezone.localdate()
        if self.value() == "yes":
            return queryset.sitting_on(today)
        if self.value() == "expired":
            return queryset.term_over_on(today)
        if self.value() == "no":
            return queryset.filter(left_on__lte=today)
        return queryset


class HoldingFilter(Choice):
    title = "有效"
    parameter_name = "holding"
    options = (("yes", "有效"), ("no", "已结束"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "yes":
            return queryset.holding_on(timezone.localdate())
        if self.value() == "no":
            return queryset.filter(ends_on__lte=timezone.localdate())
        return queryset


class VerifiedFilter(Choice):
    title = "核实"
    parameter_name = "verified"
    options = (("no", "未核实"), ("waiting", "待核实"), ("returned", "已退回"), ("yes", "已核实"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() in ("waiting", "returned"):
            return getattr(queryset, str(self.value()))()
        if self.value() is None:
            return queryset
        return queryset.filter(verified_on__isnull=self.value() == "no")


class OrganisedFilter(Choice):
    title = "建会"
    parameter_name = "organised"
    options = (("yes", "已建会"), ("no", "未建会"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() is None:
            return queryset
        return queryset.filter(union__isnull=self.value() == "no")


class HeldFilter(Choice):
    title = "状态"
    parameter_name = "held"
    options = (("yes", "持有"), ("no", "已撤销"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() is None:
            return queryset
        return queryset.filter(revoked_on__isnull=self.value() == "yes")


class StandingFilter(Choice):
    title = "状态"
    parameter_name = "standing"
    options = (("yes", "有效"), ("no", "已终止"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = timezone.localdate()
        if self.value() == "yes":
            return queryset.standing_on(today)
        if self.value() == "no":
            return queryset.exclude(pk__in=queryset.standing_on(today).values("pk"))
        return queryset


def _visible(request: HttpRequest, key: Any) -> Organisation | None:
    if not str(key or "").isdecimal():
        return None
    user: Any = request.user
    found: Organisation | None = Organisation.objects.visible_to(user).filter(pk=int(key)).first()
    return found


def _path(request: HttpRequest, key: Any) -> str:
    organisation = _visible(request, key)
    return organisation.path if organisation else ""
