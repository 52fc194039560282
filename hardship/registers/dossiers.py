"""困难职工档案表: two sheets, judged and written a record at a time (registers.md §2, hardship.md §2)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from accounts.duties import Duty
from accounts.encryption import blind_index
from accounts.models import BookEntry, User
from hardship.models import FileVersion, HardshipFile
from hardship.operations.one_household import ANOTHER, claim_of, clashes
from hardship.operations.states import Entry, now_of, one_at_a_time, write
from hardship.operations.workers import linked
from hardship.registers.columns import DOSSIERS
from hardship.registers.contents import file_row, person_row
from hardship.registers.judging import Wanted, is_open, judge
from members.identity import index_text
from registers.faults import Code
from registers.pair import Effect, Pair
from registers.plan import Context, Plan
from registers.registry import declare

WHY = "a register is written as it was checked"
EXPORT_BATCH = 500
KINDS: dict[str, tuple[str, str]] = {
    Code.WRONG_PARENT: ("这个工会不能建档", "改填职工所在工会的编码：独立基层工会、联合基层工会或村（社区）工会。"),
    Code.CONFLICT: ("与已有的记录或另一处矛盾", "按每行的说明核对后改正；一户只能有一份在档的档案。"),
}


def write_records(effects: Sequence[Effect], context: Context, on: date) -> None:
    """New files and new states of old ones, as of the day of the import; a new file holds from its 建档日期."""
    by = User.objects.get(pk=context.by_id) if context.by_id is not None else None
    records: list[Wanted] = [effect.what for effect in effects]
    one_at_a_time()
    _demand_unchanged(records)
    entries = [_entry(record, on) for record in records]
    linked([(entry.file, entry.said.file.id_number) for entry in entries])
    _link_to_the_past([entry.file for entry in entries if entry.file.pk is None], entries)
    write(entries, at=timezone.now(), made_by=by)


def _demand_unchanged(records: Sequence[Wanted]) -> None:
    """Raises IntegrityError, which the import tells in words, when somebody wrote beside us since the look."""
    known = {record.file.pk: record.file.latest for record in records if record.file is not None}
    rows = HardshipFile.objects.everywhere(WHY).filter(pk__in=known).select_for_update(of=("self",))
    open_now = [record for record in records if is_open(record)]
    claims = [claim_of(record.file or HardshipFile(code=record.code), record.said) for record in open_now]
    if dict(rows.values_list("pk", "latest")) != known or next(clashes(claims, lambda file: ""), None):
        raise IntegrityError("files were written since they were looked at")


def _entry(record: Wanted, on: date) -> Entry:
    assert record.union is not None  # judged good
    assert record.opened_on is not None
    if record.file is None:
        file = HardshipFile(
            code=record.code, union=record.union, opened_on=record.opened_on, reviewed_on=record.opened_on
        )
        return Entry(file, record.said, FileVersion.Kind.OPEN, record.opened_on)
    file = record.file
    if file.union_id != record.union.pk:
        file.union, file.member_id, file.employer_id = record.union, None, None
    moved, file.opened_on = file.opened_on != record.opened_on, record.opened_on
    return Entry(file, record.said, FileVersion.Kind.CHANGE, min(on, record.opened_on) if moved else on, "登记表导入")


def _link_to_the_past(new: Sequence[HardshipFile], entries: Sequence[Entry]) -> None:
    """返困: a new file of whoever had one before is linked to the last of those."""
    numbers = {entry.file.code: claim_of(entry.file, entry.said).worker for entry in entries if entry.file in new}
    ended = HardshipFile.objects.everywhere(WHY).exclude(state=HardshipFile.State.ON_FILE)
    past = {file.person_index: file for file in ended.filter(person_index__in=numbers.values()).order_by("ended_on")}
    for file in new:
        file.previous = past.get(numbers[file.code])


def _within(paths: list[str] | None) -> Q:
    within = Q(pk__isnull=False) if paths is None else Q(pk__in=[])
    for path in paths or ():
        within |= Q(union__path__startswith=path)
    return within


def _open_files(paths: list[str] | None) -> Iterator[Sequence[HardshipFile]]:
    """The files on record in lots, by code. Files that have ended are in no register any more."""
    rows = HardshipFile.objects.everywhere("an export of the asker's own paths").on_file()
    rows = rows.filter(_within(paths)).select_related("union").order_by("code")
    last = ""
    while lot := list(rows.filter(code__gt=last)[:EXPORT_BATCH]):
        yield lot
        last = lot[-1].code


def export(paths: list[str] | None) -> tuple[Iterable[Sequence[object]], Iterable[Sequence[object]]]:
    return _file_rows(paths), _person_rows(paths)


def _file_rows(paths: list[str] | None) -> Iterator[Sequence[object]]:
    for lot in _open_files(paths):
        now = now_of(lot)
        yield from (file_row(file, now[file.pk]) for file in lot)


def _person_rows(paths: list[str] | None) -> Iterator[Sequence[object]]:
    for lot in _open_files(paths):
        now = now_of(lot)
        yield from (person_row(file, person) for file in lot for person in now[file.pk].household)


def count(paths: list[str] | None) -> int:
    rows = HardshipFile.objects.everywhere("an export of the asker's own paths").on_file()
    return int(rows.filter(_within(paths)).count())


def mend(act_id: UUID) -> None:
    """After an undo: a file's name and number are those of the version that is its latest again; neither is in the book."""
    keys = BookEntry.objects.filter(act_id=act_id, table_name=HardshipFile._meta.db_table).values("row_id")
    files = list(HardshipFile.objects.everywhere(WHY).filter(pk__in=keys))
    now = now_of(files)
    for file in files:
        said = now[file.pk].file
        file.name, file.person_index = said.name, blind_index(index_text(said.id_number))
    HardshipFile.objects.everywhere(WHY).bulk_update(files, ["name", "person_index"], batch_size=EXPORT_BATCH)


PLAN = declare(
    Plan(
        DOSSIERS,
        table="hardship_hardshipfile",
        tables=("hardship_hardshipfile", "hardship_fileversion", "hardship_householdperson"),
        duty=Duty.EDIT_FILES,
        see=Duty.SEE_FILES,
        kinds=KINDS,
        elsewhere=ANOTHER,
        pair=Pair(judge, write_records, export, count),
        mend=mend,
        export_note="只导出在档的档案；已脱困、已注销的档案在“困难职工档案”里看。家庭成员在第二张工作表。",
    )
)
