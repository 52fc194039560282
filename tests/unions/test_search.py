"""Names are found by any part of them, by pinyin and initials, however the row came in."""

from typing import Any

import pytest
from django.db import connection

from tests.conftest import CANARY, Mill
from tests.factories import EmployerFactory, OfficerFactory, OrganisationFactory
from tests.migrating import Node, latest, migrate
from unions.models import Employer, Officer, Organisation, OrganisationKey
from unions.readings import rows as readings
from unions.spelling import SYLLABLES, question

__all__ = ["latest"]


def found(words: str) -> list[str]:
    rows = Organisation.objects.everywhere("a test").search(words)
    return list(rows.order_by("code").values_list("name", flat=True))


@pytest.fixture
def named(riverside: Organisation) -> Any:
    def make(name: str, **values: Any) -> Organisation:
        return OrganisationFactory(parent=riverside, name=name, **values)

    return make


@pytest.mark.parametrize(
    "words",
    [
        "天河",
        "河镇",
        "会",
        "云岭 天河",
        "天河 云岭",
        "tianhezhen",
        "TianHeZhen",
        "ｔｉａｎｈｅ",
        "tian he zhen",
        "tian he zh",
        "tianhez",
        "hezhen",
        "yunlingxian",
        "thz",
        "t h z",
        "THZ",
        "ylx",
        "天河zhen",
        "yunlingxian天河",
        "tianhz",
        "天hz",
        "天河（镇）",
        "A1区",
        "Ａ１",
        "a1qu",
    ],
)
def test_a_union_is_found_by(named: Any, words: str) -> None:
    named("云岭县天河镇A1区总工会")
    named("别的厂工会")

    assert "云岭县天河镇A1区总工会" in found(words)
    assert words == "会" or "别的厂工会" not in found(words)


@pytest.mark.parametrize("words", ["河天", "anhezhen", "ianhe", "zhz", "hetian", "tianzhen", "镇天河", "tian zhen"])
def test_a_union_is_not_found_by(named: Any, words: str) -> None:
    named("云岭县天河镇总工会")

    assert found(words) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("重庆路工会", "chongqinglu"),
        ("重庆路工会", "zhongqinglu"),
        ("重庆路工会", "cql"),
        ("农业银行工会", "nongyeyinhang"),
        ("行者集团", "xingzhe"),
        ("长乐公司", "changle"),
        ("长乐公司", "zhangyue"),
        ("六安瓜片茶厂", "luan"),
        ("绿叶茶厂", "lvye"),
        ("绿叶茶厂", "luye"),
        ("绿叶茶厂", "lüye"),
        ("西安路工会", "xian"),
        ("西安路工会", "xi'an"),
        ("会计师事务所", "kuaijishi"),
    ],
)
def test_either_reading_finds_it(named: Any, name: str, words: str) -> None:
    named(name)

    assert name in found(words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("单小红", "shanxiaohong"),
        ("曾山", "zeng"),
        ("仇和平", "qiuhp"),
        ("仇和平", "qhp"),
        ("区大海", "ou"),
        ("解放", "xie"),
        ("查良", "zhaliang"),
        ("任重", "renzhong"),
        ("吕良", "lv"),
        ("吕良", "lu"),
        ("尉迟恭", "yuchi"),
        ("覃辉", "qin"),
        ("覃辉", "tan"),
        ("单小红", "小红"),
        ("单小红", "dan"),
    ],
)
def test_a_persons_family_name_is_read_as_one(mill: Mill, name: str, words: str) -> None:
    OfficerFactory(union=mill.union, name=name, post="member")

    officers = Officer.objects.everywhere("a test").search(words)
    assert [officer.name for officer in officers] == [name]


@pytest.mark.parametrize(
    "words", ["", " ", "%", "_", "'", '"', "\\", "%%%", "' OR 1=1 --", ":*", "&|!()<1>", "\x00", "z" * 10_000]
)
def test_ugly_words_find_nothing_and_break_nothing(named: Any, words: str) -> None:
    named("天河镇总工会")

    assert found(words) == []


@pytest.mark.parametrize(
    "words", ["ang" * 40, "angangangv" * 12, "天a" * 60, "天" * 10_000, "😀😀", "an" * 60, "1" * 5_000]
)
def test_long_words_are_answered_at_once(named: Any, words: str) -> None:
    assert found(words) == []
    assert len(question(words)) < 60_000


