"""Cases written by somebody who errs or means harm: exit status 2, one sentence with case and key, nothing printed."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardship.cases import BadCases, read
from tests.hardship.rules.test_eligibility_command import SPEC_CASE, run

__all__ = ["run"]  # the fixture


class _Missing:
    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()
MONEY = ["line", "medical", "loss", "rigid"]
NOT_MONEY = [
    "NaN", "nan", "Infinity", "1e999", "1e3", "-1", "-0.01", "+1", "", " ", "1 170", "1,170.00", "1.001", ".5", "5.",
    "0x10", "１１７０", "٣", "一千", "1_000", "1" * 1_000_000, "1\n", "\ud800", 1170, 1170.5, True, None, [], {}, ["1"],
]  # fmt: skip
NOT_YES_OR_NO = ["true", "false", "是", 0, 1, None, [], "", 1.0]
NOT_A_WORD = ["", "已 婚", "married", None, 1, [], {}, True, "未婚\n", "\ud800"]


def bad(key: str, value: Any) -> bytes:
    """The spec's case with one value changed, or left out; `household.income` reaches into the first person."""
    case = deepcopy(SPEC_CASE)
    holder: dict[str, Any] = case
    if key.startswith("household."):
        holder, key = case["household"][0], key.removeprefix("household.")
    if value is MISSING:
        del holder[key]
    else:
        holder[key] = value
    return json.dumps([{**SPEC_CASE, "case": "good"}, case]).encode()


VALUES = [
    *[(key, value) for key in [*MONEY, "household.income"] for value in NOT_MONEY],
    *[(key, value) for key in ["hard_after_aid", "hires", "costly_school", "car"] for value in NOT_YES_OR_NO],
    *[(key, value) for key in ["marital_status", "household.marital_status", "household.relation"] for value in NOT_A_WORD],
    *[("homes", value) for value in [-1, 1000, 1.0, "1", True, None, [], 10**4000]],
    *[("on", value) for value in ["2012-06-31", "2012-6-1", "2012-W44-3", "20121201", "", None, 20121201, "2012-12-01\n", "１２"]],
    *[("causes", value) for value in ["子女上学", None, {}, ["上学"], [1], [None], [["子女上学"]], ["子女上学"] * 101, [True]]],
    *[("household", value) for value in [[], {}, None, "本人", [None], [[]], [{}], [SPEC_CASE["household"][1]]]],
    ("household", SPEC_CASE["household"][:1] * 2),
    ("household", [*SPEC_CASE["household"], SPEC_CASE["household"][1]]),
    ("household", SPEC_CASE["household"][:1] + SPEC_CASE["household"][2:] * 50),
    ("line", "0"),
    ("line", "0.00"),
    *[(key, MISSING) for key in SPEC_CASE if key != "case"],
    *[(f"household.{key}", MISSING) for key in ("relation", "marital_status", "income")],
]  # fmt: skip


@pytest.mark.parametrize(("key", "value"), VALUES, ids=lambda value: repr(value)[:30])
def test_a_bad_value_names_its_case_and_key(key: str, value: Any) -> None:
    with pytest.raises(BadCases) as refused:
        read(bad(key, value))

    sentence = str(refused.value)
    assert sentence.startswith("案例“a”的“")
    assert all(f"“{part}”" in sentence for part in key.split("."))
    assert sentence.endswith("。")
    assert len(sentence) < 200
    assert sentence.isprintable()


@pytest.mark.parametrize("name", [MISSING, None, 1, "", "  ", "甲" * 101, "a\nb", "\ud800", ["a"]])
def test_a_case_without_a_name_is_told_by_its_place(name: Any) -> None:
    with pytest.raises(BadCases, match="第 2 个案例.*“case”"):
        read(bad("case", name))


def test_two_cases_of_one_name_are_told_apart_by_the_sender() -> None:
    with pytest.raises(BadCases, match="案例“a”的“case”：前面已有同名的案例"):
        read(json.dumps([SPEC_CASE, SPEC_CASE]).encode())


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "不是 JSON"),
        (b"{", "不是 JSON：第 1 行第 2 列"),
        (b"[1 2]", "不是 JSON"),
        (b"{}", "最外层应为数组"),
        (b'"a"', "最外层应为数组"),
        (b"null", "最外层应为数组"),
        (b"[null]", "第 1 个案例应为对象"),
        (b"[[]]", "第 1 个案例应为对象"),
        (b"[NaN]", "不能用 NaN"),
        (b'[{"case": -Infinity}]', "不能用 -Infinity"),
        (b'[{"case": "a", "case": "b"}]', "“case”在同一个对象里写了两次"),
        (b"[" * 200_000, "括号套得太深"),
        (b"[" + b"9" * 1_000_000 + b"]", "位数过多"),
        (b"[1e999]", "第 1 个案例应为对象"),
        ("[]".encode("utf-16"), "UTF-8"),
        ("[\"案例\"]".encode("gb18030"), "UTF-8"),
        (b"PK\x03\x04\x00\xff", "UTF-8"),
    ],
    ids=lambda value: repr(value)[:30],
)  # fmt: skip
def test_a_file_that_is_no_list_of_cases_is_told_so(raw: bytes, says: str) -> None:
    with pytest.raises(BadCases, match=says):
        read(raw)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "raw", [b"", b"[", bad("line", "NaN"), bad("household.income", "1e999"), bad("homes", 10**4000), b"[NaN]"]
)
def test_the_command_prints_one_sentence_and_leaves_with_two(run: Any, raw: bytes) -> None:
    status, out, err = run(raw)

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "案例" in err
    assert "Traceback" not in err


WORDS = st.text("ab本\ud800\x00\n1.", max_size=4)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.sampled_from(["本人", "未婚", "1.5"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


def said_of(raw: bytes) -> str | int:
    """The sentence a file is refused with, or how many cases it holds."""
    try:
        return len(read(raw))
    except BadCases as refused:
        return str(refused)


@given(st.dictionaries(st.sampled_from([*SPEC_CASE, "other"]), ANY))
def test_whatever_stands_there_is_read_or_refused(changes: dict[str, Any]) -> None:
    said = said_of(json.dumps([{**SPEC_CASE, **changes}]).encode())

    assert said == 1 or str(said).endswith("。")


@given(st.binary(max_size=60))
def test_whatever_bytes_come_are_read_or_refused(raw: bytes) -> None:
    said = said_of(raw)

    assert said == 0 or "案例" in str(said)
