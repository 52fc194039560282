"""Which numbers are near: one place, or two neighbours swapped; the check digit left aside."""

import pytest

from members.identity import check_digit
from members.nearness import body, near, near_pairs

SEVENTEEN = "34999919900101001"


def whole(seventeen: str) -> str:
    return seventeen + check_digit(seventeen)


@pytest.mark.parametrize(
    ("other", "places"),
    [
        ("34999919900101003", (17,)),
        ("44999919900101001", (1,)),
        ("34999919900110001", (13, 14)),
        ("34999919900101001", ()),
        ("34999919900101113", ()),
        ("34999919900101", ()),
        ("34999991900101001", (7, 8)),
    ],
)
def test_one_place_or_two_neighbours_swapped_are_near(other: str, places: tuple[int, ...]) -> None:
    assert near(SEVENTEEN, other) == places


def test_two_valid_numbers_that_differ_in_one_place_differ_in_the_check_digit_too() -> None:
    """Or the last character would have to be compared as well."""
    for place in range(17):
        other = SEVENTEEN[:place] + str((int(SEVENTEEN[place]) + 1) % 10) + SEVENTEEN[place + 1 :]
        assert whole(other)[-1] != whole(SEVENTEEN)[-1]
        assert near(body(whole(SEVENTEEN)), body(whole(other))) == (place + 1,)


def test_spellings_have_one_body() -> None:
    assert body(" 349999 19900101 001x ") == body("34999919900101001Ｘ") == SEVENTEEN


def test_the_pairs_are_those_that_looking_at_each_two_would_find() -> None:
    bodies = [
        (key, text)
        for key, text in enumerate(
            [
                SEVENTEEN,
                "34999919900101003",
                "34999919900110001",
                "34999919900110003",
                "H12345678",
                "H12345687",
                SEVENTEEN,
            ]
        )
    ]

    by_looking = {(one, other) for one, a in bodies for other, b in bodies if one < other and near(a, b)}

    assert set(near_pairs(bodies)) == by_looking
    assert by_looking
