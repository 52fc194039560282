"""Joining a union, and what becomes of a membership (domain.md B5)."""

from datetime import date
from typing import Unpack

from accounts import wall
from accounts.book import operation
from accounts.models import BookEntry, User
from accounts.models.book import Change
from accounts.refused import Refused
from members.models import Member, Membership, State, Transfer
from members.operations.people import Details, demand_standing, find, hold, number_not_taken, stored
from unions.models import Employer, Kind, Organisation
from unions.operations.rows import amend

UNIONS_WITH_MEMBERS = (Kind.GRASSROOTS_SINGLE, Kind.GRASSROOTS_JOINT, Kind.COMMUNITY_UNION)
# Neutral towards whoever only holds a number (security.md 24): where, is for the county to say.
ELSEWHERE = (
    "{name}已是本县另一工会的会员，不能重复入会。请为本人办理会员接转：由您发起申请，原工会会看到，转入后会籍自动转来。"
)

ANOTHER_NAME = (
    "这个证件号码已在本工会的花名册上，登记的是另一个姓名，没有改动。请核对号码和姓名；"
    "花名册上写错了的，请打开这位会员的页面更正。"
)
OF_NUMBER = ("id_kind", "id_number_sealed", "id_number_index", "sex", "born_on")
NOTE, LONGEST_REASON = "（会员已离会，申请作废）", 100


@operation("members.join")
def join(
    union: Organisation,
    *,
    since: date,
    on: date,
    employer: Employer | None = None,
    by: User | None,
    **details: Unpack[Details],
) -> Membership:
    """A person becomes a member of the union; needs id_number and name. The same one twice is one.

    A person who was a member before is the same person: the new membership is added to the old ones. Raises Refused
    when the person is a current member of another union or here under another name, or the number is no valid one.
    """
    union = Organisation.objects.lock(union)
    demand_members_union(union, since)
    if since > on:
        raise Refused("入会日期还没有到，请核对。")
    if employer is not None and employer.union_id != union.pk:
        raise Refused("这个单位不在本工会覆盖范围内，请核对工作单位。")
    values = stored(details, on=on)
    person = find(str(details["id_number"]))
    if person is None:
        with number_not_taken():
            person = Member.objects.create(union=union, **values)
        return Membership.objects.create(member=person, union=union, employer=employer, since=since)
    return _join_again(person, union, employer, since, values)


def _join_again(
    person: Member, union: Organisation, employer: Employer | None, since: date, values: dict[str, object]
) -> Membership:
    # A former member of another part is taken over by whoever takes the person in: from outside that part's view.
    with wall.whole("a former member of another part joins here"):
        person = hold(person.pk)
        demand_standing(person)
        current = _current(person)
        if current is not None and current.union_id == union.pk:
            if person.name != values["name"]:
                raise Refused(ANOTHER_NAME)
            return current
        if current is not None:
            raise Refused(ELSEWHERE.format(name=values["name"]))
        if person.name != values["name"]:
            raise Refused(
                "这个证件号码以前登记的是另一个姓名，请核对号码和姓名；更名的请联系县总工会组宣部更正后再入会。"
            )
        last = Membership.objects.everywhere("the person's own").filter(member=person).order_by("-until").first()
        if last is not None and last.until is not None and since < last.until:
            raise Refused(f"入会日期早于上一段会籍的终止日期（{last.until}），请核对。")
        amend(person, {"union_id": union.pk, **_news_of(person, values)})
        return Membership.objects.create(member=person, union=union, employer=employer, since=since)


def _news_of(person: Member, values: dict[str, object]) -> dict[str, object]:
    """What is said anew. The number on file stays as it is sealed; whoever was found under the number of an entry merged
    into the person's keeps the own one, and what that tells.
    """
    kept = {"id_number_sealed"} if person.id_number_index == values["id_number_index"] else set(OF_NUMBER)
    return {name: value for name, value in values.items() if name not in kept and value not in ("", None)}


@operation("members.change_membership")
def change_membership(
    membership: Membership, *, employer: Employer | None, since: date, on: date, by: User | None
) -> Membership:
    """Correct the employer or the day of joining."""
    hold(membership.member_id)
    membership = Membership.objects.lock(membership)
    demand_members_union(membership.union, since)
    if since > on:
        raise Refused("入会日期还没有到，请核对。")
    if since != membership.since and membership.changed_on is not None and since > membership.changed_on:
        raise Refused(f"入会日期晚于会籍变化日期（{membership.changed_on}），请核对。")
    if employer is not None and employer.union_id != membership.union_id:
        raise Refused("这个单位不在本工会覆盖范围内，请核对工作单位。")
    amend(membership, {"employer_id": employer.pk if employer else None, "since": since})
    return membership


@operation("members.retain")
def retain(membership: Membership, *, on: date, reason: str, by: User | None, today: date | None = None) -> Membership:
    """保留会籍: still a member, without the right to vote or be elected (domain.md B5).

    Where somebody enters it, here and below, `today` is given, and a day that has not come is refused.
    """
    return _change(membership, State.RETAINED, on=on, reason=reason, today=today)


@operation("members.resume")
def resume(membership: Membership, *, on: date, by: User | None, today: date | None = None) -> Membership:
    """A retained membership is a normal one again."""
    return _change(membership, State.NORMAL, on=on, reason="", today=today)


