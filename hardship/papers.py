"""Papers of relief as files: a picture redrawn by us, a PDF as it came; kept outside the web root under random names.

Knows files only; what is noted about them is in `hardship/operations/documents.py`.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

from accounts.refused import Refused
from unions.photos import MEGABYTE, NO_ROOM, redraw, write

SIDE = 2400  # an A4 page at 200 dots per inch: its small print stays readable
SMALL = "-small"
PICTURE, PDF = ".jpg", ".pdf"
# What runs, opens other programs or carries files; a scan has none of them.
ALIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)\b")
# A name may be written #4aavaScript: each #xx stands for its byte.
WRITTEN = re.compile(rb"#([0-9A-Fa-f]{2})")
INSTEAD = "请改用手机拍照上传，或用扫描仪重新扫描成普通 PDF。"


@dataclass(frozen=True)
class Paper:
    """What was handed in, fit to be kept: `small` is a picture's thumbnail, None of a PDF."""

    data: bytes
    small: bytes | None

    @property
    def is_pdf(self) -> bool:
        return self.small is None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def bytes(self) -> int:
        return len(self.data) + len(self.small or b"")


def read(upload: Any) -> Paper:
    """The upload (a file opened for reading) as a paper; what it is called counts for nothing.

    Raises Refused, with what to do, for what is neither a picture (JPEG, PNG, WebP) nor a plain PDF.
    """
    upload.seek(0)
    head = upload.read(5)
    if head == b"%PDF-":
        upload.seek(0)
        return Paper(_pdf(upload.read(settings.PHOTO_MAX_BYTES + 1)), None)
    redrawn = redraw(upload, SIDE)
    return Paper(redrawn.picture, redrawn.small)


def _pdf(data: bytes) -> bytes:
    if len(data) > settings.PHOTO_MAX_BYTES:
        raise Refused(f"这个 PDF 超过 {settings.PHOTO_MAX_BYTES // MEGABYTE} MB，太大了。{INSTEAD}")
    if b"%%EOF" not in data[-2048:]:
        raise Refused(f"这个 PDF 不完整，没有传完或已损坏。{INSTEAD}")
    if b"/Encrypt" in data:
        raise Refused(f"这个 PDF 加了密码，审核人打不开。{INSTEAD}")
    if ALIVE.search(WRITTEN.sub(lambda found: bytes.fromhex(found[1].decode()), data)):
        raise Refused(f"这个 PDF 里有脚本、附件或表单，不能接收。{INSTEAD}")
    return data


def folder() -> Path:
    """Where papers lie, made when needed, readable by the application only."""
    place = Path(settings.MEDIA_ROOT) / "relief"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def small_of(stored_as: str) -> str:
    """The thumbnail's name beside the picture's."""
    return f"{stored_as.removesuffix(PICTURE)}{SMALL}{PICTURE}"


def store(paper: Paper) -> str:
    """Write it under a name of ours and return that; whole or not at all. Raises Refused while the disk is nearly full."""
    stored_as = _new_name(PDF if paper.is_pdf else PICTURE)
    try:
        if paper.small is not None:
            write(folder() / small_of(stored_as), paper.small)
        write(folder() / stored_as, paper.data)
    except OSError as full:
        discard([stored_as])
        raise Refused(NO_ROOM) from full
    return stored_as


def copy(stored_as: str) -> str:
    """A second file of the same paper, under a name of its own. Raises Refused as `store`, FileNotFoundError if it is gone."""
    data = (folder() / stored_as).read_bytes()
    return store(Paper(data, None if stored_as.endswith(PDF) else (folder() / small_of(stored_as)).read_bytes()))


def _new_name(ending: str) -> str:
    place = folder()
    if shutil.disk_usage(place).free < settings.PHOTO_KEEP_FREE:
        raise Refused(NO_ROOM)
    name = uuid4().hex
    (place / name[:2]).mkdir(exist_ok=True, mode=0o700)
    return f"{name[:2]}/{name}{ending}"


def discard(names: list[str]) -> None:
    """Delete these files, thumbnails and what was left half-written; those gone already are no matter."""
    for stored_as in names:
        for name in (stored_as, small_of(stored_as)):
            path = folder() / name
            path.unlink(missing_ok=True)
            path.with_suffix(".part").unlink(missing_ok=True)


def older_than(moment: float) -> Iterator[tuple[Path, str]]:
    """Files written before the moment (seconds since 1970), each with the `stored_as` it belongs to; for the janitor."""
    for path in sorted(folder().glob("??/*")):
        if path.stat().st_mtime < moment:
            ending = PDF if path.suffix == PDF else PICTURE
            yield path, f"{path.parent.name}/{path.stem.removesuffix(SMALL)}{ending}"


def is_there(stored_as: str) -> bool:
    return os.path.isfile(folder() / stored_as)
