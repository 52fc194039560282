"""The alarm rings: with a fault seeded, a short run of the hunt finds it. Without, test_hunt.py finds nothing there."""

from collections.abc import Callable

import pytest

from tests.leaks.asks import plan
from tests.leaks.builders import sheet
from tests.leaks.conftest import Hunter
from tests.leaks.doors import all_doors
from tests.leaks.faults import SEEDED
from tests.leaks.hunt import unpacked
from tests.leaks.mint import Mark, Mint
from tests.leaks.world import World

NAMES = [seed.__name__ for seed, _, _ in SEEDED]


@pytest.mark.parametrize(("seed", "who", "where"), SEEDED, ids=NAMES)
def test_a_seeded_fault_is_found(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    hunter: Hunter,
    seed: Callable[[pytest.MonkeyPatch], None],
    who: str,
    where: str,
) -> None:
    doors = [door for door in all_doors() if where in door.name]
    hunt = hunter(who)

    seed(monkeypatch)
    hunt.run(plan(world, who, doors))

    assert hunt.findings
    assert not [one for one in hunt.findings if one.what.startswith("error")], "the fault must leak, not crash"


@pytest.mark.parametrize(
    "spelled",
    [
        b"<td>\xe5\xb1\xb1%s\xe5\x9c\xba</td>",
        b'{"text": "\\u5c71%s\\u573a"}',
        b"attachment; filename*=utf-8''%%E5%%B1%%B1%s.xlsx",
    ],
)
def test_a_canary_is_heard_however_it_is_written(spelled: bytes) -> None:
    mint = Mint()
    word = mint.word(Mark("a", "b", 1, "hilltop", "officers"))

    for said in (word, word.upper()):
        assert mint.heard_in(spelled % said.encode()) == {word}


def test_numbers_and_days_are_heard_as_people_write_them() -> None:
    mint, mark = Mint(), Mark("a", "b", 1, "hilltop", "officers")
    number, day = mint.number(mark), mint.day(mark)

    assert mint.heard_in(f"{number:,} 人".encode()) == {str(number)}
    assert mint.heard_in(f"13{number}".encode()) == {str(number)}
    assert mint.heard_in(f"{day.year}年{day.month}月{day.day}日".encode()) == {day.isoformat()}


def test_a_workbook_is_searched_inside() -> None:
    mint = Mint()
    word = mint.word(Mark("a", "b", 1, "hilltop", "officers"))
    workbook = sheet(word)

    assert not mint.heard_in(workbook)
    assert mint.heard_in(unpacked(workbook)) == {word}
