"""花名册: who is in the union, who left, one person's page, and the whole telephone number for a reason."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from accounts.admin.personal import ReasonForm
from accounts.masks import masked_mobile
from accounts.models import User
from accounts.operations import personal
from members.models import CURRENT, Member, Membership, State, Transfer
from members.operations.arrivals import joined_by_mistake
from members.views.portal.lines import TONES, current_of, line_of, masked_number, persons_of
from unions.models import Organisation
from unions.views.portal.frame import answer, own_row, own_union, portal_page

PAGE = 50
LONGEST_QUESTION = 40
TAB = "portal-members"
NORMAL, RETAINED, LEFT = "", "retained", "left"
CHIPS = ((NORMAL, "在册"), (RETAINED, "保留"), (LEFT, "已离开"))


@require_GET
def portal_members(request: HttpRequest, union: int) -> HttpResponse:
    row = own_union(request, union)
    user: Any = request.user
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUESTION]
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in dict(CHIPS) else NORMAL
    rows = _narrowed(persons_of(row, user), current_of(row, user), chosen)
    rows = rows.named_like(words) if words else rows
    page = Paginator(rows.order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [line for one in page if (line := line_of(one)) is not None],
        "words": words,
        "chosen": chosen,
        "chips": _chips(row, user),
    }
    return portal_page(request, "portal/members.html", row, context, tab=TAB)


def _narrowed(rows: Any, current: Any, chosen: str) -> Any:
    if chosen == LEFT:
        return rows.exclude(pk__in=current.values("member"))
    state = State.RETAINED if chosen == RETAINED else State.NORMAL
    return rows.filter(pk__in=current.filter(state=state).values("member"))


def _chips(union: Organisation, user: Any) -> list[tuple[str, str, int]]:
    counts = current_of(union, user).aggregate(
        normal=Count("pk", filter=Q(state=State.NORMAL)), retained=Count("pk", filter=Q(state=State.RETAINED))
    )
    everybody = Member.objects.visible_to(user).filter(union=union).persons().count()
    numbers = {NORMAL: counts["normal"], RETAINED: counts["retained"]}
    numbers[LEFT] = everybody - sum(numbers.values())
    return [(value, label, numbers[value]) for value, label in CHIPS]


def own_membership(request: HttpRequest, pk: int) -> tuple[Membership, Member]:
    """A membership of one's own union and the person, who is still there or was there last; 404 once elsewhere."""
    row: Membership = own_row(request, Membership, pk)
    user: Any = request.user
    people = Member.objects.visible_to(user).persons().filter(union=row.union_id)
    return row, get_object_or_404(people, pk=row.member_id)


@require_GET
def portal_member(request: HttpRequest, membership: int) -> HttpResponse:
    row, person = own_membership(request, membership)
    user: Any = request.user
    pending = Transfer.objects.visible_to(user).pending().filter(member=person).first()
    context = {
        "membership": row,
        "person": person,
        "number": masked_number(person),
        "mobile": masked_mobile(person.mobile),
        "tone": TONES.get(row.state, "over"),
        "is_current": row.state in CURRENT,
        "pending": pending,
        "others": Membership.objects.visible_to(user).filter(member=person, union=row.union).exclude(pk=row.pk),
        "may_undo": undo_of(row, user) != "",
    }
    return portal_page(request, "portal/member.html", row.union, context, tab=TAB)


def portal_member_phone(request: HttpRequest, membership: int) -> HttpResponse:
    """The whole number, once, for a reason that the book keeps."""
    row, person = own_membership(request, membership)
    user: Any = request.user
    form = ReasonForm(request.POST or None, label_suffix="")

    def page(shown: str = "") -> HttpResponse:
        context = {"membership": row, "person": person, "form": form, "shown": shown}
        return portal_page(request, "portal/member_phone.html", row.union, context, tab=TAB)

    def act() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        return page(personal.show(person, field="手机号码", value=person.mobile, reason=reason, by=user))

    return answer(request, form, act, page)


def undo_of(row: Membership, user: User) -> str:
    """What a chair may take back of a membership: its end, or a joining of one's own hand; "" for nothing.

    除名 is entered at the desk, and taken back there.
    """
    if row.state == State.WITHDRAWN:
        return "end"
    return "join" if joined_by_mistake(row, user) is not None else ""
