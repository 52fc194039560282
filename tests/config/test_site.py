"""The desk's site: its frame and what its addresses answer to."""

from typing import Any

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_a_page_of_the_desk_is_only_read_or_sent(signed_in: Any, method: str) -> None:
    answer = getattr(signed_in("organisation_staff"), method)("/admin/unions/organisation/")

    assert answer.status_code == 405


def test_the_rooms_hold_only_what_the_user_may_open(signed_in: Any) -> None:
    page = signed_in("organisation_staff").get("/admin/").content.decode()

    assert ">工会组织</a>" in page
    assert ">账号</a>" not in page
