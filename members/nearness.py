"""Which document numbers may be one number mistyped. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from members.identity import index_text


def body(number: str) -> str:
    """What near numbers are compared by: the index text, of 18 characters without the last.

    Two valid numbers never differ in one place only: the check digit would not fit. Whoever mistypes and then mends
    the last character until it passes differs in one of the first seventeen.
    """
    text = index_text(number)
    return text[:17] if len(text) == 18 else text


def near(first: str, second: str) -> tuple[int, ...]:
    """The places (from 1) in which two bodies differ: one, or two neighbours swapped; empty when they are not near."""
    if len(first) != len(second):
        return ()
    places = [place for place, (one, other) in enumerate(zip(first, second, strict=True)) if one != other]
    if len(places) == 1:
        return (places[0] + 1,)
    is_swap = (
        len(places) == 2
        and places[1] == places[0] + 1
        and first[places[0]] == second[places[1]]
        and first[places[1]] == second[places[0]]
    )
    return (places[0] + 1, places[1] + 1) if is_swap else ()


def near_pairs(bodies: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Of (key, body) the pairs of keys whose bodies are near, each once; in time that grows with their number only."""
    found: set[tuple[int, int]] = set()
    gaps: dict[tuple[int, str], list[int]] = defaultdict(list)
    holders: dict[str, list[int]] = defaultdict(list)
    for key, text in bodies:
        for place in range(len(text)):
            gaps[place, text[:place] + "?" + text[place + 1 :]].append(key)
        holders[text].append(key)
    texts = dict(bodies)
    for keys in gaps.values():
        found |= {_ordered(one, other) for one, other in combinations(keys, 2) if texts[one] != texts[other]}
    for key, text in bodies:
        for place in range(len(text) - 1):
            swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
            if swapped != text:
                found |= {_ordered(key, other) for other in holders.get(swapped, ())}
    yield from sorted(found)


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
