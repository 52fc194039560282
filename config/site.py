"""The county staff's desk: Django's admin with our own sign-in, and nothing in it that asks no duty."""

from typing import Any

from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods
from django.views.i18n import JavaScriptCatalog
from unfold.sites import UnfoldAdminSite

ROOMS = ("unions", "members", "hardship", "campaigns", "registers", "accounts")
TABLES = ("Organisation", "Officer", "Display", "Employer", "Honour", "Campaign", "Report", "User", "Appointment")


def _place(name: str, order: tuple[str, ...]) -> int:
    return order.index(name) if name in order else len(order)


class DeskConfig(AdminConfig):
    """Django's admin app with our site; stands in INSTALLED_APPS in its place."""

    default = False
    default_site = "config.site.DeskSite"


class Choices(AutocompleteJsonView):
    """Django's drop-down search, each choice in the words its own admin page has for it."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        words = getattr(self.model_admin, "choice_text", str)
        return {"id": str(getattr(obj, to_field_name)), "text": words(obj)}


class DeskSite(UnfoldAdminSite):
    site_url = None
    index_title = "工作台"
    empty_value_display = "—"
    enable_nav_sidebar = True

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # Bulk deletion goes around the operations.
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Third-party tables (Django's groups) stay out: duties are not given there."""
        if getattr(model_or_iterable, "__module__", "").startswith("django."):
            return
        if isinstance(model_or_iterable, list | tuple) and any(
            model.__module__.startswith("django.") for model in model_or_iterable
        ):
            return
        super().register(model_or_iterable, admin_class, **options)

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        from config.dashboard.page import front_page  # noqa: PLC0415 (models are not loaded when the site is made)

        return super().index(request, {**front_page(request), **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """In the order of the work, not of the alphabet."""
        apps = list(self._build_app_dict(request, app_label).values())
        for app in apps:
            app["models"].sort(key=lambda model: _place(model["object_name"], TABLES))
        return sorted(apps, key=lambda app: _place(app["app_label"], ROOMS))

    def i18n_javascript(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Django's words for its calendar, and ours where it has none (config/locale)."""
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin", "config"])(request)

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> Any:
        """Apps are nothing that people know: the rooms of the navigation stand in their place."""
        return redirect("admin:index")

    def autocomplete_view(self, request: HttpRequest) -> Any:
        if "\x00" in request.GET.get("term", ""):
            raise SuspiciousOperation("NUL in the query string")
        return Choices.as_view(admin_site=self)(request)

    def has_permission(self, request: HttpRequest) -> bool:
        """A signed-in account without desk work is refused here rather than sent round to the sign-in page."""
        if request.user.is_authenticated and not request.user.is_staff:
            raise PermissionDenied
        return bool(request.user.is_authenticated)

    def get_urls(self) -> list[Any]:
        """Without the `r/` short cut, which would tell whether an object exists, and the theme's own search."""
        from config.book_export import export_book  # noqa: PLC0415 (models are not loaded when the site is made)
        from config.figures.lists import pages as figures  # noqa: PLC0415 (models are not loaded when the site is made)
        from config.quality.page import pages  # noqa: PLC0415 (models are not loaded when the site is made)
        from config.relief.lists import pages as relief  # noqa: PLC0415 (models are not loaded when the site is made)
        from config.search import search  # noqa: PLC0415 (models are not loaded when the site is made)

        kept = [url for url in super().get_urls() if getattr(url, "name", "") not in {"view_on_site", "search"}]
        own = [
            path("search/", self.admin_view(search), name="search"),
            path("book-export/", self.admin_view(export_book), name="book_export"),
        ]
        return [*own, *pages(self), *figures(self), *relief(self), *kept]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Pages are read and forms are sent; nothing else (PUT, DELETE, …) reaches a view."""
        return super().admin_view(require_http_methods(["GET", "HEAD", "POST"])(view), cacheable)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from config.navigation import navigation  # noqa: PLC0415 (needs the apps' pages)

        return {**super().each_context(request), "navigation": navigation(request)}

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        after = request.GET.get("next", "")
        return HttpResponseRedirect(reverse("sign-in") + (f"?{urlencode({'next': after})}" if after else ""))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        from accounts.views import sign_out  # noqa: PLC0415 (models are not loaded when the site is made)

        return sign_out(request)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("change-password")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("home")
