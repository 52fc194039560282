"""工会组织登记表 (registers.md §2)."""

from collections.abc import Iterable
from typing import Any

from accounts.duties import Duty
from registers.declare import Column, Register
from registers.plan import Check, Context, Finding, Plan
from registers.registry import declare
from unions.models import Kind
from unions.registers.parts import labels, not_before
from unions.registers.tree import FileRow, OnFile, tree_findings

REGISTER = Register(
    "organisations",
    "工会组织登记表",
    (
        Column(
            "工会编码",
            "code",
            "code",
            required=True,
            key=True,
            min_length=6,
            max_length=20,
            help="县里统一编的编码，6 至 20 位数字；请设为文本格式。",
            example="349999010101",
        ),
        Column("工会名称", "name", "text", required=True, max_length=120, example="云岭茶业有限公司工会"),
        Column("组织类型", "kind", "choice", required=True, choices=labels(Kind.choices), example="独立基层工会"),
        Column(
            "上级工会编码",
            "parent_code",
            "code",
            required=True,
            empty_allowed=True,
            min_length=6,
            max_length=20,
            help="只有县总工会留空；上级可以在本表后面的行。",
            example="3499990101",
        ),
        Column(
            "统一社会信用代码",
            "credit_code",
            "credit_code",
            prefixes=("81", "89"),
            help="18 位，工会的代码以 81 或 89 开头。",
        ),
        Column("建会日期", "established_on", "date", required=True, example="2008-05-04"),
        Column("批复文号", "approval_number", "text", max_length=64, example="云工〔2008〕12号"),
        Column("批复日期", "approved_on", "date", example="2008-04-28"),
        Column("撤销日期", "dissolved_on", "date", help="从这一天起不再存在；没有撤销的留空。"),
        Column("撤销原因", "dissolved_why", "text", max_length=200),
        Column("届期年数", "term_years", "integer", help="3 或 5。", example="5"),
        Column("办公地址", "address", "text", max_length=200, example="云岭县天河镇人民路1号"),
        Column("办公电话", "phone", "phone", max_length=64),
        Column("邮编", "postcode", "code", min_length=6, max_length=6),
    ),
)


def examine(cursor: Any, context: Context) -> Iterable[Finding]:
    """The rules of the tree over the file's rows and what is on file."""
    cursor.execute(
        "SELECT e.row_no, e.code, e.kind, s.parent_code, e.bad OR EXISTS (SELECT FROM found f WHERE f.row_no = e.row_no)"
        " FROM effective e JOIN stage s USING (row_no) ORDER BY e.row_no"
    )
    rows: dict[str, FileRow] = {}
    for row_no, code, kind, parent, bad in cursor.fetchall():
        if code is not None:
            rows.setdefault(code, FileRow(row_no, code, kind, parent, bad))
    cursor.execute(
        "SELECT o.code, o.kind, p.code, o.path FROM unions_organisation o"
        " LEFT JOIN unions_organisation p ON p.id = o.parent_id"
    )
    on_file = {code: OnFile(code, kind, parent, path) for code, kind, parent, path in cursor.fetchall()}
    return tree_findings(list(rows.values()), on_file, context.paths)


def write(cursor: Any, plan: Plan, context: Context) -> None:
    """New and changed organisations, and the paths of whatever moved with them, in one statement.

    One statement, because a new row may stand below one that moves, and the other way round: only at its end do all
    paths agree, and that is when the database looks.
    """
    cursor.execute("ALTER TABLE effective ADD COLUMN new_id bigint")
    cursor.execute(
        "UPDATE effective e SET new_id = coalesce(e.id, n.id) FROM (SELECT row_no,"
        " CASE WHEN id IS NULL THEN nextval(pg_get_serial_sequence('unions_organisation', 'id')) END AS id"
        " FROM effective ORDER BY row_no) n WHERE n.row_no = e.row_no"
    )
    cursor.execute(
        "UPDATE effective e SET parent_id = coalesce(f.new_id, o.id) FROM stage s"
        " LEFT JOIN effective f ON f.code = s.parent_code LEFT JOIN unions_organisation o ON o.code = s.parent_code"
        " WHERE s.row_no = e.row_no"
    )
    cursor.execute("DROP TABLE IF EXISTS placed")
    cursor.execute(PLACED)
    columns = list(plan.table_columns())
    sets = ", ".join(f"{c} = CASE WHEN e.id IS NULL THEN t.{c} ELSE e.{c} END" for c in columns)
    cursor.execute(
        f"WITH moved AS (UPDATE unions_organisation t SET {sets}, path = p.path"
        " FROM placed p LEFT JOIN effective e ON e.id = p.id"
        " WHERE t.id = p.id AND (e.id IS NOT NULL AND NOT e.same OR t.path <> p.path))"
        f" INSERT INTO unions_organisation (id, path, {', '.join(columns)})"
        f" SELECT e.new_id, p.path, {', '.join(f'e.{c}' for c in columns)}"
        " FROM effective e JOIN placed p ON p.id = e.new_id WHERE e.id IS NULL ORDER BY e.row_no"
    )


