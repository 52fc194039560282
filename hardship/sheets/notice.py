"""The sheet that a union posts before it applies (§5 单位公示, §6), and the report of how the notice went (attachment 2).

The posted sheet has name, department, categories, days and telephones: nothing else of anybody.
"""

from dataclasses import dataclass
from datetime import date

from hardship.sheets.content import Block, Paper, Prose, Signing, Table
from hardship.sheets.words import day, long_day

HEADS = ("序号", "姓名", "部门", "困难类别", "拟帮扶类别")
WIDTHS = (2, 5, 8, 5, 5)
RESULT_HEADS = ("序号", "姓名", "部门", "困难类别", "拟帮扶类别", "公示结果")
RESULT_WIDTHS = (2, 4, 6, 4, 4, 5)
OBJECTION_HEADS = ("序号", "涉及职工", "收到日期", "反映的问题", "答复", "答复日期", "结论")
OBJECTION_WIDTHS = (2, 3, 3, 6, 5, 3, 3)
UNKNOWN = "未定"
PASSED = "公示期满，继续申报"


@dataclass(frozen=True)
class Posted:
    """Who stands on the sheet, as it stands there. `outcome` is known once the notice is over."""

    name: str
    department: str
    category: str  # of hardship, never the illness: 深度困难, 相对困难, 意外致困, or what the union says
    relief_kind: str
    outcome: str = ""


@dataclass(frozen=True)
class Phone:
    whose: str
    number: str


@dataclass(frozen=True)
class Heard:
    """An objection and its answer; who objected is not told."""

    name: str  # whom it is about
    received_on: date
    content: str
    answer: str
    answered_on: date | None
    outcome: str


@dataclass(frozen=True)
class NoticeFacts:
    """A notice inside the unit; `until` is its last day, later than planned where an objection stopped the clock."""

    union_id: int
    union: str
    county: str
    row_id: int
    programme: str
    since: date
    until: date
    workdays: int
    people: tuple[Posted, ...]
    phones: tuple[Phone, ...]
    place: str = ""
    stopped: int = 0  # working days that objections stopped the clock
    objections: tuple[Heard, ...] = ()


def notice_paper(facts: NoticeFacts) -> Paper:
    """公示: to be hung on the board."""
    phones = "；".join(f"{one.whose} {one.number}" for one in facts.phones if one.number)
    hanging = tuple(one for one in facts.people if one.outcome in ("", PASSED))
    before = (
        f"经职工本人申请、{facts.union}审核，拟为下列 {len(hanging)} 名职工向{facts.county}申报“{facts.programme}”帮扶，现予公示。",
        f"公示期 {facts.workdays} 个工作日：{long_day(facts.since)}至{long_day(facts.until)}。",
    )
    after = (
        f"对公示内容有异议的，请在公示期内反映：{phones}。反映情况请尽量写明事实并留下联系方式，反映人的信息予以保密。",
    )
    return Paper(
        kind="notice",
        union_id=facts.union_id,
        body=facts.union,
        row_id=facts.row_id,
        version="",
        of=facts.programme,
        blocks=(
            Prose(before),
            Table("", HEADS, WIDTHS, _people(hanging), centred=frozenset({0, 1, 3, 4})),
            Prose(after),
            Prose((f"{facts.union}（盖章）", long_day(facts.since)), is_right=True),
        ),
        persons=len(hanging),
        is_poster=True,
    )


def _people(people: tuple[Posted, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(number), one.name, one.department, one.category or UNKNOWN, one.relief_kind or UNKNOWN)
        for number, one in enumerate(people, 1)
    )


def result_paper(facts: NoticeFacts) -> Paper:
    """公示结果报告: printed, stamped and scanned before the union applies to the county."""
    where = f"在{facts.place}" if facts.place else "在本单位公示栏"
    stopped = f"其间因处理异议暂停计时 {facts.stopped} 个工作日。" if facts.stopped else ""
    heard = (
        f"公示期间收到异议 {len(facts.objections)} 件，均已调查答复，情况如下。"
        if facts.objections
        else "公示期间没有收到异议。"
    )
    told = (
        f"根据“{facts.programme}”的要求，{facts.union}于{long_day(facts.since)}至{long_day(facts.until)}"
        f"{where}对拟申报帮扶的 {len(facts.people)} 名职工进行了公示，公示期满 {facts.workdays} 个工作日。{stopped}{heard}",
    )
    blocks: tuple[Block, ...] = (Prose((f"{facts.county}：",), is_plain=True), Prose(told), _outcomes(facts))
    if facts.objections:
        blocks += (_objections(facts.objections),)
    passed = sum(1 for one in facts.people if one.outcome == PASSED)
    return Paper(
        kind="notice-result",
        union_id=facts.union_id,
        body=facts.union,
        row_id=facts.row_id,
        version="",
        of=facts.programme,
        subtitle=facts.programme,
        blocks=(
            *blocks,
            Prose((f"公示结果真实、完整。现将其中 {passed} 名职工的申报材料报上，请予审核。",)),
            Signing(("经办人（签字）：", "工会主席（签字）：")),
            Prose((f"{facts.union}（盖章）", "年　　月　　日"), is_right=True),
        ),
        persons=len(facts.people),
    )


def _outcomes(facts: NoticeFacts) -> Table:
    rows = tuple((*line, one.outcome) for line, one in zip(_people(facts.people), facts.people, strict=True))
    return Table("公示名单和结果", RESULT_HEADS, RESULT_WIDTHS, rows, centred=frozenset({0, 1, 3, 4, 5}))


def _objections(objections: tuple[Heard, ...]) -> Table:
    rows = tuple(
        (
            str(number),
            one.name,
            day(one.received_on),
            one.content,
            one.answer,
            day(one.answered_on),
            one.outcome,
        )
        for number, one in enumerate(objections, 1)
    )
    return Table("异议和答复", OBJECTION_HEADS, OBJECTION_WIDTHS, rows, centred=frozenset({0, 1, 2, 5, 6}))
