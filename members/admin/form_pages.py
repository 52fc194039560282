"""Printing real-name forms: one page for a union, a member, an officer, a transfer; the file is what it answers."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from accounts.admin.acts import offers
from accounts.refused import Refused
from accounts.step_up import ask_again
from members.forms.printing import PrintFormsForm
from members.models import FormPrint, Member, Transfer
from members.operations.belonging import UNIONS_WITH_MEMBERS
from members.operations.forms import DUTIES
from members.printing import choices_for, file_of, sheets_of
from members.sheets.content import TITLES, Form, Sheet
from members.sheets.fill import member_sheets, officer_sheets, transfer_sheet
from unions.models import Officer, Organisation

ELSEWHERE = "这份接转表由会员档案所在的一方打印：接收以前是转出工会，接收以后是转入工会。"
PRINT = "打印登记表"


class FormPages:
    """Mixed into the admin of printed forms."""

    def get_urls(self) -> list[Any]:
        views: dict[str, Callable[..., HttpResponse]] = {
            "unions_organisation": self.union_view,
            "unions_officer": self.officer_view,
            "members_member": self.member_view,
            "members_transfer": self.transfer_view,
        }
        own = [
            path(f"{name.partition('_')[2]}/<int:pk>/", self.admin_site.admin_view(view), name=f"{name}_forms")  # type: ignore[attr-defined]
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def union_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        union = Organisation.objects.visible_to(user).filter(pk=pk).first()
        if union is None:
            raise Http404
        choices = choices_for(union, user)
        if not choices:
            raise PermissionDenied
        back = reverse("admin:unions_organisation_change", args=[union.pk])
        today = timezone.localdate()
        return self._print_page(request, union, choices, lambda wanted: sheets_of(union, wanted, on=today), back)

    def member_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        member = Member.objects.visible_to(user).persons().select_related("union").filter(pk=pk).first()
        if member is None:
            raise Http404
        return self._one(request, "member", member.union, lambda wanted: member_sheets([member]), member)

    def officer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        officer = Officer.objects.visible_to(user).select_related("union").filter(pk=pk).first()
        if officer is None:
            raise Http404
        return self._one(request, "officer", officer.union, lambda wanted: officer_sheets([officer]), officer)

    def transfer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Both sides see a transfer; the form says all of the person, whose record one side keeps."""
        user: Any = request.user
        row = Transfer.objects.visible_to(user).select_related("to_employer").filter(pk=pk).first()
        if row is None:
            raise Http404
        member = Member.objects.visible_to(user).filter(pk=row.member_id).select_related("union").first()
        if member is None:
            return render(request, "403.html", {"sentence": ELSEWHERE}, status=403)
        return self._one(request, "transfer", member.union, lambda wanted: [transfer_sheet(row)], row)

    def _one(
        self, request: HttpRequest, form: Form, union: Organisation, make: Callable[[list[str]], list[Sheet]], row: Any
    ) -> HttpResponse:
        if not request.user.may(DUTIES[form], union):  # type: ignore[union-attr]
            raise PermissionDenied
        choices = [(str(form), TITLES[form])]
        return self._print_page(request, union, choices, make, _row_page(row), whose=f"{row.name}（{union.name}）")

    def _print_page(
        self,
        request: HttpRequest,
        union: Organisation,
        choices: list[tuple[str, str]],
        make: Callable[[list[str]], list[Sheet]],
        back: str,
        whose: str = "",
    ) -> HttpResponse:
        """Asks what, how and why; answers with the file."""
        if (away := ask_again(request)) is not None:
            return away
        form = PrintFormsForm(request.POST or None, choices=choices)
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            try:
                sheets = make(form.wanted)
                return file_of(
                    sheets,
                    union,
                    kind=values["kind"],
                    reason=values["reason"],
                    at=timezone.localtime(),
                    by=request.user,
                ).response()
            except Refused as refusal:
                form.add_error(None, str(refusal))
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": FormPrint._meta,
            "form": form,
            "whose": whose or union.name,
            "only": choices[0][1] if len(choices) == 1 else "",
            "back": back,
            "title": PRINT,
        }
        return TemplateResponse(request, "admin/members/form_print_add.html", context)


def _row_page(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def _button(row: Any) -> list[dict[str, str]]:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_forms"
    return [{"verb": PRINT, "url": reverse(name, args=[row.pk]), "slug": "forms"}]


@offers("unions.organisation")
def union_button(request: HttpRequest, row: Any) -> list[dict[str, str]]:
    return _button(row) if choices_for(row, request.user) else []


@offers("unions.officer")
def officer_button(request: HttpRequest, row: Any) -> list[dict[str, str]]:
    return _button(row) if request.user.may(DUTIES["officer"], row.union) else []  # type: ignore[union-attr]


@offers("members.member")
def member_button(request: HttpRequest, row: Any) -> list[dict[str, str]]:
    is_person = row.merged_into_id is None and row.erased_on is None
    may = is_person and request.user.may(DUTIES["member"], row.union)  # type: ignore[union-attr]
    return _button(row) if may else []


@offers("members.transfer")
def transfer_button(request: HttpRequest, row: Any) -> list[dict[str, str]]:
    user: Any = request.user
    member = Member.objects.visible_to(user).filter(pk=row.member_id).select_related("union").first()
    may = member is not None and member.union.kind in UNIONS_WITH_MEMBERS and user.may(DUTIES["transfer"], member.union)
    return _button(row) if may else []
