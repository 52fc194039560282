"""本单位无困难职工: a union's word for one programme, given and taken back (docs/rules/hardship.md, returns)."""

from datetime import datetime

from django.utils import timezone

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship.models import HardshipFile, NoHardship, ReliefApplication, ReliefProgramme
from unions.models import Organisation


@operation("returns.declare_none")
def declare_none(
    union: Organisation, programme: ReliefProgramme, *, reason: str = "", at: datetime, by: User | None
) -> NoHardship:
    """The union says that nobody of it applies. Said twice, it is said once.

    Raises Refused before the programme opens, while an application of the union is alive, and for a union with files
    that gives no reason.
    """
    union = Organisation.objects.lock(union)
    if (said := _of(union, programme)) is not None:
        return said
    if against := reason_against(union, programme, at=at):
        raise Refused(against)
    if not reason.strip() and (files := _files(union)):
        raise Refused(f"本单位有 {files} 份在档的困难职工档案。确实没有人申请这个项目的，请写明原因。")
    made: NoHardship = NoHardship.objects.create(
        union=union, programme=programme, declared_on=timezone.localdate(at), reason=reason.strip(), by=by
    )
    return made


@operation("returns.take_back_none")
def take_back_none(row: NoHardship, *, by: User | None) -> None:
    """The word is taken back; the book keeps that it was given."""
    NoHardship.objects.lock(row).delete()


def reason_against(union: Organisation, programme: ReliefProgramme, *, at: datetime) -> str:
    """Why the union cannot say so now, in a sentence; "" where it can."""
    if not programme.is_open or at < programme.opens_at:
        return f"“{programme.name}”还没有开始申报，到时候再声明。"
    alive = ReliefApplication.objects.everywhere("the union's own, in the programme it speaks of")
    alive = alive.filter(union=union, programme=programme).exclude(state__in=("refused", "withdrawn"))
    if alive.exists():
        return "本单位在这个项目里有申请，不能声明无困难职工。请先撤回申请，或不必声明。"
    return ""


def _of(union: Organisation, programme: ReliefProgramme) -> NoHardship | None:
    rows = NoHardship.objects.everywhere("the union's own word")
    found: NoHardship | None = rows.filter(union=union, programme=programme).first()
    return found


def _files(union: Organisation) -> int:
    return HardshipFile.objects.everywhere("how many files the union itself has").filter(union=union).on_file().count()
