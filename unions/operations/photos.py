"""What changes about pictures of display facts: kept, removed; and the files that belong to none of them any more."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from unions import photos as files
from unions.models import Display, Organisation, Photo
from unions.photos import MEGABYTE, Redrawn, redraw

VERIFIED = "这条记录已经核实，照片不能再{}。确有不对的，请工会干部先撤回核实。"


@operation("photos.keep")
def attach(display: Display, upload: Any, *, at: datetime | None = None, by: User | None) -> Photo:
    """Redraw what was sent and keep it with the fact: as of now, unless `at` says when it was taken in.

    Raises Refused with what to do: no picture, too large, damaged, too many.
    """
    return keep(display, redraw(upload), at=at or timezone.now(), by=by)


@operation("photos.keep")
def keep(display: Display, redrawn: Redrawn, *, at: datetime, by: User | None) -> Photo:
    """The picture hangs on the fact; the same one sent twice is one.

    Raises Refused once the fact is verified, or when the fact or the union has its fill of pictures.
    """
    union = Organisation.objects.lock(display.union)  # first, so that two of one union share the quota
    display = Display.objects.lock(display)
    hanging = Photo.objects.everywhere("of the locked display").filter(display=display)
    if (there := hanging.filter(sha256=redrawn.sha256).first()) is not None:
        return there
    if display.verified_on is not None:
        raise Refused(VERIFIED.format("添加"))
    _demand_room(union, hanging.count(), redrawn)
    stored_as = files.store(redrawn)
    try:
        with transaction.atomic():
            return Photo.objects.create(
                display=display,
                stored_as=stored_as,
                sha256=redrawn.sha256,
                looks=redrawn.looks,
                width=redrawn.width,
                height=redrawn.height,
                bytes=redrawn.bytes,
                at=at,
                by=by,
            )
    except BaseException:
        files.discard([stored_as])
        raise


@operation("photos.remove")
def remove(photo: Photo, *, by: User | None) -> None:
    """Take a picture off its fact, file and all. Raises Refused once the fact is verified."""
    display = Display.objects.lock(photo.display)
    photo = Photo.objects.lock(photo)
    if display.verified_on is not None:
        raise Refused(VERIFIED.format("删除"))
    discard_on_commit([photo])
    photo.delete()


def discard_on_commit(gone: list[Photo]) -> None:
    """The files of rows that are about to go, once they have gone."""
    names = [photo.stored_as for photo in gone]
    transaction.on_commit(lambda: files.discard(names))


def delete_orphans(*, before: datetime) -> int:
    """Delete files older than that which belong to no row: left by a process that died. Returns how many; run it twice."""
    gone = 0
    for paths in files.older_than(before.timestamp()):
        names = {path: files.stored_name(path) for path in paths}
        rows = Photo.objects.everywhere("files without a row").filter(stored_as__in=set(names.values()))
        kept = set(rows.values_list("stored_as", flat=True))
        for path, name in names.items():
            if name not in kept or path.suffix != ".jpg":
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def _demand_room(union: Organisation, hanging: int, redrawn: Redrawn) -> None:
    if hanging >= settings.PHOTOS_PER_DISPLAY:
        raise Refused(f"一条记录最多放 {settings.PHOTOS_PER_DISPLAY} 张照片，请先删去一张再加。")
    rows = Photo.objects.everywhere("of the locked union").filter(display__union=union)
    used = rows.aggregate(sum=Sum("bytes"))["sum"] or 0
    most = settings.PHOTO_UNION_BYTES
    if used + redrawn.bytes > most:
        raise Refused(
            f"本工会的照片已存满 {most // MEGABYTE} MB，不能再加。请先删去不用的照片；都要保留的，请联系上级工会。"
        )
