"""本人信息: everything held of one person on one printable page, at the person's own request (PIPL 45)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from accounts import wall
from accounts.admin.lines import act_label
from accounts.duties import Duty
from accounts.encryption import unseal
from accounts.models import BookEntry, PersonalPast
from accounts.operations import personal
from accounts.step_up import ask_again
from members.admin.person_page import FACTS, senders_name
from members.admin.words import NUMBER, label_of, number_of, said
from members.models import Erasure, FormPrint, Member, Membership, Transfer
from members.operations.erasing import entries_of
from members.operations.people import ID_NUMBER_PLACE
from unions.models import Reminders

OWN = "everything held of one person, for that person"
WHAT = "全部登记信息（本人查阅）"


class OwnDataForm(forms.Form):
    reason = forms.CharField(
        label="用途",
        max_length=100,
        help_text="如：本人凭身份证申请查阅、复制。用途和经办人会记入日志。",
        error_messages={"required": "请用一句话写明用途。"},
    )


@dataclass(frozen=True)
class Line:
    """One line of the book about the person: who did or looked at what, and what for."""

    at: datetime
    who: str
    what: str
    why: str


class OwnData:
    """Mixed into the admin of members."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.own_data_view)  # type: ignore[attr-defined]
        return [path("<path:object_id>/own-data/", view, name="members_member_own-data"), *super().get_urls()]  # type: ignore[misc]

    def acts_for(self, request: HttpRequest, row: Any) -> list[dict[str, str]]:
        buttons: list[dict[str, str]] = super().acts_for(request, row)  # type: ignore[misc]
        if row.erased_on is None and row.merged_into_id is None and self._may_print(request, row):
            page = reverse("admin:members_member_own-data", args=[row.pk])
            buttons.append({"verb": "打印本人信息", "url": page, "slug": "own-data"})
        return buttons

    def _may_print(self, request: HttpRequest, row: Any) -> bool:
        return any(self.holds(request, duty, row) for duty in (Duty.EDIT_MEMBERS, Duty.SEE_BOOK))  # type: ignore[attr-defined]

    def own_data_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The reason first; then the page, which is kept nowhere."""
        row = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if row is None or row.erased_on is not None or row.merged_into_id is not None:
            raise Http404
        if not self._may_print(request, row):
            raise PermissionDenied
        if (away := ask_again(request)) is not None:
            return away
        user: Any = request.user
        form = OwnDataForm(request.POST if request.method == "POST" else None, label_suffix="")
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "original": row,
            "called": row.name,
            "title": "打印本人信息",
            "form": form,
        }
        if request.method != "POST" or not form.is_valid():
            return TemplateResponse(request, "admin/members/own_data_ask.html", context)
        personal.show(row, field=WHAT, value=row.name, reason=form.cleaned_data["reason"], by=user)
        context |= everything(user, row) | {"asked_for": form.cleaned_data["reason"]}
        return TemplateResponse(request, "admin/members/own_data.html", context)


def everything(user: Any, row: Member) -> dict[str, Any]:
    """Whole numbers, old values and who looked; of memberships and transfers those of the user's own part."""
    entries = entries_of(row)
    keys = [entry.pk for entry in entries]
    memberships = Membership.objects.visible_to(user).filter(member__in=keys).select_related("union", "employer")
    transfers = Transfer.objects.visible_to(user).filter(member__in=keys).select_related("from_union", "to_union")
    return {
        "person": row,
        "entries": [[(label_of(name), whole(entry, name)) for name in ("name", *FACTS)] for entry in entries],
        "memberships": memberships.order_by("since", "pk"),
        "transfers": [(one, senders_name(user, one), one.to_union.name) for one in transfers],
        "prints": FormPrint.objects.visible_to(user).filter(form=FormPrint.Form.MEMBER, row_id__in=keys),
        "past": past_of(keys),
        "lines": lines_of(keys),
        "kept_years": Reminders.objects.current().retention_years,
        "today": timezone.localdate(),
        "basis": Erasure.Basis.REQUEST.label,
    }


def whole(row: Member, name: str) -> str:
    if name == NUMBER:
        return number_of(row)
    return row.mobile or "—" if name == "mobile" else said(row, name)


def past_of(keys: list[int]) -> list[tuple[date | None, list[tuple[str, str]]]]:
    """What the columns said before each change that is still kept for taking it back: (day, (field, value))."""
    with wall.whole(OWN):
        rows = list(PersonalPast.objects.filter(table_name=Member._meta.db_table, row_id__in=keys).order_by("pk"))
    acts = {row.act_id for row in rows if row.act_id is not None}
    days = dict(BookEntry.objects.filter(act_id__in=acts).order_by("pk").values_list("act_id", "at"))
    return [(_day(days.get(row.act_id)), _said_before(row.before)) for row in rows]


def _day(at: Any) -> date | None:
    return timezone.localdate(at) if at is not None else None


def _said_before(before: dict[str, Any]) -> list[tuple[str, str]]:
    """As the entry would say it: an entry that is not saved, with these values."""
    once = Member(**{name: value for name, value in before.items() if name in {*FACTS, "name"}})
    found = []
    for name in ("name", *FACTS):
        value = getattr(once, name)
        if value not in (None, ""):
            text = unseal(value, ID_NUMBER_PLACE) if name == NUMBER else whole(once, name)
            found.append((label_of(name), text))
    return found


def lines_of(keys: list[int]) -> list[Line]:
    """Everything the book has of the entries, newest first."""
    rows = BookEntry.objects.filter(table_name=Member._meta.db_table, row_id__in=keys).select_related("by")
    found = []
    for line in rows.order_by("-pk"):
        details = line.details or {}
        what = act_label(line.act) + (f"：{details['field']}" if details.get("field") else "")
        who = line.by.name if line.by else "系统"
        found.append(Line(timezone.localtime(line.at), who, what, str(details.get("reason", ""))))
    return found
