"""Relief in 云岭县 into the database, by the same operations as a county's own hands."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from config.demo.accounts import MADE_UP
from config.demo.relief import county_hands, ground, money, union_hands
from config.demo.relief.families import Dealer
from config.demo.relief.files import Files
from config.demo.relief.rounds import WHOLE, Round, counted_back, past, running
from config.demo.relief.visits import visit
from config.demo.roster import Unit
from hardship.calendars import county_calendar
from hardship.models import HardshipFile, NoHardship, ReliefApplication, ReliefProgramme
from hardship.operations import online
from hardship.reports import returns
from hardship.reports.asked import Asked
from hardship.transitions import State

S = State

SOME = 10, 12, 8  # applications of the two winters and the autumn that are over
Say = Callable[[str], None]


def relieve(units: list[Unit], today: date, step: Say) -> None:
    """Files, rounds, money, words of unions that nobody applies."""
    dice = Random(34999907)  # noqa: S311 (a story, not a secret)
    families = Dealer(units, today).deal()
    written = Files(families, today)
    written.open()
    files = written.by_code
    works = county_calendar()
    laid = ground.lay(today, counted_back(today, works)(WHOLE + 12) - timedelta(days=3))
    ends = [_end(programme) for programme in (*laid.rounds, laid.study)]
    for programme, end, count in zip((*laid.rounds, laid.study), ends, SOME, strict=True):
        of_kind = [one for one in families if one.ill.cause == "子女上学"] if programme == laid.study else families
        _over(past(end, works, of_kind, count, dice), programme, files, works, dice)
    step(f"困难职工档案：{written.end()} 份")
    now = running(today, works, families, dice)
    _under_way(now, laid.running, files, works, dice)
    money.correct(laid.sources, counted_back(today, works)(9))
    for programme in (*laid.rounds, laid.running):
        _nobody_applies(programme, today, share=0.35 if programme == laid.running else 0.9, dice=dice)
    ground.close([*laid.rounds, laid.study])
    online.end_past(on=today, by=None)
    step(f"慰问：{visit(laid.rounds[-1], laid.running, today, dice)} 户")
    step(f"帮扶申请：{ReliefApplication.objects.everywhere(MADE_UP).count()} 件")


def _end(programme: ReliefProgramme) -> date:
    """A round's last day: three weeks after it closed, when the money had arrived."""
    return programme.closes_at.date() + timedelta(days=24)


def _over(
    round_: Round,
    programme: ReliefProgramme,
    files: dict[str, HardshipFile],
    works: Callable[[date], bool],
    dice: Random,
) -> None:
    union_hands.hand_in(round_, programme, files, dice)
    county_hands.decide(round_, programme, works)
    county_hands.approve(round_, programme, round_.cases)
    county_hands.publish(programme, round_.back(9))
    money.pay_past(round_, programme)


def _under_way(
    round_: Round,
    programme: ReliefProgramme,
    files: dict[str, HardshipFile],
    works: Callable[[date], bool],
    dice: Random,
) -> None:
    """Approved in the order in which the money went out: a batch takes all that is approved."""
    union_hands.hand_in(round_, programme, files, dice)
    county_hands.decide(round_, programme, works)
    for state, pay in ((S.CLOSED, money.pay_first), (S.PAYING, money.pay_second), (S.APPROVED, None)):
        cases = [case for case in round_.cases if case.reaches == state]
        county_hands.approve(round_, programme, cases)
        if pay is not None:
            pay(round_, programme, cases)
    county_hands.publish(programme, round_.back(2))


def _nobody_applies(programme: ReliefProgramme, today: date, *, share: float, dice: Random) -> None:
    """Most unions of a round that is over have said so, some of one that runs."""
    asked = Asked(_Everybody(), today, today.year, programme)
    with returns.opened():
        silent = [union for union in returns.unions(asked) if union.done == returns.MISSING]
    first, last = programme.opens_at.date(), min(programme.closes_at.date(), today)
    NoHardship.objects.bulk_create(
        NoHardship(
            union=union, programme=programme, declared_on=first + timedelta(days=dice.randint(0, (last - first).days))
        )
        for union in silent
        if dice.random() < share
    )


class _Everybody:
    """Whoever sees all of the county: the story itself."""

    is_authenticated = True

    def paths_with(self, duty: object) -> list[str]:
        return ["/"]
