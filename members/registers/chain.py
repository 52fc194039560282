"""Whether each new application and each acceptance starts where the person is by then: one after the other, by day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from members.registers.consent import not_asked
from members.registers.parts import NOBODY
from registers.plan import Context, Finding


@dataclass(frozen=True, slots=True)
class Step:
    """A row that would change where a person is, or apply for it."""

    row: int
    transfer_id: int | None
    member_id: int
    from_id: int
    to_id: int
    applied_on: date
    accepted_on: date | None
    same_name: bool
    own: bool  # the sending union is in the importer's part


@dataclass(slots=True)
class Place:
    """Where a person is while the file is gone through; `pending` is the application that waits, by id or row.

    `seen`: the person's record is in the importer's part.
    """

    union_id: int | None
    since: date | None
    pending: tuple[str, int] | None
    seen: bool


STEPS = """
    SELECT e.row_no, e.id, e.member_id, e.from_union_id, e.to_union_id, e.applied_on,
           CASE WHEN e.state = 'accepted' THEN e.closed_on END, s.name = p.name, u.path LIKE ANY(%(paths)s::text[])
    FROM effective e JOIN stage s USING (row_no) JOIN members_member p ON p.id = e.member_id
    JOIN unions_organisation u ON u.id = e.from_union_id LEFT JOIN members_transfer t ON t.id = e.id
    WHERE NOT e.bad AND NOT e.same AND e.to_union_id IS NOT NULL AND e.state IN ('pending', 'accepted')
      AND t.state IS DISTINCT FROM e.state AND NOT EXISTS (SELECT FROM found f WHERE f.row_no = e.row_no)
    ORDER BY e.member_id, e.applied_on, e.closed_on, e.row_no
"""
PLACES = """
    SELECT p.id, c.union_id, c.since, w.id, h.path LIKE ANY(%(paths)s::text[]) FROM members_member p
    JOIN unions_organisation h ON h.id = p.union_id
    LEFT JOIN members_membership c ON c.member_id = p.id AND c.until IS NULL
    LEFT JOIN members_transfer w ON w.member_id = p.id AND w.state = 'pending'
    WHERE p.id IN (SELECT e.member_id FROM effective e)
"""


def examine(cursor: Any, context: Context) -> Iterable[Finding]:
    refused = {finding.row: finding for finding in not_asked(cursor, context)}
    yield from refused.values()
    cursor.execute(STEPS, context.parameters())
    steps = [step for row in cursor.fetchall() if (step := Step(*row)).row not in refused]
    cursor.execute(PLACES, context.parameters())
    places = {
        member: Place(union, since, ("transfer", pending) if pending else None, seen)
        for member, union, since, pending, seen in cursor.fetchall()
    }
    for member, own in groupby(steps, key=lambda step: step.member_id):
        yield from walked(list(own), places[member])


def walked(steps: list[Step], place: Place) -> Iterator[Finding]:
    """One person's steps in their order; what is found wrong is not taken."""
    for step in steps:
        wrong = _wrong(step, place)
        if wrong is not None:
            yield wrong
        elif step.accepted_on is None:
            place.pending = ("row", step.row)
        else:
            place.union_id, place.since, place.pending = step.to_id, step.accepted_on, None


def _wrong(step: Step, place: Place) -> Finding | None:
    if place.union_id != step.from_id or place.since is None or not step.same_name:
        return _not_there(step, place)
    if step.applied_on < place.since:
        return Finding(step.row, "申请日期", "conflict", "早于这位会员在转出工会的入会日期，请核对")
    if place.pending not in (None, ("transfer", step.transfer_id)):
        return Finding(step.row, "申请日期", "conflict", "这位会员已有一份待接收的接转申请，请先办结")
    return None


def _not_there(step: Step, place: Place) -> Finding:
    if not (step.own and place.seen):
        return Finding(step.row, "证件号码", "conflict", NOBODY)
    if not step.same_name:
        return Finding(step.row, "姓名", "conflict", "与会员登记的姓名不同，请核对姓名和证件号码")
    if place.union_id is None:
        return Finding(step.row, "证件号码", "conflict", "这位会员现在没有会籍，不用接转，请直接办理入会")
    return Finding(step.row, "转出工会编码", "conflict", "这位会员到申请时不在这个工会，请核对转出工会编码")
