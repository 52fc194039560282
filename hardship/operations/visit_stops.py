"""Who is visited: a household on file, or somebody without one who gets goods only (hardship.md §7, domain.md E-31)."""

from decimal import Decimal

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship.models import HardshipFile, VisitGroup, VisitStop
from hardship.operations.visits import NOTHING, OF_A_PLAN, open_plan, sum_of
from unions.models import Organisation
from unions.operations.rows import amend

NO_FILE = "“{name}”没有困难职工档案，不能发慰问金（先建档后帮扶）。请选档案，或者只送慰问品。"


@operation("visit_stops.add")
def add(
    group: VisitGroup,
    *,
    kind: str,
    file: HardshipFile | None = None,
    union: Organisation | None = None,
    name: str = "",
    address: str = "",
    phone: str = "",
    cash: Decimal = NOTHING,
    goods: Decimal = NOTHING,
    goods_named: str = "",
    note: str = "",
    by: User | None,
) -> VisitStop:
    """The group's next stop. Of a household on file name and union are the file's; without one both must be given.

    Raises Refused for money to somebody without a file, and for a household that is on the plan already.
    """
    open_plan(group.plan)
    cash, goods = sum_of(cash), sum_of(goods)
    union, name = _whose(group, file, union, name, cash)
    last = VisitStop.objects.everywhere(OF_A_PLAN).filter(group=group).order_by("-place").first()
    return VisitStop.objects.create(
        group=group,
        place=last.place + 1 if last is not None else 1,
        kind=kind,
        file=file,
        union=union,
        name=name,
        address=address,
        phone=phone,
        cash=cash,
        goods=goods,
        goods_named=goods_named,
        note=note,
        by=by,
    )


@operation("visit_stops.change")
def change(
    stop: VisitStop,
    *,
    kind: str,
    name: str,
    address: str,
    phone: str,
    cash: Decimal,
    goods: Decimal,
    goods_named: str,
    note: str,
    by: User | None,
) -> VisitStop:
    """Everything but whose household it is: for another one, the stop is removed and the other added."""
    stop = _open(stop)
    cash, goods = sum_of(cash), sum_of(goods)
    if stop.file_id is None and cash:
        raise Refused(NO_FILE.format(name=name))
    if stop.file_id is not None:
        name = stop.name
    if not name.strip():
        raise Refused("请填写慰问对象的姓名。")
    values = {"kind": kind, "name": name, "address": address, "phone": phone, "cash": cash, "goods": goods}
    amend(stop, values | {"goods_named": goods_named, "note": note})
    return stop


@operation("visit_stops.remove")
def remove(stop: VisitStop, *, by: User | None) -> None:
    """Off the list; those behind move up."""
    stop = _open(stop)
    group, place = stop.group_id, stop.place
    stop.delete()
    behind = VisitStop.objects.everywhere(OF_A_PLAN).filter(group=group, place__gt=place)
    for one in behind.order_by("place").select_for_update(of=("self",)):
        amend(one, {"place": one.place - 1})


@operation("visit_stops.move")
def move(stop: VisitStop, group: VisitGroup, *, place: int, by: User | None) -> VisitStop:
    """To a place in this group or another of the plan; 0 is the end. The others close up."""
    stop = _open(stop)
    if group.plan_id != stop.group.plan_id:
        raise Refused("这个组不是这次慰问的，请刷新后再看。")
    others = VisitStop.objects.everywhere(OF_A_PLAN).filter(group__in=[group.pk, stop.group_id]).exclude(pk=stop.pk)
    rows = list(others.order_by("place", "pk").select_for_update(of=("self",)))
    there = [one for one in rows if one.group_id == group.pk]
    there.insert(place - 1 if 0 < place <= len(there) else len(there), stop)
    left = [one for one in rows if one.group_id != group.pk]
    for rows_of in (there, left):
        for number, one in enumerate(rows_of, 1):
            amend(one, {"place": number, "group_id": group.pk if rows_of is there else one.group_id})
    return stop


def _open(stop: VisitStop) -> VisitStop:
    open_plan(stop.group.plan)
    found: VisitStop = VisitStop.objects.lock(stop)
    return found


def _whose(
    group: VisitGroup, file: HardshipFile | None, union: Organisation | None, name: str, cash: Decimal
) -> tuple[Organisation, str]:
    """The union and the name of whoever is visited."""
    if file is None:
        if not name.strip() or union is None:
            raise Refused("没有困难职工档案的，请填写姓名和所在工会。")
        if cash:
            raise Refused(NO_FILE.format(name=name))
        return union, name
    file = HardshipFile.objects.lock(file)
    if file.state != HardshipFile.State.ON_FILE:
        raise Refused(f"{file.name}的档案{file.get_state_display()}，不能列入慰问名单。")
    there = VisitStop.objects.everywhere(OF_A_PLAN).filter(group__plan=group.plan_id, file=file)
    if (twice := there.select_related("group").first()) is not None:
        raise Refused(f"{file.name}已经在第{twice.group.number}组的名单里，一户只慰问一次。")
    return file.union, file.name
