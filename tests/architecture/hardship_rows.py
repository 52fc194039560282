"""The rows of relief that each page is asked for: riverside's own, as in test_doors.py."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from hardship import papers
from hardship.models import CalendarDay, Document, PaperPrint, VisitGroup, WhatIf
from hardship.operations import objections, visit_stops, visits
from hardship.papers import Paper
from tests.conftest import Mill
from tests.hardship.families import make_budget, make_line, make_programme, make_source
from tests.hardship.notices import MONDAY, agreed, at, post
from unions.models import Organisation


def relief_rows(mill: Mill) -> dict[str, Any]:
    """By the model's name, each of the mill's union or the county's own."""
    make_line(mill.union)
    # One that runs today: the union's word that nobody applies is asked for, and its page has its form.
    # It opened first: other pages still begin with the one that has rows.
    running = make_programme("running", closes_at=timezone.now() + timedelta(days=10))
    running.opens_at -= timedelta(days=30)
    running.save()
    application = agreed(mill.union, make_programme())
    notice = post(application)
    objection = objections.receive(notice, received_on=MONDAY, text="有疑问", at=at(MONDAY), by=None)
    page = Paper(b"a page", b"its thumbnail")
    given = {"sha256": page.sha256, "bytes": page.bytes, "at": at(MONDAY), "stored_as": papers.store(page)}
    document = Document.objects.create(file=application.file, application=application, kind="id_copy", **given)
    printed = PaperPrint.objects.create(
        kind="notice", organisation=mill.union, row_id=notice.pk, code="AAAA-BBBB-CCCD", printed_on=MONDAY
    )
    group = scheduled(application, mill)
    staff = User.objects.get(username="rights_staff")
    asked = WhatIf.objects.create(programme=application.programme, by=staff, at=at(MONDAY), query="")
    return {
        "hardship_document": document.pk,
        "hardship_reliefprogramme": application.programme_id,
        "hardship_livingline": make_line(Organisation.objects.everywhere("a test").get(parent=None), since=MONDAY).pk,
        "hardship_calendarday": CalendarDay.objects.create(day=date(2031, 1, 25), works=True).pk,
        "hardship_reliefsettings": 1,
        "hardship_hardshipfile": application.file_id,
        "hardship_reliefapplication": application.pk,
        "hardship_publicnotice": notice.pk,
        "hardship_objection": objection.pk,
        "hardship_paperprint": printed.pk,
        "hardship_whatif": asked.pk,
        "hardship_visitplan": group.plan_id,
        "hardship_visitgroup": group.pk,
        "hardship_visitstop": group.stops.everywhere("a test").get().pk,
    }


def scheduled(application: Any, mill: Mill) -> VisitGroup:
    """A visit of the county to the application's household, its day fixed and nothing handed over yet."""
    county = Organisation.objects.everywhere("a test").get(parent=None)
    plan = visits.draw_up(
        county,
        name="春节慰问",
        on=MONDAY,
        gathers_at=time(9, 45),
        departs_at=time(10),
        gathers_where="大堂",
        budget=make_budget(application.programme, make_source()),
        by=None,
    )
    visits.set_quota(plan, area="河畔镇", kind="困难职工", families=1, by=None)
    visits.open_list(plan, by=None)
    group = visits.add_group(plan, area="河畔镇", leader="马某", by=None)
    told = {"phone": "13900000088", "cash": Decimal(500), "by": None}
    visit_stops.add(group, kind="困难职工", file=application.file, **told)
    visits.schedule(plan, by=None)
    return group
