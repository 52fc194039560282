"""保存的筛选: one's own names for what a list was narrowed to, and those shared in the county."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from accounts.admin.acts import said
from accounts.admin.base import DeskAdmin, DeskForm
from accounts.admin.takeaway import demand_short, desk_of, kept_query
from accounts.documents import names_document
from accounts.duties import Duty
from accounts.models import SavedFilter
from accounts.operations import lists
from accounts.refused import Refused
from accounts.typed_numbers import NOT_KEPT, SEARCH


@dataclass(frozen=True)
class Chip:
    name: str
    url: str
    current: bool
    stale: bool
    shared: bool


class SavedFilterForm(DeskForm):
    class Meta:
        model = SavedFilter
        fields = ("name", "shared", "is_default")
        help_texts: ClassVar[dict[str, str]] = {
            "shared": "县里各单位都能在这个列表上看到它；各人仍只看到自己范围内的记录。",
            "is_default": "以后从别处打开这个列表时自动套用。",
        }


@admin.register(SavedFilter)
class SavedFilterAdmin(DeskAdmin):
    see_duty = Duty.WORK_AT_DESK
    edit_duty = Duty.WORK_AT_DESK
    may_add = False  # from the list that is narrowed, see add_view
    may_remove = True
    takes_away = False
    form = SavedFilterForm
    empty_text = "还没有保存过筛选。在任一列表上筛选后点“保存当前筛选”，以后一点即可再看。"
    list_display = ("name", "list_title", "opens", "owner", "shared", "is_default")
    list_select_related = ("user",)

    @admin.display(description="列表")
    def list_title(self, row: SavedFilter) -> str:
        desk = desk_of(row.list_key)
        return str(desk.opts.verbose_name_plural) if desk else "已不存在的列表"

    @admin.display(description="查看")
    def opens(self, row: SavedFilter) -> str:
        if is_stale(row):
            return "已失效，请删除后重新保存"
        return format_html('<a href="{}">打开列表</a>', page_of(row))

    @admin.display(description="保存人")
    def owner(self, row: SavedFilter) -> str:
        return row.user.name

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("name", "list_title", "opens", "shared", "is_default")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        may_share = self.holds(request, Duty.SHARE_FILTERS)
        return ("list_title", "opens") if may_share else ("list_title", "opens", "shared")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A shared one is its owner's to change; others look."""
        return super().has_change_permission(request) and (obj is None or obj.user_id == request.user.pk)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request) and (obj is None or obj.user_id == request.user.pk)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Keep what a list is narrowed to; sent by the list itself, and back to it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return redirect("admin:accounts_savedfilter_changelist")
        desk = desk_of(request.POST.get("list", ""))
        if desk is None:
            raise Http404
        if not desk.has_view_permission(request):
            raise PermissionDenied
        given = QueryDict(request.POST.get("query", ""))
        query = kept_query(desk, given)
        form = SavedFilterForm(request.POST)
        if any(map(names_document, given.getlist(SEARCH))):
            messages.error(request, NOT_KEPT)
        elif form.is_valid():
            self._keep(request, desk, query, form.cleaned_data)
        else:
            messages.error(
                request, "没有保存：" + "；".join(str(error) for errors in form.errors.values() for error in errors)
            )
        return redirect(f"{_list(desk.opts.label_lower)}?{query or 'all='}")

    def _keep(self, request: HttpRequest, desk: Any, query: str, values: dict[str, Any]) -> None:
        try:
            with transaction.atomic():
                lists.save_filter(desk.opts.label_lower, query=demand_short(query), by=request.user, **values)  # type: ignore[arg-type]
        except (Refused, IntegrityError) as error:
            messages.error(request, said(error))
        else:
            messages.success(request, f"已保存筛选“{values['name']}”，以后在这个列表上方一点即可再看。")

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> SavedFilter:
        values.setdefault("shared", row.shared)
        return lists.change_filter(row, **values, by=request.user)  # type: ignore[arg-type]

    def remove_row(self, request: HttpRequest, row: Any) -> None:
        lists.remove_filter(row, by=request.user)  # type: ignore[arg-type]


def is_stale(row: SavedFilter) -> bool:
    """It asks for something its list no longer knows."""
    desk = desk_of(row.list_key)
    return desk is None or kept_query(desk, QueryDict(row.query)) != row.query


def page_of(row: SavedFilter) -> str:
    return f"{_list(row.list_key)}?{row.query}"


def chips_of(desk: Any, request: HttpRequest) -> list[Chip]:
    """The saved filters of a list for this user; a stale one leads to its own page, which says so. One query."""
    now = kept_query(desk, request.GET)
    rows = SavedFilter.objects.visible_to(request.user).filter(list_key=desk.opts.label_lower)
    found = []
    for row in rows:
        stale = is_stale(row)
        url = reverse("admin:accounts_savedfilter_change", args=[row.pk]) if stale else page_of(row)
        found.append(Chip(row.name, url, row.query == now, stale, row.shared and row.user_id != request.user.pk))
    return found


def default_of(desk: Any, request: HttpRequest) -> str:
    """The page of the user's default filter for the list; "" when there is none, or it no longer fits."""
    row = SavedFilter.objects.filter(user=request.user.pk, list_key=desk.opts.label_lower, is_default=True).first()
    return page_of(row) if row is not None and not is_stale(row) else ""


def _list(list_key: str) -> str:
    return reverse(f"admin:{list_key.replace('.', '_')}_changelist")
