"""撤回入会登记: whoever entered somebody by mistake takes the entry back, as a chair does on the phone."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.admin.acts import Act
from accounts.duties import Duty
from members.models import Member, current_of
from members.operations import arrivals

SLUG = "take-back-join"

TAKE_BACK_JOIN = Act(
    SLUG,
    "撤回入会登记",
    Duty.EDIT_MEMBERS,
    lambda row, values, by: _take_back(row, by),
    warning="只用于登记错了的情形：这次登记的内容整个删去，如同没有登记过。登记后又改动过的不能撤回；离开的会员，请办退会。",
    applies=lambda row: current_of(row) is not None,
    leads_to=lambda row: _where(row),
)


class TakesBackJoin:
    """Mixed into the admin of members: the button is for whoever entered the person, and for nobody else."""

    def acts_for(self, request: HttpRequest, row: Any) -> list[dict[str, str]]:
        buttons: list[dict[str, str]] = super().acts_for(request, row)  # type: ignore[misc]
        current = current_of(row)
        if current is not None and arrivals.joined_by_mistake(current, request.user) is not None:  # type: ignore[arg-type]
            return buttons
        return [button for button in buttons if button["slug"] != SLUG]


def _take_back(row: Member, by: Any) -> str:
    current = current_of(row)
    assert current is not None  # the act is open only then
    arrivals.take_back_join(current, by=by)
    return f"{row.name} 的入会登记已撤回。"


def _where(row: Member) -> str:
    """Somebody who joined again has a page still; of a newcomer nothing is left."""
    if Member.objects.everywhere("was the row in hand deleted").filter(pk=row.pk).exists():
        return reverse("admin:members_member_change", args=[row.pk])
    return reverse("admin:members_member_changelist")
