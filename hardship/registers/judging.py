"""What the rows of 困难职工档案表 would do, and what is wrong with them (registers.md §2, docs/rules/hardship.md F1 to F9)."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from hardship.contradictions import completed, troubles
from hardship.facts import Contents
from hardship.models import HardshipFile
from hardship.operations.files import NO_FILES_THERE
from hardship.operations.one_household import claim_of, clashes, named_for
from hardship.operations.states import now_of
from hardship.registers.columns import DOSSIERS, HOUSEHOLD
from hardship.registers.contents import contents_of, in_words, said, same
from members.operations.belonging import UNIONS_WITH_MEMBERS
from registers.masking import HIDDEN
from registers.pair import Bundle, Does, Effect, Judgement
from registers.plan import Context, Finding
from unions.models import Organisation

WHY = "a register is checked against the whole county"
FOREIGN = "这一行不属于您负责的范围，不能导入。请删除这一行，或交由县总工会导入"
UNKNOWN = "系统里没有编码为 {} 的工会，请核对编码，或先导入工会组织登记表"
ENDED = "这份档案{}，不能再改；返困的请用新的档案编号另建一份"
NAMES = {column.field: column.name for column in DOSSIERS.columns}
NAMES_2 = {column.field: column.name for column in HOUSEHOLD.columns}
SECRET = {column.field for column in DOSSIERS.columns if column.secret or column.kind == "id_number"}


@dataclass(slots=True)
class Wanted:
    """A record of the workbook beside what is on file; `union` None where the row names none that there is."""

    bundle: Bundle
    code: str
    opened_on: date | None
    union: Organisation | None
    file: HardshipFile | None
    before: Contents | None
    said: Contents

    @property
    def row(self) -> int:
        return self.bundle.row.row


def judge(bundles: Sequence[Bundle], context: Context, on: date) -> Judgement:
    """Every record by itself, then those that are good beside each other and beside the county's open files."""
    records = _wanted(bundles)
    findings: list[Finding] = []
    good: list[Wanted] = []
    for record in records:
        found = list(_wrong(record, context, on))
        findings += found
        if not found and not record.bundle.bad:
            good.append(record)
    clashing = list(_clashes([record for record in good if is_open(record)], context))
    bad = {finding.row for finding in clashing if not finding.second}
    bad_parts = {finding.row for finding in clashing if finding.second}
    effects = [
        _effect(record)
        for record in good
        if record.row not in bad and not bad_parts.intersection(part.row for part in record.bundle.parts)
    ]
    return Judgement(findings + clashing, effects)


def is_open(record: Wanted) -> bool:
    return record.file is None or record.file.state == HardshipFile.State.ON_FILE


def _wanted(bundles: Sequence[Bundle]) -> list[Wanted]:
    rows = [(bundle, said(DOSSIERS, bundle.row)) for bundle in bundles]
    codes = {values["union_code"] for _, values in rows} - {None}
    unions = {union.code: union for union in Organisation.objects.everywhere(WHY).filter(code__in=codes)}
    asked = {values["code"] for _, values in rows}
    files: dict[str, Any] = {
        file.code: file for file in HardshipFile.objects.everywhere(WHY).filter(code__in=asked).select_related("union")
    }
    now = now_of(list(files.values()))
    found = []
    for bundle, values in rows:
        file = files.get(values["code"])
        before = now.get(file.pk) if file is not None else None
        contents = completed(contents_of(bundle.row, bundle.parts, before))
        union = unions.get(values["union_code"])
        found.append(Wanted(bundle, values["code"], values["opened_on"], union, file, before, contents))
    return found


def _wrong(record: Wanted, context: Context, on: date) -> Iterator[Finding]:
    """What a record says wrong; of one that is not the importer's only that."""
    if _is_foreign(record, context.paths):
        yield Finding(record.row, NAMES["union_code"], "out_of_scope", FOREIGN)
        return
    yield from _of_the_union(record)
    if record.file is not None and not is_open(record) and _changes(record):
        words = f"已于 {record.file.ended_on} {record.file.get_state_display().removeprefix('已')}"
        yield Finding(record.row, NAMES["code"], "conflict", ENDED.format(words))
        return
    parts = record.bundle.parts
    for trouble in troubles(record.said, record.opened_on, on):
        if trouble.person is None:
            yield Finding(record.row, NAMES[trouble.field], trouble.code, trouble.sentence)
        elif parts:
            row = parts[trouble.person].row
            yield Finding(row, NAMES_2[trouble.field], trouble.code, trouble.sentence, second=True)
        else:
            yield Finding(record.row, NAMES["code"], trouble.code, f"在档的家庭成员{trouble.sentence}")


