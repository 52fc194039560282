"""双亮台账 (registers.md §2, coverage.md §1)."""

from accounts.duties import Duty
from registers.declare import Column, Register
from registers.plan import Check, Link, Plan
from registers.registry import declare
from unions.models import Item, Way
from unions.models.display import OFFICER_ITEMS, WAYS_OF
from unions.registers.parts import OUTSIDE_UNION, UNION, UNION_CODE, labels, not_before, not_before_established

REGISTER = Register(
    "displays",
    "双亮台账",
    (
        UNION_CODE,
        Column("事项", "item", "choice", required=True, key=True, choices=labels(Item.choices), example="亮明身份"),
        Column(
            "方式",
            "way",
            "choice",
            required=True,
            key=True,
            choices=labels(Way.choices),
            help="悬挂牌匾：企业门面、工会办公地点；亮明身份：佩戴胸卡、戴牌上岗、联系卡、办公桌牌；"
            "公布办公地点、公布联系方式：企业宣传橱窗、厂务公开栏、企业网站、职工食堂、其他明显位置。",
            example="佩戴胸卡",
        ),
        Column(
            "干部姓名",
            "officer_name",
            "text",
            key=True,
            max_length=64,
            help="只有亮明身份、公布联系方式要填：开始日期当天在任的主席或副主席。",
            example="张某某",
        ),
        Column("开始日期", "starts_on", "date", required=True, key=True, example="2012-06-01"),
        Column("结束日期", "ends_on", "date", help="从这一天起不再有效；仍然有效的留空。"),
        Column("核实日期", "verified_on", "date", help="上级工会核实的日期；未核实的留空。"),
        Column("核实人", "verified_by", "text", max_length=64),
        Column(
            "内容",
            "content",
            "text",
            max_length=200,
            help="牌匾的文字、办公地点，或公布的号码。",
            example="工会主席 张某某",
        ),
    ),
)

_OFFICER_ITEMS = ", ".join(f"'{item}'" for item in OFFICER_ITEMS)
_WAY_FITS = " OR ".join(
    f"(e.item = '{item}' AND e.way IN ({', '.join(repr(str(way)) for way in ways)}))" for item, ways in WAYS_OF.items()
)

OFFICER = Link(
    field="officer_name",
    into="officer_id",
    alias="o",
    # A chair who is also listed as vice-chair shows who he or she is as chair.
    join=f"""LEFT JOIN LATERAL (
        SELECT o.id FROM unions_officer o
        WHERE s.item IN ({_OFFICER_ITEMS}) AND o.union_id = u.id AND o.name = s.officer_name
          AND o.post IN ('chair', 'vice_chair')
          AND o.elected_on <= s.starts_on AND (o.left_on IS NULL OR s.starts_on < o.left_on)
        ORDER BY o.post, o.elected_on DESC, o.id LIMIT 1) o ON true""",
    code="",
    column="干部姓名",
    message="",
)

CHECKS = (
    Check(
        "required",
        "SELECT e.row_no, '干部姓名', '亮明身份、公布联系方式要写明是哪位主席或副主席，请补填'"
        f" FROM effective e JOIN stage s USING (row_no) WHERE e.item IN ({_OFFICER_ITEMS}) AND s.officer_name IS NULL",
    ),
    Check(
        "conflict",
        "SELECT e.row_no, '干部姓名', '悬挂牌匾、公布办公地点是工会的事项，不写干部姓名，请删去'"
        " FROM effective e JOIN stage s USING (row_no)"
        f" WHERE e.item NOT IN ({_OFFICER_ITEMS}) AND s.officer_name IS NOT NULL",
    ),
    Check(
        "unknown_officer",
        "SELECT e.row_no, '干部姓名', s.officer_name || ' 在 ' || e.starts_on ||"
        " ' 不是该工会在任的主席或副主席，请核对姓名和开始日期，或先导入工会干部登记表'"
        " FROM effective e JOIN stage s USING (row_no)"
        f" WHERE e.item IN ({_OFFICER_ITEMS}) AND e.union_id IS NOT NULL AND e.starts_on IS NOT NULL"
        " AND s.officer_name IS NOT NULL AND e.officer_id IS NULL",
    ),
    Check(
        "not_a_choice",
        "SELECT e.row_no, '方式', '这个事项没有这种方式，请从下拉列表中选择'"
        f" FROM effective e WHERE e.item IS NOT NULL AND e.way IS NOT NULL AND NOT ({_WAY_FITS})",
    ),
    not_before_established("开始日期", "starts_on"),
    not_before("结束日期", "ends_on", "开始日期", "starts_on"),
    Check(
        # Nobody verifies what he or she entered (roles.md).
        "not_eligible",
        "SELECT e.row_no, '核实日期', '您自己录入的记录不能由您核实，请另一位同志核实'"
        " FROM effective e JOIN unions_display t ON t.id = e.id"
        " WHERE t.verified_on IS NULL AND e.verified_on IS NOT NULL AND t.entered_by_id = %(by)s::bigint",
    ),
    Check(
        "not_eligible",
        "SELECT e.row_no, '核实人', '核实人不能是导入这张表的您本人，请填实际核实的同志'"
        " FROM effective e JOIN accounts_user i ON i.id = %(by)s::bigint LEFT JOIN unions_display t ON t.id = e.id"
        " WHERE e.verified_by IN (i.name, i.username) AND e.verified_by IS DISTINCT FROM t.verified_by",
    ),
    Check(
        "not_eligible",
        "SELECT e.row_no, '核实日期', '这条记录已被退回（' || t.returned_why || '），请先在系统里重新报送，再核实'"
        " FROM effective e JOIN unions_display t ON t.id = e.id"
        " WHERE t.returned_on IS NOT NULL AND e.verified_on IS NOT NULL",
    ),
    Check(
        # A chair reports, the body verifies (roles.md).
        "not_eligible",
        "SELECT e.row_no, '核实日期', '核实由上级工会办理，您只能上报，请把核实日期留空'"
        " FROM effective e JOIN unions_organisation u ON u.id = e.union_id LEFT JOIN unions_display t ON t.id = e.id"
        " WHERE e.verified_on IS DISTINCT FROM t.verified_on AND NOT u.path LIKE ANY(%(verify_paths)s::text[])",
    ),
)

PLAN = declare(
    Plan(
        REGISTER,
        table="unions_display",
        duty=Duty.REPORT_DISPLAYS,
        see=Duty.SEE_DISPLAYS,
        links=(UNION, OFFICER),
        written_links=("union_id", "officer_id"),
        match="t.union_id = u.id AND t.item = s.item AND t.way = s.way AND t.starts_on = s.starts_on"
        " AND t.officer_id IS NOT DISTINCT FROM o.id",
        columns={
            "item": "item",
            "way": "way",
            "starts_on": "starts_on",
            "ends_on": "ends_on",
            "verified_on": "verified_on",
            "verified_by": "verified_by",
            "content": "content",
        },
        on_insert={"entered_by_id": "%(by)s::bigint"},
        outside=OUTSIDE_UNION,
        checks=CHECKS,
        export="""
            SELECT u.code, d.item, d.way, o.name, d.starts_on, d.ends_on, d.verified_on, d.verified_by, d.content
            FROM unions_display d JOIN unions_organisation u ON u.id = d.union_id
            LEFT JOIN unions_officer o ON o.id = d.officer_id
            WHERE u.path LIKE ANY(%(paths)s::text[]) ORDER BY u.code, d.item, d.starts_on, d.id
        """,
    )
)
