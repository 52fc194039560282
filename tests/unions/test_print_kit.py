"""The print kit's PDFs: exact words, our font alone, right measures, QR codes that lead to the union's page."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from unions.models import Piece
from unions.prints.glyphs import FONTS, lacking
from unions.prints.kit import HANGING, Facts, Person, make_kit

ADDRESS = "https://sl.example.gov.cn/u/AbC123xyz789"
CHAIR = Person("欧阳𬭚", "主席", "0556-2172583", "13800000001")
MILL = Facts(
    "云岭县天河镇双龙机械有限公司工会委员会",
    ADDRESS,
    "云岭县天河镇人民路128号办公楼308室",
    "0556-2172583",
    "天河镇工会联合会",
    "0556-2170001",
    people=(CHAIR,),
)
DAY = "2026年11月21日"
MM = 72 / 25.4


def kit(*facts: Facts, pieces: list[Piece] | None = None) -> bytes:
    made = make_kit(facts, pieces or list(Piece), title="打印材料", day=DAY)
    assert made.missing == []
    return made.pdf


def boxes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in millimetres, from the PDF's own MediaBoxes."""
    found = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", pdf)
    return [(float(w) / MM, float(h) / MM) for w, h in found]


@pytest.mark.parametrize(
    ("piece", "size"),
    [
        (Piece.PLAQUE, (650, 450)),
        (Piece.CHEST_CARD, (210, 297)),
        (Piece.CONTACT_CARD, (210, 297)),
        (Piece.DESK_PLATE, (210, 297)),
        (Piece.OFFICE_NOTICE, (210, 297)),
        (Piece.PUBLICATION_SHEET, (210, 297)),
    ],
)
def test_each_piece_has_its_measure(piece: Piece, size: tuple[int, int]) -> None:
    [found] = boxes(kit(MILL, pieces=[piece]))

    assert found == pytest.approx(size, abs=0.1)


def test_an_upright_plaque_is_as_long_as_it_is_ordered() -> None:
    made = make_kit([MILL], [Piece.PLAQUE], title="t", day=DAY, plaque=HANGING)

    assert boxes(made.pdf) == [pytest.approx((400, 2450), abs=0.1)]


def test_eleven_cards_take_two_sheets() -> None:
    people = tuple(Person(f"干部{number}", "副主席") for number in range(11))
    union = Facts("河畔纸厂工会", ADDRESS, people=people)

    assert len(boxes(kit(union, pieces=[Piece.CHEST_CARD]))) == 2


def test_only_our_font_is_in_the_file_and_it_is_embedded() -> None:
    pdf = kit(MILL)
    fonts = set(re.findall(rb"/BaseFont\s*/([^\s/\]>]+)", pdf))

    assert fonts
    assert all(b"NotoSansSC" in name for name in fonts)
    assert len(re.findall(rb"/FontFile[23]", pdf)) >= 2


def test_a_name_is_never_read_as_markup() -> None:
    union = Facts('#read("/etc/passwd") $a$ \\ *b* [c] 工会', ADDRESS, "$x$ #1", people=(Person("#panic()", "主席"),))

    assert kit(union).startswith(b"%PDF")


def test_the_same_facts_make_the_same_bytes() -> None:
    assert kit(MILL) == kit(MILL)


def test_a_character_the_font_lacks_is_named_and_that_card_left_out() -> None:
    assert lacking(["云岭", "\U000323af"]) == ["\U000323af"]
    union = Facts("河畔纸厂工会", ADDRESS, people=(Person("王\U000323af", "主席"), Person("李四", "副主席")))

    made = make_kit([union], [Piece.CHEST_CARD], title="t", day=DAY)

    assert len(boxes(made.pdf)) == 1
    assert len(made.missing) == 1
    assert "U+323AF" in made.missing[0]
    assert "河畔纸厂工会 王" in made.missing[0]


def test_a_union_whose_name_cannot_be_printed_gets_nothing_and_is_named_once() -> None:
    made = make_kit([Facts("\U000323af厂工会", ADDRESS, people=(CHAIR,))], list(Piece), title="t", day=DAY)

    assert made.pdf == b""
    assert len(made.missing) == 1


def test_cards_without_officers_and_a_notice_without_an_office_say_what_is_missing() -> None:
    made = make_kit([Facts("河畔纸厂工会", ADDRESS)], list(Piece), title="t", day=DAY)

    assert any("没有在任的主席和副主席" in one for one in made.missing)
    assert any("没有登记办公地址" in one for one in made.missing)
    assert len(boxes(made.pdf)) == 2  # the plaque and the publication sheet


def test_the_rare_characters_of_names_are_in_the_font() -> None:
    assert lacking(["𬭚䶮㛃𠅤𰻞𫖯㐂"]) == []
    gbk = {bytes([high, low]).decode("gbk", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)} - {""}
    assert lacking(sorted(gbk)) == []
    assert {path.name for path in FONTS.glob("*.ttf")} == {"NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"}
    assert all(TTFont(path, lazy=True)["name"].getDebugName(1) for path in FONTS.glob("*.ttf"))
    assert (Path(FONTS) / "OFL.txt").exists()


def test_each_person_s_contact_cards_fill_a_sheet_for_they_are_handed_out() -> None:
    people = (Person("王芳", "主席", "0556-1"), Person("李强", "副主席", "0556-2"))

    made = make_kit([Facts("河畔纸厂工会", ADDRESS, people=people)], [Piece.CONTACT_CARD], title="t", day=DAY)

    assert (made.pages, len(boxes(made.pdf))) == (2, 2)
