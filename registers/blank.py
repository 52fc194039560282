"""The empty template of a register: drop-downs, notes, formats and one example row."""

from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from registers.dates import NotADay, parse_date
from registers.declare import Column, Register
from registers.writer import HEADER_STYLE, PLAIN_TEXT, new_book, num_format, width_of, write_cell

AUTHOR = "双亮"
LAST_ROW = 1_048_575
LIST_LENGTH = 255  # characters that Excel allows in a drop-down's own list
CHOICES_SHEET = "选项"
HELP_SHEET = "填表说明"
EXAMPLE_NOTE = "示例行，填报前请删除（原样保留的示例行不会被导入）。"

ONE_OF_THEM = "请从下拉框中选一项；要清掉已有的内容请填“清空”。"
OTHER_WORDS = "不在常用词里，也可以这样填。"

FORMS = {
    "text": "文字",
    "code": "数字编码（按文本填写）",
    "identifier": "证件号码（按文本填写）",
    "card": "银行卡号，12 至 19 位（按文本填写）",
    "phone": "电话号码，如 0563-1234567；有几个时用“、”隔开",
    "mobile": "手机号码，11 位",
    "credit_code": "统一社会信用代码，18 位",
    "id_number": "居民身份证号，18 位（按文本填写）",
    "document": "证件号码，如 18 位居民身份证号（按文本填写）",
    "date": "日期，如 2012-05-03",
    "integer": "整数",
    "money": "金额（元），最多两位小数",
    "number": "数字，最多两位小数",
    "choice": "从下拉框中选一项",
    "choices": "可以填几项，用“、”隔开",
    "boolean": "是 或 否",
}
GUIDE = (
    "请不要改动表头的列名；列的先后可以调整，不认识的列会被忽略。",
    "列名前有 * 的为必填。",
    "编码、证件号、电话等列已设为文本格式，请勿改回“常规”，否则末尾几位会丢失。",
    "修改已有记录时，空着的选填格保持原值不变；要把原值清掉，请填“清空”二字。",
    "空行和以“合计”“总计”“小计”开头的行不会被导入。",
)


def guide_of(register: Register) -> tuple[str, ...]:
    """How to fill the register as a whole."""
    return (*GUIDE, *register.guide)


def write_template(target: Path | str | BinaryIO, register: Register) -> None:
    """Write the register's sheet with an example row, the sheet of notes, and long choices on a hidden one."""
    with new_book(target, PLAIN_TEXT) as book:
        sheets = [book.add_worksheet(each.sheet_title) for each in register.sheets]
        _write_help(book, register)
        long_lists: list[list[str]] = []
        for sheet, each in zip(sheets, register.sheets, strict=True):
            _write_empty(book, sheet, each, long_lists)
        _write_choices(book, long_lists)


def _write_empty(book: Any, sheet: Any, register: Register, long_lists: list[list[str]]) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 24)
    header = book.add_format(HEADER_STYLE)
    must = book.add_format({**HEADER_STYLE, "font_color": "#B00020"})
    for index, (column, example) in enumerate(zip(register.columns, register.example(), strict=True)):
        form = num_format(column)
        sheet.set_column(index, index, width_of(column), book.add_format({"num_format": form}) if form else None)
        name = f"*{column.name}" if column.required else column.name
        sheet.write_string(0, index, name, must if column.required else header)
        sheet.write_comment(0, index, note_of(column), {"author": AUTHOR, "x_scale": 2, "y_scale": 1.5})
        style = {"italic": True, "font_color": "#808080"} | ({"num_format": form} if form else {})
        write_cell(sheet, 1, index, _example_value(column, example), book.add_format(style))
        _offer_choices(sheet, index, column, long_lists)
    sheet.write_comment(1, 0, EXAMPLE_NOTE, {"author": AUTHOR, "visible": True})


def note_of(column: Column) -> str:
    """What a person should know about a column: whether it must be filled, its form, its help."""
    parts = [("必填。" if column.required else "选填。") + FORMS[column.kind] + "。"]
    if column.help:
        parts.append(column.help.rstrip("。") + "。")
    if column.key:
        parts.append("用来认定是哪一条记录，已有相同的即为修改。")
    return "".join(parts)


def _example_value(column: Column, example: str) -> object:
    if column.kind == "date":
        try:
            return parse_date(example)
        except NotADay:
            return example
    return int(example) if column.kind == "integer" and example.isdecimal() else example


def labels_of(column: Column) -> list[str]:
    if column.kind == "boolean":
        return ["是", "否"]
    return list(column.choices or column.offered)


def _offer_choices(sheet: Any, index: int, column: Column, long_lists: list[list[str]]) -> None:
    labels = labels_of(column)
    if not labels or column.kind == "choices":  # a drop-down gives one only
        return
    source: list[str] | str = labels
    if len(",".join(labels)) > LIST_LENGTH or any("," in label for label in labels):
        letter = xlsxwriter.utility.xl_col_to_name(len(long_lists))
        source = f"={CHOICES_SHEET}!${letter}$1:${letter}${len(labels)}"
        long_lists.append(labels)
    # A warning, not a stop, because 清空 must get through; a text may say other words.
    sheet.data_validation(
        1,
        index,
        LAST_ROW,
        index,
        {
            "validate": "list",
            "source": source,
            "error_type": "information" if column.offered else "warning",
            "error_title": "不在可选项中",
            "error_message": f"“{column.name[:20]}”{OTHER_WORDS if column.offered else ONE_OF_THEM}",
        },
    )


def _write_choices(book: Any, long_lists: list[list[str]]) -> None:
    if not long_lists:
        return
    sheet = book.add_worksheet(CHOICES_SHEET)
    for index, labels in enumerate(long_lists):
        for row, label in enumerate(labels):
            sheet.write_string(row, index, label)
    sheet.hide()


def _write_help(book: Any, register: Register) -> None:
    sheet = book.add_worksheet(HELP_SHEET)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 2, 60)
    sheet.write_string(0, 0, f"{register.title}填表说明", bold)
    guide = guide_of(register)
    for row, sentence in enumerate(guide, 1):
        sheet.write_string(row, 0, f"{row}. {sentence}")
    row = len(guide) + 1
    for each in register.sheets:
        row += 1
        if register.second is not None:
            sheet.write_string(row, 0, f"工作表“{each.sheet_title}”", bold)
            row += 1
        for index, name in enumerate(("列名", "说明", "可选项")):
            sheet.write_string(row, index, name, bold)
        for at, column in enumerate(each.columns, row + 1):
            sheet.write_string(at, 0, f"*{column.name}" if column.required else column.name, wrapped)
            sheet.write_string(at, 1, note_of(column), wrapped)
            sheet.write_string(at, 2, "、".join(labels_of(column)), wrapped)
        row += len(each.columns) + 1
