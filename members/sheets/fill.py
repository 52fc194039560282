"""The forms filled in from the record: nothing is entered for them, what is not on file stays blank.

Whoever calls has found the rows in the asker's scope; what hangs on them is read past it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from accounts.encryption import unseal
from members.models import Member, Membership, State, Transfer
from members.sheets.boxes import (
    CHANGE_REASONS,
    CHANGES,
    CREDIT_CODE,
    ECONOMIC_TYPES,
    ID_KINDS,
    INDUSTRIES,
    KINDS,
    NATURES,
    OF_MEMBERS,
    SEX,
    YES_NO,
    day,
    listed,
    yes_or_no,
)
from members.sheets.content import Box, Group, Sheet, Table
from unions.models import Employer, Officer, Organisation, Post
from unions.models.officer import FullTime

WHY = "of rows already in scope"
MEMBERS_NUMBER = "members_member.id_number"
OFFICERS_NUMBER = "unions_officer.id_number"


def organisation_sheet(union: Organisation, *, on: date) -> Sheet:
    """基层工会组织实名制登记表. A union that covers several employers has them in a table below."""
    chair = Officer.objects.everywhere(WHY).chairs().sitting_on(on).filter(union=union).first()
    above = Organisation.objects.everywhere(WHY).filter(pk=union.parent_id).first()
    rows = Employer.objects.everywhere(WHY).filter(union=union).order_by("credit_code")
    employers = [row for row in rows if row.deregistered_on is None or on < row.deregistered_on]
    one = employers[0] if len(employers) == 1 else None
    members = Membership.objects.everywhere(WHY).filter(union=union).holding_on(on).count()
    phone = (chair.office_phone or chair.mobile) if chair is not None else union.phone
    own = (
        (Box("工会名称", union.name),),
        (Box("工会法人和其他组织统一社会信用代码", union.credit_code),),
        (Box("基层工会类型", union.get_kind_display(), KINDS),),
        (Box("建会日期", day(union.established_on)), Box("会员人数", str(members))),
        (Box("工会负责人（工会法定代表人）", chair.name if chair else ""), Box("联系电话", phone)),
        (Box("上级工会名称", above.name if above else ""),),
    )
    if one is None and employers:
        several = f"覆盖 {len(employers)} 家单位，见下表"
        unit = ((Box("单位名称", several),), (Box("职工人数", str(sum(row.staff for row in employers))),))
        table = Table(
            "所覆盖的单位",
            ("序号", "单位名称", CREDIT_CODE, "单位性质", "职工人数"),
            (1, 5, 4, 3, 2),
            tuple(
                (str(number), row.name, row.credit_code, row.get_nature_display(), str(row.staff))
                for number, row in enumerate(employers, 1)
            ),
        )
        groups = (Group("工会组织信息", own), Group("单位", unit))
        return Sheet("organisation", union.pk, union.name, union.pk, union.name, groups, table)
    return Sheet(
        "organisation",
        union.pk,
        union.name,
        union.pk,
        union.name,
        (Group("工会组织信息", own), Group("工会组织所在单位信息", _unit(one))),
    )


def _unit(one: Employer | None) -> tuple[tuple[Box, ...], ...]:
    return (
        (Box("单位名称", one.name if one else ""),),
        (Box("单位法人和其他组织统一社会信用代码", one.credit_code if one else ""),),
        (Box("单位地址", one.address if one else ""),),
        (Box("单位所在政区"), Box("职工人数", str(one.staff) if one else "")),
        (Box("单位性质类别", one.get_nature_display() if one else "", NATURES),),
        (Box("经济类型", "", ECONOMIC_TYPES),),
        (Box("单位所属行业", one.get_industry_display() if one else "", INDUSTRIES),),
    )


def member_sheets(members: Iterable[Member]) -> list[Sheet]:
    """工会会员实名制登记表, one for each person, in their order; a fixed number of queries."""
    rows = list(members)
    unions = Organisation.objects.everywhere(WHY).in_bulk({row.union_id for row in rows})
    belonging, places = _belonging(rows), _only_employers(unions)
    return [_member(row, unions[row.union_id], belonging[row.pk], places.get(row.union_id, "")) for row in rows]


def _belonging(members: list[Member]) -> dict[int, list[Membership]]:
    """The memberships of each, oldest first."""
    found: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.everywhere(WHY).filter(member__in=[row.pk for row in members])
    for row in rows.exclude(state=State.DUPLICATE).select_related("employer").order_by("since", "pk"):
        found[row.member_id].append(row)
    return found


def _only_employers(unions: Iterable[int]) -> dict[int, str]:
    """The employer's name of each union that has one only: where its members work."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Employer.objects.everywhere(WHY).filter(union__in=list(unions), deregistered_on__isnull=True)
    for union, name in rows.values_list("union_id", "name"):
        found[union].append(name)
    return {union: names[0] for union, names in found.items() if len(names) == 1}


