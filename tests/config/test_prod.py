"""The production settings: a missing or weak value stops the start by its name; the visitor's address is the proxy's word."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.logs import JsonFormatter
from config.proxy import ClientAddressMiddleware

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {
    "SECRET_KEY": "test-only-0Zp4vXw9Qm2Lr7Tn5Bk8Yc3Hd6Fg1Js0Wq4Ez7Ua2Ri9",
    "FIELD_KEYS": "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "ALLOWED_HOSTS": "county.example.org",
    "CSRF_TRUSTED_ORIGINS": "https://county.example.org",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def load(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if name not in {*GOOD, "SHUANGLIANG_DEMO"}}
    script = "import config.settings.prod as prod; print(prod.SESSION_COOKIE_NAME)"
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**plain, "DJANGO_SETTINGS_MODULE": "config.settings.prod", **environment},
        capture_output=True,
        text=True,
    )


def test_good_values_load():
    loaded = load(GOOD)

    assert loaded.stdout.strip() == "__Host-session", loaded.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("FIELD_KEYS", "k1:c2hvcnQ="),
        ("FIELD_INDEX_KEY", "k2"),
        ("ALLOWED_HOSTS", "*"),
        ("CSRF_TRUSTED_ORIGINS", "http://county.example.org"),
        ("DATABASE_URL", "sqlite:///x"),
        ("REDIS_URL", ""),
        ("SHUANGLIANG_DEMO", "1"),
    ],
)
def test_one_wrong_value_stops_the_start_by_name(name, value):
    loaded = load({**GOOD, name: value})

    assert loaded.returncode != 0
    assert name in loaded.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("told", "address"),
    [("203.0.113.9", "203.0.113.9"), ("2001:db8::1", "2001:db8::1"), ("nonsense", "10.0.0.2"), ("", "10.0.0.2")],
)
def test_address_is_what_the_proxy_says(settings, told, address):
    settings.CLIENT_ADDRESS_HEADER = "HTTP_X_REAL_IP"
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.2", HTTP_X_REAL_IP=told, HTTP_X_FORWARDED_FOR="1.2.3.4")

    ClientAddressMiddleware(lambda request: HttpResponse())(request)

    assert request.META["REMOTE_ADDR"] == address


def test_log_line_keeps_the_row_of_a_database_error_out():
    try:
        raise ValueError("Key (id_number)=(110101199003071234) already exists")
    except ValueError:
        record = logging.LogRecord("app", logging.ERROR, __file__, 1, "failed %s", ("here",), sys.exc_info())

    line = JsonFormatter().format(record)

    assert json.loads(line)["error"] == "ValueError"
    assert json.loads(line)["message"] == "failed here"
    assert "110101199003071234" not in line
