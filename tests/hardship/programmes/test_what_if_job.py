"""调整试算 of many files: ordered by the form, worked out by a job, read for a day by whoever asked."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import jobs, wall
from accounts.models import Job
from accounts.refused import Refused
from hardship import what_if_job
from hardship.models import ReliefProgramme, WhatIf
from hardship.tasks import forget_what_ifs
from tests.hardship.programmes.test_what_if_page import family, programme
from tests.members.roles import as_the_application

__all__ = ["programme"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hardship.reports.whatif.IN_THE_REQUEST", 1)


@pytest.fixture
def staff(signed_in: Any, mill: Any, programme: ReliefProgramme) -> Any:
    family(mill.union, 1, "36000")
    family(mill.union, 2, "42480")
    return signed_in("rights_staff")


def order(browser: Any, programme: ReliefProgramme, **asked: str) -> Any:
    boxes = {"on": f"{timezone.localdate()}", "line": "790", "m0": "1.5", "x-homes": "on", "x-hires": "on"}
    url = reverse("admin:hardship_reliefprogramme_whatif", args=[programme.pk])
    return browser.post(url, {**boxes, "x-car": "on", "x-costly_school": "on", **asked})


def worked_out(answer: Any) -> str:
    """The address of the answer, once a worker has been at it."""
    jobs.run(Job.objects.get(kind="what_if").pk)
    return str(answer.url)


def test_the_answer_comes_to_its_page_and_the_question_stays_in_the_boxes(
    staff: Any, programme: ReliefProgramme
) -> None:
    ordered = order(staff, programme)
    waiting = staff.get(ordered.url).content.decode()
    assert 'data-poll="1000"' in waiting
    text = staff.get(worked_out(ordered)).content.decode()

    assert "data-poll" not in text
    assert ("新增 1" in text, "DA0002" in text, "DA0001" in text, 'value="790"' in text) == (True, True, False, True)


def test_asking_twice_at_once_is_one_question_and_looking_asks_nothing(staff: Any, programme: ReliefProgramme) -> None:
    first, second = order(staff, programme), order(staff, programme)
    url = reverse("admin:hardship_reliefprogramme_whatif", args=[programme.pk])
    assert "在后台判定" in staff.get(url, {"on": f"{timezone.localdate()}", "m0": "1.5"}).content.decode()

    assert first.url == second.url
    assert (WhatIf.objects.count(), Job.objects.filter(kind="what_if").count()) == (1, 1)


def test_a_malformed_question_is_told_and_not_queued(staff: Any, programme: ReliefProgramme) -> None:
    assert "请填写倍数" in order(staff, programme, m0="").content.decode()
    assert not WhatIf.objects.exists()


def test_the_answer_is_its_askers_alone_and_sealed(staff: Any, programme: ReliefProgramme, signed_in: Any) -> None:
    address = worked_out(order(staff, programme))

    assert [signed_in(who).get(address).status_code for who in ("auditor", "approver", "finance")] == [404, 404, 403]
    assert "gained" not in WhatIf.objects.get().result_sealed


def test_who_stands_elsewhere_since_reads_it_no_more(staff: Any, programme: ReliefProgramme) -> None:
    address = worked_out(order(staff, programme))
    WhatIf.objects.update(places=["/1/2/"])

    text = staff.get(address).content.decode()
    assert "职责范围在这次试算之后变化过" in text
    assert "DA0002" not in text


def test_after_a_day_it_is_over_and_the_night_forgets_it(staff: Any, programme: ReliefProgramme) -> None:
    address = worked_out(order(staff, programme))
    yesterday = timezone.now() - timedelta(days=1)
    WhatIf.objects.update(at=yesterday, expires_at=yesterday)
    assert "已经过期" in staff.get(address).content.decode()

    with wall.parts([]), as_the_application():
        assert (forget_what_ifs(), forget_what_ifs()) == (1, 0)
    assert staff.get(address).status_code == 404


def test_criteria_that_changed_while_it_waited_end_it_with_a_sentence(staff: Any, programme: ReliefProgramme) -> None:
    order(staff, programme)
    WhatIf.objects.update(query="on=nonsense")
    job = jobs.claim(Job.objects.get(kind="what_if").pk)
    assert job is not None

    with pytest.raises(Refused, match="重新提交"):
        what_if_job.answer(job)
