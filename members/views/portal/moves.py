"""接转: what is pending in and out, and what each side says to it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.models import User
from members.forms.portal import ACCEPT, AGREE, CANCEL, DECLINE, OBJECT, TAKE_BACK, DecideForm
from members.models import Membership, Transfer
from members.operations import arrivals, transfers
from members.operations.arrivals import has_senders_word
from members.views.portal.items import pending_of, senders_name, with_applicants
from members.views.portal.lines import employers_of
from members.views.portal.roster import TAB
from unions.views.portal.frame import answer, own_union, portal_page

CLOSED_SHOWN = 20


@require_GET
def portal_transfers(request: HttpRequest, union: int) -> HttpResponse:
    row = own_union(request, union)
    user: Any = request.user
    open_ = pending_of(row, user)
    closed = Transfer.objects.visible_to(user).filter(Q(from_union=row) | Q(to_union=row)).exclude(state="pending")
    context = {
        "coming": [(one, senders_name(one), has_senders_word(one)) for one in open_ if one.to_union_id == row.pk],
        "going": [(one, has_senders_word(one)) for one in open_ if one.from_union_id == row.pk],
        "closed": [
            (one, senders_name(one)) for one in with_applicants(closed.order_by("-closed_on", "-pk")[:CLOSED_SHOWN])
        ],
    }
    return portal_page(request, "portal/transfers.html", row, context, tab=TAB)


def portal_transfer(request: HttpRequest, transfer: int) -> HttpResponse:
    user: Any = request.user
    rows = Transfer.objects.visible_to(user).select_related("from_union", "to_union", "applied_by")
    row: Transfer = get_object_or_404(rows, pk=transfer)
    comes_in = user.may(Duty.USE_PORTAL, row.to_union)
    if not comes_in and not user.may(Duty.USE_PORTAL, row.from_union):
        raise PermissionDenied
    union = row.to_union if comes_in else row.from_union
    acts = _acts(row, user)
    employers = employers_of(union, user) if ACCEPT in acts else []
    form = DecideForm(request.POST or None, acts=acts, employers=employers, label_suffix="")

    def act() -> HttpResponse:
        values = form.cleaned_data
        if len(employers) == 1:
            values["employer"] = employers[0]
        return _done(request, row, values)

    def page() -> HttpResponse:
        context = {
            "transfer": row,
            "form": form,
            "acts": acts,
            "comes_in": comes_in,
            "word": has_senders_word(row),
            "sender": senders_name(row) if comes_in else row.from_union.name,
        }
        return portal_page(request, "portal/transfer.html", union, context, tab=TAB)

    return answer(request, form, act, page)


def _acts(row: Transfer, user: User) -> list[str]:
    """What this chair may do: the sender has its word first, then the receiver accepts."""
    if row.state != Transfer.State.PENDING:
        comes_in = user.may(Duty.USE_PORTAL, row.to_union)
        return [TAKE_BACK] if comes_in and arrivals.accepted_by_hand(row) is not None else []
    word, acts = has_senders_word(row), []
    if user.may(Duty.USE_PORTAL, row.to_union):
        acts += [ACCEPT, DECLINE] if word else [CANCEL]
    if user.may(Duty.USE_PORTAL, row.from_union):
        acts += [CANCEL] if word else [AGREE, OBJECT]
    return list(dict.fromkeys(acts))


def _done(request: HttpRequest, row: Transfer, values: dict[str, Any]) -> HttpResponse:
    user: Any = request.user
    today, chosen, opinion = timezone.localdate(), values["as"], values["opinion"]
    if chosen == ACCEPT:
        arrivals.receive(row, on=today, opinion=opinion, employer=values.get("employer"), by=user)
        made = Membership.objects.visible_to(user).filter(union=row.to_union, member=row.member_id).current().first()
        messages.success(request, f"{row.name}已转入本工会。接收错的，在“接转”里点开这份申请可以撤销。")
        return redirect("portal-member", made.pk) if made else redirect("portal-transfer", row.pk)
    if chosen == TAKE_BACK:
        arrivals.take_back(row, by=user)
        said = f"接收已撤销，{row.name}的会籍回到原工会，申请仍待接收。"
    elif chosen == DECLINE:
        transfers.decline(row, on=today, opinion=opinion, by=user)
        said = f"没有接收{row.name}，原因已告诉转出工会。"
    elif chosen == CANCEL:
        transfers.cancel(row, on=today, by=user)
        said = f"{row.name}的接转申请已撤回，会籍没有变。"
    elif chosen == AGREE:
        arrivals.agree(row, opinion=opinion, by=user)
        said = f"已同意{row.name}转出，等对方接收。"
    else:
        arrivals.object_to(row, on=today, opinion=opinion, by=user)
        said = f"没有同意{row.name}转出，会籍没有变。"
    messages.success(request, said)
    return redirect("portal-transfer", row.pk)
