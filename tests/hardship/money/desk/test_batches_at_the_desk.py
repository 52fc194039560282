"""Batches at the desk: made, made into the file, sent, answered, or given up; seen by others, done by finance."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hardship.models import BankReturn, Payment, PaymentBatch
from tests.factories import make_colleague
from tests.hardship.money.desk.batch_pages import LIST, at, only, text_of
from tests.hardship.money.world import answers, approved, batch_of, fresh, payments, read, sealed_batch, state

pytestmark = pytest.mark.django_db


def return_file(batch, *results):
    rows = [["序号", "户名", "账号", "金额", "结果", "失败原因"]]
    for line in answers(batch, *results):
        result = "成功" if line.paid else "失败"
        rows.append([line.serial, line.name, line.account, line.amount, result, line.reason])
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return SimpleUploadedFile("回单.csv", text.getvalue().encode("gb18030"))


def kept_in(page):
    return re.search(r'name="kept" value="([^"]*)"', page)[1]


def test_finance_makes_a_batch_of_what_is_approved(desk, world):
    approved(world, Decimal("1170.00"))

    response = desk.post(f"{LIST}add/", {"programme": world.programme.pk, "source": "", "purpose": ""}, follow=True)

    page = response.content.decode()
    assert response.redirect_chain[-1][0] == at(only())
    assert "壹仟壹佰柒拾元整" in page
    assert "**** 0100" in page
    assert "6217000000000000100" not in page


def test_a_batch_made_twice_says_there_is_nothing_left(desk, world):
    approved(world)
    form = {"programme": world.programme.pk, "source": "", "purpose": ""}
    desk.post(f"{LIST}add/", form)

    assert "现在没有可以发放的" in desk.post(f"{LIST}add/", form).content.decode()
    assert PaymentBatch.objects.count() == 1


def test_who_is_left_out_stands_on_the_page_with_the_reason(desk, world):
    approved(world)
    approved(world, card="")

    page = text_of(desk, at(batch_of(world)))

    assert "没有列入的（1 笔）" in page
    assert "没有银行卡号或开户银行" in page


def test_the_answer_is_looked_at_first_and_read_on_the_second_press(desk, world):
    batch = sealed_batch(world, 3)

    page = desk.post(at(batch, "return"), {"file": return_file(batch, True, False, True)}).content.decode()
    assert "2 笔，2,000.00元" in page
    assert "账户已销户" in page
    assert {one.state for one in payments(batch)} == {"sent"}

    done = desk.post(at(batch, "return"), {"kept": kept_in(page)}, follow=True).content.decode()
    assert "回单已读入：到账 2 笔，失败 1 笔" in done
    assert [one.state for one in payments(batch)] == ["paid", "failed", "paid"]


def test_pressed_twice_it_is_read_once(desk, world):
    batch = sealed_batch(world, 1)
    page = desk.post(at(batch, "return"), {"file": return_file(batch, True)}).content.decode()

    for _ in range(2):
        desk.post(at(batch, "return"), {"kept": kept_in(page)})

    assert BankReturn.objects.count() == 1
    assert state(world.applications[0]) == "closed"


def test_another_batchs_answer_is_named_line_by_line(desk, world):
    one, other = sealed_batch(world, 2), sealed_batch(world, 2)

    page = desk.post(at(one, "return"), {"file": return_file(other, True, True)}).content.decode()

    assert "这份回单没有读入" in page
    assert "第 2 行“账号”" in page
    assert 'name="kept"' not in page


def test_a_look_at_one_batch_is_not_read_into_another(desk, world):
    one, other = sealed_batch(world, 1), sealed_batch(world, 1)
    page = desk.post(at(one, "return"), {"file": return_file(one, True)}).content.decode()

    assert "另一个批次" in desk.post(at(other, "return"), {"kept": kept_in(page)}).content.decode()
    assert not BankReturn.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("回单.csv", b"", "空"),
        ("回单.pdf", b"%PDF-1.7", "只能读入"),
        ("回单.xlsx", b"PK\x03\x04 no", "损坏"),
        ("回单.csv", b"\x00\x01", "不是文本"),
        ("回单.csv", "序号,户名\n1,张三\n".encode(), "没有找到含这一列"),
        ("回单.csv", b"a" * 1_000_001, "超过 1 MB"),
    ],
)
def test_whatever_else_is_sent_is_answered_with_a_sentence(desk, world, name, content, said):
    batch = sealed_batch(world, 1)

    page = desk.post(at(batch, "return"), {"file": SimpleUploadedFile(name, content)}).content.decode()

    assert said in page
    assert [one.state for one in payments(batch)] == ["sent"]


@pytest.mark.parametrize("kept", ["x", "k1:AAAA", ""])
def test_a_spoilt_second_press_asks_for_the_file_again(desk, world, kept):
    batch = sealed_batch(world, 1)

    assert desk.post(at(batch, "return"), {"kept": kept}).status_code == 200
    assert not BankReturn.objects.exists()


def test_giving_up_a_file_asks_for_the_code_and_for_certainty(desk, world):
    batch = sealed_batch(world, 1)
    form = {"code": batch.code, "reason": "账号有误", "not_sent": "on"}
    for lacking in form:
        desk.post(at(batch, "void"), form | {lacking: ""})
    assert fresh(batch).state == "sealed"

    desk.post(at(batch, "void"), form)

    assert fresh(batch).state == "void"


def test_a_draft_is_given_up_with_a_reason_alone(desk, world):
    batch = batch_of(world, 1)

    desk.post(at(batch, "void"), {"reason": "重编"})

    assert fresh(batch).state == "void"


def test_what_was_sent_is_not_offered_to_be_given_up(desk, world):
    batch = sealed_batch(world, 1)
    desk.post(at(batch, "send"), {"on": "2013-01-16"})

    assert fresh(batch).sent_on.isoformat() == "2013-01-16"
    assert desk.get(at(batch, "void")).status_code == 302
    assert at(batch, "void") not in text_of(desk, at(batch))


def test_what_is_at_the_bank_says_so(desk, world):
    batch = sealed_batch(world, 1)
    assert "已生成银行文件" in text_of(desk, at(batch))

    desk.post(at(batch, "send"), {"on": "2013-01-16"})

    assert "已交银行，等回单" in text_of(desk, at(batch))
    assert "已交银行，等回单" in text_of(desk, LIST)


def test_the_banks_own_file_is_taken_again(desk, world):
    batch = sealed_batch(world, 1)
    answer = read(world, batch, True, data=b"abc")

    response = desk.post(f"{LIST}{batch.pk}/return/{answer.pk}/", {"reason": "核对"})

    assert response.content == b"abc"


OTHERS = ["auditor", "rights_staff", "approver"]


@pytest.mark.parametrize("role", OTHERS)
def test_others_look_at_batches_and_pay_nothing(browser, world, county, role):
    batch, sealed = batch_of(world, 1), sealed_batch(world, 1)
    client = browser(make_colleague("观察", role, county))

    assert client.get(LIST).status_code == client.get(at(batch)).status_code == 200
    for url in (f"{LIST}add/", at(batch, "order"), at(batch, "void"), at(sealed, "file"), at(sealed, "return")):
        assert client.get(url).status_code == 403, url
        assert client.post(url, {"reason": "x"}).status_code == 403, url
    assert (fresh(batch).state, fresh(sealed).state) == ("draft", "sealed")


@pytest.mark.parametrize("role", ["system_admin", "organisation_staff"])
def test_whoever_has_no_part_in_relief_sees_no_batch(browser, world, county, role):
    batch = sealed_batch(world, 1)
    client = browser(make_colleague("别人", role, county))

    assert {client.get(url).status_code for url in (LIST, at(batch), at(batch, "file"))} == {403}


def test_a_batch_that_is_not_there_is_404(desk, world):
    assert {desk.get(f"{LIST}999/{page}/").status_code for page in ("change", "file", "return", "order")} == {404}


def test_a_hundred_lines_cost_what_ten_cost(desk, world, django_assert_max_num_queries):
    def count(batch):
        with django_assert_max_num_queries(60) as queries:
            desk.get(at(batch))
        return len(queries)

    small = batch_of(world, 2)
    count(small)
    few = count(small)

    assert count(batch_of(world, 12)) == few
    assert Payment.objects.everywhere("tests").count() == 14
