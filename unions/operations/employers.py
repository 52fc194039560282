"""What changes about employing units."""

from datetime import date
from typing import TypedDict, Unpack

from accounts.book import operation, record
from accounts.models import User
from accounts.refused import Refused
from unions.models import GRASSROOTS_KINDS, Employer, Kind, Organisation, Post
from unions.operations import officers, organisations
from unions.operations.rows import amend, erase


class Details(TypedDict, total=False):
    """What the register keeps of an employer; `union` None means no union yet (未建会)."""

    credit_code: str
    name: str
    nature: str
    size: str
    industry: str
    staff: int
    women: int | None
    migrants: int | None
    dispatched: int | None
    body: Organisation
    union: Organisation | None
    address: str
    legal_representative: str
    phone: str


@operation("employers.register")
def register(*, by: User | None, **details: Unpack[Details]) -> Employer:
    """A new employing unit; needs credit_code, name, nature, staff and body.

    Raises Refused when the code is registered or the bodies named may not be named (registers.md §2).
    """
    _demand_places(details["body"], details.get("union"))
    _demand_free(details.get("union"), None)
    if Employer.objects.everywhere("a credit code is given once").filter(credit_code=details["credit_code"]).exists():
        raise Refused("该统一社会信用代码已登记。如果名单里没有这个单位，请联系县总工会核对。")
    return Employer.objects.create(**details)


@operation("employers.change_details")
def change_details(employer: Employer, *, by: User | None, **details: Unpack[Details]) -> Employer:
    employer = Employer.objects.lock(employer)
    body, union = (details.get("body", employer.body), details.get("union", employer.union))
    if (body, union) != (employer.body, employer.union):
        _demand_places(body, union)
        _demand_free(union, employer)
    amend(employer, dict(details))
    return employer


@operation("employers.establish_union")
def establish_union(
    employer: Employer,
    parent: Organisation,
    *,
    chair: officers.Details | None = None,
    by: User | None,
    **details: Unpack[organisations.Details],
) -> Organisation:
    """A single grassroots union for a unit without one, the unit linked to it, its chair elected if given: one act.

    Needs the union's code, name and established_on. Asked for twice it is one union. Raises Refused when the unit has
    a union, is struck off by that day, or `parent` does not stand in the unit's responsible body.
    """
    employer = Employer.objects.lock(employer)
    if employer.union is not None:
        if (employer.union.code, employer.union.name) == (details["code"], details["name"]):
            return employer.union
        raise Refused(f"“{employer.name}”已属于“{employer.union.name}”，不能再为它建会。")
    _demand_organisable(employer, parent, details["established_on"])
    details["kind"] = Kind.GRASSROOTS_SINGLE
    union = organisations.establish(parent, by=by, **details)
    amend(employer, {"union": union})
    if chair is not None:
        officers.elect(union, by=by, **(chair | {"post": Post.CHAIR}))
    record("employers.establish_union", by=by, row=employer, name=union.name)
    return union


@operation("employers.deregister")
def deregister(employer: Employer, *, on: date, by: User | None) -> Employer:
    """The unit is struck off from `on`. Raises Refused when that was on another day already."""
    employer = Employer.objects.lock(employer)
    if employer.deregistered_on not in (None, on):
        raise Refused(f"该单位已于 {employer.deregistered_on} 注销。要改日期，请先恢复，再重新注销。")
    amend(employer, {"deregistered_on": on})
    return employer


@operation("employers.reinstate")
def reinstate(employer: Employer, *, by: User | None) -> Employer:
    """Struck off by mistake: it exists again."""
    employer = Employer.objects.lock(employer)
    amend(employer, {"deregistered_on": None})
    return employer


@operation("employers.remove")
def remove(employer: Employer, *, by: User | None) -> None:
    """Take out a unit entered by mistake. Raises Refused once anything hangs on it."""
    employer = Employer.objects.lock(employer)
    erase(employer, "已有其他记录挂在这个单位上，不能删除。单位不再存在的，请办理注销。")


def _demand_organisable(employer: Employer, parent: Organisation, on: date) -> None:
    if employer.deregistered_on is not None and employer.deregistered_on <= on:
        raise Refused(
            f"“{employer.name}”已于 {employer.deregistered_on} 注销，不能建会。注销登记错了的，请先撤回注销。"
        )
    if not parent.path.startswith(employer.body.path):
        raise Refused(f"上级工会应是该单位的责任工会“{employer.body.name}”或它的下级，请另选。")


def _demand_places(body: Organisation, union: Organisation | None) -> None:
    under_county = body.parent is not None and body.parent.kind == Kind.COUNTY_FEDERATION
    if not under_county or body.kind in GRASSROOTS_KINDS:
        raise Refused("责任工会应是县总工会直接下属的乡镇、开发区或系统工会，请另选。")
    if union is not None and union.kind == Kind.COUNTY_FEDERATION:
        raise Refused("所属工会应是覆盖该单位的基层工会，不能是县总工会。")


def _demand_free(union: Organisation | None, employer: Employer | None) -> None:
    """A single grassroots union has one employer (coverage.md §3); the database says so too."""
    if union is None or union.kind != Kind.GRASSROOTS_SINGLE:
        return
    others = Employer.objects.everywhere("the union's own employers").filter(union=union)
    if employer is not None:
        others = others.exclude(pk=employer.pk)
    if others.exists():
        raise Refused("这个独立基层工会已对应另一个法人单位，请先清空原单位的“所属工会”，或另选工会。")
