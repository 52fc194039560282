"""A programme made of a template, or like one that is there; and what setup_county ships (hardship.md §4)."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import BookEntry
from accounts.refused import Refused
from hardship.judging import criteria_of, criteria_version
from hardship.models import CriteriaVersion, DocumentRule, ReliefProgramme
from hardship.operations import programmes
from hardship.operations.criteria import Row, Switches, set_criteria
from hardship.template import WINTER_RELIEF

pytestmark = pytest.mark.django_db


def make(slug: str = "winter-relief", year: int = 2012) -> ReliefProgramme:
    return programmes.make_from_template(WINTER_RELIEF, slug=slug, name="送温暖", year=year, by=None)


def test_the_winter_relief_is_stored_as_the_template_says() -> None:
    programme = make()

    version = criteria_version(programme, date(2012, 12, 1))
    assert criteria_of(version) == WINTER_RELIEF.criteria
    assert timezone.localtime(programme.closes_at).strftime("%Y-%m-%d %H:%M") == "2012-12-30 17:30"
    assert (programme.notice_days, programme.asks_opinion, programme.opinion_days) == (5, True, 3)
    assert (version.number, version.since, programme.is_open) == (1, date(2012, 1, 1), False)


def test_every_document_of_the_template_is_asked_for() -> None:
    rules = {rule.kind: rule for rule in DocumentRule.objects.filter(programme=make())}

    assert set(rules) == {document.kind for document in WINTER_RELIEF.documents} <= set(DocumentRule.Kind.values)
    assert (rules["id_copy"].of_each, rules["diagnosis"].of_this_year) == (True, True)
    assert rules["diagnosis"].causes == ["本人大病", "供养直系亲属大病"]
    assert [kind for kind, rule in rules.items() if not rule.causes] == [
        "id_copy",
        "household_register",
        "income_proof",
    ]


def test_who_made_it_stands_in_the_book(cast) -> None:
    programmes.make_from_template(WINTER_RELIEF, slug="w", name="送温暖", year=2012, by=cast["rights_staff"])

    acts = BookEntry.objects.filter(act="programmes.make_from_template", by=cast["rights_staff"])
    assert acts.filter(table_name="hardship_criterion").count() == 4
    assert CriteriaVersion.objects.get().made_by == cast["rights_staff"]


def test_a_code_that_is_taken_is_refused() -> None:
    make()

    with pytest.raises(Refused, match="代号为“winter-relief”的项目已经有了"):
        make()
    assert ReliefProgramme.objects.count() == 1


def test_another_is_made_like_one_that_is_there_with_the_criteria_of_today() -> None:
    old = make()
    rows = [Row(code="C1", multiple=Decimal("1.80"), needs_hard_after_aid=True, source="新办法")]
    set_criteria(old, rows, Switches(excludes_car=False), since=date(2013, 3, 1), on=date(2013, 3, 1), by=None)

    new = programmes.make_from_template(
        programmes.template_of(old, date(2013, 11, 1)), slug="winter-2013", name="二〇一三年送温暖", year=2013, by=None
    )

    first = criteria_version(new, date(2013, 12, 1))
    assert (first.number, first.excludes_car, first.criteria.get().source) == (1, False, "新办法")
    assert criteria_of(first).criteria[0].multiple == Decimal("1.80")
    assert timezone.localtime(new.closes_at).year == 2013
    assert new.document_rules.count() == old.document_rules.count()


@pytest.mark.parametrize(("year", "day"), [(2012, 29), (2013, 28), (1900, 28), (2000, 29)])
def test_the_29th_of_february_becomes_the_28th_where_there_is_none(year: int, day: int) -> None:
    assert programmes.moment(year, (2, 29, 17, 30)).day == day


def test_the_county_is_set_up_with_the_winter_relief_once() -> None:
    for _ in range(2):
        call_command("setup_county", code="3499990000", name="云岭县总工会", verbosity=0)

    programme = ReliefProgramme.objects.get()
    assert (programme.slug, programme.is_open) == ("winter-relief", True)
    assert timezone.localtime(programme.closes_at).year == timezone.localdate().year
    assert criteria_of(criteria_version(programme, date(2012, 12, 1))) == WINTER_RELIEF.criteria
