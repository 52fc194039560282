"""The bank file at the desk: ordered, made by the job, taken for a reason."""

import csv
import io

import openpyxl
import pytest

from accounts import jobs
from accounts.models import BookEntry, Job
from accounts.refused import Refused
from hardship.jobs import bank_file
from hardship.operations import sealing
from tests.hardship.money.desk.batch_pages import at, text_of
from tests.hardship.money.world import batch_of, fresh, sealed_batch

pytestmark = pytest.mark.django_db


def test_finance_orders_the_file_and_the_job_makes_it(desk, world):
    batch = batch_of(world, 2)

    page = desk.post(at(batch, "order"), follow=True).content.decode()
    assert 'data-poll="1000"' in page
    jobs.run(Job.objects.get(kind=sealing.JOB).pk)

    assert fresh(batch).state == "sealed"
    assert fresh(batch).sealed_by == world.cashier
    assert "下载银行文件" in text_of(desk, at(batch))


def test_a_job_that_could_not_go_on_says_why_on_the_page(desk, world):
    batch = batch_of(world, 1)
    Job.objects.create(kind=sealing.JOB, subject_id=batch.pk, by=world.cashier, state="failed", message="余额不够。")

    page = text_of(desk, at(batch))

    assert "银行文件没有生成：余额不够。" in page
    assert at(batch, "order") in page


def test_the_job_works_with_the_rights_of_whoever_ordered_it(world):
    batch = batch_of(world, 1)
    job = Job.objects.create(kind=sealing.JOB, subject_id=batch.pk, by=world.leader)

    with pytest.raises(Refused, match="另一位财务人员"):
        bank_file(job)
    assert fresh(batch).state == "draft"


def take(client, batch, kind):
    return client.post(at(batch, "file"), {"kind": kind, "reason": "交银行代发"})


def test_the_file_is_taken_for_a_reason_and_is_the_same_each_time(desk, world):
    batch = sealed_batch(world, 2)

    first, second = take(desk, batch, "csv"), take(desk, batch, "csv")

    assert first.content == second.content
    assert batch.code in first.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(first.content.decode("utf-8-sig"))))
    assert rows[3][:5] == ["合计", "2笔", "", "", "2000.00"]
    assert BookEntry.objects.filter(act="batches.download", by=world.cashier).count() == 2


def test_the_workbook_is_taken_too(desk, world):
    batch = sealed_batch(world, 2)

    sheet = openpyxl.load_workbook(io.BytesIO(take(desk, batch, "xlsx").content)).active

    assert sheet is not None
    assert sheet["C2"].value == "6217000000000000100"


def test_without_a_reason_no_file_leaves(desk, world):
    batch = sealed_batch(world, 1)

    response = desk.post(at(batch, "file"), {"kind": "csv", "reason": ""})

    assert "请用一句话写明用途" in response.content.decode()
    assert not BookEntry.objects.filter(act="batches.download").exists()
