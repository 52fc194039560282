"""Members of 云岭县 who change their union: some have arrived, some wait to be accepted; also at the accounts' own doors."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from accounts.models import User
from config.demo.accounts import MADE_UP
from config.demo.calendar import workday
from config.demo.ground import Row
from config.demo.roster import Unit
from members.models import Member
from members.operations import transfers
from unions.models import Organisation

ARRIVED, REFUSED = 24, 2
WHY = ("劳动（工作）关系发生变化", "调到本单位工作", "随项目转移", "原单位合同到期，已在新单位就业")
AGREED, NOT_HERE = "同意转出", "本单位未录用此人，请核实工作单位。"


@dataclass(frozen=True)
class Move:
    person: Row
    origin: Unit
    goal: Unit
    applied: date
    closed: date | None = None
    is_refused: bool = False


def moves(units: list[Unit], today: date) -> Iterator[Move]:
    """Pending ones into and out of the chair's union and 天河镇, and elsewhere; then those that are settled."""
    dice = Random(34999905)  # noqa: S311 (a story, not a secret)
    model = next(unit for unit in units if unit.is_model)
    large = [unit for unit in units if unit.chosen > 25 and not unit.is_model]
    here = [unit for unit in large if unit.code.startswith(model.code[:10])]
    there = [unit for unit in large if not unit.code.startswith(model.code[:10])]
    taken: set[str] = set()

    def one(origin: Unit, goal: Unit, ago: int, closed_after: int = 0, *, is_refused: bool = False) -> Move:
        applied = workday(today - timedelta(days=ago))
        while True:
            person = dice.choice(origin.members[6:])
            is_free = person["证件号码"] not in taken and person["会籍状态"] is None
            if is_free and person["入会日期"] < applied - timedelta(days=30) and goal.row["建会日期"] <= applied:
                break
        taken.add(person["证件号码"])
        closed = workday(applied + timedelta(days=closed_after)) if closed_after else None
        return Move(person, origin, goal, min(applied, today), min(closed, today) if closed else None, is_refused)

    old = [unit for unit in there if (today - unit.row["建会日期"]).days > 400]
    old_here = [unit for unit in here if (today - unit.row["建会日期"]).days > 400]
    pairs = [[dice.choice(old), model], [dice.choice(old_here), model], [model, dice.choice(old)]]
    pairs += [[dice.choice(old), dice.choice(old_here)] for _ in range(2)]
    pairs += [[dice.choice(old_here), dice.choice(old)] for _ in range(2)]
    pairs += [dice.sample(old, 2) for _ in range(3)]
    for origin, goal in pairs:
        yield one(origin, goal, dice.randint(2, 40))
    for number in range(ARRIVED + REFUSED):
        origin, goal = dice.sample(old + old_here, 2)
        yield one(origin, goal, dice.randint(45, 330), dice.randint(1, 20), is_refused=number < REFUSED)


def move(units: list[Unit], today: date) -> int:
    """Apply for all of them, and settle what is settled. Returns how many there are."""
    chair, body = (User.objects.get(username=name) for name in ("zhuxi", "tianhe"))
    count = 0
    for one in moves(units, today):
        members = Member.objects.everywhere(MADE_UP)
        unions = Organisation.objects.everywhere(MADE_UP)
        by = chair if one.origin.is_model else body if one.origin.code.startswith("3499990101") else None
        transfer = transfers.apply(
            members.numbered(one.person["证件号码"]).get(),
            unions.get(code=one.goal.code),
            on=one.applied,
            reason=WHY[count % len(WHY)],
            opinion=AGREED,
            by=by,
        )
        if one.closed is not None and one.is_refused:
            transfers.decline(transfer, on=one.closed, opinion=NOT_HERE, by=None)
        elif one.closed is not None:
            transfers.accept(transfer, on=one.closed, opinion="同意接收", by=None)
        count += 1
    return count
