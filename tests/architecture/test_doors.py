"""Who may open which page: every address of the URLconf has a row here; a new one without a row fails.

Rows of hilltop are foreign to whoever belongs to riverside, so each page is asked twice by the two township officers:
`body_officer` asks for the own row, `stranger` for the other township's. Everybody else sees the whole county or
nothing. 302 for nobody signed in, 404 outside one's own part, 403 without the duty.
"""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import BookEntry, Job, ListExport, SavedFilter, User
from campaigns.models import Campaign, Report
from members.models import Duplicate, FormPrint, RosterCheck
from members.operations import transfers
from registers.models import ImportRun, NumberRelease
from tests.architecture.door_table import DOORS, WHO
from tests.architecture.doors import address, named_doors
from tests.architecture.hardship_rows import relief_rows
from tests.architecture.money_rows import money_rows
from tests.conftest import CANARY, Mill
from tests.factories import MembershipFactory, OrganisationFactory
from tests.leaks.oracle import PUBLIC_DOORS
from tests.unions.pictures import encoded, scene
from unions.models import Appointment, Display, Employer, ErrorReport, Honour, Officer, Organisation, Post, PrintOrder
from unions.operations import elections, photos

NOT_ASKED = {
    "admin:(?P<url>.*)$": "Django's catch-all behind the sign-in: adds a slash or answers 404",
    "admin:<path:object_id>/": "Django's short address of a row: leads to its page, which is asked here",
}


@pytest.fixture
def rows(
    cast: dict[str, User],
    riverside: Organisation,
    county: Organisation,
    mill: Mill,
    settings: Any,
    tmp_path: Path,
) -> dict[str, Any]:
    """The row of riverside that each page is asked for."""
    campaign = Campaign.objects.create(
        slug="doors", name="门", starts_on=date(2012, 5, 3), ends_on=date(2014, 12, 31), reports_from=date(2012, 9, 1)
    )
    report = Report(campaign=campaign, body=riverside, month=date(2012, 10, 1))
    report.save()
    run = ImportRun.objects.create(register="officers", by=cast["body_officer"], file_name="a.xlsx")
    job = Job.objects.create(kind="import", subject_id=run.pk)
    post = Appointment.objects.everywhere("a test").get(user=cast["body_officer"])
    line = BookEntry.objects.filter(table_name="unions_officer", row_id=mill.chair.pk).first()
    assert line is not None
    export = ListExport.objects.create(list_key="unions.officer", title="工会干部", by=cast["body_officer"])
    release = NumberRelease.objects.create(
        register="members",
        by=cast["body_officer"],
        at=timezone.now(),
        reason="上报",
        paths=[riverside.path],
        rows=2_000,
    )
    kept = SavedFilter.objects.create(user=cast["body_officer"], list_key="unions.officer", name="甲", query="q=a")
    settings.MEDIA_ROOT = tmp_path
    picture = io.BytesIO(encoded(scene(1)))
    photo = photos.attach(mill.display, picture, at=timezone.now(), by=None)
    order = PrintOrder.objects.create(organisation=riverside, by=cast["body_officer"], pieces=["plaque"])
    election = elections.report(
        mill.union,
        post=Post.VICE_CHAIR,
        name="新人",
        elected_on=date(2012, 10, 31),
        at=timezone.now(),
        by=cast["chair"],
    )
    passed = RosterCheck.objects.create(union=mill.union, checked_on=date(2012, 10, 31), kept=1)
    told = ErrorReport.objects.create(organisation=mill.union, at=timezone.now(), what="phone", words="打 13700002222")
    person = MembershipFactory(union=mill.union, name="门某")
    there = OrganisationFactory(parent=riverside, name="门旁工会")
    beside = MembershipFactory(union=mill.union, name="门某")
    pair = Duplicate.objects.create(
        first_id=person.member_id, second_id=beside.member_id, why="same_person", found_on=date(2012, 10, 31)
    )
    transfer = transfers.apply(person.member, there, on=person.since, by=None)
    printed = FormPrint.objects.create(
        form="member", union=mill.union, row_id=person.member_id, code="AAAA-BBBB-CCCC", printed_on=person.since
    )
    return {
        **money_rows(county, mill),
        "members_member": person.member_id,
        "members_membership": person.pk,
        "members_duplicate": pair.pk,
        "members_transfer": transfer.pk,
        "members_rostercheck": passed.pk,
        "members_formprint": printed.pk,
        "unions_electionreport": election.pk,
        "unions_errorreport": told.pk,
        "unions_printorder": order.pk,
        "accounts_savedfilter": kept.pk,
        "accounts_listexport": export.pk,
        "unions_organisation": mill.union.pk,
        "unions_officer": mill.chair.pk,
        "unions_display": mill.display.pk,
        "unions_employer": mill.employer.pk,
        "unions_honour": mill.honour.pk,
        "unions_appointment": post.pk,
        "accounts_user": cast["finance"].pk,
        "accounts_bookentry": line.pk,
        "accounts_job": job.pk,
        "campaigns_campaign": campaign.pk,
        "campaigns_report": report.pk,
        "registers_importrun": run.pk,
        "registers_numberrelease": release.pk,
        "unions_reminders": 1,
        "unions_portalsettings": 1,
        "photo": photo.pk,
        "unions_photo": photo.pk,
        "photo-small": photo.pk,
        **relief_rows(mill),
        "token": mill.union.token,
        "body_token": riverside.token,
    }