def _workplace(membership: Membership | None, only: str) -> str:
    return membership.employer.name if membership is not None and membership.employer is not None else only


def _member(row: Member, union: Organisation, belonging: list[Membership], only: str) -> Sheet:
    last = belonging[-1] if belonging else None
    change, changed_on, reason = _change(belonging)
    number = unseal(row.id_number_sealed, MEMBERS_NUMBER) if row.id_number_sealed else ""
    person = (
        (Box("姓名", row.name), Box("性别", row.get_sex_display(), SEX), Box("民族", row.get_ethnicity_display())),
        (Box("出生日期", day(row.born_on)), Box("籍贯", row.native_place)),
        (Box("有效证件类别", row.get_id_kind_display(), ID_KINDS),),
        (Box("证件号码", number, stands_for=row.id_number_index or ""), Box("移动电话", row.mobile)),
        *((Box(label, listed(row, field), options),) for label, field, options in OF_MEMBERS),
        (Box("户籍所在地"), Box("是否农民工会员", yes_or_no(row.is_migrant), YES_NO)),
    )
    own = (
        (Box("所在工会", union.name),),
        (Box("工作单位", _workplace(last, only)),),
        (Box("会籍变化类型", change, CHANGES), Box("会籍变化日期", day(changed_on))),
        (Box("会籍变化原因", reason, CHANGE_REASONS),),
    )
    groups = (Group("个人情况", person), Group("会籍情况", own))
    return Sheet("member", union.pk, union.name, row.pk, row.name, groups)


def _change(belonging: list[Membership]) -> tuple[str, date | None, str]:
    """The last change of a membership in the form's words: what, when, why."""
    if not belonging:
        return "", None, ""
    last = belonging[-1]
    if last.state == State.NORMAL:
        came = len(belonging) > 1 and belonging[-2].state == State.TRANSFERRED and belonging[-2].until == last.since
        return ("转入", last.since, belonging[-2].reason) if came else ("入会", last.since, "")
    return last.get_state_display(), last.changed_on, last.reason


ROSTER = (
    ("序号", 4), ("姓名", 7), ("性别", 4), ("证件号码", 16), ("民族", 6), ("学历", 7), ("政治面貌", 8), ("移动电话", 10),
    ("工作单位", 22), ("就业状况", 7), ("农民工", 5), ("入会日期", 9), ("会籍", 5),
)  # fmt: skip


def roster_sheet(union: Organisation) -> Sheet:
    """工会会员花名册: everybody who is a member today, by name."""
    rows = Member.objects.everywhere(WHY).filter(union=union).current().order_by("name", "pk")
    members = list(rows)
    belonging, only = _belonging(members), _only_employers([union.pk]).get(union.pk, "")
    told = []
    for number, row in enumerate(members, 1):
        last = belonging[row.pk][-1]
        told.append((
            str(number), row.name, row.get_sex_display(), unseal(row.id_number_sealed, MEMBERS_NUMBER),
            row.get_ethnicity_display(), row.get_education_display(), row.get_political_status_display(), row.mobile,
            _workplace(last, only), row.get_employment_display(), yes_or_no(row.is_migrant), day(last.since),
            last.get_state_display(),
        ))  # fmt: skip
    stand_for = tuple(row.id_number_index or "" for row in members)
    table = Table("", tuple(head for head, _ in ROSTER), tuple(width for _, width in ROSTER), tuple(told), 3, stand_for)
    return Sheet("member", union.pk, union.name, 0, union.name, (), table)


def officer_sheets(officers: Iterable[Officer]) -> list[Sheet]:
    """工会干部实名制登记表. What the members' register says of the same number is not asked twice."""
    rows = list(officers)
    unions = Organisation.objects.everywhere(WHY).in_bulk({row.union_id for row in rows})
    known = _also_members(rows, unions)
    belonging = _belonging(list(known.values()))
    sheets = []
    for row in rows:
        member = known.get(row.pk)
        joined = belonging[member.pk][0].since if member and belonging[member.pk] else None
        sheets.append(_officer(row, unions[row.union_id], member, joined))
    return sheets


