"""The chair's phone, for tests: opening pages and pressing their buttons."""

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def page(browser: Client, name: str, *args: Any, status: int = 200, **asked: str) -> str:
    answer = browser.get(reverse(name, args=args), asked)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def press(browser: Client, name: str, *args: Any, **typed: Any) -> str:
    """What one reads afterwards: the page one is led to, or the same page again with what stands against it."""
    answer = browser.post(reverse(name, args=args), typed, follow=True)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def words(html: str) -> str:
    """What stands on the page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def queries(ask: Any) -> int:
    """How many statements it takes; the wall's own, which come with each of them, are not counted."""
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)
