"""核验通报: genuine, replaced, or never issued."""

from typing import Any

import pytest
from django.test import Client

from campaigns.models import Report
from campaigns.operations.campaigns import make_from_template
from campaigns.template import SHUANGLIANG_2012
from tests.campaigns.issuing import Work, correct, county, draft, issue, issued, work
from tests.campaigns.report_county import County, report_of
from unions.models import Kind, Organisation
from unions.operations import organisations

__all__ = ["county", "draft", "issued", "work"]
pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return str(answer.content.decode())


def page_of(client: Client, report: Report) -> str:
    return text(client.get(f"/verify/{report.number}/"))


def test_genuine_report_says_what_it_is_and_who_issued_it(client: Client, county: County, issued: Report) -> None:
    own = report_of(county.tianhe)

    page = page_of(client, own)

    assert "真实有效" in page
    for word in ("天河镇总工会", "2012年10月", "云岭县总工会", "2012年11月16日", own.sha256, own.number):
        assert word in page
    for name in ("方敏", "徐蕾", "fang"):
        assert name not in page


def test_draft_and_unknown_are_404_in_the_same_frame(client: Client, draft: Report) -> None:
    answer, none = client.get(f"/verify/{draft.number}/"), client.get("/verify/nosuch-2012-3499990000-201210-1/")

    assert (answer.status_code, none.status_code) == (404, 404)
    assert "查无此件" in text(answer)
    assert answer.content.replace(draft.number.encode(), b"") == none.content.replace(
        b"nosuch-2012-3499990000-201210-1", b""
    )


@pytest.mark.parametrize(
    "number",
    [
        "x", "-", "a-b-201213-1", "a-b-000001-1", "a-b-201210-0", "%00", "a%00-b-201210-1", "%ED%A0%80", "<script>",
        "a" * 5000, "shuangliang-2012-3499990000-201210-99999", "٣-b-201210-1", "'; drop table--",
    ],
)  # fmt: skip
def test_odd_numbers_are_404(client: Client, issued: Report, number: str) -> None:
    answer = client.get(f"/verify/{number}/")

    assert answer.status_code == 404
    assert "<script>" not in text(answer)


@pytest.mark.parametrize(
    "typed",
    [
        "SHUANGLIANG-2012-3499990000-201210-1",
        " shuangliang-2012-3499990000-201210-1 ",
        "ｓｈｕａｎｇｌｉａｎｇ－２０１２－３４９９９９００００－２０１２１０－１",
        "shuangliang—2012–3499990000-201210 - 1",
    ],
)
def test_number_is_found_however_it_is_typed(client: Client, issued: Report, typed: str) -> None:
    answer = client.get("/verify/", {"number": typed}, follow=True)

    assert answer.redirect_chain == [(f"/verify/{issued.number}/", 302)]
    assert "真实有效" in text(answer)


def test_number_that_does_not_exist_is_said_beside_the_field(client: Client, issued: Report) -> None:
    answer = client.get("/verify/", {"number": "shuangliang-2012-3499990000-201211-1"})

    assert answer.status_code == 404
    assert "没有发布过编号为“shuangliang-2012-3499990000-201211-1”的通报" in text(answer)


def test_replaced_report_names_the_newest_and_the_reason(
    client: Client, county: County, issued: Report, work: Work
) -> None:
    second = issue(county, correct(county, work, issued, "漏计一家，电话 13800001111"))
    third = issue(county, correct(county, work, second, "再改"))

    first = page_of(client, issued)
    assert "已被第3版更正取代" in first
    assert "漏计一家，电话 138****1111" in first
    assert f"/verify/{third.number}/" in first
    assert "真实有效" not in first
    assert "第3版更正的原因：再改" in page_of(client, report_of(county.nanxi, 2))
    assert "真实有效" in page_of(client, third)


def test_pending_correction_leaves_it_valid(client: Client, county: County, issued: Report, work: Work) -> None:
    correct(county, work, issued, "漏计")

    assert "真实有效" in page_of(client, issued)


def test_body_left_out_of_a_correction_is_no_longer_valid(
    client: Client, county: County, issued: Report, work: Work
) -> None:
    old = report_of(county.nanxi)
    organisations.change_details(county.nanxi, kind=Kind.REGIONAL_FEDERATION, by=None)
    organisations.move(county.nanxi, county.tianhe, by=None)
    issue(county, correct(county, work, issued, "南溪乡并入天河镇"))

    page = page_of(client, old)

    assert "全县通报已更正为第2版" in page
    assert "真实有效" not in page


def test_number_holds_though_the_bodys_code_and_name_change(client: Client, county: County, issued: Report) -> None:
    number = report_of(county.tianhe).number
    Organisation.objects.everywhere("test").filter(pk=county.tianhe.pk).update(code="3499990999", name="改名镇总工会")

    page = text(client.get(f"/verify/{number}/"))

    assert "真实有效" in page
    assert "天河镇总工会" in page
    assert client.get("/verify/shuangliang-2012-3499990999-201210-1/").status_code == 404
    assert f"/verify/{number}/" in text(client.get("/progress/"))


def test_two_campaigns_do_not_mix(client: Client, issued: Report) -> None:
    make_from_template(SHUANGLIANG_2012, slug="shuangliang", name="另一个活动", by=None)

    assert client.get("/verify/shuangliang-3499990000-201210-1/").status_code == 404


def test_page_is_not_for_search_engines_and_kept_by_caches(client: Client, issued: Report) -> None:
    answer = client.get(f"/verify/{issued.number}/")

    assert answer["X-Robots-Tag"] == "noindex"
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert client.post(f"/verify/{issued.number}/").status_code == 405
