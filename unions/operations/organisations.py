"""What changes about the tree of unions."""

from datetime import date
from typing import TypedDict, Unpack

from django.db import connection
from django.db.models import BigIntegerField, Case, F, Value, When
from django.db.models.functions import Concat, Substr

from accounts.book import operation
from accounts.duties import Duty
from accounts.models import User
from accounts.refused import Refused
from unions.models import BODY_KINDS, GRASSROOTS_KINDS, Appointment, Display, Employer, Kind, Officer, Organisation
from unions.operations.displays import NOT_RETURNED
from unions.operations.rows import amend, erase, open_on


class Details(TypedDict, total=False):
    """What the register keeps of an organisation besides its place in the tree."""

    code: str
    name: str
    kind: str
    credit_code: str
    established_on: date
    approval_number: str
    approved_on: date | None
    term_years: int | None
    address: str
    phone: str
    postcode: str


@operation("organisations.establish_county")
def establish_county(code: str, name: str, *, by: User | None) -> Organisation:
    """The county federation, the root of the tree; the one that is there when it has this code already.

    Raises Refused when another county federation is there.
    """
    there = Organisation.objects.everywhere("there is one county only").filter(kind=Kind.COUNTY_FEDERATION).first()
    if there is not None:
        if there.code != code:
            raise Refused(f"本系统已设立县总工会（编码 {there.code}），不能再设立第二个。")
        return there
    _demand_free_code(code)
    return _insert(None, {"code": code, "name": name, "kind": Kind.COUNTY_FEDERATION})


@operation("organisations.establish")
def establish(parent: Organisation, *, by: User | None, **details: Unpack[Details]) -> Organisation:
    """A new organisation below `parent`; needs code, name, kind and established_on.

    Raises Refused when the code is taken or the kind may not stand there (registers.md §2, domain.md B2).
    """
    parent = Organisation.objects.lock(parent)
    _demand_place(details["kind"], parent)
    _demand_free_code(details["code"])
    if parent.dissolved_on is not None:
        raise Refused("上级工会已撤销，请改选一个存续的上级工会。")
    return _insert(parent, details)


@operation("organisations.change_details")
def change_details(organisation: Organisation, *, by: User | None, **details: Unpack[Details]) -> Organisation:
    """Correct what the register says; the place in the tree is `move`'s, the end is `dissolve`'s."""
    organisation = Organisation.objects.lock(organisation)
    kind = details.get("kind", organisation.kind)
    if kind != organisation.kind:
        if Kind.COUNTY_FEDERATION in (kind, organisation.kind):
            raise Refused("县总工会的组织类型不能更改，也不能把别的组织改为县总工会。")
        _demand_place(kind, organisation.parent)
        if kind in GRASSROOTS_KINDS and organisation.children.everywhere("children of the locked row").exists():
            raise Refused("这个工会下面还有下级工会，不能改为基层工会，请先调整它的下级。")
    if details.get("code", organisation.code) != organisation.code:
        _demand_free_code(details["code"])
    amend(organisation, dict(details))
    return organisation


@operation("organisations.move")
def move(organisation: Organisation, new_parent: Organisation, *, by: User | None) -> Organisation:
    """The organisation and everything below it stand below another parent from now on.

    Raises Refused for a place below itself, below a grassroots union, or where its kind may not stand; also when
    employers name it as their responsible body and it would no longer stand under the county.
    """
    # Moves wait for one another at the root: two at once could each put the other below itself.
    _lock_root()
    organisation, new_parent = (Organisation.objects.lock(organisation), Organisation.objects.lock(new_parent))
    if organisation.parent_id == new_parent.pk:
        return organisation
    if organisation.parent_id is None:
        raise Refused("县总工会是最上级，不能移到别的工会下面。")
    _demand_above(organisation, by)
    # Moved only between places where the user may: seeing the new parent is not enough.
    if by is not None and not by.may(Duty.EDIT_ORGANISATIONS, new_parent):
        raise Refused("新的上级工会不归您管理，请联系县总工会组宣部办理。")
    if new_parent.path.startswith(organisation.path):
        raise Refused("不能把工会移到它自己或它的下级下面，请另选上级工会。")
    _demand_place(organisation.kind, new_parent)
    if new_parent.dissolved_on is not None:
        raise Refused("新的上级工会已撤销，请另选一个存续的上级工会。")
    employers = Employer.objects.everywhere("who names the locked row").filter(body=organisation)
    if new_parent.kind != Kind.COUNTY_FEDERATION and employers.exists():
        raise Refused("还有法人单位把它登记为责任工会，请先调整这些单位的责任工会。")
    branch = Organisation.objects.everywhere("the locked row's branch").filter(path__startswith=organisation.path)
    # One statement: at its end every path must be its parent's path and its own id (unions/triggers.py).
    branch.update(
        path=Concat(Value(new_parent.path), Substr("path", len(_above(organisation)) + 1)),
        parent_id=Case(
            When(pk=organisation.pk, then=Value(new_parent.pk)), default=F("parent_id"), output_field=BigIntegerField()
        ),
    )
    organisation.refresh_from_db(from_queryset=Organisation.objects.everywhere("the row just moved"))
    return organisation


