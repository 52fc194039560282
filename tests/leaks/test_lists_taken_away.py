"""A list taken away is made by a job: its workbook holds one's own rows only."""

from typing import Any

import pytest

from accounts.models import ListExport
from tests.leaks.asks import PLAUSIBLE, Ask
from tests.leaks.conftest import Hunter
from tests.leaks.doors import all_doors
from tests.leaks.hunt import Answer, unpacked
from tests.leaks.world import World


def exporting() -> list[str]:
    return [door.name for door in all_doors() if door.name.endswith(("_export", "_export_list")) and not door.arguments]


@pytest.mark.parametrize("who", ["body_officer", "stranger"])
def test_no_workbook_of_a_list_holds_a_foreign_word(
    world: World, hunter: Hunter, django_capture_on_commit_callbacks: Any, who: str
) -> None:
    hunt = hunter(who)
    for door in all_doors():
        if door.name not in exporting():
            continue
        with django_capture_on_commit_callbacks(execute=True):
            hunt.browser.post(door.address(), PLAUSIBLE)
        made = ListExport.objects.filter(by=world.people[who]).latest("pk")
        if made.stored_as and made.made_at:
            hunt._listen(
                Ask(door.name, "POST", door.address()), Answer(200, unpacked(made.file_path.read_bytes()), b"")
            )

    assert not hunt.findings, "\n".join(map(str, hunt.findings))
    assert {world.mint.marks[token].label for token in hunt.heard} >= {
        "unions.Officer",
        "unions.Employer",
        "unions.Honour",
    }
