"""manage.py indicators: the rows of docs/rules/members.md for machines and people."""

import csv
import io
import json
from datetime import date
from fractions import Fraction

import pytest
from django.core.management import CommandError, call_command

from campaigns.management.commands.indicators import four
from tests.conftest import Mill
from tests.factories import MembershipFactory


def printed(*words: str) -> str:
    out = io.StringIO()
    call_command("indicators", *words, stdout=out)
    return out.getvalue()


def test_the_operator_reads_rows_with_the_county_last(mill: Mill, quarry: Mill) -> None:
    MembershipFactory(union=mill.union, since=date(2012, 10, 1), is_migrant=True)

    said = json.loads(printed("--on", "2012-10-31", "--from", "2012-10-01"))

    assert (said["on"], said["from"]) == ("2012-10-31", "2012-10-01")
    assert [row["body"] for row in said["rows"]][::5] == ["3499990001", "3499990002", "3499990000"]
    county = said["rows"][-5]
    assert (county["category"], county["members"], county["new_migrants"]) == ("all", 1, 1)
    assert (county["membership_rate"], county["growth"], county["fault"]) == ("0.0050", None, False)


def test_one_body_only_and_as_a_sheet(mill: Mill, quarry: Mill) -> None:
    rows = list(csv.DictReader(io.StringIO(printed("--on", "2012-10-31", "--body", "3499990001", "--format", "csv"))))

    assert {row["责任主体"] for row in rows} == {"河畔镇工会联合会"}
    assert [row["类别"] for row in rows][:2] == ["全部", "国有企业"]


def test_the_table_has_a_line_for_every_row(mill: Mill) -> None:
    assert len(printed("--on", "2012-10-31", "--format", "table").splitlines()) == 1 + 2 * 5


@pytest.mark.parametrize(
    "words",
    [("--on", "2012-10"), ("--on", "2012-10-31", "--from", "2012-11-01"), ("--on", "2012-10-31", "--body", "9")],
)
def test_an_odd_question_is_refused_in_words(mill: Mill, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        printed(*words)


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, None), (Fraction(2, 3), "0.6666"), (Fraction(-1, 3), "-0.3333"), (Fraction(4, 3), "1.3333"), (0, "0.0000")],
)
def test_shares_are_truncated_towards_zero(share: Fraction | None, text: str | None) -> None:
    assert four(None if share is None else Fraction(share)) == text
