"""A return file held against its batch: in any order, any form, every mismatch by line. Rules P4, P5."""

import itertools
from decimal import Decimal

import pytest

from hardship.bankfile import Returned, as_csv, mismatches
from hardship.registers.bank_return import read_return
from hardship.sheets.bank import as_xlsx
from registers.faults import Unreadable
from tests.hardship.money.files import BATCH, GOOD, HEADER, LINES, MADE, changed, csv_file, xlsx_file


def read(path):
    result = read_return(path)
    assert result.faults == []
    return result.lines


def codes(path) -> list[tuple[int, str, str]]:
    """(row, column, code) of everything that is wrong with the file for this batch."""
    result = read_return(path)
    if result.faults:
        return [(fault.row, fault.column, str(fault.code)) for fault in result.faults]
    return [(wrong.row, wrong.column, wrong.code) for wrong in mismatches(BATCH, LINES, result.lines)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_every_encoding_a_bank_uses(tmp_path, encoding):
    lines = read(csv_file(tmp_path, GOOD, encoding=encoding))

    assert [(line.row, line.serial, line.paid, line.reason) for line in lines] == [
        (2, 1, True, ""),
        (3, 2, False, "账户已销户"),
        (4, 3, True, ""),
    ]
    assert mismatches(BATCH, LINES, lines) == []


def test_workbook_is_read_with_amounts_as_numbers(tmp_path):
    rows = [[int(row[0]), row[1], row[2], float(row[3]), row[4], row[5] or None] for row in GOOD]

    assert codes(xlsx_file(tmp_path, rows)) == []


def test_our_own_file_with_results_added_is_read(tmp_path):
    text = as_csv(BATCH, LINES).decode("utf-8-sig").splitlines()
    path = tmp_path / "回单.csv"
    path.write_text("\n".join([f"{text[0]},结果", *(f"{line},成功" for line in text[1:4]), *text[4:]]))

    lines = read(path)

    assert [line.batch for line in lines] == [BATCH] * 3
    assert codes(path) == []


def test_our_own_file_of_another_batch_is_told_from_this_one(tmp_path):
    text = as_csv("FF202501-02", LINES).decode("utf-8-sig").splitlines()
    path = tmp_path / "回单.csv"
    path.write_text("\n".join([f"{text[0]},结果", *(f"{line},成功" for line in text[1:4]), *text[4:]]))

    assert codes(path) == [(row, "批次", "other_batch") for row in (2, 3, 4)]


def test_columns_stand_in_any_order_below_a_title_and_others_are_ignored(tmp_path):
    header = ["备注", *reversed(HEADER)]
    rows = [["", *reversed(row)] for row in GOOD]
    path = csv_file(tmp_path, [header, *rows], header=["云岭农商行代发回单"])

    assert codes(path) == []
    assert [line.row for line in read_return(path).lines] == [3, 4, 5]
    assert read_return(path).unknown == ["备注"]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_lines_come_in_any_order(tmp_path, order):
    assert codes(csv_file(tmp_path, [GOOD[place] for place in order])) == []


def test_missing_lines_stay_open(tmp_path):
    lines = read(csv_file(tmp_path, GOOD[1:2]))

    assert [line.serial for line in lines] == [2]
    assert mismatches(BATCH, LINES, lines) == []


def test_a_total_row_is_no_payment(tmp_path):
    assert len(read(csv_file(tmp_path, [*GOOD, ["合计", "3笔", "", "4970.50", "", ""]]))) == 3


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        (changed(2, "金额", "800.51"), (3, "金额", "wrong_amount")),
        (changed(2, "金额", "800.49"), (3, "金额", "wrong_amount")),
        (changed(2, "账号", "6222000000000000023"), (3, "账号", "wrong_account")),
        (changed(2, "户名", "欧阳小五"), (3, "户名", "wrong_name")),
        (changed(2, "序号", "4"), (3, "序号", "unknown_serial")),
        (changed(2, "序号", "0"), (3, "序号", "unknown_serial")),
        (changed(2, "金额", "8e2"), (3, "金额", "not_a_number")),
        (changed(2, "金额", "800.501"), (3, "金额", "not_a_number")),
        (changed(2, "金额", "-800.50"), (3, "金额", "not_a_number")),
        (changed(2, "金额", "=800.5"), (3, "金额", "not_a_number")),
        (changed(2, "金额", ""), (3, "金额", "required")),
        (changed(2, "结果", ""), (3, "结果", "required")),
        (changed(2, "结果", "处理中"), (3, "结果", "not_a_choice")),
        (changed(2, "序号", "二"), (3, "序号", "not_a_number")),
        (changed(2, "账号", "6.222E+18"), (3, "账号", "lost_digits")),
        (changed(2, "账号", ""), (3, "账号", "required")),
        (changed(2, "户名", "清空"), (3, "户名", "required")),
        ([*GOOD, [*GOOD[0][:4], "失败", "余额不足"]], (5, "结果", "two_results")),
    ],
)
def test_what_is_not_this_batchs_is_named_by_line(tmp_path, rows, wrong):
    assert codes(csv_file(tmp_path, rows)) == [wrong]


