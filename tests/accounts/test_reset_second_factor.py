"""The operator's way in when the last administrator has lost the phone."""

from io import StringIO

import pyotp
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import totp
from accounts.models import BookEntry, SecondFactor, User
from accounts.operations import second_factor

COMMAND = "reset_second_factor"


def test_the_operator_resets_it_and_the_book_says_so(cast: dict[str, User]) -> None:
    admin, seed, now = cast["system_admin"], totp.new_seed(), timezone.now()
    second_factor.enrol(admin, seed=seed, code=pyotp.TOTP(seed).at(now), at=now, by=admin)

    call_command(COMMAND, "SYSTEM_ADMIN", "--reason", "手机丢失", stdout=StringIO())

    assert not SecondFactor.objects.exists()
    line = BookEntry.objects.get(act="accounts.reset_second_factor", change="event")
    assert (line.by, line.row_id, line.details) == (None, admin.pk, {"reason": "手机丢失"})


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["nobody", "--reason", "x"], "没有用户名"),
        (["system_admin", "--reason", " "], "写明原因"),
        (["system_admin", "--reason", "x"], "没有绑定手机"),
    ],
)
def test_it_says_what_is_wrong(cast: dict[str, User], words: list[str], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        call_command(COMMAND, *words)
