"""Faults to seed: each takes the alarm's ear off one guarded place, as a careless change might."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from accounts.admin import acts, base, book
from accounts.duties import Duty
from accounts.models.list_export import ListExportQuerySet
from accounts.refused import Refused
from accounts.scope import ScopedQuerySet
from campaigns.admin.report import ReportAdmin
from campaigns.models import Report
from registers import exporter
from registers.admin import ImportRunAdmin
from registers.models import ImportRun, ImportRunQuerySet
from unions.admin import display, officer
from unions.admin.employer import EmployerAdmin
from unions.admin.honour import HonourAdmin
from unions.models import Display, Employer, Officer, Organisation
from unions.operations import organisations

Patch = pytest.MonkeyPatch
ALL = "a seeded fault"


def somewhere_else() -> str:
    """The name of hilltop's union."""
    unions = Organisation.objects.everywhere(ALL).filter(kind="grassroots_single")
    return str(unions.order_by("-pk").first())


def scope_gone(patch: Patch) -> None:
    patch.setattr(ScopedQuerySet, "visible_to", lambda rows, user: rows.everywhere(ALL))


def one_list_unscoped(patch: Patch) -> None:
    patch.setattr(officer.OfficerAdmin, "get_queryset", lambda admin, request: Officer.objects.everywhere(ALL))


def other_peoples_imports(patch: Patch) -> None:
    patch.setattr(ImportRunQuerySet, "visible_to", lambda rows, user: rows.all())


def fault_workbooks_unscoped(patch: Patch) -> None:
    patch.setattr(ImportRunAdmin, "get_queryset", lambda admin, request: ImportRun.objects.select_related("by"))


def view_asks_no_duty(patch: Patch) -> None:
    patch.setattr(officer.OfficerAdmin, "has_view_permission", lambda admin, request, obj=None: True)
    patch.setattr(officer.OfficerAdmin, "get_queryset", lambda admin, request: Officer.objects.everywhere(ALL))


def act_without_its_duty(patch: Patch) -> None:
    patch.setattr(acts.ActPages, "_may_act", lambda admin, request, act, row: True)


def any_lookup_allowed(patch: Patch) -> None:
    patch.setattr(base.DeskAdmin, "lookup_allowed", lambda admin, lookup, value, request=None: True)


def choices_unscoped(patch: Patch) -> None:
    def everything(view: Any) -> Any:
        return view.model_admin.model._base_manager.order_by("pk")

    patch.setattr(AutocompleteJsonView, "get_queryset", everything)


def other_peoples_lists(patch: Patch) -> None:
    patch.setattr(ListExportQuerySet, "visible_to", lambda rows, user: rows.all())


def register_export_unscoped(patch: Patch) -> None:
    rows_of = exporter.rows_of
    patch.setattr(exporter, "rows_of", lambda plan, paths, **how: rows_of(plan, None, **how))


def masks_off(patch: Patch) -> None:
    patch.setattr(officer, "masked_id_number", lambda value: value)


def refusal_names_the_holder(patch: Patch) -> None:
    def refuse(code: str) -> None:
        holder = Organisation.objects.everywhere(ALL).filter(code=code).first()
        if holder is not None:
            raise Refused(f"工会编码 {code} 已被{holder.name}使用。")

    patch.setattr(organisations, "_demand_free_code", refuse)


def report_found_unscoped(patch: Patch) -> None:
    def found(admin: Any, request: Any, object_id: str) -> Any:
        report = Report.objects.everywhere(ALL).filter(pk=object_id).first()
        if report is None:
            raise Http404
        return report

    patch.setattr(ReportAdmin, "_found", found)


def book_open_to_all(patch: Patch) -> None:
    patch.setattr(book.BookEntryAdmin, "see_duty", Duty.SEE_ORGANISATIONS)


def forbidden_instead_of_not_found(patch: Patch) -> None:
    def tell(admin: Any, request: Any, object_id: str, from_field: Any = None) -> Any:
        row = Employer.objects.visible_to(request.user).filter(pk=object_id).first()
        if row is None and Employer.objects.everywhere(ALL).filter(pk=object_id).exists():
            raise PermissionDenied
        return row

    patch.setattr(EmployerAdmin, "get_object", tell)


def file_name_of_another(patch: Patch) -> None:
    def name(report: Report) -> str:
        return f"{somewhere_else()}.xlsx"

    patch.setattr(Report, "file_name", property(name))


def get_that_writes(patch: Patch) -> None:
    rows = HonourAdmin.get_queryset

    def look(admin: Any, request: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_job SET attempts = attempts + 1")
        return rows(admin, request)

    patch.setattr(HonourAdmin, "get_queryset", look)


def writes_past_the_scope(patch: Patch) -> None:
    """Verifying by ids of the sender's choosing."""

    def verify(admin: Any, request: Any, queryset: Any) -> None:
        Display.objects.everywhere(ALL).filter(pk__in=request.POST.getlist("_selected_action")).update(content="改")

    patch.setattr(display.DisplayAdmin, "verify_chosen", verify)


def message_names_another(patch: Patch) -> None:
    def done(row: Any, values: Any, by: Any) -> str:
        return f"已核实，{somewhere_else()}的也已核实。"

    patch.setattr(display, "_verify", done)


# The fault, who notices it, and a part of the names of the doors where.
SEEDED: list[tuple[Callable[[Patch], None], str, str]] = [
    (scope_gone, "body_officer", "unions_honour_changelist"),
    (one_list_unscoped, "stranger", "unions_officer_change"),
    (other_peoples_imports, "body_officer", "registers_importrun_change"),
    (fault_workbooks_unscoped, "stranger", "importrun_faults"),
    (view_asks_no_duty, "finance", "unions_officer_change"),
    (act_without_its_duty, "auditor", "unions_display_verify"),
    (any_lookup_allowed, "rights_staff", "unions_organisation_changelist"),
    (choices_unscoped, "body_officer", "autocomplete"),
    (other_peoples_lists, "stranger", "accounts_listexport_download"),
    (register_export_unscoped, "body_officer", "importrun_export"),
    (masks_off, "organisation_staff", "unions_officer_change"),
    (refusal_names_the_holder, "body_officer", "unions_organisation_add"),
    (report_found_unscoped, "stranger", "campaigns_report_workbook"),
    (book_open_to_all, "body_officer", "accounts_bookentry_changelist"),
    (forbidden_instead_of_not_found, "body_officer", "unions_employer_change"),
    (file_name_of_another, "body_officer", "campaigns_report_workbook"),
    (get_that_writes, "approver", "unions_honour_changelist"),
    (writes_past_the_scope, "body_officer", "unions_display_changelist"),
    (message_names_another, "body_officer", "unions_display_verify"),
]
