"""What changes about officers: elected, left, corrected. One after another in a seat: succession.py."""

from datetime import date, timedelta
from typing import TypedDict, Unpack

from accounts.book import operation
from accounts.encryption import blind_index, seal
from accounts.models import User
from accounts.refused import Refused
from unions.models import Officer, Organisation, Post
from unions.operations.rows import amend, erase

ID_NUMBER_PLACE = "unions_officer.id_number"


class Details(TypedDict, total=False):
    """What the register keeps of a tenure; `id_number` in clear is sealed here and kept nowhere else."""

    name: str
    post: str
    elected_on: date
    term_ends_on: date | None
    sex: str
    born_on: date | None
    id_number: str
    political_status: str
    education: str
    full_time: str
    employer_post: str
    is_principal_or_kin: bool | None
    office_phone: str
    mobile: str


def term_end(elected_on: date, years: int) -> date:
    """The last day of a term: the day before the anniversary; of 29 February, 28 February.

    Source: registers.md §2, 届满 = 当选日期 + 届期年数 − 1 day.
    """
    try:
        return elected_on.replace(year=elected_on.year + years) - timedelta(days=1)
    except ValueError:
        # Elected on 29 February: the anniversary would be the day after 28 February.
        return date(elected_on.year + years, 2, 28)


@operation("officers.elect")
def elect(union: Organisation, *, by: User | None, **details: Unpack[Details]) -> Officer:
    """A new tenure; needs name, post and elected_on. The same one twice is one.

    The term's end follows from the union's 届期年数 unless given. Raises Refused when the union did not exist on that
    day or has another chair then.
    """
    union = Organisation.objects.lock(union)
    elected_on = details["elected_on"]
    there = Officer.objects.everywhere("of the locked union").filter(
        union=union, name=details["name"], post=details["post"], elected_on=elected_on
    )
    if (same := there.first()) is not None:
        return same
    _demand_union_on(union, elected_on)
    if details["post"] == Post.CHAIR:
        _demand_free_seat(union, elected_on)
    if not details.get("term_ends_on") and union.term_years:
        details["term_ends_on"] = term_end(elected_on, union.term_years)
    return Officer.objects.create(union=union, **_stored(details))


@operation("officers.change_details")
def change_details(officer: Officer, *, by: User | None, **details: Unpack[Details]) -> Officer:
    """Correct what the register says of a tenure. An empty `id_number` leaves the one on file as it is."""
    officer = Officer.objects.lock(officer)
    if "elected_on" in details:
        _demand_union_on(officer.union, details["elected_on"])
    stored = _stored(details)
    if stored.get("id_number_index") == officer.id_number_index:
        # Sealing gives another text each time; the same number writes nothing.
        stored.pop("id_number_sealed", None)
    amend(officer, stored)
    return officer


@operation("officers.leave")
def leave(officer: Officer, *, on: date, by: User | None) -> Officer:
    """The tenure ends: `on` is the first day no longer in office. A chair's account falls with it by itself.

    Raises Refused when the officer left on another day already.
    """
    officer = Officer.objects.lock(officer)
    if officer.left_on not in (None, on):
        raise Refused(f"{officer.name} 已于 {officer.left_on} 离任。日期登记错了的，请先撤回离任，再重新登记。")
    if on < officer.elected_on:
        raise Refused(f"离任日期早于当选日期（{officer.elected_on}），请核对。")
    amend(officer, {"left_on": on})
    return officer


@operation("officers.return_to_office")
def return_to_office(officer: Officer, *, by: User | None) -> Officer:
    """A departure noted by mistake is taken back. The database refuses when somebody else chairs meanwhile."""
    officer = Officer.objects.lock(officer)
    amend(officer, {"left_on": None})
    return officer


@operation("officers.remove")
def remove(officer: Officer, *, by: User | None) -> None:
    """Take out a tenure entered by mistake. Raises Refused once displays or an account hang on it."""
    officer = Officer.objects.lock(officer)
    erase(officer, "已有亮身份记录或账号挂在这个任职上，不能删除。已不任职的，请登记离任。")


def _stored(details: Details) -> dict[str, object]:
    stored: dict[str, object] = dict(details)
    number = str(stored.pop("id_number", "") or "")
    if number:
        stored["id_number_sealed"] = seal(number, ID_NUMBER_PLACE)
        stored["id_number_index"] = blind_index(number)
    return stored


def _demand_union_on(union: Organisation, day: date) -> None:
    if union.established_on is not None and day < union.established_on:
        raise Refused(f"当选日期早于该工会的建会日期（{union.established_on}），请核对。")
    if union.dissolved_on is not None and day >= union.dissolved_on:
        raise Refused(f"该工会已于 {union.dissolved_on} 撤销，请核对当选日期。")


def _demand_free_seat(union: Organisation, day: date) -> None:
    sitting = Officer.objects.everywhere("of the locked union").filter(union=union).chairs().sitting_on(day).first()
    if sitting is not None:
        raise Refused(
            f"{day} 当天该工会的主席是 {sitting.name}（{sitting.elected_on} 当选），请先登记离任，或办理更换主席。"
        )
