"""The SQL of the figures about members and units: who belongs where on D, and which unit has a union (docs/rules/members.md)."""

from typing import Any

from django.db import connection, transaction

from accounts import wall
from members.models import Employment
from unions.models import GRASSROOTS_KINDS, Kind, Nature, Reminders, ownership_of

# Counts hold no person; and whether a membership continues one elsewhere is seen in the whole county only: narrowed to
# one part, a transfer from the next township would look like a new member.
WHY = "counts by union, narrowed to the reader's part inside the query"
WITH_MEMBERS = (Kind.GRASSROOTS_SINGLE, Kind.GRASSROOTS_JOINT, Kind.COMMUNITY_UNION)
# Employed (domain.md E-37): at work, ill, laid off for now, or not said.
EMPLOYED = ("", Employment.ON_POST, Employment.LAID_OFF, Employment.SICK_LEAVE)

# `place` is the asked part of the tree, each organisation with the responsible body it is counted under (coverage.md §5).
STATE = """
WITH grouped AS (
    SELECT * FROM unnest(%(natures)s::text[], %(ownerships)s::text[]) AS g (nature, ownership)
), unit AS MATERIALIZED (
    SELECT e.id, e.union_id, e.body_id AS at_id, e.staff, g.ownership,
        e.deregistered_on IS NULL OR %(on)s < e.deregistered_on AS is_here
    FROM unions_employer e JOIN grouped g ON g.nature = e.nature
), owner AS (
    SELECT DISTINCT ON (u.union_id) u.union_id, u.ownership FROM unit u WHERE u.union_id IS NOT NULL ORDER BY u.union_id, u.id
), declared AS (
    SELECT u.union_id, sum(u.staff)::bigint AS staff, count(*) AS units FROM unit u WHERE u.is_here AND u.union_id IS NOT NULL GROUP BY 1
), place AS MATERIALIZED (
    SELECT o.id, o.code, o.name, o.kind, o.established_on, o.dissolved_on,
        CASE WHEN split_part(o.path, '/', 4) = '' AND o.kind = ANY(%(grassroots)s) THEN split_part(o.path, '/', 2)
             ELSE coalesce(nullif(split_part(o.path, '/', 3), ''), split_part(o.path, '/', 2)) END::bigint AS body_id,
        split_part(o.path, '/', 4) <> '' OR o.kind = ANY(%(grassroots)s) AS is_union,
        coalesce(o.established_on <= %(on)s AND (o.dissolved_on IS NULL OR %(on)s < o.dissolved_on), false) AS is_here,
        coalesce(o.established_on <= %(before)s AND (o.dissolved_on IS NULL OR %(before)s < o.dissolved_on), false) AS was_here,
        CASE WHEN o.kind = 'grassroots_single' THEN w.ownership ELSE '' END AS ownership,
        coalesce(d.staff, 0) AS staff, coalesce(d.units, 0) AS units
    FROM unions_organisation o LEFT JOIN owner w ON w.union_id = o.id LEFT JOIN declared d ON d.union_id = o.id
    WHERE o.path LIKE ANY(%(within)s::text[])
), continued AS (
    SELECT DISTINCT p.member_id, p.until FROM members_membership p
    WHERE p.until BETWEEN %(since)s AND %(on)s AND p.since < p.until AND p.state <> 'duplicate'
), raw AS MATERIALIZED (
    -- By union and employer, before anything is asked of either: a hundred thousand rows to join instead of a million.
    SELECT s.union_id, s.employer_id,
        count(*) FILTER (WHERE s.until IS NULL OR %(on)s < s.until) AS members,
        count(*) FILTER (WHERE s.state = 'retained' AND s.changed_on <= %(on)s) AS retained,
        count(*) FILTER (WHERE m.is_migrant AND (s.until IS NULL OR %(on)s < s.until)) AS migrants,
        count(*) FILTER (WHERE m.sex = 'female' AND (s.until IS NULL OR %(on)s < s.until)) AS women,
        count(*) FILTER (WHERE m.employment = ANY(%(employed)s) AND (s.until IS NULL OR %(on)s < s.until)
            AND (s.state <> 'retained' OR %(on)s < s.changed_on)) AS employed,
        count(*) FILTER (WHERE s.since <= %(before)s) AS members_before,
        count(*) FILTER (WHERE s.since >= %(since)s AND (s.until IS NULL OR s.since < s.until) AND c.member_id IS NULL) AS new_members,
        count(*) FILTER (WHERE m.is_migrant AND s.since >= %(since)s AND (s.until IS NULL OR s.since < s.until)
            AND c.member_id IS NULL) AS new_migrants
    FROM members_membership s JOIN members_member m ON m.id = s.member_id
    LEFT JOIN continued c ON c.member_id = s.member_id AND c.until = s.since
    WHERE s.state <> 'duplicate' AND s.since <= %(on)s AND (s.until IS NULL OR %(before)s < s.until) /*part*/
    GROUP BY 1, 2
), roster AS MATERIALIZED (
    SELECT r.union_id, coalesce(u.ownership, p.ownership, '') AS ownership,
        sum(r.members) FILTER (WHERE p.is_here) AS members, sum(r.retained) FILTER (WHERE p.is_here) AS retained,
        sum(r.migrants) FILTER (WHERE p.is_here) AS migrants, sum(r.women) FILTER (WHERE p.is_here) AS women,
        sum(r.employed) FILTER (WHERE p.is_here AND p.units > 0) AS employed,
        sum(r.members_before) FILTER (WHERE p.was_here) AS members_before,
        sum(r.new_members) AS new_members, sum(r.new_migrants) AS new_migrants
    FROM raw r JOIN place p ON p.id = r.union_id LEFT JOIN unit u ON u.id = r.employer_id GROUP BY 1, 2
), directed AS (
    SELECT DISTINCT o.union_id FROM unions_officer o
    WHERE o.post = 'women_director' AND o.elected_on <= %(on)s AND (o.left_on IS NULL OR %(on)s < o.left_on)
), union_state AS (
    SELECT p.*, coalesce(r.members, 0) AS members, coalesce(r.women, 0) AS women, coalesce(r.employed, 0) AS employed,
        p.is_here AND coalesce(r.women, 0) >= %(women)s AS is_obliged,
        g.union_id IS NOT NULL AS has_committee,
        p.is_here AND p.units > 0 AND coalesce(r.employed, 0) > p.staff AS is_over,
        p.is_union AND p.kind = ANY(%(with_members)s) AND p.established_on BETWEEN %(since)s AND %(on)s
            AND (p.dissolved_on IS NULL OR p.established_on < p.dissolved_on) AS is_new
    FROM place p LEFT JOIN (
        SELECT union_id, sum(members)::bigint AS members, sum(women)::bigint AS women, sum(employed)::bigint AS employed
        FROM roster GROUP BY 1
    ) r ON r.union_id = p.id LEFT JOIN directed g ON g.union_id = p.id
/*staffed*/), unit_state AS (
    SELECT u.id, u.union_id, u.staff, u.ownership, b.body_id, coalesce(f.members, 0) AS members,
        u.covered AS is_organised,
        u.staff >= %(staff)s AND NOT u.covered AS should,
        coalesce(f.members, 0) >= %(members)s AND NOT (u.covered AND u.is_single) AS must
    FROM (
        SELECT n.*, coalesce(o.established_on <= %(on)s AND (o.dissolved_on IS NULL OR %(on)s < o.dissolved_on), false) AS covered,
            coalesce(o.kind = 'grassroots_single', false) AS is_single
        FROM unit n LEFT JOIN unions_organisation o ON o.id = n.union_id WHERE n.is_here
    ) u JOIN place b ON b.id = u.at_id LEFT JOIN staffed f ON f.employer_id = u.id
)
"""

