"""What the tests of notices share: applications that a union's committee has agreed to, posted, approved."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from accounts.duties import Role
from accounts.models import User
from hardship.models import Document, NoticeLine, PublicNotice, ReliefApplication, ReliefProgramme
from hardship.operations import notices
from tests.factories import make_colleague
from tests.hardship.families import SHANGHAI, contents, judged, make_application, make_file, move
from unions.models import Organisation

# A Monday without a holiday until the new year.
MONDAY = date(2012, 12, 3)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


@contextmanager
def on_day(day: date, hour: int = 9) -> Iterator[None]:
    """Inside, pages and timetables are opened on that day."""
    with patch("django.utils.timezone.now", return_value=at(day, hour)):
        yield


def agreed(union: Organisation, programme: ReliefProgramme, number: int = 0, **facts: Any) -> ReliefApplication:
    """An application that the committee agreed to on MONDAY; `number` makes it another person's."""
    said = contents(number, **{"name": f"李困难{number or ''}", **facts})
    application = make_application(make_file(union, said=said, on=date(2012, 3, 1)), programme)
    move(application, "submit", "submitted", on=MONDAY, **judged(application))
    move(application, "agree", "agreed", on=MONDAY)
    return application


def reread(row: Any) -> Any:
    return type(row).objects.everywhere("a test").get(pk=row.pk)


def lines_of(notice: PublicNotice) -> list[NoticeLine]:
    return list(NoticeLine.objects.everywhere("a test").filter(notice=notice).order_by("place"))


def post(application: ReliefApplication, *more: ReliefApplication, on: date = MONDAY, **given: Any) -> PublicNotice:
    values = {"place": "厂门口公示栏", "at": at(on), "by": None} | given
    return notices.post(application.union, [application, *more], on=on, **values)


def photograph(notice: PublicNotice) -> None:
    """The posted sheet's picture, as an upload leaves it."""
    line = lines_of(notice)[0]
    assert line.application is not None
    document = Document.objects.create(
        file=line.application.file,
        application=line.application,
        kind="notice_photo",
        stored_as=f"notice-{notice.pk}.jpg",
        sha256="5" * 64,
        bytes=1,
        at=timezone.now(),
    )
    PublicNotice.objects.everywhere("a test").filter(pk=notice.pk).update(photo=document)


def approved(
    union: Organisation,
    programme: ReliefProgramme,
    number: int = 0,
    *,
    sum: str = "1000",
    consents: bool = False,
    **facts: Any,
) -> ReliefApplication:
    """An application that a leader approved."""
    county = Organisation.objects.everywhere("a test").get(parent=None)
    reviewer, leader = (
        _colleague(name, role, county) for name, role in (("评审", "rights_staff"), ("领导", "approver"))
    )
    application = agreed(union, programme, number, **facts)
    move(application, "post", "posted")
    move(application, "notice_over", "notice_over")
    move(application, "report", "county_review")
    move(application, "review", "balancing", by=reviewer)
    move(application, "balance", "approval", by=reviewer, proposed=Decimal(sum))
    move(
        application,
        "approve",
        "approved",
        by=leader,
        approved=Decimal(sum),
        approval_seal="5" * 64,
        national="相对困难",
    )
    if consents:
        rows = ReliefApplication.objects.everywhere("a test").filter(pk=application.pk)
        rows.update(consented_on=MONDAY)
    found: ReliefApplication = reread(application)
    return found


def _colleague(name: str, role: str, county: Organisation) -> User:
    username = f"{role}-of-notices"
    found = User.objects.filter(username=username).first()
    if found is None:
        found = make_colleague(username, Role(role), county)
        User.objects.filter(pk=found.pk).update(name=name)
    return found
