"""挤水分: the whole roster in one pass, its result, and taking it back."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.gzip import gzip_page
from pypinyin import lazy_pinyin

from accounts.models import BookEntry
from accounts.models.book import Change
from members.forms.roster import PassForm
from members.models import Membership, RosterCheck, State
from members.operations import roster
from members.operations.roster import How
from members.views.portal.lines import current_of
from members.views.portal.roster import TAB
from unions.views.portal.frame import answer, own_row, own_union, own_unions, portal_page

OPEN_AT_ONCE = 150  # names; longer rosters are folded by initial
LETTERS_FROM = 30
OTHERS = "#"
WAY = '<label><input type="radio" name="how-{}" value="{}"{}>{}</label>'


class Entry(NamedTuple):
    """What the pass reads of a membership."""

    pk: int
    since: date
    state: str
    name: str


@dataclass(frozen=True)
class Row:
    """One person of the roster; `how` is what was chosen, where the page comes back."""

    pk: int
    name: str
    note: str
    is_gone: bool
    how: str

    @property
    def lacks_way(self) -> bool:
        return self.is_gone and self.how not in How.values

    @property
    def ways(self) -> SafeString:
        """Where to; written here, for a template's loop within eight hundred rows takes three times as long."""
        rows = (
            (self.pk, value, mark_safe(" checked") if value == self.how else "", label) for value, label in How.choices
        )
        return format_html_join("", WAY, rows)


@dataclass(frozen=True)
class Group:
    """Who shares the first letter of the surname; open where something was chosen."""

    letter: str
    rows: list[Row]
    is_open: bool

    @property
    def surnames(self) -> str:
        found = list(dict.fromkeys(row.name[:1] for row in self.rows))
        return "".join(found[:5]) + ("…" if len(found) > 5 else "")


@gzip_page  # eight hundred names are 200 kB in plain text, 20 kB on the line
def portal_roster_check(request: HttpRequest, union: int) -> HttpResponse:
    row = own_union(request, union)
    user: Any = request.user
    members = [Entry(*one) for one in current_of(row, user).values_list("pk", "since", "state", "member__name")]
    post = request.method == "POST"
    form = PassForm(request.POST if post else None, on_roster=[one.pk for one in members])

    def act() -> HttpResponse:
        made = roster.check(row, form.cleaned_data["gone"], on=timezone.localdate(), by=user)
        return redirect("portal-roster-checked", made.pk)

    def page() -> HttpResponse:
        last = RosterCheck.objects.visible_to(user).filter(union=row).first()
        context = {
            "form": form,
            "groups": _groups(members, form.named),
            "count": len(members),
            "gone": len(form.named),
            "letters": len(members) > LETTERS_FROM,
            "last": last,
        }
        return portal_page(request, "portal/roster_check.html", row, context, tab=TAB)

    return answer(request, form, act, page)


def _groups(members: list[Entry], named: dict[int, str]) -> list[Group]:
    spelt = [(" ".join(lazy_pinyin(one.name)).lower(), one) for one in members]
    spelt.sort(key=lambda pair: (_letter(pair[0]) == OTHERS, pair[0], pair[1].pk))
    few, groups = len(members) <= OPEN_AT_ONCE, []
    for letter, pairs in groupby(spelt, key=lambda pair: _letter(pair[0])):
        rows = [_row(one, named) for _, one in pairs]
        groups.append(Group(letter, rows, few or any(row.is_gone for row in rows)))
    return groups


def _letter(spelling: str) -> str:
    first = spelling[:1].upper()
    return first if "A" <= first <= "Z" else OTHERS


def _row(one: Entry, named: dict[int, str]) -> Row:
    note = f"{one.since:%Y-%m}入会"
    note += "，保留会籍" if one.state == State.RETAINED else ""
    return Row(one.pk, one.name, note, one.pk in named, named.get(one.pk, ""))


def _taken_back(user: Any, rostercheck: int) -> int | None:
    """The union of a pass that is gone, where it is one's own: the browser's way back leads to its page still."""
    lines = BookEntry.objects.filter(
        table_name=RosterCheck._meta.db_table, row_id=rostercheck, change=Change.DELETE, act="rosters.take_back"
    )
    unions = {one.pk for one in own_unions(user)}
    before = lines.values_list("before", flat=True).first() or {}
    return before.get("union_id") if before.get("union_id") in unions else None


def portal_roster_checked(request: HttpRequest, rostercheck: int) -> HttpResponse:
    """What the pass came to; POST takes it back."""
    user: Any = request.user
    if not RosterCheck.objects.visible_to(user).filter(pk=rostercheck).exists() and (
        union := _taken_back(user, rostercheck)
    ):
        messages.warning(request, "这次核对已经撤销，花名册恢复原状。")
        return redirect("portal-members", union)
    row: RosterCheck = own_row(request, RosterCheck, rostercheck)
    form = forms.Form({} if request.method == "POST" else None)

    def act() -> HttpResponse:
        restored = roster.take_back(row, by=user)
        messages.success(request, f"这次核对已撤销，{restored} 人恢复原状。")
        return redirect("portal-members", row.union_id)

    def page() -> HttpResponse:
        done = roster.outcome(row)
        here = Membership.objects.visible_to(user).filter(union=row.union).select_related("member")
        known = {one.pk: one for one in here.filter(pk__in=[pk for named in done.values() for pk in named])}
        parts = [
            (label, how, [known[pk] for pk in done[how] if pk in known], len(done[how])) for how, label in How.choices
        ]
        newest = RosterCheck.objects.visible_to(user).filter(union=row.union).first()
        context = {"check": row, "form": form, "parts": parts, "is_newest": newest == row}
        return portal_page(request, "portal/roster_checked.html", row.union, context, tab=TAB)

    return answer(request, form, act, page)
