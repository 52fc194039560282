"""What a row says by its document number alone: whether it is a valid one, and sex and birth date."""

from collections.abc import Iterator, Sequence
from datetime import date

from members.identity import FOREIGN, HONG_KONG_MACAO, RESIDENT, TAIWAN, told, trouble
from members.models import IdKind
from registers.declare import Register
from registers.fields import CLEAR, Row
from registers.plan import Finding

SEX = {"male": "男", "female": "女"}


def judge(register: Register, rows: Sequence[Row], on: date) -> Iterator[Finding]:
    """Numbers that are none of their kind, and what contradicts them; fills in what they tell."""
    places = {column.field: place for place, column in enumerate(register.columns)}
    number_at, kind_at, sex_at, born_at = (places[name] for name in ("id_number", "id_kind", "sex", "born_on"))
    for row in rows:
        values = row.values
        number, kind = values[number_at], values[kind_at]
        if number is None:
            continue
        if kind is None or kind is CLEAR:
            kind = RESIDENT
        if wrong := trouble(kind, number, on):
            sentence = f"{IdKind(kind).label}号码不对：{wrong}。请对照证件核对后重填"
            yield Finding(row.row, "证件号码", "bad_id_number", sentence)
            continue
        said = told(kind, number)
        if said.born_on is None:
            continue
        if values[sex_at] in (None, CLEAR, said.sex):
            values[sex_at] = said.sex
        else:
            yield Finding(row.row, "性别", "conflict", f"与证件号码不符，号码显示为{SEX[said.sex]}，请核对号码和性别")
        if values[born_at] in (None, CLEAR, said.born_on):
            values[born_at] = said.born_on
        else:
            sentence = f"与证件号码不符，号码显示为 {said.born_on}，请核对号码和出生日期"
            yield Finding(row.row, "出生日期", "conflict", sentence)


def judge_any(register: Register, rows: Sequence[Row], on: date) -> Iterator[Finding]:
    """Numbers that are of no kind at all: the row does not say which kind it is."""
    number_at = next(place for place, column in enumerate(register.columns) if column.field == "id_number")
    for row in rows:
        number = row.values[number_at]
        if number is None or not all(
            trouble(kind, number, on) for kind in (RESIDENT, HONG_KONG_MACAO, TAIWAN, FOREIGN)
        ):
            continue
        sentence = f"不是有效的证件号码：作为居民身份证号，{trouble(RESIDENT, number, on)}。请对照证件核对后重填"
        row.values[number_at] = None  # nobody has it, which need not be told as well
        yield Finding(row.row, "证件号码", "bad_id_number", sentence, number)
