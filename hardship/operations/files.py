"""困难职工档案: opened, changed, reviewed, ended, taken up again; every state is kept (hardship.md §1, rules F1 to F9)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.book import operation
from accounts.encryption import blind_index
from accounts.models import User
from accounts.refused import Refused
from hardship.contradictions import Trouble, completed, troubles
from hardship.facts import Contents
from hardship.models import FileVersion, HardshipFile, ReliefApplication
from hardship.operations.one_household import claim_of, clashes, named_for
from hardship.operations.states import Entry, now_of, one_at_a_time, write
from hardship.operations.workers import linked
from hardship.transitions import State as Step
from members.identity import index_text
from members.operations.belonging import UNIONS_WITH_MEMBERS
from registers.checks import id_number_trouble
from unions.models import Organisation

NO_FILES_THERE = "档案只能建在独立基层工会、联合基层工会或村（社区）工会，请改填职工所在工会的编码"
WHY = "a file's own past"
State, Kind = HardshipFile.State, FileVersion.Kind
ENDED = (Step.CLOSED, Step.REFUSED, Step.WITHDRAWN, Step.DRAFT)


class Contradicts(Refused):
    """What is said can't be so; `troubles` say of which person and which field (hardship/contradictions.py)."""

    def __init__(self, found: Sequence[Trouble]) -> None:
        super().__init__("。".join(trouble.sentence for trouble in found) + "。")
        self.troubles = tuple(found)


@operation("files.open")
def open_(
    union: Organisation, said: Contents, *, opened_on: date, code: str = "", at: datetime, by: User | None
) -> HardshipFile:
    """建档. Without a code the next free one is taken. Whoever had a file before gets this one linked to it (返困).

    Raises Contradicts, or Refused when the union keeps no files, or the household has an open file already.
    """
    union = Organisation.objects.lock(union)
    demand_union(union, opened_on)
    said = checked(said, opened_on, timezone.localdate(at))
    one_at_a_time()
    if code and HardshipFile.objects.everywhere("is the code free").filter(code=code).exists():
        raise Refused("这个档案编号已经用过，请换一个，或留空由系统编号。")
    file = HardshipFile(code=code or next_code(opened_on), union=union, opened_on=opened_on, reviewed_on=opened_on)
    demand_one_household(file, said, _paths(by))
    file.previous = _last_ended(said.file.id_number)
    if file.previous is not None and file.previous.ended_on is not None and opened_on < file.previous.ended_on:
        raise Refused(f"建档日期早于原档案结束的日期（{file.previous.ended_on}），请核对。")
    linked([(file, said.file.id_number)])
    write([Entry(file, said, Kind.OPEN, opened_on)], at=at, made_by=by)
    return file


@operation("files.change")
def change(
    file: HardshipFile,
    said: Contents,
    *,
    since: date,
    union: Organisation | None = None,
    reason: str = "",
    at: datetime,
    by: User | None,
) -> HardshipFile:
    """变更 from a day on; `union` where the worker belongs to another by now. The same contents write nothing."""
    file = _held(file)
    said = checked(said, file.opened_on, timezone.localdate(at))
    now = now_of([file])[file.pk]
    moves = union is not None and union.pk != file.union_id
    if said == now and not moves:
        return file
    _demand_day(file, since, at)
    one_at_a_time()
    if moves and union is not None:
        demand_union(union, file.opened_on)
        file.union, file.member_id, file.employer_id = union, None, None
    demand_one_household(file, said, _paths(by))
    linked([(file, said.file.id_number)])
    write([Entry(file, said, Kind.CHANGE, since, reason)], at=at, made_by=by)
    return file


@operation("files.review")
def review(
    file: HardshipFile,
    *,
    reviewed_on: date,
    said: Contents | None = None,
    note: str = "",
    at: datetime,
    by: User | None,
) -> HardshipFile:
    """The yearly look: confirmed as it stands, or with what it found; the year begins anew."""
    file = _held(file)
    now = now_of([file])[file.pk]
    said = now if said is None else checked(said, file.opened_on, timezone.localdate(at))
    if said == now and file.reviewed_on == reviewed_on and _latest(file).kind == Kind.REVIEW:
        return file
    _demand_day(file, reviewed_on, at)
    if said != now:
        one_at_a_time()
        demand_one_household(file, said, _paths(by))
    file.reviewed_on = reviewed_on
    write([Entry(file, said, Kind.REVIEW, reviewed_on, note)], at=at, made_by=by)
    return file


@operation("files.out_of_hardship")
def out_of_hardship(file: HardshipFile, *, out_on: date, reason: str, at: datetime, by: User | None) -> HardshipFile:
    """脱困: the household is in hardship no more. The file stays readable; 注销 may follow."""
    return _end(file, State.OUT, Kind.OUT, out_on, reason, at, by)


@operation("files.close")
def close(file: HardshipFile, *, closed_on: date, reason: str, at: datetime, by: User | None) -> HardshipFile:
    """注销, of a file that is open or 脱困: wrong from the start, moved out of the county, died."""
    return _end(file, State.CLOSED, Kind.CLOSE, closed_on, reason, at, by)


@operation("files.take_back")
def take_back(file: HardshipFile, *, reason: str, at: datetime, by: User | None) -> HardshipFile:
    """An end that was a mistake: the file is open again from today; what was noted in between stays in its history."""
    file = _locked(file)
    if file.state == State.ON_FILE:
        return file
    one_at_a_time()
    said = now_of([file])[file.pk]
    demand_one_household(file, said, _paths(by))
    file.state, file.ended_on, file.end_reason = State.ON_FILE, None, ""
    write([Entry(file, said, Kind.BACK, timezone.localdate(at), reason)], at=at, made_by=by)
    return file


