"""Where long names are broken for print: between words, never within brackets or figures, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unions.prints.breaking import upright, ways_to_break, ways_to_break_person

NAMES = st.text(alphabet="云岭县天河镇工会委员联合有限公司（）ABC123·—，", min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("云岭县天河镇双龙机械有限公司工会委员会", ["云岭县天河镇双龙机械", "有限公司工会委员会"]),
        ("云岭县天河镇双龙机械有限公司工会委员会", ["云岭县天河镇", "双龙机械有限公司", "工会委员会"]),
        ("云岭县罗岩乡石材行业工会联合会", ["云岭县罗岩乡", "石材行业工会联合会"]),
        (
            "云岭县经济开发区（工业园区）鑫达（ABC）新能源科技股份有限公司第3分公司工会委员会",
            ["云岭县经济开发区", "（工业园区）鑫达（ABC）", "新能源科技股份有限公司", "第3分公司工会委员会"],
        ),
    ],
)
def test_a_long_name_breaks_between_its_words(name: str, lines: list[str]) -> None:
    assert lines in ways_to_break(name)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("天河镇民办幼儿园工会", ["天河镇", "民办幼儿园工会"]),
        ("天河镇物业服务行业工会联合会", ["天河镇物业服务行业", "工会联合会"]),
        ("云岭南岭坡竹木制品有限公司工会", ["云岭南岭坡竹木制品", "有限公司工会"]),
        ("云岭县城市建设投资有限公司工会", ["云岭县城市建设投资", "有限公司工会"]),
    ],
)
def test_a_plaque_never_breaks_inside_a_word_to_have_larger_letters(name: str, lines: list[str]) -> None:
    assert next(way for way in ways_to_break(name) if len(way) == 2) == lines


@given(NAMES)
def test_no_character_is_lost_and_no_line_begins_or_ends_badly(name: str) -> None:
    for lines in ways_to_break(name):
        assert "".join(lines).replace(" ", "") == name.replace(" ", "")
        assert not any(line[0] in "）·—，" for line in lines[1:])
        assert not any(line[-1] in "（·—" for line in lines[:-1])


@given(NAMES)
def test_letters_and_figures_that_stand_together_stay_together(name: str) -> None:
    for lines in ways_to_break(name):
        for before, after in zip(lines, lines[1:], strict=False):
            assert not (before[-1].isascii() and after[0].isascii())


def test_a_person_s_name_breaks_after_its_first_dot_only() -> None:
    assert ways_to_break_person("买买提·吐尔逊江") == [["买买提·吐尔逊江"], ["买买提·", "吐尔逊江"]]
    assert ways_to_break_person("欧阳娜娜") == [["欧阳娜娜"]]


def test_an_upright_plaque_turns_the_brackets() -> None:
    assert upright("云岭（二）厂 工会") == [["云", "岭", "︵", "二", "︶", "厂", "工", "会"]]


def test_a_long_name_hangs_in_two_columns_that_lose_nothing() -> None:
    name = "云岭县经济开发区（工业园区）鑫达新能源科技股份有限公司工会委员会"

    columns = upright(name)

    assert len(columns) == 2
    assert "".join("".join(column) for column in columns) == name.translate(str.maketrans("（）", "︵︶"))
