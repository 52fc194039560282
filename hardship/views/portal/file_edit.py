"""建档 and 变更 on the phone: first which worker, then the form, filled in with what is known."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, InternalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.gzip import gzip_page

from accounts import book
from accounts.admin.acts import said
from accounts.encryption import unseal
from accounts.once import once
from accounts.refused import Refused
from hardship.facts import Contents
from hardship.forms.file import FamilyForms
from hardship.forms.portal_files import ChangeForm, OpenForm
from hardship.models import HardshipFile
from hardship.operations import files
from hardship.operations.states import now_of
from hardship.views.portal.files import TAB, WHOLE
from members.models import Member
from members.operations.people import ID_NUMBER_PLACE
from members.views.portal.lines import current_of, line_of, persons_of
from unions.models import Organisation
from unions.views.portal.frame import own_row, own_union, portal_page

SHOWN, LONGEST_QUESTION = 30, 40


@gzip_page  # a family's form is 50 kB in plain text, 6 kB on the line
def portal_relief_file_open(request: HttpRequest, union: int) -> HttpResponse:
    """Without a worker chosen: which one; `?member=` of the roster, `?member=none` for whoever is not on it."""
    row = own_union(request, union)
    user: Any = request.user
    asked = request.GET.get("member", "")
    if not asked:
        return _which(request, row)
    person = _member(row, user, asked)
    data = request.POST if request.method == "POST" else None
    if data is None and person is not None:
        book.record("personal.show", by=user, row=person, field="证件号码", reason="建立困难职工档案")
    head = OpenForm(data, label_suffix="")

    def act(contents: Contents) -> HttpResponse:
        file = files.open_(row, contents, opened_on=head.cleaned_data["opened_on"], at=timezone.now(), by=user)
        messages.success(request, f"{file.name}的档案已建立，编号 {file.code}。")
        return redirect("portal-relief-file", file.pk)

    family = FamilyForms(data, known=_known(person))
    return form_page(request, row, head, family, act, {"title": "建立档案", "verb": "建立档案", "person": person})


@gzip_page
def portal_relief_file_edit(request: HttpRequest, hardshipfile: int) -> HttpResponse:
    row: HardshipFile = own_row(request, HardshipFile, hardshipfile)
    user: Any = request.user
    if row.state != HardshipFile.State.ON_FILE and request.method != "POST":
        messages.warning(request, "这份档案不在档，不能变更。返困的请办“返困另建档案”。")
        return redirect("portal-relief-file", row.pk)
    if request.method != "POST":
        book.record("personal.show", by=user, row=row, field=WHOLE, reason="变更档案")
    data = request.POST if request.method == "POST" else None
    head = ChangeForm(data, label_suffix="")

    def act(contents: Contents) -> HttpResponse:
        values = head.cleaned_data
        files.change(row, contents, since=values["since"], reason=values["reason"], at=timezone.now(), by=user)
        messages.success(request, f"{contents.file.name}的档案已变更，原来的内容保留。")
        return redirect("portal-relief-file", row.pk)

    family = FamilyForms(data, now_of([row])[row.pk])
    return form_page(request, row.union, head, family, act, {"title": "变更档案", "verb": "保存变更", "file": row})


def _which(request: HttpRequest, union: Organisation) -> HttpResponse:
    user: Any = request.user
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUESTION]
    rows = persons_of(union, user).filter(pk__in=current_of(union, user).values("member"))
    rows = rows.named_like(words) if words else rows
    people = [(one.pk, line) for one in rows.order_by("-pk")[:SHOWN] if (line := line_of(one)) is not None]
    return portal_page(request, "portal/relief_file_which.html", union, {"people": people, "words": words}, tab=TAB)


def _member(union: Organisation, user: Any, asked: str) -> Member | None:
    """A current member of the own union; None for anybody else, whose file is filled in by hand."""
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 18):
        return None
    rows = Member.objects.visible_to(user).filter(union=union).persons()
    found: Member | None = rows.filter(pk=int(asked)).first()
    return found


def _known(person: Member | None) -> dict[str, Any]:
    if person is None:
        return {}
    number = unseal(person.id_number_sealed, ID_NUMBER_PLACE) if person.id_number_sealed else ""
    return {
        "name": person.name,
        "id_number": number if person.id_kind == "resident" else "",
        "mobile": person.mobile,
        "ethnicity": person.get_ethnicity_display() or "",
        "political_status": person.get_political_status_display() or "",
        "hukou": person.get_hukou_type_display() or "",
        "account_name": person.name,
    }


def form_page(
    request: HttpRequest,
    union: Organisation,
    head: forms.Form,
    family: FamilyForms,
    act: Callable[[Contents], HttpResponse],
    more: dict[str, Any],
) -> HttpResponse:
    def page() -> HttpResponse:
        context = {"head": head, "family": family, "form": family.file, **more}
        return portal_page(request, "portal/relief_file_edit.html", union, context, tab=TAB)

    def received() -> HttpResponse:
        if not all([head.is_valid(), family.is_valid()]):
            return page()
        try:
            with transaction.atomic():
                return act(family.contents)
        except files.Contradicts as contradicts:
            family.place(contradicts)
        except (Refused, IntegrityError, InternalError) as error:
            family.file.add_error(None, said(error))
        return page()

    if request.method != "POST":
        return page()
    if "more" in request.POST:
        family.forget_faults(head)
        return page()
    return once(request, received)
