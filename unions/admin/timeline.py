"""The time line of a union as shapes: tenures and displays as bars by person and item. Pure: rows in, places out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from unions.admin.page_parts import Backdrop

NARROWEST, WIDEST, MONTH = 700, 2600, 9  # pixels
HEAD, STRIP, GAP = 46, 26, 8
LANE = {"tenure": 20, "fact": 17}
NAMED_MONTHS, NAMED_QUARTERS = 26, 9  # pixels per month from which on they fit
SHORTEST = 3.0


@dataclass(frozen=True)
class Bar:
    """One row of a register. `until` is the first day no longer; `counts_until` is where a fact outlives its officer."""

    url: str
    title: str
    since: date
    until: date | None
    verified_on: date | None = None
    counts_until: date | None = None


@dataclass(frozen=True)
class Track:
    """What stands on one line of labels; bars that overlap get lanes of their own. `kind` is tenure or fact."""

    label: str
    kind: str
    bars: tuple[Bar, ...]
    is_head: bool = False


@dataclass(frozen=True)
class Piece:
    """A rectangle; `look` is its class."""

    look: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Drawn:
    url: str
    title: str
    pieces: tuple[Piece, ...]
    arrow: tuple[float, float] | None = None  # the tip of a bar without an end


@dataclass(frozen=True)
class Mark:
    """A line down the drawing, or a stretch of it, with words above."""

    look: str
    x: float
    label: str = ""
    width: float = 0.0
    is_named: bool = True
    title: str = ""


@dataclass(frozen=True)
class Label:
    y: float
    text: str
    is_head: bool


@dataclass(frozen=True)
class Square:
    x: float
    y: float
    width: float
    state: str
    title: str
    on: date


@dataclass
class Drawing:
    width: int
    height: float
    labels: list[Label] = field(default_factory=list)
    bars: list[Drawn] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    bands: list[Mark] = field(default_factory=list)
    squares: list[Square] = field(default_factory=list)
    focus: float = 0.0  # where the chosen day stands
    strip_y: float = 0.0
    label_width: int = 128


@dataclass(frozen=True)
class Scale:
    start: date
    end: date
    width: int

    def x(self, day: date) -> float:
        inside = min(max(day, self.start), self.end)
        return round((inside - self.start).days * self.width / (self.end - self.start).days, 1)

    @property
    def month(self) -> float:
        return self.width * 30.4 / (self.end - self.start).days


def draw(tracks: list[Track], backdrop: Backdrop, on: date, today: date) -> Drawing | None:
    """The whole time line; None when there is no bar to draw."""
    if not any(track.bars for track in tracks):
        return None
    scale = _scale(tracks, backdrop, on, today)
    drawing = Drawing(scale.width, 0)
    y = float(HEAD)
    for track in tracks:
        y = _track(drawing, scale, track, y)
    drawing.strip_y = y + GAP
    _strip(drawing, scale, backdrop)
    drawing.height = drawing.strip_y + (STRIP if backdrop.cells else 0) + GAP
    drawing.bands = [_band(scale, band.label, band.since, band.until) for band in backdrop.bands]
    drawing.marks = [*_axis(scale), Mark("today", scale.x(today), "今天")]
    if on != today:
        drawing.marks.append(Mark("chosen", scale.x(on), on.isoformat()))
    drawing.focus = scale.x(on)
    return drawing


def _scale(tracks: list[Track], backdrop: Backdrop, on: date, today: date) -> Scale:
    """From the month of the first day to the month after today, wide enough that months can be told apart."""
    first = min([bar.since for track in tracks for bar in track.bars] + [cell.on for cell in backdrop.cells] + [on])
    start, end = min(first, today).replace(day=1), _next_month(_next_month(today))
    months = (end - start).days / 30.4
    return Scale(start, end, int(min(max(NARROWEST, months * MONTH), WIDEST)))


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def lanes(bars: Iterable[Bar]) -> list[list[Bar]]:
    """As few lanes as overlapping allows, each in order of time."""
    made: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda each: (each.since, each.until or date.max, each.url)):
        lane = next((lane for lane in made if (lane[-1].until or date.max) <= bar.since), None)
        if lane is None or lane[-1].since == bar.since:
            lane = []
            made.append(lane)
        lane.append(bar)
    return made


def _track(drawing: Drawing, scale: Scale, track: Track, y: float) -> float:
    """Draws the track from `y` on; returns where the next one begins."""
    height = LANE[track.kind]
    y += GAP if track.is_head else 0
    drawing.labels.append(Label(y + height - 5, track.label, track.is_head))
    for lane in lanes(track.bars) or [[]]:
        drawing.bars += [_bar(scale, bar, track.kind, y) for bar in lane]
        y += height
    return y


def _bar(scale: Scale, bar: Bar, kind: str, y: float) -> Drawn:
    counted = min((day for day in (bar.until, bar.counts_until) if day is not None), default=None)
    thick, top = (12, y + 4) if kind == "tenure" else (9, y + 4)
    pieces = [_piece(scale, kind, bar.since, counted, top, thick)]
    if bar.verified_on is not None and (counted is None or bar.verified_on < counted):
        pieces.append(_piece(scale, "verified", max(bar.since, bar.verified_on), counted, top, thick))
    if counted is not None and (bar.until is None or counted < bar.until) and counted <= scale.end:
        pieces.append(_piece(scale, "outlived", max(counted, bar.since), bar.until, top, thick))
    arrow = (float(scale.width), top + thick / 2) if bar.until is None or bar.until > scale.end else None
    return Drawn(bar.url, bar.title, tuple(pieces), arrow)


def _piece(scale: Scale, look: str, since: date, until: date | None, y: float, height: float) -> Piece:
    left, right = scale.x(since), scale.x(until or scale.end)
    return Piece(look, left, y, max(round(right - left, 1), SHORTEST), height)


def _strip(drawing: Drawing, scale: Scale, backdrop: Backdrop) -> None:
    """One square per month's end, to the left of its day."""
    if not backdrop.cells:
        return
    drawing.labels.append(Label(drawing.strip_y + 14, backdrop.label, is_head=True))
    for cell in backdrop.cells:
        left = scale.x(cell.on.replace(day=1))
        width = max(scale.x(cell.on) - left - 1, SHORTEST)
        drawing.squares.append(Square(left, drawing.strip_y, round(width, 1), cell.state, cell.words, cell.on))


def _band(scale: Scale, label: str, since: date, until: date) -> Mark:
    left, right = scale.x(since), scale.x(until + timedelta(days=1))
    # A label that would be cut is left to the title of its stretch.
    fits = (right - left) >= 12 * len(label) + 4
    return Mark("band", left, label, round(right - left, 1), is_named=fits, title=f"{label}（{since} 至 {until}）")


def _axis(scale: Scale) -> Iterator[Mark]:
    """Years always; months or quarters where there is room for their words."""
    day = scale.start
    while day < scale.end:
        first_of_year = day.month == 1 or day == scale.start
        named = scale.month >= NAMED_MONTHS or (scale.month >= NAMED_QUARTERS and day.month in (4, 7, 10))
        if first_of_year:
            yield Mark("year", scale.x(day), f"{day.year}年")
        elif named:
            yield Mark("month", scale.x(day), f"{day.month}月")
        day = _next_month(day)
