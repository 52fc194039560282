"""How what is due reads on a phone: one line, one reason, one day."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from unions.due import Due, Kind
from unions.further import Further
from unions.models import Item, Organisation


@dataclass(frozen=True)
class Row:
    """`badge` says by when or how it stands, in the tone of a state; `action` is what touching the line leads to."""

    title: str
    detail: str
    badge: str
    tone: str
    action: str
    url: str


def row_of(one: Due, union: Organisation, on: date) -> Row:
    badge, tone = _badge(one, on)
    title, detail, action = SENTENCES[one.kind](one)
    return Row(title, detail, badge, tone, action, _url(one, union))


def row_of_further(one: Further) -> Row:
    return Row(one.title, one.detail, one.badge, one.tone, "办理", one.url)


def in_words(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"


def _badge(one: Due, on: date) -> tuple[str, str]:
    if one.kind in (Kind.RETURNED, Kind.ELECTION_RETURNED):
        return "被退回", "returned"
    if one.kind == Kind.TOLD:
        return "有人反映", "returned"
    if one.waits_for_others():
        return "等待上级确认", "reported"
    if one.kind == Kind.TERM_OVER:
        return "已届满", "overdue"
    if one.due_on is None:
        return "待上报", "none"
    left = one.days_left(on) or 0
    if left < 0:
        return f"逾期 {-left} 天", "overdue"
    if left == 0:
        return "今天到期", "overdue"
    return f"还有 {left} 天", "soon"


def _returned(one: Due) -> tuple[str, str, str]:
    fact = one.display
    assert fact is not None
    what = f"{fact.get_item_display()}（{fact.get_way_display()}）"
    whose = f"{one.officer.name}的" if one.officer else ""
    return f"{whose}{what}被退回", f"{fact.returned_on} {fact.returned_by}：{fact.returned_why}", "改好后重新报送"


def _told(one: Due) -> tuple[str, str, str]:
    assert one.told is not None
    said = f"“{one.told.words}”。" if one.told.words else ""
    return f"有人反映：{one.told.what}", f"{said}请核对公布的信息，不对的直接修改，上级工会会答复。", "去核对"


def _missing(one: Due) -> tuple[str, str, str]:
    name = Item(one.item).label
    if one.officer is None:
        return f"{name}还没有上报", MISSING_DETAIL[one.item], "去上报"
    title = f"{one.officer.get_post_display()}{one.officer.name}的{name}还没有上报"
    if one.due_on is None:
        return title, MISSING_DETAIL[one.item], "去上报"
    return title, f"{in_words(one.officer.elected_on)}当选，请在 {in_words(one.due_on)}前更新。", "去上报"


MISSING_DETAIL: dict[str, str] = {
    Item.SIGN: "挂出工会牌匾后，拍一张照片上报。",
    Item.OFFICE: "在公布栏等明显位置公布办公地点后上报。",
    Item.IDENTITY: "佩戴胸卡、戴牌上岗、联系卡、办公桌牌，有一种就可以上报。",
    Item.CONTACT: "在公布栏等明显位置公布电话后上报。",
}


def _term(one: Due) -> tuple[str, str, str]:
    names = "、".join(f"{officer.get_post_display()}{officer.name}" for officer in one.officers)
    assert one.due_on is not None
    ended = "任期已满" if one.kind == Kind.TERM_OVER else "任期将满"
    return f"{names}{ended}", f"{in_words(one.due_on)}届满。换届选举后请上报结果。", "上报换届"


def _confirm(one: Due) -> tuple[str, str, str]:
    last = f"上次确认或改动是 {in_words(one.since)}。" if one.since else "还没有确认过。"
    return "核对公布的信息", f"{last}没有变化的，点一下“信息无变化，确认”就行。", "核对"


def _election(one: Due) -> tuple[str, str, str]:
    assert one.report is not None
    title = f"{one.report.get_post_display()}{one.report.name}的换届上报"
    if one.kind == Kind.ELECTION_RETURNED:
        return f"{title}被退回", one.report.why, "改好后重新上报"
    return f"{title}等待确认", "上级工会确认后生效，您不用再办。", "查看"


SENTENCES = {
    Kind.RETURNED: _returned,
    Kind.TOLD: _told,
    Kind.MISSING: _missing,
    Kind.ELECTION_RETURNED: _election,
    Kind.TERM_OVER: _term,
    Kind.TERM_ENDING: _term,
    Kind.CONFIRM: _confirm,
    Kind.ELECTION_WAITING: _election,
}


def _url(one: Due, union: Organisation) -> str:
    if one.kind == Kind.CONFIRM:
        return "#confirm"
    if one.kind == Kind.RETURNED and one.display is not None:
        return reverse(one.url_name, args=[one.display.pk])
    if one.kind == Kind.MISSING:
        return reverse(one.url_name, args=[one.officer.pk if one.officer else union.pk, one.item])
    if one.report is not None:
        return reverse(one.url_name, args=[one.report.pk])
    address = reverse(one.url_name, args=[union.pk])
    return f"{address}?seat={one.officer.pk}" if one.officer else address
