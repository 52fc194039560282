"""荣誉登记表 (registers.md §2)."""

from accounts.duties import Duty
from registers.declare import Column, Register
from registers.plan import Plan
from registers.registry import declare
from unions.models import Level
from unions.registers.parts import OUTSIDE_UNION, UNION, UNION_CODE, labels, not_before

REGISTER = Register(
    "honours",
    "荣誉登记表",
    (
        UNION_CODE,
        Column("荣誉名称", "name", "text", required=True, key=True, max_length=120, example="模范职工之家"),
        Column("级别", "level", "choice", required=True, choices=labels(Level.choices), example="市级"),
        Column("授予日期", "awarded_on", "date", required=True, key=True, example="2011-12-20"),
        Column("撤销日期", "revoked_on", "date", help="从这一天起不再持有该荣誉；仍然有效的留空。"),
        Column("授予单位", "awarded_by", "text", max_length=120, example="市总工会"),
    ),
)

PLAN = declare(
    Plan(
        REGISTER,
        table="unions_honour",
        duty=Duty.EDIT_ORGANISATIONS,
        see=Duty.SEE_ORGANISATIONS,
        links=(UNION,),
        written_links=("union_id",),
        match="t.union_id = u.id AND t.name = s.name AND t.awarded_on = s.awarded_on",
        columns={
            "name": "name",
            "level": "level",
            "awarded_on": "awarded_on",
            "revoked_on": "revoked_on",
            "awarded_by": "awarded_by",
        },
        outside=OUTSIDE_UNION,
        checks=(not_before("撤销日期", "revoked_on", "授予日期", "awarded_on"),),
        export="""
            SELECT u.code, h.name, h.level, h.awarded_on, h.revoked_on, h.awarded_by
            FROM unions_honour h JOIN unions_organisation u ON u.id = h.union_id
            WHERE u.path LIKE ANY(%(paths)s::text[]) ORDER BY u.code, h.awarded_on, h.name
        """,
    )
)
