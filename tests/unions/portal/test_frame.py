"""The frame of the portal: vendored files are what they are said to be, and small."""

import gzip
import hashlib
import re
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

ROOT = Path(__file__).resolve().parents[3]
VENDOR = ROOT / "static/vendor/bootstrap"
LAST_LINE = b"/*# sourceMappingURL=bootstrap.min.css.map */"


def test_bootstrap_is_the_package_s_own_file() -> None:
    ours = (VENDOR / "bootstrap.min.css").read_bytes()

    said = re.search(r"`([0-9a-f]{64})`", (VENDOR / "README.md").read_text())

    assert said
    assert hashlib.sha256(ours + LAST_LINE).hexdigest() == said[1]
    assert gzip.decompress((VENDOR / "bootstrap.min.css.gz").read_bytes()) == ours
    assert "MIT" in (VENDOR / "LICENSE").read_text()


def test_the_frame_stands_without_a_page_s_values(db: None, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()

    page = render_to_string("portal/base.html", request=request)

    assert "12351" in page
    assert "style=" not in page
    assert re.findall(r"<script[^>]*>([^<]+)", page) == []


def test_without_a_line_one_reads_what_to_do_and_how_long_things_are_kept(db: None) -> None:
    said = Client().get("/portal/offline/").content.decode()

    assert all(words in said for words in ("流量或无线网是否连上", "七天内有效", "自动发送", "再试一次"))
    assert "不会丢失" not in said
