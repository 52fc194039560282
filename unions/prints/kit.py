"""The print kit as PDF: what stands on each piece, laid out by typst (pieces/*.typ) with our own font.

Words go in as JSON, so that no name is ever read as markup; nothing outside this folder can be read.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst

from unions.models.print_order import Piece
from unions.prints.breaking import (
    upright,
    ways_to_break,
    ways_to_break_person,
    ways_to_break_phone,
    ways_to_break_place,
)
from unions.prints.glyphs import FONTS, lacking

PIECES = Path(__file__).parent / "pieces"


@dataclass(frozen=True)
class Person:
    """An officer who shows himself or herself; empty numbers are left out."""

    name: str
    post: str
    office_phone: str = ""
    mobile: str = ""


@dataclass(frozen=True)
class Facts:
    """What is printed of one union. `address` is the whole one that its QR code says."""

    name: str
    address: str
    office: str = ""
    office_phone: str = ""
    body: str = ""
    body_phone: str = ""
    hotline: str = "12351"
    people: tuple[Person, ...] = ()


@dataclass(frozen=True)
class Plaque:
    """A plaque's measures in millimetres; an upright one is lettered from above to below."""

    width: int = 600
    height: int = 400
    is_upright: bool = False


HANGING = Plaque(350, 2400, is_upright=True)


@dataclass(frozen=True)
class Kit:
    """A PDF, how many pages it has, and in sentences what could not be printed."""

    pdf: bytes
    pages: int = 0
    missing: list[str] = field(default_factory=list)


def make_kit(
    unions: Iterable[Facts], pieces: Iterable[str], *, title: str, day: str, plaque: Plaque | None = None
) -> Kit:
    """All pieces of all unions in one document, each kind together; `day` is the day of publication in words.

    A name with a character that the font lacks is left out and named in `missing`; so is a union without officers
    where cards are wanted, and one without an address where the office is to be announced. The PDF is empty (b"")
    when nothing is left to print.
    """
    sheets: list[dict[str, Any]] = []
    missing: list[str] = []
    rows = list(unions)
    for kind in [piece for piece in Piece if piece in set(pieces)]:
        printable = [facts for facts in rows if not _gaps(facts, kind, missing)]
        if kind in CARDS:
            copies = CARDS_ON_A_SHEET if kind == Piece.CONTACT_CARD else 1
            cards = [_card(facts, one) for facts in printable for one in _people(facts, missing) for _ in range(copies)]
            sheets += [{"kind": str(kind), "cards": cards}] if cards else []
        else:
            sheets += [_sheet(facts, kind, day, plaque or Plaque(), missing) for facts in printable]
    # Each sentence once: a union's name is on every piece.
    said = list(dict.fromkeys(missing))
    return Kit(render(sheets, title), sum(map(_pages, sheets)), said) if sheets else Kit(b"", 0, said)


CARDS = {Piece.CHEST_CARD, Piece.CONTACT_CARD, Piece.DESK_PLATE}
# Contact cards are handed out: each person's fill a sheet.
CARDS_ON_A_SHEET = 10


def _pages(sheet: dict[str, Any]) -> int:
    cards = len(sheet.get("cards", ()))
    if sheet["kind"] == Piece.DESK_PLATE:
        return cards
    return -(-cards // CARDS_ON_A_SHEET) or 1


def render(sheets: list[dict[str, Any]], title: str) -> bytes:
    """typst's PDF of the sheets."""
    kit = {"title": title, "author": "双亮", "pieces": sheets}
    return bytes(
        typst.compile(
            str(PIECES / "kit.typ"),
            root=str(PIECES),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"kit": json.dumps(kit, ensure_ascii=False)},
            timestamp=datetime(2000, 1, 1, tzinfo=UTC),  # the same facts make the same bytes
        )
    )


