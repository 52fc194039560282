"""The progress board: figures by body, of issued reports only."""

import re
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from campaigns import figures
from campaigns.board import board, moved
from campaigns.models import Report
from campaigns.operations import reports
from tests.campaigns import report_sample as sample
from tests.campaigns.issuing import Work, correct, county, draft, issue, issued, order, work
from tests.campaigns.report_county import County, cover, report_of
from unions.models import Officer

__all__ = ["county", "draft", "issued", "work"]
pytestmark = pytest.mark.django_db
BOARD = "/progress/"
ON = date(2012, 10, 31)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def rows_shown(page: str) -> dict[str, list[str]]:
    """The table's cells by the body's name."""
    table = re.search(r"<table.*?</table>", page, re.S)
    assert table is not None
    found = {}
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table[0], re.S)[1:]:
        cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        found[cells[0]] = cells[1:]
    return found


@pytest.mark.usefixtures("county")
def test_nothing_issued_says_so(client: Client) -> None:
    answer = client.get(BOARD)

    assert answer.status_code == 200
    assert "还没有发布过通报" in text(answer)


def test_figures_are_those_of_the_issued_report(client: Client, issued: Report) -> None:
    page = text(client.get(BOARD))

    # rank, rate, covered, unions, gap, change, met, report
    assert rows_shown(page) == {
        "天河镇总工会": ["1", "33.3%", "1", "3", "1", "持平", "✗ 未达标", "核验"],
        "南溪乡工会联合会": ["2", "0.0%", "0", "1", "1", "持平", "✗ 未达标", "核验"],
        "县总工会直属": ["—", "0.0%", "0", "1", "—", "持平", "—", "—"],
        "全县合计": ["—", "20.0%", "1", "5", "2", "持平", "✗ 未达标", "核验"],
    }
    assert "<h1>2012年10月底，全县双亮覆盖面 20.0%，还差 2 家达到 50.0% 的目标</h1>" in page


def test_no_person_and_no_union_stands_on_it(client: Client, issued: Report) -> None:
    page = text(client.get(BOARD))

    for word in ("胡建国", "王晓明", "0551-0000001", "1+1工会", "南溪茶厂工会", "方敏", "徐蕾"):
        assert word not in page


def test_every_row_leads_to_its_own_reports_verification(client: Client, issued: Report, county: County) -> None:
    page = text(client.get(BOARD))

    for body in (county.tianhe, county.nanxi, county.county):
        assert f'href="/verify/{report_of(body).number}/"' in page


def test_draft_never_changes_a_byte(client: Client, county: County, issued: Report, work: Work) -> None:
    pages = [BOARD, f"/verify/{issued.number}/", "/verify/", f"{BOARD}?month=2012-10&category=state_owned"]
    before = [client.get(page).content for page in pages]

    cover(county.unions[1], Officer.objects.everywhere("test").get(name="王晓明"))
    newer = correct(county, work, issued, "漏计一家工会")
    order(county, work, date(2012, 11, 1))

    assert newer.figures != report_of(county.county).figures
    assert [client.get(page).content for page in pages] == before
    assert client.get(f"{BOARD}?month=2012-11").status_code == 404
    assert client.get(f"/verify/{newer.number}/").status_code == 404


def test_issued_correction_takes_over(client: Client, county: County, issued: Report, work: Work) -> None:
    cover(county.unions[1], Officer.objects.everywhere("test").get(name="王晓明"))
    issue(county, correct(county, work, issued, "漏计一家工会"))

    page = text(client.get(BOARD))
    assert "40.0%" in page
    assert "第2版，已更正此前的版本" in page
    assert f"/verify/{report_of(county.tianhe, 2).number}/" in page
    assert f"/verify/{report_of(county.tianhe).number}/" not in page


def test_newest_month_comes_first_and_earlier_ones_can_be_chosen(
    client: Client, county: County, issued: Report, work: Work
) -> None:
    reports.issue(order(county, work, date(2012, 11, 1)), at=issued.issued_at, by=county.fang)  # type: ignore[arg-type]

    assert "2012年11月底" in text(client.get(BOARD))
    october = text(client.get(f"{BOARD}?campaign=shuangliang-2012&month=2012-10"))
    assert "2012年10月底" in october
    assert '<option value="2012-10" selected>' in october


@pytest.mark.parametrize(
    "query", ["month=2012-09", "month=%00", "campaign=nosuch", "category=none", "month=0000-00", "campaign=%ED%A0%80"]
)
def test_what_is_not_published_is_404_and_says_so(client: Client, issued: Report, query: str) -> None:
    answer = client.get(f"{BOARD}?{query}")

    assert answer.status_code == 404
    assert "没有这个月份或活动的已发布通报" in text(answer)


def test_board_is_cacheable_and_open_to_all(client: Client, issued: Report) -> None:
    answer = client.get(BOARD)

    assert not answer.cookies
    assert "public" in answer["Cache-Control"]
    assert client.post(BOARD).status_code == 405


def test_ten_bodies_cost_what_one_costs(client: Client, county: County, issued: Report) -> None:
    client.get(BOARD)
    with CaptureQueriesContext(connection) as queries:
        client.get(BOARD)

    assert len(queries) <= 7
    assert not any("uncovered" in query["sql"] or "workbook" in query["sql"] for query in queries)


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)),
        min_size=1,
        max_size=4,
    ),
    st.tuples(st.integers(0, 3), st.integers(0, 3)),
)
def test_board_repeats_the_reports_rows_and_adds_up(counts: list[tuple[int, ...]], direct: tuple[int, int]) -> None:
    bodies = [code for code in sample.NAMES if code != sample.COUNTY][: len(counts)]
    rows = [
        sample.figure(code, n + c, c, previous=(pn + pc, pc), rank=place)
        for place, (code, (n, c, pn, pc)) in enumerate(zip(bodies, counts, strict=True), 1)
    ]
    unions, covered = (sum(row[key] for row in rows) for key in ("unions", "covered"))
    before = tuple(sum(row[key] for row in rows) for key in figures.PREVIOUS)
    rows.append(
        sample.figure(sample.COUNTY, unions + sum(direct), covered + direct[0], previous=before)  # type: ignore[arg-type]
    )
    verified = sum(row["verified"] for row in rows[:-1])
    rows[-1]["verified"] = verified

    shown = board(rows, "all", {code: f"n-{code}" for code in bodies}, on=ON)

    assert shown is not None
    by_code = {line.figure["body"]: line for line in shown.lines if not line.is_direct}
    for row in rows[:-1]:
        line = by_code[row["body"]]
        assert {key: line.figure[key] for key in row} == row
        assert line.rate == figures.percent(figures.rate(row))
        assert line.number == f"n-{row['body']}"
    for key in figures.COUNTS:
        assert sum(line.figure[key] for line in shown.lines) == shown.total.figure[key] == rows[-1][key]


@pytest.mark.parametrize(
    ("difference", "says"),
    [
        (Fraction(32, 10), "↑3.2"),
        (Fraction(-1, 2), "↓0.5"),
        (Fraction(0), "持平"),
        (Fraction(1, 100), "持平"),
        (None, "—"),
    ],
)
def test_changes_read_as_people_say_them(difference: Fraction | None, says: str) -> None:
    assert moved(difference) == says


def test_no_unions_is_no_rate() -> None:
    shown = board([sample.figure(sample.COUNTY, 0, 0)], "all", {}, on=ON)

    assert shown is not None
    assert shown.sentence == "2012年10月底，全县没有纳入统计的工会"
    assert (shown.total.rate, shown.total.share) == ("—", "0.00")
