"""The SQL of the coverage pass: the state of every union in scope on D and at the end of the month before, D0."""

# A fact's flags: 1 it holds on D, 2 it holds on D and is verified by D, 4 it holds on D0; shifted by 0 for the sign,
# 3 for the office, 6 for the identity, 9 for the contact. An officer's conditions are the AND over all who sit.
# The /*branch*/ marks stand where below.py narrows the pass to one branch of the tree.
STATE = """
WITH shown AS (
    SELECT d.officer_id, bit_or(
        (CASE WHEN d.ends_on IS NULL OR %(on)s < d.ends_on
              THEN CASE WHEN d.verified_on <= %(on)s THEN 3 ELSE 1 END ELSE 0 END
         | CASE WHEN d.starts_on <= %(before)s THEN 4 ELSE 0 END)
        << CASE d.item WHEN 'identity' THEN 6 ELSE 9 END) AS flags
    FROM unions_display d
    WHERE /*branch d.union_id*/ d.officer_id IS NOT NULL AND d.starts_on <= %(on)s AND (d.ends_on IS NULL OR %(before)s < d.ends_on)
    GROUP BY d.officer_id
), hung AS (
    SELECT d.union_id, bit_or(
        (CASE WHEN d.ends_on IS NULL OR %(on)s < d.ends_on
              THEN CASE WHEN d.verified_on <= %(on)s THEN 3 ELSE 1 END ELSE 0 END
         | CASE WHEN d.starts_on <= %(before)s THEN 4 ELSE 0 END)
        << CASE d.item WHEN 'sign' THEN 0 ELSE 3 END) AS flags
    FROM unions_display d
    WHERE /*branch d.union_id*/ d.officer_id IS NULL AND d.starts_on <= %(on)s AND (d.ends_on IS NULL OR %(before)s < d.ends_on)
    GROUP BY d.union_id
), tenure AS (
    SELECT o.id, o.union_id, o.post = 'chair' AS is_chair,
        o.left_on IS NULL OR %(on)s < o.left_on AS sits,
        o.elected_on <= %(before)s AND (o.left_on IS NULL OR %(before)s < o.left_on) AS sat
    FROM unions_officer o
    WHERE /*branch o.union_id*/ o.post IN ('chair', 'vice_chair') AND o.elected_on <= %(on)s
      AND (o.left_on IS NULL OR %(before)s < o.left_on)
), officers AS (
    SELECT t.union_id,
        coalesce(bool_or(t.is_chair) FILTER (WHERE t.sits), false) AS has_chair,
        coalesce(bool_or(t.is_chair) FILTER (WHERE t.sat), false) AS had_chair,
        coalesce(bit_and(coalesce(f.flags, 0)) FILTER (WHERE t.sits), 0) AS flags,
        coalesce(bit_and(coalesce(f.flags, 0)) FILTER (WHERE t.sat), 0) AS flags_before
    FROM tenure t LEFT JOIN shown f ON f.officer_id = t.id
    GROUP BY t.union_id
), honoured AS (
    SELECT h.union_id,
        bool_or(h.awarded_on <= %(on)s AND (h.revoked_on IS NULL OR %(on)s < h.revoked_on)) AS is_honoured,
        bool_or(h.awarded_on <= %(before)s AND (h.revoked_on IS NULL OR %(before)s < h.revoked_on)) AS was_honoured
    FROM unions_honour h WHERE /*branch h.union_id*/ h.level = ANY(%(levels)s) GROUP BY h.union_id
), grouped AS (
    SELECT * FROM unnest(%(natures)s::text[], %(ownerships)s::text[]) AS g (nature, ownership)
), scope AS (
    SELECT * FROM unnest(%(kinds)s::text[], %(groups)s::text[], %(smalls)s::boolean[], %(sinces)s::date[])
        AS s (kind, ownership, small, since)
), employed AS (
    -- A union is counted once, by the employer first on file: a joint one that became single may have brought several.
    SELECT DISTINCT ON (e.union_id) e.union_id, g.ownership, e.size IN ('small', 'micro') AS small
    FROM unions_employer e JOIN grouped g ON g.nature = e.nature
    WHERE /*branch e.union_id*/ e.union_id IS NOT NULL
    ORDER BY e.union_id, e.id
), existing AS MATERIALIZED (
    SELECT o.id, o.kind, coalesce(e.ownership, '') AS ownership, coalesce(e.small, false) AS small,
        CASE WHEN split_part(o.path, '/', 4) = '' THEN split_part(o.path, '/', 2) ELSE split_part(o.path, '/', 3) END
            ::bigint AS body_id,
        o.dissolved_on IS NULL OR %(on)s < o.dissolved_on AS is_here, o.established_on <= %(before)s AS was_here
    FROM unions_organisation o
    LEFT JOIN employed e ON e.union_id = o.id AND o.kind = 'grassroots_single'
    WHERE /*branch o.id*/ o.established_on <= %(on)s AND (o.dissolved_on IS NULL OR %(before)s < o.dissolved_on)
      AND o.kind = ANY(%(kinds)s)
      -- A direct child of the county that is no grassroots union is a body, and never counted itself.
      AND (split_part(o.path, '/', 4) <> '' OR o.kind = ANY(%(grassroots)s))
), candidate AS (
    SELECT o.*, o.was_here AND s.since <= %(before)s AS was_in
    FROM existing o JOIN scope s ON s.kind = o.kind AND s.ownership = o.ownership AND s.small = o.small
    WHERE s.since <= %(on)s
), state AS (
    SELECT c.id, c.body_id, c.ownership, c.is_here AS is_in, c.was_in,
        coalesce(f.flags, 0) & 1 > 0 AS sign_ok, coalesce(f.flags, 0) & 8 > 0 AS office_ok,
        coalesce(f.flags, 0) & 9 = 9 AS plaque,
        coalesce(f.flags, 0) & 18 = 18 AS plaque_verified, coalesce(f.flags, 0) & 36 = 36 AS plaque_before,
        coalesce(o.has_chair, false) AS has_chair,
        coalesce(o.has_chair AND o.flags & 64 > 0, false) AS identity_ok,
        coalesce(o.has_chair AND o.flags & 512 > 0, false) AS contact_ok,
        coalesce(o.has_chair AND o.flags & 576 = 576, false) AS identity,
        coalesce(o.has_chair AND o.flags & 1152 = 1152, false) AS identity_verified,
        coalesce(o.had_chair AND o.flags_before & 2304 = 2304, false) AS identity_before,
        c.ownership = 'non_public' AND coalesce(h.is_honoured, false) AS is_honoured,
        c.ownership = 'non_public' AND coalesce(h.was_honoured, false) AS was_honoured
    FROM candidate c
    LEFT JOIN hung f ON f.union_id = c.id
    LEFT JOIN officers o ON o.union_id = c.id
    LEFT JOIN honoured h ON h.union_id = c.id
)
"""

