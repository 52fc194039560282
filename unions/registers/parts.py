"""Columns and SQL that several registers share."""

from registers.declare import Column
from registers.plan import Check, Link

UNION_CODE = Column(
    "工会编码",
    "union_code",
    "code",
    required=True,
    key=True,
    min_length=6,
    max_length=20,
    help="县里统一编的工会编码，6 至 20 位数字，须先在工会组织登记表中登记。",
    example="349999010101",
)

UNION = Link(
    field="union_code",
    into="union_id",
    alias="u",
    join="LEFT JOIN unions_organisation u ON u.code = s.union_code",
    code="unknown_union",
    column="工会编码",
    message="系统里没有编码为 {} 的工会，请核对编码，或先导入工会组织登记表",
)

OUTSIDE_UNION = (
    "EXISTS (SELECT FROM unions_organisation u WHERE u.id = e.union_id AND NOT u.path LIKE ANY(%(paths)s::text[]))"
)


def not_before_established(column: str, field: str) -> Check:
    """A date of the union's own life can't lie before the union was set up."""
    return Check(
        "before_established",
        f"SELECT e.row_no, '{column}', '早于该工会的建会日期 ' || u.established_on || '，请核对两个日期'"
        f" FROM effective e JOIN unions_organisation u ON u.id = e.union_id WHERE e.{field} < u.established_on",
    )


def not_before(column: str, field: str, start_column: str, start_field: str) -> Check:
    """An end lies on or after its start."""
    return Check(
        "ends_before_start",
        f"SELECT e.row_no, '{column}', '早于{start_column} ' || e.{start_field} || '，请核对两个日期'"
        f" FROM effective e WHERE e.{field} < e.{start_field}",
    )


def labels(choices: list[tuple[str, str]]) -> dict[str, str]:
    """Django's choices as the register has them: 中文 -> stored value."""
    return {str(label): str(value) for value, label in choices}
