"""Pictures for the demonstration, drawn from a seed: a plaque on a wall, a notice board, a card on a coat. No photograph."""

import io
from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from unions.prints.glyphs import FONTS

SIZE = (1200, 900)
RED, GOLD, INK, PAPER = (168, 28, 24), (214, 178, 88), (44, 40, 36), (250, 248, 242)
WALLS = ((176, 92, 70), (198, 190, 176), (132, 142, 148), (214, 206, 190), (120, 132, 112), (188, 160, 130))
COATS = ((38, 54, 92), (60, 66, 74), (92, 40, 46), (46, 82, 70))
Colour = tuple[int, int, int]


def plaque(name: str, seed: int) -> bytes:
    """A brass plaque with the name, on a wall beside a door."""
    dice = Random(seed)
    picture, draw = _wall(dice)
    left, top, wide, high = (
        dice.randint(90, 260),
        dice.randint(150, 280),
        dice.randint(720, 820),
        dice.randint(330, 420),
    )
    _shadow(picture, (left, top, left + wide, top + high))
    draw.rounded_rectangle((left, top, left + wide, top + high), 14, fill=GOLD, outline=(140, 104, 34), width=10)
    draw.rounded_rectangle((left + 22, top + 22, left + wide - 22, top + high - 22), 8, outline=(176, 138, 58), width=4)
    lines_on(draw, _broken(name, 11), (left + wide // 2, top + high // 2), wide - 120, RED)
    return _taken(picture, dice)


def board(title: str, rows: Sequence[str], seed: int) -> bytes:
    """A notice board with a sheet on it, and others beside."""
    dice = Random(seed)
    picture, draw = _wall(dice)
    draw.rectangle((60, 70, 1140, 830), fill=(86, 60, 40))
    draw.rectangle((84, 94, 1116, 806), fill=(70 + dice.randint(0, 50), 108 + dice.randint(0, 40), 84))
    for _ in range(dice.randint(2, 4)):
        x, y = dice.choice((110, 860)), dice.randint(120, 560)
        draw.rectangle(
            (x, y, x + 190, y + dice.randint(130, 220)), fill=dice.choice((PAPER, (240, 226, 180), (222, 234, 242)))
        )
        for line in range(4):
            draw.line(
                (x + 18, y + 24 + line * 22, x + dice.randint(90, 170), y + 24 + line * 22),
                fill=(150, 146, 140),
                width=5,
            )
    left, top = 300 + dice.randint(-20, 20), 130 + dice.randint(-15, 15)
    draw.rectangle((left, top, left + 560, top + 620), fill=PAPER)
    draw.rectangle((left, top, left + 560, top + 120), fill=RED)
    lines_on(draw, [title], (left + 280, top + 60), 480, (255, 255, 255))
    for number, row in enumerate(rows):
        lines_on(draw, _broken(row, 14), (left + 280, top + 210 + number * 130), 500, INK, most=38)
    for x, y in ((left + 20, top + 12), (left + 540, top + 12), (left + 20, top + 608), (left + 540, top + 608)):
        draw.ellipse((x - 7, y - 7, x + 7, y + 7), fill=(220, 60, 50))
    return _taken(picture, dice)


def card(union: str, post: str, name: str, seed: int) -> bytes:
    """A card with the officer's name and post, on a coat or on a desk, near or far; no face."""
    dice = Random(seed)
    cloth = dice.choice(COATS + WALLS)
    picture = Image.new("RGB", SIZE, cloth)
    draw = ImageDraw.Draw(picture)
    for x in range(0, SIZE[0], 9):
        draw.line((x, 0, x + dice.randint(-6, 6), SIZE[1]), fill=_shade(cloth, dice.randint(-10, 10)), width=4)
    for _ in range(dice.randint(3, 7)):  # a collar, folders, a cup: what lies around
        x, y, reach = dice.randint(-100, 1200), dice.randint(-100, 900), dice.randint(120, 420)
        corners = [(x + dice.randint(-reach, reach), y + dice.randint(-reach, reach)) for _ in range(4)]
        draw.polygon(corners, fill=_shade(cloth, dice.choice((-60, -40, 40, 70, 110))))
    layer = Image.new("RGBA", (540, 360), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    draw.rounded_rectangle((0, 0, 539, 359), 18, fill=(255, 255, 255), outline=(190, 190, 190), width=4)
    draw.rounded_rectangle((0, 0, 539, 84), 18, fill=RED)
    lines_on(draw, [union], (270, 42), 500, (255, 255, 255), most=40)
    lines_on(draw, [name], (270, 180), 460, INK, most=92)
    lines_on(draw, [f"工会{post}"], (270, 292), 460, RED, most=48)
    size = dice.uniform(0.8, 1.5)
    layer = layer.resize((round(540 * size), round(360 * size))).rotate(
        dice.uniform(-14, 14), resample=Image.Resampling.BICUBIC, expand=True
    )
    place = dice.randint(40, max(41, 1160 - layer.width)), dice.randint(30, max(31, 870 - layer.height))
    picture.paste(layer, place, mask=layer)
    return _taken(picture, dice)


def copied(data: bytes) -> bytes:
    """The same picture as a messenger passes it on: smaller, compressed hard."""
    with Image.open(io.BytesIO(data)) as picture:
        return _jpeg(picture.resize((800, 600)), 45)


def _wall(dice: Random) -> tuple[Any, Any]:
    """Bricks or plaster, part of a door, something on the ground; another seed is another place."""
    wall = _shade(dice.choice(WALLS), dice.randint(-24, 24))
    picture = Image.new("RGB", SIZE, wall)
    draw = ImageDraw.Draw(picture)
    high = dice.choice((46, 64, 300))
    for row, y in enumerate(range(0, SIZE[1], high)):
        for x in range(-(row % 2) * 80, SIZE[0], 160):
            draw.rectangle((x + 2, y + 2, x + 156, y + high - 3), fill=_shade(wall, dice.randint(-12, 12)))
    if dice.random() < 0.7:
        edge = dice.choice((0, 1060))
        draw.rectangle((edge, 60, edge + 140, 900), fill=_shade((84, 60, 44), dice.randint(-20, 40)))
    draw.rectangle((0, dice.randint(780, 850), 1200, 900), fill=_shade((110, 108, 104), dice.randint(-30, 30)))
    return picture, draw


def _shade(colour: Colour, by: int) -> Colour:
    red, green, blue = (max(0, min(255, part + by)) for part in colour)
    return red, green, blue


def _shadow(picture: Any, box: tuple[int, int, int, int]) -> None:
    dark = Image.new("L", picture.size, 0)
    ImageDraw.Draw(dark).rectangle((box[0] + 10, box[1] + 14, box[2] + 14, box[3] + 18), fill=130)
    picture.paste((20, 18, 16), mask=dark.filter(ImageFilter.GaussianBlur(14)))


def _broken(words: str, most: int) -> list[str]:
    """In lines of nearly equal length, none longer than `most` letters."""
    count = -(-len(words) // most)
    length = -(-len(words) // count)
    return [words[start : start + length] for start in range(0, len(words), length)]


def lines_on(
    draw: Any, lines: Sequence[str], middle: tuple[int, int], wide: int, colour: Colour, *, most: int = 96
) -> None:
    """The lines around the middle, as large as they fit."""
    size = min(most, wide // max(map(len, lines)))
    for number, line in enumerate(lines):
        y = middle[1] + round((number - (len(lines) - 1) / 2) * size * 1.35)
        draw.text((middle[0], y), line, font=_font(size), fill=colour, anchor="mm")


@cache
def _font(size: int) -> Any:
    return ImageFont.truetype(str(FONTS / "NotoSansSC-Bold.ttf"), size)


def _taken(picture: Any, dice: Random) -> bytes:
    """As by hand: held a little askew, lit from one side, not quite sharp."""
    light = (
        Image.linear_gradient("L").rotate(dice.choice((0, 90, 180, 270))).resize(SIZE).point(lambda value: value // 3)
    )
    picture.paste((12, 12, 20), mask=light)
    turned = picture.rotate(dice.uniform(-2.5, 2.5), resample=Image.Resampling.BICUBIC)
    turned = turned.crop((40, 30, 1160, 870)).filter(ImageFilter.GaussianBlur(0.8))
    return _jpeg(turned, 82)


def _jpeg(picture: Any, quality: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()
