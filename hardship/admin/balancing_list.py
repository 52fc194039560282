"""汇总平衡: the programme's ranked list against its budget, amounts tried before they are written, those chosen sent on."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from accounts.admin.acts import said
from accounts.admin.base import refuse_odd_letters
from accounts.duties import Duty
from accounts.refused import Refused
from hardship.models import Budget, ReliefApplication, ReliefProgramme
from hardship.money import NotMoney, parse, yuan
from hardship.operations import balancing
from hardship.operations.printing import may_print
from hardship.ranking import Place, places
from hardship.transitions import State
from hardship.waiting import NOUGHT, OF_PROGRAMME, available, candidate, ranked
from unions.models import Organisation


@dataclass(frozen=True)
class Row:
    """One household of the list, with what was typed beside what is kept."""

    place: Place
    row: ReliefApplication
    typed: str
    reason: str
    wrong: str
    is_chosen: bool
    seen: int
    is_first_out: bool


@dataclass
class Typed:
    """The form as it came: amounts and reasons by application, what was ticked, what stands against an amount."""

    amounts: dict[int, Decimal] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    wrong: dict[int, str] = field(default_factory=dict)
    chosen: set[int] | None = None
    seen: dict[int, int] = field(default_factory=dict)
    why: str = ""
    errors: list[str] = field(default_factory=list)
    is_trial: bool = False


class BalancingList:
    """Mixed into the admin of applications."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.balancing_view)  # type: ignore[attr-defined]
        return [path("balancing/", view, name="hardship_reliefapplication_balancing"), *super().get_urls()]  # type: ignore[misc]

    def balancing_view(self, request: HttpRequest) -> HttpResponse:
        refuse_odd_letters(request, also_typed=True)
        if not self.holds(request, Duty.SEE_FILES):  # type: ignore[attr-defined]
            raise PermissionDenied
        if not request.GET.get("programme"):
            return self._programmes(request, State.BALANCING, "汇总平衡")
        programme = asked_programme(request)
        if request.method != "POST":
            return self._balancing_page(request, programme, Typed())
        if not self.holds(request, Duty.REVIEW_RELIEF):  # type: ignore[attr-defined]
            raise PermissionDenied
        typed = typed_in(request)
        do = request.POST.get("do", "look")
        if do == "look" or typed.wrong:
            typed.is_trial = True
            return self._balancing_page(request, programme, typed)
        return self._write(request, programme, typed, do)

    def _write(self, request: HttpRequest, programme: ReliefProgramme, typed: Typed, do: str) -> HttpResponse:
        """Save the amounts, and send or cut those ticked: all of it or nothing."""
        user: Any = request.user
        at, keys = timezone.now(), typed.chosen or set()
        rows = ReliefApplication.objects.visible_to(user).filter(programme=programme, state=State.BALANCING)
        chosen = list(rows.filter(pk__in=keys))
        try:
            with transaction.atomic():
                if len(chosen) != len(keys):
                    raise Refused("勾选的申请里有的已由别人办理，没有写入。请刷新后再看。")
                known = set(rows.filter(pk__in=typed.amounts).values_list("pk", flat=True))
                amounts = {key: amount for key, amount in typed.amounts.items() if key in known}
                changed = balancing.set_amounts(amounts, reasons=typed.reasons, at=at, by=user)
                told = f"已保存 {len(changed)} 户的金额。" if changed else "金额没有变化。"
                if do == "send":
                    sent = balancing.settle(programme, chosen, reason=typed.why, seen=typed.seen, at=at, by=user)
                    total = sum((one.proposed or NOUGHT for one in sent), NOUGHT)
                    told = f"{len(sent)} 户、合计 {yuan(total)} 已送审批。"
                elif do == "cut":
                    if not chosen:
                        raise Refused("请先勾选不予帮扶的申请。")
                    told = f"{len(balancing.cut(chosen, reason=typed.why, at=at, by=user))} 户已定为不予帮扶。"
        except (Refused, IntegrityError, InternalError) as error:
            typed.errors.append(said(error))
            typed.is_trial = True
            return self._balancing_page(request, programme, typed)
        messages.success(request, told)
        return redirect(f"{reverse('admin:hardship_reliefapplication_balancing')}?programme={programme.pk}")

    def _balancing_page(self, request: HttpRequest, programme: ReliefProgramme, typed: Typed) -> HttpResponse:
        rows = rows_of(programme, typed)
        left = available(programme)
        chosen = (
            [one for one in rows if one.is_chosen] if typed.chosen else [one for one in rows if one.place.is_within]
        )
        total = sum((one.place.candidate.amount or NOUGHT for one in chosen), NOUGHT)
        query = f"programme={programme.pk}&state={State.BALANCING}"
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": f"汇总平衡：{programme.name}",
            "programme": programme,
            "rows": rows,
            "typed": typed,
            "edits": self.holds(request, Duty.REVIEW_RELIEF),  # type: ignore[attr-defined]
            "available": left,
            "total": total,
            "left": left - total,
            "households": len(chosen),
            "without": len(rows) - len(chosen),
            "sources": sources_after(programme, total),
            "today": timezone.localdate(),
            "prints": self._may_print(request),
            "export": f"{reverse('admin:hardship_reliefapplication_export')}?{query}"
            if self.has_export_permission(request)  # type: ignore[attr-defined]
            else "",
        }
        return TemplateResponse(request, "admin/hardship/balancing.html", context)

    def _may_print(self, request: HttpRequest) -> bool:
        user: Any = request.user
        county = Organisation.objects.visible_to(user).filter(parent__isnull=True).first()
        return county is not None and may_print("balancing", county, user)

    def _programmes(self, request: HttpRequest, state: State, title: str) -> HttpResponse:
        """Which programmes have anything at this step; with one alone, that one."""
        rows = ReliefApplication.objects.visible_to(request.user).filter(state=state)  # type: ignore[arg-type]
        counts = dict(rows.order_by().values_list("programme").annotate(count=Count("pk")))
        if len(counts) == 1:
            return redirect(f"{request.path}?programme={next(iter(counts))}")
        programmes = [(one, counts[one.pk]) for one in ReliefProgramme.objects.filter(pk__in=counts)]
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": title,
            "programmes": programmes,
        }
        return TemplateResponse(request, "admin/hardship/programmes_at.html", context)


