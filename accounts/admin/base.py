"""What every page of the admin shares: see first (404), may then (403), then the form, then the operation."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, SuspiciousOperation, ValidationError
from django.db import IntegrityError, InternalError
from django.db.models import CheckConstraint
from django.http import Http404, HttpRequest, HttpResponse
from unfold.admin import ModelAdmin

from accounts.admin.acts import ActPages, said
from accounts.admin.conflict import NoSilentOverwrite
from accounts.admin.history import History
from accounts.admin.narrowing import Narrowing
from accounts.admin.paginator import CappedPaginator
from accounts.admin.takeaway import TakeAway
from accounts.admin.widgets import LONGEST_ID, PickOne
from accounts.duties import Duty
from accounts.refused import Refused


class DeskForm(forms.ModelForm[Any]):
    """Checks form, never law: what needs other rows is said by the operation and the database.

    `refusal` is what they said the first time round; `values` is what the operation is handed.
    """

    refusal: ClassVar[str] = ""

    def validate_unique(self) -> None:
        """Left to the operation: the check would read rows outside the user's part."""

    def _post_clean(self) -> None:
        # Django would run every constraint, and those of uniqueness look through rows outside the user's part.
        self.instance.validate_constraints = self._validate_one_row
        try:
            super()._post_clean()  # type: ignore[misc]  # Django's hook, not in the stubs
        finally:
            del self.instance.validate_constraints
        if self.refusal:
            self.add_error(None, self.refusal)

    def _validate_one_row(self, exclude: Any = None) -> None:
        """Only what one row can tell by itself, and the database's own sentence for it."""
        wrong = []
        for constraint in self._meta.model._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                try:
                    constraint.validate(self._meta.model, self.instance, exclude=exclude)
                except ValidationError as error:
                    wrong += error.messages
        if wrong:
            raise ValidationError({"__all__": wrong})


class DeskAdmin(ActPages, History, NoSilentOverwrite, Narrowing, TakeAway, ModelAdmin):
    """An admin page that asks the duties, never Django's permissions, and writes through operations only.

    Subclasses name the duties and say what `add_row`, `change_row` and `remove_row` do; a missing one means nobody
    may. `place(row)` is the organisation the row stands in, None where the table has none.
    """

    see_duty: ClassVar[Duty]
    edit_duty: ClassVar[Duty | None] = None
    may_add: ClassVar[bool] = True
    may_remove: ClassVar[bool] = False
    empty_text: ClassVar[str] = ""
    add_verb: ClassVar[str] = "增加"
    add_words: ClassVar[str] = ""  # the whole button, where the verb and the table's name do not make it

    form = DeskForm
    paginator = CappedPaginator
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False
    save_as = False
    list_fullwidth = True
    compressed_fields = False
    sortable_by: ClassVar[Any] = ()
    empty_value_display = "—"
    delete_confirmation_template = "admin/desk/remove.html"

    # -- who may

    def place(self, row: Any) -> Any:
        return None

    def holds(self, request: HttpRequest, duty: Duty | None, row: Any = None) -> bool:
        if duty is None:
            return False
        return bool(request.user.may(duty, self.place(row) if row is not None else None))  # type: ignore[union-attr]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.holds(request, self.see_duty, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return self.may_add and self.holds(request, self.edit_duty)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.holds(request, self.edit_duty, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_remove and self.holds(request, self.edit_duty, obj)

    def called(self, row: Any) -> str:
        """The row in the title and on the way to it; a person by name, which `__str__` never says."""
        return str(row)

    # -- which rows

    def get_queryset(self, request: HttpRequest) -> Any:
        """What the user may see; a table without a scope of its own opens with the duty."""
        if hasattr(self.model.objects, "visible_to"):
            rows = self.model.objects.visible_to(request.user)
        else:
            rows = self.model.objects.all() if self.has_view_permission(request) else self.model.objects.none()
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the list's own filters: any other lookup could ask a hidden column letter by letter."""
        allowed = set()
        for entry in self.list_filter or ():
            name: Any = entry[0] if isinstance(entry, tuple) else entry
            if isinstance(name, str):
                allowed |= {f"{name}__exact", f"{name}__isnull"}
            else:
                allowed.add(name.parameter_name)
        return lookup in allowed

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choices are what the target's own page would show this user."""
        target = self.admin_site._registry.get(db_field.remote_field.model)
        if "queryset" not in kwargs and target is not None:
            kwargs["queryset"] = target.get_queryset(request)
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = PickOne(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if "choices" not in kwargs and not db_field.has_default():
            kwargs["choices"] = db_field.get_choices(blank_choice=[("", "请选择" if not db_field.blank else "未填")])
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    # -- pages

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        refuse_odd_letters(request)
        if request.method == "POST":
            ids = [one for one in request.POST.getlist("_selected_action") if one.isascii() and one.isdigit()]
            posted = request.POST.copy()
            posted.setlist("_selected_action", [one for one in ids if len(one) <= LONGEST_ID])
            request.POST = posted  # type: ignore[assignment]
        words = {
            "title": self.opts.verbose_name_plural,
            "empty_text": self.empty_text,
            "add_verb": self.add_verb,
            "add_words": self.add_words,
            "is_nav_sidebar_enabled": False,
        }
        return super().changelist_view(request, {**words, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = kwargs.get("obj")
        context["called"] = (self.called(row) or str(row)) if row is not None else ""
        context["save_words"] = self.add_words if row is None else ""
        context["title"] = context["called"] or f"增加{self.opts.verbose_name}"
        context["subtitle"] = None
        return super().render_change_form(request, context, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", "")  # the class is made anew for each request
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Django's page; a refusal of the operation or the database is shown in the form, with what was typed."""
        refuse_odd_letters(request)
        try:
            # Django rolls its transaction back before the page is drawn again.
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (Refused, IntegrityError, InternalError) as error:
            request.refusal = said(error)  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except (Refused, IntegrityError, InternalError) as error:
            return super().delete_view(_as_get(request), object_id, {**(extra_context or {}), "refusal": said(error)})

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404

    # -- what changes

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Never saves: hands the typed values to the operation and takes over the row it returns."""
        if not self.holds(request, self.edit_duty, obj):
            raise PermissionDenied
        values = self.values(form)
        try:
            if change:
                self.demand_as_seen(request, obj, form)
            made = (self.change_row if change else self.add_row)(request, obj, values)
        except ObjectDoesNotExist as gone:
            raise Http404 from gone
        obj.__dict__.update(made.__dict__)

    def values(self, form: Any) -> dict[str, Any]:
        return dict(form.cleaned_data)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing: no inline forms, no many-to-many."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.remove_row(request, obj)

    def add_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Any:
        raise PermissionDenied

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Any:
        raise PermissionDenied

    def remove_row(self, request: HttpRequest, row: Any) -> None:
        raise PermissionDenied


def refuse_odd_letters(request: HttpRequest, *, also_typed: bool = False) -> None:
    """A NUL byte can stand in no column; asked with one, the database would answer with an error page.

    `also_typed`: neither in what was sent, where no form looks at it.
    """
    sent = [request.GET, request.POST] if also_typed else [request.GET]
    if any("\x00" in value for given in sent for _, values in given.lists() for value in values):
        raise SuspiciousOperation("NUL in what was sent")


def _as_get(request: HttpRequest) -> HttpRequest:
    request.method = "GET"
    request.POST = type(request.POST)()
    return request
