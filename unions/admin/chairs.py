"""主席登录: who of the chairs can sign in, and the slips that let in those who can't yet."""

import uuid
from typing import Any

import segno
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from accounts.admin.base import refuse_odd_letters
from accounts.admin.paginator import CappedPaginator
from accounts.duties import Duty
from accounts.once import first_copy
from accounts.refused import Refused
from accounts.step_up import ask_again
from unions import sign_ins, slips
from unions.addresses import base_address
from unions.models import Invitation, Officer, Organisation, PortalSettings
from unions.operations import invitations

PER_PAGE, AT_ONCE, ON_A_PAGE = 50, 200, 4
LONGEST_ID = 18


class ChairPages:
    """Mixed into the admin of officers: the list, issuing, withdrawing."""

    def get_urls(self) -> list[Any]:
        site: Any = self.admin_site  # type: ignore[attr-defined]
        return [
            path("chairs/", site.admin_view(self.chairs_view), name="unions_officer_chairs"),
            path("chairs/issue/", site.admin_view(self.issue_view), name="unions_officer_issue"),
            path("chairs/withdraw/", site.admin_view(self.withdraw_view), name="unions_officer_withdraw"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def chairs_view(self, request: HttpRequest) -> HttpResponse:
        """The chairs in office of the user's part, a page of them; a fixed number of queries."""
        user = _inviting(request)
        now, today = timezone.now(), timezone.localdate()
        rows = _asked(request, sign_ins.chairs(user, today))
        pages = CappedPaginator(rows.select_related("union").order_by("union__code", "pk"), PER_PAGE)
        page = pages.get_page(request.GET.get("page"))
        bodies = list(Organisation.objects.visible_to(user).bodies().order_by("code").values_list("pk", "name"))
        query = request.GET.copy()
        query.pop("page", None)
        lacking = sign_ins.without_a_way_in(rows, now)
        context = {
            **self._frame(request, "主席登录"),
            "rows": [(row, sign_ins.state_of(row, now)) for row in page],
            "states": sign_ins.STATES,
            "bodies": bodies if len(bodies) > 1 else [],
            "asked": {name: request.GET.get(name, "") for name in ("q", "body", "state", "new")},
            "is_filtered": any(request.GET.get(name) for name in ("q", "body", "state", "new")),
            "query": query.urlencode(),
            "page": page,
            "total": pages.count,
            "lacking": lacking.order_by().values("pk")[: AT_ONCE + 1].count(),
            "most": AT_ONCE,
        }
        return TemplateResponse(request, "admin/unions/chairs.html", context)

    @sensitive_variables("issued", "made")
    def issue_view(self, request: HttpRequest) -> HttpResponse:
        """First who gets one and what it does, then the slips themselves: shown this once, kept nowhere.

        A page of slips that is loaded anew, however late, must not void what hangs printed by then.
        """
        rows = sign_ins.chairs(_inviting(request), timezone.localdate())
        if request.method == "POST":
            return self._issue(request, rows)
        if (away := ask_again(request)) is not None:
            return away
        if "officer" in request.GET:
            chosen = _by_number(rows, request.GET.getlist("officer"))
            if not chosen:
                raise Http404
            return self._confirm_page(request, chosen)
        lacking = sign_ins.without_a_way_in(_asked(request, rows), timezone.now())
        chosen = list(lacking.select_related("union").order_by("union__code", "pk")[:AT_ONCE])
        if not chosen:
            messages.info(request, "这里的主席都已有账号，或手里有能用的登录单，不需要再发。")
            return redirect("admin:unions_officer_chairs")
        return self._confirm_page(request, chosen)

    @sensitive_variables("issued")
    def _issue(self, request: HttpRequest, rows: Any) -> HttpResponse:
        numbers, newest, user = request.POST.getlist("officer"), request.POST.get("newest", ""), request.user
        chosen = _by_number(rows, numbers)
        if not chosen:
            raise Http404
        if (before := _issued_since(chosen, newest)) is not None:
            return self._confirm_page(request, chosen, before)
        if (away := ask_again(request)) is not None:
            return away
        lost = {_number(each) for each in request.POST.getlist("lost")}
        with transaction.atomic():
            if first_copy(request):
                now, today = timezone.now(), timezone.localdate()
                issued = invitations.issue_many(chosen, at=now, on=today, lost=lost, by=user)  # type: ignore[arg-type]
                return self._slips_page(request, issued)
        # A form without a key, or a copy that waited for the first: as it stands now.
        return self._confirm_page(request, _by_number(rows, numbers), _issued_since(chosen, newest))

    def withdraw_view(self, request: HttpRequest) -> HttpResponse:
        user = _inviting(request)
        if request.method == "POST":
            chosen = _number(request.POST.get("slip", ""))
            slip = Invitation.objects.visible_to(user).filter(pk=chosen).select_related("officer__union").first()
            if slip is None:
                raise Http404
            try:
                invitations.withdraw(slip, at=timezone.now(), by=user)
                messages.success(request, f"{slip.officer.name}（{slip.officer.union.name}）的登录单已作废。")
            except Refused as refusal:
                messages.error(request, str(refusal))
        back = request.POST.get("back", "")
        return redirect(f"{reverse('admin:unions_officer_chairs')}{f'?{back}' if back else ''}")

    def _confirm_page(self, request: HttpRequest, chosen: list[Any], before: Invitation | None = None) -> HttpResponse:
        """`before`: they were issued already, and only what waits unused may be issued anew, by a form of its own."""
        newest = Invitation.objects.everywhere("a number to tell later ones by").aggregate(found=Max("pk"))["found"]
        now = timezone.now()
        title = f"发放登录单：{chosen[0].name}" if len(chosen) == 1 else "发放登录单"
        if before is not None:
            title, chosen = "登录单已经发过", [row for row in chosen if row.slip is not None]
        context = {
            **self._frame(request, title),
            "chosen": [(row, sign_ins.state_of(row, now)) for row in chosen],
            "before": before,
            "key": uuid.uuid4(),
            "newest": newest or 0,
            "most": AT_ONCE,
            "with_accounts": [row for row in chosen if row.account is not None],
            "chosen_settings": PortalSettings.objects.current(),
        }
        return TemplateResponse(request, "admin/unions/chairs_issue.html", context)

    @sensitive_variables()
    def _slips_page(self, request: HttpRequest, issued: invitations.Issued) -> HttpResponse:
        base = base_address(request)
        unions = [slip.officer.union for slip in issued.slips]
        bodies = sign_ins.bodies_of(unions)
        made = []
        for slip in issued.slips:
            address = base + reverse("portal-welcome", args=[slip.link])
            picture = segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=2)
            made.append((slip, picture, slips.in_groups(slip.code), bodies[slip.officer.union_id]))
        context = {
            "count": len(made),
            "pages": [made[first : first + ON_A_PAGE] for first in range(0, len(made), ON_A_PAGE)],
            "refused": issued.refused,
            "signed_out": [slip for slip in issued.slips if slip.signed_out is not None],
            "code_page": base + reverse("portal-code"),
            "chosen_settings": PortalSettings.objects.current(),
            "today": timezone.localdate(),
        }
        response = TemplateResponse(request, "admin/unions/slips.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def _frame(self, request: HttpRequest, title: str) -> dict[str, Any]:
        site: Any = self.admin_site  # type: ignore[attr-defined]
        return {**site.each_context(request), "title": title}


def _inviting(request: HttpRequest) -> Any:
    user: Any = request.user
    if not user.may(Duty.INVITE_CHAIRS):
        raise PermissionDenied
    refuse_odd_letters(request)
    return user


def _asked(request: HttpRequest, rows: Any) -> Any:
    """Narrowed by the page's own parameters; a body outside the part narrows to nothing."""
    user: Any = request.user
    asked, now = request.GET, timezone.now()
    if words := asked.get("q", "").strip()[:100]:
        unions = Organisation.objects.visible_to(user).search(words)
        named = Officer.objects.visible_to(user).chairs().search(words)
        rows = rows.filter(Q(pk__in=named.values("pk")) | Q(union__in=unions.values("pk")))
    if asked.get("body"):
        body = Organisation.objects.visible_to(user).filter(pk=_number(asked["body"])).first()
        rows = rows.filter(union__path__startswith=body.path) if body else rows.none()
    if asked.get("new"):
        rows = sign_ins.new_ones(rows, timezone.localdate())
    return sign_ins.in_state(rows, asked.get("state", ""), now)


def _by_number(rows: Any, numbers: list[str]) -> list[Any]:
    """The chosen that are in the part. 404 for one that is not: it does not exist there."""
    chosen = {_number(each) for each in numbers[:AT_ONCE]}
    found = list(rows.filter(pk__in=chosen).select_related("union").order_by("union__code", "pk"))
    if len(found) != len(chosen):
        raise Http404
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else 0


def _issued_since(chosen: list[Any], newest: str) -> Invitation | None:
    """The last slip that any of the chosen got after the page was made whose form this is."""
    later = Invitation.objects.everywhere("of the chosen, in scope").filter(officer__in=[row.pk for row in chosen])
    return later.filter(pk__gt=_number(newest)).select_related("issued_by").order_by("-pk").first()
