"""The forms' lists of choices, in their own words (domain.md B3, B4), and how a value is written on them."""

from datetime import date
from typing import Any

from members.models import Education, Employment, Hukou, IdKind, PoliticalStatus, SkillLevel
from unions.models import Industry, Kind, Nature

CREDIT_CODE = "统一社会信用代码"
SEX = ("男", "女")
YES_NO = ("是", "否")
KINDS = tuple(str(kind.label) for kind in Kind if kind != Kind.COUNTY_FEDERATION)
NATURES = tuple(map(str, Nature.labels))
INDUSTRIES = tuple(map(str, Industry.labels))
ECONOMIC_TYPES = (
    "国有经济",
    "集体经济",
    "私营经济",
    "个体经济",
    "联营经济",
    "股份制",
    "外商投资",
    "港澳台投资",
    "其他经济类",
)
ID_KINDS = tuple(map(str, IdKind.labels))
CHANGES = ("入会", "转入", "保留", "转出", "除名", "退会")
CHANGE_REASONS = (
    "劳动（工作）关系发生变化",
    "在本单位下岗后待岗",
    "失业",
    "所在企业破产",
    "个人要求退会",
    "因犯罪被开除会籍",
)
# (label, field of the member, choices)
OF_MEMBERS = tuple(
    (label, field, tuple(map(str, choices.labels)))
    for label, field, choices in (
        ("就业状况", "employment", Employment),
        ("学历", "education", Education),
        ("技术等级", "skill_level", SkillLevel),
        ("政治面貌", "political_status", PoliticalStatus),
        ("户籍类型", "hukou_type", Hukou),
    )
)


def day(value: date | None) -> str:
    return value.isoformat() if value is not None else ""


def yes_or_no(value: bool | None) -> str:
    return "" if value is None else YES_NO[0] if value else YES_NO[1]


def listed(row: Any, field: str) -> str:
    return str(getattr(row, f"get_{field}_display")())
