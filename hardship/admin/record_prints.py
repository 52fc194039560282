"""申请表, 回执 and 发放表 at the desk: pages beside the lists of other rows, with a button on each row's page."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from accounts.admin.acts import offers
from accounts.duties import Duty
from accounts.refused import Refused
from accounts.step_up import ask_again
from hardship.forms.printing import PrintForm
from hardship.models import PaymentBatch, ReliefApplication, ReliefProgramme
from hardship.operations import lookups
from hardship.operations.printing import may_print
from hardship.printing import file_of
from hardship.sheets.application import application_paper, receipt_paper
from hardship.sheets.balancing import balancing_paper
from hardship.sheets.content import TITLES, Kind, Paper
from hardship.sheets.fill import batch_of
from hardship.sheets.fill_balancing import balanced
from hardship.sheets.fill_relief import application_of, receipt_of
from hardship.sheets.payment import payments_paper
from unions.models import Organisation


class RecordPrints:
    """Mixed into the admin of printed papers."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view  # type: ignore[attr-defined]
        own = [
            path("application/<int:pk>/", view(self.application_view), name="hardship_reliefapplication_paper"),
            path("receipt/<int:pk>/", view(self.receipt_view), name="hardship_reliefapplication_receipt"),
            path("balancing/<int:pk>/", view(self.balancing_view), name="hardship_reliefprogramme_balanced"),
            path("batch/<int:pk>/", view(self.batch_view), name="hardship_paymentbatch_paper"),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def application_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = _judged(request, pk)
        return self._paper_page(
            request, "application", row.union, row, row.name, lambda: application_paper(application_of(row))
        )

    def receipt_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, user = _judged(request, pk), request.user
        address = request.build_absolute_uri(reverse("relief-result"))

        def make() -> Paper:
            code = lookups.issue(row, by=user)  # type: ignore[arg-type]
            return receipt_paper(receipt_of(row, code=code, address=address))

        return self._paper_page(request, "receipt", row.union, row, row.name, make)

    def batch_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The list of a batch, accounts masked; the county's own, whoever stands in it."""
        user: Any = request.user
        county = Organisation.objects.visible_to(user).filter(parent__isnull=True).first()
        if county is None or not user.may(Duty.SEE_PAYMENTS, county):
            raise PermissionDenied
        row = get_object_or_404(PaymentBatch.objects.select_related("programme"), pk=pk)
        return self._paper_page(
            request, "payments", county, row, row.code, lambda: payments_paper(batch_of(row, county))
        )

    def balancing_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The ranked list of a programme as it is kept: for who balances, who approves, who audits."""
        user: Any = request.user
        county = Organisation.objects.visible_to(user).filter(parent__isnull=True).first()
        if county is None or not user.may(Duty.SEE_FILES, county):
            raise PermissionDenied
        row = get_object_or_404(ReliefProgramme, pk=pk)
        return self._paper_page(
            request,
            "balancing",
            county,
            row,
            row.name,
            lambda: balancing_paper(balanced(row, county, on=timezone.localdate())),
            back=f"{reverse('admin:hardship_reliefapplication_balancing')}?programme={row.pk}",
        )

    def _paper_page(
        self,
        request: HttpRequest,
        kind: Kind,
        organisation: Organisation,
        row: Any,
        called: str,
        make: Callable[[], Paper],
        back: str = "",
    ) -> HttpResponse:
        user: Any = request.user
        if not may_print(kind, organisation, user):
            raise PermissionDenied
        if (away := ask_again(request)) is not None:
            return away
        form = PrintForm(request.POST if request.method == "POST" else None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            values, now = form.cleaned_data, timezone.localtime()
            try:
                with transaction.atomic():  # a receipt that is not printed voids no code
                    return file_of(
                        [make()], organisation, kind=values["kind"], reason=values["reason"], at=now, by=user
                    ).response()
            except Refused as refusal:
                form.add_error(None, str(refusal))
        has_page = type(row) in self.admin_site._registry  # type: ignore[attr-defined]
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": row._meta if has_page else self.opts,  # type: ignore[attr-defined]
            "original": row if has_page else None,
            "form": form,
            "title": f"打印{TITLES[kind]}",
            "called": called,
            "paper": TITLES[kind],
            "back": back or _page_of(row) if has_page else reverse("admin:hardship_paperprint_changelist"),
        }
        return TemplateResponse(request, "admin/hardship/print.html", context)


def _judged(request: HttpRequest, pk: int) -> ReliefApplication:
    """404 for a draft: there is no paper of it yet."""
    user: Any = request.user
    rows = ReliefApplication.objects.visible_to(user).filter(version__isnull=False, submitted_at__isnull=False)
    found: ReliefApplication = get_object_or_404(
        rows.select_related("union", "programme", "file__employer", "version"), pk=pk
    )
    return found


def _page_of(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def _button(row: Any, kind: Kind, name: str, slug: str) -> dict[str, str]:
    return {"verb": f"打印{TITLES[kind]}", "url": reverse(f"admin:{name}", args=[row.pk]), "slug": slug}


@offers("hardship.reliefapplication")
def application_buttons(request: HttpRequest, row: Any) -> list[dict[str, str]]:
    if row.version_id is None or not may_print("application", row.union, request.user):  # type: ignore[arg-type]
        return []
    return [
        _button(row, "application", "hardship_reliefapplication_paper", "paper"),
        _button(row, "receipt", "hardship_reliefapplication_receipt", "receipt"),
    ]


@offers("hardship.paymentbatch")
def batch_button(request: HttpRequest, row: Any) -> list[dict[str, str]]:
    may = request.user.may(Duty.PAY_RELIEF)  # type: ignore[union-attr]
    return [_button(row, "payments", "hardship_paymentbatch_paper", "paper")] if may else []