def test_every_door_has_a_row() -> None:
    assert named_doors() - set(NOT_ASKED) == set(DOORS), "add the page to tests/architecture/door_table.py"


@pytest.mark.parametrize("who", WHO)
def test_every_door_answers_as_the_table_says(rows: dict[str, Any], signed_in: Any, who: str) -> None:
    column = WHO.index(who)
    found, expected = {}, {}
    browser = Client() if who == "anonymous" else signed_in(who)
    for door, statuses in DOORS.items():
        found[door] = str(browser.get(address(door, rows)).status_code)
        expected[door] = statuses.split()[column]

    assert found == expected


MODELS = [Organisation, Officer, Display, Employer, Honour, Appointment]


def state() -> list[Any]:
    everything: list[Any] = [list(model.objects.everywhere("a test").order_by("pk").values()) for model in MODELS]
    return [*everything, list(User.objects.order_by("pk").values("pk", "name", "is_active", "password"))]


@pytest.mark.parametrize("who", WHO)
def test_whoever_may_not_enter_changes_nothing_by_posting(rows: dict[str, Any], signed_in: Any, who: str) -> None:
    column, before = WHO.index(who), state()
    filled = {"on": "2012-10-31", "why": "误", "name": "改", "elected_on": "2012-10-31", "content": "改", "post": "yes"}
    browser = Client() if who == "anonymous" else signed_in(who)
    for door, statuses in DOORS.items():
        if statuses.split()[column] not in {"403", "404"}:
            continue
        status = browser.post(address(door, rows), filled).status_code
        assert status in {302, 403, 404, 405}, f"{door}: {status}"

    assert state() == before


@pytest.mark.parametrize("who", ["body_officer", "chair"])
def test_no_page_of_riversides_people_shows_a_word_of_hilltop(
    rows: dict[str, Any], signed_in: Any, quarry: Mill, who: str
) -> None:
    asked = [address(door, rows) for door in DOORS if door not in PUBLIC_DOORS]
    for model in ("organisation", "officer", "display", "employer", "honour"):
        page = f"/admin/unions/{model}/"
        asked += [f"{page}?q={CANARY}", f"{page}?q=3499990002", f"{page}?union={quarry.union.pk}"]
        asked += [f"{page}?body={quarry.union.parent_id}", f"{page}?parent={quarry.union.pk}"]
        asked += [f"{page}add/?union={quarry.union.pk}&parent={quarry.union.pk}&body={quarry.union.parent_id}"]
        asked += [f"{page}{getattr(quarry, model, quarry.union).pk if model != 'officer' else quarry.chair.pk}/change/"]
    for source, field in (
        ("organisation", "parent"),
        ("officer", "union"),
        ("employer", "body"),
        ("display", "officer"),
    ):
        choices = f"/admin/autocomplete/?app_label=unions&model_name={source}&field_name={field}"
        asked += [f"{choices}&term=", f"{choices}&term=3499990002", f"{choices}&term=%E5%B1%B1"]

    leaks, browser = [], signed_in(who)
    for url in asked:
        body = b"".join(browser.get(url, follow=True))
        text = body.decode(errors="replace")
        if CANARY in text.replace(f'value="{CANARY}"', "") or CANARY.encode("unicode_escape").decode() in text:
            leaks.append(url)

    assert leaks == []


def test_the_canary_is_heard_by_who_may_hear_it(signed_in: Any, quarry: Mill) -> None:
    """Or the test above would pass for the wrong reason."""
    for model in ("organisation", "officer", "display", "employer", "honour"):
        assert CANARY in signed_in("stranger").get(f"/admin/unions/{model}/").content.decode(), model
    choices = signed_in("stranger").get(
        "/admin/autocomplete/?app_label=unions&model_name=officer&field_name=union&term="
    )
    assert CANARY in str(choices.json())


@pytest.mark.parametrize("model", ["organisation", "officer", "display", "employer", "honour"])
@pytest.mark.parametrize("lookup", ["id_number_index__startswith=a", "path__startswith=/", "mobile__contains=1"])
def test_a_list_answers_no_question_but_its_own_filters(signed_in: Any, mill: Mill, model: str, lookup: str) -> None:
    assert signed_in("organisation_staff").get(f"/admin/unions/{model}/?{lookup}").status_code == 400


@pytest.mark.parametrize("odd", ["q=%00", "kind__exact=%00", "union=x", "body=99999999999999999999", "p=x", "o=9"])
def test_odd_questions_are_no_errors(signed_in: Any, mill: Mill, odd: str) -> None:
    assert signed_in("organisation_staff").get(f"/admin/unions/organisation/?{odd}").status_code < 500
