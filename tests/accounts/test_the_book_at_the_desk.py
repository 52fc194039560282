"""The auditor reads the book; numbers in it are masked, and nobody writes in it."""

import inspect
import re
from typing import Any

from accounts.admin.lines import ACTS, differences
from accounts.models import BookEntry, User
from tests.architecture.test_house import operations
from tests.conftest import Mill
from unions.operations import officers


def test_the_auditor_reads_before_and_after(signed_in: Any, cast: dict[str, User], mill: Mill) -> None:
    officers.change_details(mill.chair, office_phone="0556-1111111", by=cast["body_officer"])
    line = BookEntry.objects.filter(table_name="unions_officer", row_id=mill.chair.pk).first()
    assert line is not None

    assert [(each.label, each.before, each.after) for each in differences(line)] == [("办公电话", "", "0556-1111111")]
    for url in (
        "/admin/accounts/bookentry/",
        f"/admin/accounts/bookentry/{line.pk}/change/",
        f"/admin/unions/officer/{mill.chair.pk}/history/",
    ):
        page = signed_in("auditor").get(url).content.decode()
        assert "0556-1111111" in page
        assert "修改干部信息" in page


def test_personal_numbers_are_masked_in_the_book(signed_in: Any, cast: dict[str, User], mill: Mill) -> None:
    officers.change_details(mill.chair, mobile="13911112222", id_number="349999197001010015", by=cast["body_officer"])

    page = signed_in("auditor").get(f"/admin/unions/officer/{mill.chair.pk}/history/").content.decode()

    assert "13911112222" not in page
    assert "139****2222" in page
    assert "（已加密）" in page


def test_a_line_is_looked_at_only(signed_in: Any, mill: Mill) -> None:
    line = BookEntry.objects.latest("pk")
    url = f"/admin/accounts/bookentry/{line.pk}"

    assert signed_in("auditor").post(f"{url}/change/", {"act": "x"}).status_code == 403
    assert signed_in("auditor").post(f"{url}/delete/", {"post": "yes"}).status_code == 403
    assert BookEntry.objects.filter(pk=line.pk, act=line.act).exists()


def test_every_act_of_the_first_floor_has_its_chinese_name() -> None:
    named = set()
    for name, function in operations():
        if name.startswith(("unions.", "accounts.")):
            source = inspect.getsource(inspect.getmodule(function))  # type: ignore[arg-type]
            named |= set(re.findall(r'@operation\("([a-z_.]+)"\)', source))

    assert named - set(ACTS) == set()
