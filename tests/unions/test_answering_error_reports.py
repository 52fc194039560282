"""信息纠错 at the desk: the queue, the claim beside what is public, the answer, and taking it back."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import BookEntry, User
from accounts.refused import Refused
from tests.conftest import CANARY, Mill
from unions.error_reports import open_of
from unions.models import ErrorReport
from unions.operations import error_reports

pytestmark = pytest.mark.django_db
AT = datetime(2012, 10, 31, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
LIST = "/admin/unions/errorreport/"


def told(mill: Mill, receipt: str = "r1", **values: Any) -> ErrorReport:
    given: dict[str, Any] = {"what": "phone", "words": "打 13700002222 才通", "at": AT, **values}
    return error_reports.receive(mill.union, receipt=receipt, **given, by=None)


def kept(report: ErrorReport) -> ErrorReport:
    found: ErrorReport = ErrorReport.objects.everywhere("a test").get(pk=report.pk)
    return found


def page_of(report: ErrorReport, act: str = "change") -> str:
    return f"{LIST}{report.pk}/{act}/"


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_officer_sees_the_claim_beside_what_is_public(signed_in: Any, mill: Mill) -> None:
    page = text(signed_in("body_officer").get(page_of(told(mill))))

    assert "电话打不通或不对" in page
    assert "137****2222" in page
    assert "13700002222" not in page
    assert "公开目录现在显示" in page
    assert mill.chair.name in page
    assert f"/admin/unions/officer/?union={mill.union.pk}&amp;sitting=yes" in page


def test_whole_words_are_shown_for_a_reason(signed_in: Any, mill: Mill) -> None:
    report = told(mill)

    page = text(signed_in("body_officer").post(page_of(report, "words"), {"reason": "核对电话"}))

    assert "13700002222" in page
    assert BookEntry.objects.filter(act="personal.show", row_id=report.pk).exists()


@pytest.mark.parametrize(("act", "state"), [("fixed", "fixed"), ("unfounded", "unfounded")])
def test_officer_answers_with_one_tap(signed_in: Any, cast: dict[str, User], mill: Mill, act: str, state: str) -> None:
    report, officer = told(mill), signed_in("body_officer")
    offered = officer.get(page_of(report, act)).context["form"].fields["offered"].choices[0][0]

    officer.post(page_of(report, act), {"offered": offered})

    row = kept(report)
    assert (row.state, row.answer, row.answered_by) == (state, offered, cast["body_officer"])
    assert row.answered_at is not None


def test_own_words_go_before_the_offered_ones(signed_in: Any, mill: Mill) -> None:
    report = told(mill)
    signed_in("body_officer").post(page_of(report, "fixed"), {"offered": "", "words": "  已改为 0551-1234567  "})

    assert kept(report).answer == "已改为 0551-1234567"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"offered": "", "words": " "}, "请选一句答复"),
        ({"words": "长" * 201}, "请缩短到 200 个字以内"),
        ({"words": "请打 13800001111"}, "请不要写手机号"),
        ({"offered": "别的话"}, "别的话"),
        ({"words": "好", "others": ["99999999"]}, "有的已经办结"),
    ],
)
def test_malformed_answers_nothing(signed_in: Any, mill: Mill, values: dict[str, Any], says: str) -> None:
    report = told(mill)
    told(mill, "r2")

    assert says in text(signed_in("body_officer").post(page_of(report, "fixed"), values))
    assert kept(report).state == "new"


def test_several_of_one_union_are_answered_together_and_taken_back_together(
    signed_in: Any, mill: Mill, quarry: Mill
) -> None:
    one, two, third = told(mill), told(mill, "r2"), told(mill, "r3", what="office")
    foreign = told(quarry, "r4")
    officer = signed_in("body_officer")
    form = officer.get(page_of(one, "fixed")).context["form"]
    assert form.initial["others"] == [str(two.pk)]
    assert {key for key, _ in form.fields["others"].choices} == {str(two.pk), str(third.pk)}

    officer.post(page_of(one, "fixed"), {"words": "已更正", "others": [two.pk]})

    assert [kept(each).state for each in (one, two, third, foreign)] == ["fixed", "fixed", "new", "new"]

    act = officer.get(page_of(two, "take-back")).context["form"].initial["act_id"]
    officer.post(page_of(two, "take-back"), {"act_id": act})

    assert [kept(each).state for each in (one, two)] == ["new", "new"]
    assert [kept(each).receipt for each in (one, two)] == ["r1", "r2"]


def test_answered_by_somebody_meanwhile_keeps_the_first_answer(signed_in: Any, mill: Mill) -> None:
    report = told(mill)
    signed_in("organisation_staff").post(page_of(report, "fixed"), {"words": "已更正"})

    late = signed_in("body_officer").post(page_of(report, "unfounded"), {"words": "没错"})

    assert late.status_code == 302
    assert kept(report).answer == "已更正"
    with pytest.raises(Refused, match="已经有人答复过了"):
        error_reports.answer([report], state="fixed", answer="又", at=AT, by=None)


@pytest.mark.parametrize("who", ["auditor", "approver"])
def test_colleague_without_duty_reads_and_may_not_answer(signed_in: Any, mill: Mill, who: str) -> None:
    report = told(mill)

    assert signed_in(who).get(page_of(report)).status_code == 200
    assert signed_in(who).post(page_of(report, "fixed"), {"words": "好"}).status_code == 403
    assert kept(report).state == "new"


def test_stranger_gets_404_and_an_empty_list(signed_in: Any, mill: Mill) -> None:
    report = told(mill)

    assert signed_in("stranger").get(page_of(report)).status_code == 404
    assert signed_in("stranger").post(page_of(report, "fixed"), {"words": "好"}).status_code == 404
    assert mill.union.name not in text(signed_in("stranger").get(LIST))


def test_what_waits_longest_stands_first(signed_in: Any, mill: Mill, cast: dict[str, User]) -> None:
    done, later, first = told(mill, "r1"), told(mill, "r2", at=AT + timedelta(days=2)), told(mill, "r3")
    error_reports.answer([done], state="fixed", answer="好", at=AT, by=cast["body_officer"])

    shown = signed_in("body_officer").get(LIST).context["cl"].result_list

    assert [row.pk for row in shown] == [first.pk, later.pk, done.pk]


def test_work_list_counts_what_waits_in_the_own_part(signed_in: Any, mill: Mill, quarry: Mill) -> None:
    told(mill, at=timezone.now())
    told(quarry, "r2")

    mine, theirs = (text(signed_in(who).get("/admin/")) for who in ("body_officer", "stranger"))

    assert "条公众反映的信息错误待核对答复" in mine
    assert "超过 7 天" not in mine
    assert "超过 7 天" in theirs
    assert "信息错误待核对" not in text(signed_in("auditor").get("/admin/"))


@pytest.mark.parametrize("query", ["q=河畔", "q=hpzc", "open=yes", "open=no", "what__exact=phone", "q=%27", "open=x"])
def test_list_is_searched_and_filtered(signed_in: Any, mill: Mill, query: str) -> None:
    told(mill)

    assert signed_in("body_officer").get(f"{LIST}?{query}").status_code == 200


def test_ten_reports_cost_what_one_costs(signed_in: Any, mill: Mill) -> None:
    told(mill)
    officer = signed_in("body_officer")
    officer.get(LIST)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            officer.get(LIST)
        counts.append(len(queries))
        for number in range(9):
            told(mill, f"more{number}")

    assert counts[0] == counts[1]


def test_chair_reads_what_waits_for_the_own_union(mill: Mill, quarry: Mill, cast: dict[str, User]) -> None:
    told(mill)
    told(quarry, "r2", words=CANARY)
    done = told(mill, "r3")
    error_reports.answer([done], state="fixed", answer="好", at=AT, by=cast["body_officer"])

    assert [(one.what, one.words) for one in open_of(mill.union)] == [("电话打不通或不对", "打 137****2222 才通")]
