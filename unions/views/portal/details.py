"""What a chair may correct of the register: the office and the telephones, and the boards that show them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from unions.checklist import checklist
from unions.forms.portal import ConsentForm, OfficeForm, PhonesForm
from unions.models import Item, MobileConsent, Officer
from unions.operations import consents, displays, officers, organisations
from unions.views.portal.frame import answer, own_row, own_union, portal_page

How = MobileConsent.How


def portal_office(request: HttpRequest, union: int) -> HttpResponse:
    """Address and telephone of the union's office; nothing else of the union."""
    row = own_union(request, union)
    user: Any = request.user
    today = timezone.localdate()
    line = checklist(row, today).line(Item.OFFICE)
    held = line.holding if line else []
    form = OfficeForm(request.POST or None, union=row, label_suffix="")

    def act() -> HttpResponse:
        values = form.cleaned_data
        organisations.change_details(row, address=values["address"], phone=values["phone"], by=user)
        for fact in held if values["boards_too"] else []:
            displays.renew(fact, on=today, content=values["address"], by=user)
        messages.success(request, "办公地点和电话已更新。")
        return redirect("portal-union", row.pk)

    def page() -> HttpResponse:
        return portal_page(request, "portal/office.html", row, {"form": form, "held": held}, tab="portal-union")

    return answer(request, form, act, page)


def portal_phones(request: HttpRequest, officer: int) -> HttpResponse:
    """The two numbers of the chair or a vice-chair; nothing else of the tenure."""
    row: Officer = own_row(request, Officer, officer)
    user: Any = request.user
    today = timezone.localdate()
    line = checklist(row.union, today).line(Item.CONTACT, row)
    if line is None:
        raise Http404  # no chair or vice-chair in office
    held = line.holding
    form = PhonesForm(request.POST or None, officer=row, label_suffix="")

    def act() -> HttpResponse:
        values = form.cleaned_data
        was_public = _consent(row, user) is not None and values["mobile"] != row.mobile
        officers.change_details(row, office_phone=values["office_phone"], mobile=values["mobile"], by=user)
        if was_public:
            messages.warning(
                request, f"原来同意公开的是旧手机号，新号码没有公开。{row.name}本人同意的，请在电话页面重新登记。"
            )
        for fact in held if values["boards_too"] else []:
            displays.renew(fact, on=today, content="", by=user)
        messages.success(request, f"{row.name}的电话已更新。")
        return redirect("portal-union", row.union_id)

    def page() -> HttpResponse:
        context = {"officer": row, "form": form, "held": held, "consent": _consent(row, user)}
        return portal_page(request, "portal/phones.html", row.union, context, tab="portal-union")

    return answer(request, form, act, page)


def portal_consent(request: HttpRequest, officer: int) -> HttpResponse:
    """Own yes to a public mobile number, or a vice-chair's written one; and its withdrawal (domain.md E-05)."""
    row: Officer = own_row(request, Officer, officer)
    user: Any = request.user
    today = timezone.localdate()
    if checklist(row.union, today).line(Item.CONTACT, row) is None:
        raise Http404
    is_own = any(post.officer_id == row.pk for post in user.standing)
    takes_back = "withdraw" in request.POST
    form: forms.Form = ConsentForm(request.POST or None, officer=row, is_own=is_own, label_suffix="")
    if takes_back:
        form = forms.Form({})

    def act() -> HttpResponse:
        if takes_back:
            consents.withdraw(row, on=today, by=user)
            messages.success(request, f"已撤回，{row.name}的手机号不再公开。")
        else:
            consents.give(row, on=today, how=How.IN_PORTAL if is_own else How.ON_PAPER, by=user)
            messages.success(request, f"已登记，{row.name}的手机号可以在公开查询页面上显示。")
        return redirect("portal-consent", row.pk)

    def page() -> HttpResponse:
        context = {"officer": row, "form": form, "is_own": is_own, "consent": _consent(row, user)}
        return portal_page(request, "portal/consent.html", row.union, context, tab="portal-union")

    return answer(request, form, act, page)


def _consent(officer: Officer, user: Any) -> MobileConsent | None:
    given = MobileConsent.objects.visible_to(user).to_number_of(officer).standing_on(timezone.localdate())
    standing: MobileConsent | None = given.first()
    return standing
