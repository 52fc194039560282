"""Cases to be judged without being stored: the JSON of hardship.md §4, read with mistrust. Pure."""

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from hardship.household import Case, Cause, Household, Marriage, Person, Relation

LARGEST = 100_000_000  # bytes of a file
PEOPLE = 50  # of one household
HOMES = 999
_MONEY = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?", re.ASCII)
_DAY = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TYPES = {
    dict: "对象",
    list: "数组",
    str: "文字",
    bool: "true 或 false",
    int: "整数",
    float: "小数",
    type(None): "空值",
}
Word = TypeVar("Word", bound=StrEnum)


class BadCases(ValueError):
    """Why the file cannot be judged: one Chinese sentence that names the case and the key."""


class Named(NamedTuple):
    name: str
    case: Case


class _Bad(ValueError):
    """What is wrong with a value, as a clause that follows the name of its key."""


def read(raw: bytes) -> list[Named]:
    """The cases of a file in its order. Raises BadCases; nothing is guessed and nothing is passed over.

    Keys that are not ours are let be, so that whoever made the file may keep a remark in it.
    """
    values = _parsed(raw)
    if not isinstance(values, list):
        raise BadCases(f"案例文件最外层应为数组 [ … ]，现为{_kind(values)}。")
    cases: dict[str, Case] = {}
    for place, value in enumerate(values, 1):
        if not isinstance(value, dict):
            raise BadCases(f"第 {place} 个案例应为对象 {{ … }}，现为{_kind(value)}。")
        name = _name(value, place)
        if name in cases:
            raise BadCases(f"案例“{name}”的“case”：前面已有同名的案例，请改名。")
        try:
            cases[name] = _case(value)
        except _Bad as bad:
            raise BadCases(f"案例“{name}”的{bad}。") from bad
    return [Named(name, case) for name, case in cases.items()]


def _parsed(raw: bytes) -> Any:
    if len(raw) > LARGEST:
        raise BadCases(f"案例文件太大，不能超过 {LARGEST // 1_000_000} MB，请分成几个文件。")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadCases("案例文件不是 UTF-8 编码，请另存为 UTF-8。") from error
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise BadCases(f"案例文件不是 JSON：第 {error.lineno} 行第 {error.colno} 列有误，请改正。") from error
    except RecursionError as error:
        raise BadCases("案例文件的括号套得太深，不是案例文件的写法。") from error
    except _Bad as bad:
        raise BadCases(f"案例文件不是案例的写法：{bad}。") from bad
    except ValueError as error:  # a whole number of thousands of digits
        raise BadCases("案例文件里有位数过多的数字，请改正。") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for place, (key, _) in enumerate(pairs) if key in dict(pairs[:place]))
        raise _Bad(f"“{_short(twice)}”在同一个对象里写了两次")
    return found


def _no_constant(word: str) -> None:
    raise _Bad(f"不能用 {word}")


def _name(value: dict[str, Any], place: int) -> str:
    name = value.get("case")
    if "case" not in value:
        raise BadCases(f"第 {place} 个案例缺少“case”（案例名）。")
    if not isinstance(name, str) or not name.strip() or len(name) > 100 or not name.isprintable():
        raise BadCases(f"第 {place} 个案例的“case”应为 1 至 100 个字的案例名，现为{_told(name)}。")
    return name


def _case(value: dict[str, Any]) -> Case:
    marital = _get(value, "marital_status", _word(Marriage))
    people = tuple(_get(value, "household", _list_of(_person, at_most=PEOPLE)))
    _demand_family(people)
    return Case(
        on=_get(value, "on", _day),
        line=_get(value, "line", _line),
        household=Household(marital, people),
        causes=frozenset(_get(value, "causes", _list_of(_word(Cause), at_most=100))),
        hard_after_aid=_get(value, "hard_after_aid", _yes_or_no),
        medical=_get(value, "medical", _money),
        loss=_get(value, "loss", _money),
        rigid=_get(value, "rigid", _money),
        homes=_get(value, "homes", _homes),
        hires=_get(value, "hires", _yes_or_no),
        costly_school=_get(value, "costly_school", _yes_or_no),
        car=_get(value, "car", _yes_or_no),
    )


