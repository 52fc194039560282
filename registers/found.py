"""What was found in whole rows, as faults: the sentence names the row and the column, the value is the file's own."""

from registers.declare import Register
from registers.faults import Fault
from registers.fields import Row, shown_value
from registers.plan import Finding


def as_faults(register: Register, sheet: str, rows: list[Row], found: list[Finding]) -> list[Fault]:
    """What was found in whole rows, as faults with the value that stands in the file."""
    if not found:
        return []
    wanted = {finding.row for finding in found}
    by_row = {row.row: row for row in rows if row.row in wanted}
    position = {column.name: index for index, column in enumerate(register.columns)}
    labels = [{stored: label for label, stored in (column.choices or {}).items()} for column in register.columns]

    def value_of(finding: Finding) -> str:
        if finding.value is not None:
            return finding.value
        place = position[finding.column]
        text = shown_value(by_row[finding.row].values[place])
        return labels[place].get(text, text)

    return [
        Fault(
            sheet,
            finding.row,
            finding.column,
            value_of(finding),
            finding.code,
            f"第 {finding.row} 行“{finding.column}”：{finding.sentence}。",
        )
        for finding in found
    ]
