"""换届: one officer leaves, another comes into the seat, as one act with all that hangs on the tenure."""

from dataclasses import dataclass
from datetime import date
from typing import Unpack

from accounts.book import operation, record
from accounts.models import User
from accounts.refused import Refused
from unions.models import Appointment, Display, Officer, Organisation, Post
from unions.operations import displays, officers
from unions.operations.displays import NOT_RETURNED
from unions.operations.rows import amend, open_on


@dataclass(frozen=True)
class Leaving:
    """Who gives up the seat, from which day on (that day not in office), and what goes along.

    `end_facts` ends the open 亮身份 facts with the tenure; left open they count no longer all the same (coverage.md
    §1). `is_reelected`: the same person comes into the seat again, and the account goes on under the new tenure;
    `restate` then reports the facts anew for it, not verified.
    """

    officer: Officer
    on: date
    end_facts: bool = True
    is_reelected: bool = False
    restate: bool = False


@operation("officers.succeed")
def succeed(
    union: Organisation,
    *,
    leaving: Leaving | None = None,
    ends_vice: bool = True,
    by: User | None,
    **details: Unpack[officers.Details],
) -> Officer:
    """The one who leaves leaves, the one elected comes; returns the new tenure. The same succession twice is one.

    Needs name, post and elected_on; without `leaving` a vacant seat is filled, or a further vice-chair elected. Facts
    hang on tenures (coverage.md §1), so the new tenure starts with none, also after a re-election. With `ends_vice` a
    vice-chair of the same name who becomes the chair is vice-chair no longer. Raises Refused when the days or the
    seat do not fit.
    """
    union = Organisation.objects.lock(union)
    if leaving is not None:
        leaving = _locked(union, leaving, details)
    there = Officer.objects.everywhere("of the locked union").filter(
        union=union, name=details["name"], post=details["post"], elected_on=details["elected_on"]
    )
    if (same := there.first()) is not None:
        return _demand_same(same, leaving)
    if leaving is not None:
        hanging = _what_hangs_on(leaving.officer, leaving.on)
        officers.leave(leaving.officer, on=leaving.on, by=by)
        _end(hanging, leaving.on, end_facts=leaving.end_facts)
    if ends_vice and details["post"] == Post.CHAIR:
        _end_vice_posts(union, details["name"], details["elected_on"], by)
    new = officers.elect(union, by=by, **details)
    if leaving is not None and leaving.is_reelected:
        _go_on(leaving, hanging, new, by)
    record("officers.succeed", by=by, row=union, left=leaving.officer.name if leaving else "", elected=new.name)
    return new


def _locked(union: Organisation, leaving: Leaving, details: officers.Details) -> Leaving:
    officer = Officer.objects.lock(leaving.officer)
    if officer.union_id != union.pk or officer.post != details["post"]:
        raise Refused(f"{officer.name} 不是该工会的{Post(details['post']).label}，请重新选择离任的人。")
    if details["elected_on"] <= officer.elected_on and leaving.is_reelected:
        raise Refused(f"{officer.name} 的现任是 {officer.elected_on} 当选的，连任请填写新一届的当选日期。")
    if details["post"] == Post.CHAIR and leaving.on > details["elected_on"]:
        raise Refused(
            f"前任的离任日期（{leaving.on}）晚于新主席的当选日期（{details['elected_on']}），"
            "同一天只能有一位主席，请把离任日期改为当选当天或更早。"
        )
    if leaving.is_reelected and details["name"] != officer.name:
        raise Refused(f"连选连任的应是 {officer.name} 本人，姓名写的是 {details['name']}。换了人的，请取消“连选连任”。")
    return Leaving(officer, leaving.on, leaving.end_facts, leaving.is_reelected, leaving.restate)


def _demand_same(same: Officer, leaving: Leaving | None) -> Officer:
    if leaving is not None and (leaving.officer.pk == same.pk or leaving.officer.left_on != leaving.on):
        raise Refused(f"{same.name} {same.elected_on} 当选的这一任职已经登记过了，请先核对，前任离任的可单独登记。")
    return same


@dataclass(frozen=True)
class Hanging:
    """What is open on the day a tenure ends: accounts and 亮身份 facts."""

    accounts: list[Appointment]
    facts: list[Display]


def _what_hangs_on(officer: Officer, on: date) -> Hanging:
    accounts = Appointment.objects.everywhere("of the locked tenure").filter(officer=officer)
    facts = Display.objects.everywhere("of the locked tenure").filter(officer=officer)
    return Hanging(open_on(accounts, "until", on), open_on(facts, "ends_on", on))


def _end(hanging: Hanging, on: date, *, end_facts: bool) -> None:
    """The account is closed in words too, not only by the tenure: the book then shows it in this act."""
    for post in hanging.accounts:
        amend(post, {"until": max(on, post.since)})
    for fact in hanging.facts if end_facts else []:
        amend(fact, {"ends_on": max(on, fact.starts_on), **NOT_RETURNED})


def _end_vice_posts(union: Organisation, name: str, on: date, by: User | None) -> None:
    vices = Officer.objects.everywhere("of the locked union").filter(union=union, name=name, post=Post.VICE_CHAIR)
    for vice in vices.sitting_on(on):
        if vice.left_on is None:
            hanging = _what_hangs_on(vice, on)
            officers.leave(vice, on=on, by=by)
            _end(hanging, on, end_facts=True)


def _go_on(leaving: Leaving, hanging: Hanging, new: Officer, by: User | None) -> None:
    """What the same person keeps under the new tenure: the number on file, the account, and the facts if said so."""
    old = leaving.officer
    if not new.id_number_sealed:
        amend(new, {"id_number_sealed": old.id_number_sealed, "id_number_index": old.id_number_index})
    for post in hanging.accounts:
        Appointment.objects.create(
            user=post.user, role=post.role, organisation=post.organisation, officer=new, since=new.elected_on
        )
    for fact in hanging.facts if leaving.restate else []:
        displays.report_display(
            new.union,
            item=fact.item,
            way=fact.way,
            starts_on=max(new.elected_on, fact.starts_on),
            officer=new,
            content=fact.content,
            by=by,
        )
