"""What the address of these pages asks for: the programme, the year, whose part of the tree, which page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.http import urlencode

from accounts.duties import Duty
from campaigns.admin.behind import BadQuestion, page_asked, place_asked
from hardship.models import ReliefProgramme
from hardship.reports.asked import DIRECT, Asked
from unions.models import Kind, Organisation

ALL = "all"
EARLIEST, LATEST = 1949, 2099
# What of these pages a duty opens.
APPLICATIONS, MONEY, FILES, VISITS = Duty.SEE_APPLICATIONS, Duty.SEE_PAYMENTS, Duty.SEE_FILES, Duty.SEE_VISITS
OPENED_BY = (APPLICATIONS, MONEY, FILES, VISITS)


@dataclass(frozen=True)
class Question:
    """`asked` of the reports; `programme` is None where all are asked for, or there is none."""

    asked: Asked
    programmes: list[ReliefProgramme]
    page: int

    @property
    def programme(self) -> ReliefProgramme | None:
        return self.asked.programme

    @property
    def place_name(self) -> str:
        place = self.asked.place
        return "" if place is None else DIRECT if place.kind == Kind.COUNTY_FEDERATION else place.name

    def query(self, **changes: Any) -> str:
        """This question as the end of an address."""
        kept: dict[str, Any] = {"programme": self.programme.slug if self.programme else ALL, "year": self.asked.year}
        if self.asked.place is not None:
            kept["body"] = self.asked.place.code
        return urlencode({name: value for name, value in (kept | changes).items() if value not in ("", None)})


def asked(request: HttpRequest) -> Question:
    """Raises BadQuestion with a sentence for the reader, and Http404 for an organisation that the user may not see."""
    given, user = request.GET, request.user
    today = timezone.localdate()
    programmes = list(ReliefProgramme.objects.all())
    place = place_asked(request, given.get("body", ""))
    return Question(
        Asked(
            user,
            today,
            _year(given.get("year", ""), today),
            _programme(given.get("programme", ""), programmes),
            place=place,
        ),
        programmes,
        page_asked(given.get("page", "")),
    )


def choices(request: HttpRequest, programmes: list[ReliefProgramme], year: int, today: date) -> dict[str, Any]:
    """What the form of these pages offers; bodies within the parts where the user sees applications or money."""
    user: Any = request.user
    seen = Organisation.objects.visible_to(user)
    county = seen.filter(kind=Kind.COUNTY_FEDERATION).values_list("code", flat=True)
    bodies = list(seen.bodies().order_by("code").values_list("code", "name"))
    first = min((timezone.localtime(one.opens_at).year for one in programmes), default=today.year)
    return {
        "programmes": [(one.slug, one.name) for one in programmes],
        "bodies": bodies + [(code, DIRECT) for code in county],
        "years": sorted({*range(min(first, today.year), today.year + 1), year}, reverse=True),
    }


def _programme(slug: str, programmes: list[ReliefProgramme]) -> ReliefProgramme | None:
    """The one named; without a name the newest that has opened."""
    if slug == ALL:
        return None
    if not slug:
        now = timezone.now()
        begun = [one for one in programmes if one.is_open and one.opens_at <= now]
        return next(iter([*begun, *programmes]), None)
    found = next((one for one in programmes if one.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _year(given: str, today: date) -> int:
    if not given:
        return today.year
    if not (given.isascii() and given.isdigit() and EARLIEST <= int(given[:5]) <= LATEST):
        raise BadQuestion(f"年度请写成 {today.year} 的样子，在 {EARLIEST} 到 {LATEST} 之间。")
    return int(given)
