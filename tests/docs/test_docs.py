"""Docs that stay true: links and pictures resolve, every role has its page, every command named exists."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import get_commands

from accounts.duties import ROLE_LABELS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text())
    missing = [t for t in targets if "://" not in t and not (page.parent / unquote(t)).exists()]

    assert missing == []


def test_every_role_has_its_page_for_users() -> None:
    index = (ROOT / "docs" / "users" / "README.md").read_text()

    assert [label for label in ROLE_LABELS.values() if f"| {label} |" not in index] == []


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "README.zh-CN.md"], ids=lambda page: page.name)
def test_every_command_named_exists(page: Path) -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", page.read_text()))

    assert named - set(get_commands()) == set()