# Members of each unit. Of the whole county they are counted already; a unit of one part may be covered by a union of
# another one, whose members count all the same.
STAFFED = """), staffed AS (
    SELECT r.employer_id, sum(r.members) AS members FROM raw r JOIN place p ON p.id = r.union_id AND p.is_here
    WHERE r.employer_id IS NOT NULL GROUP BY 1
"""
STAFFED_OF_PART = """), staffed AS (
    SELECT s.employer_id, count(*) AS members
    FROM unit u JOIN place b ON b.id = u.at_id JOIN members_membership s ON s.employer_id = u.id
    JOIN unions_organisation o ON o.id = s.union_id
    WHERE u.is_here AND s.state <> 'duplicate' AND s.since <= %(on)s AND (s.until IS NULL OR %(on)s < s.until)
        AND o.established_on <= %(on)s AND (o.dissolved_on IS NULL OR %(on)s < o.dissolved_on)
    GROUP BY 1
"""
PART = "AND s.union_id IN (SELECT id FROM place)"


def run(sql: str, span: Any, within: tuple[str, ...], **more: Any) -> list[Any]:
    """The rows of a query that begins with STATE, of the parts of the tree named by their paths."""
    limits = Reminders.objects.current()
    is_whole = any(path.count("/") <= 2 for path in within)
    state = STATE.replace("/*part*/", "" if is_whole else PART)
    state = state.replace("/*staffed*/", STAFFED if is_whole else STAFFED_OF_PART)
    with wall.whole(WHY), transaction.atomic(), connection.cursor() as cursor:
        # As in the pass of coverage: hashes that fit, and of the whole county whole tables once.
        cursor.execute("SET LOCAL work_mem = '256MB'; SET LOCAL jit = off")
        if is_whole:
            cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(
            state + sql,
            {
                "on": span.on,
                "since": span.since,
                "before": span.before,
                "within": [f"{path}%" for path in within],
                "natures": [str(nature) for nature in Nature],
                "ownerships": [str(ownership_of(nature)) for nature in Nature],
                "grassroots": [str(kind) for kind in GRASSROOTS_KINDS],
                "with_members": [str(kind) for kind in WITH_MEMBERS],
                "employed": [str(state) for state in EMPLOYED],
                "women": limits.women_members,
                "staff": limits.unit_staff,
                "members": limits.unit_members,
                **more,
            },
        )
        rows = cursor.fetchall()
        transaction.set_rollback(True)  # with it go the planner's settings
    return rows
