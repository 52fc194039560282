"""The theme's strings in Chinese: what is compiled is what is written."""

import io
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import gettext, override

CATALOGS = sorted(Path(settings.BASE_DIR, "locale").glob("*/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("written", CATALOGS, ids=lambda path: path.parts[-3])
def test_the_compiled_messages_are_those_that_are_written(written: Path) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(written.read_bytes()), locale="zh_Hans"))
    compiled.seek(0)
    there = {str(m.id): m.string for m in read_mo(io.BytesIO(written.with_suffix(".mo").read_bytes())) if m.id}

    assert there == {str(m.id): m.string for m in read_mo(compiled) if m.id}
    assert there, "no message at all"


def test_the_themes_own_words_are_chinese() -> None:
    with override("zh-hans"):
        assert gettext("Select all rows") == "选中本页全部"