def _is_foreign(record: Wanted, paths: list[str] | None) -> bool:
    if paths is None:
        return False
    unions = [record.union, record.file.union if record.file is not None else None]
    return any(union is not None and not any(union.path.startswith(path) for path in paths) for union in unions)


def _of_the_union(record: Wanted) -> Iterator[Finding]:
    union, day = record.union, record.opened_on
    values = said(DOSSIERS, record.bundle.row)
    if union is None:
        if values["union_code"] is not None:
            yield Finding(record.row, NAMES["union_code"], "unknown_union", UNKNOWN.format(values["union_code"]))
        return
    if union.kind not in UNIONS_WITH_MEMBERS:
        yield Finding(record.row, NAMES["union_code"], "wrong_parent", NO_FILES_THERE)
    if day is not None and union.established_on is not None and day < union.established_on:
        sentence = f"早于该工会的建会日期 {union.established_on}，请核对两个日期"
        yield Finding(record.row, NAMES["opened_on"], "before_established", sentence)
    if union.dissolved_on is not None and day is not None and _changes(record) and day >= union.dissolved_on:
        sentence = f"该工会已于 {union.dissolved_on} 撤销，不能建档，请核对工会编码和建档日期"
        yield Finding(record.row, NAMES["opened_on"], "conflict", sentence)


def _clashes(records: Sequence[Wanted], context: Context) -> Iterator[Finding]:
    """一户一档, of records that are good by themselves."""
    claims, by_code = [], {}
    for record in records:
        file = record.file or HardshipFile(code=record.code, union=record.union)
        claims.append(claim_of(file, record.said))
        by_code[record.code] = record
    for clash in clashes(claims, named_for(context.paths)):
        record = by_code[clash.claim.code]
        if clash.person is None or not record.bundle.parts:
            yield Finding(record.row, NAMES["id_number"], "conflict", clash.sentence)
        else:
            row = record.bundle.parts[clash.person].row
            yield Finding(row, NAMES_2["id_number"], "conflict", clash.sentence, second=True)


def _changes(record: Wanted) -> bool:
    file, before = record.file, record.before
    return (
        file is None
        or before is None
        or record.union is None
        or (file.union_id, file.opened_on) != (record.union.pk, record.opened_on)
        or not same(before, record.said)
    )


def _effect(record: Wanted) -> Effect:
    does: Does = "new" if record.file is None else "changed" if _changes(record) else "same"
    latest = record.file.latest if record.file is not None else 0
    return Effect(
        record.row,
        does,
        f"{record.code} {record.said.file.name}",
        list(_differences(record)) if does == "changed" else [],
        f"{record.code}/{latest}/{_digest(record)}",
        record,
    )


def _digest(record: Wanted) -> str:
    union = record.union.pk if record.union is not None else ""
    texts = [record.said.file.to_text(), *(person.to_text() for person in record.said.household)]
    return hashlib.sha256("\x1f".join([str(union), str(record.opened_on), *texts]).encode()).hexdigest()


def _differences(record: Wanted) -> Iterator[tuple[str, str, str]]:
    """Label, before and after of what would change; of what is sensitive only that it does."""
    file, before = record.file, record.before
    if file is None or before is None or record.union is None:
        return
    if file.union_id != record.union.pk:
        yield NAMES["union_code"], file.union.code, record.union.code
    if file.opened_on != record.opened_on:
        yield NAMES["opened_on"], str(file.opened_on), str(record.opened_on)
    yield from differing(_facts(before), _facts(record.said))
    if sorted(map(repr, before.household)) != sorted(map(repr, record.said.household)):
        yield "家庭成员", f"{len(before.household)} 人", f"{len(record.said.household)} 人（内容有变）"


def _facts(contents: Contents) -> dict[str, object]:
    return {one.name: getattr(contents.file, one.name) for one in fields(contents.file)}


def differing(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """(label, before, after) of facts that differ, sensitive ones hidden."""
    for name, value in after.items():
        if before.get(name) != value:
            words = (in_words(before.get(name)), in_words(value))
            yield NAMES[name], *(_hidden(words) if name in SECRET else words)


def _hidden(words: Iterable[str]) -> tuple[str, str]:
    was, now = (HIDDEN if word else "" for word in words)
    return was, now
