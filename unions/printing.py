"""The print kit as background work: rights read anew, one part after the other, progress by union."""

import hashlib
import uuid
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts import jobs
from accounts.duties import Duty
from accounts.models import Job, User
from accounts.refused import Refused
from unions.models import Display, Item, Kind, Officer, Organisation, Piece, PrintOrder
from unions.models.print_order import print_files
from unions.operations import prints
from unions.prints.facts import facts_of
from unions.prints.kit import CARDS, HANGING, Facts, Kit, make_kit
from unions.querysets import LEADERS

# So many unions make one PDF of a piece: a print shop opens it, and the job shows how far it is.
AT_ONCE = 100
MOST_MISSING = 500  # sentences kept; a body that lacks more has other work first
# Which unions are wanted, and the fact they lack.
ALL, LACKING = "all", "lacking"
LACKS = {
    Piece.PLAQUE: Item.SIGN,
    Piece.OFFICE_NOTICE: Item.OFFICE,
    Piece.CHEST_CARD: Item.IDENTITY,
    Piece.CONTACT_CARD: Item.IDENTITY,
    Piece.DESK_PLATE: Item.IDENTITY,
    Piece.PUBLICATION_SHEET: Item.CONTACT,
}
CLOSED = "“{}”已从公开目录撤下，印出的二维码现在打不开。材料照常印了；要让职工扫得开，请在工会页面上恢复公开。"
BODIES = (Kind.COUNTY_FEDERATION, Kind.TOWNSHIP_FEDERATION, Kind.TOWNSHIP_UNION_FEDERATION, Kind.DEV_ZONE_UNION,
          Kind.SYSTEM_FEDERATION)  # fmt: skip


def unions_for(order: PrintOrder, *, on: date) -> Any:
    """The union itself, or all that exist below the body but the bodies."""
    place = order.organisation
    rows = Organisation.objects.visible_to(order.by).existing_on(on).filter(path__startswith=place.path)
    below = rows.exclude(kind__in=BODIES)
    return (below if place.kind in BODIES else rows.filter(pk=place.pk)).order_by("path")


def lacking(rows: Any, piece: str, *, on: date) -> Any:
    """Those of the unions that do not show yet what the piece is for (coverage.md §2)."""
    item = LACKS[Piece(piece)]
    shown = Display.objects.everywhere("of unions already in scope").holding_on(on).filter(item=item)
    if item in (Item.SIGN, Item.OFFICE):
        return rows.exclude(pk__in=shown.values("union"))
    leaders = Officer.objects.everywhere("of unions already in scope").sitting_on(on).filter(post__in=LEADERS)
    return rows.filter(pk__in=leaders.exclude(pk__in=shown.values("officer")).values("union"))


def make(order: PrintOrder, job: Job) -> None:
    """Make the file as whoever ordered it may have it now. Raises Refused when nothing can be printed."""
    by = User.objects.get(pk=order.by_id)
    if not by.is_active or not by.may(Duty.MAKE_PRINTS, order.organisation):
        raise Refused("您的职责已经变化，不能再制作这份打印材料。")
    order.by = by
    today = timezone.localdate()
    name = uuid.uuid4().hex
    folder = print_files()
    parts: list[Path] = []
    missing: dict[str, None] = {}
    seen: set[int] = set()
    try:
        for number, (piece, unions) in enumerate(_parts(order, job, seen, on=today), 1):
            kit = _kit(order, piece, unions, on=today)
            missing |= dict.fromkeys(kit.missing)
            if kit.pdf:
                missing |= dict.fromkeys(CLOSED.format(union.name) for union in unions if not union.is_published)
                path = folder / f"{name}-{number:03d}-{piece}.pdf"
                path.write_bytes(kit.pdf)
                parts.append(path)
            job.done += len(unions)
            if job.lost:
                raise jobs.LeaseLost
        if not parts:
            raise Refused(_nothing(missing))
        stored_as = _one_file(parts, folder, name)
    finally:
        for path in parts:
            path.unlink(missing_ok=True)
    try:
        prints.keep(
            order,
            job,
            stored_as=stored_as,
            sha256=hashlib.sha256((folder / stored_as).read_bytes()).hexdigest(),
            pages=order.pages,
            unions=len(seen),
            missing=list(missing)[:MOST_MISSING],
            at=timezone.now(),
            until=timezone.now() + timedelta(days=settings.EXPORT_KEEP_DAYS),
            by=by,
        )
    except BaseException:
        (folder / stored_as).unlink(missing_ok=True)
        raise


def _parts(order: PrintOrder, job: Job, seen: set[int], *, on: date) -> Iterator[tuple[str, list[Organisation]]]:
    """(piece, unions) in parts of AT_ONCE; the job's total is known before the first."""
    wanted = []
    for piece in order.pieces:
        rows = unions_for(order, on=on)
        if order.options.get("only") == LACKING:
            rows = lacking(rows, piece, on=on)
        wanted.append((piece, list(rows)))
    job.total = sum(len(rows) for _, rows in wanted)
    order.pages = 0
    for piece, rows in wanted:
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            seen.update(union.pk for union in part)
            yield piece, part


def _kit(order: PrintOrder, piece: str, unions: list[Organisation], *, on: date) -> Kit:
    options = order.options
    facts: list[Facts] = facts_of(
        unions,
        on=on,
        base=options["base"],
        with_mobiles=bool(options.get("with_mobiles")),
        officers=options.get("officers"),
    )
    plaque = HANGING if options.get("upright") else None
    kit = make_kit(
        facts, [piece], title=f"{Piece(piece).label}", day=f"{on.year}年{on.month}月{on.day}日", plaque=plaque
    )
    order.pages += kit.pages
    return kit


def _one_file(parts: list[Path], folder: Path, name: str) -> str:
    """The PDF itself, or a zip of several, named by piece."""
    if len(parts) == 1:
        parts[0].rename(folder / f"{name}.pdf")
        return f"{name}.pdf"
    with zipfile.ZipFile(folder / f"{name}.zip", "w", zipfile.ZIP_STORED) as archive:
        for number, path in enumerate(parts, 1):
            piece = Piece(path.stem.rpartition("-")[2])
            archive.write(path, f"{number:02d}-{piece.label}.pdf")
    return f"{name}.zip"


def _nothing(missing: dict[str, None]) -> str:
    if missing:
        first = list(missing)[:3]
        return (
            "没有可以打印的内容：" + " ".join(first) + (f"（另有 {len(missing) - 3} 条）" if len(missing) > 3 else "")
        )
    return "没有符合条件的工会：所选范围内没有缺这一项的，或没有在册的工会。请改选“全部工会”再制作。"


__all__ = ["ALL", "CARDS", "LACKING", "lacking", "make", "unions_for"]
