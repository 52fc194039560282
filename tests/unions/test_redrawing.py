"""What is handed in as a picture becomes one of ours, or is refused with what to do; nothing else of it survives."""

import io
import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from accounts.refused import Refused
from tests.unions import pictures
from tests.unions.pictures import CANARY, encoded, scene
from unions import photos_child
from unions.likeness import NEAR
from unions.photos import Redrawn, redraw

ROOT = Path(__file__).resolve().parents[2]
BROKEN, PIXELS, KIND = "已损坏", "像素太多", "只接收 JPG、PNG、WebP"


def redrawn(data: bytes) -> Redrawn:
    return redraw(io.BytesIO(data))


def opened(made: Redrawn) -> Any:
    return Image.open(io.BytesIO(made.picture))


def test_a_phones_picture_becomes_a_jpeg_of_at_most_1600_pixels() -> None:
    made = redrawn(encoded(scene(1, (4000, 3000)), quality=90))

    assert (made.width, made.height) == opened(made).size == (1600, 1200)
    assert opened(made).format == "JPEG"
    assert max(Image.open(io.BytesIO(made.small)).size) == 320
    assert re.fullmatch("[0-9a-f]{16}", made.looks)
    assert len(made.sha256) == 64


def test_a_small_picture_is_not_made_larger() -> None:
    made = redrawn(encoded(scene(1, (200, 150)), "PNG"))

    assert (made.width, made.height) == (200, 150)


CONTAINERS = {
    "jpeg": pictures.jpeg_with_everything,
    "png": pictures.png_with_everything,
    "webp": pictures.webp_with_everything,
}


