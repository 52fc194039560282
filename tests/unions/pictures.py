"""Pictures for tests, drawn from a seed: a plaque on a wall, in the containers and odd forms that phones send."""

import io
import struct
import zlib
from random import Random
from typing import Any

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

CANARY = b"CANARY-31.23N-117.29E"


def scene(seed: int, size: tuple[int, int] = (800, 600)) -> Any:
    """A wall with a plaque of so many strokes; another seed is another place."""
    dice, (wide, high) = Random(seed), size
    wall = tuple(dice.randint(60, 230) for _ in range(3))
    picture = Image.new("RGB", size, wall)
    draw = ImageDraw.Draw(picture)
    for _ in range(dice.randint(6, 14)):
        x, y = dice.randint(-wide // 4, wide), dice.randint(-high // 4, high)
        shade = tuple(max(0, min(255, part + dice.randint(-70, 70))) for part in wall)
        draw.rectangle((x, y, x + dice.randint(40, wide // 2), y + dice.randint(40, high // 2)), fill=shade)
    left, top = dice.randint(20, wide // 3), dice.randint(20, high // 3)
    draw.rectangle((left, top, left + wide // 2, top + high // 2), fill=(205, 170, 60), outline=(110, 80, 20), width=6)
    for _ in range(dice.randint(20, 60)):
        x, y = left + dice.randint(10, wide // 2 - 10), top + dice.randint(10, high // 2 - 10)
        draw.line((x, y, x + dice.randint(-25, 25), y + dice.randint(-25, 25)), fill=(150, 20, 20), width=5)
    return picture


def encoded(picture: Any, kind: str = "JPEG", **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def exif() -> Any:
    """GPS, author, serial number, orientation 6 (turned by 90°)."""
    found = Image.Exif()
    found[0x0112] = 6
    found[0x010F] = found[0x0131] = found[0x013B] = found[0x8298] = CANARY.decode()
    found.get_ifd(0x8769)[0xA431] = CANARY.decode()
    found.get_ifd(0x8825).update({1: "N", 2: (31.0, 13.0, 48.0), 29: CANARY.decode()})
    return found


def jpeg_with_everything() -> bytes:
    """EXIF with a thumbnail, XMP, IPTC, ICC, two comments, bytes after the end."""
    plain = encoded(scene(1), exif=exif().tobytes(), icc_profile=b"\0" * 128 + CANARY, comment=CANARY)
    thumb = encoded(scene(2, (160, 120)), comment=CANARY)
    extra = b"".join(
        b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data
        for marker, data in (
            (0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + CANARY + b"</x:xmpmeta>"),
            (0xE1, b"Exif\0\0" + thumb),
            (0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x19\x1c\x02\x50\0\x14" + CANARY),
            (0xEB, CANARY * 20),
            (0xFE, b"<script>alert('" + CANARY + b"')</script>"),
        )
    )
    return plain[:2] + extra + plain[2:] + b"<html>" + CANARY


def png_with_everything() -> bytes:
    """Text in three kinds of chunks, EXIF, ICC, a private chunk, bytes after the end."""
    words = PngInfo()
    words.add_text("Author", CANARY.decode())
    words.add_itxt("XML:com.adobe.xmp", CANARY.decode())
    words.add_text("Comment", CANARY.decode(), zip=True)
    words.add(b"prVt", CANARY)
    icc = b"\0" * 128 + CANARY
    return encoded(scene(3), "PNG", pnginfo=words, exif=exif().tobytes(), icc_profile=icc) + CANARY


def webp_with_everything() -> bytes:
    more = {"exif": exif().tobytes(), "xmp": CANARY, "icc_profile": b"\0" * 128 + CANARY}
    return encoded(scene(4), "WEBP", **more) + b"RIFF" + CANARY


def png_of_size(wide: int, high: int, bits: int = 1, colour: int = 0, rows: bytes = b"\0") -> bytes:
    """A PNG whose header says so, though its rows are what is given."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", wide, high, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def webp_of_size(wide: int, high: int) -> bytes:
    """An extended WebP whose header says so."""
    size = (wide - 1).to_bytes(3, "little") + (high - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0" * 4 + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


def animated(kind: str) -> bytes:
    frames = [scene(seed, (320, 240)) for seed in (5, 6, 7)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=80)
