"""Walks the URLconf: every address there is, by name, and how to fill in what it asks for."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


def named_doors() -> set[str]:
    """The full name of every address; one without a name counts under its pattern."""
    return set(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], namespace: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or pattern.pattern}"


def address(door: str, rows: dict[str, int]) -> str:
    """The address of a door; `rows` gives the row to ask for by model name, such as unions_officer."""
    if door in OTHERS:
        return OTHERS[door]
    try:
        return reverse(door)
    except Exception:  # noqa: BLE001 (it wants arguments)
        model = "_".join(door.removeprefix("admin:").split("_")[:2])
        return reverse(door, args=[rows[model]])


# Addresses that take something else than a row's number, or that Django gives no name.
OTHERS = {
    "end-session": "/account/sessions/1/end/",
    "admin:quality_list": "/admin/quality/vacant/",
    "admin:app_list": "/admin/unions/",
    "admin:autocomplete": "/admin/autocomplete/?app_label=unions&model_name=officer&field_name=union&term=",
    "admin:registers_importrun_template": "/admin/registers/importrun/template/organisations/",
    "admin:registers_importrun_columns": "/admin/registers/importrun/columns/organisations/",
    "admin:registers_importrun_batch": "/admin/registers/importrun/batch/00000000-0000-4000-8000-000000000000/",
    "admin:registers_importrun_export": "/admin/registers/importrun/export/organisations/",
}
