"""Writes the register `transfers`: applications, and the memberships that accepted ones end and begin."""

import io
from typing import Any

from accounts.encryption import unseal
from accounts.masks import masked_id_number
from members.operations.people import ID_NUMBER_PLACE
from registers.plan import Context, Plan
from registers.staging import in_pieces, settled

# Each accepted row begins a membership; the person's next one in the file ends it again.
MOVES = """
    CREATE TEMPORARY TABLE moves ON COMMIT DROP AS
    SELECT e.member_id, e.to_union_id, t.to_employer_id, e.closed_on AS since, e.reason, row_number() OVER file AS place,
           lead(e.closed_on) OVER file AS until, lead(e.reason) OVER file AS until_why
    FROM effective e LEFT JOIN members_transfer t ON t.id = e.id
    WHERE e.state = 'accepted' AND t.state IS DISTINCT FROM 'accepted'
    WINDOW file AS (PARTITION BY e.member_id ORDER BY e.applied_on, e.closed_on, e.row_no)
"""
LEFT = """
    UPDATE members_membership c SET state = 'transferred', until = m.since, changed_on = m.since, reason = m.reason
    FROM moves m WHERE m.place = 1 AND c.member_id = m.member_id AND c.until IS NULL
"""
WENT = "UPDATE members_member p SET union_id = m.to_union_id FROM moves m WHERE m.until IS NULL AND p.id = m.member_id"
CAME = """
    INSERT INTO members_membership (member_id, union_id, employer_id, since, until, state, changed_on, reason)
    SELECT m.member_id, m.to_union_id, m.to_employer_id, m.since, m.until,
           CASE WHEN m.until IS NULL THEN 'normal' ELSE 'transferred' END, m.until, coalesce(m.until_why, '')
    FROM moves m ORDER BY m.member_id, m.place
"""
CHANGED = """
    UPDATE members_transfer t SET reason = e.reason, from_opinion = e.from_opinion, to_opinion = e.to_opinion,
        state = e.state, closed_on = e.closed_on,
        closed_by_id = CASE WHEN t.state = e.state THEN t.closed_by_id ELSE %(by)s::bigint END
    FROM effective e WHERE t.id = e.id AND NOT e.same
"""
MADE = """
    INSERT INTO members_transfer (member_id, name, masked_number, from_union_id, to_union_id, applied_on, reason,
        from_opinion, to_opinion, state, closed_on, applied_by_id, closed_by_id)
    SELECT e.member_id, e.name, k.masked, e.from_union_id, e.to_union_id, e.applied_on, e.reason, e.from_opinion,
        e.to_opinion, e.state, e.closed_on, %(by)s::bigint, CASE WHEN e.state = 'accepted' THEN %(by)s::bigint END
    FROM effective e JOIN masks k USING (row_no)
    WHERE e.id IS NULL AND e.row_no BETWEEN %(first)s AND %(last)s ORDER BY e.row_no
"""


def write(cursor: Any, plan: Plan, context: Context) -> None:
    """The old membership ends, the person goes, the new one begins (members/triggers.py wants this order)."""
    parameters = context.parameters()
    cursor.execute("DROP TABLE IF EXISTS moves, masks")
    cursor.execute(MOVES)
    for statement in (LEFT, WENT, CAME):
        cursor.execute(statement)
    cursor.execute(CHANGED, parameters)
    _mask(cursor)
    settled(cursor, plan.written_tables, in_pieces(cursor, plan.written_tables, MADE, parameters))


def _mask(cursor: Any) -> None:
    """What the other side may read of each new row's person."""
    cursor.execute("CREATE TEMPORARY TABLE masks (row_no integer, masked text) ON COMMIT DROP")
    cursor.execute(
        "SELECT e.row_no, p.id_number_sealed FROM effective e JOIN members_member p ON p.id = e.member_id"
        " WHERE e.id IS NULL"
    )
    lines = [f"{row}\t{masked_id_number(unseal(sealed, ID_NUMBER_PLACE))}\n" for row, sealed in cursor.fetchall()]
    cursor.copy_expert("COPY masks FROM STDIN", io.StringIO("".join(lines)))
