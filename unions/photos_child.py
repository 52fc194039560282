"""Redraws one picture in a process of its own, with little memory and time: what it meets may be hostile.

Run as `python -I photos_child.py PIXELS SIDE SMALL BYTES SECONDS`, by path, so nothing of ours is imported; the picture
is its standard input. It writes pickles to standard output, each after its length in 4 bytes: the answer, then None. The
answer is (picture, small picture, looks, width, height), or a text, the name of what is wrong.
"""

import math
import pickle
import resource
import struct
import sys
from io import BytesIO
from typing import Any

Answer = tuple[bytes, bytes, str, int, int] | str | None
KINDS = ("JPEG", "PNG", "WEBP")
WHITE = (255, 255, 255)
QUALITY, SMALL_QUALITY = 80, 72
GRID, LOW = 32, 8  # the perceptual hash: so many points a side, so many of the lowest frequencies
LEAST_CONTRAST = 6  # of 255: a picture of one colour looks like nothing
FLAT = "0" * 16


def redrawn(data: bytes, pixels: int, side: int, small: int) -> Answer:
    """The picture on a new canvas, upright, not larger than `side`: nothing of the file but its colours survives."""
    from PIL import Image  # noqa: PLC0415 (after the limits are set)

    Image.MAX_IMAGE_PIXELS = None  # our own cap is asked first, and answered with a sentence
    try:
        if too_many(webp_size(data), pixels):
            return "pixels"
        with Image.open(BytesIO(data), formats=KINDS) as picture:
            if too_many(picture.size, pixels):
                return "pixels"
            canvas = painted(picture, side)
    except MemoryError:
        return "heavy"
    except Exception:  # Pillow names a dozen; all mean the same to the sender
        return "broken"
    thumb = canvas.resize(fitted(canvas.size, small), Image.Resampling.LANCZOS)
    return as_jpeg(canvas, QUALITY), as_jpeg(thumb, SMALL_QUALITY), looks(canvas), *canvas.size


def too_many(size: tuple[int, int], pixels: int) -> bool:
    return size[0] * size[1] > pixels


def webp_size(data: bytes) -> tuple[int, int]:
    """Width and height in a WebP's header, for the decoder reserves its canvas as soon as it opens; (0, 0) for others."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return 0, 0
    kind = data[12:16]
    if kind == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    wide, high = struct.unpack("<HH", data[26:30])
    return wide & 0x3FFF, high & 0x3FFF


def painted(picture: Any, side: int) -> Any:
    """The first frame as it is meant to be seen, on a white canvas of our own."""
    from PIL import Image, ImageOps  # noqa: PLC0415 (after the limits are set)

    picture.draft(None, fitted(picture.size, side))  # a large JPEG is decoded at half its size or less
    picture.load()
    turn = orientation(picture)
    # Small first: whatever follows costs the canvas, not the picture.
    flat = plain(picture if picture.mode != "P" else picture.convert("RGBA"))
    flat = flat.resize(fitted(flat.size, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    canvas = Image.new("RGB", flat.size, WHITE)
    canvas.paste(flat.convert("RGB"), mask=flat.getchannel("A") if flat.mode == "RGBA" else None)
    if turn:
        canvas.getexif()[0x0112] = turn
        canvas = ImageOps.exif_transpose(canvas)
    upright = Image.new("RGB", canvas.size, WHITE)
    upright.paste(canvas)
    return upright


def orientation(picture: Any) -> int:
    """How the camera was held, 2 to 8; 0 when it says nothing that can be read."""
    try:
        turn = picture.getexif().get(0x0112)
    except Exception:  # the picture may be good though what is said about it is not
        return 0
    return turn if isinstance(turn, int) and 2 <= turn <= 8 else 0


def plain(picture: Any) -> Any:
    """In eight bits a channel: grey, colour, or colour with transparency."""
    if picture.mode.startswith(("I", "F")):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("L", "RGB", "RGBA"):
        return picture.convert("RGBA") if "transparency" in picture.info else picture
    return picture.convert("RGBA" if "A" in picture.mode or "a" in picture.mode else "RGB")


def fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size within a square of `side`, never larger than it was, no side less than one."""
    share = min(1.0, side / max(size))
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def as_jpeg(canvas: Any, quality: int) -> bytes:
    file = BytesIO()
    canvas.save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()


def looks(canvas: Any) -> str:
    """What the picture looks like in 64 bits, as 16 hex digits: like pictures differ in few bits (docs/decisions).

    Each bit says whether one of the 8 × 8 lowest frequencies of the grey picture lies above their median. FLAT for a
    picture of one colour, which is like no other.
    """
    from PIL import Image  # noqa: PLC0415 (after the limits are set)

    grey = canvas.convert("L").resize((GRID, GRID), Image.Resampling.LANCZOS).tobytes()
    if max(grey) - min(grey) < LEAST_CONTRAST:
        return FLAT
    waves = [[math.cos(math.pi * k * (2 * n + 1) / (2 * GRID)) for n in range(GRID)] for k in range(LOW)]
    rows = [
        [sum(a * b for a, b in zip(grey[y * GRID : y * GRID + GRID], wave, strict=True)) for wave in waves]
        for y in range(GRID)
    ]
    found = [sum(rows[y][x] * wave[y] for y in range(GRID)) for wave in waves for x in range(LOW)]
    median = sorted(found[1:])[len(found) // 2 - 1]
    bits = "".join("1" if value > median else "0" for value in found)
    return f"{int(bits, 2):016x}"


def send(answer: Answer) -> None:
    data = pickle.dumps(answer, protocol=5)
    sys.stdout.buffer.write(struct.pack("<I", len(data)))
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    most_pixels, long_side, small_side, memory, seconds = (int(word) for word in sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        send(redrawn(sys.stdin.buffer.read(), most_pixels, long_side, small_side))
        send(None)
    except MemoryError:
        sys.exit(3)
    except BrokenPipeError:
        sys.exit(0)