@operation("members.withdraw")
def withdraw(
    membership: Membership, *, on: date, reason: str, by: User | None, today: date | None = None
) -> Membership:
    """退会: `on` is the first day no longer a member. A transfer that waits is void with it."""
    return _end(membership, State.WITHDRAWN, on=on, reason=reason, by=by, today=today)


@operation("members.expel")
def expel(membership: Membership, *, on: date, reason: str, by: User | None, today: date | None = None) -> Membership:
    """除名: `on` is the first day no longer a member. A transfer that waits is void with it."""
    return _end(membership, State.EXPELLED, on=on, reason=reason, by=by, today=today)


@operation("members.reinstate")
def reinstate(membership: Membership, *, by: User | None) -> Membership:
    """An end noted by mistake is taken back: the membership is what it was before, retained where it was retained.

    Raises Refused when the person belongs elsewhere by now.
    """
    person = hold(membership.member_id)
    membership = Membership.objects.lock(membership)
    if membership.state not in (State.WITHDRAWN, State.EXPELLED):
        raise Refused("只有退会、除名的会籍可以撤回；转出的请由转入工会办理接转。")
    demand_standing(person)
    if _current(person) is not None:
        raise Refused("这位会员现在已有会籍，不能恢复原来的会籍。")
    if person.union_id != membership.union_id:
        with wall.whole("the person is where the reinstated membership is"):
            amend(person, {"union_id": membership.union_id})
    amend(membership, {"until": None, **_before_the_end(membership)})
    return membership


def _before_the_end(membership: Membership) -> dict[str, object]:
    """From the book; a normal membership where the row came with its end, by a register."""
    lines = BookEntry.objects.filter(table_name=Membership._meta.db_table, row_id=membership.pk, change=Change.UPDATE)
    line = lines.filter(before__until=None, after__until=str(membership.until)).order_by("-pk").first()
    if line is None or line.before is None:
        return {"state": State.NORMAL, "changed_on": None, "reason": ""}
    day = line.before["changed_on"]
    return {
        "state": State(line.before["state"]),
        "changed_on": date.fromisoformat(day) if day else None,
        "reason": line.before["reason"],
    }


def _change(membership: Membership, state: State, *, on: date, reason: str, today: date | None) -> Membership:
    hold(membership.member_id)
    membership = Membership.objects.lock(membership)
    if membership.until is not None:
        raise Refused(f"会籍已于 {membership.until} 终止，不能再变更状态。")
    if membership.state == state:
        return membership
    _demand_come(on, today)
    if on < membership.since:
        raise Refused(f"变化日期早于入会日期（{membership.since}），请核对。")
    if state == State.NORMAL and membership.changed_on is not None and on < membership.changed_on:
        raise Refused(f"恢复日期早于保留会籍的日期（{membership.changed_on}），请核对。")
    amend(membership, {"state": state, "changed_on": on, "reason": reason})
    return membership


def _end(
    membership: Membership, state: State, *, on: date, reason: str, by: User | None, today: date | None
) -> Membership:
    hold(membership.member_id)
    membership = Membership.objects.lock(membership)
    if membership.state == state and membership.until == on:
        return membership
    if membership.until is not None:
        raise Refused(f"会籍已于 {membership.until} 终止，请先撤回再重新登记。")
    _demand_come(on, today)
    if on < membership.since:
        raise Refused(f"会籍变化日期早于入会日期（{membership.since}），请核对。")
    amend(membership, {"state": state, "until": on, "changed_on": on, "reason": reason})
    _void_transfer(membership, on=on, by=by)
    return membership


def _demand_come(on: date, today: date | None) -> None:
    if today is not None and on > today:
        raise Refused("这一天还没有到，请填写实际的日期。")


def _void_transfer(membership: Membership, *, on: date, by: User | None) -> None:
    """Nobody is left to move. Both sides read why in the transfer's reason; the opinions are each side's own words."""
    with wall.whole("a transfer concerns two parts of the tree"):
        waiting = Transfer.objects.everywhere("of the person who left").filter(member=membership.member_id).pending()
        for transfer in waiting.select_for_update():
            day, reason = max(on, transfer.applied_on), transfer.reason[: LONGEST_REASON - len(NOTE)] + NOTE
            state = Transfer.State.CANCELLED
            amend(transfer, {"state": state, "closed_on": day, "closed_by": by, "reason": reason})


def demand_members_union(union: Organisation, day: date) -> None:
    """Raises Refused unless the union is one that has members, and existed on the day."""
    if union.kind not in UNIONS_WITH_MEMBERS:
        raise Refused("会员只能登记在独立基层工会、联合基层工会或村（社区）工会，请选择基层工会。")
    if union.established_on is not None and day < union.established_on:
        raise Refused(f"入会日期早于该工会的建会日期（{union.established_on}），请核对。")
    if union.dissolved_on is not None and day >= union.dissolved_on:
        raise Refused(f"该工会已于 {union.dissolved_on} 撤销，不能入会。")


def _current(person: Member) -> Membership | None:
    rows = Membership.objects.everywhere("one person, one membership in the county")
    current: Membership | None = rows.filter(member=person).current().first()
    return current
