"""Where an address, a telephone number and a person's name may be broken on a printed piece."""

import pytest

from unions.prints.breaking import ways_to_break_person, ways_to_break_phone, ways_to_break_place

LONG = "云岭县经济开发区创业大道与科技三路交叉口东北侧鑫达新能源产业园综合办公楼B座16层1608室"


@pytest.mark.parametrize(
    ("place", "lines"),
    [
        ("云岭县天河镇人民路128号办公楼308室", ["云岭县天河镇人民路", "128号办公楼308室"]),
        ("本公司办公楼三楼301室", ["本公司办公楼", "三楼301室"]),
        (LONG, ["云岭县经济开发区创业大道与科技三路交叉口", "东北侧鑫达新能源产业园综合办公楼B座16层1608室"]),
    ],
)
def test_an_address_is_broken_after_roads_and_houses(place: str, lines: list[str]) -> None:
    assert ways_to_break_place(place)[1] == lines


def test_no_way_loses_a_character() -> None:
    for place in (LONG, "村委会", "一", "李家庄村委会一楼", "ABC Road 12 号"):
        for narrow in (False, True):
            for way in ways_to_break_place(place, is_narrow=narrow):
                assert "".join(way).replace(" ", "") == place.replace(" ", "")


def test_where_room_is_scarce_an_address_may_take_more_lines() -> None:
    assert max(map(len, ways_to_break_place(LONG, is_narrow=True))) == 4


@pytest.mark.parametrize(
    ("number", "ways"),
    [
        ("", []),
        ("0556-2172583", [["0556-2172583"]]),
        ("0556-2172583转8016", [["0556-2172583转8016"], ["0556-2172583", "转8016"]]),
        ("0556-2172583、2172584", [["0556-2172583、2172584"], ["0556-2172583", "2172584"]]),
    ],
)
def test_a_number_is_broken_before_its_extension_or_between_numbers(number: str, ways: list[list[str]]) -> None:
    assert ways_to_break_phone(number) == ways


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("王芳", [["王芳"]]),
        ("阿里木·买买提", [["阿里木·买买提"], ["阿里木·", "买买提"]]),
        ("买买提·吐尔逊江·阿不都", [["买买提·吐尔逊江·阿不都"], ["买买提·", "吐尔逊江·阿不都"], ["买买提·", "吐尔逊江·", "阿不都"]]),
    ],
)  # fmt: skip
def test_a_person_s_name_is_broken_after_dots_only(name: str, ways: list[list[str]]) -> None:
    assert ways_to_break_person(name) == ways