def _also_members(officers: list[Officer], unions: dict[int, Organisation]) -> dict[int, Member]:
    """Of each officer the person in the members' register, where that is in the officer's union or below it: whoever
    prints the form sees those. To whoever only holds a number of somebody elsewhere it says nothing (security.md 24).
    """
    numbers = [row.id_number_index for row in officers if row.id_number_index]
    found = Member.objects.everywhere(WHY).filter(id_number_index__in=numbers).select_related("union")
    persons = {row.id_number_index: row for row in found}
    return {
        row.pk: member
        for row in officers
        if (member := persons.get(row.id_number_index)) and member.union.path.startswith(unions[row.union_id].path)
    }


def _officer(row: Officer, union: Organisation, member: Member | None, joined: date | None) -> Sheet:
    number = unseal(row.id_number_sealed, OFFICERS_NUMBER) if row.id_number_sealed else ""

    def also(field: str) -> str:
        """Of the officers' register, else of the members'."""
        own = row.get_sex_display() if field == "sex" else getattr(row, field, "")
        return own or (listed(member, field) if member is not None else "")

    born = row.born_on or (member.born_on if member is not None else None)
    person = (
        (Box("姓名", row.name), Box("性别", also("sex"), SEX), Box("民族", also("ethnicity"))),
        (Box("出生年月", day(born)), Box("籍贯", member.native_place if member is not None else "")),
        (Box("文化程度", also("education")), Box("政治面貌", also("political_status"))),
        (Box("身份证号码", number, stands_for=row.id_number_index), Box("手机号码", row.mobile)),
        (Box("何时加入工会组织", day(joined)), Box("办公电话", row.office_phone)),
    )
    seat = (
        (Box("工会名称", union.name),),
        (
            Box("现任工会职务", Post(row.post).label),
            Box("专职/兼职", row.get_full_time_display(), tuple(FullTime.labels)),
        ),
        (Box("现任其他职务", row.employer_post),),
        (Box("本届任职起始时间", day(row.elected_on)), Box("任期届满日期", day(row.term_ends_on))),
        (Box("本届选举日期"), Box("现任第几届")),
        (Box("审批单位"), Box("审批文号")),
    )
    groups = (Group("个人情况", person), Group("任职情况", seat))
    return Sheet("officer", union.pk, union.name, row.pk, row.name, groups)


def transfer_sheet(row: Transfer) -> Sheet:
    """工会会员组织关系接转登记表; printed where the person's record is."""
    unions = Organisation.objects.everywhere(WHY).in_bulk([row.from_union_id, row.to_union_id])
    origin, goal = unions[row.from_union_id], unions[row.to_union_id]
    member = Member.objects.everywhere(WHY).get(pk=row.member_id)
    mine = [each for each in _belonging([member])[member.pk] if each.union_id == origin.pk]
    number = unseal(member.id_number_sealed, MEMBERS_NUMBER) if member.id_number_sealed else ""
    accepted = row.state == Transfer.State.ACCEPTED
    taken = row.closed_on if accepted else None
    is_told = row.is_told_where_from or member.union_id == origin.pk
    person = (
        (
            Box("姓名", member.name),
            Box("性别", member.get_sex_display(), SEX),
            Box("民族", member.get_ethnicity_display()),
        ),
        (Box("出生日期", day(member.born_on)), Box("移动电话", member.mobile)),
        (
            Box("证件号码", number, stands_for=member.id_number_index or ""),
            Box("政治面貌", member.get_political_status_display()),
        ),
        (
            Box("入会日期", day(mine[-1].since) if mine and is_told else ""),
            Box("是否农民工会员", yes_or_no(member.is_migrant), YES_NO),
        ),
    )
    move = (
        (Box("转出工会", origin.name if is_told else ""),),
        (Box("转入工会", goal.name),),
        (Box("转入后的工作单位", row.to_employer.name if row.to_employer is not None else ""),),
        (Box("申请日期", day(row.applied_on)), Box("接收日期", day(taken))),
        (Box("接转原因", row.reason),),
    )
    opinions = (
        (Box("转出工会意见", row.from_opinion, is_opinion=True),),
        (Box("转入工会意见", row.to_opinion, is_opinion=True),),
        (Box("上级工会意见", is_opinion=True),),
    )
    # The paper belongs to the side that keeps the person's record now.
    union = origin if member.union_id == origin.pk else goal
    groups = (Group("会员情况", person), Group("接转情况", move), Group("意见", opinions))
    return Sheet("transfer", union.pk, union.name, row.pk, member.name, groups)
