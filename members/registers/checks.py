"""The rules of the register `members`, over the file's rows and what is on file."""

from members.registers.effects import ENDS, TODAY
from members.registers.parts import ANOTHER, MEMBERS_UNIONS
from registers.plan import Check
from unions.registers.parts import not_before_established

_ROWS = "FROM effective e JOIN stage s USING (row_no)"

TWICE = f"""
    WITH counted AS (
        SELECT e.row_no, e.bad, first_value(e.row_no) OVER same_person AS first
        {_ROWS} WHERE s.id_number_index IS NOT NULL
        WINDOW same_person AS (PARTITION BY coalesce(e.member_id::text, s.id_number_index) ORDER BY e.row_no)
    )
    SELECT row_no, '证件号码', '与第 ' || first || ' 行是同一个人，一个人在文件里只能有一行，请删除或改正其中一行'
    FROM counted WHERE row_no <> first AND NOT bad
"""

# Where, only to whom may see it (security.md 24).
ELSEWHERE = f"""
    SELECT e.row_no, '工会编码', s.name || '现在是' ||
        CASE WHEN o.path LIKE ANY(%(paths)s::text[]) THEN o.name ELSE '{ANOTHER}' END ||
        '的会员，不能重复登记；确已调入的，请办理会员接转（填会员组织关系接转登记表，或在会员接转里发起申请），'
        || '转入工会接收后会籍自动转来'
    {_ROWS}
    JOIN members_membership c ON c.member_id = e.member_id AND c.until IS NULL AND c.union_id <> e.union_id
    JOIN unions_organisation o ON o.id = c.union_id
    WHERE e.union_id IS NOT NULL AND NOT (e.same AND s.state IN {ENDS})
"""

OVERLAP = f"""
    SELECT e.row_no, '入会日期', '与本人的另一段会籍（' ||
        CASE WHEN o.path LIKE ANY(%(paths)s::text[])
        THEN o.name || '，' || c.since || ' 至 ' || coalesce(c.until::text, '今') ELSE '在{ANOTHER}' END
        || '）时间重叠，请核对入会日期'
    {_ROWS}
    JOIN members_membership c ON c.member_id = e.member_id AND c.id IS DISTINCT FROM e.id
    JOIN unions_organisation o ON o.id = c.union_id
    WHERE NOT e.same AND e.since < coalesce(c.until, 'infinity') AND c.since < coalesce(e.until, 'infinity')
      AND NOT (c.until IS NULL AND c.union_id <> e.union_id)
"""

CHECKS = (
    Check("duplicate_in_file", TWICE),
    Check(
        "wrong_parent",
        "SELECT e.row_no, '工会编码', '会员只能登记在独立基层工会、联合基层工会或村（社区）工会，请改填会员所在工会的编码'"
        " FROM effective e JOIN unions_organisation u ON u.id = e.union_id"
        f" WHERE u.kind NOT IN {MEMBERS_UNIONS}",
    ),
    not_before_established("入会日期", "since"),
    Check(
        "conflict",
        "SELECT e.row_no, '入会日期', '该工会已于 ' || u.dissolved_on || ' 撤销，不能入会，请核对工会编码和入会日期'"
        " FROM effective e JOIN unions_organisation u ON u.id = e.union_id"
        " WHERE e.since >= u.dissolved_on AND NOT e.same",
    ),
    Check(
        "conflict",
        f"SELECT e.row_no, '入会日期', '还没有到，请核对' FROM effective e WHERE e.since > {TODAY}",
    ),
    Check("conflict", f"SELECT s.row_no, '出生日期', '还没有到，请核对' FROM stage s WHERE s.born_on > {TODAY}"),
    Check(
        "conflict",
        f"SELECT e.row_no, '会籍变化日期', '还没有到，请到时再登记' FROM effective e WHERE e.changed_on > {TODAY}",
    ),
    Check(
        "required",
        "SELECT e.row_no, '会籍变化日期', '退会、除名、保留会籍的要写明哪一天变化，请补填'"
        " FROM effective e WHERE e.state <> 'normal' AND e.changed_on IS NULL AND NOT e.bad",
    ),
    Check(
        "required",
        "SELECT e.row_no, '会籍变化原因', '退会、除名的要写明原因，请补填'"
        f" FROM effective e WHERE e.state IN {ENDS} AND e.reason = '' AND NOT e.bad",
    ),
    Check(
        "ends_before_start",
        "SELECT e.row_no, '会籍变化日期', '早于入会日期 ' || e.since || '，请核对两个日期'"
        " FROM effective e WHERE e.changed_on < e.since",
    ),
    Check(
        "conflict",
        "SELECT e.row_no, '单位统一社会信用代码', '这个单位不在本行工会的覆盖范围内，请核对代码和工会编码'"
        " FROM effective e JOIN unions_employer x ON x.id = e.named_employer_id"
        " LEFT JOIN members_membership t ON t.id = e.id"
        " WHERE e.union_id IS NOT NULL AND x.union_id IS DISTINCT FROM e.union_id"
        " AND e.employer_id IS DISTINCT FROM t.employer_id",
    ),
    Check("conflict", ELSEWHERE),
    Check("conflict", OVERLAP),
    Check(
        "conflict",
        "SELECT e.row_no, '会籍状态', '这段会籍已经转出，不能用登记表改，请留空，或由转入工会办理'"
        f" {_ROWS} JOIN members_membership t ON t.id = e.id"
        " WHERE t.state = 'transferred' AND (s.state IS NOT NULL OR e.state <> t.state)",
    ),
    Check(
        # As at the desk: a number that is on file under another name, elsewhere, is more likely a mistake.
        "conflict",
        "SELECT e.row_no, '姓名', '这个证件号码以前登记的是另一个姓名，请核对号码和姓名；"
        "更名的请联系县总工会组宣部更正后再登记'"
        f" {_ROWS} JOIN members_member p ON p.id = e.member_id"
        " WHERE p.union_id <> e.union_id AND p.name <> s.name AND p.erased_on IS NULL"
        " AND NOT EXISTS (SELECT FROM found o WHERE o.row_no = e.row_no AND o.column_name = '工会编码')",
    ),
    Check(
        "conflict",
        "SELECT e.row_no, '证件号码', '这位会员的个人信息已按规定删除，不能再登记，请联系县总工会组宣部'"
        " FROM effective e JOIN members_member p ON p.id = e.member_id WHERE p.erased_on IS NOT NULL",
    ),
)