def _demand_family(people: tuple[Person, ...]) -> None:
    workers = sum(person.relation is Relation.WORKER for person in people)
    if workers != 1:
        raise _Bad(f"“household”：关系为“本人”的应恰好一人，现有 {workers} 人")
    if sum(person.relation is Relation.SPOUSE for person in people) > 1:
        raise _Bad("“household”：关系为“配偶”的最多一人")


def _person(value: Any) -> Person:
    if not isinstance(value, dict):
        raise _Bad(f"应为对象 {{ … }}，现为{_kind(value)}")
    return Person(
        _get(value, "relation", _word(Relation)),
        _get(value, "marital_status", _word(Marriage)),
        _get(value, "income", _money),
    )


Wanted = TypeVar("Wanted")


def _get(value: dict[str, Any], key: str, read_value: Callable[[Any], Wanted]) -> Wanted:
    if key not in value:
        raise _Bad(f"“{key}”缺少，请补上")
    try:
        return read_value(value[key])
    except _Bad as bad:
        within = str(bad)
        raise _Bad(f"“{key}”{within}" if within.startswith("第") else f"“{key}”：{within}") from bad


def _list_of(read_item: Callable[[Any], Wanted], at_most: int) -> Callable[[Any], list[Wanted]]:
    def read_list(value: Any) -> list[Wanted]:
        if not isinstance(value, list):
            raise _Bad(f"应为数组 [ … ]，现为{_kind(value)}")
        if len(value) > at_most:
            raise _Bad(f"最多 {at_most} 项，现有 {len(value)} 项")
        items = []
        for place, item in enumerate(value, 1):
            try:
                items.append(read_item(item))
            except _Bad as bad:
                raise _Bad(f"第 {place} 项{bad}" if str(bad).startswith("“") else f"第 {place} 项：{bad}") from bad
        return items

    return read_list


def _word(words: type[Word]) -> Callable[[Any], Word]:
    def read_word(value: Any) -> Word:
        if isinstance(value, str) and value in words._value2member_map_:
            return words(value)
        raise _Bad(f"应为{'、'.join(words)}之一，现为{_told(value)}")

    return read_word


def _money(value: Any) -> Decimal:
    if isinstance(value, str) and _MONEY.fullmatch(value):
        return Decimal(value)
    raise _Bad(f'应为写在引号里的金额（元，不为负，最多两位小数，整数不超过 12 位），如 "1170.00"，现为{_told(value)}')


def _line(value: Any) -> Decimal:
    line = _money(value)
    if not line:
        raise _Bad("最低生活保障线应大于 0")
    return line


def _yes_or_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _Bad(f"应为 true 或 false，不加引号，现为{_told(value)}")


def _homes(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HOMES:
        return value
    raise _Bad(f"应为 0 至 {HOMES} 的整数，不加引号，现为{_told(value)}")


def _day(value: Any) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise _Bad(f"没有 {value} 这一天") from error
    raise _Bad(f'应为日期，写成 "2012-12-01" 的样子，现为{_told(value)}')


def _kind(value: Any) -> str:
    return _TYPES.get(type(value), "别的东西")


def _told(value: Any) -> str:
    """A value as a sentence may quote it: short, and nothing that cannot be printed."""
    if isinstance(value, str):
        return f"“{_short(value)}”" if value else "空文字"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value) if abs(value) < 10**12 else "很大的数"
    return _kind(value)


def _short(text: str) -> str:
    plain = "".join(letter if letter.isprintable() else "□" for letter in text[:20])
    return plain + ("…" if len(text) > 20 else "")
