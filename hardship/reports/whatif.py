"""What if the living line or a programme's criteria were others: which families would come in, which would drop out.

Nothing is stored; the files are judged twice, as they stand on the day.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from hardship.eligibility import Criteria, Judgement
from hardship.judging import Lines, judge_each
from hardship.querysets import FileVersionQuerySet

# Files that are judged while the page waits, about a second; where there are more, a job does it (operations/what_ifs.py).
IN_THE_REQUEST = 5_000
SAID_EVERY = 500
LISTS = ("gained", "lost", "borderline")
SAID_OF_EACH = ("met", "met_then", "excluded", "excluded_then")


@dataclass(frozen=True, slots=True)
class Turn:
    """One family whose advice differs: what it meets and what excludes it, now and then."""

    file_id: int
    met: tuple[str, ...]
    met_then: tuple[str, ...]
    excluded: tuple[str, ...]
    excluded_then: tuple[str, ...]


@dataclass(slots=True)
class Outcome:
    """How many families are on file, without a line (not judged), entitled now and then; who comes in, who drops out."""

    files: int = 0
    unjudged: int = 0
    now: int = 0
    then: int = 0
    gained: list[Turn] = field(default_factory=list)
    lost: list[Turn] = field(default_factory=list)
    borderline: list[Turn] = field(default_factory=list)  # 临界 then, and not entitled

    def money(self, standard: Decimal) -> tuple[Decimal, Decimal, Decimal]:
        """(now, then, the difference) in yuan, where each entitled family has the programme's standard amount."""
        return self.now * standard, self.then * standard, (self.then - self.now) * standard


def what_if(
    versions: FileVersionQuerySet,
    now: tuple[Criteria, Lines],
    then: tuple[Criteria, Lines],
    so_far: Callable[[int], None] = lambda files: None,
) -> Outcome:
    """Every file on file, judged as things are and as they would be. `versions` has passed its door.

    Two queries for every 2 000 files; about 0.15 ms a file. `so_far` is told now and then how many are done.
    """
    outcome = Outcome()
    for file_id, _, (one, other) in judge_each(versions, [now, then]):
        outcome.files += 1
        if one is None and other is None:
            outcome.unjudged += 1
        _count(outcome, file_id, one, other)
        if outcome.files % SAID_EVERY == 0:
            so_far(outcome.files)
    return outcome


def told(outcome: Outcome) -> dict[str, Any]:
    """The outcome as JSON takes it."""
    return asdict(outcome)


def read(kept: dict[str, Any]) -> Outcome:
    """What `told` wrote."""
    lists = {key: [_turn(one) for one in kept[key]] for key in LISTS}
    return Outcome(**{**kept, **lists})


def _turn(kept: dict[str, Any]) -> Turn:
    met, met_then, excluded, excluded_then = (tuple(kept[name]) for name in SAID_OF_EACH)
    return Turn(kept["file_id"], met, met_then, excluded, excluded_then)


def _count(outcome: Outcome, file_id: int, one: Judgement | None, other: Judgement | None) -> None:
    now, then = one is not None and one.eligible, other is not None and other.eligible
    outcome.now += now
    outcome.then += then
    if now == then and not (other is not None and other.borderline and not then):
        return
    turn = Turn(file_id, _met(one), _met(other), _excluded(one), _excluded(other))
    if then and not now:
        outcome.gained.append(turn)
    elif now and not then:
        outcome.lost.append(turn)
    if other is not None and other.borderline and not then:
        outcome.borderline.append(turn)


def _met(judgement: Judgement | None) -> tuple[str, ...]:
    return judgement.met if judgement else ()


def _excluded(judgement: Judgement | None) -> tuple[str, ...]:
    return judgement.excluded if judgement else ()


def turns(outcome: Outcome, show: str) -> Iterable[Turn]:
    """The list that `show` names: gained, lost or borderline."""
    return {"gained": outcome.gained, "lost": outcome.lost, "borderline": outcome.borderline}[show]
