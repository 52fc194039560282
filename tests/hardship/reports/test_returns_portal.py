"""On the chair's phone: the union's word that nobody applies, and what else of relief is due."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from hardship.models import NoHardship, PublicNotice
from tests.hardship.families import make_programme
from tests.hardship.reports.conftest import Winter
from tests.hardship.reports.world import application, family
from unions.further import further_of


@pytest.fixture
def now_open(winter: Winter) -> Winter:
    """The programme runs since yesterday, for ten days more."""
    winter.programme.opens_at = timezone.now() - timedelta(days=1)
    winter.programme.closes_at = timezone.now() + timedelta(days=10)
    winter.programme.save()
    return winter


def page(winter: Winter) -> str:
    return f"/portal/{winter.mill.pk}/relief/none/"


def due(winter: Winter) -> dict[str, Any]:
    rows, _ = further_of(winter.mill, winter.cast["chair"], timezone.localdate())
    return {row.title: row for row in rows}


def said() -> list[NoHardship]:
    return list(NoHardship.objects.everywhere("tests"))


ASKED = "“2013年元旦春节送温暖”：本单位有困难职工吗？"


def test_a_running_programme_asks_the_union(now_open: Winter) -> None:
    row = due(now_open)[ASKED]

    assert row.url == f"{page(now_open)}?programme={now_open.programme.pk}"
    assert row.due_on == timezone.localdate(now_open.programme.closes_at)


def test_near_the_closing_moment_the_days_are_counted(now_open: Winter) -> None:
    now_open.programme.closes_at = timezone.now() + timedelta(days=3)
    now_open.programme.save()

    left = (timezone.localdate(now_open.programme.closes_at) - timezone.localdate()).days
    assert due(now_open)[ASKED].badge == f"还有 {left} 天"


def test_one_tap_says_that_nobody_applies(signed_in: Any, now_open: Winter) -> None:
    chair = signed_in("chair")

    answer = chair.post(page(now_open), follow=True)

    assert [(row.union, row.by) for row in said()] == [(now_open.mill, now_open.cast["chair"])]
    assert "已声明" in answer.content.decode()
    assert ASKED not in due(now_open)


def test_the_word_is_taken_back(signed_in: Any, now_open: Winter) -> None:
    chair = signed_in("chair")
    chair.post(page(now_open))

    chair.post(page(now_open), {"take_back": "on"})

    assert said() == []
    assert ASKED in due(now_open)


def test_a_union_with_files_is_asked_why(signed_in: Any, now_open: Winter) -> None:
    family(now_open.mill)
    chair = signed_in("chair")

    refused = chair.post(page(now_open))
    told = chair.post(page(now_open), {"reason": "收入已超过标准"})

    assert "写明原因" in refused.content.decode()
    assert told.status_code == 302
    assert [row.reason for row in said()] == ["收入已超过标准"]


def test_a_union_that_applies_is_asked_nothing(signed_in: Any, now_open: Winter) -> None:
    application(family(now_open.mill), now_open.programme, "draft", now_open.cast)

    answer = signed_in("chair").post(page(now_open))

    assert ASKED not in due(now_open)
    assert "不用再声明" in answer.content.decode()
    assert said() == []


def test_nothing_is_asked_before_and_after(signed_in: Any, winter: Winter) -> None:
    response = signed_in("chair").get(page(winter))

    assert due(winter) == {}
    assert "现在没有正在申报的帮扶项目" in response.content.decode()
    assert signed_in("chair").post(page(winter)).status_code == 404


@pytest.mark.parametrize("who", ["rights_staff", "body_officer", "finance"])
def test_only_the_union_itself_speaks(signed_in: Any, now_open: Winter, who: str) -> None:
    assert signed_in(who).post(page(now_open)).status_code == 403
    assert signed_in("chair").post(f"/portal/{now_open.quarry.pk}/relief/none/").status_code == 404
    assert said() == []


def test_another_programme_can_be_chosen(signed_in: Any, now_open: Winter) -> None:
    make_programme(
        "study", name="金秋助学", opens_at=now_open.programme.opens_at, closes_at=timezone.now() + timedelta(days=2)
    )
    chair = signed_in("chair")

    first = chair.get(page(now_open)).content.decode()
    chosen = chair.get(f"{page(now_open)}?programme={now_open.programme.pk}").content.decode()

    assert "<h1>金秋助学</h1>" in first
    assert "<h1>2013年元旦春节送温暖</h1>" in chosen
    assert chair.get(f"{page(now_open)}?programme=x").status_code == 404


def notice_of(winter: Winter, state: str, **given: Any) -> PublicNotice:
    file, step = family(winter.mill, on=timezone.localdate()), "posted" if state == "running" else "notice_over"
    row = application(file, winter.programme, step, winter.cast)
    notice = PublicNotice.objects.create(
        kind="unit",
        programme=winter.programme,
        organisation=winter.mill,
        token=f"t{row.pk}",
        state=state,
        starts_on=timezone.localdate() - timedelta(days=60),
        days=5,
        **given,
    )
    notice.lines.create(application=row, place=1, name=row.name)
    return notice


def test_a_notice_asks_for_its_picture_first(winter: Winter) -> None:
    notice_of(winter, "running")

    assert due(winter)["公示还没有拍照"].badge == "待拍照"


def test_an_objection_stops_everything_else(winter: Winter) -> None:
    notice = notice_of(winter, "running")
    notice.objections.create(received_on=notice.starts_on, text="有疑问")

    row = due(winter)["公示有 1 件异议待答复"]

    assert (row.tone, row.is_pressing) == ("overdue", True)
    assert row.url == f"/portal/relief/notices/{notice.pk}/"


@pytest.mark.parametrize(("days", "badge"), [(334, None), (335, "快到期"), (365, "今天到期"), (366, "逾期 1 天")])
def test_a_file_s_yearly_look_is_told_a_month_ahead(winter: Winter, days: int, badge: str | None) -> None:
    family(winter.mill, on=timezone.localdate() - timedelta(days=days))

    row = due(winter).get("1 份困难职工档案要复核")

    assert (row.badge if row else None) == badge
    assert row is None or row.url == f"/portal/{winter.mill.pk}/relief/files/"


def test_the_home_page_shows_it(signed_in: Any, now_open: Winter) -> None:
    assert "本单位有困难职工吗" in signed_in("chair").get(f"/portal/{now_open.mill.pk}/").content.decode()
