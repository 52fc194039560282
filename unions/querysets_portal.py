"""Which rows of what chairs and the public bring in: as unions/querysets.py, each through one of the three doors."""

from datetime import date, datetime
from typing import Any, Self

from accounts.duties import Duty
from accounts.encryption import blind_index
from accounts.scope import ScopedQuerySet
from unions.querysets import holds, unions_like


class InvitationQuerySet(ScopedQuerySet):
    path_lookups = ("officer__union__path",)
    see = Duty.INVITE_CHAIRS

    def open_at(self, at: datetime) -> Self:
        """Neither used nor withdrawn nor expired."""
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)


class MobileConsentQuerySet(ScopedQuerySet):
    path_lookups = ("officer__union__path",)
    see = Duty.SEE_OFFICERS

    def standing_on(self, day: date) -> Self:
        """Given on or before the day and not taken back by it."""
        return self.filter(holds(day, "since", "until"))

    def to_number_of(self, officer: Any) -> Self:
        """The officer's, to the number that is on file now (a page may hold a row whose number is masked)."""
        rows = type(officer).objects.everywhere("the number of an officer already in scope")
        number = rows.filter(pk=officer.pk).values_list("mobile", flat=True).first() or ""
        return self.filter(officer=officer, number_index=blind_index(number))


class PhotoQuerySet(ScopedQuerySet):
    path_lookups = ("display__union__path",)
    see = Duty.SEE_DISPLAYS


class ConfirmationQuerySet(ScopedQuerySet):
    path_lookups = ("union__path",)
    see = Duty.SEE_DISPLAYS


class ElectionReportQuerySet(ScopedQuerySet):
    path_lookups = ("union__path",)
    see = Duty.SEE_OFFICERS

    def waiting(self) -> Self:
        """Neither confirmed nor sent back nor withdrawn."""
        return self.filter(state="waiting")

    def search(self, words: str) -> Self:
        """By what finds the union."""
        return self.filter(union__in=unions_like(words))


class ScanCountQuerySet(ScopedQuerySet):
    path_lookups = ("organisation__path",)
    see = Duty.SEE_ORGANISATIONS


class ErrorReportQuerySet(ScopedQuerySet):
    path_lookups = ("organisation__path",)
    see = Duty.SEE_ERROR_REPORTS

    def waiting(self) -> Self:
        """Nobody has answered them yet."""
        return self.filter(state="new")

    def search(self, words: str) -> Self:
        """By what finds the union."""
        return self.filter(organisation__in=unions_like(words))


class PrintOrderQuerySet(ScopedQuerySet):
    path_lookups = ("organisation__path",)
    see = Duty.MAKE_PRINTS