PLACED = """
    CREATE TEMPORARY TABLE placed ON COMMIT DROP AS
    WITH RECURSIVE node AS (
        SELECT e.new_id AS id, e.parent_id FROM effective e
        UNION ALL
        SELECT o.id, o.parent_id FROM unions_organisation o
        WHERE NOT EXISTS (SELECT FROM effective e WHERE e.new_id = o.id)
    ), placed AS (
        SELECT id, '/' || id || '/' AS path FROM node WHERE parent_id IS NULL
        UNION ALL
        SELECT n.id, p.path || n.id || '/' FROM node n JOIN placed p ON n.parent_id = p.id
    )
    SELECT * FROM placed
"""

SHARED_CREDIT_CODE = """
    WITH claim AS (
        SELECT e.row_no, e.credit_code FROM effective e WHERE e.credit_code <> '' AND NOT e.bad
        UNION ALL
        SELECT NULL, o.credit_code FROM unions_organisation o
        WHERE o.credit_code <> '' AND NOT EXISTS (SELECT FROM effective e WHERE e.id = o.id)
    ), counted AS (
        SELECT row_no, row_number() OVER (PARTITION BY credit_code ORDER BY row_no NULLS FIRST) AS place FROM claim
    )
    SELECT row_no, '统一社会信用代码', '这个代码已登记在另一个工会上，请核对'
    FROM counted WHERE place > 1 AND row_no IS NOT NULL
"""

# Whoever keeps a body's registers does not end the body itself (as at the desk); the operator's paths are just '%'.
OWN_BODY_ENDS = """
    SELECT e.row_no, '撤销日期', '本级工会的撤销由上级工会办理，请把这一格留空，并联系县总工会'
    FROM effective e JOIN unions_organisation o ON o.id = e.id
    WHERE o.path || '%%' = ANY(%(paths)s::text[]) AND e.dissolved_on IS DISTINCT FROM o.dissolved_on
"""

PLAN = declare(
    Plan(
        REGISTER,
        table="unions_organisation",
        duty=Duty.EDIT_ORGANISATIONS,
        see=Duty.SEE_ORGANISATIONS,
        match="t.code = s.code",
        columns={column.field: column.field for column in REGISTER.columns if column.field != "parent_code"},
        # A parent that is new in this file has no id yet; `write` fills it in.
        computed={"parent_id": "(SELECT p.id FROM unions_organisation p WHERE p.code = s.parent_code)"},
        checks=(
            not_before("撤销日期", "dissolved_on", "建会日期", "established_on"),
            Check(
                "not_a_choice",
                "SELECT e.row_no, '届期年数', '届期年数只能是 3 或 5，请改正'"
                " FROM effective e WHERE e.term_years NOT IN (3, 5)",
            ),
            Check("conflict", SHARED_CREDIT_CODE),
            Check("not_eligible", OWN_BODY_ENDS),
            Check(
                "conflict",
                "SELECT e.row_no, '组织类型', '这个工会对应多个法人单位，不能改为独立基层工会，请先调整各单位的所属工会编码'"
                " FROM effective e WHERE e.kind = 'grassroots_single'"
                " AND (SELECT count(*) FROM unions_employer x WHERE x.union_id = e.id) > 1",
            ),
        ),
        examine=examine,
        write=write,
        export="""
            SELECT o.code, o.name, o.kind, p.code, o.credit_code, o.established_on, o.approval_number, o.approved_on,
                   o.dissolved_on, o.dissolved_why, o.term_years, o.address, o.phone, o.postcode
            FROM unions_organisation o LEFT JOIN unions_organisation p ON p.id = o.parent_id
            WHERE o.path LIKE ANY(%(paths)s::text[]) ORDER BY o.path
        """,
    )
)
