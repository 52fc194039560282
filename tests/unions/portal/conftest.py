"""What the portal's tests share."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def queries() -> Callable[[Callable[[], Any]], int]:
    """How many queries it takes."""

    def count(run: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as caught:
            run()
        return len(caught)

    return count


@pytest.fixture
def chair(signed_in: Any, settings: Any, tmp_path: Path) -> Client:
    """The mill's chair at the phone; pictures go nowhere."""
    settings.MEDIA_ROOT = tmp_path
    browser: Client = signed_in("chair")
    return browser
