"""本单位无困难职工: a union's word, when it can be given, and what takes its place."""

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts import wall
from accounts.models import BookEntry
from accounts.refused import Refused
from hardship.models import NoHardship
from hardship.operations import returns
from tests.hardship.families import move
from tests.hardship.reports.conftest import Winter
from tests.hardship.reports.world import SHANGHAI, application, family
from tests.members.roles import as_the_application

AT = datetime(2012, 12, 5, 10, tzinfo=SHANGHAI)


def declare(winter: Winter, **given: Any) -> NoHardship:
    return returns.declare_none(winter.mill, winter.programme, **{"at": AT, "by": winter.cast["chair"], **given})


def said() -> int:
    return NoHardship.objects.everywhere("tests").count()


def test_a_chair_says_that_nobody_applies(winter: Winter) -> None:
    made = declare(winter)

    assert (made.union, made.declared_on, made.by) == (winter.mill, AT.date(), winter.cast["chair"])
    assert BookEntry.objects.filter(act="returns.declare_none", row_id=made.pk).exists()


def test_said_twice_it_is_said_once(winter: Winter) -> None:
    assert declare(winter) == declare(winter)
    assert said() == 1


def test_before_the_programme_opens_there_is_nothing_to_say(winter: Winter) -> None:
    with pytest.raises(Refused, match="还没有开始申报"):
        declare(winter, at=datetime(2012, 11, 30, 23, 59, tzinfo=SHANGHAI))

    assert said() == 0


def test_a_union_that_applies_cannot_say_so(winter: Winter) -> None:
    row = application(family(winter.mill), winter.programme, "draft", winter.cast)

    with pytest.raises(Refused, match="有申请"):
        declare(winter)
    move(row, "withdraw", "withdrawn", by=winter.cast["chair"])

    assert declare(winter, reason="申请人撤回")


def test_a_union_with_files_says_why(winter: Winter) -> None:
    family(winter.mill)

    with pytest.raises(Refused, match="有 1 份在档的困难职工档案"):
        declare(winter)

    assert declare(winter, reason="本人不申请").reason == "本人不申请"


def test_the_book_does_not_keep_the_words(winter: Winter) -> None:
    declare(winter, reason="李困难不申请")

    assert "李困难" not in str(list(BookEntry.objects.values_list("before", "after", "details")))


def test_taken_back_it_may_be_said_again(winter: Winter) -> None:
    returns.take_back_none(declare(winter), by=winter.cast["chair"])

    assert said() == 0
    assert declare(winter)


def test_the_database_keeps_one_word_for_each_programme(winter: Winter) -> None:
    made = declare(winter)

    with pytest.raises(IntegrityError), transaction.atomic():
        NoHardship.objects.create(union=made.union, programme=made.programme, declared_on=made.declared_on)


def test_the_wall_shows_nobody_another_part_s_word(winter: Winter) -> None:
    declare(winter)

    with as_the_application():
        for who, seen in (
            ("stranger", 0),
            ("finance", 1),
            ("organisation_staff", 0),
            ("body_officer", 1),
            ("chair", 1),
        ):
            user = winter.cast[who]
            with wall.parts(user.personal_paths, user.relief_paths):
                assert NoHardship._base_manager.count() == seen, who
