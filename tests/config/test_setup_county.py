"""manage.py setup_county: an empty database made ready, once and again (coverage.md §7)."""

from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import BookEntry
from campaigns.models import Campaign, Phase, ScopeRule, Target
from unions.models import Organisation

pytestmark = pytest.mark.django_db

CODE, NAME = "3499990000", "云岭县总工会"


def setup_county(code: str = CODE, name: str = NAME) -> str:
    out = StringIO()
    call_command("setup_county", code=code, name=name, stdout=out)
    return out.getvalue()


def campaign() -> Campaign:
    return Campaign.objects.get(slug="shuangliang-2012")


def test_an_empty_database_gets_the_county_and_says_so() -> None:
    said = setup_county()

    county = Organisation.objects.everywhere("test").get()
    assert (county.code, county.name, county.kind, county.established_on) == (CODE, NAME, "county_federation", None)
    assert county.path == f"/{county.pk}/"
    assert NAME in said
    assert "shuangliang-2012" in said


def test_the_campaign_runs_from_2012_to_2014_in_four_phases() -> None:
    setup_county()

    made = campaign()
    assert (made.starts_on, made.ends_on, made.judge_on) == (date(2012, 5, 1), date(2014, 12, 31), "covered")
    assert made.reports_from == date(2012, 5, 1)
    assert [(phase.starts_on, phase.ends_on) for phase in made.phases.all()] == [
        (date(2012, 5, 1), date(2012, 5, 31)),
        (date(2012, 6, 1), date(2012, 8, 31)),
        (date(2012, 9, 1), date(2014, 6, 30)),
        (date(2014, 7, 1), date(2014, 12, 31)),
    ]


def test_the_targets_are_those_of_the_plan() -> None:
    setup_county()

    targets = {(str(t.due_on), t.category): (t.share, t.label) for t in campaign().targets.all()}
    assert targets == {
        ("2012-12-31", "all"): (Decimal("0.5"), ""),
        ("2012-12-31", "state_owned"): (Decimal("0.9"), ""),
        ("2012-12-31", "honoured_non_public"): (Decimal("0.9"), ""),
        ("2013-12-31", "all"): (Decimal("0.75"), ""),
        ("2014-12-31", "all"): (Decimal("0.95"), "基本全覆盖"),
    }


def test_running_it_again_changes_nothing_and_writes_nothing() -> None:
    first = setup_county()
    lines = BookEntry.objects.count()

    again = setup_county()

    assert again == first
    assert BookEntry.objects.count() == lines
    assert (Phase.objects.count(), ScopeRule.objects.count(), Target.objects.count()) == (4, 7, 5)


def test_what_the_county_changed_stays_changed() -> None:
    setup_county()
    Target.objects.filter(due_on=date(2014, 12, 31)).update(share=Decimal("0.99"))
    Phase.objects.filter(starts_on=date(2012, 5, 1)).delete()
    Organisation.objects.everywhere("test").update(name="云岭县总工会（改）")

    said = setup_county()

    assert "云岭县总工会（改）" in said
    assert Target.objects.get(due_on=date(2014, 12, 31)).share == Decimal("0.99")
    assert Phase.objects.count() == 3


def test_another_code_than_the_countys_is_refused() -> None:
    setup_county()

    with pytest.raises(CommandError, match=f"已设立县总工会（编码 {CODE}）"):
        setup_county(code="3499990009", name="另一个县总工会")

    assert Organisation.objects.everywhere("test").count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "12345"}, "不是工会编码"),
        ({"code": "3" * 21}, "不是工会编码"),
        ({"code": "34999900OO"}, "不是工会编码"),
        ({"name": "  "}, "全称"),
        ({"name": "县" * 121}, "全称"),
    ],
)
def test_malformed_code_or_name_makes_nothing(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        setup_county(**change)

    assert not Organisation.objects.everywhere("test").exists()
    assert not Campaign.objects.exists()
