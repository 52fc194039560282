"""困难职工档案表: the whole file of a household on A4 (hardship.md §2, domain.md B12)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hardship.codes import CAUSES, EMPLOYMENT_FORMS, MARITAL, MODEL_WORKERS, NATIONAL, STANDINGS
from hardship.facts import Contents, FileFacts
from hardship.sheets.content import Box, Grid, Group, Paper, Signing, Table
from hardship.sheets.words import SEX, YES_NO, day, figure, sum_said, yes_or_no

NOTICE = (
    "本人承诺以上情况真实、完整，同意工会为办理帮扶核对家庭经济状况，家庭情况有变化的及时告知所在工会。"
    "本表信息只用于困难职工建档和帮扶，由所在工会和县总工会保存，不对外公开；本人可以凭身份证向所在工会查阅、更正。"
)
HEADS = (
    "序号",
    "姓名",
    "关系",
    "身份证号",
    "出生日期",
    "婚姻",
    "健康状况",
    "年收入（元）",
    "身份",
    "单位或学校",
    "计入",
)
WIDTHS = (1, 2, 2, 5, 3, 2, 2, 3, 2, 2, 1)
SEALED = frozenset(range(1, 11))


@dataclass(frozen=True)
class Counted:
    """What the household comes to; sums are yuan, `per_head` of a month, None where nobody counts."""

    people: tuple[bool, ...]  # who of the household counts, in the file's order
    members: int
    income: Decimal
    per_head: Decimal | None
    national: str = ""  # 国家困难类别, "" for none
    criteria: str = ""  # 建档标准: the codes met


@dataclass(frozen=True)
class ArchiveFacts:
    """One version of a file as it is printed. `version` names the row that holds it, which never changes."""

    union_id: int
    union: str
    union_code: str
    row_id: int
    version: str
    code: str
    opened_on: date
    since: date
    contents: Contents
    counted: Counted
    workplace: str = ""
    made_by: str = ""


def archive_paper(facts: ArchiveFacts) -> Paper:
    """The file's form: everything of sheet 档案 and 家庭成员, and what is computed of it."""
    file = facts.contents.file
    return Paper(
        kind="file",
        union_id=facts.union_id,
        body=facts.union,
        row_id=facts.row_id,
        version=facts.version,
        of=file.name,
        left=f"建档单位：{facts.union}（{facts.union_code}）",
        right=f"档案编号：{facts.code}",
        blocks=(
            Grid((_person(file, facts),)),
            _household(facts),
            Grid(
                (_economy(file, facts.counted), _causes(file), _account(file), _standing(file, facts), _opinions()),
            ),
            Signing(("申请人（签字）：", f"建档人：{facts.made_by}", "审核人：", "日期：　　年　　月　　日")),
        ),
        notice=NOTICE,
        persons=len(facts.contents.household),
    )


def _kept(label: str, value: str, options: tuple[str, ...] = (), units: int = 0) -> Box:
    """A box whose value is sealed on file."""
    return Box(label, value, options, is_sealed=True, units=units)


def _ticked(label: str, value: bool | None) -> Box:
    return _kept(label, yes_or_no(value), YES_NO)


def _born(facts: ArchiveFacts) -> str:
    """As the worker's own row says."""
    return day(next((one.born_on for one in facts.contents.household if one.relation == "本人"), None))


def _person(one: FileFacts, facts: ArchiveFacts) -> Group:
    return Group(
        "职工本人",
        (
            (
                _kept("姓名", one.name),
                _kept("性别", one.sex, SEX),
                _kept("民族", one.ethnicity),
                _kept("出生日期", _born(facts)),
            ),
            (
                _kept("身份证号", one.id_number, units=9),
                _kept("政治面貌", one.political_status, units=7),
                _kept("手机号码", one.mobile, units=8),
            ),
            (_kept("婚姻状况", one.marital_status, MARITAL), _kept("用工形式", one.employment_form, EMPLOYMENT_FORMS)),
            (_kept("身份", one.standing, STANDINGS),),
            (_kept("劳模类型", one.model_worker, MODEL_WORKERS, 13), _kept("健康状况", one.health, units=11)),
            (_kept("残疾类别", one.disability), _kept("医保状况", one.insurance), _kept("户口类型", one.hukou)),
            (_kept("工作单位", facts.workplace),),
            (_kept("家庭住址", one.address),),
        ),
    )


def _household(facts: ArchiveFacts) -> Table:
    rows = tuple(
        (
            str(number),
            one.name,
            one.relation,
            one.id_number,
            day(one.born_on),
            one.marital_status,
            one.health,
            figure(one.income),
            one.standing,
            one.place,
            yes_or_no(counts),
        )
        for number, (one, counts) in enumerate(zip(facts.contents.household, facts.counted.people, strict=True), 1)
    )
    title = f"家庭成员（共 {len(rows)} 人，计入家庭人口 {facts.counted.members} 人）"
    return Table(title, HEADS, WIDTHS, rows, frozenset({7}), frozenset({0, 2, 5, 10}), SEALED)


def _economy(one: FileFacts, counted: Counted) -> Group:
    return Group(
        "家庭经济",
        (
            (
                _kept("家庭人口", f"{counted.members} 人"),
                _kept("年总收入", sum_said(counted.income)),
                _kept("月人均收入", sum_said(counted.per_head)),
            ),
            (
                _kept("年刚性支出", sum_said(one.rigid)),
                _kept("自负医药费", sum_said(one.medical)),
                _kept("财产损失", sum_said(one.loss)),
            ),
            (
                _kept("住房类型", one.housing),
                _kept("建筑面积", f"{one.floor_area:f} 平方米" if one.floor_area is not None else ""),
                _kept("住房套数", f"{one.homes} 套" if one.homes is not None else ""),
            ),
            (
                _ticked("是否单亲", one.is_single_parent),
                _ticked("零就业家庭", one.is_zero_employment),
                _ticked("有自救能力", one.can_help_itself),
            ),
            (
                _ticked("经营性雇工", one.hires),
                _ticked("择校留学", one.costly_school),
                _ticked("非营运机动车", one.car),
            ),
        ),
    )


def _causes(one: FileFacts) -> Group:
    return Group(
        "致困原因",
        (
            (_kept("主要原因", one.main_cause, CAUSES),),
            (_kept("次要原因", "、".join(one.other_causes), CAUSES),),
            (_ticked("政府救助后仍困难", one.hard_after_aid),),
            (_kept("困难说明", one.description),),
        ),
    )


def _account(one: FileFacts) -> Group:
    return Group(
        "银行",
        (
            (_kept("开户银行", one.bank), _kept("支行名称", one.branch)),
            (_kept("户名", one.account_name), _kept("银行卡号", one.card)),
        ),
    )


def _standing(one: FileFacts, facts: ArchiveFacts) -> Group:
    return Group(
        "建档",
        (
            (
                _kept("困难类别", facts.counted.national, NATIONAL, 14),
                _kept("建档标准", facts.counted.criteria, units=10),
            ),
            (Box("建档日期", day(facts.opened_on)), Box("本版起自", day(facts.since))),
            (_kept("备注", one.note),),
        ),
    )


def _opinions() -> Group:
    room = (Box("基层工会意见", is_opinion=True, units=12), Box("县总工会意见", is_opinion=True, units=12))
    return Group("意见", (room,))
