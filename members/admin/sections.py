"""What a union's page says of its members (unions/admin/page_parts.py)."""

from typing import Any

from django.urls import reverse

from accounts.duties import Duty
from members.models import Membership, Transfer
from members.operations.belonging import UNIONS_WITH_MEMBERS
from unions.admin.page_parts import MEMBERS, Filled, PageView, fills


@fills(MEMBERS)
def members_of(view: PageView) -> Filled | None:
    """How many there were on the day, and the way to them; of a body only the way: its list may be very long."""
    union, user = view.union, view.user
    if not user.may(Duty.SEE_MEMBERS, union):
        return None
    page = reverse("admin:members_member_changelist")
    context: dict[str, Any] = {"list": f"{page}?standing=current&body={union.pk}"}
    if union.kind in UNIONS_WITH_MEMBERS:
        rows = Membership.objects.visible_to(user).filter(union=union)
        pending = Transfer.objects.visible_to(user).pending()
        query = f"union={union.pk}"
        context |= {
            "list": f"{page}?standing=current&{query}",
            "count": rows.holding_on(view.on).count(),
            "coming": pending.filter(to_union=union).count(),
            "going": pending.filter(from_union=union).count(),
            "transfers": f"{reverse('admin:members_transfer_changelist')}?state__exact=pending&{query}",
        }
        if user.may(Duty.EDIT_MEMBERS, union) and union.dissolved_on is None:
            context["join"] = f"{reverse('admin:members_member_add')}?{query}"
            context["ask"] = f"{reverse('admin:members_transfer_add')}?{query}"
    return Filled("admin/members/_of_union.html", context)