@operation("organisations.dissolve")
def dissolve(
    organisation: Organisation, *, on: date, why: str, successor: Organisation | None = None, by: User | None
) -> Organisation:
    """Gone from `on`; the accounts that belong to it end that day. `successor` is whom its people turn to from then on.

    Raises Refused while organisations below it exist, when it was dissolved on another day already, or when the
    successor does not exist that day.
    """
    if successor is None:
        organisation = Organisation.objects.lock(organisation)
    else:
        organisation, successor = _lock_both(organisation, successor)
    if organisation.dissolved_on is not None:
        if organisation.dissolved_on != on:
            raise Refused(f"该工会已于 {organisation.dissolved_on} 撤销。要改日期，请先恢复，再重新撤销。")
        return organisation
    if organisation.parent_id is None:
        raise Refused("县总工会不能撤销。")
    _demand_above(organisation, by)
    below = Organisation.objects.everywhere("children of the locked row").filter(parent=organisation)
    if below.existing_on(on).exists():
        raise Refused("下面还有存续的工会组织，请先撤销它们，或把它们移到别的上级工会。")
    if successor is not None and (successor.pk == organisation.pk or not _exists(successor, on)):
        raise Refused(f"“{successor.name}”在 {on} 不是存续的另一个工会，不能承接，请另选。")
    amend(organisation, {"dissolved_on": on, "dissolved_why": why, "successor": successor})
    for post in open_on(
        Appointment.objects.everywhere("of the locked row").filter(organisation=organisation), "until", on
    ):
        amend(post, {"until": max(on, post.since)})
    return organisation


@operation("organisations.reinstate")
def reinstate(organisation: Organisation, *, by: User | None) -> Organisation:
    """Dissolved by mistake: it exists again, and nothing else. Accounts ended with it are appointed anew."""
    organisation = Organisation.objects.lock(organisation)
    _demand_above(organisation, by)
    if organisation.parent is not None and organisation.parent.dissolved_on is not None:
        raise Refused("它的上级工会也已撤销，请先恢复上级工会。")
    amend(organisation, {"dissolved_on": None, "dissolved_why": "", "successor": None})
    return organisation


@operation("organisations.merge")
def merge(organisation: Organisation, into: Organisation, *, on: date, why: str, by: User | None) -> Organisation:
    """From `on` it is part of `into`: employers go there, tenures, open facts and accounts end, it is dissolved.

    Its page in the directory and the code on its plaque lead to `into`.

    Honours stay with the name they were given to. The same merger twice is one. Raises Refused when either does not
    exist that day, anything stands below it, or `into` is a single union and would have a second employer.
    """
    organisation, into = _lock_both(organisation, into)
    words = f"并入“{into.name}”"
    if organisation.dissolved_on is not None:
        if organisation.dissolved_on == on and organisation.dissolved_why.startswith(words):
            return organisation
        raise Refused(f"该工会已于 {organisation.dissolved_on} 撤销。要改为合并，请先恢复，再办理合并。")
    _demand_mergeable(organisation, into, on, by)
    for employer in _employers_moving(organisation, into):
        amend(employer, {"union": into})
    officers = Officer.objects.everywhere("of the locked row").filter(union=organisation)
    for officer in open_on(officers, "left_on", on):
        amend(officer, {"left_on": max(on, officer.elected_on)})
    displays = Display.objects.everywhere("of the locked row").filter(union=organisation)
    for display in open_on(displays, "ends_on", on):
        amend(display, {"ends_on": max(on, display.starts_on), **NOT_RETURNED})
    room = Organisation._meta.get_field("dissolved_why").max_length
    dissolve(organisation, on=on, why=f"{words}：{why}"[:room], successor=into, by=by)
    organisation.refresh_from_db(from_queryset=Organisation.objects.everywhere("the row just dissolved"))
    return organisation


