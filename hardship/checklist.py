"""Which papers an application needs, whose, and which of them are there (hardship.md §5, rules of the programme).

Shows causes: only for whoever may see the file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils import timezone

from hardship.eligibility import all_causes
from hardship.facts import Contents
from hardship.household import is_counted
from hardship.judging import case_of
from hardship.models import Document, DocumentCheck, DocumentRule, FileVersion, ReliefApplication

Kind = DocumentRule.Kind
# Asked for at steps of their own, whatever the programme's rules say.
LATER = (Kind.NOTICE_PHOTO, Kind.NOTICE_REPORT, Kind.VISIT_RECEIPT)
ANY_LINE = Decimal(1)  # of the causes alone; no income is compared
IN_SCOPE = "of an application already in scope"


@dataclass(frozen=True)
class Need:
    """One place on the list: a kind of paper, of one person (by number in the household) or of the household (0)."""

    kind: str
    label: str
    person: int
    whose: str
    of_year: int | None
    note: str

    @property
    def called(self) -> str:
        year = f"{self.of_year}年" if self.of_year else ""
        return f"{self.whose}的{self.label}" if self.whose else f"{year}{self.label.removeprefix('本年度')}"


@dataclass(frozen=True)
class Paper:
    """A document on the list, with the newest look the county had at it."""

    document: Document
    check: DocumentCheck | None
    is_of_another_year: bool = False

    @property
    def is_good(self) -> bool:
        return self.check is not None and self.check.is_good


@dataclass(frozen=True)
class Slot:
    need: Need
    papers: list[Paper] = field(default_factory=list)

    @property
    def is_filled(self) -> bool:
        return any(not one.is_of_another_year for one in self.papers)

    @property
    def wrong(self) -> list[Paper]:
        """Found wrong at the last look."""
        return [one for one in self.papers if one.check is not None and not one.check.is_good]

    @property
    def is_good(self) -> bool:
        """All that was handed in here was looked at and found good."""
        return self.is_filled and all(one.is_good for one in self.papers)


@dataclass(frozen=True)
class Checklist:
    slots: list[Slot]
    others: list[Paper]

    @property
    def missing(self) -> list[Need]:
        return [slot.need for slot in self.slots if not slot.is_filled]

    @property
    def unchecked(self) -> int:
        return sum(one.check is None for slot in self.slots for one in slot.papers)

    @property
    def filled(self) -> int:
        return sum(slot.is_filled for slot in self.slots)

    @property
    def not_good(self) -> list[Need]:
        """Required, and not (all of it) found good."""
        return [slot.need for slot in self.slots if not slot.is_good]


def needs(contents: Contents, rules: Iterable[DocumentRule], year: int) -> list[Need]:
    """What a family needs by a programme's rules, in their order; persons in the order of the file."""
    case = case_of(contents, line=ANY_LINE, on=date(year, 1, 1))
    causes = set(all_causes(case.causes, case.household))
    worker, people = case.household.marital_status, list(enumerate(case.household.people, 1))
    found = []
    for rule in rules:
        if rule.kind in LATER or rule.causes and not causes & set(rule.causes):
            continue
        whose = [(n, contents.household[n - 1].name) for n, one in people if is_counted(one, worker)]
        for number, name in whose if rule.of_each else [(0, "")]:
            of_year = year if rule.of_this_year else None
            found.append(Need(rule.kind, rule.get_kind_display(), number, name, of_year, rule.note))
    return found


def checklist_of(application: ReliefApplication, contents: Contents, *, on: date) -> Checklist:
    """The application's papers on its list. Three queries."""
    rules = application.programme.document_rules.order_by("pk")
    year = timezone.localdate(application.submitted_at).year if application.submitted_at else on.year
    return arranged(needs(contents, rules, year), papers_of(application))


def papers_of(application: ReliefApplication) -> list[Paper]:
    rows = Document.objects.everywhere(IN_SCOPE).filter(application=application).order_by("pk")
    checks = DocumentCheck.objects.everywhere(IN_SCOPE).filter(application=application).select_related("by")
    newest = {check.document_id: check for check in checks.order_by("pk")}
    return [Paper(row, newest.get(row.pk)) for row in rows]


def arranged(wanted: Sequence[Need], found: Sequence[Paper]) -> Checklist:
    """Each paper in its place; what is in none is kept apart."""
    slots, placed = [], set()
    for need in wanted:
        here = []
        for paper in found:
            if (paper.document.kind, paper.document.person) == (need.kind, need.person):
                late = need.of_year is not None and paper.document.of_year != need.of_year
                here.append(Paper(paper.document, paper.check, late))
                placed.add(paper.document.pk)
        slots.append(Slot(need, here))
    return Checklist(slots, [paper for paper in found if paper.document.pk not in placed])


def version_of(application: ReliefApplication, on: date) -> FileVersion | None:
    """What the application is judged by: its snapshot, or before that what the file says on the day."""
    if application.version is not None and application.state not in ("draft", "withdrawn"):
        return application.version
    rows = FileVersion.objects.everywhere(IN_SCOPE).filter(file=application.file)
    found: FileVersion | None = rows.standing_on(on).select_related("file__union").first()
    return found
