"""What is printed holds one's own part only, whatever is asked for: read from the PDFs themselves."""

from shutil import which
from typing import Any

import pytest

from tests.leaks.conftest import Hunter
from tests.leaks.hunt import unpacked
from tests.leaks.mint import Mark
from tests.leaks.oracle import part_of
from tests.leaks.world import World
from unions.models import Piece, PrintOrder
from unions.models.print_order import print_files

pytestmark = pytest.mark.skipif(
    which("pdftotext") is None, reason="NO PDFTOTEXT: leaks on printed pieces are NOT hunted (poppler-utils)"
)
ORDERED = {"pieces": [str(piece) for piece in Piece], "only": "all", "shape": "", "reason": "集中亮牌"}
MOBILE = ("unions.Officer", "mobile")


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def printed(world: World, body: bytes) -> list[Mark]:
    return [world.mint.marks[token] for token in world.mint.heard_in(unpacked(body))]


def foreign(marks: list[Mark], who: str) -> list[Mark]:
    """Marks of elsewhere. The responsible body's name and telephone stand on the sheet: what is above is none."""
    known = part_of(who) | {"county", "riverside" if who == "chair" else "county"}
    return [mark for mark in marks if mark.home not in known or mark.kind == "secrets"]


@pytest.mark.parametrize("who", ["body_officer", "stranger"])
def test_a_body_s_kit_holds_no_foreign_word(
    world: World, hunter: Hunter, django_capture_on_commit_callbacks: Any, who: str
) -> None:
    hunt = hunter(who)
    own = world.one("unions.Organisation", "riverside" if who == "body_officer" else "hilltop")
    with django_capture_on_commit_callbacks(execute=True):
        hunt.browser.post("/admin/unions/printorder/add/", ORDERED | {"organisation": own.pk})
    made = PrintOrder.objects.everywhere("a test").filter(by=world.people[who]).latest("pk")

    marks = printed(world, (print_files() / made.stored_as).read_bytes())

    assert foreign(marks, who) == []
    assert {mark.label for mark in marks} >= {"unions.Organisation", "unions.Officer"}
    assert MOBILE not in {(mark.label, mark.column) for mark in marks}


@pytest.mark.parametrize("who", ["body_officer", "chair"])
def test_nothing_is_ordered_for_a_foreign_body(world: World, hunter: Hunter, who: str) -> None:
    before = PrintOrder.objects.everywhere("a test").count()
    for place in ("hilltop", "quarry", "county"):
        row = world.one("unions.Organisation", place)
        hunter(who).browser.post("/admin/unions/printorder/add/", ORDERED | {"organisation": row.pk})
        hunter(who).browser.post(f"/admin/unions/printorder/add/?union={row.pk}", ORDERED | {"organisation": row.pk})

    assert PrintOrder.objects.everywhere("a test").count() == before


def test_a_chair_s_kit_holds_no_foreign_word(world: World, hunter: Hunter) -> None:
    browser, mill = hunter("chair").browser, world.one("unions.Organisation", "mill")

    marks = printed(world, browser.get(f"/portal/{mill.pk}/prints/pdf/?piece=all&mobiles=on").content)

    assert foreign(marks, "chair") == []
    assert MOBILE in {(mark.label, mark.column) for mark in marks}


def test_a_chair_gets_no_foreign_union_s_kit_and_no_foreign_officer(world: World, hunter: Hunter) -> None:
    browser, mill = hunter("chair").browser, world.one("unions.Organisation", "mill")
    for place in ("bakery", "quarry", "riverside", "county"):
        row = world.one("unions.Organisation", place)
        assert browser.get(f"/portal/{row.pk}/prints/pdf/?piece=all").status_code == 404
    for row in world.unreadable("chair", "unions.Officer"):
        answer = browser.get(f"/portal/{mill.pk}/prints/pdf/?piece=all&officer={row.pk}")
        assert answer.status_code == 302
