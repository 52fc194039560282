"""The unions and units behind the figures, a page at a time. No persons: these are lists of the members' own admin."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from members.figures.county import WHOLE, Category, Span
from members.figures.state import run

# What a list can show: its title, and which rows of `union_state` s that is.
UNION_SHOWS: dict[str, tuple[str, str]] = {
    "obliged": ("应建立女职工委员会的工会", "s.is_obliged"),
    "lacking": ("应建未建女职工委员会的工会", "s.is_obliged AND NOT s.has_committee"),
    "over": ("入会率超过 100% 的工会", "s.is_over"),
    "new_unions": ("期间新建的工会", "s.is_new"),
    "differing": ("申报职工数与在册在岗会员数不一致的工会", "s.is_here AND s.units > 0 AND s.employed <> s.staff"),
    "no_members": ("有职工、没有登记会员的工会", "s.is_here AND s.units > 0 AND s.staff > 0 AND s.members = 0"),
    "declared": ("有单位的工会：申报与登记", "s.is_here AND s.units > 0"),
    "confirmed": (
        "上次花名册核对后人数有变的工会",
        "s.is_here AND s.confirmed IS NOT NULL AND s.confirmed <> s.members",
    ),
}
# The same of `unit_state` s: 三个清楚, and who is to be organised first.
UNIT_SHOWS: dict[str, tuple[str, str]] = {
    "units": ("全部单位", "true"),
    "organised": ("已建会的单位", "s.is_organised"),
    "unorganised": ("未建会的单位", "NOT s.is_organised"),
    "should": ("达到职工人数、未建会的单位（应建会）", "s.should"),
    "must": ("达到会员人数、没有单独建会的单位（必须建会）", "s.must"),
}
ALL_SHOWS = {key: words for key, (words, _) in (UNION_SHOWS | UNIT_SHOWS).items()}

_UNIONS = """
, checked AS (
    SELECT DISTINCT ON (k.union_id) k.union_id, k.checked_on, k.kept FROM members_rostercheck k
    WHERE k.checked_on <= %(on)s ORDER BY k.union_id, k.checked_on DESC, k.id DESC
), seen AS (
    SELECT u.*, k.checked_on, k.kept AS confirmed FROM union_state u LEFT JOIN checked k ON k.union_id = u.id
), chosen AS (
    SELECT s.* FROM seen s WHERE (%(category)s = 'all' OR s.ownership = %(category)s)
        AND (%(directly_under)s::bigint IS NULL OR s.body_id = %(directly_under)s) AND {show}
), page AS (SELECT * FROM chosen ORDER BY code LIMIT %(limit)s OFFSET %(offset)s)
SELECT t.total, p.id, p.code, p.name, p.body_id, p.members, p.women, p.employed, p.staff, p.checked_on, p.confirmed, p.established_on
FROM (SELECT count(*) AS total FROM chosen) t LEFT JOIN page p ON true ORDER BY p.code
"""
_UNITS = """
, chosen AS (
    SELECT s.*, e.credit_code, e.name, o.name AS union_name, o.id AS shown_union
    FROM unit_state s JOIN unions_employer e ON e.id = s.id
    -- A union of another part covers it: that it has one is said, not which.
    LEFT JOIN unions_organisation o ON o.id = s.union_id AND o.path LIKE ANY(%(within)s::text[])
    WHERE CASE WHEN %(category)s = 'all' THEN s.ownership <> 'not_enterprise' ELSE s.ownership = %(category)s END
        AND (%(directly_under)s::bigint IS NULL OR s.body_id = %(directly_under)s) AND {show}
), page AS (SELECT * FROM chosen ORDER BY staff DESC, credit_code LIMIT %(limit)s OFFSET %(offset)s)
SELECT t.total, p.id, p.credit_code, p.name, p.body_id, p.staff, p.members, p.shown_union, p.union_name, p.is_organised
FROM (SELECT count(*) AS total FROM chosen) t LEFT JOIN page p ON true ORDER BY p.staff DESC, p.credit_code
"""


@dataclass(frozen=True)
class Asked:
    """Which list: `show` of UNION_SHOWS or UNIT_SHOWS; `directly_under` is the county's id for its own unions only."""

    span: Span
    show: str
    within: tuple[str, ...] = WHOLE
    category: str = Category.ALL
    directly_under: int | None = None


@dataclass(frozen=True)
class Union:
    """A union with the counts of the day; `confirmed` members at its last roster check up to it."""

    pk: int
    code: str
    name: str
    body_id: int
    members: int
    women: int
    employed: int
    staff: int
    checked_on: date | None
    confirmed: int | None
    established_on: date

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.employed, self.staff) if self.staff else None

    @property
    def difference(self) -> int:
        """Members at work minus staff declared: above zero is the fault of rule 9."""
        return self.employed - self.staff


@dataclass(frozen=True)
class Unit:
    """An employing unit; `members` are registered as working there. `union_name` "" where none covers it."""

    pk: int
    credit_code: str
    name: str
    body_id: int
    staff: int
    members: int
    union_id: int | None
    union_name: str | None
    is_organised: bool = field(default=False)


def unions_behind(asked: Asked, *, limit: int, offset: int = 0) -> tuple[int, list[Union]]:
    """(how many, the page of them by code). Raises KeyError for a show that does not exist."""
    rows = _read(_UNIONS.format(show=UNION_SHOWS[asked.show][1]), asked, limit, offset)
    return int(rows[0][0]), [Union(*row[1:]) for row in rows if row[1] is not None]


def units_behind(asked: Asked, *, limit: int, offset: int = 0) -> tuple[int, list[Unit]]:
    """(how many, the page of them, the largest first). Raises KeyError for a show that does not exist."""
    rows = _read(_UNITS.format(show=UNIT_SHOWS[asked.show][1]), asked, limit, offset)
    return int(rows[0][0]), [Unit(*row[1:]) for row in rows if row[1] is not None]


def _read(sql: str, asked: Asked, limit: int, offset: int) -> list[Any]:
    return run(
        sql,
        asked.span,
        asked.within,
        category=str(Category(asked.category)),
        directly_under=asked.directly_under,
        limit=limit,
        offset=offset,
    )
