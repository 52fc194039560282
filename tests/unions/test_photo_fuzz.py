"""Seeded mutations and polyglots of pictures: taken or refused in a sentence, never an error, nothing alive in the store.

Most go to the redrawing itself, whose process would cost a tenth of a second each; some go the whole way.
"""

import io
import re
import zlib
from random import Random

import pytest
from PIL import Image

from accounts.refused import Refused
from tests.unions import pictures
from tests.unions.pictures import CANARY, encoded, scene
from unions import photos_child
from unions.photos import redraw

PIXELS = 2_000_000
ALIVE = (
    b"<script>alert(1)</script>",
    b"<!doctype html><body onload=alert(1)>",
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    b"<?php system($_GET[0]); ?>",
    b"%PDF-1.7\n1 0 obj<</JS(app.alert(1))>>endobj",
    b"PK\x03\x04" + b"\0" * 22 + b"evil.html",
    b"MZ\x90\0This program cannot be run in DOS mode",
    b"#!/bin/sh\nrm -rf /\n",
    b"GIF89a/*\x01\0*/=1;alert(1)//",
    b"*/=1;alert(document.domain)/*",
)
DEAD = re.compile(
    rb"script|onload|onerror|<\?php|%PDF|PK\x03\x04|This program|alert\(|#!/bin|GIF8|<svg|<html", re.IGNORECASE
)
SMALL = (160, 120)
ORIGINALS = [
    encoded(scene(1, SMALL), exif=pictures.exif().tobytes(), comment=CANARY),
    encoded(scene(2, SMALL), progressive=True, comment=CANARY),
    encoded(scene(3, SMALL).convert("CMYK"), comment=CANARY),
    encoded(scene(4, SMALL), "PNG"),
    encoded(scene(5, SMALL).quantize(8), "PNG"),
    encoded(scene(6, SMALL), "WEBP", xmp=CANARY),
    encoded(scene(7, SMALL).convert("RGBA"), "WEBP", lossless=True),
    pictures.animated("PNG"),
    pictures.animated("WEBP"),
]


def mutated(seed: int) -> bytes:
    """One of the originals with a few bytes changed, cut out, doubled or put in, and sometimes something alive in it."""
    dice = Random(seed)
    data = bytearray(dice.choice(ORIGINALS))
    for _ in range(dice.randint(1, 12)):
        at, length = dice.randrange(len(data)), dice.choice([1, 1, 2, 4, 64, 900])
        deed = dice.choice(["change", "change", "change", "cut", "double", "put", "numbers"])
        if deed == "change":
            data[at] = dice.randrange(256)
        elif deed == "cut" and len(data) > 2_000:
            del data[at : at + length]
        elif deed == "double":
            data[at:at] = data[at : at + length]
        elif deed == "put":
            data[at:at] = dice.choice(ALIVE) + CANARY
        else:
            data[at : at + 4] = dice.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\x80\0\0\0"])
    return bytes(data)


def harmless(*stored: bytes) -> None:
    for data in stored:
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.format == "JPEG"
            assert not set(picture.info) & {"exif", "comment", "icc_profile", "xmp", "photoshop"}
        assert CANARY not in data
        assert not DEAD.search(data)
        assert data.endswith(b"\xff\xd9")


@pytest.mark.parametrize("lot", range(10))
def test_mutated_pictures_are_redrawn_or_broken(lot: int) -> None:
    taken = 0
    for seed in range(lot * 60, lot * 60 + 60):
        answer = photos_child.redrawn(mutated(seed), PIXELS, 1600, 320)

        if isinstance(answer, tuple):
            taken += 1
            harmless(*answer[:2])
        else:
            assert answer in {"broken", "pixels", "heavy"}, seed

    assert taken  # otherwise the mutations are too coarse to say anything


@pytest.mark.parametrize("alive", ALIVE, ids=range(len(ALIVE)))
@pytest.mark.parametrize("original", range(len(ORIGINALS)))
def test_polyglots_lose_their_other_tongue(alive: bytes, original: int) -> None:
    """The picture with something alive behind it, in a comment or chunk, and as its colours."""
    data = ORIGINALS[original]
    forms = [data + alive, data[:2] + comment(alive) + data[2:] if data[:2] == b"\xff\xd8" else data + alive * 9]
    colours = (alive * 400)[: 40 * 40 * 3].ljust(40 * 40 * 3, b" ")
    forms.append(encoded(Image.frombytes("RGB", (40, 40), colours), "PNG", compress_level=0))

    for form in forms:
        answer = photos_child.redrawn(form, PIXELS, 1600, 320)

        assert isinstance(answer, tuple)
        harmless(*answer[:2])


def comment(words: bytes) -> bytes:
    return b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words


def test_something_alive_that_only_begins_like_a_picture_is_refused() -> None:
    for sign in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBP"):
        for alive in ALIVE[:4]:
            with pytest.raises(Refused):
                redraw(io.BytesIO(sign + alive))


@pytest.mark.parametrize("seed", range(2_000, 2_025))
def test_the_whole_way_ends_in_a_picture_or_a_sentence(seed: int) -> None:
    try:
        made, said = redraw(io.BytesIO(mutated(seed))), ""
    except Refused as refused:
        made, said = None, str(refused)

    if made is None:
        assert re.search("[一-龥]{6}", said)
    else:
        harmless(made.picture, made.small)


@pytest.mark.parametrize("seed", range(12))
def test_noise_behind_a_good_sign_is_refused(seed: int) -> None:
    noise = Random(seed).randbytes(5_000)
    sign = (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x90\x13\0\0WEBPVP8 ")[seed % 3]

    assert photos_child.redrawn(sign + noise, PIXELS, 1600, 320) in {"broken", "pixels"}


def test_a_text_bomb_in_a_png_is_nothing() -> None:
    bomb = b"Comment\0\0" + zlib.compress(b"a" * 50_000_000, 9)
    chunk = len(bomb).to_bytes(4, "big") + b"zTXt" + bomb + zlib.crc32(b"zTXt" + bomb).to_bytes(4, "big")
    data = encoded(scene(1, SMALL), "PNG")

    answer = photos_child.redrawn(data[:33] + chunk + data[33:], PIXELS, 1600, 320)

    assert answer == "broken" or isinstance(answer, tuple)
