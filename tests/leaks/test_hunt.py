"""The role door matrix: every address × every person × own, foreign and missing rows (security.md G1).

The plan comes from the URLconf and the tables by themselves. What to do when it does not know a new one:
a table -> tests/leaks/builders.py and, for who may read it, KINDS in tests/leaks/oracle.py;
an address -> tests/leaks/doors.py; a new duty to change something -> MAY_CHANGE in tests/leaks/oracle.py.
"""

import pytest

from tests.leaks.asks import plan
from tests.leaks.conftest import Hunter
from tests.leaks.oracle import ANONYMOUS, FORMER, PRINCIPALS, part_of
from tests.leaks.world import World

AT_LEAST = 20_000
HEARD = {"organisations", "officers", "displays", "reports", "imports"}


@pytest.mark.parametrize("who", PRINCIPALS)
def test_nobody_reads_or_changes_what_is_somebody_elses(world: World, hunter: Hunter, who: str) -> None:
    hunt = hunter(who).run(plan(world, who))

    assert not hunt.findings, "\n".join(map(str, hunt.findings[:50]))
    if who in {"body_officer", "stranger"}:
        # Or the silence above would have another reason: one's own canaries were heard in every kind of row.
        assert {world.mint.marks[token].kind for token in hunt.heard} >= HEARD
        assert {world.mint.marks[token].home for token in hunt.heard} >= part_of(who)


def test_the_plan_is_as_large_as_promised(world: World) -> None:
    different = {(who, str(ask)) for who in PRINCIPALS for ask in plan(world, who)}

    assert len(different) >= AT_LEAST


def test_every_person_is_asked_about_own_foreign_and_missing_rows(world: World) -> None:
    for who in set(PRINCIPALS) - {"auditor"}:
        kinds = {ask.stands_for for ask in plan(world, who)}
        assert kinds >= {"plain", "foreign", "missing"}, who
        assert "own" in kinds or who in {ANONYMOUS, FORMER}, who
