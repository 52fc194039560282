"""发现信息有误 on a union's public page: anybody, no account, two taps; and the receipt's page."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from accounts.models import BookEntry, Throttle, User
from tests.conftest import Mill
from unions.models import ErrorReport, Organisation
from unions.operations import error_reports, organisations
from unions.views import error_reports as pages

pytestmark = pytest.mark.django_db
AT = datetime(2012, 10, 31, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def every() -> Any:
    return ErrorReport.objects.everywhere("a test")


def form_of(union: Organisation) -> str:
    return f"/u/{union.token}/wrong/"


def receipt_on(client: Client, union: Organisation) -> str:
    found = re.search(r'name="receipt" value="([^"]+)"', client.get(form_of(union)).content.decode())
    assert found is not None
    return found[1]


def send(client: Client, union: Organisation, **values: Any) -> Any:
    return client.post(form_of(union), {"receipt": receipt_on(client, union), "what": "phone", **values})


def test_worker_reports_in_two_taps_and_gets_a_receipt(client: Client, mill: Mill) -> None:
    answer = send(client, mill.union, words="打了三天没人接")

    report = every().get()
    assert (report.organisation, report.what, report.words, report.state) == (
        mill.union,
        "phone",
        "打了三天没人接",
        "new",
    )
    assert answer.url == f"/wrong/{report.receipt}/"
    page = client.get(answer.url).content.decode()
    assert "已收到" in page
    assert report.receipt_in_groups in page
    assert mill.union.name in page


def test_nothing_is_kept_of_who_reported(client: Client, mill: Mill) -> None:
    client.post(
        form_of(mill.union), {"receipt": receipt_on(client, mill.union), "what": "phone"}, REMOTE_ADDR="203.0.113.77"
    )

    line = BookEntry.objects.get(act="error_reports.receive")
    assert (line.by, line.address, line.request) == (None, "", "")
    assert "203.0.113.77" not in str([*Throttle.objects.values(), *every().values()])
    assert "receipt" not in (line.after or {})


def test_page_needs_no_session_and_is_kept_by_nobody(client: Client, mill: Mill) -> None:
    answer = client.get(form_of(mill.union))

    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_somebody_elses_form_is_refused(mill: Mill) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.get(form_of(mill.union))

    assert "请再按一次" in strict.post(form_of(mill.union), {"what": "phone"}).content.decode()
    assert not every().exists()


def test_a_phone_that_keeps_no_cookies_reports_too(mill: Mill) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert send(strict, mill.union).status_code == 302
    assert not strict.cookies


def test_sent_twice_is_one_report_and_one_receipt(client: Client, mill: Mill) -> None:
    receipt = receipt_on(client, mill.union)

    one, two = (client.post(form_of(mill.union), {"receipt": receipt, "what": "phone"}).url for _ in range(2))

    assert one == two
    assert every().count() == 1


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"what": ""}, "请先选一项哪里不对"),
        ({"what": "bank"}, "请从列出的几项里选一项"),
        ({"words": "长" * 301}, "说明有 301 个字，请缩短到 300 个字以内"),
        ({"words": "长" * 5000}, "请缩短到 300 个字以内"),
        ({"words": "a\x00b"}, "无法保存的字符"),
        ({"what": "other", "words": ""}, "请写一句哪里不对"),
        ({"website": "http://example.invalid"}, "请把它清空"),
        ({"receipt": ""}, "请再按一次"),
        ({"receipt": "forged:1:2"}, "请再按一次"),
    ],
)
def test_malformed_changes_nothing_and_keeps_the_words(
    client: Client, mill: Mill, values: dict[str, str], says: str
) -> None:
    answer = send(client, mill.union, **{"words": "搬走了", **values})

    assert answer.status_code == 200
    page = answer.content.decode()
    assert says in page
    assert values.get("words", "搬走了").replace("\x00", "") in page.replace("\x00", "")
    assert not every().exists()


def test_what_lies_open_too_long_is_sent_at_the_second_press(client: Client, mill: Mill) -> None:
    page = send(client, mill.union, receipt="old", words="搬走了").content.decode()
    fresh = re.search(r'name="receipt" value="([^"]+)"', page)
    assert fresh is not None

    assert client.post(form_of(mill.union), {"receipt": fresh[1], "what": "office"}).status_code == 302


def test_one_address_is_limited_and_others_are_not(client: Client, mill: Mill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "OF_AN_ADDRESS", 2)
    send(client, mill.union)
    send(client, mill.union)

    refused = send(client, mill.union, words="第三条")
    assert refused.status_code == 429
    assert "12351" in refused.content.decode()
    assert "第三条" in refused.content.decode()
    assert every().count() == 2

    other = Client(REMOTE_ADDR="198.51.100.9")
    assert send(other, mill.union).status_code == 302


def test_one_union_is_not_flooded_whatever_the_addresses(
    mill: Mill, quarry: Mill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "OF_A_UNION", 2)
    statuses = [send(Client(REMOTE_ADDR=f"198.51.100.{n}"), mill.union).status_code for n in range(3)]

    assert statuses == [302, 302, 429]
    assert send(Client(REMOTE_ADDR="198.51.100.9"), quarry.union).status_code == 302


def test_a_second_press_counts_as_no_second_try(client: Client, mill: Mill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "OF_AN_ADDRESS", 1)
    receipt = receipt_on(client, mill.union)

    statuses = [client.post(form_of(mill.union), {"receipt": receipt, "what": "phone"}).status_code for _ in range(3)]

    assert statuses == [302, 302, 302]


@pytest.mark.parametrize("token", ["nosuch", "AAAAAAAAAAAA", "a" * 300])
def test_no_such_union_is_404(client: Client, mill: Mill, token: str) -> None:
    assert client.get(f"/u/{token}/wrong/").status_code == 404
    assert client.post(f"/u/{token}/wrong/", {"what": "phone"}).status_code == 404


def test_union_that_is_not_listed_looks_like_none(client: Client, mill: Mill) -> None:
    Organisation.objects.everywhere("a test").filter(pk=mill.union.pk).update(is_published=False)
    answer, none = client.get(form_of(mill.union)), client.get("/u/nosuch/wrong/")

    assert (answer.status_code, answer.content) == (404, none.content)


def test_dissolved_union_leads_to_its_page(client: Client, mill: Mill) -> None:
    organisations.dissolve(mill.union, on=date(2012, 10, 1), why="关闭", by=None)

    assert client.get(form_of(mill.union)).url == f"/u/{mill.union.token}/"  # type: ignore[attr-defined]
    assert client.post(form_of(mill.union), {"what": "phone"}).status_code == 302
    assert not every().exists()


def test_wrong_method_is_405(client: Client, mill: Mill) -> None:
    assert client.put(form_of(mill.union)).status_code == 405
    assert client.post("/wrong/abc/").status_code == 405


def test_no_such_receipt_is_404_with_what_to_do(client: Client, mill: Mill) -> None:
    answer = client.get("/wrong/nosuch/")

    assert answer.status_code == 404
    assert "没有这个回执" in answer.content.decode()


@pytest.mark.parametrize("typed", ["r1", " r1 "])
def test_receipt_that_was_written_down_leads_back(client: Client, mill: Mill, typed: str) -> None:
    told(mill)

    assert "已收到" in client.get("/wrong/", {"receipt": typed}, follow=True).content.decode()
    assert client.get("/wrong/").status_code == 200


@pytest.mark.parametrize("typed", ["K7QM-3XPT-9ABC", "k7qm3xpt9abc", " Ｋ７ＱＭ－３ＸＰＴ－９ＡＢＣ "])
def test_a_receipt_is_typed_as_one_likes(client: Client, mill: Mill, typed: str) -> None:
    told(mill, receipt="K7QM3XPT9ABC")

    assert "已收到" in client.get("/wrong/", {"receipt": typed}, follow=True).content.decode()


@pytest.mark.parametrize("typed", ["a/b", "a\x00", "长" * 5000, "//example.invalid"])
def test_what_can_be_no_receipt_is_404(client: Client, typed: str) -> None:
    assert client.get("/wrong/", {"receipt": typed}).status_code == 404


def told(mill: Mill, **values: Any) -> ErrorReport:
    given: dict[str, Any] = {"what": "phone", "words": "", "receipt": "r1", "at": AT, **values}
    return error_reports.receive(mill.union, **given, by=None)


def test_reporter_reads_the_answer_but_no_name_and_no_mobile(client: Client, mill: Mill, cast: dict[str, User]) -> None:
    report = told(mill)
    answered = {"state": "fixed", "answer": "请改拨 13800001111。", "at": AT}
    error_reports.answer([report], **answered, by=cast["body_officer"])  # type: ignore[arg-type]

    page = client.get("/wrong/r1/").content.decode()
    assert "已更正" in page
    assert "138****1111" in page
    assert "body_officer" not in page


def test_receipt_of_a_union_no_longer_listed_does_not_name_it(client: Client, mill: Mill) -> None:
    told(mill)
    Organisation.objects.everywhere("a test").filter(pk=mill.union.pk).update(is_published=False)

    page = client.get("/wrong/r1/").content.decode()
    assert mill.union.name not in page
    assert "已收到" in page


def test_a_form_of_megabytes_is_not_read(client: Client, mill: Mill) -> None:
    answer = client.post(form_of(mill.union), {"what": "other", "words": "长" * 100_000})

    assert answer.status_code == 400
    assert not every().exists()
