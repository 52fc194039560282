"""Who applies in which round, how far each comes and when: pure. Days are working days counted back from the round's end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from config.demo.relief.families import Family
from hardship.transitions import State

S = State
# How many working days after the draft a step is taken; a notice of five days lies between 3 and 10.
AFTER = {
    S.SUBMITTED: 1,
    S.AGREED: 2,
    S.POSTED: 3,
    S.NOTICE_OVER: 10,
    S.OPINION: 11,
    S.COUNTY_REVIEW: 13,
    S.BALANCING: 16,
    S.APPROVAL: 18,
    S.APPROVED: 20,
    S.PAYING: 22,
    S.CLOSED: 24,
}
WAY = tuple(AFTER)
WHOLE = AFTER[S.CLOSED]
# What becomes of the running round's applications besides those of the chair with an account: (how far, how many, working
# days they have stood there at least).
RUNNING = (
    (S.CLOSED, 6, 3), (S.PAYING, 3, 1), (S.APPROVED, 3, 1), (S.APPROVAL, 4, 1), (S.BALANCING, 5, 1), (S.COUNTY_REVIEW, 5, 1),
    (S.OPINION, 5, 0), (S.NOTICE_OVER, 2, 2), (S.POSTED, 4, 2), (S.AGREED, 2, 1), (S.SUBMITTED, 2, 1), (S.DRAFT, 3, 3),
)  # fmt: skip
# In the union whose chair has an account, the oldest file first; then what waits there for the chair.
OF_THE_MODEL = (S.CLOSED, S.BALANCING, S.NOTICE_OVER, S.POSTED, S.COUNTY_REVIEW)
# The bodies whose officers have accounts: 天河镇, 落雁乡, the development zone.
SPEAKING_CODES = ("3499990101", "3499990124", "3499990125")


@dataclass
class Case:
    """One application: whose, how far it comes, and the day of each step."""

    family: Family
    reaches: State
    start: int  # working days before the round's end on which it is drafted
    refused: str = ""  # at the county's review, with this reason
    cut: str = ""  # at the balancing
    withdrawn: str = ""
    returned: str = ""  # sent back by the county's review to the draft, where it waits
    fails: str = ""  # the bank's words at the first try
    consents: bool = False
    row: Any = None

    def comes_to(self, state: State) -> bool:
        """Does it come as far as the state, or further?"""
        return state == S.DRAFT or self.reaches != S.DRAFT and WAY.index(state) <= WAY.index(self.reaches)

    def ago(self, state: State) -> int:
        """Working days before the round's end on which it comes to the state."""
        return self.start - AFTER.get(state, 0)


@dataclass
class Round:
    """`back(n)` is the n-th working day before the round's end, 0 the end itself (or the working day before it)."""

    end: date
    back: Callable[[int], date]
    cases: list[Case] = field(default_factory=list)

    def day(self, case: Case, state: State) -> date:
        return self.back(max(case.ago(state), 0))


def counted_back(end: date, works: Callable[[date], bool]) -> Callable[[int], date]:
    """Working days before the end, remembered."""
    days: list[date] = []

    def back(number: int) -> date:
        day = days[-1] - timedelta(days=1) if days else end
        while len(days) <= number:
            if works(day):
                days.append(day)
            day -= timedelta(days=1)
        return days[number]

    return back


def past(end: date, works: Callable[[date], bool], families: list[Family], count: int, dice: Random) -> Round:
    """A round that is over: nearly all were paid, some at the second try; a few were refused, cut or withdrawn."""
    found = Round(end, counted_back(end, works))
    first = found.back(WHOLE + 6)
    there = [family for family in families if family.stands(first) and family.opened < first]
    for number, family in enumerate(dice.sample(there, min(count, len(there)))):
        case = Case(family, S.CLOSED, WHOLE + 5 - number % 4, consents=number % 2 == 0)
        if number % 11 == 3:
            case.reaches, case.refused = S.COUNTY_REVIEW, "入户核实收入高于申报，人均超过标准。"
        elif number % 13 == 5:
            case.reaches, case.cut = S.BALANCING, "本期名额有限，排名靠后，列入下期优先考虑。"
        elif number % 17 == 7:
            case.reaches, case.withdrawn = S.SUBMITTED, "本人已获得其他单位救助，自愿放弃。"
        elif number % 9 == 4:
            case.fails = ("账号户名不符", "账户已销户")[number % 2]
        found.cases.append(case)
    return found


def running(today: date, works: Callable[[date], bool], families: list[Family], dice: Random) -> Round:
    """The round of now: somebody at every step, some for long; those of bodies with an account first where they speak."""
    found = Round(today, counted_back(today, works))
    first = found.back(WHOLE + 12)
    there = [family for family in families if family.stands(today) and family.opened < first]
    models = [family for family in there if family.is_model]
    speaking = [one for one in there if _speaks(one) and not one.is_model]
    others = [one for one in there if not _speaks(one) and not one.is_model]
    dice.shuffle(speaking)
    dice.shuffle(others)
    for family, state in zip(models, OF_THE_MODEL, strict=False):
        found.cases.append(_case(family, state, 2, consents=True))
    if len(found.cases) == len(OF_THE_MODEL):
        found.cases[-1].returned = "收入证明没有加盖公章，诊断证明不是本年度的，请补正后重新提交。"
    for state, count, stood in RUNNING:
        for number in range(count):
            pool = speaking if speaking and (state == S.OPINION or number % 2 == 0) else others
            case = _case(
                pool.pop(), state, stood + number % 4 * (2 if state == S.POSTED else 1), consents=number % 2 == 0
            )
            if state == S.CLOSED and number == 1:
                case.fails = "账号户名不符"
            found.cases.append(case)
    for number, reason in enumerate(("名下有两套住房，属于排除情形。", "入户核实收入高于申报。")):
        found.cases.append(_case(others.pop(), S.COUNTY_REVIEW, 2 + number))
        found.cases[-1].refused = reason
    found.cases.append(_case(others.pop(), S.POSTED, 4))
    found.cases[-1].withdrawn = "本人已调离本县，撤回申请。"
    return found


def _case(family: Family, state: State, stood: int, *, consents: bool = False) -> Case:
    return Case(family, state, AFTER.get(state, 0) + stood, consents=consents)


def _speaks(family: Family) -> bool:
    return any(family.unit.row["工会编码"].startswith(code) for code in SPEAKING_CODES)
