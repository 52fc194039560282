"""Numbers of the front page, each the count of a list of the desk: the same rows, and the address of the list."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from config import ready
from unions import sign_ins
from unions.models import Display, ElectionReport, Employer, Honour, Officer, Organisation, Reminders


@dataclass(frozen=True)
class WholeCounty:
    """Sees what the county's own staff sees: for numbers counted before anybody asks."""

    path: str
    is_authenticated: bool = True

    def paths_with(self, duty: Duty) -> list[str]:
        return [self.path]

    def may(self, duty: Duty, organisation: Any = None) -> bool:
        return True


@dataclass(frozen=True)
class Count:
    """`rows(user, day, days)` are those of the list at `query`; `see` opens the list."""

    page: str
    query: str
    see: Duty
    rows: Callable[[Any, date, Reminders], Any]
    list_name: str = "changelist"

    @property
    def url(self) -> str:
        address = reverse(f"admin:unions_{self.page}_{self.list_name}")
        return f"{address}?{self.query}" if self.query else address


def counts_for(days: Reminders) -> dict[str, Count]:
    """Every number by its key. The keys `term_…` follow the county's own days."""
    officers, displays = Officer.objects, Display.objects
    found = {
        "vacant": Count(
            "organisation",
            "chair=vacant",
            Duty.SEE_OFFICERS,
            lambda user, on, _: Organisation.objects.visible_to(user).vacant_on(on),
        ),
        "term_over": Count(
            "officer", "term=over", Duty.SEE_OFFICERS, lambda user, on, _: officers.visible_to(user).term_over_on(on)
        ),
        "renew_overdue": Count(
            "officer",
            "renew=overdue",
            Duty.SEE_DISPLAYS,
            lambda user, on, d: officers.visible_to(user).to_renew_on(on).elected_before(d.renew_days, on),
        ),
        "renew_due": Count(
            "officer",
            "renew=due",
            Duty.SEE_DISPLAYS,
            lambda user, on, d: officers.visible_to(user).to_renew_on(on).elected_since(d.renew_days, on),
        ),
        "new_chairs": Count(
            "officer",
            "new=yes&state=lacking",
            Duty.INVITE_CHAIRS,
            lambda user, on, _: sign_ins.without_a_way_in(
                sign_ins.new_ones(sign_ins.chairs(user, on), on), timezone.now()
            ),
            "chairs",
        ),
        "to_verify": Count(
            "display",
            "verified=waiting&holding=yes",
            Duty.SEE_DISPLAYS,
            lambda user, on, _: displays.visible_to(user).waiting().holding_on(on),
        ),
        "returned": Count(
            "display", "verified=returned", Duty.SEE_DISPLAYS, lambda user, on, _: displays.visible_to(user).returned()
        ),
        "elections": Count(
            "electionreport",
            "state__exact=waiting",
            Duty.SEE_OFFICERS,
            lambda user, on, _: ElectionReport.objects.visible_to(user).waiting(),
        ),
        "unorganised": Count(
            "employer",
            "organised=no&registered=yes",
            Duty.SEE_EMPLOYERS,
            lambda user, on, _: Employer.objects.visible_to(user).filter(union=None, deregistered_on=None),
        ),
        "organisations": Count(
            "organisation",
            "existing=yes",
            Duty.SEE_ORGANISATIONS,
            lambda user, on, _: Organisation.objects.visible_to(user).existing_on(on),
        ),
        "employers": Count(
            "employer",
            "registered=yes",
            Duty.SEE_EMPLOYERS,
            lambda user, on, _: Employer.objects.visible_to(user).filter(deregistered_on=None),
        ),
        "honours": Count(
            "honour",
            "held=yes",
            Duty.SEE_ORGANISATIONS,
            lambda user, on, _: Honour.objects.visible_to(user).filter(revoked_on=None),
        ),
    }
    return found | {f"term_{within}": _ending(within) for within in days.term_days}


def _ending(within: int) -> Count:
    return Count(
        "officer",
        f"term={within}",
        Duty.SEE_OFFICERS,
        lambda user, on, _: Officer.objects.visible_to(user).term_ending_within(within, on),
    )


@dataclass(frozen=True)
class Number:
    """A number as the page shows it; `url` is the list behind."""

    count: int
    url: str


class Numbers:
    """The page's numbers for one user on one day, counted when asked for the first time."""

    def __init__(self, user: Any, on: date, now: ready.Registers, *, anew: bool = False) -> None:
        self.user, self.on, self.now, self.anew = user, on, now, anew
        self.days = Reminders.objects.current()
        self._counts = counts_for(self.days)
        self._found: dict[str, Number] = {}

    def of(self, key: str) -> Number | None:
        """None where the user may not see the list."""
        asked = self._counts[key]
        if not self.user.may(asked.see):
            return None
        if key not in self._found:
            place = key_of(key, self.on, self.user.paths_with(asked.rows(self.user, self.on, self.days).see))
            kept = ready.kept(place, lambda: self.rows(key).count(), self.now, anew=self.anew)
            self._found[key] = Number(int(kept.value), asked.url)
        return self._found[key]

    def all_of(self, keys: Iterable[str]) -> dict[str, Number]:
        found = {key: self.of(key) for key in keys}
        return {key: number for key, number in found.items() if number is not None}

    def rows(self, key: str) -> Any:
        """Unordered: only to be counted."""
        return self._counts[key].rows(self.user, self.on, self.days).order_by()


def key_of(name: str, on: date, paths: Iterable[str]) -> str:
    """The place in the cache of what whoever has these paths sees on the day."""
    within = hashlib.sha256("|".join(sorted(set(paths))).encode()).hexdigest()[:16]
    return f"count:{name}:{on}:{within}"
