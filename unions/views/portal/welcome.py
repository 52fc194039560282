"""首次登录: the chair opens the slip's link or types its code, gives phone and password, and is in.

Who chairs another union already signs in with that account instead (`?own=1`), and the union is added to it.
"""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts import throttle
from accounts.refused import Refused
from unions import slips
from unions.forms.entry import NOT_THAT_CODE, FirstSignInForm, PortalSignInForm, SlipCodeForm
from unions.models import Invitation, PortalSettings
from unions.operations import invitations
from unions.views.portal.signing_in import PER, TRIES, address_of, enter, note_refused, too_often

# In the session, which lies on the server: the slip whose code was typed just now. It is judged anew at every step.
TYPED = "slip"
CODES = 10  # tries from one address within PER
# Each answer but the last says of a number that it is in use: complete forms of one slip in a day.
PHONES, A_DAY = 6, timedelta(days=1)
OWN = "own"


@login_not_required
@never_cache
@csrf_protect
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def portal_welcome(request: HttpRequest, link: str) -> HttpResponse:
    """By the link of the slip's QR code."""
    return _first_sign_in(request, _open_one(token_index=slips.link_index(link)))


@login_not_required
@never_cache
@csrf_protect
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def portal_welcome_typed(request: HttpRequest) -> HttpResponse:
    """After the code was typed."""
    if TYPED not in request.session:
        return redirect("portal-code")
    return _first_sign_in(request, _open_one(pk=request.session[TYPED]))


@login_not_required
@never_cache
@csrf_protect
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def portal_code(request: HttpRequest) -> HttpResponse:
    """The code by hand. Wrong, used, expired, withdrawn, tenure over: one sentence for all of them."""
    form = SlipCodeForm(request.POST or None)
    if request.method == "POST":
        if not throttle.allowed("slip_code", address_of(request), limit=CODES, per=PER, at=timezone.now()):
            return too_often(request)
        if form.is_valid():
            found = _open_one(code_index=slips.code_index(form.cleaned_data["code"]))
            if found is not None:
                request.session.cycle_key()
                request.session[TYPED] = found.pk
                return redirect("portal-welcome-typed")
            form.add_error("code", NOT_THAT_CODE)
    return render(request, "portal/code.html", {"form": form, "chosen": PortalSettings.objects.current()})


def _open_one(**mark: Any) -> Invitation | None:
    slip = Invitation.objects.everywhere("the slip in the visitor's own hand").filter(**mark)
    found = slip.select_related("officer__union").first()
    now, today = timezone.now(), timezone.localdate()
    if found is None or not invitations.opens(found, found.officer, found.officer.union, at=now, on=today):
        return None
    return found


@sensitive_variables("given", "form")
def _first_sign_in(request: HttpRequest, slip: Invitation | None) -> HttpResponse:
    """Looking changes nothing, and shows the union's name and the chair's surname only."""
    chosen = PortalSettings.objects.current()
    if slip is None:
        return _not_open(request, chosen)
    if OWN in request.GET:
        return _join(request, slip, chosen)
    form = FirstSignInForm(request.POST or None, name=slip.officer.name, trusted_days=chosen.trusted_days)
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        if (away := _tried_too_often(request, slip)) is not None:
            return away
        try:
            user = invitations.redeem(
                slip, phone=given["phone"], password=given["password"], at=now, on=timezone.localdate(), by=None
            )
        except invitations.NotOpen:
            return _not_open(request, chosen)
        except Refused as refusal:
            form.add_error("phone", str(refusal))
        else:
            request.session.pop(TYPED, None)
            enter(request, user, trusted=given["trusted"], days=chosen.trusted_days)
            return redirect("home")
    return _page(request, "portal/welcome.html", slip, form, chosen)


def _tried_too_often(request: HttpRequest, slip: Invitation) -> HttpResponse | None:
    now = timezone.now()
    if not throttle.allowed("first_sign_in", address_of(request), limit=TRIES, per=PER, at=now):
        return too_often(request)
    if not throttle.allowed("slip_phone", str(slip.pk), limit=PHONES, per=A_DAY, at=now):
        return too_often(request, with_slip=True)
    return None


@sensitive_variables("form")
def _join(request: HttpRequest, slip: Invitation, chosen: PortalSettings) -> HttpResponse:
    """With the account of another union: judged by its password, and counted as any signing in."""
    form = PortalSignInForm(request, request.POST or None, trusted_days=chosen.trusted_days)
    if request.method == "POST":
        now, today = timezone.now(), timezone.localdate()
        if not throttle.allowed("portal_sign_in", address_of(request), limit=TRIES, per=PER, at=now):
            return too_often(request)
        if not form.is_valid():
            note_refused(request)
            return _page(request, "portal/join.html", slip, form, chosen)
        account: Any = form.get_user()
        try:
            user = invitations.join(slip, account, at=now, on=today, by=account)
        except invitations.NotOpen:
            return _not_open(request, chosen)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            request.session.pop(TYPED, None)
            enter(request, user, trusted=form.cleaned_data["trusted"], days=chosen.trusted_days)
            messages.success(request, f"“{slip.officer.union.name}”已加到您的账号，以后用同一个手机号和密码登录。")
            return redirect("portal-home", slip.officer.union_id)
    return _page(request, "portal/join.html", slip, form, chosen)


def _page(request: HttpRequest, template: str, slip: Invitation, form: Any, chosen: PortalSettings) -> HttpResponse:
    context = {"form": form, "union": slip.officer.union.name, "surname": surname(slip.officer.name), "chosen": chosen}
    answer = render(request, template, context)
    # The address is the key. Not no-referrer: a browser's form would then name no origin and be refused.
    answer["Referrer-Policy"] = "strict-origin"
    return answer


def _not_open(request: HttpRequest, chosen: PortalSettings) -> HttpResponse:
    answer = render(request, "portal/not_open.html", {"chosen": chosen}, status=404)
    answer["Referrer-Policy"] = "strict-origin"
    return answer


def surname(name: str) -> str:
    """The first letter, two of the common double surnames."""
    return name[:2] if len(name) > 2 and name[:2] in DOUBLE_SURNAMES else name[:1]


DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "长孙",
        "宇文",
        "司徒",
        "夏侯",
        "端木",
        "南宫",
    ]
)
