"""The columns of 困难职工档案表: sheets 档案 and 家庭成员 (hardship.md §2). A field is named as the fact it becomes."""

from dataclasses import replace

from hardship.codes import (
    CAUSES,
    EMPLOYMENT_FORMS,
    HEALTH,
    HOUSING,
    HUKOU,
    INSURANCE,
    MARITAL,
    MODEL_WORKERS,
    RELATIONS,
    STANDINGS,
)
from members.models.codes import ETHNICITIES, PoliticalStatus
from registers.declare import Column, Register
from unions.registers.parts import UNION_CODE

EXAMPLE, EXAMPLE_NUMBER = "DA2012001", "349999199001010015"
STUDENTS = ("研究生", "大学生", "中职中技", "高中", "初中", "小学", "学龄前")


def _words(words: tuple[str, ...]) -> dict[str, str]:
    """What a cell says is what is stored."""
    return {word: word for word in words}


CODE = Column(
    "档案编号",
    "code",
    "identifier",
    required=True,
    key=True,
    min_length=1,
    max_length=32,
    help="一户一个编号，数字或字母；两张工作表用它对应起来。",
    example=EXAMPLE,
)
MARRIED = Column("婚姻状况", "marital_status", "choice", required=True, choices=_words(MARITAL), example="已婚")
ILL = Column("健康状况", "health", "text", required=True, secret=True, max_length=40, offered=HEALTH, example="良好")
SAID_ALONE = "系统加密保存，不在名单上显示。"


def _yuan(name: str, field: str, help_: str = "") -> Column:
    return Column(name, field, "money", secret=True, help=f"单位元，最多两位小数。{help_}")


INCOME = Column(
    "年收入",
    "income",
    "money",
    required=True,
    secret=True,
    help="近一年的全部收入，单位元；没有收入填 0。",
    example="12000.00",
)
HOUSEHOLD = Register(
    "dossiers",
    "家庭成员",
    (
        replace(CODE, key=False, help="与“档案”表里的编号一致，一户有几个人就填几行。"),
        Column("姓名", "name", "text", required=True, max_length=64, example="李某某"),
        Column(
            "关系",
            "relation",
            "choice",
            required=True,
            choices=_words(RELATIONS),
            aliases={"户主": "本人", "妻子": "配偶", "丈夫": "配偶", "儿子": "子女", "女儿": "子女", "父亲": "父母", "母亲": "父母"},
            help="与职工本人的关系。职工本人也要填一行，关系填“本人”，每户只有一行。",
            example="本人",
        ),
        Column("身份证号", "id_number", "id_number", help=SAID_ALONE, example=EXAMPLE_NUMBER),
        Column("出生日期", "born_on", "date", help="有身份证号的可以不填。"),
        MARRIED,
        replace(ILL, required=False, help="生病的写病名。", example=""),
        INCOME,
        Column("身份", "standing", "text", max_length=20, offered=(*STANDINGS, *STUDENTS), example="在岗"),
        Column("单位或学校", "place", "text", max_length=100),
    ),
    link="code",
)  # fmt: skip

DOSSIERS = Register(
    "dossiers",
    "困难职工档案表",
    (
        CODE,
        Column("姓名", "name", "text", required=True, max_length=64, example="李某某"),
        Column("身份证号", "id_number", "id_number", required=True, help=SAID_ALONE, example=EXAMPLE_NUMBER),
        Column("性别", "sex", "choice", choices=_words(("男", "女")), help="由身份证号得出，可以不填。"),
        Column("民族", "ethnicity", "text", max_length=20, offered=tuple(name for _, name in ETHNICITIES)),
        Column(
            "政治面貌",
            "political_status",
            "choice",
            choices=_words(tuple(str(label) for label in PoliticalStatus.labels)),
            aliases={
                "党员": "中共党员",
                "中国共产党党员": "中共党员",
                "预备党员": "中共预备党员",
                "团员": "共青团员",
            },
        ),
        MARRIED,
        Column("用工形式", "employment_form", "choice", required=True, choices=_words(EMPLOYMENT_FORMS)),
        Column(
            "身份",
            "standing",
            "choice",
            required=True,
            choices=_words(STANDINGS),
            aliases={
                "下岗": "下（待）岗",
                "待岗": "下（待）岗",
                "待（下）岗": "下（待）岗",
                "失业": "失（无）业",
                "无业": "失（无）业",
            },
        ),
        Column("劳模类型", "model_worker", "choice", choices=_words(MODEL_WORKERS)),
        ILL,
        Column("残疾类别", "disability", "text", secret=True, max_length=40, help="有残疾的填类别和等级，如“肢体三级”。"),
        replace(UNION_CODE, key=False, help="职工所在的独立基层工会、联合基层工会或村（社区）工会的编码。"),
        Column("手机号码", "mobile", "mobile", required=True, example="13900000000"),
        Column("家庭住址", "address", "text", required=True, max_length=200, example="某镇某村 1 号"),
        Column("户口类型", "hukou", "text", max_length=20, offered=HUKOU),
        Column("住房类型", "housing", "text", max_length=20, offered=HOUSING),
        Column("建筑面积", "floor_area", "number", help="单位平方米。"),
        Column("医保状况", "insurance", "text", max_length=20, offered=INSURANCE),
        Column("是否单亲", "is_single_parent", "boolean"),
        Column("是否零就业家庭", "is_zero_employment", "boolean"),
        Column("是否有自救能力", "can_help_itself", "boolean"),
        Column("主要致困原因", "main_cause", "choice", required=True, secret=True, choices=_words(CAUSES)),
        Column("次要致困原因", "other_causes", "choices", secret=True, choices=_words(CAUSES)),
        Column("困难说明", "description", "text", secret=True, max_length=500),
        Column("政府救助后仍困难", "hard_after_aid", "boolean"),
        _yuan("本年自负医药费", "medical", "医保和救助报销以后自己承担的部分。"),
        _yuan("本年财产损失", "loss"),
        _yuan("年刚性支出", "rigid"),
        Column("住房套数", "homes", "integer"),
        Column("是否有经营性雇工", "hires", "boolean"),
        Column("是否高收费择校或自费留学", "costly_school", "boolean"),
        Column("是否拥有非营运机动车", "car", "boolean"),
        Column("开户银行", "bank", "text", max_length=60),
        Column("支行名称", "branch", "text", max_length=80),
        Column("银行卡号", "card", "card", secret=True, help=SAID_ALONE),
        Column("户名", "account_name", "text", max_length=64, help="应与职工本人一致。"),
        Column("建档日期", "opened_on", "date", required=True),
        Column("备注", "note", "text", secret=True, max_length=200),
    ),
    sheet="档案",
    second=HOUSEHOLD,
    guide=(
        "一户一档：“档案”表一户填一行，“家庭成员”表一人填一行，用档案编号对应；两张表要放在同一个工作簿（.xlsx）里一起导入。",
        "一户要么全部导入，要么一行也不导入：它的任何一行有错误，整户都留在错误工作簿里。",
        "修改已有的档案时，“家庭成员”表里填了这一户的，以表里的几行为全家，没有列出的人不再是家庭成员；一行也没有填的，家庭成员不变。",
    ),
)  # fmt: skip
