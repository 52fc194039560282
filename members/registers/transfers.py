"""工会会员组织关系接转登记表 (registers.md §2)."""

from dataclasses import replace

from accounts.duties import Duty
from members.registers import consent
from members.registers.chain import examine
from members.registers.columns import NUMBER
from members.registers.effects import PERSON, TODAY
from members.registers.moving import write
from members.registers.numbers import judge_any
from members.registers.parts import KINDS, MEMBERS_UNIONS, NOBODY
from registers.declare import Column, Register
from registers.plan import Check, Link, Plan
from registers.registry import declare
from unions.registers.parts import UNION, UNION_CODE, not_before

REGISTER = Register(
    "transfers",
    "工会会员组织关系接转登记表",
    (
        replace(NUMBER, help="在工会会员登记表中登记的号码。"),
        Column("姓名", "name", "text", required=True, max_length=64, example="李某某"),
        replace(
            UNION_CODE,
            name="转出工会编码",
            field="from_code",
            key=False,
            help="会员现在所在工会的编码。",
            example="349999010101",
        ),
        replace(
            UNION_CODE,
            name="转入工会编码",
            field="to_code",
            help="会员要去的独立基层工会、联合基层工会或村（社区）工会的编码。",
            example="349999010102",
        ),
        Column("申请日期", "applied_on", "date", required=True, key=True, example="2012-06-01"),
        Column("接转原因", "reason", "text", max_length=100, example="调动工作"),
        Column("转出工会意见", "from_opinion", "text", max_length=200, example="同意转出"),
        Column("转入工会意见", "to_opinion", "text", max_length=200),
        Column("接收日期", "closed_on", "date", help="从这一天起会籍在转入工会，由转入工会填；还没有接收的留空。"),
    ),
)

_TO = "FROM effective e JOIN stage s USING (row_no) JOIN unions_organisation v ON v.id = e.to_union_id"
_ON_FILE = "FROM effective e JOIN stage s USING (row_no) JOIN members_transfer t ON t.id = e.id"

CHECKS = (
    *consent.CHECKS,
    Check(
        "conflict",
        f"SELECT e.row_no, '证件号码', '{NOBODY}' FROM effective e JOIN stage s USING (row_no)"
        " LEFT JOIN members_member p ON p.id = e.member_id"
        " WHERE s.id_number_index IS NOT NULL AND (p.id IS NULL OR p.erased_on IS NOT NULL)"
        " AND NOT EXISTS (SELECT FROM found f WHERE f.row_no = e.row_no AND f.code = 'not_eligible')",
    ),
    Check(
        "conflict",
        "SELECT e.row_no, '转入工会编码', '转入工会和转出工会是同一个，请核对编码'"
        " FROM effective e WHERE e.from_union_id = e.to_union_id",
    ),
    Check(
        "wrong_parent",
        "SELECT e.row_no, '转入工会编码', '会员只能转入独立基层工会、联合基层工会或村（社区）工会，请核对编码'"
        f" {_TO} WHERE v.kind NOT IN {MEMBERS_UNIONS}",
    ),
    Check(
        "before_established",
        "SELECT e.row_no, '申请日期', '早于转入工会的建会日期 ' || v.established_on || '，请核对'"
        f" {_TO} WHERE e.applied_on < v.established_on",
    ),
    Check(
        "conflict",
        "SELECT e.row_no, '转入工会编码', '这个工会已于 ' || v.dissolved_on || ' 撤销，不能转入，请核对编码'"
        f" {_TO} WHERE coalesce(e.closed_on, e.applied_on) >= v.dissolved_on AND NOT e.same",
    ),
    not_before("接收日期", "closed_on", "申请日期", "applied_on"),
    Check("conflict", f"SELECT e.row_no, '申请日期', '还没有到，请核对' FROM effective e WHERE e.applied_on > {TODAY}"),
    Check("conflict", f"SELECT e.row_no, '接收日期', '还没有到，请核对' FROM effective e WHERE e.closed_on > {TODAY}"),
    Check(
        "not_eligible",
        "SELECT e.row_no, '接收日期', '接收由转入工会或它的上级工会办理，您只能申请，请把接收日期留空'"
        f" {_TO} LEFT JOIN members_transfer t ON t.id = e.id"
        " WHERE e.state = 'accepted' AND t.state IS DISTINCT FROM 'accepted' AND NOT v.path LIKE ANY(%(paths)s::text[])",
    ),
    Check(
        "conflict",
        "SELECT e.row_no, '接收日期', '这份申请已经办结（' || CASE t.state WHEN 'accepted' THEN t.closed_on || ' 已接收'"
        " WHEN 'declined' THEN '不同意接收' ELSE '已撤回' END || '），不能改接收日期；要再办的请另填申请日期'"
        f" {_ON_FILE} WHERE t.state <> 'pending' AND ('closed_on' = ANY(s.cleared)"
        " OR s.closed_on IS NOT NULL AND NOT (t.state = 'accepted' AND s.closed_on = t.closed_on))",
    ),
    Check(
        "conflict",
        "SELECT e.row_no, '转出工会编码', '这份申请登记的是另一个转出工会，请核对编码'"
        f" {_ON_FILE} WHERE t.from_union_id <> e.from_union_id",
    ),
    Check(
        "conflict",
        "SELECT e.row_no, '姓名', '与这份申请上的姓名不同，请核对姓名和证件号码'"
        f" {_ON_FILE} JOIN members_member p ON p.id = e.member_id WHERE s.name NOT IN (t.name, p.name)",
    ),
)

