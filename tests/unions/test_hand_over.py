"""security.md row 8: when the tenure ends, by whatever way, every credential of its chair is dead at the next request."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from accounts.models import User
from accounts.refused import Refused
from registers import operations as imports
from tests.conftest import Mill
from tests.factories import OrganisationFactory
from tests.registers.sheets import bring, load, sheet
from tests.unions.slips import GIVEN, NEW_PASSWORD, PHONE, first_sign_in, issue
from unions.models import Appointment, Invitation, Officer, Organisation, Post
from unions.operations import appointments, invitations, officers, organisations
from unions.operations.succession import Leaving, succeed
from unions.operations.undoing import last_act_on, take_back

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)


class Chair:
    """Everything a chair may hold on to: browsers signed in, a slip not used yet, one half used, the password."""

    def __init__(self, officer: Officer) -> None:
        self.officer = officer
        self.trusted, self.untrusted, self.copied = Client(), Client(), Client()
        assert first_sign_in(issue(officer), self.trusted).status_code == 302
        self.user = User.objects.get(username=PHONE)
        self.untrusted.post("/portal/login/", {"username": PHONE, "password": NEW_PASSWORD})
        self.copied.cookies["sessionid"] = self.trusted.cookies["sessionid"].value
        self.slip, self.half_way = issue(officer), Client()
        assert self.half_way.post("/portal/code/", {"code": self.slip.code}).status_code == 302

    def replay(self) -> Iterator[tuple[str, bool]]:
        """Each credential once more, and whether it opened anything. What changes something comes last."""
        for name in ("trusted", "untrusted", "copied"):
            browser = getattr(self, name)
            for address in ("/portal/account/", "/home/", "/password/", "/account/"):
                yield f"{name} {address}", browser.get(address).status_code == 200
            given = {"old_password": NEW_PASSWORD, "new_password1": "x-new-2014-x", "new_password2": "x-new-2014-x"}
            browser.post("/portal/account/password/", given)
            yield f"{name} changes the password", self._password() != self.user.password
        yield "the link", Client().get(f"/portal/welcome/{self.slip.link}/").status_code == 200
        yield "the code", Client().post("/portal/code/", {"code": self.slip.code}).status_code == 302
        yield "half way", self.half_way.get("/portal/welcome/").status_code == 200
        yield "the password", self._signs_in("/portal/login/")
        yield "the password at the desk's door", self._signs_in("/login/")
        yield "half way, sent", self.half_way.post("/portal/welcome/", GIVEN).status_code == 302
        yield "the link, sent", first_sign_in(self.slip).status_code == 302

    def _password(self) -> str:
        return User.objects.get(pk=self.user.pk).password

    def _signs_in(self, door: str) -> bool:
        return Client().post(door, {"username": PHONE, "password": NEW_PASSWORD}).status_code == 302

    def alive(self) -> list[str]:
        return [what for what, opened in self.replay() if opened]


def leave(mill: Mill, folder: Path) -> None:
    officers.leave(mill.chair, on=TODAY(), by=None)


def succeeded(mill: Mill, folder: Path) -> None:
    leaving = Leaving(mill.chair, TODAY())
    succeed(mill.union, leaving=leaving, name="李新", post=Post.CHAIR, elected_on=TODAY(), by=None)


def imported(mill: Mill, folder: Path) -> None:
    line = {"工会编码": mill.union.code, "姓名": mill.chair.name, "职务": "主席", "当选日期": "2011-03-08"}
    assert load(folder, "officers", [{**line, "离任日期": str(TODAY())}]).changed == 1


def dissolved(mill: Mill, folder: Path) -> None:
    organisations.dissolve(mill.union, on=TODAY(), why="企业注销", by=None)


def dissolved_by_import(mill: Mill, folder: Path) -> None:
    union = mill.union
    line = {"工会编码": union.code, "工会名称": union.name, "组织类型": "独立基层工会", "上级工会编码": "3499990001"}
    line |= {"建会日期": "2010-01-01", "撤销日期": str(TODAY()), "撤销原因": "企业注销"}
    assert load(folder, "organisations", [line]).changed == 1


def merged(mill: Mill, folder: Path) -> None:
    into = OrganisationFactory(parent=mill.union.parent, kind="grassroots_joint")
    organisations.merge(mill.union, into, on=TODAY(), why="合并", by=None)


def corrected_to_a_vice_chair(mill: Mill, folder: Path) -> None:
    officers.change_details(mill.chair, post=Post.VICE_CHAIR, by=None)


def corrected_to_a_later_election(mill: Mill, folder: Path) -> None:
    officers.change_details(mill.chair, elected_on=TODAY() + DAY, term_ends_on=None, by=None)


def by_plain_sql(mill: Mill, folder: Path) -> None:
    Officer.objects.everywhere("as somebody at the database would").filter(pk=mill.chair.pk).update(left_on=TODAY())


WAYS: list[Callable[[Mill, Path], None]] = [
    leave,
    succeeded,
    imported,
    dissolved,
    dissolved_by_import,
    merged,
    corrected_to_a_vice_chair,
    corrected_to_a_later_election,
    by_plain_sql,
]


def test_before_the_hand_over_each_credential_opens(mill: Mill) -> None:
    """Or the tests below would pass for the wrong reason. Several of them use up the next one, so each by itself."""
    chair = Chair(mill.chair)

    opened = {what for what, yes in chair.replay() if yes}

    assert {"trusted /portal/account/", "the link", "the code", "half way", "half way, sent"} <= opened
    assert {"trusted changes the password"} <= opened


def test_before_the_hand_over_the_password_opens_both_doors(mill: Mill) -> None:
    chair = Chair(mill.chair)

    assert chair._signs_in("/portal/login/")
    assert chair._signs_in("/login/")


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_credential_is_dead_after_the_hand_over(mill: Mill, tmp_path: Path, way: Any) -> None:
    chair = Chair(mill.chair)

    way(mill, tmp_path)

    assert chair.alive() == []


def test_a_day_that_arrives_ends_everything(mill: Mill, monkeypatch: pytest.MonkeyPatch) -> None:
    chair, tomorrow = Chair(mill.chair), TODAY() + DAY
    officers.leave(mill.chair, on=tomorrow, by=None)
    assert chair.trusted.get("/portal/account/").status_code == 200

    monkeypatch.setattr(timezone, "localdate", lambda *args: tomorrow)

    assert chair.alive() == []


def test_a_succession_taken_back_takes_the_successors_unused_slip_along(mill: Mill) -> None:
    succeed(mill.union, leaving=Leaving(mill.chair, TODAY()), name="李新", post=Post.CHAIR, elected_on=TODAY(), by=None)
    new = Officer.objects.everywhere("a test").get(name="李新")
    slip, half_way = issue(new), Client()
    half_way.post("/portal/code/", {"code": slip.code})
    last = last_act_on(mill.union)
    assert last is not None

    take_back(mill.union, last.act_id, by=None)

    assert half_way.post("/portal/welcome/", GIVEN).status_code == 404
    assert first_sign_in(slip).status_code == 404
    assert not Invitation.objects.everywhere("a test").exists()
    assert not User.objects.exists()


def test_an_import_taken_back_takes_its_chairs_unused_slip_along(mill: Mill, tmp_path: Path) -> None:
    union = OrganisationFactory(parent=mill.union.parent)
    line = {"工会编码": union.code, "姓名": "周新", "职务": "主席", "当选日期": "2012-03-08"}
    run, _ = bring(sheet(tmp_path, "officers", [line]), "officers")
    slip = issue(Officer.objects.everywhere("a test").get(name="周新"))

    imports.undo_import(run, by=None)

    assert first_sign_in(slip).status_code == 404


def test_a_tenure_that_made_an_account_is_not_taken_back_under_it(mill: Mill) -> None:
    succeed(mill.union, leaving=Leaving(mill.chair, TODAY()), name="李新", post=Post.CHAIR, elected_on=TODAY(), by=None)
    first_sign_in(issue(Officer.objects.everywhere("a test").get(name="李新")))
    last = last_act_on(mill.union)
    assert last is not None

    with pytest.raises(Refused, match="不能撤销"):
        take_back(mill.union, last.act_id, by=None)


def test_an_ended_appointment_is_as_good_as_an_ended_tenure(mill: Mill) -> None:
    chair = Chair(mill.chair)
    post = Appointment.objects.everywhere("a test").get(user=chair.user)

    appointments.end_appointment(post, on=TODAY(), by=None)

    assert chair.alive() == []


def test_the_successor_comes_in_with_an_own_phone_and_the_old_chair_stays_out(mill: Mill) -> None:
    chair = Chair(mill.chair)
    succeed(mill.union, leaving=Leaving(mill.chair, TODAY()), name="李新", post=Post.CHAIR, elected_on=TODAY(), by=None)
    new, browser = Officer.objects.everywhere("a test").get(name="李新"), Client()
    given = {**GIVEN, "phone": "13900000066"}

    assert browser.post(f"/portal/welcome/{issue(new).link}/", given).status_code == 302

    assert browser.get("/portal/account/").status_code == 200
    assert chair.alive() == []


def test_whoever_is_re_elected_goes_on_with_the_same_account(mill: Mill) -> None:
    chair = Chair(mill.chair)
    leaving = Leaving(mill.chair, TODAY(), is_reelected=True)

    succeed(mill.union, leaving=leaving, name="陈河", post=Post.CHAIR, elected_on=TODAY(), by=None)

    assert chair.trusted.get("/portal/account/").status_code == 200
    assert Client().get(f"/portal/welcome/{chair.slip.link}/").status_code == 404  # of the old tenure


def portal_addresses() -> list[str]:
    def walk(patterns: Any, before: str) -> Iterator[str]:
        for pattern in patterns:
            here = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, here)
            else:
                yield here

    found = [
        address for address in walk(get_resolver().url_patterns, "/") if address.startswith(("/portal/", "/photo/"))
    ]
    for what, filled in (("<int:", "1"), ("<str:", "x"), ("<uuid:", "00000000-0000-4000-8000-000000000000")):
        found = [_filled(address, what, filled) for address in found]
    return found


def _filled(address: str, what: str, by: str) -> str:
    while what in address:
        start = address.index(what)
        address = address[:start] + by + address[address.index(">", start) + 1 :]
    return address


OPEN = {"/portal/login/", "/portal/forgotten/", "/portal/code/", "/portal/welcome/", "/portal/welcome/x/"}
# Of the phone without a line, and of whoever has just left: the same for everybody.
OPEN |= {"/portal/offline/", "/portal/sw.js", "/portal/farewell/"}


def test_no_address_of_the_portal_opens_to_a_former_chair(mill: Mill) -> None:
    """Photos, prints, drafts, whatever is added: with the session of a tenure that is over."""
    found = []
    for address in portal_addresses():
        browser = Client()
        browser.force_login(User.objects.filter(username=PHONE).first() or Chair(mill.chair).user)
        officers.leave(mill.chair, on=TODAY(), by=None)
        status = browser.get(address).status_code
        if address not in OPEN and status not in {302, 404, 405}:
            found.append((address, status))
        officers.return_to_office(mill.chair, by=None)

    assert found == []


def test_a_redemption_waits_for_the_hand_over_before_it(mill: Mill) -> None:
    """The rows are judged again under the lock, not as they were when the page was opened."""
    slip = issue(mill)
    officers.leave(Officer.objects.everywhere("a test").get(pk=mill.chair.pk), on=date(2012, 1, 1), by=None)

    with pytest.raises(invitations.NotOpen):
        invitations.redeem(slip.invitation, phone=PHONE, password=NEW_PASSWORD, at=timezone.now(), on=TODAY(), by=None)
    assert not User.objects.exists()
    assert Organisation.objects.everywhere("a test").exists()
