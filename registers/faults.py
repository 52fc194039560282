"""What can be wrong with a workbook, and the Chinese sentence for it. No reading, no database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

SHOWN_LENGTH = 40  # characters of a cell that a sentence quotes


class Code(StrEnum):
    """The fault codes of registers.md §2."""

    MISSING_COLUMN = "missing_column"
    REQUIRED = "required"
    NOT_A_DATE = "not_a_date"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_CHOICE = "not_a_choice"
    BAD_CREDIT_CODE = "bad_credit_code"
    BAD_ID_NUMBER = "bad_id_number"
    BAD_PHONE = "bad_phone"
    LOST_DIGITS = "lost_digits"
    DUPLICATE_IN_FILE = "duplicate_in_file"
    UNKNOWN_UNION = "unknown_union"
    UNKNOWN_EMPLOYER = "unknown_employer"
    UNKNOWN_OFFICER = "unknown_officer"
    WRONG_PARENT = "wrong_parent"
    OVERLAPPING_TENURE = "overlapping_tenure"
    BEFORE_ESTABLISHED = "before_established"
    ENDS_BEFORE_START = "ends_before_start"
    PART_EXCEEDS_WHOLE = "part_exceeds_whole"
    NOT_ELIGIBLE = "not_eligible"
    OUT_OF_SCOPE = "out_of_scope"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend in a file. `row` is the row number as Excel shows it.

    `value` and `message` may hold an identity number, so they are left out of `repr`, which ends up in logs.
    """

    sheet: str
    row: int
    column: str
    value: str = field(repr=False)
    code: str
    message: str = field(repr=False)

    def as_json(self) -> dict[str, object]:
        """The object the command line prints."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": str(self.code),
            "message": self.message,
        }


class Unreadable(Exception):
    """The file can't be read at all. Its text is the Chinese sentence for the sender (exit status 2)."""


Say = Callable[[str, dict[str, object]], str]

SENTENCES: dict[str, Say] = {
    Code.MISSING_COLUMN: lambda v, d: "前 10 行里没有找到含这一列的表头，请补上这一列或改正列名后重新导入。",
    Code.REQUIRED: lambda v, d: "必填，不能为空，请填写后重新导入。",
    Code.NOT_A_DATE: lambda v, d: f"“{v}”不是日期，请按 2012-05-03 的样式填写。",
    Code.NOT_A_NUMBER: lambda v, d: f"“{v}”不是数字，请只填数字。",
    Code.NOT_A_CHOICE: lambda v, d: f"“{v}”不在可选项中，请改为：{d.get('allowed', '模板下拉框中的一项')}。",
    Code.BAD_CREDIT_CODE: lambda v, d: f"“{v}”不是有效的统一社会信用代码（18 位），请对照证书核对后重填。",
    Code.BAD_ID_NUMBER: lambda v, d: "不是有效的居民身份证号（18 位），请对照证件核对后重填。",
    Code.BAD_PHONE: lambda v, d: f"“{v}”不是有效的电话号码，请填区号和号码，如 0563-1234567。",
    Code.LOST_DIGITS: lambda v, d: (
        "被 Excel 存成了数字，末尾几位已经丢失。请把这一列设为“文本”格式，再重新输入完整号码。"
    ),
    Code.DUPLICATE_IN_FILE: lambda v, d: (
        f"与第 {d['first']} 行重复，同一条记录在文件里只能出现一次，请删除或改正其中一行。"
    ),
    Code.UNKNOWN_UNION: lambda v, d: f"没有编码为“{v}”的工会，请核对编码，或先导入这个工会。",
    Code.UNKNOWN_EMPLOYER: lambda v, d: f"没有统一社会信用代码为“{v}”的单位，请核对代码，或先导入这个单位。",
    Code.UNKNOWN_OFFICER: lambda v, d: f"这个工会当时没有名为“{v}”的主席或副主席，请核对姓名，或先导入这名干部。",
    Code.WRONG_PARENT: lambda v, d: f"“{v}”不能作为上级工会，请改填能管辖它的工会的编码。",
    Code.OVERLAPPING_TENURE: lambda v, d: "与同一工会另一位主席的任期重叠，请核对当选日期和离任日期。",
    Code.BEFORE_ESTABLISHED: lambda v, d: f"“{v}”早于建会日期，请核对这两个日期。",
    Code.ENDS_BEFORE_START: lambda v, d: f"“{v}”早于开始的日期，请核对这两个日期。",
    Code.PART_EXCEEDS_WHOLE: lambda v, d: f"“{v}”多于总人数，请核对这两个数。",
    Code.NOT_ELIGIBLE: lambda v, d: "按规定不能担任，请核对任职条件。",
    Code.OUT_OF_SCOPE: lambda v, d: "这一行不属于您负责的范围，不能导入。请删除这一行，或交由县总工会导入。",
    Code.CONFLICT: lambda v, d: "与已有的记录矛盾，请核对后改正。",
}


def quoted(value: str) -> str:
    """A cell's text as a sentence can carry it: one line, cut at 40 characters."""
    line = " ".join(value.split())
    return line if len(line) <= SHOWN_LENGTH else line[: SHOWN_LENGTH - 1] + "…"


def fault_message(code: str, *, row: int, column: str, value: str, **details: object) -> str:
    """The sentence for a fault: 第 12 行“建会日期”：没有 2012年6月31日 这一天，请改为真实日期。

    `details` may hold `say`, a body that replaces the code's own (with its 。), `allowed` for a choice, and
    `first`, the row of the first occurrence of a duplicate (then mandatory).
    """
    return f"第 {row} 行“{column}”：{advice(code, value, details)}"


def advice(code: str, value: str, details: dict[str, object]) -> str:
    """The sentence without its place, as a form says it beside the field."""
    say = details.get("say")
    return str(say) if say else SENTENCES[code](quoted(value), details)