# The number whole only of whom the exporter's part has now; both sides see name and masked number. Where somebody comes
# from is for the sender to tell: what waits for its word is left out, for a row without 转出工会编码 reads back as a fault.
EXPORT = """
    SELECT coalesce(m.id_number_sealed, t.masked_number), t.name, u.code, v.code, t.applied_on, t.reason, t.from_opinion,
           t.to_opinion, CASE WHEN t.state = 'accepted' THEN t.closed_on END
    FROM members_transfer t JOIN unions_organisation u ON u.id = t.from_union_id
    JOIN unions_organisation v ON v.id = t.to_union_id
    LEFT JOIN (members_member m JOIN unions_organisation o ON o.id = m.union_id AND o.path LIKE ANY(%(paths)s::text[]))
        ON m.id = t.member_id
    WHERE (u.path LIKE ANY(%(paths)s::text[]) OR v.path LIKE ANY(%(paths)s::text[]))
      AND (u.path LIKE ANY(%(paths)s::text[]) OR t.state = 'accepted' OR t.from_opinion <> '')
      AND t.state IN ('pending', 'accepted') AND m.merged_into_id IS NULL AND m.erased_on IS NULL
    ORDER BY t.applied_on, t.id
"""

PLAN = declare(
    Plan(
        REGISTER,
        table="members_transfer",
        tables=("members_transfer", "members_membership", "members_member"),
        sealed_in="members_member",
        duty=Duty.EDIT_MEMBERS,
        see=Duty.SEE_MEMBERS,
        links=(
            replace(
                UNION,
                field="from_code",
                into="from_union_id",
                join="LEFT JOIN unions_organisation u ON u.code = s.from_code",
                column="转出工会编码",
            ),
            Link(
                field="to_code",
                into="to_union_id",
                alias="v",
                join="LEFT JOIN unions_organisation v ON v.code = s.to_code",
                code="unknown_union",
                column="转入工会编码",
                message=UNION.message,
            ),
            PERSON,
        ),
        written_links=("from_union_id", "to_union_id", "member_id"),
        match="t.member_id = p.id AND t.to_union_id = v.id AND t.applied_on = s.applied_on",
        columns={name: name for name in ("applied_on", "reason", "from_opinion", "to_opinion")},
        computed={
            "name": "coalesce(t.name, p.name)",
            "closed_on": "coalesce(s.closed_on, t.closed_on)",
            "state": "CASE WHEN t.state <> 'pending' THEN t.state WHEN s.closed_on IS NOT NULL THEN 'accepted'"
            " ELSE 'pending' END",
        },
        scope_column="转入工会编码",
        # Either side may write the row; who may accept is a check of its own.
        outside="""coalesce(e.from_union_id, e.to_union_id) IS NOT NULL AND NOT EXISTS (
            SELECT FROM unions_organisation o
            WHERE o.id IN (e.from_union_id, e.to_union_id) AND o.path LIKE ANY(%(paths)s::text[]))""",
        checks=CHECKS,
        judge=lambda rows, on: judge_any(REGISTER, rows, on),
        examine=examine,
        write=write,
        export=EXPORT,
        kinds=KINDS,
        elsewhere=NOBODY,
        export_note="转出工会还没有表态的转入申请不在导出的表里，请在“会员接转”里看。",
    )
)
