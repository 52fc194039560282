"""Which rows: every read starts at one of the three doors, and behind them stands the database's wall."""

from datetime import date
from typing import Self

from django.db.models import F

from accounts.duties import Duty
from accounts.encryption import blind_index
from accounts.scope import PersonalQuerySet, ScopedQuerySet
from members.identity import index_text


class FileQuerySet(PersonalQuerySet):
    path_lookups = ("union__path",)
    see = Duty.SEE_FILES

    def on_file(self) -> Self:
        return self.filter(state="on_file")

    def numbered(self, number: str) -> Self:
        """Files of the worker with this document number, however it is written; none when it is none."""
        text = index_text(number)
        return self.filter(person_index=blind_index(text)) if text else self.none()


class FileVersionQuerySet(PersonalQuerySet):
    path_lookups = ("file__union__path",)
    see = Duty.SEE_FILES

    def newest(self) -> Self:
        """What the files say now."""
        return self.filter(number=F("file__latest"))

    def standing_on(self, day: date) -> Self:
        """What each file said on the day: of its versions since then or earlier the last one."""
        return self.filter(since__lte=day).order_by("file_id", "-number").distinct("file_id")


class HouseholdPersonQuerySet(PersonalQuerySet):
    path_lookups = ("version__file__union__path",)
    see = Duty.SEE_FILES


class ApplicationQuerySet(PersonalQuerySet):
    path_lookups = ("union__path",)
    see = Duty.SEE_APPLICATIONS


class NoHardshipQuerySet(PersonalQuerySet):
    path_lookups = ("union__path",)
    see = Duty.SEE_APPLICATIONS


class OfApplicationQuerySet(PersonalQuerySet):
    path_lookups = ("application__union__path",)
    see = Duty.SEE_APPLICATIONS


class InFileOfApplicationQuerySet(PersonalQuerySet):
    """Hangs on an application, and tells what only the file may tell."""

    path_lookups = ("application__union__path",)
    see = Duty.SEE_FILES


class OfFileQuerySet(PersonalQuerySet):
    path_lookups = ("file__union__path",)
    see = Duty.SEE_FILES


class NoticeQuerySet(PersonalQuerySet):
    path_lookups = ("organisation__path",)
    see = Duty.SEE_APPLICATIONS


class OfNoticeQuerySet(PersonalQuerySet):
    path_lookups = ("notice__organisation__path",)
    see = Duty.SEE_APPLICATIONS


class PaymentQuerySet(PersonalQuerySet):
    path_lookups = ("application__union__path",)
    see = Duty.SEE_PAYMENTS


class VisitPlanQuerySet(ScopedQuerySet):
    path_lookups = ("organisation__path",)
    see = Duty.SEE_VISITS


class OfPlanQuerySet(ScopedQuerySet):
    path_lookups = ("plan__organisation__path",)
    see = Duty.SEE_VISITS


class VisitStopQuerySet(PersonalQuerySet):
    path_lookups = ("group__plan__organisation__path",)
    see = Duty.SEE_VISITS


class PaperQuerySet(ScopedQuerySet):
    """What was printed and when: nobody is named in it."""

    path_lookups = ("organisation__path",)
    see = Duty.SEE_RELIEF
