"""换届交接: one form, first what becomes stale by it, then one act."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode

from accounts.admin.acts import Act
from accounts.duties import Duty
from unions.admin.parts import in_words
from unions.forms.succession import SuccessionForm
from unions.models import Appointment, Display, Officer, Organisation, Post, Reminders
from unions.operations import succession
from unions.operations.succession import Leaving
from unions.previews import rehearse, shows_who_they_are


@dataclass(frozen=True)
class Stale:
    """What the succession makes stale. `facts` are the predecessor's open ones, `accounts` the names that sign in.

    `was_shown` and `is_shown`: 亮身份 on the day, without and with the act (coverage.md §2).
    """

    new: Officer
    leaving: Leaving | None
    facts: list[Display]
    accounts: list[str]
    restated: int
    was_shown: bool
    is_shown: bool
    on: date
    renew_by: date
    namesakes: list[Officer]

    @property
    def counts(self) -> bool:
        """Only the chair's and the vice-chairs' identity is asked for."""
        return self.new.post in (Post.CHAIR, Post.VICE_CHAIR)


def succession_act(verb: str, applies: Any) -> Act:
    """The same act on a union's page and on an officer's."""
    return Act(
        "succeed",
        verb,
        Duty.EDIT_OFFICERS,
        lambda row, values, by: _succeed(row, values["succession"], by),
        form=SuccessionForm,
        applies=applies,
        preview=lambda row, values, by: stale_by(_union(row), values["succession"], by),
        preview_template="admin/unions/_stale.html",
        leads_to=lambda row: reverse("admin:unions_organisation_change", args=[_union(row).pk]),
    )


def stale_by(union: Organisation, values: dict[str, Any], by: Any) -> Stale:
    """Rehearses the succession; raises what it would refuse."""
    on = max(timezone.localdate(), values["elected_on"])
    leaving: Leaving | None = values["leaving"]
    facts, accounts = _what_hangs_on(leaving) if leaving else ([], [])
    was_shown = shows_who_they_are(union, on)
    namesakes = Officer.objects.visible_to(by).filter(union=union, name=values["name"]).sitting_on(on)
    others = list(namesakes.exclude(pk=leaving.officer.pk if leaving else None).order_by("pk"))

    def look(new: Officer) -> tuple[bool, int]:
        restated = Display.objects.everywhere("of the new tenure").filter(officer=new)
        return shows_who_they_are(union, on), restated.count()

    done = rehearse(lambda: _run(union, values, by), on=on, by=by, look=look, figures=False)
    is_shown, restated = done.seen
    return Stale(
        done.result, leaving, facts, accounts, restated, was_shown, is_shown, on, _renew_by(done.result),
        [one for one in others if not values["ends_vice"] or one.post != Post.VICE_CHAIR],
    )  # fmt: skip


def _what_hangs_on(leaving: Leaving) -> tuple[list[Display], list[str]]:
    facts = Display.objects.everywhere("of the officer who leaves").filter(officer=leaving.officer)
    posts = Appointment.objects.everywhere("of the officer who leaves").filter(officer=leaving.officer, until=None)
    open_facts = facts.filter(ends_on=None).order_by("item", "starts_on", "pk")
    return list(open_facts), [post.user.name for post in posts.select_related("user").order_by("pk")]


def _run(union: Organisation, values: dict[str, Any], by: Any) -> Officer:
    new: Officer = succession.succeed(union, **values, by=by)
    return new


def _succeed(row: Any, values: dict[str, Any], by: Any) -> str:
    union = _union(row)
    new = _run(union, values, by)
    done = f"{new.name} 已登记为“{union.name}”的{new.get_post_display()}，{in_words(new.elected_on)}当选。"
    undo = reverse("admin:unions_organisation_take-back", args=[union.pk])
    if new.post not in (Post.CHAIR, Post.VICE_CHAIR):
        return format_html('{}<a href="{}">撤销</a>', done, undo)
    asked: dict[str, str | int] = {
        "union": union.pk,
        "item": "identity",
        "officer": new.pk,
        "starts_on": str(new.elected_on),
    }
    return format_html(
        '{}{}请在 {}前更新双亮信息：<a href="{}?{}">登记{}的亮身份</a>。办错了可以<a href="{}">撤销</a>。',
        done,
        slip_offered(new, values["leaving"], by),
        in_words(_renew_by(new)),
        reverse("admin:unions_display_add"),
        urlencode(asked),
        "新主席" if new.post == Post.CHAIR else "新副主席",
        undo,
    )


def slip_offered(new: Officer, leaving: Leaving | None, by: Any) -> str:
    """The successor comes in by a slip; whoever is re-elected keeps the account."""
    if new.post != Post.CHAIR or (leaving and leaving.is_reelected) or not by.may(Duty.INVITE_CHAIRS, new.union):
        return ""
    page = reverse("admin:unions_officer_issue")
    return format_html('<a href="{}?officer={}">给新主席发登录单</a>，原主席的账号已关闭。', page, new.pk)


def _renew_by(new: Officer) -> date:
    """The last day for renewing 双亮 information (domain.md E-03); the county sets the days."""
    return new.elected_on + timedelta(days=Reminders.objects.current().renew_days)


def _union(row: Any) -> Organisation:
    return row if isinstance(row, Organisation) else row.union
