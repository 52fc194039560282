"""Many persons' whole numbers leave with a second person's word only (security.md §2, no. 48)."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import BookEntry
from accounts.refused import Refused
from registers import operations
from registers.models import NumberRelease
from registers.operations import releasing
from tests.factories import MembershipFactory, id_number

pytestmark = pytest.mark.django_db
EXPORT = "/admin/registers/importrun/export/members/"
LIST = "/admin/registers/numberrelease/"


@pytest.fixture(autouse=True)
def three(settings, mill, quarry):
    """Two persons in the mill's township, one in the other; two are more than one may take alone."""
    settings.WHOLE_MAX_ROWS = 1
    for number, union in ((1, mill.union), (2, mill.union), (3, quarry.union)):
        MembershipFactory(union=union, id_number=id_number(number))


def ask(browser):
    return browser.post(EXPORT, {"reason": "上报市总", "whole": "on"})


def asked_by(user):
    return releasing.ask_release("members", reason="上报市总", at=timezone.now(), by=user)


def take(user, release=None, at=None):
    file = io.BytesIO()
    return operations.export_register("members", file, at=at or timezone.now(), release=release, by=user)


def test_more_than_one_may_take_alone_becomes_a_request(signed_in, cast):
    answer = ask(signed_in("body_officer"))

    release = NumberRelease.objects.get()
    assert answer.url == f"{LIST}{release.pk}/change/"
    assert (release.by, release.rows, release.state) == (cast["body_officer"], 2, "waiting")
    assert not BookEntry.objects.filter(act="registers.export").exists()


def test_few_persons_and_masked_numbers_leave_at_once(signed_in):
    assert ask(signed_in("stranger")).status_code == 200
    assert signed_in("body_officer").post(EXPORT, {"reason": "核对"}).status_code == 200
    assert not NumberRelease.objects.exists()


def test_asked_twice_it_is_one_request(cast):
    assert asked_by(cast["body_officer"]) == asked_by(cast["body_officer"])


def test_with_a_second_persons_word_the_file_is_taken(signed_in, cast):
    township = signed_in("body_officer")
    ask(township)
    page = f"{LIST}{NumberRelease.objects.get().pk}/"
    assert "待同意" in township.get(f"{page}change/").content.decode()

    leader = signed_in("approver")
    assert "2 人的完整号码，用途：上报市总" in leader.get(f"{page}agree/").content.decode()
    done = leader.post(f"{page}agree/", follow=True)
    assert "已同意" in done.content.decode()
    assert EXPORT in township.get(f"{page}change/").content.decode()
    assert EXPORT not in leader.get(f"{page}change/").content.decode()
    taken = ask(township)

    file = b"".join(taken.streaming_content)
    line = BookEntry.objects.get(act="registers.export").details
    assert (line["rows"], line["numbers"], line["sha256"]) == (2, "完整", hashlib.sha256(file).hexdigest())
    assert line["release"] == str(NumberRelease.objects.get().pk)


def test_nobody_gives_the_second_word_to_oneself(signed_in, cast):
    release = asked_by(cast["organisation_staff"])

    assert signed_in("organisation_staff").post(f"{LIST}{release.pk}/agree/").status_code == 403
    with pytest.raises(Refused, match="不能自己同意"):
        releasing.agree(release, at=timezone.now(), by=cast["organisation_staff"])
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberRelease.objects.update(
            state="agreed", decided_by=cast["organisation_staff"], decided_at=timezone.now(), opens_until=timezone.now()
        )


@pytest.mark.parametrize("who", ["auditor", "rights_staff", "finance", "stranger", "system_admin"])
def test_only_the_county_gives_the_second_word(cast, who):
    with pytest.raises(Refused, match="不能办理"):
        releasing.agree(asked_by(cast["body_officer"]), at=timezone.now(), by=cast[who])


def test_the_way_closes_after_its_hours(cast, settings):
    settings.RELEASE_HOURS = 24
    at = timezone.now()
    release = releasing.agree(asked_by(cast["body_officer"]), at=at, by=cast["approver"])

    assert take(cast["body_officer"], release, at + timedelta(hours=23)) == 2
    with pytest.raises(Refused, match="重新申请"):
        take(cast["body_officer"], release, at + timedelta(hours=24))


def test_a_refused_request_opens_nothing_and_says_why(signed_in, cast):
    release = asked_by(cast["body_officer"])
    staff = signed_in("organisation_staff")
    assert "请写明为什么不同意" in staff.post(f"{LIST}{release.pk}/refuse/", {"opinion": ""}).content.decode()
    staff.post(f"{LIST}{release.pk}/refuse/", {"opinion": "用途没有说清"})
    release.refresh_from_db()

    assert "用途没有说清" in signed_in("body_officer").get(f"{LIST}{release.pk}/change/").content.decode()
    with pytest.raises(Refused):
        take(cast["body_officer"], release)
    with pytest.raises(Refused, match="已经有人答复"):
        releasing.agree(release, at=timezone.now(), by=cast["approver"])


def test_anothers_release_or_another_registers_opens_nothing(cast):
    own = releasing.agree(asked_by(cast["body_officer"]), at=timezone.now(), by=cast["approver"])

    with pytest.raises(Refused, match="由另一人同意"):
        take(cast["organisation_staff"], own)
    own.register = "officers"
    with pytest.raises(Refused, match="由另一人同意"):
        take(cast["body_officer"], own)


def test_whoever_moved_asks_anew(cast):
    release = releasing.agree(asked_by(cast["body_officer"]), at=timezone.now(), by=cast["approver"])
    release.paths = ["/1/999/"]

    with pytest.raises(Refused, match="职责范围已经变化"):
        take(cast["body_officer"], release)


def test_requests_of_others_are_not_there(signed_in, cast):
    release = asked_by(cast["body_officer"])

    assert signed_in("stranger").get(f"{LIST}{release.pk}/change/").status_code == 404
    assert "上报市总" not in signed_in("stranger").get(LIST).content.decode()
    assert "上报市总" in signed_in("auditor").get(LIST).content.decode()


def test_the_front_page_tells_the_second_person_and_then_the_asker(signed_in, cast):
    release = asked_by(cast["body_officer"])
    assert "完整号码的导出申请等您答复" in signed_in("approver").get("/admin/").content.decode()

    releasing.agree(release, at=timezone.now(), by=cast["approver"])
    assert "等您答复" not in signed_in("approver").get("/admin/").content.decode()
    assert "完整号码的导出已经同意" in signed_in("body_officer").get("/admin/").content.decode()


def test_the_operator_at_the_server_is_a_second_person(tmp_path, cast):
    call_command("export_register", "members", str(tmp_path / "out.xlsx"), "--as", "body_officer", verbosity=0)

    assert BookEntry.objects.get(act="registers.export").details["rows"] == 2