@operation("files.relapse")
def relapse(
    file: HardshipFile, said: Contents, *, opened_on: date, code: str = "", at: datetime, by: User | None
) -> HardshipFile:
    """返困: a new file of the same worker, linked to the old, which stays as it ended."""
    if file.state == State.ON_FILE:
        raise Refused("这份档案还在档，不用另建，请在原档案上变更。")
    if index_text(said.file.id_number) != index_text(now_of([file])[file.pk].file.id_number):
        raise Refused("返困的新档案要是同一位职工，身份证号与原档案不同，请核对。")
    return open_(file.union, said, opened_on=opened_on, code=code, at=at, by=by)


def version_on(file: HardshipFile, day: date) -> FileVersion | None:
    """The version that held on the day; None before the file was opened."""
    rows = FileVersion.objects.everywhere(WHY).filter(file=file).standing_on(day)
    version: FileVersion | None = rows.first()
    return version


def next_code(opened_on: date) -> str:
    """DA, the year and five digits: one more than the highest of the year. Under `one_at_a_time`."""
    head = f"DA{opened_on:%Y}"
    rows = HardshipFile.objects.everywhere("the next free code").filter(code__regex=rf"^{head}[0-9]{{5}}$")
    last = rows.order_by("-code").values_list("code", flat=True).first()
    return f"{head}{int(last[-5:]) + 1 if last else 1:05d}"


def checked(said: Contents, opened_on: date, on: date) -> Contents:
    """What is said, with what follows from it. Raises Contradicts for what can't be so."""
    numbers = [(None, said.file.id_number), *((at, one.id_number) for at, one in enumerate(said.household))]
    found = [
        Trouble(person, "id_number", "bad_id_number", f"不是有效的居民身份证号：{wrong}，请对照证件核对")
        for person, number in numbers
        if number and (wrong := id_number_trouble(number, on))
    ]
    if found:
        raise Contradicts(found)
    said = completed(said)
    if found := list(troubles(said, opened_on, on)):
        raise Contradicts(found)
    return said


def demand_union(union: Organisation, day: date) -> None:
    """Raises Refused unless the union keeps files, and existed on the day."""
    if union.kind not in UNIONS_WITH_MEMBERS:
        raise Refused("档案只能建在独立基层工会、联合基层工会或村（社区）工会，请选择职工所在的工会。")
    if union.established_on is not None and day < union.established_on:
        raise Refused(f"建档日期早于该工会的建会日期（{union.established_on}），请核对。")
    if union.dissolved_on is not None and day >= union.dissolved_on:
        raise Refused(f"该工会已于 {union.dissolved_on} 撤销，不能建档。")


def demand_one_household(file: HardshipFile, said: Contents, paths: list[str] | None) -> None:
    """一户一档: raises Contradicts, which tells of a file elsewhere no more than that there is one."""
    clash = next(clashes([claim_of(file, said)], named_for(paths)), None)
    if clash is not None:
        raise Contradicts([Trouble(clash.person, "id_number", "conflict", clash.sentence)])


def _paths(by: User | None) -> list[str] | None:
    """The parts of the tree of which somebody may be told."""
    return by.relief_paths if by is not None else None


def _end(
    file: HardshipFile, state: str, kind: FileVersion.Kind, day: date, reason: str, at: datetime, by: User | None
) -> HardshipFile:
    file = _locked(file)
    if file.state == state:
        return file
    if file.state == State.CLOSED:
        raise Refused(f"这份档案已于 {file.ended_on} 注销，要改请先撤回注销。")
    _demand_day(file, day, at)
    waiting = ReliefApplication.objects.everywhere("may the file be ended").filter(file=file)
    if waiting.exclude(state__in=ENDED).exists():
        raise Refused("这份档案还有正在办理的帮扶申请，请先办结或撤回申请。")
    said = now_of([file])[file.pk]
    file.state, file.ended_on, file.end_reason = state, day, reason
    write([Entry(file, said, kind, day, reason)], at=at, made_by=by)
    return file


def _locked(file: HardshipFile) -> Any:
    return HardshipFile.objects.lock(file)


def _held(file: HardshipFile) -> Any:
    """The file, locked and open. Raises Refused for one that has ended."""
    file = _locked(file)
    if file.state != State.ON_FILE:
        raise Refused(f"这份档案{file.get_state_display()}（{file.ended_on}），不能再改；返困的请另建新档。")
    return file


def _demand_day(file: HardshipFile, day: date, at: datetime) -> None:
    """Not to come, and not before the state it follows: what held in between would be overwritten."""
    if day > timezone.localdate(at):
        raise Refused("这一天还没有到，请填写实际的日期。")
    since = _latest(file).since
    if day < since:
        raise Refused(f"早于这份档案最近一次办理的日期（{since}），请核对。")


def _latest(file: HardshipFile) -> FileVersion:
    version: FileVersion = FileVersion.objects.everywhere(WHY).get(file=file, number=file.latest)
    return version


def _last_ended(number: str) -> HardshipFile | None:
    rows = HardshipFile.objects.everywhere("the worker's former file").exclude(state=State.ON_FILE)
    index = blind_index(index_text(number))
    last: HardshipFile | None = rows.filter(person_index=index).order_by("ended_on", "pk").last()
    return last
