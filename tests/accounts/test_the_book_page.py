"""The book's page: acts with their lines, names for numbers, filters, pages that lose no line, and taking it away."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import openpyxl
import pytest
from django.utils import timezone

from accounts import book, step_up
from accounts.admin import book_query
from accounts.models import BookEntry, User
from accounts.operations import second_factor
from tests.conftest import Mill
from tests.factories import DisplayFactory
from unions.operations import displays, employers, officers, organisations

BOOK = "/admin/accounts/bookentry/"
EXPORT = "/admin/book-export/"


@pytest.fixture
def auditor(signed_in: Any) -> Any:
    return signed_in("auditor")


def acts(browser: Any, query: str = "") -> list[Any]:
    answer = browser.get(f"{BOOK}{query}")
    assert answer.status_code == 200
    return list(answer.context["acts"])


def test_an_acts_lines_stand_together_under_its_name(auditor: Any, cast: dict[str, User], mill: Mill) -> None:
    with book.act("officers.replace_chair", by=cast["body_officer"]):
        officers.leave(mill.chair, on=timezone.localdate(), by=cast["body_officer"])
        officers.elect(mill.union, name="钱新", post="chair", elected_on=timezone.localdate(), by=cast["body_officer"])

    first = acts(auditor)[0]

    assert first.label == "更换主席"
    assert {line.entry.change for line in first.lines} == {"insert", "update"}
    assert {line.entry.by for line in first.lines} == {cast["body_officer"]}


def test_only_what_changed_is_shown_and_numbers_are_names(
    auditor: Any, cast: dict[str, User], mill: Mill, hilltop: Any
) -> None:
    employers.change_details(mill.employer, union=None, body=hilltop, by=cast["organisation_staff"])

    [line] = acts(auditor, f"?table=unions_employer&row={mill.employer.pk}")[0].lines

    assert [(each.label, each.before, each.after) for each in line.differences] == [
        ("责任工会", "河畔镇工会联合会", hilltop.name),
        ("所属工会", "河畔纸厂工会", ""),
    ]
    assert (line.name, line.url) == ("河畔纸厂", f"/admin/unions/employer/{mill.employer.pk}/change/")


def test_a_record_that_is_gone_keeps_its_name(auditor: Any, cast: dict[str, User], mill: Mill) -> None:
    extra = DisplayFactory(union=mill.union, starts_on=timezone.localdate(), way="union_office")
    displays.remove(extra, by=cast["organisation_staff"])

    line = acts(auditor, "?act=displays.remove")[0].lines[0]

    assert line.name.endswith("（已删除）")
    assert line.url == ""


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("who=body_officer", "修改干部信息"),
        ("who=系统", "登记当选干部"),
        ("act=officers.change_details", "修改干部信息"),
        ("table=unions_officer", "修改干部信息"),
        ("union=河畔纸厂工会", "修改干部信息"),
        ("union=349999000101", "修改干部信息"),
        ("address=10.1.2.3", "查看完整个人信息"),
        ("kind=personal", "查看完整个人信息"),
        ("kind=accounts", "任命角色"),
    ],
)
def test_the_book_answers_who_what_which_and_from_where(
    auditor: Any, cast: dict[str, User], mill: Mill, query: str, label: str
) -> None:
    officers.change_details(mill.chair, office_phone="0556-1111111", by=cast["body_officer"])
    token = book.origin.set(book.Origin(address="10.1.2.3"))
    book.record("personal.show", by=cast["auditor"], row=mill.chair, field="手机号码", reason="核对")
    book.origin.reset(token)

    assert label in [act.label for act in acts(auditor, f"?{query}")]


@pytest.mark.parametrize("query", ["who=nobody", "union=没有这个工会", "row=4611686018427387", "address=9.9.9.9"])
def test_what_is_not_there_is_not_found(auditor: Any, mill: Mill, query: str) -> None:
    assert acts(auditor, f"?{query}") == []


@pytest.mark.parametrize(
    "query",
    [
        "row=x",
        "since=2012-02-31",
        "before=x&left_out=y",
        "act=nothing",
        "act_id=1",
        "before=99999999999999999999",
        "kind=z",
    ],
)
def test_odd_questions_are_answered_with_a_page(auditor: Any, mill: Mill, query: str) -> None:
    assert auditor.get(f"{BOOK}?{query}").status_code == 200


def test_a_union_finds_its_deleted_records_too(auditor: Any, cast: dict[str, User], mill: Mill) -> None:
    extra = DisplayFactory(union=mill.union, starts_on=timezone.localdate(), way="union_office")
    displays.remove(extra, by=cast["organisation_staff"])

    assert "删除误报的双亮记录" in [act.label for act in acts(auditor, "?union=河畔纸厂工会")]


def test_sign_ins_and_failures_are_told_in_words(auditor: Any, cast: dict[str, User], client: Any) -> None:
    client.post("/login/", {"username": "finance", "password": "wrong"})
    client.post("/login/", {"username": "finance", "password": "river-and-hill-2012"})

    page = auditor.get(f"{BOOK}?kind=sign-in").content.decode()

    assert "登录失败" in page
    assert "用户名" in page
    assert "accounts.sign_in" not in page.replace('value="accounts.sign_in', "")


# -- pages


def write(number: int, act: UUID | None = None, name: str = "accounts.sign_in") -> None:
    BookEntry.objects.bulk_create(
        BookEntry(at=timezone.now(), act=name, act_id=act, change="event", details={"username": "x"})
        for _ in range(number)
    )


def walk(lines: Any) -> list[book_query.Page]:
    pages = [book_query.page(lines)]
    while pages[-1].before:
        pages.append(book_query.page(lines, before=pages[-1].before, left_out=pages[-1].left_out))
    return pages


def test_no_line_is_lost_or_shown_twice_from_page_to_page(db: None) -> None:
    bulk, mixed = uuid4(), uuid4()
    write(40), write(700, bulk), write(5)
    for _ in range(100):  # two acts at the same time
        write(1, mixed), write(1)
    write(300, uuid4())

    pages = walk(BookEntry.objects.all())

    keys = [(each.last.act_id or each.last.pk) for one in pages for each in one.acts]
    assert len(keys) == len(set(keys)) == 40 + 1 + 5 + 1 + 100 + 1
    assert all(len(one.acts) == book_query.ACTS_PER_PAGE for one in pages[:-1])
    assert {each.last.act_id for one in pages for each in one.acts if each.more} >= {bulk, mixed}
    # Newest first, by each act's last line.
    heads = [each.last.pk for one in pages for each in one.acts]
    assert heads == sorted(heads, reverse=True)


def test_an_act_shows_all_its_lines_on_its_own_page(auditor: Any) -> None:
    bulk = uuid4()
    write(120, bulk)
    seen: list[int] = []
    query = f"?act_id={bulk}"
    while query:
        answer = auditor.get(f"{BOOK}{query}")
        seen += [line.entry.pk for act in answer.context["acts"] for line in act.lines]
        query = f"?{answer.context['older']}" if answer.context["older"] else ""

    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize("day", ["2026-03-01", "2026-03-02", "2026-03-03"])
def test_days_are_found_to_the_minute(db: None, day: str) -> None:
    first = timezone.make_aware(datetime.fromisoformat("2026-03-01T00:00:00"))
    BookEntry.objects.bulk_create(
        BookEntry(at=first + timedelta(minutes=minute * 10), act="accounts.sign_in", change="event")
        for minute in range(6 * 24 * 4)
    )
    form = book_query.BookFilter({"since": day, "until": day})

    found = [timezone.localtime(line.at).date().isoformat() for line in form.lines()]

    assert found == [day] * 144


def test_a_page_of_the_book_costs_the_same_for_any_number_of_lines(
    auditor: Any, mill: Mill, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        organisations.change_details(mill.union, phone=f"0556-{uuid4().int % 10**7:07}", by=None)
    auditor.get(BOOK)

    with django_assert_max_num_queries(75):
        auditor.get(BOOK)


# -- taking it away


def test_the_auditor_takes_the_filtered_book_away_for_a_reason(auditor: Any, cast: dict[str, User], mill: Mill) -> None:
    officers.change_details(mill.chair, mobile="13911112222", name="=1+1", by=cast["body_officer"])
    asked = f"{EXPORT}?act=officers.change_details"
    assert "写明用途" in auditor.post(asked, {"reason": ""}).content.decode()

    answer = auditor.post(asked, {"reason": "三季度审计"})

    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.values)
    assert rows[0][:3] == ("行号", "时间", "操作人")
    assert len(rows) == 2
    assert "139****2222" in rows[1][9]
    assert "13911112222" not in str(rows)
    assert not [cell for row in sheet for cell in row if cell.data_type == "f"]
    line = BookEntry.objects.get(act="book.export")
    assert (line.by, line.details["rows"], line.details["reason"]) == (cast["auditor"], 1, "三季度审计")


def test_numbers_the_auditor_asked_for_stand_masked_in_the_book(auditor: Any, mill: Mill) -> None:
    auditor.post(f"{EXPORT}?since=2000-01-01&q=13911112222%20陈%2034010419900101123X", {"reason": "审计"})

    told = str(BookEntry.objects.get(act="book.export").details)
    assert "since=2000-01-01" in told
    assert "139****2222 陈 340*" in told
    assert "34010419900101123X" not in told
    assert "13911112222" not in told


def test_too_much_at_once_is_refused_before(auditor: Any, mill: Mill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.book_export.LINES_AT_MOST", 3)

    answer = auditor.post(EXPORT, {"reason": "审计"})

    assert "一次最多导出 3 行" in answer.content.decode()
    assert not BookEntry.objects.filter(act="book.export").exists()


def test_taking_it_away_asks_for_a_fresh_second_step(auditor: Any) -> None:
    session = auditor.session
    session[step_up.TAKEN_AT] -= 3600
    session.save()

    assert auditor.post(EXPORT, {"reason": "审计"})["Location"].startswith("/second-step/")


@pytest.mark.parametrize("who", ["system_admin", "organisation_staff", "approver", "body_officer", "finance"])
def test_nobody_else_reads_it_or_takes_it_away(signed_in: Any, mill: Mill, who: str) -> None:
    browser = signed_in(who)

    assert [browser.get(BOOK).status_code, browser.post(EXPORT, {"reason": "x"}).status_code] == [403, 403]


def test_wrong_codes_stand_in_the_book(auditor: Any, cast: dict[str, User]) -> None:
    book.record("accounts.second_step_refused", by=cast["finance"], row=cast["finance"], why="锁定 30 分钟")

    page = auditor.get(f"{BOOK}?kind=sign-in").content.decode()

    assert "动态验证码不正确" in page
    assert "锁定 30 分钟" in page
    assert second_factor.FAILURES_AT_MOST == 5