def test_a_line_swapped_with_its_neighbour_is_seen_in_all_its_columns(tmp_path):
    rows = changed(1, "序号", "3", changed(3, "序号", "1"))

    assert [code for *_, code in codes(csv_file(tmp_path, rows))] == ["wrong_account", "wrong_name", "wrong_amount"] * 2


def test_the_same_line_twice_with_the_same_result_is_one(tmp_path):
    assert codes(csv_file(tmp_path, [*GOOD, GOOD[1]])) == []


@pytest.mark.parametrize(
    "row",
    [
        ["２", "欧阳小四", "６２２２０００００００００００００２２", "８００．５０", "失败", ""],
        [" 2 ", "欧阳 小四", "6222 0000 0000 0000 022", "￥800.5", " 失败 ", ""],
        ["2.0", "欧阳小四", "6222-0000-0000-0000-022", "800.50元", "交易失败", ""],
    ],
)
def test_other_spellings_of_the_same_are_no_mismatch(tmp_path, row):
    path = csv_file(tmp_path, [row])

    assert codes(path) == []
    assert read(path)[0].reason == "银行未说明原因"


def test_an_account_kept_as_a_number_has_lost_its_digits(tmp_path):
    assert codes(xlsx_file(tmp_path, changed(1, "账号", 6222000000000000011))) == [(2, "账号", "lost_digits")]


def test_a_workbook_whose_amount_is_a_formula_without_a_value_is_refused(tmp_path):
    assert codes(xlsx_file(tmp_path, changed(1, "金额", "=1000+170")))[0][:2] == (2, "金额")


def test_third_decimals_in_a_workbook_are_refused_and_binary_dust_is_not(tmp_path):
    assert codes(xlsx_file(tmp_path, changed(2, "金额", 800.499))) == [(3, "金额", "not_a_number")]
    assert codes(xlsx_file(tmp_path, changed(2, "金额", 800.4999999999999))) == []


@pytest.mark.parametrize("column", ["序号", "户名", "账号", "金额", "结果"])
def test_a_missing_column_is_named(tmp_path, column):
    header = ["别的" if name == column else name for name in HEADER]

    assert (1, column, "missing_column") in codes(csv_file(tmp_path, GOOD, header=header))


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\x89PNG....", b"%PDF-1.7", b"\0\1\2", "序号,户名,账号,金额,结果\n".encode()]
)
def test_a_file_without_a_result_says_so(tmp_path, content):
    path = tmp_path / "回单.csv"
    path.write_bytes(content)

    with pytest.raises(Unreadable):
        read_return(path)


def test_our_own_file_sent_back_without_results_says_which_column_lacks(tmp_path):
    path = tmp_path / "回单.xlsx"
    path.write_bytes(as_xlsx(BATCH, LINES, made_at=MADE))

    assert (1, "结果", "missing_column") in codes(path)


def test_a_mismatch_shows_no_more_of_an_account_than_its_tail():
    line = Returned(2, 1, "张三", "6222000000000000099", Decimal("1170.00"), paid=True)

    [wrong] = mismatches(BATCH, LINES, [line])

    assert "0099" in wrong.message
    assert "62220000" not in wrong.message
    assert "6222" not in repr(line)
