"""The two presses of an act with a preview: look at what would change, then do it."""

import re
from typing import Any

from django.test import Client

MARK = re.compile(r'name="previewed" value="([0-9a-f]{64})"')


def look(browser: Client, url: str, values: dict[str, Any]) -> Any:
    """The page with the preview."""
    return browser.post(url, values)


def look_and_press(browser: Client, url: str, values: dict[str, Any]) -> Any:
    """What answers the second press, followed to the page it leads to; the first page when it showed no preview."""
    first = look(browser, url, values)
    found = MARK.search(first.content.decode())
    return browser.post(url, {**values, "previewed": found[1]}, follow=True) if found else first
