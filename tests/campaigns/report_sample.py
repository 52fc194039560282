"""A county of four bodies and two unions directly under it, as a report keeps them; all figures made up."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.workbook import Cover

COUNTY = "3499990000"
NAMES = {
    "3499990100": "天河镇总工会",
    "3499990101": "云岭县经济开发区工会",
    "3499990102": "南溪乡工会联合会",
    "3499990103": "教育系统工会联合会",
    COUNTY: "县总工会直属",
}
CATEGORIES = (("all", "全部"), ("state_owned", "国有企业"), ("honoured_non_public", "获市以上荣誉的非公企业"))

COVER = Cover(
    campaign="“双亮”活动",
    unit="云岭县总工会",
    county=COUNTY,
    month=date(2012, 10, 1),
    on=date(2012, 10, 31),
    phase="第三阶段：全面推进",
    number="shuangliang-2012-3499990000-201210-1",
    version=1,
    made_at=datetime(2012, 11, 1, 2, 0, 9, tzinfo=ZoneInfo("Asia/Shanghai")),
    made_by="系统自动生成",
    judged="按双亮覆盖（上报）考核",
    categories=CATEGORIES,
    scope=("2012年5月3日起：独立基层工会，国有企业；", "2012年9月1日起：联合基层工会。"),
    targets=("全部：2012年12月31日前达到 50%。", "国有企业：2012年12月31日前达到 90%。"),
)


def figure(
    body: str,
    unions: int,
    covered: int,
    *,
    category: str = "all",
    previous: tuple[int, int] = (0, 0),
    rank: int | None = None,
    **more: Any,
) -> dict[str, Any]:
    """One row; `previous` is (unions, covered) a month before. Judged against one half."""
    return {
        "body": body,
        "name": NAMES[body],
        "category": category,
        "unions": unions,
        "sign": covered,
        "office": covered,
        "plaque": covered,
        "identity": covered,
        "covered": covered,
        "verified": covered // 2,
        "rate": None,
        "target": "0.5000",
        "met": covered * 2 >= unions if unions else None,
        "gap": max(0, -(-unions // 2) - covered),
        "previous_rate": None,
        "previous_unions": previous[0],
        "previous_covered": previous[1],
        "rank": rank,
    } | more


def figures() -> list[dict[str, Any]]:
    rows = [
        figure("3499990100", 1200, 800, previous=(1180, 790), rank=1),
        figure("3499990101", 3, 1, previous=(0, 0), rank=2),
        figure("3499990102", 0, 0),
        figure("3499990103", 9, 3, previous=(9, 4), rank=2),
        figure(COUNTY, 1214, 805, previous=(1191, 795)),
    ]
    for category in ("state_owned", "honoured_non_public"):
        rows += [
            figure("3499990100", 8, 2, category=category, rank=1),
            figure("3499990101", 0, 0, category=category),
            figure("3499990102", 0, 0, category=category),
            figure("3499990103", 0, 0, category=category),
            figure(COUNTY, 8, 2, category=category),
        ]
    return rows


def uncovered() -> list[dict[str, Any]]:
    return [
        {
            "union": "349999200001",
            "body": "3499990100",
            "name": "=1+1工会",
            "missing": ["sign", "office", "identity", "contact"],
            "chair": "王晓明",
            "phone": "0551-0000001",
        },
        {
            "union": "009999200002",
            "body": COUNTY,
            "name": "@云岭县第一建筑安装工程有限责任公司机械化施工分公司工会委员会",
            "missing": ["chair"],
            "chair": "",
            "phone": "",
        },
        {
            "union": "349999200003",
            "body": "3499990103",
            "name": "https://example.invalid 工会",
            "missing": ["contact"],
            "chair": "李静",
            "phone": "00000000000",
        },
    ]


BODY_COVER = replace(COVER, unit="天河镇总工会", number="shuangliang-2012-3499990100-201210-1")
