"""A picture handed in becomes one of ours: judged by its content, redrawn in a process of its own, kept as a file.

Knows files and pictures; what is noted about them is in `unions/operations/photos.py`.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

from accounts.refused import Refused
from registers import sandbox
from unions.models.photo import photos

CHILD = Path(__file__).with_name("photos_child.py")
SIDE, SMALL_SIDE = 1600, 320
MEMORY = 1024 * sandbox.MIB
SECONDS = 10
SMALL = "-small"  # before the ending of the small picture's name
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
MEGABYTE = 1024 * 1024

AGAIN = "请重新拍照，或从相册另选一张。"
NO_ROOM = "服务器的存储空间不足，暂时不能上传照片，其他功能照常可用。请联系县总工会，稍后再传。"
WRONG = {
    "broken": f"照片不完整或已损坏，读不出来。{AGAIN}",
    "heavy": "照片太大，没能在限定的内存和时间里处理完。请在相机设置里选较低的分辨率重拍，或把照片截图后上传截图。",
}


@dataclass(frozen=True)
class Redrawn:
    """A picture of our own making: two JPEGs that hold colours and nothing else. `looks` is its perceptual hash."""

    picture: bytes
    small: bytes
    looks: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.picture).hexdigest()

    @property
    def bytes(self) -> int:
        return len(self.picture) + len(self.small)


def redraw(upload: Any, side: int = SIDE) -> Redrawn:
    """The upload (a file opened for reading) as a picture of ours: upright, at most `side` pixels long, without metadata.

    Raises Refused, with what to do, for what is no JPEG, PNG or WebP, too large in bytes or pixels, or damaged. What
    the file is called and says it is, counts for nothing.
    """
    upload.seek(0)
    data = upload.read(settings.PHOTO_MAX_BYTES + 1)
    _demand_picture(data)
    pixels = settings.PHOTO_MAX_PIXELS
    arguments = [str(number) for number in (pixels, side, SMALL_SIDE, MEMORY, SECONDS)]
    try:
        answer = next(sandbox.answers(CHILD, arguments, SECONDS, given=data))
    except (sandbox.Died, StopIteration):
        answer = "heavy"
    if answer == "pixels":
        raise Refused(
            f"照片的像素太多（最多 {pixels // 10_000} 万像素）。请在相机设置里选较低的分辨率重拍，或把照片截图后上传截图。"
        )
    if not isinstance(answer, tuple):
        raise Refused(WRONG.get(answer, WRONG["broken"]))
    return Redrawn(*answer)


def _demand_picture(data: bytes) -> None:
    """Refused unless the content begins as one of the three kinds and is not too long."""
    if not data:
        raise Refused(f"这个文件是空的，里面没有照片。{AGAIN}")
    if data[4:8] == b"ftyp" and data[8:12] in HEIC:
        raise Refused(
            "这是 HEIC 格式的照片，系统读不了。请在手机的“设置 → 相机 → 格式”里选“兼容性最佳”（JPEG）后重拍，"
            "或把照片截图后上传截图。"
        )
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if not (is_webp or data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))):
        raise Refused("这个文件不是照片，只接收 JPG、PNG、WebP 格式的照片。请用手机拍照，或从相册选择照片。")
    if len(data) > settings.PHOTO_MAX_BYTES:
        most = settings.PHOTO_MAX_BYTES // MEGABYTE
        raise Refused(f"照片超过 {most} MB，太大了。请在相机设置里选较低的分辨率重拍，或把照片截图后上传截图。")


def small_of(stored_as: str) -> str:
    """The small picture's name beside the large one's."""
    return f"{stored_as.removesuffix('.jpg')}{SMALL}.jpg"


def store(redrawn: Redrawn) -> str:
    """Write both pictures under a name of ours and return it; whole or not at all, also when the power fails.

    Raises Refused while the disk is nearly full.
    """
    place = photos()
    if shutil.disk_usage(place).free < settings.PHOTO_KEEP_FREE:
        raise Refused(NO_ROOM)
    name = uuid4().hex
    stored_as = f"{name[:2]}/{name}.jpg"
    (place / name[:2]).mkdir(exist_ok=True, mode=0o700)
    try:
        write(place / small_of(stored_as), redrawn.small)
        write(place / stored_as, redrawn.picture)
    except OSError as full:
        discard([stored_as])
        raise Refused(NO_ROOM) from full
    return stored_as


def write(path: Path, data: bytes) -> None:
    """Temporary file, its bytes on the disk, then the name."""
    half = path.with_suffix(".part")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    half.rename(path)
    above = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(above)
    finally:
        os.close(above)


def discard(names: list[str]) -> None:
    """Delete the pictures of these names, and what was left half-written; those gone already are no matter."""
    for stored_as in names:
        for name in (stored_as, small_of(stored_as)):
            path = photos() / name
            path.unlink(missing_ok=True)
            path.with_suffix(".part").unlink(missing_ok=True)


def older_than(moment: float) -> Iterator[list[Path]]:
    """Files written before the moment (seconds since 1970), subfolder by subfolder; for the janitor."""
    for place in sorted(photos().iterdir()):
        if place.is_dir():
            yield [path for path in sorted(place.iterdir()) if path.stat().st_mtime < moment]


def stored_name(path: Path) -> str:
    """The `stored_as` that a file of ours belongs to, the small one's and a half-written one's too."""
    return f"{path.parent.name}/{path.stem.removesuffix(SMALL)}.jpg"
