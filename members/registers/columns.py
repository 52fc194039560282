"""The columns of 工会会员登记表 (registers.md §2, domain.md B4)."""

from dataclasses import replace

from members.models import State
from members.models.codes import ETHNICITIES, Education, Employment, Hukou, IdKind, PoliticalStatus, SkillLevel
from registers.declare import Column, Register
from unions.models import Sex
from unions.registers.parts import UNION_CODE, labels

# What a form may say; the other states come of transfers and merges.
SAID = (State.NORMAL, State.RETAINED, State.WITHDRAWN, State.EXPELLED)
EXAMPLE_NUMBER = "349999199001010015"

NUMBER = Column(
    "证件号码",
    "id_number",
    "document",
    required=True,
    key=True,
    help="居民身份证填 18 位（15 位的旧号码会自动换成 18 位）；系统加密保存。",
    example=EXAMPLE_NUMBER,
)

MEMBERS = Register(
    "members",
    "工会会员登记表",
    (
        NUMBER,
        Column(
            "证件类别",
            "id_kind",
            "choice",
            choices=labels(IdKind.choices),
            aliases={"身份证": "resident", "第二代居民身份证": "resident", "港澳通行证": "hong_kong_macao"},
            help="留空为居民身份证。",
            example="居民身份证",
        ),
        Column("姓名", "name", "text", required=True, max_length=64, example="李某某"),
        Column("性别", "sex", "choice", choices=labels(Sex.choices), help="居民身份证的由号码得出，可以不填。"),
        Column("出生日期", "born_on", "date", help="居民身份证的由号码得出，可以不填。"),
        Column(
            "民族",
            "ethnicity",
            "choice",
            choices=labels(ETHNICITIES),
            aliases={name.removesuffix("族"): code for code, name in ETHNICITIES},
            example="汉族",
        ),
        replace(UNION_CODE, key=False, help="所在的独立基层工会、联合基层工会或村（社区）工会的编码。"),
        Column(
            "单位统一社会信用代码",
            "employer_code",
            "credit_code",
            help="工会覆盖几个单位的，填会员所在单位的 18 位代码，须先在法人单位登记表中登记。",
        ),
        Column("入会日期", "since", "date", required=True, example="2011-05-01"),
        Column("就业状况", "employment", "choice", choices=labels(Employment.choices), example="在岗"),
        Column("移动电话", "mobile", "mobile", example="13900000000"),
        Column(
            "学历",
            "education",
            "choice",
            choices=labels(Education.choices),
            aliases={
                "博士研究生": "doctor",
                "硕士研究生": "master",
                "大学本科": "bachelor",
                "大学专科": "college",
                "专科": "college",
                "中等专科": "secondary",
                "小学": "primary",
            },
            example="高中",
        ),
        Column("技术等级", "skill_level", "choice", choices=labels(SkillLevel.choices)),
        Column(
            "政治面貌",
            "political_status",
            "choice",
            choices=labels(PoliticalStatus.choices),
            aliases={"党员": "01", "中国共产党党员": "01", "预备党员": "02", "团员": "03"},
            example="群众",
        ),
        Column("籍贯", "native_place", "text", max_length=64),
        Column(
            "户籍类型",
            "hukou_type",
            "choice",
            choices=labels(Hukou.choices),
            aliases={"农业": "agricultural", "非农业": "non_agricultural"},
            example="农业户口",
        ),
        Column("是否农民工", "is_migrant", "boolean", example="是"),
        Column("是否劳务派遣", "is_dispatched", "boolean", example="否"),
        Column(
            "会籍状态",
            "state",
            "choice",
            choices={str(state.label): str(state) for state in SAID},
            help="留空为正常；已登记的会员留空不改变会籍。退会、除名的要填后两列。",
        ),
        Column("会籍变化日期", "changed_on", "date", help="退会、除名从这一天起不再是会员；保留会籍留空即导入当天。"),
        Column("会籍变化原因", "reason", "text", max_length=100),
    ),
)
