"""The print kit as pictures: each piece looks as it was approved, and the code on it leads to the union's page.

A piece changed on purpose: look at the new pictures, then `NEW_GOLDEN=1 bin/test tests/unions/test_print_pictures.py`.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageStat

from unions.models import Piece
from unions.prints.kit import HANGING, Facts, Person, make_kit

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "prints"
DOTS = {Piece.PLAQUE: 14}  # per inch; a plaque is two feet wide
ADDRESS = "https://sl.example.gov.cn/u/AbC123xyz789"
FACTS = {
    "short": Facts(
        "李家庄工会", ADDRESS, "李家庄村委会一楼", "0556-2172583", "天河镇工会联合会", "0556-2170001",
        people=(Person("王芳", "主席", "0556-2172583"),),
    ),
    "long": Facts(
        "云岭县经济开发区（工业园区）鑫达（ABC）新能源科技股份有限公司第3分公司工会委员会", ADDRESS,
        "云岭县经济开发区创业大道与科技三路交叉口东北侧鑫达新能源产业园综合办公楼B座16层1608室", "0556-2172583转8016",
        "云岭县经济开发区（工业园区）工会联合会", "0556-2170001",
        people=(
            Person("欧阳𬭚", "主席", "0556-2172583转8016", "13800000001"),
            Person("买买提·吐尔逊江·阿不都热合曼", "副主席", "0556-2172584", "13800000002"),
        ),
    ),
}  # fmt: skip
TOLERANCE = 1.5  # mean difference in grey levels of 255, after blurring away what another version smooths otherwise

pytestmark = pytest.mark.skipif(
    shutil.which("pdftoppm") is None, reason="NO PDFTOPPM: the print kit's pictures are NOT checked (poppler-utils)"
)


def rendered(pdf: bytes, folder: Path, dots: int) -> list[Image.Image]:
    (folder / "kit.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(dots), "-gray", "-png", "kit.pdf", "page"], cwd=folder, check=True)
    return [Image.open(path) for path in sorted(folder.glob("page*.png"))]


def made(name: str, piece: Piece) -> bytes:
    kit = make_kit([FACTS[name]], [piece], title="打印材料", day="2026年11月21日")
    assert kit.missing == []
    return kit.pdf


@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize("piece", list(Piece))
def test_each_piece_looks_as_approved(piece: Piece, name: str, tmp_path: Path) -> None:
    page = rendered(made(name, piece), tmp_path, DOTS.get(piece, 40))[0]
    approve(page, f"{piece}-{name}")


def approve(page: Image.Image, name: str) -> None:
    golden = GOLDEN / f"{name}.png"
    if os.environ.get("NEW_GOLDEN"):
        page.save(golden, optimize=True)
    approved = Image.open(golden).convert("L")

    assert page.size == approved.size
    soft = [one.convert("L").filter(ImageFilter.GaussianBlur(1.5)) for one in (page, approved)]
    assert ImageStat.Stat(ImageChops.difference(*soft)).mean[0] < TOLERANCE


@pytest.mark.parametrize("name", FACTS)
@pytest.mark.parametrize("piece", list(Piece))
def test_the_code_in_the_picture_leads_to_the_union_s_page(piece: Piece, name: str, tmp_path: Path) -> None:
    pages = rendered(made(name, piece), tmp_path, 25 if piece == Piece.PLAQUE else 200)

    for page in pages:
        read = zxingcpp.read_barcodes(page)
        assert read
        assert {one.text for one in read} == {ADDRESS}


@pytest.mark.parametrize("name", FACTS)
def test_an_upright_plaque_looks_as_approved_and_its_code_is_read(name: str, tmp_path: Path) -> None:
    kit = make_kit([FACTS[name]], [Piece.PLAQUE], title="t", day="d", plaque=HANGING)

    assert kit.missing == []
    [page] = rendered(kit.pdf, tmp_path, 25)

    approve(page.resize((page.width // 4, page.height // 4)), f"plaque-upright-{name}")
    assert [one.text for one in zxingcpp.read_barcodes(page)] == [ADDRESS]


def test_a_picture_of_another_union_is_told_apart(tmp_path: Path) -> None:
    """The comparison can fail: otherwise the golden pictures would prove nothing."""
    page = rendered(made("long", Piece.CHEST_CARD), tmp_path, 40)[0].convert("L")
    other = Image.open(GOLDEN / "chest_card-short.png").convert("L")
    soft = [one.filter(ImageFilter.GaussianBlur(1.5)) for one in (page, other)]

    assert ImageStat.Stat(ImageChops.difference(*soft)).mean[0] > TOLERANCE
