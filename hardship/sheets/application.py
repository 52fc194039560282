"""困难职工帮扶申请表: what is asked for, why the rules say what they say, and every opinion to the county's decision."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hardship.codes import NATIONAL
from hardship.sheets.content import Block, Box, Grid, Group, Paper, Prose, Signing, Table
from hardship.sheets.words import YES_NO, day, sum_in_full, sum_said, yes_or_no

NOTICE = (
    "本人自愿申请帮扶，承诺所填内容和所交材料真实；授权工会和有关部门核对家庭经济状况；同意在本单位公示姓名、部门、困难类别和拟帮扶类别。"
    "“条件核对”由系统按帮扶项目的标准算出，供审核参考，是否帮扶由审核人员决定。"
)
HEADS = ("标准", "条件", "结论")
WIDTHS = (2, 19, 4)
MATERIAL_HEADS = ("序号", "材料", "份数", "核对")
MATERIAL_WIDTHS = (2, 16, 3, 4)


@dataclass(frozen=True)
class Judged:
    """A line of the explanation: which criterion, each of its conditions in a sentence, and what came out."""

    code: str
    conditions: tuple[str, ...]
    outcome: str  # 符合, 不符合, 临界


@dataclass(frozen=True)
class Material:
    name: str
    count: int
    standing: str  # 待核对, 合格, or what is wrong


@dataclass(frozen=True)
class Opinion:
    """What a step said; nothing of it yet leaves room to write and to stamp."""

    label: str
    text: str = ""
    by: str = ""
    on: date | None = None

    @property
    def signed(self) -> str:
        return f"{self.by}　{day(self.on)}".strip() if self.by or self.on else ""


@dataclass(frozen=True)
class ApplicationFacts:
    """An application as it is printed; `version` names it and the version of the file that it was judged by."""

    union_id: int
    union: str
    row_id: int
    version: str
    number: str
    file_code: str
    programme: str
    name: str
    sex: str
    id_number: str
    mobile: str
    employment: str
    workplace: str
    counted: int
    per_head: Decimal | None
    line: Decimal | None  # 最低生活保障线, yuan per person and month
    causes: str
    relief_kind: str
    asked: Decimal | None
    approved: Decimal | None
    applied_on: date | None
    is_late: bool
    explained: str
    judged: tuple[Judged, ...]
    exclusions: str  # those that apply, in words; "" for none
    is_eligible: bool | None
    national: str
    materials: tuple[Material, ...]
    opinions: tuple[Opinion, ...]  # union, notice, body, county, leader


def application_paper(facts: ApplicationFacts) -> Paper:
    blocks: tuple[Block, ...] = (Grid(_asked(facts)), _explanation(facts))
    if facts.materials:
        blocks += (_materials(facts.materials),)
    return Paper(
        kind="application",
        union_id=facts.union_id,
        body=facts.union,
        row_id=facts.row_id,
        version=facts.version,
        of=facts.name,
        subtitle=facts.programme,
        left=f"申报单位：{facts.union}",
        right=f"申请编号：{facts.number}",
        blocks=(*blocks, Grid((_opinions(facts),)), Signing(("申请人（签字）：", "日期：　　年　　月　　日"))),
        notice=NOTICE,
    )


@dataclass(frozen=True)
class ReceiptFacts:
    """What the worker takes home: where and by which code to look, and whom to ask."""

    union_id: int
    union: str
    row_id: int
    number: str
    name: str
    programme: str
    submitted_on: date
    is_late: bool
    address: str  # of the page to look at
    code: str
    phones: str


def receipt_paper(facts: ReceiptFacts) -> Paper:
    """帮扶申请回执: the code stands here and nowhere else."""
    rows = (
        (Box("姓名", facts.name), Box("申请编号", facts.number)),
        (Box("帮扶项目", facts.programme),),
        (Box("申报工会", facts.union),),
        (Box("提交日期", day(facts.submitted_on)), Box("是否逾期", yes_or_no(facts.is_late), YES_NO)),
        (Box("查询网址", facts.address),),
        (Box("查询码", facts.code, is_sealed=True),),
        (Box("咨询电话", facts.phones),),
    )
    how = (
        "打开查询网址，输入查询码，可以看到申请办到哪一步。网页不显示姓名、金额等个人信息。",
        "查询码只印在这张回执上，请不要告诉别人。回执丢失的，可以请工会补打，补打后原查询码作废。",
    )
    return Paper(
        kind="receipt",
        union_id=facts.union_id,
        body=facts.union,
        row_id=facts.row_id,
        version="",
        of=facts.name,
        blocks=(Grid((Group("回执", rows),)), Prose(how), Prose((f"{facts.union}（盖章）",), is_right=True)),
    )


def _kept(label: str, value: str, options: tuple[str, ...] = (), units: int = 0) -> Box:
    return Box(label, value, options, is_sealed=True, units=units)


def _asked(facts: ApplicationFacts) -> tuple[Group, ...]:
    person = (
        (
            _kept("姓名", facts.name, units=8),
            _kept("性别", facts.sex, units=6),
            _kept("身份证号", facts.id_number, units=10),
        ),
        (_kept("用工形式", facts.employment), _kept("手机号码", facts.mobile), Box("档案编号", facts.file_code)),
        (_kept("工作单位", facts.workplace),),
        (
            _kept("家庭人口", f"{facts.counted} 人"),
            _kept("月人均收入", sum_said(facts.per_head)),
            Box("低保标准", f"{sum_said(facts.line)}／月" if facts.line is not None else ""),
        ),
        (_kept("致困原因", facts.causes),),
        (_kept("困难类别", facts.national, NATIONAL),),
    )
    asked = (
        (Box("帮扶类别", facts.relief_kind, units=16), Box("是否逾期", yes_or_no(facts.is_late), YES_NO)),
        (Box("申请金额", _full(facts.asked), units=16), Box("申请日期", day(facts.applied_on))),
        (_kept("申请理由", facts.explained),),
    )
    return Group("申请人", person), Group("申请内容", asked)


def _full(value: Decimal | None) -> str:
    return sum_in_full(value) if value is not None else ""


def _explanation(facts: ApplicationFacts) -> Table:
    """Each criterion with its conditions below one another, and the exclusions."""
    rows = [(one.code, "\n".join(one.conditions), one.outcome) for one in facts.judged]
    rows.append(("不予帮扶", facts.exclusions or "没有不予帮扶的情形", "有" if facts.exclusions else "无"))
    said = "" if facts.is_eligible is None else "符合" if facts.is_eligible else "不符合"
    title = f"条件核对（系统测算，供审核参考）{'：' if said else ''}{said}"
    return Table(title, HEADS, WIDTHS, tuple(rows), centred=frozenset({0, 2}), sealed=frozenset({1, 2}))


def _materials(materials: tuple[Material, ...]) -> Table:
    rows = tuple((str(number), one.name, str(one.count), one.standing) for number, one in enumerate(materials, 1))
    return Table("申报材料", MATERIAL_HEADS, MATERIAL_WIDTHS, rows, centred=frozenset({0, 2, 3}))


def _opinions(facts: ApplicationFacts) -> Group:
    rows = [(Box(one.label, one.text, is_opinion=True, signed=one.signed),) for one in facts.opinions]
    rows.append((Box("批准金额", _full(facts.approved)),))
    return Group("审核审批", tuple(rows))
