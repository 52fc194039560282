"""What stands on the papers of relief, compared with texts that were checked by hand."""

import os
from dataclasses import fields, replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from hardship.sheets.archive import archive_paper
from hardship.sheets.content import Block, Box, Grid, Paper, Table, code_of, spans
from hardship.sheets.notice import Posted, notice_paper
from hardship.sheets.visit import schedule_paper
from hardship.sheets.words import clock, day_of_week
from members.sheets.content import code_typed
from tests.factories import id_number
from tests.hardship.sheets.papers import PAPERS, archive_facts, group_facts, notice_facts

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "papers"


def as_text(paper: Paper) -> str:
    lines = [paper.title, paper.subtitle, f"{paper.left} | {paper.right}"]
    for block in paper.blocks:
        lines += block_text(block)
    return "\n".join(filter(None, [*lines, paper.notice])) + "\n"


def block_text(block: Block) -> list[str]:
    if isinstance(block, Grid):
        return [
            line
            for group in block.groups
            for line in (f"[{group.title}]", *(box_text(b) for r in group.rows for b in r))
        ]
    if isinstance(block, Table):
        rows = [" | ".join(row).replace("\n", " / ") for row in (block.heads, *block.rows)]
        for place, text in reversed(block.bands):
            rows.insert(place + 1, text)
        return [f"<{block.title}>", *rows, *([" | ".join(block.total)] if block.total[0] else [])]
    return list(getattr(block, "paragraphs", ())) or [" | ".join(getattr(block, "labels", ()))]


def box_text(box: Box) -> str:
    ticks = " ".join(f"{'☑' if is_ticked else '□'}{option}" for option, is_ticked in box.ticks)
    return f"{box.label}：{ticks or box.value}" + (f"（{box.signed}）" if box.signed else "")


@pytest.mark.parametrize("name", PAPERS)
def test_the_paper_says_what_is_on_file(name: str) -> None:
    path, told = GOLDEN / f"{name}.txt", as_text(PAPERS[name])
    if os.environ.get("GOLDEN"):
        path.write_text(told)

    assert told == path.read_text(), f"GOLDEN=1 writes {path.name} anew"


def test_a_posted_line_has_no_room_for_more_than_may_be_posted() -> None:
    assert [field.name for field in fields(Posted)] == ["name", "department", "category", "relief_kind", "outcome"]


def test_the_sheet_to_post_says_who_listens() -> None:
    said = as_text(notice_paper(notice_facts()))

    assert "云岭县总工会权益保障部 0559-2100009；职工维权热线 12351" in said
    assert "2012年11月1日至2012年11月7日" in said


def test_unchanged_content_has_the_same_code_and_a_new_version_another() -> None:
    paper = archive_paper(archive_facts())

    assert code_of(paper) == code_of(archive_paper(archive_facts()))
    assert code_of(paper) != code_of(archive_paper(archive_facts(version="fileversion 32")))
    assert code_of(paper) != code_of(archive_paper(archive_facts(code="BF20120018")))
    assert code_typed(code_of(paper).lower()) == code_of(paper)


def test_the_digest_tells_a_thief_nothing_that_is_sealed() -> None:
    """Its text could be guessed from a stolen dump; what is sealed stands in it as the version that holds it."""
    said = archive_paper(archive_facts()).canonical()

    for sealed in (
        id_number(7),
        "6222020200112233445",
        "尿毒症",
        "42,120.00",
        "19,999.99",
        "供养直系亲属大病",
        "码头路",
    ):
        assert sealed in as_text(archive_paper(archive_facts()))
        assert sealed not in said


def test_the_weekday_is_computed() -> None:
    assert day_of_week(date(2011, 1, 10)) == "2011年1月10日（星期一）"
    assert day_of_week(date(2012, 2, 29)) == "2012年2月29日（星期三）"


@pytest.mark.parametrize(
    ("hour", "said"),
    [(time(0, 5), "上午0:05"), (time(11, 59), "上午11:59"), (time(12), "中午12:00"), (time(14, 5), "下午2:05")],
)
def test_hours_are_said_as_one_says_them(hour: time, said: str) -> None:
    assert clock(hour) == said


def test_the_sums_of_a_group_are_those_of_its_stops() -> None:
    stops = group_facts().stops
    facts = group_facts(stops=(*stops, replace(stops[0], cash=Decimal("0.01"), goods_value=Decimal(0))))

    said = as_text(schedule_paper(facts))

    assert "慰问金 1,500.01 元，慰问品 1,000.00 元，共 2,500.01 元" in said
    assert "户数：4 户" in said


def test_a_row_that_does_not_fill_the_page_is_our_mistake() -> None:
    assert spans((Box("一"), Box("二"), Box("三", units=10))) == (7, 7, 10)
    with pytest.raises(ValueError, match="do not fill"):
        spans((Box("一", units=10), Box("二", units=10)))
    with pytest.raises(ValueError, match="does not fit"):
        Table("", ("一",), (24,), ())


def test_a_choice_that_is_not_on_the_form_is_ticked_behind_the_others() -> None:
    assert Box("原因", "残疾、欠薪", ("残疾", "其他")).ticks == [("残疾", True), ("其他", False), ("欠薪", True)]
