"""工会干部登记表 (registers.md §2)."""

from accounts.duties import Duty
from registers.declare import Column, Register
from registers.plan import Check, Plan
from registers.registry import declare
from unions.models import FullTime, Post, Sex
from unions.registers.parts import OUTSIDE_UNION, UNION, UNION_CODE, labels, not_before, not_before_established

REGISTER = Register(
    "officers",
    "工会干部登记表",
    (
        UNION_CODE,
        Column("姓名", "name", "text", required=True, key=True, max_length=64, example="张某某"),
        Column("职务", "post", "choice", required=True, key=True, choices=labels(Post.choices), example="主席"),
        Column("当选日期", "elected_on", "date", required=True, key=True, example="2011-03-08"),
        Column("性别", "sex", "choice", choices=labels(Sex.choices), example="男"),
        Column("出生日期", "born_on", "date", example="1970-01-01"),
        Column(
            "身份证号", "id_number", "id_number", help="18 位；系统加密保存，导出时不带出，留空不改变已登记的号码。"
        ),
        Column("政治面貌", "political_status", "text", max_length=32, example="中共党员"),
        Column("文化程度", "education", "text", max_length=32, example="大学本科"),
        Column("专兼职", "full_time", "choice", choices=labels(FullTime.choices), example="兼职"),
        Column("行政职务", "employer_post", "text", max_length=64, help="在企业担任的职务。", example="办公室主任"),
        Column(
            "是否企业主要负责人或其近亲属",
            "is_principal_or_kin",
            "boolean",
            help="填“是”的不能担任工会委员会职务（《工会法》第十条）。",
            example="否",
        ),
        Column("办公电话", "office_phone", "phone", max_length=64, example="0556-0000000"),
        Column("手机号码", "mobile", "mobile", example="13900000000"),
        Column("任期届满日期", "term_ends_on", "date", help="留空按当选日期和工会的届期年数推算。"),
        Column("离任日期", "left_on", "date", help="从这一天起不再任职；在任的留空。"),
    ),
)

# 当选日期 + 届期年数 − 1 day; a term from 29 February ends on 28 February where the day does not exist.
TERM_END = """(s.elected_on + make_interval(years => u.term_years))::date
    - CASE WHEN extract(day FROM s.elected_on + make_interval(years => u.term_years)) = extract(day FROM s.elected_on)
      THEN 1 ELSE 0 END"""

# Of two chairs whose tenures clash the later start is the one to mend; a tenure on file counts as the earlier.
OVERLAP = """
    WITH tenure AS (
        SELECT e.row_no, e.union_id, e.elected_on AS since, coalesce(e.left_on, 'infinity') AS until
        FROM effective e
        WHERE e.post = 'chair' AND NOT e.bad AND e.union_id IS NOT NULL AND e.elected_on IS NOT NULL
        UNION ALL
        SELECT NULL, o.union_id, o.elected_on, coalesce(o.left_on, 'infinity')
        FROM unions_officer o
        WHERE o.post = 'chair' AND o.union_id IN (SELECT e.union_id FROM effective e WHERE e.post = 'chair')
          AND NOT EXISTS (SELECT FROM effective e WHERE e.id = o.id)
    )
    SELECT coalesce(later.row_no, earlier.row_no), '当选日期',
        '与同一工会另一位主席的任期重叠（'
        || CASE WHEN later.row_no IS NOT NULL AND earlier.row_no IS NOT NULL THEN '第 ' || earlier.row_no || ' 行，'
           ELSE '系统中，' END
        || CASE WHEN later.row_no IS NULL THEN later.since ELSE earlier.since END
        || ' 当选），请核对当选日期，或先填写前任的离任日期'
    FROM tenure earlier JOIN tenure later USING (union_id)
    WHERE (earlier.since, coalesce(earlier.row_no, 0)) < (later.since, coalesce(later.row_no, 0))
      AND later.since < earlier.until AND earlier.since < later.until
      AND (earlier.row_no IS NOT NULL OR later.row_no IS NOT NULL)
"""

PLAN = declare(
    Plan(
        REGISTER,
        table="unions_officer",
        duty=Duty.EDIT_OFFICERS,
        see=Duty.SEE_OFFICERS,
        links=(UNION,),
        written_links=("union_id",),
        match="t.union_id = u.id AND t.name = s.name AND t.post = s.post AND t.elected_on = s.elected_on",
        columns={
            column.field: column.field
            for column in REGISTER.columns
            if column.field not in {"union_code", "id_number", "term_ends_on"}
        },
        computed={
            "id_number_index": "CASE WHEN 'id_number' = ANY(s.cleared) THEN ''"
            " ELSE coalesce(s.id_number_index, t.id_number_index, '') END",
            # Sealing gives another text each time; the same number keeps the one on file.
            "id_number_sealed": "CASE WHEN 'id_number' = ANY(s.cleared) THEN ''"
            " WHEN s.id_number_index = t.id_number_index THEN t.id_number_sealed"
            " ELSE coalesce(s.id_number_sealed, t.id_number_sealed, '') END",
            "term_ends_on": "CASE WHEN 'term_ends_on' = ANY(s.cleared) THEN NULL WHEN t.id IS NOT NULL"
            f" THEN coalesce(s.term_ends_on, t.term_ends_on) ELSE coalesce(s.term_ends_on, {TERM_END}) END",
        },
        outside=OUTSIDE_UNION,
        checks=(
            not_before_established("当选日期", "elected_on"),
            not_before("离任日期", "left_on", "当选日期", "elected_on"),
            not_before("任期届满日期", "term_ends_on", "当选日期", "elected_on"),
            Check(
                "not_eligible",
                "SELECT e.row_no, '是否企业主要负责人或其近亲属',"
                " '企业主要负责人及其近亲属不能担任工会委员会职务（《工会法》第十条），请核对后改为“否”或另选人员'"
                " FROM effective e WHERE e.is_principal_or_kin AND e.post <> 'organiser'",
            ),
            Check("overlapping_tenure", OVERLAP),
        ),
        # The sealed number never leaves in bulk: its column stays empty, which an import reads as "unchanged".
        export="""
            SELECT u.code, o.name, o.post, o.elected_on, o.sex, o.born_on, NULL, o.political_status, o.education,
                   o.full_time, o.employer_post, o.is_principal_or_kin, o.office_phone, o.mobile, o.term_ends_on, o.left_on
            FROM unions_officer o JOIN unions_organisation u ON u.id = o.union_id
            WHERE u.path LIKE ANY(%(paths)s::text[]) ORDER BY u.code, o.elected_on, o.id
        """,
    )
)
