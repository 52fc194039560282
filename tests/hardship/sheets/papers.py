"""Every paper of relief with dull contents: what the sheets' tests print."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from hardship.facts import Contents, FileFacts, PersonFacts
from hardship.sheets.application import (
    ApplicationFacts,
    Judged,
    Material,
    Opinion,
    ReceiptFacts,
    application_paper,
    receipt_paper,
)
from hardship.sheets.archive import ArchiveFacts, Counted, archive_paper
from hardship.sheets.balancing import BalancedFacts, Listed, balancing_paper
from hardship.sheets.content import Paper
from hardship.sheets.notice import PASSED, Heard, NoticeFacts, Phone, Posted, notice_paper, result_paper
from hardship.sheets.payment import BatchFacts, Paid, payments_paper
from hardship.sheets.visit import GroupFacts, Stop, receipts_paper, schedule_paper
from tests.factories import id_number

COUNTY, UNION = "云岭县总工会", "河畔纸厂工会"
WINTER = "2012年元旦春节送温暖"


def relative(name: str, relation: str, number: int, income: str = "0.00", **more: Any) -> PersonFacts:
    facts = {"born_on": date(1990, 1, 1), "marital_status": "已婚", "health": "良好"} | more
    return PersonFacts(name=name, relation=relation, id_number=id_number(number), income=Decimal(income), **facts)


HOUSEHOLD = (
    relative("陈河", "本人", 7, "42120.00", standing="在岗", place="河畔纸厂"),
    relative("王某", "配偶", 8, health="尿毒症/终末期肾病", standing="失（无）业"),
    relative("陈小某", "子女", 9, born_on=date(2003, 9, 2), marital_status="未婚", place="河畔镇中心小学"),
    relative("李某", "父母", 10, "1200.00", born_on=date(1950, 2, 11), marital_status="丧偶"),
)
FILE = FileFacts(
    name="陈河", sex="男", ethnicity="汉族", id_number=id_number(7), political_status="群众", mobile="13900000001",
    marital_status="已婚", employment_form="正式职工", standing="在岗", model_worker="无", health="良好", insurance="城镇职工医保",
    hukou="农业户口", address="云岭县河畔镇码头路3号2栋501室", housing="自购房", floor_area=Decimal("62.5"), homes=1,
    is_single_parent=False, is_zero_employment=False, can_help_itself=True, hard_after_aid=True, hires=False, costly_school=False,
    car=False, medical=Decimal("19999.99"), loss=Decimal("0.00"), rigid=Decimal("12000.00"), main_cause="供养直系亲属大病",
    other_causes=("子女上学", "收入低无法维持基本生活"), description="妻子每周透析三次，自负部分由家庭承担；孩子读小学三年级。",
    bank="中国工商银行", branch="云岭支行河畔分理处", card="6222020200112233445", account_name="陈河",
)  # fmt: skip


def archive_facts(
    household: tuple[PersonFacts, ...] = HOUSEHOLD, file: FileFacts = FILE, **change: Any
) -> ArchiveFacts:
    counted = Counted(
        people=tuple(one.relation in ("本人", "配偶", "子女") for one in household), members=3, income=Decimal("42120.00"),
        per_head=Decimal("1170.00"), national="相对困难", criteria="C2、C3",
    )  # fmt: skip
    facts = {
        "union_id": 5, "union": UNION, "union_code": "349999000105", "row_id": 12, "version": "fileversion 31", "code": "BF20120017",
        "opened_on": date(2012, 3, 1), "since": date(2012, 10, 1), "contents": Contents(file, household), "counted": counted,
        "workplace": "河畔纸厂", "made_by": "刘某",
    } | change  # fmt: skip
    return ArchiveFacts(**facts)


JUDGED = (
    Judged("C1", ("人均月收入 1 170.00 元，须低于 1 170.00 元：不符合", "政府救助后仍困难：符合"), "临界"),
    Judged("C2", ("人均月收入 1 170.00 元，须不高于 1 560.00 元：符合", "原因有子女上学、残疾、单亲、其他之一（子女上学）：符合"), "符合"),
    Judged("C3", ("人均月收入 1 170.00 元，须不高于 2 340.00 元：符合", "大病或意外灾害（供养直系亲属大病）：符合"), "符合"),
    Judged("C4", ("大病或意外灾害（供养直系亲属大病）：符合", "本年自负医药费 19 999.99 元，须不低于 20 000.00 元：不符合"), "不符合"),
)  # fmt: skip


def application_facts(**change: Any) -> ApplicationFacts:
    facts = {
        "union_id": 5, "union": UNION, "row_id": 3, "version": "application 3 fileversion 31", "number": "SQ20120003",
        "file_code": "BF20120017", "programme": WINTER, "name": "陈河", "sex": "男", "id_number": id_number(7),
        "mobile": "13900000001", "employment": "正式职工", "workplace": "河畔纸厂", "counted": 3, "per_head": Decimal("1170.00"),
        "line": Decimal("780.00"), "causes": "供养直系亲属大病（主要）；子女上学、收入低无法维持基本生活", "relief_kind": "医疗救助",
        "asked": Decimal("3000.00"), "approved": Decimal("2800.50"), "applied_on": date(2012, 10, 31), "is_late": False,
        "explained": "妻子每周透析三次，自负部分由家庭承担。", "judged": JUDGED, "exclusions": "", "is_eligible": True,
        "national": "相对困难",
        "materials": (
            Material("身份证复印件", 3, "合格"), Material("户口簿复印件", 1, "合格"), Material("收入证明", 2, "合格"),
            Material("诊断证明书（本年度）", 1, "合格"), Material("医药费单据（本年度）", 6, "缺发票一张"),
        ),
        "opinions": (
            Opinion("基层工会意见", "同意申报。", "刘某", date(2012, 11, 1)),
            Opinion("公示情况", "2012-11-01 至 2012-11-07 公示 5 个工作日，没有异议。", UNION, date(2012, 11, 8)),
            Opinion("乡镇意见"), Opinion("县级审核"), Opinion("审批意见"),
        ),
    } | change  # fmt: skip
    return ApplicationFacts(**facts)


def receipt_facts(**change: Any) -> ReceiptFacts:
    facts = {
        "union_id": 5, "union": UNION, "row_id": 3, "number": "SQ2012000003", "name": "陈河", "programme": WINTER,
        "submitted_on": date(2012, 10, 31), "is_late": False, "address": "https://yunling.example/relief/result/",
        "code": "ABCD-EFGH-JKMN-PQRT", "phones": "河畔纸厂工会 0559-2100001；职工维权热线 12351",
    } | change  # fmt: skip
    return ReceiptFacts(**facts)


POSTED = (
    Posted("陈河", "制浆车间", "相对困难", "医疗救助"),
    Posted("欧阳某某", "包装车间", "深度困难", "生活救助"),
    Posted("周某", "机修班", "", "子女助学"),
)
PHONES = (Phone(UNION, "0559-2100001"), Phone("云岭县总工会权益保障部", "0559-2100009"), Phone("职工维权热线", "12351"))


def notice_facts(**change: Any) -> NoticeFacts:
    facts = {
        "union_id": 5, "union": UNION, "county": COUNTY, "row_id": 4, "programme": WINTER, "since": date(2012, 11, 1),
        "until": date(2012, 11, 7), "workdays": 5, "people": POSTED, "phones": PHONES,
    } | change  # fmt: skip
    return NoticeFacts(**facts)


def ended_facts(**change: Any) -> NoticeFacts:
    passed = tuple(Posted(one.name, one.department, one.category, one.relief_kind, PASSED) for one in POSTED[:2])
    upheld = Posted("周某", "机修班", "", "子女助学", "异议成立，已退回")
    heard = Heard(
        "周某", date(2012, 11, 5), "家中有非营运汽车一辆。", "已到车管部门核实，情况属实。", date(2012, 11, 6), "成立"
    )
    return notice_facts(
        people=(*passed, upheld),
        objections=(heard,),
        stopped=1,
        until=date(2012, 11, 8),
        place="厂门口公示栏",
        **change,
    )


def group_facts(**change: Any) -> GroupFacts:
    stops = (
        Stop(
            "周某",
            "困难劳模",
            "闸口鞋厂工会",
            "闸口镇人民政府",
            Decimal(500),
            "大米 10 公斤、食用油 5 升",
            Decimal("333.33"),
        ),
        Stop(
            "吴某",
            "困难劳模",
            "闸口搬运社工会",
            "本人家中",
            Decimal(500),
            "大米 10 公斤、食用油 5 升",
            Decimal("333.33"),
            "行动不便",
        ),
        Stop("郑某", "特困职工", UNION, "河畔纸厂", Decimal(500), "大米 10 公斤、食用油 5 升", Decimal("333.34")),
    )
    facts = {
        "union_id": 1, "county": COUNTY, "row_id": 2, "plan": "2011年春节慰问", "group": "第一组", "area": "闸口镇",
        "leader": "马某（副县长）",
        "units": "县总工会、县经济发展局、县人力资源和社会保障局", "on": date(2011, 1, 10), "leaves_at": time(10),
        "gathers_at": time(9, 45),
        "gathers_in": "县办公楼一楼大堂", "stops": stops,
    } | change  # fmt: skip
    return GroupFacts(**facts)


def batch_facts(**change: Any) -> BatchFacts:
    payments = (
        Paid(
            "SQ20120003",
            "陈河",
            UNION,
            "中国工商银行云岭支行河畔分理处",
            "****3445",
            Decimal("2800.50"),
            "省级专项",
            "已到账",
        ),
        Paid(
            "SQ20120004",
            "欧阳某某",
            UNION,
            "云岭农村商业银行",
            "****0019",
            Decimal("1000.00"),
            "县财政",
            "退票：户名不符",
        ),
    )
    facts = {
        "union_id": 1, "county": COUNTY, "row_id": 9, "batch": "FF20121210-1", "programme": WINTER, "made_on": date(2012, 12, 10),
        "payments": payments,
    } | change  # fmt: skip
    return BatchFacts(**facts)


def balanced_facts(**change: Any) -> BalancedFacts:
    def one(rank: int, name: str, head: str, amount: str, running: str, outcome: str, **more: Any) -> Listed:
        sum_so_far = Decimal(running) if running else None
        return Listed(
            rank,
            f"BF201200{rank:02d}",
            name,
            UNION,
            "相对困难",
            Decimal(head),
            2,
            Decimal(amount),
            sum_so_far,
            outcome,
            **more,
        )

    facts = {
        "union_id": 1, "county": COUNTY, "row_id": 6, "programme": WINTER, "on": date(2012, 12, 20), "available": Decimal("2000.00"),
        "budget": Decimal("3000.00"),
        "sent": (one(1, "陈*", "390.00", "1000.00", "1000.00", "待审批"),),
        "waiting": (
            one(1, "王*", "780.00", "1500.00", "1500.00", "预算之内", reason="1,000.00 改为 1,500.00：两个子女上学", is_within=True),
            one(2, "欧阳**", "1169.99", "1000.00", "2500.00", "超出预算"),
        ),
        "cut": (one(0, "李*", "1900.00", "1000.00", "", "不予帮扶", reason="名下有非营运机动车，经核实不符合条件。"),),
    } | change  # fmt: skip
    return BalancedFacts(**facts)


PAPERS: dict[str, Paper] = {
    "file": archive_paper(archive_facts()),
    "application": application_paper(application_facts()),
    "receipt": receipt_paper(receipt_facts()),
    "notice": notice_paper(notice_facts()),
    "notice-result": result_paper(ended_facts()),
    "schedule": schedule_paper(group_facts()),
    "receipts": receipts_paper(group_facts()),
    "payments": payments_paper(batch_facts()),
    "balancing": balancing_paper(balanced_facts()),
}
