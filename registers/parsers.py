"""One parser per kind of column: a cell into its value, or Bad. Pure functions.

A parser gets cells that are neither empty nor 清空, their text cleaned. Sentences never quote identity numbers.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from accounts import documents
from registers import checks
from registers.cells import LOST_FROM, SCIENTIFIC, Cell, packed, plain, shown
from registers.dates import NotADay, parse_date
from registers.declare import Column
from registers.faults import Code, quoted

LARGEST_INTEGER = 2_147_483_647
YES = frozenset(map(plain, ("是", "有", "√", "✓", "✔", "☑", "Y", "YES", "1", "TRUE")))
NO = frozenset(map(plain, ("否", "无", "×", "✗", "✘", "☐", "N", "NO", "0", "FALSE")))
_WHOLE = re.compile(r"\d{1,10}(\.0+)?")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_MONEY = re.compile(r"\d{1,12}(\.\d{1,2}0*)?")
_BETWEEN = re.compile(r"[、，,;；/\n]")
_DIGITS = re.compile(r"[0-9]+")
_DOCUMENT = re.compile(r"[0-9A-Z]{6,20}")

Parser = Callable[[Cell], Any]


class Bad(ValueError):
    """A cell that is not what its column wants: a fault's code and what its sentence needs (`say`, `allowed`)."""

    def __init__(self, code: Code, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def digits_of(cell: Cell) -> str:
    """The packed text of a code. Raises Bad when Excel kept it as a number and lost its last digits."""
    if isinstance(cell, float | int):
        if abs(cell) >= LOST_FROM:
            raise Bad(Code.LOST_DIGITS)
        return shown(cell)
    text = packed(cell) if isinstance(cell, str) else shown(cell)
    if "E" in text and SCIENTIFIC.fullmatch(text):
        raise Bad(Code.LOST_DIGITS)
    return text


def _within_length(column: Column, text: str) -> str:
    if column.max_length is not None and len(text) > column.max_length:
        raise Bad(Code.CONFLICT, say=f"太长（{len(text)} 字），最多 {column.max_length} 字，请缩短后重新导入。")
    if column.min_length is not None and len(text) < column.min_length:
        raise Bad(Code.CONFLICT, say=f"太短（{len(text)} 字），至少 {column.min_length} 字，请补全后重新导入。")
    return text


def text_parser(column: Column, on: date) -> Parser:
    def parse(cell: Cell) -> str:
        if isinstance(cell, float | int) and abs(cell) >= LOST_FROM:
            raise Bad(Code.LOST_DIGITS)
        return _within_length(column, cell if isinstance(cell, str) else shown(cell))

    return parse


def _allowed_length(column: Column) -> str:
    low, high = column.min_length, column.max_length
    if low is not None and low == high:
        return f" {low} 位数字"
    if low is not None and high is not None:
        return f" {low} 至 {high} 位数字"
    if high is not None:
        return f"不超过 {high} 位的数字"
    return f"至少 {low} 位数字" if low is not None else "数字"


def code_parser(column: Column, on: date) -> Parser:
    low, high, form = column.min_length or 1, column.max_length or 64, _allowed_length(column)

    def parse(cell: Cell) -> str:
        text = digits_of(cell)
        if not _DIGITS.fullmatch(text):
            raise Bad(Code.NOT_A_NUMBER, say=f"“{quoted(text)}”不是{column.name}，应为{form}，请改正。")
        if not low <= len(text) <= high:
            raise Bad(Code.NOT_A_NUMBER, say=f"“{quoted(text)}”有 {len(text)} 位，应为{form}，请改正。")
        return text

    return parse


def card_parser(column: Column, on: date) -> Parser:
    def parse(cell: Cell) -> str:
        text = digits_of(cell).replace("-", "")
        if not _DIGITS.fullmatch(text) or not 12 <= len(text) <= 19:
            raise Bad(Code.NOT_A_NUMBER, say="不是银行卡号，应为 12 至 19 位数字，请对照卡面改正。")
        return text

    return parse


def identifier_parser(column: Column, on: date) -> Parser:
    return lambda cell: _within_length(column, digits_of(cell))


def phone_parser(column: Column, on: date) -> Parser:
    def parse(cell: Cell) -> str:
        text = checks.phone_numbers(digits_of(cell))
        if text is None:
            raise Bad(Code.BAD_PHONE)
        return text

    return parse


def mobile_parser(column: Column, on: date) -> Parser:
    def parse(cell: Cell) -> str:
        text = digits_of(cell)
        number = checks.mobile_number(text)
        if number is None:
            raise Bad(
                Code.BAD_PHONE, say=f"“{quoted(text)}”不是手机号码，应为 11 位数字且以 13 至 19 开头，请核对后重填。"
            )
        return number

    return parse


def credit_code_parser(column: Column, on: date) -> Parser:
    def parse(cell: Cell) -> str:
        text = digits_of(cell).replace("-", "")
        trouble = checks.credit_code_trouble(text)
        if not trouble and column.prefixes and not text.startswith(column.prefixes):
            trouble = f"应以 {' 或 '.join(column.prefixes)} 开头"
        if trouble:
            raise Bad(
                Code.BAD_CREDIT_CODE,
                say=f"“{quoted(text)}”不是有效的统一社会信用代码：{trouble}。请对照证书核对后重填。",
            )
        return text

    return parse


def id_number_parser(column: Column, on: date) -> Parser:
    def parse(cell: Cell) -> str:
        text = digits_of(cell)
        trouble = checks.id_number_trouble(text, on)
        if trouble:
            raise Bad(Code.BAD_ID_NUMBER, say=f"不是有效的居民身份证号：{trouble}。请对照证件核对后重填。")
        return text

    return parse


def document_parser(column: Column, on: date) -> Parser:
    def parse(cell: Cell) -> str:
        number = documents.lengthened(documents.packed(digits_of(cell)))
        if not _DOCUMENT.fullmatch(number):
            raise Bad(
                Code.BAD_ID_NUMBER, say="不是证件号码，应只含数字和字母，如 18 位居民身份证号。请对照证件核对后重填。"
            )
        return number

    return parse


def date_parser(column: Column, on: date) -> Parser:
    def parse(cell: Cell) -> date:
        try:
            return parse_date(cell)
        except NotADay as error:
            raise Bad(Code.NOT_A_DATE, say=str(error)) from None

    return parse


def integer_parser(column: Column, on: date) -> Parser:
    def parse(cell: Cell) -> int:
        text = packed(cell) if isinstance(cell, str) else shown(cell)
        if _THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
        if not _WHOLE.fullmatch(text) or int(text.partition(".")[0]) > LARGEST_INTEGER:
            raise Bad(Code.NOT_A_NUMBER, say=f"“{quoted(text)}”不是整数，请填 0 或正整数，不带单位。")
        number = int(text.partition(".")[0])
        if column.choices and str(number) not in column.choices:
            raise Bad(Code.NOT_A_CHOICE, allowed=_listed(column.choices))
        return number

    return parse


def _amount(cell: Cell, trouble: str) -> Decimal:
    # A formula's 1170.1000000000001 is 1170.10: binary dust is not a third decimal.
    text = f"{cell:.7f}" if isinstance(cell, float | int) else packed(shown(cell)).lstrip("¥￥").removesuffix("元")
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if not _MONEY.fullmatch(text):
        raise Bad(Code.NOT_A_NUMBER, say=f"“{quoted(shown(cell))}”{trouble}")
    return Decimal(text).quantize(Decimal("0.01"))


def money_parser(column: Column, on: date) -> Parser:
    return lambda cell: _amount(cell, "不是金额，请以元为单位填 0 或正数，最多两位小数。")


def number_parser(column: Column, on: date) -> Parser:
    return lambda cell: _amount(cell, "不是数字，请填 0 或正数，最多两位小数，不带单位。")


def _listed(choices: Mapping[str, str]) -> str:
    labels = list(choices)
    return "、".join(labels[:20]) + ("等，见模板的下拉框" if len(labels) > 20 else "")


def choice_parser(column: Column, on: date) -> Parser:
    choices = column.choices or {}
    stored = {plain(label): value for label, value in (column.aliases or {}).items()}
    stored |= {plain(label): value for label, value in choices.items()}

    def parse(cell: Cell) -> str:
        value = stored.get(plain(shown(cell)))
        if value is None:
            raise Bad(Code.NOT_A_CHOICE, allowed=_listed(choices))
        return value

    return parse


def choices_parser(column: Column, on: date) -> Parser:
    one, stored = choice_parser(column, on), list((column.choices or {}).values())

    def parse(cell: Cell) -> str:
        said = [one(part) for part in _BETWEEN.split(shown(cell)) if part.strip()]
        if not said:
            raise Bad(Code.NOT_A_CHOICE, allowed=_listed(column.choices or {}))
        return ",".join(sorted(set(said), key=stored.index))

    return parse


def boolean_parser(column: Column, on: date) -> Parser:
    def parse(cell: Cell) -> bool:
        text = plain(shown(cell))
        if text in YES or text in NO:
            return text in YES
        raise Bad(Code.NOT_A_CHOICE, allowed="是、否")

    return parse


PARSERS: dict[str, Callable[[Column, date], Parser]] = {
    "text": text_parser,
    "code": code_parser,
    "identifier": identifier_parser,
    "card": card_parser,
    "phone": phone_parser,
    "mobile": mobile_parser,
    "credit_code": credit_code_parser,
    "id_number": id_number_parser,
    "document": document_parser,
    "date": date_parser,
    "integer": integer_parser,
    "money": money_parser,
    "number": number_parser,
    "choice": choice_parser,
    "choices": choices_parser,
    "boolean": boolean_parser,
}