@lru_cache(maxsize=4096)
def qr_svg(address: str) -> str:
    """The address as a QR code that survives scratches (a quarter may be lost), with its quiet zone."""
    target = BytesIO()
    segno.make(address, error="q", micro=False).save(target, kind="svg", border=2, xmldecl=False, svgns=True)
    return target.getvalue().decode()


def could_be_made(facts: Facts, kind: str) -> tuple[bool, list[str]]:
    """Whether anything of this piece can be printed of the union, and in sentences what would be missing on it."""
    missing: list[str] = []
    if _gaps(facts, kind, missing):
        return False, missing
    shown = kind == Piece.PLAQUE or _people(facts, missing)
    return bool(shown) or kind not in CARDS, missing


def _words(facts: Facts, kind: str) -> list[str]:
    """What of the union stands on the piece; a character that our font lacks elsewhere is no obstacle."""
    if kind == Piece.PLAQUE:
        return [facts.name]
    if kind == Piece.CONTACT_CARD:
        return [facts.name, facts.office, facts.office_phone]
    if kind in CARDS:
        return [facts.name, facts.office_phone]
    return [facts.name, facts.body, facts.office, facts.office_phone, facts.body_phone]


def _gaps(facts: Facts, kind: str, missing: list[str]) -> bool:
    """Whether this piece cannot be made of this union; says why."""
    if letters := lacking(_words(facts, kind)):
        missing.append(_sentence(facts.name, letters))
        return True
    if kind == Piece.OFFICE_NOTICE and not facts.office:
        missing.append(f"“{facts.name}”没有登记办公地址，没有做办公地点告示。请先登记办公地址。")
        return True
    if kind in CARDS and not facts.people:
        missing.append(f"“{facts.name}”没有在任的主席和副主席，没有做卡牌。请先登记当选干部。")
        return True
    return False


def _people(facts: Facts, missing: list[str]) -> list[Person]:
    kept = []
    for one in facts.people:
        if letters := lacking([one.name, one.office_phone, one.mobile]):
            missing.append(_sentence(f"{facts.name} {one.name}", letters))
        else:
            kept.append(one)
    return kept


def _sentence(whose: str, letters: list[str]) -> str:
    named = "、".join(f"“{letter}”（U+{ord(letter):04X}）" for letter in letters)
    return f"“{whose}”里的{named}字库没有，没有打印。请把这个字告诉县总工会，由制作单位手工补字。"


def _card(facts: Facts, one: Person) -> dict[str, Any]:
    return {
        "union": ways_to_break(facts.name),
        "name": ways_to_break_person(one.name),
        "post": one.post,
        "office_phone": one.office_phone or facts.office_phone,
        "phones": ways_to_break_phone(one.office_phone or facts.office_phone),
        "mobile": one.mobile,
        "office": ways_to_break_place(facts.office, is_narrow=True) if facts.office else [],
        "hotline": facts.hotline,
        "qr": qr_svg(facts.address),
    }


def _sheet(facts: Facts, kind: str, day: str, plaque: Plaque, missing: list[str]) -> dict[str, Any]:
    people = [] if kind == Piece.PLAQUE else _people(facts, missing)
    officers = [
        {
            "post": one.post,
            "name": ways_to_break_person(one.name),
            "office_phone": ways_to_break_phone(one.office_phone or facts.office_phone),
            "mobile": one.mobile,
        }
        for one in people
    ]
    sheet: dict[str, Any] = {
        "kind": str(kind),
        "name": ways_to_break(facts.name),
        "qr": qr_svg(facts.address),
        "hotline": facts.hotline,
        "office": ways_to_break_place(facts.office or "请向工会主席询问"),
        "office_phone": facts.office_phone,
        "body": facts.body,
        "body_phone": facts.body_phone,
        "officers": officers,
        "on": day,
    }
    if kind == Piece.PLAQUE:
        name = upright(facts.name) if plaque.is_upright else ways_to_break(facts.name)
        sheet |= {"width": plaque.width, "height": plaque.height, "upright": plaque.is_upright, "name": name}
    return sheet