def asked_programme(request: HttpRequest) -> ReliefProgramme:
    key = request.GET.get("programme", "")
    found = ReliefProgramme.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
    if found is None:
        raise Http404
    return found


def typed_in(request: HttpRequest) -> Typed:
    typed = Typed(chosen=set(), why=request.POST.get("why", "")[:400])
    for name, text in request.POST.items():
        what, _, key = name.partition("-")
        if not key.isdecimal() or len(key) > 18:
            continue
        if what == "amount":
            _take_amount(typed, int(key), str(text))
        elif what == "reason":
            typed.reasons[int(key)] = str(text)[:200]
        elif what == "seen" and str(text).isdecimal() and len(str(text)) < 7:
            typed.seen[int(key)] = int(str(text))
    chosen = request.POST.getlist("chosen")
    typed.chosen = {int(key) for key in chosen if key.isdecimal() and len(key) < 19}
    return typed


def _take_amount(typed: Typed, key: int, text: str) -> None:
    typed.texts[key] = text[:20]
    if not text.strip():
        return
    try:
        typed.amounts[key] = parse(text)
    except NotMoney as wrong:
        typed.wrong[key] = str(wrong)


def rows_of(programme: ReliefProgramme, typed: Typed) -> list[Row]:
    """The ranked list, with the amounts as typed. Three queries."""
    through = ReliefApplication.objects.everywhere(OF_PROGRAMME).filter(programme=programme, state=State.BALANCING)
    taken = through.annotate(taken=Count("steps")).defer("judgement_sealed").select_related("union", "file__employer")
    rows = {one.pk: one for one in taken}
    tried = [candidate(rows[one.key], typed.amounts.get(one.key)) for one in ranked(programme) if one.key in rows]
    found, was_within = [], True
    for place in places(tried, available(programme)):
        key = place.candidate.key
        row = rows[key]
        kept = f"{row.proposed:.2f}" if row.proposed is not None else ""
        wrong = typed.wrong.get(key, "") or _above(programme, place.candidate.amount)
        is_chosen = key in typed.chosen if typed.chosen is not None else place.is_within
        found.append(
            Row(
                place,
                row,
                typed.texts.get(key, kept),
                typed.reasons.get(key, ""),
                wrong,
                is_chosen,
                row.taken,
                was_within and not place.is_within,
            )
        )
        was_within = place.is_within
    return found


def _above(programme: ReliefProgramme, amount: Decimal | None) -> str:
    return f"超过每户最高 {yuan(programme.ceiling)}" if amount is not None and amount > programme.ceiling else ""


def sources_after(programme: ReliefProgramme, total: Decimal) -> list[tuple[str, Decimal, Decimal]]:
    """(source, what its budget has left now, what it would have), the total drawn in the order of the sources."""
    budgets = Budget.objects.filter(programme=programme, source__is_closed=False).select_related("source")
    found = []
    for budget in budgets.order_by("source__code"):
        left = budget.amount - budget.reserved
        taken = min(total, left)
        total -= taken
        found.append((budget.source.name, left, left - taken))
    return found
