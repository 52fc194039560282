"""离开、变更、转出, and taking a mistake back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from members.forms.portal import LEAVE, RETAIN, ChangeForm, MoveForm
from members.models import Membership, Transfer
from members.operations import arrivals, belonging, transfers
from members.operations.belonging import UNIONS_WITH_MEMBERS
from members.views.portal.roster import TAB, own_membership, undo_of
from unions.directory import search, too_short
from unions.models import Organisation
from unions.views.portal.frame import answer, portal_page
from unions.views.portal.words import in_words

LONGEST_QUESTION = 60


def portal_member_change(request: HttpRequest, membership: int) -> HttpResponse:
    row, person = own_membership(request, membership)
    user: Any = request.user
    if row.until is not None and request.method == "GET":
        return _over(request, row)
    form = ChangeForm(request.POST or None, membership=row, label_suffix="")

    def act() -> HttpResponse:
        values = form.cleaned_data
        how, on, reason = values["how"], values["on"], values["reason"]
        if how == LEAVE:
            belonging.withdraw(row, on=on, reason=reason, by=user, today=timezone.localdate())
            said = f"{person.name}已退会，{in_words(on)}起。办错的，可以在下面撤回。"
        elif how == RETAIN:
            belonging.retain(row, on=on, reason=reason, by=user, today=timezone.localdate())
            said = f"{person.name}已保留会籍，{in_words(on)}起。"
        else:
            belonging.resume(row, on=on, by=user, today=timezone.localdate())
            said = f"{person.name}已恢复正常会籍。"
        messages.success(request, said)
        return redirect("portal-member", row.pk)

    def page() -> HttpResponse:
        context = {"membership": row, "person": person, "form": form, "choices": _tiles(form, "how")}
        context["chosen"] = [request.POST.get("how", "")]
        context["pending"] = Transfer.objects.visible_to(user).pending().filter(member=person).first()
        return portal_page(request, "portal/member_change.html", row.union, context, tab=TAB)

    return answer(request, form, act, page)


def portal_member_move(request: HttpRequest, membership: int) -> HttpResponse:
    """转出: the receiving union is looked for by its public name; it moves nobody before it accepts."""
    row, person = own_membership(request, membership)
    user: Any = request.user
    if row.until is not None and request.method == "GET":
        return _over(request, row)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUESTION]
    found = _receivers(words, row)
    form = MoveForm(request.POST or None, found=found, label_suffix="")

    def act() -> HttpResponse:
        values = form.cleaned_data
        receiver = Organisation.objects.everywhere("found by its public name").get(token=values["to"])
        made = transfers.apply(person, receiver, on=values["on"], reason=values["reason"], opinion="同意转出", by=user)
        messages.success(request, f"已申请把{person.name}转到{receiver.name}。对方接收后会籍才转过去。")
        return redirect("portal-transfer", made.pk)

    def page() -> HttpResponse:
        context = {
            "membership": row,
            "person": person,
            "form": form,
            "words": words,
            "choices": _tiles(form, "to"),
            "chosen": [request.POST.get("to", "")],
            "is_short": bool(words) and too_short(words),
        }
        return portal_page(request, "portal/member_move.html", row.union, context, tab=TAB)

    return answer(request, form, act, page)


def portal_member_undo(request: HttpRequest, membership: int) -> HttpResponse:
    """撤回: an end noted by mistake, or a joining of one's own hand."""
    row, person = own_membership(request, membership)
    user: Any = request.user
    what = undo_of(row, user)
    if not what and request.method == "GET":
        messages.warning(request, "没有可以撤回的登记。除名有误的，请联系上级工会撤回。")
        return redirect("portal-member", row.pk)
    form = forms.Form({} if request.method == "POST" else None)

    def act() -> HttpResponse:
        name = person.name
        if what == "end":
            belonging.reinstate(row, by=user)
            messages.success(request, f"{name}的退会已撤回，仍是本工会会员。")
            return redirect("portal-member", row.pk)
        arrivals.take_back_join(row, by=user)
        messages.success(request, f"{name}的入会登记已撤回。")
        return redirect("portal-members", row.union_id)

    def page() -> HttpResponse:
        context = {"membership": row, "person": person, "form": form, "what": what}
        return portal_page(request, "portal/member_undo.html", row.union, context, tab=TAB)

    return answer(request, form, act, page)


def _receivers(words: str, row: Membership) -> list[tuple[str, str]]:
    """(token, name with its body) of published unions that have members; one's own is none."""
    if not words or too_short(words):
        return []
    hits = search(words, on=timezone.localdate()).hits
    rows = Organisation.objects.everywhere("found by their public names").filter(
        token__in=[hit.token for hit in hits], kind__in=UNIONS_WITH_MEMBERS
    )
    open_to = set(rows.exclude(pk=row.union_id).values_list("token", flat=True))
    return [(hit.token, f"{hit.name}（{hit.body}）" if hit.body else hit.name) for hit in hits if hit.token in open_to]


def _tiles(form: Any, name: str) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in form.fields[name].choices]


def _over(request: HttpRequest, row: Membership) -> HttpResponse:
    messages.warning(request, f"这段会籍已于 {row.until} 终止，不用再办。")
    return redirect("portal-member", row.pk)
