"""Issued reports as everybody may read them: which there are, their numbers, what replaced them. Drafts do not exist here.

Everything is read from what was frozen when the report was issued: code, name and figures of the body as they were
then. The list of unions not covered is never loaded.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Concat, Upper

from campaigns.models import Campaign, Report

WHY = "issued reports are for everybody"
KEYS = ("pk", "campaign", "month", "version", "reason", "issued_at", "sha256", "county", "code", "name")
LONGEST = 100
# Campaign, body, month, version (models/report.py); dashes of other alphabets are taken for one.
NUMBER = re.compile(r"(?P<of>[A-Z0-9]+(?:-[A-Z0-9]+)+)-(?P<month>\d{6})-(?P<version>[1-9]\d{0,3})", re.ASCII)
DASHES = re.compile("[‐‑‒–—―−－﹣_]")


@dataclass(frozen=True)
class Issued:
    """One issued report of a body; `name` and `code` are the body's as it was issued. `county` is the county's, or None."""

    pk: int
    campaign: int
    slug: str
    month: date
    version: int
    reason: str
    issued_at: datetime
    sha256: str
    county: int | None
    code: str
    name: str

    @property
    def number(self) -> str:
        return f"{self.slug}-{self.code}-{self.month:%Y%m}-{self.version}"


@dataclass(frozen=True)
class Standing:
    """What a report is worth today: `newest` replaced it, through `versions` (oldest first); itself where none did.

    `left_out` is the county's correction in which the body no longer has a report of its own.
    """

    report: Issued
    campaign: str
    office: str
    versions: list[Issued]
    left_out: Issued | None

    @property
    def newest(self) -> Issued:
        return self.versions[-1]

    @property
    def next(self) -> Issued | None:
        """The version that replaced this one."""
        later = [each for each in self.versions if each.version > self.report.version]
        return later[0] if later else None

    @property
    def is_valid(self) -> bool:
        return self.next is None and self.left_out is None


def issued() -> Any:
    """A body's own code and name stand in its report's last row (coverage.md §7: the county last)."""
    rows = Report.objects.everywhere(WHY).filter(state=Report.State.ISSUED)
    return rows.annotate(slug=F("campaign__slug"), code=KT("figures__-1__body"), name=KT("figures__-1__name"))


def read(rows: Any) -> list[Issued]:
    return [Issued(**values) for values in rows.values(*KEYS, "slug")]


def campaigns() -> list[Campaign]:
    """Those of 双亮 with anything issued for the county, the newest first."""
    published = issued().filter(county=None).values("campaign")
    return list(Campaign.objects.of_coverage().filter(pk__in=published).order_by("-starts_on", "slug"))


def months_of(campaign: Campaign) -> list[date]:
    """The months issued for the county, the newest first."""
    rows = issued().filter(campaign=campaign, county=None)
    return list(rows.order_by("-month").values_list("month", flat=True).distinct())


def newest_of(campaign: Campaign, month: date) -> Report | None:
    """The county's newest issued version of the month, with its figures."""
    rows = issued().filter(campaign=campaign, month=month, county=None).only("figures", "month", "version", "issued_at")
    found: Report | None = rows.order_by("-version").first()
    return found


def bodies_of(county: Report) -> dict[str, Issued]:
    """The bodies' reports that were issued with this county report, by code."""
    return {each.code: each for each in read(issued().filter(county=county.pk))}


def tidy(text: str) -> str:
    """What was typed, as numbers are written: half-width, one kind of dash, without blanks."""
    return "".join(DASHES.sub("-", unicodedata.normalize("NFKC", text[: LONGEST * 4])).split()).lower()[: LONGEST + 1]


def standing_of(number: str) -> Standing | None:
    """The report with this number and what became of it; None where none was issued under it."""
    asked = NUMBER.fullmatch(tidy(number).upper())
    if asked is None or not "01" <= asked["month"][4:] <= "12" or asked["month"] < "100000":
        return None
    month = date(int(asked["month"][:4]), int(asked["month"][4:]), 1)
    of_month = (
        issued().filter(month=month).annotate(of=Upper(Concat("slug", Value("-"), "code", output_field=TextField())))
    )
    found = read(of_month.filter(version=int(asked["version"]), of=asked["of"]))
    if not found:
        return None
    report = found[0]
    same = issued().filter(campaign=report.campaign, month=report.month)
    versions = read(same.filter(code=report.code, county__isnull=report.county is None).order_by("version"))
    counties = read(same.filter(county=None).order_by("version"))
    return Standing(
        report,
        Campaign.objects.values_list("name", flat=True).get(pk=report.campaign),
        counties[-1].name if counties else "",
        versions,
        _left_out(report, versions, counties),
    )


def _left_out(report: Issued, versions: list[Issued], counties: list[Issued]) -> Issued | None:
    if report.county is None or not counties or versions[-1].pk != report.pk:
        return None
    newest = counties[-1]
    return newest if newest.pk != report.county else None
