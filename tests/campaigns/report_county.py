"""Yunling county: Tianhe has three unions of which one is covered, Nanxi one that is not, one stands right under the
county. Xu (组宣部) makes reports, Fang (分管领导) issues them, Lin works for Tianhe, Hu chairs a union there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.duties import Role
from accounts.models import User
from accounts.operations import open_account
from campaigns.models import Campaign, Report
from campaigns.operations.campaigns import make_from_template
from campaigns.template import SHUANGLIANG_2012
from unions.models import Display, Item, Kind, Nature, Officer, Organisation, Post, Size, Way
from unions.operations import appointments, employers, officers, organisations

START = date(2012, 5, 1)
OCTOBER = date(2012, 10, 1)
IN_NOVEMBER = date(2012, 11, 15)


@dataclass(frozen=True)
class County:
    campaign: Campaign
    county: Organisation
    tianhe: Organisation
    nanxi: Organisation
    unions: tuple[Organisation, ...]  # the first is covered
    xu: User
    fang: User
    lin: User
    hu: User


def make_county(*, reports_from: date = OCTOBER) -> County:
    county = organisations.establish_county("3499990000", "云岭县总工会", by=None)
    tianhe = body(county, "3499990100", "天河镇总工会", Kind.TOWNSHIP_FEDERATION)
    nanxi = body(county, "3499990101", "南溪乡工会联合会", Kind.TOWNSHIP_UNION_FEDERATION)
    unions = (
        union(tianhe, "349999200001", "天河机械厂工会"),
        union(tianhe, "349999200002", "=1+1工会"),
        union(tianhe, "349999200003", "天河纺织厂工会"),
        union(nanxi, "349999200004", "南溪茶厂工会"),
        union(county, "349999200005", "云岭县自来水公司工会"),
    )
    chair = officers.elect(
        unions[0], name="胡建国", post=Post.CHAIR, elected_on=START, office_phone="0551-0000001", by=None
    )
    officers.elect(unions[1], name="王晓明", post=Post.CHAIR, elected_on=START, mobile="00000000000", by=None)
    cover(unions[0], chair)
    campaign = make_from_template(
        SHUANGLIANG_2012, slug="shuangliang-2012", name="“双亮”活动", reports_from=reports_from, by=None
    )
    return County(
        campaign,
        county,
        tianhe,
        nanxi,
        unions,
        xu=person("xu", "徐蕾", Role.ORGANISATION_STAFF, county),
        fang=person("fang", "方敏", Role.APPROVER, county),
        lin=person("lin", "林涛", Role.BODY_OFFICER, tianhe),
        hu=person("hu", "胡建国", Role.CHAIR, unions[0], officer=chair),
    )


def body(county: Organisation, code: str, name: str, kind: str) -> Organisation:
    return organisations.establish(county, code=code, name=name, kind=kind, established_on=START, by=None)


def union(parent: Organisation, code: str, name: str) -> Organisation:
    """A single grassroots union of a large state-owned enterprise, in scope from 2012-05-03."""
    made = organisations.establish(
        parent, code=code, name=name, kind=Kind.GRASSROOTS_SINGLE, established_on=START, by=None
    )
    employers.register(
        credit_code=f"E{code}",
        name=f"{name}所在单位",
        nature=Nature.STATE_OWNED,
        size=Size.LARGE,
        staff=10,
        body=Organisation.objects.everywhere("test").get(code="3499990100"),
        union=made,
        by=None,
    )
    return made


def cover(union: Organisation, chair: Officer, since: date = START) -> None:
    """All four facts of 双亮, from this day on."""
    ways = {
        Item.SIGN: Way.ENTERPRISE_FRONT,
        Item.OFFICE: Way.CANTEEN,
        Item.IDENTITY: Way.CHEST_CARD,
        Item.CONTACT: Way.CANTEEN,
    }
    for item, way in ways.items():
        officer = chair if item in {Item.IDENTITY, Item.CONTACT} else None
        Display.objects.create(union=union, item=item, way=way, officer=officer, starts_on=since)


def person(username: str, name: str, role: str, place: Organisation, **more: Any) -> User:
    user = open_account(username, name=name, password="not-a-real-one", by=None)  # noqa: S106
    appointments.appoint(user, role, place, since=START, by=None, **more)
    return user


def report_of(body: Organisation, version: int = 1, month: date = OCTOBER) -> Report:
    return Report.objects.everywhere("test").get(body=body, month=month, version=version)  # type: ignore[no-any-return]
