"""A workbook of two sheets into its register: each record is taken with all its rows, or left out with all of them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from registers import preview
from registers.declare import Register
from registers.faults import Code, Fault
from registers.fields import SHANGHAI, Row, normalise, shown_value
from registers.found import as_faults
from registers.pair import Bundle, Effect, Pair
from registers.plan import Context, Finding, Plan
from registers.progress import Phase, Progress, ticking

if TYPE_CHECKING:
    from registers.importer import Outcome

NOT_THERE = "“{}”表里没有编号为 {} 的一行，这一行不知道属于谁。请核对编号，或在“{}”表里补上那一行"


class Sheets:
    """Both sheets as they were read: rows and faults, and which rows belong together."""

    def __init__(self, outcome: "Outcome", plan: Plan, progress: Progress) -> None:
        self.registers: tuple[Register, Register] = plan.register, _second(plan)
        self.readings = outcome.reading, outcome.reading.second
        self.rows: list[list[Row]] = []
        self.faults: list[Fault] = []
        for reading, register in zip(self.readings, self.registers, strict=True):
            rows, faults = normalise(reading, register, progress=progress)
            self.rows.append(rows)
            self.faults += map(with_sheet, faults)
        self.bundles = self._bundled()

    def _bundled(self) -> list[Bundle]:
        """The rows of the second sheet by the row of the first they belong to; those that belong to none are faults.

        A row that repeats another's key is a fault already, and has no rows of its own.
        """
        at, at_second = (_place(register, self.registers[1].link) for register in self.registers)
        bad = self.bad_rows()
        twice = {fault.row for fault in self.faults if fault.code == Code.DUPLICATE_IN_FILE and self._is_first(fault)}
        bundles: dict[Any, Bundle] = {}
        for row in self.rows[0]:
            if row.values[at] is not None and row.row not in twice:
                bundles[row.values[at]] = Bundle(row, [], row.row in bad[0])
        lost = []
        for row in self.rows[1]:
            key = row.values[at_second]
            if key in bundles:
                bundles[key].parts.append(row)
                bundles[key].bad |= row.row in bad[1]
            elif key is not None:
                lost.append(
                    Finding(
                        row.row, self.registers[1].columns[at_second].name, "conflict", self._lost(key), second=True
                    )
                )
        self.note(lost)
        return list(bundles.values())

    def _lost(self, key: object) -> str:
        title = self.registers[0].sheet_title
        return NOT_THERE.format(title, shown_value(key), title)

    def _is_first(self, fault: Fault) -> bool:
        return bool(fault.sheet == self.readings[0].sheet)

    def bad_rows(self) -> tuple[set[int], set[int]]:
        """Of each sheet, the rows with a fault of their own."""
        first = {fault.row for fault in self.faults if self._is_first(fault)}
        return first, {fault.row for fault in self.faults if not self._is_first(fault)}

    def note(self, findings: Iterable[Finding]) -> None:
        """Findings become faults of their sheets; the same one is noted once."""
        findings = list(findings)
        for place, (reading, register) in enumerate(zip(self.readings, self.registers, strict=True)):
            own = [finding for finding in findings if finding.second == bool(place)]
            known = {(fault.sheet, fault.row, fault.column, fault.code) for fault in self.faults}
            for fault in map(with_sheet, as_faults(register, reading.sheet, self.rows[place], own)):
                if (fault.sheet, fault.row, fault.column, fault.code) not in known:
                    known.add((fault.sheet, fault.row, fault.column, fault.code))
                    self.faults.append(fault)

    def sorted_faults(self) -> list[Fault]:
        order = [{column.name: place for place, column in enumerate(each.columns)} for each in self.registers]

        def key(fault: Fault) -> tuple[int, int, int, str]:
            sheet = 0 if self._is_first(fault) else 1
            return sheet, fault.row, order[sheet].get(fault.column, -1), fault.code

        return sorted(self.faults, key=key)

    def kept_out(self, written: set[int]) -> dict[str, set[int]]:
        """By sheet, the rows that are not written, faulty themselves or of a record with a faulty row."""
        bad = self.bad_rows()
        out = [bundle for bundle in self.bundles if bundle.row.row not in written]
        first, second = self.readings
        return {
            first.sheet: bad[0] | {bundle.row.row for bundle in out},
            second.sheet: bad[1] | {row.row for bundle in out for row in bundle.parts},
        }


def judge(
    sheets: Sheets, outcome: "Outcome", plan: Plan, context: Context, *, partial: bool, progress: Progress
) -> list[Effect]:
    """Judge the records; the outcome has its faults and, by sheet, the rows that stay out. Returns what becomes of the
    good ones."""
    on = datetime.now(SHANGHAI).date()
    with ticking(progress, Phase.EXAMINE):
        effects = _judged(sheets, _pair(plan), context, on)
        good = -1
        while partial and len(effects) != good:
            # A good record may have leaned on a bad one: look again without the bad ones, until nothing more is found.
            good = len(effects)
            effects = _judged(sheets, _pair(plan), context, on)
    outcome.faults = sheets.sorted_faults()
    outcome.kept_out = sheets.kept_out({effect.row for effect in effects})
    return effects


def _judged(sheets: Sheets, pair: Pair, context: Context, on: date) -> list[Effect]:
    """What becomes of the records that are good so far and still are after a look at all of them."""
    judged = pair.judge(sheets.bundles, context, on)
    sheets.note(judged.findings)
    bad = sheets.bad_rows()
    for bundle in sheets.bundles:
        bundle.bad |= bundle.row.row in bad[0] or any(part.row in bad[1] for part in bundle.parts)
    good = {bundle.row.row for bundle in sheets.bundles if not bundle.bad}
    return [effect for effect in judged.effects if effect.row in good]


def write_effects(plan: Plan, effects: Sequence[Effect], context: Context, progress: Progress) -> None:
    with ticking(progress, Phase.WRITE):
        changing = [effect for effect in effects if effect.does != "same"]
        _pair(plan).write(changing, context, datetime.now(SHANGHAI).date())


def look_ahead(sheets: Sheets, effects: Sequence[Effect], outcome: "Outcome") -> None:
    """The first rows of both sheets as read, what would change, and the fingerprint of it all."""
    does = {effect.row: preview.DOES["changed" if effect.does == "changed" else effect.does] for effect in effects}
    of_part = {
        part.row: does.get(bundle.row.row, preview.DOES[None]) for bundle in sheets.bundles for part in bundle.parts
    }
    first, second = sheets.readings
    outcome.preview |= {
        "first": preview.first_of(first, sheets.rows[0], outcome.faults, does),
        "changed": [
            {"row": effect.row, "key": effect.name, "fields": [_field(*each) for each in effect.differences]}
            for effect in effects
            if effect.does == "changed"
        ][: preview.CHANGED_ROWS],
        "second": {
            "columns": preview.columns_of(second),
            "first": preview.first_of(second, sheets.rows[1], outcome.faults, of_part),
        },
    }
    outcome.mark = _mark(effects, outcome.faults)


def _field(label: str, before: str, after: str) -> dict[str, str]:
    return {"label": label, "before": before, "after": after}


def _mark(effects: Sequence[Effect], faults: Iterable[Fault]) -> str:
    digest = hashlib.sha256()
    for effect in effects:
        digest.update(f"{effect.row}\x1f{effect.does}\x1f{effect.print}\x1e".encode())
    for fault in faults:
        digest.update(f"{fault.sheet}\x1f{fault.row}\x1f{fault.column}\x1f{fault.code}\x1e".encode())
    return digest.hexdigest()[:32]


def with_sheet(fault: Fault) -> Fault:
    """Of two sheets the sentence names the one that is meant."""
    return replace(fault, message=f"“{fault.sheet}”{fault.message}")


def _pair(plan: Plan) -> Pair:
    if plan.pair is None:
        raise TypeError(f"{plan.register.name} has no second sheet.")
    return plan.pair


def _second(plan: Plan) -> Register:
    if plan.register.second is None:
        raise TypeError(f"{plan.register.name} has no second sheet.")
    return plan.register.second


def _place(register: Register, field: str) -> int:
    return next(place for place, column in enumerate(register.columns) if column.field == field)
