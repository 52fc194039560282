"""The theme's strings in Chinese: what is compiled is what is written."""

import io
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import gettext, override

CATALOGS = [*Path(settings.BASE_DIR, "locale").rglob("*.po"), *Path(settings.BASE_DIR, "config/locale").rglob("*.po")]


@pytest.mark.parametrize("written", CATALOGS, ids=lambda path: path.stem)
def test_the_compiled_messages_are_those_that_are_written(written: Path) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(written.read_bytes()), locale="zh_Hans"))
    compiled.seek(0)
    there = {
        (m.context, str(m.id)): m.string for m in read_mo(io.BytesIO(written.with_suffix(".mo").read_bytes())) if m.id
    }

    assert there == {(m.context, str(m.id)): m.string for m in read_mo(compiled) if m.id}
    assert there, "no message at all"


def test_the_themes_own_words_are_chinese() -> None:
    with override("zh-hans"):
        assert gettext("Select all rows") == "选中本页全部"


@pytest.mark.django_db
def test_the_calendar_of_a_date_box_is_chinese(signed_in: Any) -> None:
    catalog = signed_in("organisation_staff").get("/admin/jsi18n/").content.decode()

    assert '"one letter Monday\\u0004M": "\\u4e00"' in catalog


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "name"), [("printorder/add/?union={}", "reason"), ("organisation/{}/unpublish/", "why")]
)
def test_an_invisible_character_is_refused_in_words_that_say_what_to_do(
    signed_in: Any, mill: Any, url: str, name: str
) -> None:
    page = f"/admin/unions/{url.format(mill.union.pk)}"

    said = signed_in("body_officer").post(page, {name: "七月\x00亮牌"}).content.decode()

    assert "请清空这一栏，重新输入" in said
    assert "空字符串" not in said
