"""Two people at the same record: the second is told what the first changed, and keeps what he or she typed.

The page carries the number of the record's newest line in the book. A save that finds newer lines, on fields that the
page would write, is refused once; what this person had not touched is filled with the new values, and the next save
goes through.
"""

from typing import Any

from django.db import models
from django.forms import BooleanField, NullBooleanField
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import wall
from accounts.admin.lines import PERSONALLY, Difference, differences
from accounts.models import BookEntry, PersonalPast
from accounts.models.book import Change
from accounts.refused import Refused

FIELD = "newest_line"
LONGEST = 18


class NoSilentOverwrite:
    """Mixed into an admin whose change page carries the hidden field (templates/admin/change_form.html)."""

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = kwargs.get("obj")
        if row is not None:
            line = _lines_of(row).order_by("-id").values_list("id", flat=True).first()
            context["newest_line"] = line or 0
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def demand_as_seen(self, request: HttpRequest, row: Any, form: Any) -> None:
        """Raises Refused when somebody changed a field of the form since the page was drawn; holds the row otherwise."""
        seen = request.POST.get(FIELD, "")
        if not (seen.isascii() and seen.isdigit() and len(seen) <= LONGEST):
            return
        _hold(row)
        newer = _lines_of(row).filter(id__gt=int(seen), change=Change.UPDATE).select_related("by").order_by("id")
        told = [sentence for line in newer if (sentence := _told(line, form))]
        if told:
            request.POST = _with_what_is_new(request, list(newer), form)
            raise Refused(
                f"您打开这一页之后，{'；'.join(told)}。这次没有保存，您填写的都还在；没有动过的栏目已换成新的内容。"
                "请核对后再保存，再保存就以这一页为准。"
            )


def _lines_of(row: Any) -> Any:
    return BookEntry.objects.filter(table_name=row._meta.db_table, row_id=row.pk).exclude(change=Change.EVENT)


def _hold(row: models.Model) -> None:
    """Locked, so that whoever saves at this moment is waited for and then seen."""
    rows: Any = type(row)._default_manager
    if hasattr(rows, "lock"):
        rows.lock(row)
    else:
        # None where the county's own choices were never saved: they stand at their defaults.
        rows.select_for_update(of=("self",)).filter(pk=row.pk).first()


def _columns(line: BookEntry, form: Any) -> dict[str, str]:
    """{column: form field} of what the line changed and the form writes."""
    before, after = line.before or {}, line.after or {}
    columns = {form._meta.model._meta.get_field(name).column: name for name in form.fields if _is_stored(form, name)}
    personal = set(after.get("personal", []))
    return {
        column: name
        for column, name in columns.items()
        if column in personal or before.get(column) != after.get(column)
    }


def _is_stored(form: Any, name: str) -> bool:
    return any(field.name == name for field in form._meta.model._meta.concrete_fields)


def _told(line: BookEntry, form: Any) -> str:
    labels = {str(form._meta.model._meta.get_field(name).verbose_name) for name in _columns(line, form).values()}
    changed = [_in_words(one) for one in differences(line) if one.label in labels]
    if not changed:
        return ""
    return f"{line.by.name if line.by else '系统'}在 {timezone.localtime(line.at):%H:%M} 把{'、'.join(changed)}"


def _in_words(one: Difference) -> str:
    """Of a personal column the book knows only that it was changed."""
    if one.after == PERSONALLY:
        return f"“{one.label}”改过了"
    return f"“{one.label}”由“{one.before or '空'}”改为“{one.after or '空'}”"


def _with_what_is_new(request: HttpRequest, lines: list[BookEntry], form: Any) -> Any:
    """What was typed, but for the fields that still say what the page was drawn with."""
    posted = request.POST.copy()
    for line in lines:
        for column, name in _columns(line, form).items():
            was, is_now = _sides(line, column, form.instance)
            if posted.get(form.add_prefix(name), "") == _as_posted(form.fields[name], was):
                posted[form.add_prefix(name)] = _as_posted(form.fields[name], is_now)
    return posted


def _sides(line: BookEntry, column: str, row: Any) -> tuple[Any, Any]:
    """What the column said before the line and says since; of a person's as it stands today."""
    if column not in (line.after or {}).get("personal", []):
        return (line.before or {}).get(column), (line.after or {}).get(column)
    with wall.whole("a form's own row as it was when the page was drawn"):
        past = PersonalPast.objects.filter(
            act_id=line.act_id, table_name=line.table_name, row_id=line.row_id or 0
        ).first()
        stored = type(row)._default_manager.lock(row) if hasattr(type(row)._default_manager, "lock") else row
    return (past.before if past is not None else {}).get(column), getattr(stored, column)


def _as_posted(field: Any, value: Any) -> str:
    if isinstance(field, NullBooleanField):
        return "unknown" if value is None else str(value).lower()
    if isinstance(field, BooleanField):
        return "on" if value else ""
    return "" if value is None else str(value)
