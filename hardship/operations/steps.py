"""One mover for every step of an application: who may, from where to where, and the step before the state.

Rules are those of transitions.py; the database holds them once more (triggers/steps.py) for whoever comes another way.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts import wall
from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship.models import ReliefApplication, Step
from hardship.transitions import ACTS, GROUP_WORDS, LABELS, Group, State, apart, may_move

MOVED = "{who}已于{when}办理“{act}”，这份申请现在是“{state}”，您这次没有写入。请刷新后再看。"
NOT_HERE = "这份申请现在是“{state}”，不能办理“{act}”。"
TWICE = "您（或同名同电话的另一个账号）已在“{before}”环节办理过这份申请，{now}要由另一个人办理。"
OWN = "这是您本人（或与您同名的职工）的申请，{now}要由另一个人办理。"
DECIDING = (Group.OPINION, Group.REVIEW, Group.APPROVE, Group.PAY)


@operation("applications.move")
def move(
    application: ReliefApplication,
    act: str,
    to: State,
    *,
    at: datetime,
    by: User | None,
    on: date | None = None,
    opinion: str = "",
    decided_by: str = "",
    seen: int | None = None,
    **values: Any,
) -> ReliefApplication:
    """One step and what it changes about the application (`values`); returns the application as it is now.

    `on` is the day of the decision where that is not the day of `at`; `seen` is how many steps there were when the page
    was shown (None: whoever asks looked at nothing). Raises Refused as `hold` does.
    """
    row, taken = _held(application, act, by, seen)
    if not may_move(act, row.state, to):
        raise Refused(f"这份申请现在是“{LABELS[State(row.state)]}”，不能转到“{LABELS[to]}”。")
    Step.objects.create(
        application=row,
        number=len(taken) + 1,
        act=act,
        group=ACTS[act].group,
        old=row.state,
        new=to,
        decided_by=decided_by,
        on=on or timezone.localdate(at),
        opinion=opinion,
        at=at,
        by=by,
    )
    for name, value in {**values, "state": str(to), "moved_at": at}.items():
        setattr(row, name, value)
    row.save(update_fields=[*values, "state", "moved_at"])
    return row


def hold(application: ReliefApplication, act: str, *, by: User | None, seen: int | None = None) -> ReliefApplication:
    """The application, locked and read anew, for an operation that has more to decide before it moves.

    Raises Refused when the act does not begin at its state, when somebody moved it since `seen` steps, or when the same
    person has taken part in a group that must be another's.
    """
    return _held(application, act, by, seen)[0]


def reason_against(application: ReliefApplication, act: str, *, by: User | None) -> str:
    """Why this person may not do it as things stand, in a sentence; "" where nothing is against it. Locks nothing."""
    return _against(application, act, by, steps_of(application))


def steps_of(application: ReliefApplication) -> list[Step]:
    """All steps in order, each with who took it."""
    rows = Step.objects.everywhere("the steps of an application already in scope").filter(application=application)
    return list(rows.select_related("by").order_by("number"))


def is_same_person(one: User, other: User) -> bool:
    """Also with two accounts: the same name, and no two telephones that differ (triggers/steps.py says the same)."""
    if one.pk == other.pk:
        return True
    return one.name == other.name and (one.phone == other.phone or not one.phone or not other.phone)


def _held(
    application: ReliefApplication, act: str, by: User | None, seen: int | None
) -> tuple[ReliefApplication, list[Step]]:
    row: ReliefApplication = ReliefApplication.objects.lock(application)
    taken = steps_of(row)
    if seen is not None and seen != len(taken):
        raise Refused(_moved(row, taken[-1], by) if taken else NOT_HERE.format(**_words(row, act)))
    if against := _against(row, act, by, taken):
        raise Refused(against)
    return row, taken


def _against(row: ReliefApplication, act: str, by: User | None, taken: list[Step]) -> str:
    if State(row.state) not in {old for old, _ in ACTS[act].moves}:
        return _moved(row, taken[-1], by) if taken else NOT_HERE.format(**_words(row, act))
    group = ACTS[act].group
    if by is None:
        return f"{GROUP_WORDS[group]}要由具体的人办理。" if group in DECIDING else ""
    entered = [(Group.ENTER, row.drafted_by)] if row.drafted_by else []
    parts = [*entered, *[(Group(step.group), step.by) for step in taken if step.by is not None]]
    if before := _taken_part(parts, by, group):
        return TWICE.format(before=GROUP_WORDS[before], now=GROUP_WORDS[group])
    return OWN.format(now=GROUP_WORDS[group]) if group in DECIDING and _is_own(row, by) else ""


def _taken_part(parts: Iterable[tuple[Group, User]], by: User, group: Group) -> Group | None:
    """The group in which this person has acted already, of those that must be another's."""
    return next((part for part, who in parts if apart(part, group) and is_same_person(who, by)), None)


def _is_own(row: ReliefApplication, by: User) -> bool:
    """Is the officer the worker? Of one name, and no two telephones that differ."""
    if row.name != by.name or row.version is None:
        return False
    with wall.whole("is the officer the applicant"):
        mobile = row.version.facts.mobile
    return not mobile or not by.phone or mobile == by.phone


def _moved(row: ReliefApplication, last: Step, by: User | None) -> str:
    who = "系统" if last.by is None else "您" if by is not None and last.by_id == by.pk else last.by.name
    when = f"{timezone.localtime(last.at):%Y-%m-%d %H:%M}"
    return MOVED.format(who=who, when=when, act=ACTS[last.act].label, state=LABELS[State(row.state)])


def _words(row: ReliefApplication, act: str) -> dict[str, str]:
    return {"state": LABELS[State(row.state)], "act": ACTS[act].label}
