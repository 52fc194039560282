"""What changes about honours."""

from datetime import date
from typing import TypedDict, Unpack

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from unions.models import Honour, Organisation
from unions.operations.rows import amend, erase


class Details(TypedDict, total=False):
    name: str
    level: str
    awarded_on: date
    awarded_by: str


@operation("honours.award")
def award(union: Organisation, *, by: User | None, **details: Unpack[Details]) -> Honour:
    """The union holds an honour; needs name, level and awarded_on. The same one twice is one.

    Raises Refused when the union did not exist on that day.
    """
    union = Organisation.objects.lock(union)
    if union.established_on is not None and details["awarded_on"] < union.established_on:
        raise Refused(f"授予日期早于该工会的建会日期（{union.established_on}），请核对。")
    there = Honour.objects.everywhere("of the locked union").filter(
        union=union, name=details["name"], awarded_on=details["awarded_on"]
    )
    return there.first() or Honour.objects.create(union=union, **details)


@operation("honours.change")
def change(honour: Honour, *, by: User | None, **details: Unpack[Details]) -> Honour:
    honour = Honour.objects.lock(honour)
    amend(honour, dict(details))
    return honour


@operation("honours.revoke")
def revoke(honour: Honour, *, on: date, by: User | None) -> Honour:
    """No longer held from `on`. Raises Refused when it was revoked on another day already."""
    honour = Honour.objects.lock(honour)
    if honour.revoked_on not in (None, on):
        raise Refused(f"这项荣誉已于 {honour.revoked_on} 撤销。")
    amend(honour, {"revoked_on": on})
    return honour


@operation("honours.remove")
def remove(honour: Honour, *, by: User | None) -> None:
    """Take out an honour entered by mistake."""
    erase(Honour.objects.lock(honour), "已有其他记录挂在这项荣誉上，不能删除。")
