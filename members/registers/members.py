"""工会会员登记表 (registers.md §2)."""

from typing import Any

from accounts.duties import Duty
from members.models.roster import OF_MEMBER, OF_MEMBERSHIP
from members.operations.belonging import LONGEST_REASON, NOTE
from members.registers.checks import CHECKS
from members.registers.columns import MEMBERS
from members.registers.effects import EMPLOYER, ENDS, MEMBERSHIP, OF_ROW, PERSON
from members.registers.numbers import judge
from members.registers.parts import ANOTHER, KINDS
from registers.plan import Context, Plan
from registers.registry import declare
from registers.staging import in_pieces, settled
from unions.registers.parts import OUTSIDE_UNION, UNION

_BELONGING = ("employer_id", *OF_MEMBERSHIP)


def _listed(names: tuple[str, ...], alias: str) -> str:
    return ", ".join(f"{alias}.{name}" for name in names)


def _sets(names: tuple[str, ...]) -> str:
    return ", ".join(f"{name} = e.{name}" for name in names)


# As at the desk (operations/belonging.py): nobody is left to move.
VOID = f"""
    UPDATE members_transfer w SET state = 'cancelled', closed_on = greatest(w.applied_on, e.until),
        closed_by_id = %(by)s::bigint, reason = left(w.reason, {LONGEST_REASON - len(NOTE)}) || '{NOTE}'
    FROM effective e WHERE w.state = 'pending' AND w.member_id = e.member_id AND e.state IN {ENDS} AND NOT e.same
        AND NOT EXISTS (SELECT FROM members_membership c WHERE c.member_id = w.member_id AND c.until IS NULL)
"""


def write(cursor: Any, plan: Plan, context: Context) -> None:
    """Persons, then their memberships: whoever joins must be where the membership is (members/triggers.py)."""
    cursor.execute(
        f"UPDATE members_member m SET union_id = e.home_id, {_sets(OF_MEMBER)} FROM effective e"
        " WHERE m.id = e.member_id AND NOT e.same"
        f" AND (m.union_id, {_listed(OF_MEMBER, 'm')}) IS DISTINCT FROM (e.home_id, {_listed(OF_MEMBER, 'e')})"
    )
    cursor.execute(
        f"UPDATE members_membership t SET {_sets(_BELONGING)} FROM effective e WHERE t.id = e.id AND NOT e.same"
        f" AND ({_listed(_BELONGING, 't')}) IS DISTINCT FROM ({_listed(_BELONGING, 'e')})"
    )
    cursor.execute(VOID, context.parameters())
    # Both in one statement, so that a membership finds its new person by what was just written, not by a search.
    statement = f"""
        WITH new AS (SELECT * FROM effective e WHERE e.id IS NULL AND e.row_no BETWEEN %(first)s AND %(last)s),
        made AS (
            INSERT INTO members_member (union_id, {", ".join(OF_MEMBER)}) SELECT n.home_id, {_listed(OF_MEMBER, "n")}
            FROM new n WHERE n.member_id IS NULL ORDER BY n.row_no RETURNING id, id_number_index
        )
        INSERT INTO members_membership (member_id, union_id, {", ".join(_BELONGING)})
        SELECT coalesce(n.member_id, made.id), n.union_id, {_listed(_BELONGING, "n")}
        FROM new n LEFT JOIN made ON n.member_id IS NULL AND made.id_number_index = n.id_number_index ORDER BY n.row_no
    """
    written = in_pieces(cursor, plan.written_tables, statement, context.parameters())
    settled(cursor, plan.written_tables, written)


# One row per person: the latest membership where the person is.
EXPORT = """
    SELECT m.id_number_sealed, m.id_kind, m.name, m.sex, m.born_on, m.ethnicity, u.code, x.credit_code, s.since,
           m.employment, m.mobile, m.education, m.skill_level, m.political_status, m.native_place, m.hukou_type,
           m.is_migrant, m.is_dispatched, s.state, s.changed_on, s.reason
    FROM members_member m JOIN unions_organisation u ON u.id = m.union_id
    JOIN LATERAL (
        SELECT t.* FROM members_membership t WHERE t.member_id = m.id AND t.union_id = m.union_id
        ORDER BY t.until IS NOT NULL, t.since DESC, t.id DESC LIMIT 1) s ON s.state NOT IN ('transferred', 'duplicate')
    LEFT JOIN unions_employer x ON x.id = s.employer_id
    WHERE u.path LIKE ANY(%(paths)s::text[]) AND m.merged_into_id IS NULL AND m.erased_on IS NULL
    ORDER BY u.code, s.since, m.id
"""

PLAN = declare(
    Plan(
        MEMBERS,
        table="members_roster",
        tables=("members_member", "members_membership", "members_transfer"),
        sealed_in="members_member",
        duty=Duty.EDIT_MEMBERS,
        see=Duty.SEE_MEMBERS,
        links=(UNION, EMPLOYER, PERSON, MEMBERSHIP),
        written_links=("union_id",),
        match="t.id = b.id",
        columns={},
        computed=OF_ROW,
        outside=OUTSIDE_UNION,
        judge=lambda rows, on: judge(MEMBERS, rows, on),
        judged_as="证件类别",
        checks=CHECKS,
        write=write,
        export=EXPORT,
        kinds=KINDS,
        elsewhere=ANOTHER,
    )
)