@pytest.mark.parametrize("make", CONTAINERS.values(), ids=CONTAINERS.keys())
def test_nothing_but_the_colours_survives(make: Any) -> None:
    data = make()
    assert CANARY in data

    made = redrawn(data)

    for stored in (made.picture, made.small):
        assert CANARY not in stored
        assert b"<" + b"script" not in stored
        assert not re.search(rb"Exif|xap|xmp|8BIM|ICC_PROFILE|Photoshop|http", stored)
        assert stored.count(b"\xff\xd8\xff") == 1  # no picture in the picture
        assert set(Image.open(io.BytesIO(stored)).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_picture_taken_sideways_stands_upright() -> None:
    wide = Image.new("RGB", (400, 200), "white")
    wide.paste((255, 0, 0), (0, 0, 100, 200))  # red on the left; turned by 90° clockwise it is on top

    made = opened(redrawn(encoded(wide, exif=pictures.exif().tobytes())))

    assert made.size == (200, 400)
    assert made.getpixel((100, 20))[1] < 60
    assert made.getpixel((100, 380))[1] > 200


ODD = {
    "palette": encoded(scene(8).quantize(16), "PNG"),
    "palette with transparency": encoded(scene(8).quantize(16), "PNG", transparency=3),
    "transparent": encoded(scene(8).convert("RGBA"), "PNG"),
    "grey and transparent": encoded(scene(8).convert("LA"), "PNG"),
    "black and white": encoded(scene(8).convert("1"), "PNG"),
    "sixteen bits": encoded(Image.linear_gradient("L").convert("I").point(lambda v: v * 256).convert("I;16"), "PNG"),
    "cmyk": encoded(scene(8).convert("CMYK"), "JPEG"),
    "grey": encoded(scene(8).convert("L"), "JPEG"),
    "progressive": encoded(scene(8), "JPEG", progressive=True),
    "lossless webp": encoded(scene(8).convert("RGBA"), "WEBP", lossless=True),
    "animated png": pictures.animated("PNG"),
    "animated webp": pictures.animated("WEBP"),
    "one pixel": encoded(Image.new("RGB", (1, 1)), "PNG"),
    "a thread": encoded(Image.new("RGB", (30_000, 1)), "PNG"),
}


@pytest.mark.parametrize("data", ODD.values(), ids=ODD.keys())
def test_odd_but_honest_pictures_are_taken(data: bytes) -> None:
    made = redrawn(data)

    assert opened(made).mode == "RGB"
    assert opened(made).load() is not None


def test_sixteen_bits_keep_their_shades() -> None:
    made = opened(redrawn(ODD["sixteen bits"])).convert("L")

    assert made.getpixel((128, 10)) < 40
    assert 100 < made.getpixel((128, 128)) < 156
    assert made.getpixel((128, 245)) > 215


def test_what_is_transparent_becomes_white() -> None:
    made = opened(redrawn(encoded(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")))

    assert made.getpixel((25, 25)) == (255, 255, 255)


REFUSED = {
    "empty": (b"", "空的"),
    "text": (b"hello", KIND),
    "gif": (encoded(scene(9), "GIF"), KIND),
    "bmp": (encoded(scene(9), "BMP"), KIND),
    "tiff": (encoded(scene(9), "TIFF"), KIND),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", KIND),
    "pdf": (b"%PDF-1.7", KIND),
    "html": (b"<!doctype html><script>alert(1)</script>", KIND),
    "video": (b"\0\0\0\x18ftypmp42" + b"\0" * 40, KIND),
    "heic": (b"\0\0\0\x18ftypheic" + b"\0" * 40, "兼容性最佳"),
    "heif": (b"\0\0\0\x18ftypmif1" + b"\0" * 40, "兼容性最佳"),
    "cut off": (encoded(scene(9))[:9_000], BROKEN),
    "cut png": (encoded(scene(9), "PNG")[:3_000], BROKEN),
    "cut webp": (encoded(scene(9), "WEBP")[:2_000], BROKEN),
    "only the sign": (b"\xff\xd8\xff", BROKEN),
    "no size": (pictures.png_of_size(0, 0), BROKEN),
    "zero wide": (pictures.png_of_size(0, 100), BROKEN),
    "header lies": (pictures.png_of_size(5_000, 5_000), BROKEN),
    "169 megapixels": (pictures.png_of_size(13_000, 13_000), PIXELS),
    "900 megapixels": (pictures.png_of_size(30_000, 30_000, 16, 6), PIXELS),
    "webp canvas": (pictures.webp_of_size(16_000, 16_000), PIXELS),
    "largest number": (pictures.png_of_size(2**31 - 1, 2**31 - 1), PIXELS),
}


@pytest.mark.parametrize(("data", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_anything_else_is_refused_with_what_to_do(data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        redrawn(data)


def test_a_file_too_long_is_refused_unread(settings: Any) -> None:
    settings.PHOTO_MAX_BYTES = 1024 * 1024
    file = io.BytesIO(encoded(scene(1)) + b"\0" * 9 * 1024 * 1024)

    with pytest.raises(Refused, match="超过 1 MB"):
        redraw(file)

    assert file.tell() == 1024 * 1024 + 1


def test_a_real_flood_costs_neither_time_nor_memory() -> None:
    """1-bit PNG of 900 megapixels, all of it there: 170 kB on the wire, 2.7 GB if it were decoded as colours."""
    flood = encoded(Image.new("1", (30_000, 30_000)), "PNG")
    code = (
        "import django, io, sys, resource; django.setup();"
        "from unions.photos import redraw\n"
        "try: redraw(io.BytesIO(sys.stdin.buffer.read()))\n"
        "except Exception as error: print(type(error).__name__)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    started = time.monotonic()

    there = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.tools"}
    done = subprocess.run(
        [sys.executable, "-c", code], input=flood, capture_output=True, cwd=ROOT, env=there, check=True
    )

    said, peak = done.stdout.split()
    assert said == b"Refused"
    assert int(peak) < 150
    assert time.monotonic() - started < 10


def test_what_needs_too_much_memory_is_refused_not_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unions.photos.MEMORY", 200 * 1024 * 1024)

    with pytest.raises(Refused, match="没能在限定的内存"):
        redrawn(encoded(Image.new("RGBA", (6_000, 6_000)), "PNG", compress_level=1))


def test_the_process_leaves_the_parent_as_it_was() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)

    redrawn(encoded(scene(1)))

    assert resource.getrlimit(resource.RLIMIT_AS) == before


def distance(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def again(data: Any) -> Any:
    """Sent through a messenger: compressed hard."""
    return Image.open(io.BytesIO(encoded(data, quality=35))).convert("RGB")


COPIES = {
    "compressed": again,
    "half the size": lambda picture: picture.resize((400, 300)),
    "a third, compressed": lambda picture: again(picture.resize((266, 200))),
    "brighter": lambda picture: ImageEnhance.Brightness(picture).enhance(1.12),
    "darker": lambda picture: ImageEnhance.Brightness(picture).enhance(0.75),
    "less contrast": lambda picture: ImageEnhance.Contrast(picture).enhance(0.75),
    "less colour": lambda picture: ImageEnhance.Color(picture).enhance(0.3),
    "blurred": lambda picture: picture.filter(ImageFilter.GaussianBlur(2)),
    "as png": lambda picture: Image.open(io.BytesIO(encoded(picture, "PNG"))),
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES.keys())
def test_a_copy_looks_like_the_original(copy: Any) -> None:
    for seed in range(12):
        picture = scene(seed)

        assert distance(photos_child.looks(copy(picture)), photos_child.looks(picture)) <= NEAR


def test_different_pictures_look_different() -> None:
    found = [photos_child.looks(scene(seed)) for seed in range(120)]
    near = [distance(one, other) for place, one in enumerate(found) for other in found[place + 1 :]]

    assert min(near) > NEAR


def test_a_picture_of_one_colour_looks_like_nothing() -> None:
    assert photos_child.looks(Image.new("RGB", (300, 200), "white")) == photos_child.FLAT
