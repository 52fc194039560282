"""The unions behind a figure of coverage: the same state as the figures (state.py), read a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaigns import coverage
from campaigns.models import Campaign, Category
from campaigns.state import STATE
from unions.models import Organisation

# What a list can show, in the order of its choices, and which unions of the state that is. Counts of coverage.Row.
_COVERED = "s.plaque AND s.identity"
_VERIFIED = "s.plaque_verified AND s.identity_verified"
SHOWS: dict[str, tuple[str, str]] = {
    "in_scope": ("统计范围内的工会", "true"),
    "covered": ("已完成双亮的工会", _COVERED),
    "uncovered": ("未完成双亮的工会", f"NOT ({_COVERED})"),
    "verified": ("双亮已核实的工会", _VERIFIED),
    "unverified": ("已完成双亮、尚未核实的工会", f"{_COVERED} AND NOT ({_VERIFIED})"),
    "plaque": ("已亮牌子的工会", "s.plaque"),
    "sign": ("已悬挂牌匾的工会", "s.sign_ok"),
    "office": ("已公布办公地点的工会", "s.office_ok"),
    "identity": ("已亮身份的工会", "s.identity"),
    "no_sign": ("未悬挂牌匾的工会", "NOT s.sign_ok"),
    "no_office": ("未公布办公地点的工会", "NOT s.office_ok"),
    "no_chair": ("主席空缺的工会", "NOT s.has_chair"),
    "no_identity": ("未亮明身份的工会", "s.has_chair AND NOT s.identity_ok"),
    "no_contact": ("未公布联系方式的工会", "s.has_chair AND NOT s.contact_ok"),
}
_OF_CATEGORY = {
    Category.ALL: "true",
    Category.STATE_OWNED: "s.ownership = 'state_owned'",
    Category.HONOURED_NON_PUBLIC: "s.is_honoured",
}
# The total first, alone where the page is empty; the page by code.
_PAGE = """
, chosen AS (
    SELECT s.*, u.code, u.name FROM state s JOIN unions_organisation u ON u.id = s.id
    WHERE s.is_in AND u.path LIKE ANY(%(within)s::text[]) AND (%(directly_under)s::bigint IS NULL OR s.body_id = %(directly_under)s)
        AND {category} AND {show}
), page AS (
    SELECT * FROM chosen ORDER BY code LIMIT %(limit)s OFFSET %(offset)s
)
SELECT t.total, p.id, p.code, p.name, p.body_id, p.sign_ok, p.office_ok, p.has_chair, p.identity_ok, p.contact_ok,
    p.plaque_verified AND p.identity_verified
FROM (SELECT count(*) AS total FROM chosen) t LEFT JOIN page p ON true ORDER BY p.code
"""


@dataclass(frozen=True)
class Question:
    """Which figure: `within` are paths of the tree; `directly_under` is the id of the county for its own unions only."""

    on: date
    within: tuple[str, ...]
    category: str = Category.ALL
    show: str = "in_scope"
    directly_under: int | None = None


@dataclass(frozen=True)
class Standing:
    """A union and the five conditions on the day (coverage.md §2)."""

    pk: int
    code: str
    name: str
    body_id: int
    sign: bool
    office: bool
    chair: bool
    identity: bool
    contact: bool
    is_verified: bool


def paths_below(organisation: Organisation, own: Sequence[str]) -> tuple[str, ...]:
    """The parts of the user's own paths that lie in the organisation's branch."""
    inside = [path for path in own if path.startswith(organisation.path)]
    return (organisation.path,) if any(organisation.path.startswith(path) for path in own) else tuple(inside)


def unions_behind(campaign: Campaign, asked: Question, *, limit: int, offset: int = 0) -> tuple[int, list[Standing]]:
    """(how many unions the figure counts, the page of them by code). One pass over the registers, whatever the page.

    Raises KeyError for a category or show that does not exist.
    """
    sql = STATE + _PAGE.format(category=_OF_CATEGORY[Category(asked.category)], show=SHOWS[asked.show][1])
    rows = coverage.run_pass(
        sql,
        campaign,
        asked.on,
        within=[f"{path}%" for path in asked.within],
        directly_under=asked.directly_under,
        limit=limit,
        offset=offset,
    )
    return int(rows[0][0]), [Standing(*row[1:]) for row in rows if row[1] is not None]
