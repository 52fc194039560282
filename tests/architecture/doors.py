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


def address(door: str, rows: dict[str, Any]) -> str:
    """The address of a door; `rows` gives the row to ask for by model name, such as unions_officer."""
    if door in OTHERS:
        return OTHERS[door]
    if door in BY_TOKEN:
        return reverse(door, args=[rows[BY_TOKEN[door]]])
    try:
        return reverse(door)
    except Exception:  # noqa: BLE001 (it wants arguments)
        if ":" not in door and door not in rows:
            return reverse(door, kwargs={name: _argument(door, name, rows) for name in _wanted(door)})
        model = "_".join(door.removeprefix("admin:").split("_")[:2])
        return reverse(door, args=[rows[model]])


def _argument(door: str, name: str, rows: dict[str, Any]) -> Any:
    return ARGUMENTS[door, name] if (door, name) in ARGUMENTS else rows[ROWS[name]]


# Public addresses, which say the union's token.
BY_TOKEN = {"scan": "token", "union-page": "token", "body-page": "body_token", "report-error": "token"}


def _wanted(door: str) -> list[str]:
    """The names of the address's arguments."""
    return list(get_resolver().reverse_dict[door][0][0][1])


# The table of the row that an argument names, and the values of arguments that name none.
ROWS = {
    "union": "unions_organisation",
    "officer": "unions_officer",
    "display": "unions_display",
    "photo": "unions_photo",
    "electionreport": "unions_electionreport",
    "membership": "members_membership",
    "transfer": "members_transfer",
    "rostercheck": "members_rostercheck",
    "hardshipfile": "hardship_hardshipfile",
    "reliefapplication": "hardship_reliefapplication",
    "publicnotice": "hardship_publicnotice",
    "objection": "hardship_objection",
    "document": "hardship_document",
}
ARGUMENTS: dict[tuple[str, str], str | int] = {
    ("portal-item", "item"): "sign",
    ("portal-officer-item", "item"): "identity",
    ("portal-relief-paper", "kind"): "other",
    ("portal-relief-paper", "person"): 0,
}
# Addresses that take something else than a row's number, or that Django gives no name.
OTHERS = {
    "sitemap-part": "/sitemap-1.xml",
    "error-report": "/wrong/nosuch/",
    "verification": "/verify/nosuch-2012-3499990000-201210-1/",
    "relief-notice": "/relief/nosuch/",
    "end-session": "/account/sessions/1/end/",
    "portal-end-session": "/portal/account/sessions/1/end/",
    "portal-welcome": "/portal/welcome/never-issued/",
    "admin:hardship_paymentbatch_answer": "/admin/hardship/paymentbatch/999/return/1/",
    "admin:quality_list": "/admin/quality/vacant/",
    "admin:app_list": "/admin/unions/",
    "admin:autocomplete": "/admin/autocomplete/?app_label=unions&model_name=officer&field_name=union&term=",
    "admin:registers_importrun_template": "/admin/registers/importrun/template/organisations/",
    "admin:registers_importrun_columns": "/admin/registers/importrun/columns/organisations/",
    "admin:registers_importrun_batch": "/admin/registers/importrun/batch/00000000-0000-4000-8000-000000000000/",
    "admin:registers_importrun_export": "/admin/registers/importrun/export/organisations/",
}
