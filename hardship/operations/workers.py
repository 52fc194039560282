"""Who the worker of a file is in the other registers: the member of the union, and where he or she works."""

from collections.abc import Iterable, Sequence

from accounts.encryption import blind_index, indexer
from hardship.models import HardshipFile
from members.identity import index_text
from members.models import Member, Membership
from unions.models import Employer, Organisation

WHY = "which member a file's worker is"


def members_numbered(numbers: Iterable[str]) -> dict[str, Member]:
    """By blind index, the members of the county with these document numbers; nobody who was merged or erased."""
    index = indexer()
    asked = {index(index_text(number)) for number in numbers if number}
    rows = Member.objects.everywhere(WHY).persons().filter(id_number_index__in=asked)
    return {member.id_number_index: member for member in rows.only("pk", "id_number_index", "union_id", "name")}


def employers_of(members: Iterable[Member], unions: Iterable[Organisation]) -> tuple[dict[int, int], dict[int, int]]:
    """The employer a member's current membership names, by member; the only employer of a union, by union."""
    current = Membership.objects.everywhere(WHY).current().filter(member__in=members, employer__isnull=False)
    by_member = dict(current.values_list("member_id", "employer_id"))
    by_union: dict[int, list[int]] = {}
    rows = Employer.objects.everywhere(WHY).filter(union__in=unions, deregistered_on=None)
    for union, employer in rows.values_list("union_id", "pk"):
        by_union.setdefault(union, []).append(employer)
    return by_member, {union: found[0] for union, found in by_union.items() if len(found) == 1}


def linked(files: Sequence[tuple[HardshipFile, str]]) -> None:
    """Set each file's member and employer by its worker's number; a member of another union is no link.

    Only what is found is set: a link made before stays.
    """
    found = members_numbered(number for _, number in files)
    by_member, by_union = employers_of(found.values(), {file.union for file, _ in files})
    for file, number in files:
        member = found.get(blind_index(index_text(number)))
        if member is not None and member.union_id == file.union_id:
            file.member_id = member.pk
            file.employer_id = by_member.get(member.pk) or file.employer_id
        file.employer_id = file.employer_id or by_union.get(file.union_id)