def test_an_emoji_and_a_rare_letter_in_a_name_are_found(named: Any) -> None:
    named("𠮷祥😀厂工会")

    assert found("𠮷祥") == found("😀厂") == ["𠮷祥😀厂工会"]


def test_codes_are_found_from_their_beginning(mill: Mill) -> None:
    Organisation.objects.everywhere("a test").filter(pk=mill.union.pk).update(credit_code="81349999MC0000001A")

    assert mill.union.name in found("34999900010")
    assert found("81349999mc") == found("８１３４") == found("81349999MC0000001A") == [mill.union.name]
    assert found("1349") == []


def test_employers_are_found_by_code_and_pinyin(mill: Mill) -> None:
    other = EmployerFactory(body=mill.employer.body, name="天河茶厂")
    search = Employer.objects.everywhere("a test").search

    assert list(search("thcc")) == list(search("tianhechachang")) == list(search(other.credit_code)) == [other]
    assert list(search(other.credit_code[:17].lower())) == [other]


def test_a_mobile_finds_its_officer_whole_and_where_it_may_be_read_only(mill: Mill, quarry: Mill) -> None:
    search = Officer.objects.everywhere("a test").search
    riverside, hilltop = [mill.union.path], [quarry.union.path]

    assert list(search(mill.chair.mobile, numbers_of=riverside)) == [mill.chair]
    assert list(search(mill.chair.mobile, numbers_of=hilltop)) == []
    assert list(search(mill.chair.mobile)) == []
    assert list(search(mill.chair.mobile[:10], numbers_of=riverside)) == []


def test_the_keys_follow_whatever_way_the_name_changes(named: Any) -> None:
    union = named("天河镇总工会")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE unions_organisation SET name = '双龙厂' WHERE id = %s", [union.pk])
        assert (found("tianhe"), found("slc")) == ([], ["双龙厂"])
        cursor.execute("UPDATE unions_organisation SET address = '某地' WHERE id = %s", [union.pk])
        assert found("slc") == ["双龙厂"]
        cursor.execute("DELETE FROM unions_organisation WHERE id = %s", [union.pk])

    assert not OrganisationKey.objects.filter(pk=union.pk).exists()


def test_keys_lost_in_a_load_without_triggers_can_be_made_anew(named: Any) -> None:
    named("天河镇总工会")
    OrganisationKey.objects.all().delete()
    assert found("tianhe") == []

    with connection.cursor() as cursor:
        cursor.execute("CALL search_rebuild()")

    assert found("tianhe") == ["天河镇总工会"]


def test_every_reading_can_be_typed() -> None:
    spelt = [reading.split(":")[0] for row in readings() for reading in f"{row[1]} {row[3]}".split()]

    assert set(spelt) - SYLLABLES - {reading.replace("v", "u") for reading in SYLLABLES} == set()


@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_both_ways_on_a_filled_county(county: Organisation, latest: list[Node]) -> None:
    migrate(("unions", "0006_reminders"))  # floors above go back along
    with connection.cursor() as cursor:
        cursor.execute("UPDATE unions_organisation SET name = '天河县总工会'")
    migrate(("unions", "0008_guards_by_index"))
    migrate(*latest)

    assert found("tianhexian") == ["天河县总工会"]


def test_the_lists_find_by_pinyin(signed_in: Any, mill: Mill, quarry: Mill) -> None:
    browser = signed_in("body_officer")

    for model, words in {
        "organisation": "hpzc",
        "employer": "hepanzhichang",
        "officer": "chenhe",
        "display": "hpzc",
        "honour": "hpzc",
    }.items():
        page = browser.get(f"/admin/unions/{model}/", {"q": words})
        assert page.context["cl"].result_count == 1, model
        assert browser.get(f"/admin/unions/{model}/", {"q": "jinsique"}).context["cl"].result_count == 0


def test_the_responsible_body_is_chosen_among_bodies(signed_in: Any, mill: Mill) -> None:
    asked = "/admin/autocomplete/?app_label=unions&model_name=employer&field_name={}&term=hepan"
    browser = signed_in("body_officer")

    bodies = browser.get(asked.format("body")).json()["results"]
    unions = browser.get(asked.format("union")).json()["results"]
    assert [choice["text"] for choice in bodies] == ["河畔镇工会联合会（3499990001）"]
    assert len(unions) == 2
    assert CANARY not in str(unions)
