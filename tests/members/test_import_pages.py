"""What an import of members wrote, on its pages: rows of the register, and people by what the reader may see."""

import re
from datetime import date

import pytest

from accounts import wall
from accounts.models import BookEntry
from members.operations import transfers
from registers.models import ImportRun
from tests.factories import MembershipFactory, id_number
from tests.members.roles import as_the_application
from tests.members.rosters import MILL, QUARRY, a_row
from tests.registers.sheets import bring, sheet

pytestmark = pytest.mark.django_db
RUNS = "/admin/registers/importrun/"


@pytest.fixture
def pages(signed_in):
    """`pages(who, run, "rows")`: the text of a page of the run, with row security real."""

    def read(who, run, page, send=None):
        browser = signed_in(who)
        with as_the_application(), wall.parts([]):
            where = f"{RUNS}{run.pk}/{page}/"
            answer = browser.post(where, {}, follow=True) if send is not None else browser.get(where)
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))

    return read


@pytest.fixture
def roster(tmp_path, cast, mill) -> ImportRun:
    """Two new members and one whose mobile changed: five lines in two tables."""
    MembershipFactory(union=mill.union, id_number=id_number(3), name="赵田", mobile="13900000001")
    rows = [a_row(1, 姓名="李河"), a_row(2, 姓名="王海"), a_row(3, 姓名="赵田", 移动电话="13900000002")]
    run, _ = bring(sheet(tmp_path, "members", rows), "members", by=cast["body_officer"])
    assert (run.created, run.changed) == (2, 1)
    return run


@pytest.fixture
def moved(tmp_path, cast, mill, quarry) -> ImportRun:
    """李河 came from the mill to the quarry, by a file of the receiver."""
    li = MembershipFactory(union=mill.union, id_number=id_number(1), name="李河").member
    transfers.apply(li, quarry.union, on=date(2012, 6, 1), opinion="同意转出", by=cast["body_officer"])
    row = {"证件号码": id_number(1), "姓名": "李河", "转出工会编码": MILL, "转入工会编码": QUARRY,
           "申请日期": "2012-06-01", "接收日期": "2012-06-10"}  # fmt: skip
    run, _ = bring(sheet(tmp_path, "transfers", [row]), "transfers", by=cast["stranger"])
    assert (run.created, run.changed) == (0, 1)
    return run


def test_undoing_counts_the_rows_of_the_register_not_the_lines_of_its_tables(pages, roster):
    look = pages("body_officer", roster, "undo")

    assert "删除它新增的 2 条记录，把它修改过的 1 条恢复" in look
    assert "撤销这次导入的 3 条" in look
    assert "已撤销：删除 2 条新增记录，恢复 1 条修改。" in pages("body_officer", roster, "undo", send={})


def test_the_page_of_what_was_written_says_why_it_has_more_lines(pages, roster):
    assert "登记表的 3 条，连同相关记录共 5 处改动" in pages("body_officer", roster, "rows")


def test_a_transfer_counts_once_though_it_moves_a_membership(pages, moved):
    assert "撤销这次导入的 1 条" in pages("stranger", moved, "undo")


def test_people_of_the_own_part_stand_by_name(pages, roster):
    page = pages("body_officer", roster, "rows")

    for name in ("李河", "王海", "赵田"):
        assert name in page
    assert "号记录" not in page


def test_what_is_outside_the_reader_s_part_has_neither_key_nor_name(pages, moved, mill, quarry):
    page = pages("stranger", moved, "rows")

    assert "会籍：（不在您的管理范围）" in page
    assert f"所在工会：（不在您的管理范围） → {quarry.union.name}" in page or (
        f"工会：（不在您的管理范围） → {quarry.union.name}" in page
    )
    assert "号记录" not in page
    assert mill.union.name not in page


def test_the_county_reads_both_unions_by_name(pages, moved, mill, quarry):
    page = pages("organisation_staff", moved, "rows")

    assert f"{mill.union.name} → {quarry.union.name}" in page
    assert "不在您的管理范围" not in page


def test_what_was_taken_back_is_said_to_be_gone(pages, roster):
    pages("body_officer", roster, "undo", send={})

    page = pages("body_officer", roster, "rows")
    assert "会籍：（已删除）" in page
    assert "号记录" not in page


def test_the_lines_of_many_people_cost_what_one_costs(tmp_path, signed_in, cast, mill, django_assert_max_num_queries):
    rows = [a_row(number, 姓名="李河") for number in range(1, 25)]
    run, _ = bring(sheet(tmp_path, "members", rows), "members", by=cast["body_officer"])
    browser = signed_in("body_officer")

    with django_assert_max_num_queries(40):
        assert browser.get(f"{RUNS}{run.pk}/rows/").status_code == 200


@pytest.mark.parametrize(("who", "events"), [("body_officer", ["2"]), ("organisation_staff", []), (None, [])])
def test_a_file_that_asks_for_people_of_another_part_is_an_event_in_the_book(tmp_path, cast, mill, quarry, who, events):
    for number in (1, 2):
        MembershipFactory(union=quarry.union, id_number=id_number(number))
    rows = [a_row(1), a_row(2), a_row(3)]

    run, outcome = bring(sheet(tmp_path, "members", rows), "members", by=cast[who] if who else None, check=True)

    lines = BookEntry.objects.filter(act="registers.people_elsewhere", table_name="registers_importrun", row_id=run.pk)
    assert [str(line.details["count"]) for line in lines] == events
    assert len(outcome.faults) == 2


def test_the_kinds_of_faults_are_told_in_words_that_fit_the_register(tmp_path, cast, pages, quarry):
    rows = [a_row(1, 工会编码="3499990001")]
    run, _ = bring(sheet(tmp_path, "members", rows), "members", by=cast["body_officer"], check=True)

    page = pages("body_officer", run, "change")
    assert "改填会员所在工会的编码" in page
    assert "基层工会下面不能再设工会" not in page
