"""What a row of the register `members` becomes: who is meant, which membership, and each column's value. SQL.

Aliases: s the file's row, u its union, x its employer, f the entry with this number, p the person (f, or whom f was
merged into), b the membership that the row speaks of, l the person's other memberships, n the row's state.
"""

from members.models.roster import OF_MEMBER
from members.registers.columns import MEMBERS
from registers.plan import SQL_TYPES, Link, kept

TODAY = "(now() AT TIME ZONE 'Asia/Shanghai')::date"
ENDS = "('withdrawn', 'expelled')"
_ROW_ENDS = f"CASE WHEN s.state IN {ENDS} THEN s.changed_on END"

EMPLOYER = Link(
    field="employer_code",
    into="named_employer_id",
    alias="x",
    join="LEFT JOIN unions_employer x ON x.credit_code = s.employer_code",
    code="unknown_employer",
    column="单位统一社会信用代码",
    message="系统里没有代码为 {} 的单位，请核对代码，或先导入法人单位登记表",
)

# Looked up one by one (OFFSET 0): a join would trust statistics that a large import, not yet committed, makes wrong.
# Of several entries merged one into the other the last is the person; almost nobody was ever merged.
PERSON_JOIN = """
    LEFT JOIN LATERAL (
        SELECT m.id, m.merged_into_id FROM members_member m WHERE m.id_number_index = s.id_number_index OFFSET 0) f ON true
    LEFT JOIN LATERAL (
        SELECT m.* FROM members_member m WHERE m.id = CASE WHEN f.merged_into_id IS NULL THEN f.id ELSE (
            WITH RECURSIVE way AS (
                SELECT f.merged_into_id AS id UNION ALL
                SELECT w.merged_into_id FROM way JOIN members_member w ON w.id = way.id
                WHERE w.merged_into_id IS NOT NULL
            ) SELECT w.id FROM way JOIN members_member w ON w.id = way.id WHERE w.merged_into_id IS NULL) END
        OFFSET 0) p ON true"""
PERSON = Link(
    field="id_number_index", into="member_id", alias="p", join=PERSON_JOIN, code="", column="证件号码", message=""
)

# The same 入会日期 first, else the current one, else the latest; one that the row's own span does not meet is another.
_MEMBERSHIP_JOIN = f"""
    LEFT JOIN LATERAL (
        SELECT m.id, m.state, m.until, m.changed_on, m.reason, m.employer_id FROM members_membership m
        WHERE m.member_id = p.id AND m.union_id = u.id AND m.state <> 'duplicate' AND (m.since = s.since
            OR s.since < coalesce(m.until, 'infinity') AND m.since < coalesce({_ROW_ENDS}, 'infinity'))
        ORDER BY m.since <> s.since, m.until IS NOT NULL, m.since DESC LIMIT 1) b ON true
    LEFT JOIN LATERAL (
        SELECT max(m.since) AS since FROM members_membership m
        WHERE m.member_id = p.id AND m.id IS DISTINCT FROM b.id) l ON true
    CROSS JOIN LATERAL (SELECT CASE WHEN 'state' = ANY(s.cleared) THEN 'normal'
        ELSE coalesce(s.state, b.state, 'normal') END AS state) n"""
MEMBERSHIP = Link(
    field="since", into="membership_id", alias="b", join=_MEMBERSHIP_JOIN, code="", column="入会日期", message=""
)

# A row of the past leaves a person alone who has gone elsewhere since.
_HERE = "(p.id IS NULL OR p.union_id = u.id OR l.since IS NULL OR l.since <= s.since)"
_CHANGED_ON = f"""CASE WHEN n.state IN ('transferred', 'duplicate') THEN b.changed_on
    WHEN 'changed_on' = ANY(s.cleared) THEN NULL
    ELSE coalesce(s.changed_on, CASE WHEN b.state = n.state THEN b.changed_on END,
                  CASE WHEN n.state = 'retained' THEN {TODAY} END) END"""


def _of_person() -> dict[str, str]:
    """An empty cell keeps what the person on file has, wherever he or she was a member before."""
    kinds = {column.field: column.kind for column in MEMBERS.columns}
    values = {}
    for name in OF_MEMBER:
        if name in ("id_number_sealed", "id_number_index"):  # sealing gives another text each time
            values[name] = f"coalesce(p.{name}, s.{name})"
            continue
        empty = "'resident'" if name == "id_kind" else "NULL" if kinds[name] in SQL_TYPES else "''"
        said = "s.name" if name == "name" else kept(name, name, empty, "p")
        # What the number tells is told by the person's own, not by that of an entry merged into it.
        told = name in ("id_kind", "sex", "born_on")
        here = f"{_HERE} AND f.merged_into_id IS NULL" if told else _HERE
        values[name] = f"CASE WHEN {here} THEN {said} ELSE p.{name} END"
    return values


OF_ROW = {
    "home_id": f"CASE WHEN {_HERE} THEN u.id ELSE p.union_id END",
    "employer_id": "CASE WHEN 'employer_code' = ANY(s.cleared) THEN NULL ELSE coalesce(x.id, b.employer_id) END",
    "since": "s.since",
    "state": "n.state",
    "changed_on": _CHANGED_ON,
    "until": f"CASE WHEN n.state IN {ENDS} THEN {_CHANGED_ON}"
    " WHEN n.state IN ('transferred', 'duplicate') THEN b.until END",
    "reason": "CASE WHEN n.state IN ('transferred', 'duplicate') THEN b.reason WHEN 'reason' = ANY(s.cleared) THEN ''"
    " ELSE coalesce(s.reason, CASE WHEN b.state = n.state THEN b.reason END, '') END",
    **_of_person(),
}
