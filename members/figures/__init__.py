"""The figures about members and units on any day (docs/rules/members.md): one pass, and the lists behind it."""

from members.figures.county import CATEGORIES, Category, Row, Span, figures, with_direct
from members.figures.lists import ALL_SHOWS, UNION_SHOWS, UNIT_SHOWS, Asked, Union, Unit, unions_behind, units_behind

__all__ = [
    "ALL_SHOWS",
    "CATEGORIES",
    "UNION_SHOWS",
    "UNIT_SHOWS",
    "Asked",
    "Category",
    "Row",
    "Span",
    "Union",
    "Unit",
    "figures",
    "unions_behind",
    "units_behind",
    "with_direct",
]
