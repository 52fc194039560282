"""单位公示 on the phone."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import BookEntry
from hardship.models import Document, PaperPrint, PublicNotice, ReliefApplication, ReliefProgramme
from hardship.operations import notices, objections
from tests.conftest import CANARY, Mill
from tests.factories import id_number
from tests.hardship.flow.test_papers import PDF
from tests.hardship.notices import MONDAY, agreed, at, lines_of, on_day, photograph, post, reread
from tests.members.printing import cells_of
from tests.unions.pictures import encoded, scene

TUESDAY, OVER = date(2012, 12, 4), date(2012, 12, 11)


def address(notice: PublicNotice, page: str = "") -> str:
    return f"/portal/relief/notices/{notice.pk}/{page}"


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("公示.jpg", encoded(scene(1)))


def test_the_chair_posts_what_the_committee_agreed_to(chair: Client, mill: Mill, waiting: ReliefApplication) -> None:
    page = f"/portal/{mill.union.pk}/relief/notices/post/"
    assert "李困难" in chair.get(page).content.decode()
    answer = chair.post(page, {
        "chosen": [waiting.pk], f"department_{waiting.pk}": "制浆车间", "on": "2012-12-03", "place": "厂门口", "phone": "0559-2100001",
    })  # fmt: skip

    notice = PublicNotice.objects.everywhere("a test").get()
    assert answer["Location"] == address(notice)
    assert (notice.place, notice.phone, notice.starts_on) == ("厂门口", "0559-2100001", MONDAY)
    assert [line.unit for line in lines_of(notice)] == ["制浆车间"]
    assert reread(waiting).state == "posted"


@pytest.mark.parametrize(("change", "said"), [
    ({"chosen": []}, "至少选一份"), ({"chosen": ["999999"]}, "请重新选择"), ({"on": "2012-12-04"}, "不能晚于今天"),
    ({"place": ""}, "贴在哪里"),
    ({"on": "2012-06-31"}, "没有这一天"),
])  # fmt: skip
def test_malformed_posting_changes_nothing(
    chair: Client, mill: Mill, waiting: ReliefApplication, change: dict[str, Any], said: str
) -> None:
    values = {"chosen": [waiting.pk], "on": "2012-12-03", "place": "厂门口"} | change
    answer = chair.post(f"/portal/{mill.union.pk}/relief/notices/post/", values)

    assert said in answer.content.decode()
    assert not PublicNotice.objects.everywhere("a test").exists()


def test_the_list_says_how_far_each_notice_is(
    chair: Client, mill: Mill, notice: PublicNotice, programme: ReliefProgramme
) -> None:
    agreed(mill.union, programme, 1)
    page = chair.get(f"/portal/{mill.union.pk}/relief/notices/").content.decode()

    for words in ("<b>李困难</b>", programme.name, "1 份申请等待公示", "已满 0/5 个工作日，12月10日期满", "缺照片"):
        assert words in page


def test_a_notice_is_reached_from_its_application_and_from_relief(
    chair: Client, mill: Mill, notice: PublicNotice, waiting: ReliefApplication
) -> None:
    assert f'href="{address(notice)}"' in chair.get(f"/portal/relief/{waiting.pk}/").content.decode()
    relief = chair.get(f"/portal/{mill.union.pk}/relief/").content.decode()
    assert "1 张正在公示" in relief
    assert f'href="/portal/{mill.union.pk}/relief/notices/"' in relief


def test_a_notice_that_is_over_is_still_reached_from_its_application(
    chair: Client, notice: PublicNotice, waiting: ReliefApplication
) -> None:
    photograph(notice)
    with on_day(OVER):
        notices.end(notice, at=at(OVER), by=None)

    page = chair.get(f"/portal/relief/{waiting.pk}/").content.decode()

    assert f'href="{address(notice)}"' in page
    assert "期满" in page


def test_an_empty_list_says_what_comes_next(chair: Client, mill: Mill) -> None:
    assert "单位工会审核同意一份申请以后" in chair.get(f"/portal/{mill.union.pk}/relief/notices/").content.decode()
    assert "没有等待公示的申请" in chair.get(f"/portal/{mill.union.pk}/relief/notices/post/").content.decode()


def test_the_picture_is_taken_and_the_notice_ends_when_its_days_have_passed(
    chair: Client, signed_in: Any, notice: PublicNotice, waiting: ReliefApplication
) -> None:
    chair.post(address(notice, "photo/"), {"photo": picture()})
    assert "已上传" in chair.get(address(notice)).content.decode()
    early = chair.post(address(notice, "end/")).content.decode()
    assert "公示期还没有满：5 个工作日已过 0 个" in early
    with on_day(OVER):
        later = signed_in("chair")
        assert "办理公示期满" in later.get(address(notice)).content.decode()
        later.post(address(notice, "end/"))

    assert reread(notice).state == "over"
    assert reread(waiting).state == "notice_over"


@pytest.mark.parametrize("upload", [None, SimpleUploadedFile("a.txt", b"hello"), SimpleUploadedFile("a.pdf", b"%PDF-")])
def test_what_is_no_picture_is_said_and_changes_nothing(chair: Client, notice: PublicNotice, upload: Any) -> None:
    answer = chair.post(address(notice, "photo/"), {"photo": upload} if upload else {})

    assert answer.status_code == 200
    assert reread(notice).photo_id is None


def test_an_objection_is_written_down_and_answered(
    chair: Client, notice: PublicNotice, waiting: ReliefApplication
) -> None:
    told = {
        "application": waiting.pk,
        "received_on": "2012-12-03",
        "text": "家里有汽车",
        "said_by": "告状某",
        "contact": "13900009999",
    }
    chair.post(address(notice, "object/"), told)
    page = chair.get(address(notice)).content.decode()
    assert "有异议，公示期停住" in page
    [objection] = notice.objections.everywhere("a test")
    shown = chair.get(f"/portal/relief/objections/{objection.pk}/").content.decode()
    assert "139****9999" in shown

    chair.post(
        f"/portal/relief/objections/{objection.pk}/", {"outcome": "dismissed", "reply": "没有汽车", "on": "2012-12-03"}
    )

    assert (reread(objection).answer, reread(objection).reply) == ("dismissed", "没有汽车")


def test_an_upheld_objection_sends_the_application_back(
    chair: Client, notice: PublicNotice, waiting: ReliefApplication
) -> None:
    objection = objections.receive(
        notice, application=waiting, received_on=MONDAY, text="有汽车", at=at(MONDAY), by=None
    )
    values = {"outcome": "upheld", "reply": "属实", "on": "2012-12-03", "back_to": "submitted"}
    chair.post(f"/portal/relief/objections/{objection.pk}/", values)

    assert reread(waiting).state == "submitted"


def test_a_notice_is_taken_down_with_a_reason(chair: Client, notice: PublicNotice, waiting: ReliefApplication) -> None:
    assert "请写明原因" in chair.post(address(notice, "down/"), {"reason": ""}).content.decode()
    chair.post(address(notice, "down/"), {"reason": "名字写错"})

    assert (reread(notice).state, reread(waiting).state) == ("cancelled", "agreed")


def test_the_sheet_to_hang_says_no_more_than_it_may(chair: Client, notice: PublicNotice) -> None:
    answer = chair.post(address(notice, "print/"), {"kind": "xlsx", "reason": "张贴"})
    told = "\n".join(cells_of(answer.content))

    assert "李困难" in told
    assert "2012年12月3日至2012年12月10日" in told
    for secret in (id_number(0), "13900000000", "天河镇", "6217000000000000011", "子女上学", "42120", "李小孩"):
        assert secret not in told
    line = BookEntry.objects.get(act="papers.print", change="event")
    assert (line.details["count"], line.details["reason"]) == (1, "张贴")
    assert PaperPrint.objects.everywhere("a test").get().kind == "notice"


def test_the_report_is_printed_once_the_notice_is_over_and_its_scan_is_kept(
    chair: Client, signed_in: Any, notice: PublicNotice, waiting: ReliefApplication
) -> None:
    early = chair.post(address(notice, "result/"), {"kind": "pdf", "reason": "申报"}).content.decode()
    assert "公示期还没有满" in early
    photograph(notice)
    notices.end(notice, at=at(OVER), by=None)
    with on_day(OVER):
        later = signed_in("chair")
        printed = later.post(address(notice, "result/"), {"kind": "pdf", "reason": "申报"})
        later.post(address(notice, "report/"), {"scan": SimpleUploadedFile("a.pdf", PDF)})

    code = PaperPrint.objects.everywhere("a test").get().code
    assert printed.content.startswith(b"%PDF")
    assert reread(notice).report_code == code
    assert Document.objects.everywhere("a test").filter(kind="notice_report", application=waiting).exists()


def test_the_whole_way_runs_behind_the_wall(
    chair: Client, mill: Mill, waiting: ReliefApplication, application_role: None
) -> None:
    page = f"/portal/{mill.union.pk}/relief/notices/post/"
    where = chair.post(page, {"chosen": [waiting.pk], "on": "2012-12-03", "place": "厂门口"})["Location"]

    for step in ("", "print/", "photo/", "object/", "down/"):
        assert chair.get(f"{where}{step}").status_code == 200
    assert chair.post(f"{where}photo/", {"photo": picture()}).status_code == 302
    assert chair.post(f"{where}print/", {"kind": "xlsx", "reason": "张贴"}).status_code == 200


@pytest.mark.parametrize("page", ["", "photo/", "report/", "end/", "down/", "object/", "print/", "result/"])
def test_another_union_s_notice_does_not_exist(
    other_chair: Client, signed_in: Any, notice: PublicNotice, page: str
) -> None:
    assert other_chair.get(address(notice, page)).status_code == 404
    assert other_chair.post(address(notice, page), {"reason": "x"}).status_code in (404, 405)
    assert signed_in("rights_staff").get(address(notice, page)).status_code == 403
    assert signed_in("finance").get(address(notice, page)).status_code == 404
    assert Client().get(address(notice, page)).status_code == 302
    assert reread(notice).state == "running"


def test_no_page_shows_a_word_of_another_union(
    chair: Client, mill: Mill, quarry: Mill, notice: PublicNotice, programme: ReliefProgramme
) -> None:
    foreign = agreed(quarry.union, programme, 1, name=f"{CANARY}某")
    post(foreign)
    agreed(quarry.union, programme, 2, name=f"{CANARY}另")

    for page in (
        f"/portal/{mill.union.pk}/relief/notices/",
        f"/portal/{mill.union.pk}/relief/notices/post/",
        address(notice),
    ):
        assert CANARY not in chair.get(page).content.decode()


def test_ten_notices_cost_what_one_costs(
    chair: Client, mill: Mill, notice: PublicNotice, programme: ReliefProgramme
) -> None:
    page = f"/portal/{mill.union.pk}/relief/notices/"
    chair.get(page)
    with CaptureQueriesContext(connection) as one:
        chair.get(page)
    for number in range(1, 10):
        post(agreed(mill.union, programme, number))
    with CaptureQueriesContext(connection) as ten:
        chair.get(page)

    assert len(ten) == len(one)


def test_pages_that_only_show_take_no_posts(chair: Client, mill: Mill, notice: PublicNotice) -> None:
    for page in (f"/portal/{mill.union.pk}/relief/notices/", address(notice)):
        assert chair.post(page).status_code == 405
