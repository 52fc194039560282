"""The time line's shapes: pure, from bars to places."""

from datetime import date, timedelta

import pytest

from unions.admin.page_parts import Backdrop, Band, Cell
from unions.admin.timeline import NARROWEST, SHORTEST, WIDEST, Bar, Drawing, Piece, Track, draw, lanes

TODAY = date(2012, 10, 31)
MAY = date(2012, 5, 3)
EMPTY = Backdrop()


def bar(since: date, until: date | None = None, verified: date | None = None, counts: date | None = None) -> Bar:
    return Bar("/there/", "一条", since, until, verified, counts)


def drawn(*bars: Bar, kind: str = "fact", backdrop: Backdrop = EMPTY, on: date = TODAY) -> Drawing:
    drawing = draw([Track("悬挂牌匾", kind, bars, is_head=True)], backdrop, on, TODAY)
    assert drawing is not None
    return drawing


def pieces(drawing: Drawing) -> dict[str, Piece]:
    return {piece.look: piece for each in drawing.bars for piece in each.pieces}


def test_nothing_to_show_draws_nothing() -> None:
    assert draw([Track("悬挂牌匾", "fact", ())], Backdrop(), TODAY, TODAY) is None


def test_an_open_end_runs_to_the_edge_with_an_arrow() -> None:
    drawing = drawn(bar(MAY))

    only = drawing.bars[0]
    assert only.arrow is not None
    assert only.pieces[0].x + only.pieces[0].width == pytest.approx(drawing.width, abs=0.2)


def test_a_fact_of_one_day_can_still_be_clicked() -> None:
    assert drawn(bar(MAY, MAY)).bars[0].pieces[0].width == SHORTEST


def test_the_verified_part_begins_on_the_day_it_was_verified() -> None:
    found = pieces(drawn(bar(MAY, date(2012, 9, 1), verified=date(2012, 7, 1))))

    assert found["fact"].x < found["verified"].x < found["fact"].x + found["fact"].width
    assert found["verified"].x + found["verified"].width == pytest.approx(
        found["fact"].x + found["fact"].width, abs=0.2
    )


def test_what_outlives_the_officer_is_drawn_apart() -> None:
    found = pieces(drawn(bar(MAY, None, counts=date(2012, 8, 1))))

    assert found["outlived"].x == pytest.approx(found["fact"].x + found["fact"].width, abs=0.2)


def test_verified_after_the_officer_left_counts_for_nothing() -> None:
    assert "verified" not in pieces(drawn(bar(MAY, None, verified=date(2012, 9, 1), counts=date(2012, 8, 1))))


def test_bars_that_follow_share_a_lane_and_overlapping_ones_do_not() -> None:
    first, second = bar(MAY, date(2012, 6, 1)), bar(date(2012, 6, 1))
    other = bar(date(2012, 5, 20), date(2012, 7, 1))

    assert len(lanes([second, first])) == 1
    assert len(lanes([first, second, other])) == 2
    assert sum(map(len, lanes([first, bar(MAY, MAY), bar(MAY, MAY)]))) == 3


def test_two_hundred_facts_stay_inside_the_drawing() -> None:
    start = date(1996, 1, 1)
    drawing = drawn(*(bar(start + timedelta(days=30 * n), start + timedelta(days=30 * n + 45)) for n in range(200)))

    assert len(drawing.bars) == 200
    assert NARROWEST <= drawing.width <= WIDEST
    assert all(0 <= piece.x <= drawing.width for each in drawing.bars for piece in each.pieces)
    assert max(piece.y + piece.height for each in drawing.bars for piece in each.pieces) < drawing.height
    assert drawing.height < 200


def test_the_chosen_day_and_today_are_marked() -> None:
    looks = {mark.look: mark for mark in drawn(bar(MAY), on=date(2012, 6, 30)).marks}

    assert looks["chosen"].label == "2012-06-30"
    assert looks["chosen"].x < looks["today"].x
    assert "chosen" not in {mark.look for mark in drawn(bar(MAY)).marks}


def test_phases_and_month_ends_come_from_the_floor_above() -> None:
    backdrop = Backdrop(
        "月末覆盖",
        (Band("全面推进", date(2012, 9, 1), date(2012, 12, 31)), Band("很长很长很长的名字", MAY, date(2012, 5, 11))),
        (Cell(date(2012, 9, 30), "covered", "2012年9月30日 已覆盖"),),
    )

    drawing = drawn(bar(MAY), backdrop=backdrop)

    assert [band.is_named for band in drawing.bands] == [True, False]
    assert [(square.state, square.on) for square in drawing.squares] == [("covered", date(2012, 9, 30))]
    assert drawing.labels[-1].text == "月末覆盖"