ROLL_UP = """
SELECT body_id, ownership = 'state_owned', is_honoured, was_honoured,
    count(*) FILTER (WHERE is_in),
    count(*) FILTER (WHERE is_in AND sign_ok),
    count(*) FILTER (WHERE is_in AND office_ok),
    count(*) FILTER (WHERE is_in AND plaque),
    count(*) FILTER (WHERE is_in AND identity),
    count(*) FILTER (WHERE is_in AND plaque AND identity),
    count(*) FILTER (WHERE is_in AND plaque_verified AND identity_verified),
    count(*) FILTER (WHERE was_in),
    count(*) FILTER (WHERE was_in AND plaque_before AND identity_before),
    count(*) FILTER (WHERE is_in AND NOT has_chair),
    count(*) FILTER (WHERE is_in AND has_chair AND NOT identity_ok),
    count(*) FILTER (WHERE is_in AND has_chair AND NOT contact_ok)
FROM state GROUP BY 1, 2, 3, 4 ORDER BY 1
"""

# The phone of the chair's office, else the chair's mobile: what the county calls when it asks why.
LIST = """
SELECT u.code, u.name, b.code, b.name, s.sign_ok, s.office_ok, s.has_chair, s.identity_ok, s.contact_ok,
    c.name, coalesce(nullif(c.office_phone, ''), c.mobile)
FROM state s JOIN unions_organisation u ON u.id = s.id JOIN unions_organisation b ON b.id = s.body_id
LEFT JOIN unions_officer c ON c.union_id = s.id AND c.post = 'chair' AND c.elected_on <= %(on)s
    AND (c.left_on IS NULL OR %(on)s < c.left_on)
WHERE s.is_in AND NOT (s.plaque AND s.identity) ORDER BY u.code
"""
