"""法人单位登记表 (registers.md §2)."""

from accounts.duties import Duty
from registers.declare import Column, Register
from registers.plan import Check, Link, Plan
from registers.registry import declare
from unions.models import Industry, Nature, Size
from unions.registers.parts import labels

REGISTER = Register(
    "employers",
    "法人单位登记表",
    (
        Column(
            "统一社会信用代码",
            "credit_code",
            "credit_code",
            required=True,
            key=True,
            help="18 位，按 GB 32100 校验。",
            example="91349999000000001N",
        ),
        Column("单位名称", "name", "text", required=True, max_length=120, example="云岭某某有限公司"),
        Column("单位性质", "nature", "choice", required=True, choices=labels(Nature.choices), example="私营企业"),
        Column("企业规模", "size", "choice", choices=labels(Size.choices), example="小型"),
        Column(
            "所属行业",
            "industry",
            "choice",
            choices=labels(Industry.choices),
            aliases={letter: letter for letter in Industry.values},
            help="GB/T 4754 门类，填名称或字母。",
            example="制造业",
        ),
        Column("职工人数", "staff", "integer", required=True, example="120"),
        Column("女职工人数", "women", "integer", example="50"),
        Column("农民工人数", "migrants", "integer", example="60"),
        Column("劳务派遣工人数", "dispatched", "integer", example="0"),
        Column(
            "责任工会编码",
            "body_code",
            "code",
            required=True,
            help="所在乡镇、开发区或系统的工会（县总工会的直接下级）。",
            example="3499990101",
            min_length=6,
            max_length=20,
        ),
        Column(
            "所属工会编码",
            "union_code",
            "code",
            min_length=6,
            max_length=20,
            help="覆盖该单位的工会；未建会的留空。",
            example="349999010101",
        ),
        Column("单位地址", "address", "text", max_length=200),
        Column("法定代表人", "legal_representative", "text", max_length=64),
        Column("联系电话", "phone", "phone", max_length=64),
        Column("注销日期", "deregistered_on", "date"),
    ),
)

_PARTS = (("女职工人数", "women"), ("农民工人数", "migrants"), ("劳务派遣工人数", "dispatched"))


def _part(column: str, field: str) -> Check:
    return Check(
        "part_exceeds_whole",
        # An empty cell keeps what is on file: then it is the whole that the sender wrote, and mends.
        f"SELECT e.row_no, CASE WHEN s.{field} IS NULL THEN '职工人数' ELSE '{column}' END,"
        f" '{column} ' || e.{field} || ' 多于职工人数 ' || e.staff || '，请核对两个数字'"
        f" FROM effective e JOIN stage s USING (row_no) WHERE e.{field} > e.staff",
    )


SECOND_EMPLOYER = """
    WITH claim AS (
        SELECT e.row_no, e.union_id, e.id FROM effective e WHERE e.union_id IS NOT NULL AND NOT e.bad
        UNION ALL
        SELECT NULL, o.union_id, o.id FROM unions_employer o
        WHERE o.union_id IN (SELECT e.union_id FROM effective e)
          AND NOT EXISTS (SELECT FROM effective e WHERE e.id = o.id AND NOT e.bad)
    ), counted AS (
        SELECT c.row_no, u.code, row_number() OVER (PARTITION BY c.union_id ORDER BY c.row_no NULLS FIRST) AS place
        FROM claim c JOIN unions_organisation u ON u.id = c.union_id
        WHERE u.kind = 'grassroots_single'
    )
    SELECT row_no, '所属工会编码', '独立基层工会 ' || code || ' 已对应另一个单位，一个独立基层工会只对应一个单位，'
        || '请核对编码，或先把原单位的这一格改为“清空”'
    FROM counted WHERE place > 1 AND row_no IS NOT NULL
"""

PLAN = declare(
    Plan(
        REGISTER,
        table="unions_employer",
        duty=Duty.EDIT_ORGANISATIONS,
        see=Duty.SEE_EMPLOYERS,
        links=(
            Link(
                field="body_code",
                into="body_id",
                alias="b",
                join="LEFT JOIN unions_organisation b ON b.code = s.body_code",
                code="unknown_union",
                column="责任工会编码",
                message="系统里没有编码为 {} 的工会，请核对编码，或先导入工会组织登记表",
            ),
            Link(
                field="union_code",
                into="named_union_id",
                alias="u",
                join="LEFT JOIN unions_organisation u ON u.code = s.union_code",
                code="unknown_union",
                column="所属工会编码",
                message="系统里没有编码为 {} 的工会，请核对编码；未建会的单位请留空",
            ),
        ),
        written_links=("body_id",),
        match="t.credit_code = s.credit_code",
        columns={
            column.field: column.field for column in REGISTER.columns if column.field not in {"body_code", "union_code"}
        },
        computed={"union_id": "CASE WHEN 'union_code' = ANY(s.cleared) THEN NULL ELSE coalesce(u.id, t.union_id) END"},
        scope_column="责任工会编码",
        outside="""EXISTS (
            SELECT FROM unions_organisation o
            WHERE o.id IN (e.body_id, e.named_union_id, (SELECT t.body_id FROM unions_employer t WHERE t.id = e.id))
              AND NOT o.path LIKE ANY(%(paths)s::text[]))""",
        checks=(
            Check(
                "wrong_parent",
                "SELECT e.row_no, '责任工会编码', '责任工会要填县总工会直接下级的乡镇、开发区或系统工会，请核对编码'"
                " FROM effective e JOIN unions_organisation b ON b.id = e.body_id"
                " LEFT JOIN unions_organisation c ON c.id = b.parent_id"
                " WHERE c.kind IS DISTINCT FROM 'county_federation'"
                " OR b.kind IN ('grassroots_single', 'grassroots_joint')",
            ),
            *(_part(column, field) for column, field in _PARTS),
            Check("conflict", SECOND_EMPLOYER),
        ),
        export="""
            SELECT e.credit_code, e.name, e.nature, e.size, e.industry, e.staff, e.women, e.migrants, e.dispatched,
                   CASE WHEN b.path LIKE ANY(%(paths)s::text[]) THEN b.code END,
                   CASE WHEN u.path LIKE ANY(%(paths)s::text[]) THEN u.code END,
                   e.address, e.legal_representative, e.phone, e.deregistered_on
            FROM unions_employer e JOIN unions_organisation b ON b.id = e.body_id
            LEFT JOIN unions_organisation u ON u.id = e.union_id
            WHERE b.path LIKE ANY(%(paths)s::text[]) OR u.path LIKE ANY(%(paths)s::text[]) ORDER BY e.credit_code
        """,
    )
)
