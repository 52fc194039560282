"""办理入会: somebody joins; whom the register has under this number already may be asked for by transfer, neutrally."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.refused import Refused
from members.forms.portal import EnrolForm
from members.models import Membership
from members.operations import arrivals, belonging, probing, transfers
from members.operations.arrivals import Place
from members.views.portal.lines import employers_of
from members.views.portal.roster import TAB
from unions.models import Organisation, Reminders
from unions.views.portal.frame import answer, own_union, portal_page
from unions.views.portal.words import in_words

KIND, TOLD, MET = "members.enrol", 20, 60
TOO_OFTEN = "今天有多个号码没能直接入会，为保护个人信息，这个号码今天不能再办，其他新会员照常办理。请明天再办；急办的请联系上级工会。"
CLOSED = "今天有多个号码没能直接入会，为保护个人信息，今天不能再办理入会。请明天再办；急办的请联系上级工会。"


def portal_enrol(request: HttpRequest, union: int) -> HttpResponse:
    row = own_union(request, union)
    user: Any = request.user
    form = EnrolForm(request.POST or None, employers=employers_of(row, user), label_suffix="")
    by_transfer = request.POST.get("as") == "transfer"
    place, here = Place.FREE, None
    if request.method == "POST" and form.is_valid():
        place, here = _place(form, row, user, asks=by_transfer)

    def act() -> HttpResponse:
        if here is not None:
            if here.member.name != form.cleaned_data["name"]:
                raise Refused(belonging.ANOTHER_NAME)
            messages.warning(request, "这个号码已经在本工会的花名册上，没有重复登记。")
            return redirect("portal-member", here.pk)
        if by_transfer:
            return _applied(request, row, form)
        return page() if place == Place.UNCLEAR else _joined(request, row, form)

    def page() -> HttpResponse:
        context = {
            "form": form,
            "years": Reminders.objects.current().retention_years,
            "more": [form[name] for name in form.MORE],
            "unclear": place == Place.UNCLEAR and not form.errors,
        }
        return portal_page(request, "portal/enrol.html", row, context, tab=TAB)

    return answer(request, form, act, page)


def _place(form: EnrolForm, union: Organisation, user: Any, *, asks: bool) -> tuple[Place, Membership | None]:
    """Looks the number up, and counts those that would say something of people elsewhere, each once a day.

    TOLD numbers a day get their answer and may be applied for; the next ones do not, while newcomers still join. After
    MET numbers nothing is taken in until tomorrow, known or not: otherwise the refusal itself would tell. The own
    roster's numbers and those that nobody has count nothing.
    """
    now, number = timezone.now(), form.cleaned_data["id_number"]
    place, here = arrivals.place_of(union, number, form.cleaned_data["name"])
    if here is not None:
        return place, here
    if place == Place.UNCLEAR or asks:
        if not probing.answered(KIND, union.pk, number, limit=TOLD, by=user, at=now):
            closed = probing.came_across(KIND, union.pk, limit=MET, at=now)
            form.add_error(None, CLOSED if closed else TOO_OFTEN)
    elif probing.came_across(KIND, union.pk, limit=MET, at=now):
        form.add_error(None, CLOSED)
    return place, None


def _joined(request: HttpRequest, union: Organisation, form: EnrolForm) -> HttpResponse:
    user: Any = request.user
    made = belonging.join(
        union,
        since=form.cleaned_data["since"],
        on=timezone.localdate(),
        employer=form.workplace,
        by=user,
        **form.details,
    )
    person = made.member
    told = "，".join(
        filter(None, (person.get_sex_display(), in_words(person.born_on) + "出生" if person.born_on else ""))
    )
    messages.success(request, f"{person.name}已入会{f'（{told}）' if told else ''}。登记错的，可以在下面撤回。")
    return redirect("portal-member", made.pk)


def _applied(request: HttpRequest, union: Organisation, form: EnrolForm) -> HttpResponse:
    user: Any = request.user
    values = form.cleaned_data
    made = transfers.ask_for(
        union,
        number=values["id_number"],
        name=values["name"],
        on=timezone.localdate(),
        employer=form.workplace,
        by=user,
    )
    messages.success(request, f"已申请把{made.name}转入本工会。原工会同意后，您在待办里点“接收”。")
    return redirect("portal-transfer", made.pk)