@operation("organisations.remove")
def remove(organisation: Organisation, *, by: User | None) -> None:
    """Take out an organisation entered by mistake. Raises Refused once anything hangs on it."""
    organisation = Organisation.objects.lock(organisation)
    if organisation.parent_id is None:
        raise Refused("县总工会不能删除。")
    _demand_above(organisation, by)
    erase(organisation, "已有下级工会、干部、台账等记录挂在这个工会上，不能删除。工会不再存在的，请办理撤销。")


def _demand_above(organisation: Organisation, by: User | None) -> None:
    """Nobody dissolves, moves or merges the body he or she works in, only whoever keeps the place above it."""
    parent = organisation.parent
    if by is not None and parent is not None and not by.may(Duty.EDIT_ORGANISATIONS, parent):
        raise Refused(f"“{organisation.name}”的设立、变更和撤销由它的上级工会办理，请联系县总工会组宣部。")


def _lock_both(one: Organisation, other: Organisation) -> tuple[Organisation, Organisation]:
    """In the order of their keys: two mergers the other way round wait for one another instead of for ever."""
    rows = {row.pk: Organisation.objects.lock(row) for row in sorted((one, other), key=lambda row: row.pk)}
    return rows[one.pk], rows[other.pk]


def _demand_mergeable(organisation: Organisation, into: Organisation, on: date, by: User | None) -> None:
    if organisation.pk == into.pk:
        raise Refused("不能并入它自己，请另选并入的工会。")
    if organisation.parent_id is None:
        raise Refused("县总工会不能并入别的工会。")
    if organisation.is_grassroots != into.is_grassroots:
        raise Refused("基层工会只能并入基层工会，上级工会只能并入上级工会，请另选。")
    _demand_above(organisation, by)
    if by is not None and not by.may(Duty.EDIT_ORGANISATIONS, into):
        raise Refused("要并入的工会不归您管理，请联系县总工会组宣部办理。")
    if not _exists(organisation, on) or not _exists(into, on):
        raise Refused(f"合并的两个工会在 {on} 都应存续，请核对合并日期、建会日期和撤销日期。")
    if Employer.objects.everywhere("who names the locked row").filter(body=organisation).exists():
        raise Refused("还有法人单位把它登记为责任工会，请先调整这些单位的责任工会。")


def _exists(organisation: Organisation, on: date) -> bool:
    begun = organisation.established_on is not None and organisation.established_on <= on
    return begun and (organisation.dissolved_on is None or on < organisation.dissolved_on)


def _employers_moving(organisation: Organisation, into: Organisation) -> list[Employer]:
    rows = Employer.objects.everywhere("of the two locked rows").filter(union__in=[organisation, into])
    both = list(rows.order_by("pk").select_for_update(of=("self",)))
    moving = [employer for employer in both if employer.union_id == organisation.pk]
    if moving and into.kind == Kind.GRASSROOTS_SINGLE and len(both) > 1:
        raise Refused(
            f"“{into.name}”是独立基层工会，只能对应一个法人单位，合并后会有 {len(both)} 个。"
            "请先把它的组织类型改为联合基层工会，再办理合并；不再存在的单位，请先清空它的“所属工会”。"
        )
    return moving


def _insert(parent: Organisation | None, details: Details) -> Organisation:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('unions_organisation', 'id'))")
        pk = cursor.fetchone()[0]
    # The id comes first, because the path ends in it and the database checks both at once.
    organisation = Organisation(id=pk, parent=parent, path=f"{parent.path if parent else '/'}{pk}/", **details)
    organisation.save(force_insert=True)
    return organisation


def _lock_root() -> None:
    root = Organisation.objects.everywhere("the root, as the lock of all moves").select_for_update()
    root.get(kind=Kind.COUNTY_FEDERATION)


def _above(organisation: Organisation) -> str:
    """The path of the parent: `/1/` of `/1/4/`."""
    return organisation.path[: -len(f"{organisation.pk}/")]


def _demand_place(kind: str, parent: Organisation | None) -> None:
    if kind == Kind.COUNTY_FEDERATION:
        raise Refused("县总工会只有一个，不能登记在别的工会下面。")
    if parent is not None and parent.kind in GRASSROOTS_KINDS:
        raise Refused(f"“{parent.name}”是基层工会，下面不能再设工会，请改选它的上级。")
    if parent is not None and kind in BODY_KINDS and parent.kind != Kind.COUNTY_FEDERATION:
        raise Refused(f"{Kind(kind).label}的上级应是县总工会，请改选县总工会。")


def _demand_free_code(code: str) -> None:
    # Codes are the county's own and say nothing about the union that holds one.
    if Organisation.objects.everywhere("a code is given once in the county").filter(code=code).exists():
        raise Refused(f"工会编码 {code} 已被使用，请核对编码。")
