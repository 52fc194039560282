"""What townships and the county do with applications: opinions, papers looked at, the list balanced, the leader's word."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import User
from config.demo import COUNTY_CODE
from config.demo.accounts import MADE_UP
from config.demo.relief.files import stamp
from config.demo.relief.ground import VISITS_FROM
from config.demo.relief.rounds import Case, Round
from hardship.models import Budget, Document, DocumentCheck, ReliefApplication, ReliefProgramme
from hardship.operations import approving, balancing, online, opinions, reviewing
from hardship.operations.reviewing import NOT_REVIEWED
from hardship.standings import opinion_due
from hardship.transitions import State
from unions.models import Organisation

S = State

OFFICERS = {"3499990101": "tianhe", "3499990124": "luoyan", "3499990125": "kaifaqu"}
FINDINGS = (
    ("因病治疗花费大，家中欠债。", "希望得到医疗救助。", "情绪稳定，配合调查。"),
    ("孩子上学开支大，收入单一。", "希望得到助学帮扶。", "对工会工作满意。"),
    ("单位效益下滑，收入减少。", "希望介绍再就业门路。", "有些焦虑，已作安抚。"),
)
AGAINST_ADVICE = "按标准略高于线，家庭确有特殊困难，经集体研究同意。"
CUT_SUM = "预算有限，按人均收入分档，减少到这个数额。"
MORE = "重病自付费用高，按分档增加。"


def decide(round_: Round, programme: ReliefProgramme, works: Callable[[date], bool]) -> None:
    """Everything from the township's opinion to the list for the leader, each application as far as it comes."""
    rights = User.objects.get(username="quanyi")
    for case in (one for one in round_.cases if one.comes_to(S.COUNTY_REVIEW) and programme.asks_opinion):
        _opine(round_, case, programme, works)
    reviewed = [case for case in round_.cases if case.comes_to(S.COUNTY_REVIEW)]
    _look_at_papers(round_, [case for case in reviewed if case.comes_to(S.BALANCING) or case.returned], rights)
    for number, case in enumerate(reviewed):
        _review(round_, case, number, rights)
    _balance(round_, programme, rights)


def _opine(round_: Round, case: Case, programme: ReliefProgramme, works: Callable[[date], bool]) -> None:
    """By the officer of the body where it has one here; elsewhere nobody speaks, and the days pass it on."""
    row = _now(case)
    officer = OFFICERS.get(case.family.unit.code[:10])
    if officer is not None:
        at = stamp(round_.day(case, S.COUNTY_REVIEW), 10)
        words = "" if row.pk % 3 else "家庭困难属实，建议优先考虑。"
        opinions.opine(row, agrees=True, words=words, at=at, by=User.objects.get(username=officer))
        return
    day = opinion_due(row, works) + timedelta(days=1)
    opinions.pass_on(row, at=stamp(day, 3), by=None)


def _look_at_papers(round_: Round, cases: list[Case], by: User) -> None:
    """All papers of these were looked at; one of whoever was sent back was found wrong."""
    ats = {case.row.pk: stamp(round_.day(case, S.BALANCING), 9) for case in cases}
    returned = {case.row.pk for case in cases if case.returned}
    found = Document.objects.everywhere(MADE_UP).filter(application__in=ats).exclude(kind__in=NOT_REVIEWED)
    DocumentCheck.objects.bulk_create(
        DocumentCheck(
            application_id=paper.application_id,
            document=paper,
            is_good=not (is_wrong := paper.kind == "income_proof" and paper.application_id in returned),
            note="没有加盖公章" if is_wrong else "",
            at=ats[paper.application_id],
            by=by,
        )
        for paper in found.order_by("pk")
    )


def _review(round_: Round, case: Case, number: int, by: User) -> None:
    at, row = stamp(round_.day(case, S.BALANCING), 11), _now(case)
    if case.comes_to(S.BALANCING) and number % 4 == 1:
        causes, demands, mind = FINDINGS[number % len(FINDINGS)]
        day = round_.day(case, S.BALANCING)
        visitors = "贺春梅、工会委员"
        reviewing.record_visit(
            row, visited_on=day, visitors=visitors, causes=causes, demands=demands, mind=mind, agrees=True, at=at, by=by
        )
    if case.returned:
        reviewing.send_back(row, to=S.DRAFT, reason=case.returned, at=at, by=by)
    elif case.refused:
        reviewing.refuse(row, reason=case.refused, at=at, by=by)
    elif case.comes_to(S.BALANCING):
        opinion = "材料齐全，符合条件。" if row.is_eligible else AGAINST_ADVICE
        reviewing.review(row, opinion=opinion, at=at, by=by)


def _balance(round_: Round, programme: ReliefProgramme, by: User) -> None:
    """Sums changed for a reason, some cut; those that come further go to the leader on the days they do."""
    listed = [case for case in round_.cases if case.comes_to(S.BALANCING)]
    sums: dict[int, Decimal] = {}
    reasons: dict[int, str] = {}
    for number, case in enumerate(listed):
        if number % 3 == 1:
            more = number % 2 == 1
            sums[case.row.pk] = programme.standard_amount + Decimal(500 if more else -200)
            reasons[case.row.pk] = MORE if more else CUT_SUM
    if sums:
        at = stamp(round_.day(listed[0], S.APPROVAL), 9)
        balancing.set_amounts(sums, reasons=reasons, at=at, by=by)
    for case in listed:
        if case.cut:
            balancing.cut([_now(case)], reason=case.cut, at=stamp(round_.day(case, S.APPROVAL), 10), by=by)
    for day, cases in _by_day(round_, listed, S.APPROVAL).items():
        rows = [_now(case) for case in cases]
        reason = "排名在前的材料还在补正，下一批再报。"
        balancing.settle(programme, rows, reason=reason, at=stamp(day, 15), by=by)


def approve(round_: Round, programme: ReliefProgramme, chosen: list[Case]) -> None:
    """The leader's word on these, as they were proposed."""
    by = User.objects.get(username="lingdao")
    budgets = list(
        Budget.objects.filter(programme=programme).exclude(source__code=VISITS_FROM).order_by("source__code")
    )
    for day, cases in _by_day(round_, chosen, S.APPROVED).items():
        rows = [_now(case) for case in cases]
        done = approving.approve_many(rows, budgets, opinion="同意。", at=stamp(day, 16), by=by)
        if done.refused:
            raise RuntimeError(f"not approved: {done.refused[:3]}")


def publish(programme: ReliefProgramme, on: date) -> None:
    """网上公开, from that day for its working days; the night after them takes it down."""
    by = User.objects.get(username="quanyi")
    county = Organisation.objects.everywhere(MADE_UP).get(code=COUNTY_CODE)
    online.publish(programme, county, at=stamp(on, 16, 30), by=by)


def _by_day(round_: Round, cases: list[Case], state: S) -> dict[date, list[Case]]:
    found: dict[date, list[Case]] = defaultdict(list)
    for case in cases:
        if case.comes_to(state):
            found[round_.day(case, state)].append(case)
    return dict(sorted(found.items()))


def _now(case: Case) -> ReliefApplication:
    row: ReliefApplication = ReliefApplication.objects.everywhere(MADE_UP).get(pk=case.row.pk)
    return row
