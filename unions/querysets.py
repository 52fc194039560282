"""Which rows: the sentences that reads are made of. Every one starts at one of the three doors (accounts/scope.py)."""

from datetime import date, timedelta
from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from accounts.duties import Duty
from accounts.scope import ScopedQuerySet
from unions.spelling import core_of, letters_of, question

MIN_CODE_DIGITS = 4
MOBILE_DIGITS = 11
FEW = 1_000
# Names hold few digits; a longer number is a code and looked for as one only.
LONGEST_NUMBER_IN_NAME = 8
LEADERS = ("chair", "vice_chair")  # who must show themselves (coverage.md §2)


def holds(day: date, since: str, until: str) -> Q:
    return Q(**{f"{since}__lte": day}) & _not_over(day, until)


def _not_over(day: date, until: str) -> Q:
    return Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": day})


CHAIRS = Q(officer__post="chair")


class OrganisationQuerySet(ScopedQuerySet):
    path_lookups = ("path",)
    see = Duty.SEE_ORGANISATIONS

    def existing_on(self, day: date) -> Self:
        """Set up on or before the day and not dissolved by it (coverage.md §3)."""
        return self.filter(holds(day, "established_on", "dissolved_on"))

    def vacant_on(self, day: date) -> Self:
        """Existing, and nobody sits in the chair."""
        from unions.models.officer import Officer  # noqa: PLC0415 (models import this module)

        officers = Officer.objects.everywhere("a subquery of rows already in scope").filter(union=OuterRef("pk"))
        return self.existing_on(day).filter(~Exists(officers.chairs().sitting_on(day)))

    def bodies(self) -> Self:
        """The responsible bodies: the county's direct children that are no grassroots unions (coverage.md §5)."""
        from unions.models.organisation import GRASSROOTS_KINDS  # noqa: PLC0415 (models import this module)

        return self.filter(parent__kind="county_federation").exclude(kind__in=GRASSROOTS_KINDS)

    def that_have_children(self) -> Self:
        """Where another organisation may be set up below."""
        from unions.models.organisation import GRASSROOTS_KINDS  # noqa: PLC0415 (models import this module)

        return self.exclude(kind__in=GRASSROOTS_KINDS)

    def called_like(self, name: str) -> Self:
        """Whose name has the same core: 双龙机械有限公司工会 is called like 双龙机械厂工会委员会."""
        core = core_of(name)
        return self.filter(_named(self, core), name__contains=core)

    def search(self, words: str) -> Self:
        """By code or credit code from its beginning, by any part of the name, by its pinyin or initials."""
        code = code_of(words)
        if code:
            return self.filter(Q(code__startswith=code) | Q(credit_code__startswith=code) | _named(self, words, code))
        return self.filter(_named(self, words))


class EmployerQuerySet(ScopedQuerySet):
    path_lookups = ("body__path", "union__path")
    see = Duty.SEE_EMPLOYERS

    def search(self, words: str) -> Self:
        """By credit code from its beginning, by any part of the name, by its pinyin or initials."""
        code = code_of(words)
        if code:
            return self.filter(Q(credit_code__startswith=code) | _named(self, words, code))
        return self.filter(_named(self, words))


class OfficerQuerySet(ScopedQuerySet):
    path_lookups = ("union__path",)
    see = Duty.SEE_OFFICERS

    def sitting_on(self, day: date) -> Self:
        """Elected on or before the day and not left by it; an expired term still sits (coverage.md §1)."""
        return self.filter(holds(day, "elected_on", "left_on"))

    def chairs(self) -> Self:
        return self.filter(post="chair")

    def search(self, words: str, *, numbers_of: list[str] = []) -> Self:  # noqa: B006 (never changed)
        """By any part of the name, its pinyin or initials, or by the union's code from its beginning.

        A whole mobile or office number finds its officers below the paths in `numbers_of` only, where the user may
        read the numbers.
        """
        code = code_of(words)
        if code and len(code) == MOBILE_DIGITS and numbers_of:
            within = Q()
            for path in numbers_of:
                within |= Q(union__path__startswith=path)
            return self.filter(_of_union(code) | (Q(mobile=code) & within))
        if code:
            return self.filter(_of_union(code) | _named(self, words, code))
        return self.filter(_named(self, words))

    def term_over_on(self, day: date) -> Self:
        """Still sitting though the term has ended before the day."""
        return self.sitting_on(day).filter(term_ends_on__lt=day)

    def term_ending_within(self, days: int, day: date) -> Self:
        """Sitting, and the term ends on the day or within so many days after it."""
        return self.sitting_on(day).filter(term_ends_on__gte=day, term_ends_on__lte=day + timedelta(days=days))

    def to_renew_on(self, day: date) -> Self:
        """Chairs and vice-chairs who came in by a change and do not show both identity and contact yet (domain.md E-03).

        A change: the union had an earlier chair or vice-chair. Dissolved unions owe nothing.
        """
        from unions.models.display import Display  # noqa: PLC0415 (models import this module)

        why = "a subquery of rows already in scope"
        shown = Display.objects.everywhere(why).filter(officer=OuterRef("pk")).holding_on(day)
        earlier = self.model.objects.everywhere(why).filter(
            union=OuterRef("union"), post__in=LEADERS, elected_on__lt=OuterRef("elected_on")
        )
        here = holds(day, "union__established_on", "union__dissolved_on")
        silent = ~Exists(shown.filter(item="identity")) | ~Exists(shown.filter(item="contact"))
        return self.sitting_on(day).filter(here, silent, Exists(earlier), post__in=LEADERS)

    def elected_before(self, days: int, day: date) -> Self:
        """Elected more than so many days before the day: with `to_renew_on`, those overdue."""
        return self.filter(elected_on__lt=day - timedelta(days=days))

    def elected_since(self, days: int, day: date) -> Self:
        """Elected so many days before the day at most: with `to_renew_on`, those still in time."""
        return self.filter(elected_on__gte=day - timedelta(days=days))


class DisplayQuerySet(ScopedQuerySet):
    path_lookups = ("union__path",)
    see = Duty.SEE_DISPLAYS

    def holding_on(self, day: date) -> Self:
        return self.filter(holds(day, "starts_on", "ends_on"))

    def search(self, words: str) -> Self:
        """By what finds the union."""
        return self.filter(union__in=unions_like(words))

    def returned(self) -> Self:
        """Sent back and not handed in again."""
        return self.filter(returned_on__isnull=False)

    def waiting(self) -> Self:
        """Neither verified nor sent back: what lies on the verifier's desk."""
        return self.filter(verified_on__isnull=True, returned_on__isnull=True)


class HonourQuerySet(ScopedQuerySet):
    path_lookups = ("union__path",)
    see = Duty.SEE_ORGANISATIONS

    def search(self, words: str) -> Self:
        """By what finds the union, or any part of the honour's own name."""
        return self.filter(Q(union__in=unions_like(words)) | Q(name__contains=words.strip().replace("\x00", "")))


class AppointmentQuerySet(ScopedQuerySet):
    path_lookups = ("organisation__path",)
    see = Duty.SEE_ACCOUNTS

    def standing_on(self, day: date) -> Self:
        """Begun, not ended, confirmed where that is needed, and the organisation exists; a chair's: while the tenure
        still sits in the chair (roles.md). By whichever way that ended: each request asks anew."""
        tenure = Q(officer__isnull=True) | holds(day, "officer__elected_on", "officer__left_on") & CHAIRS
        held = holds(day, "since", "until") & _not_over(day, "organisation__dissolved_on")
        return self.filter(held & tenure, awaits_confirmation=False)

    def not_over_on(self, day: date) -> Self:
        """Standing, or may come to stand yet: not begun, not confirmed."""
        tenure = Q(officer__isnull=True) | _not_over(day, "officer__left_on") & CHAIRS
        return self.filter(_not_over(day, "until"), _not_over(day, "organisation__dissolved_on"), tenure)

    def with_places(self) -> Self:
        return self.select_related("organisation")


def code_of(words: str) -> str:
    """The words as a code or credit code, whole or its beginning; "" when they are none."""
    code = "".join(letters_of(words)).upper()
    looks = code.isascii() and code.isalnum() and len(code) >= MIN_CODE_DIGITS
    return code if looks and code[:2].isdigit() else ""


def _named(rows: ScopedQuerySet, words: str, code: str = "") -> Q:
    """Rows whose name answers the words; none when the words are a number too long for a name.

    Asks the keys at once. Few answers are handed on as ids, for the planner takes rare words for frequent ones and
    would walk the whole table in the list's order; where there are many, that walk is the fastest way.
    """
    asked = "" if len(code) > LONGEST_NUMBER_IN_NAME else question(words)
    if not asked:
        return Q(pk__in=[])
    name = rows.model._meta.model_name
    keys = apps.get_model("unions", f"{name}key")  # models import this module
    answers = keys.objects.filter(keys__answer=asked)
    ids = list(answers.values_list("pk", flat=True)[: FEW + 1])
    return Q(pk__in=ids if len(ids) <= FEW else answers.values("pk"))


def _of_union(code: str) -> Q:
    """Rows of the unions whose code begins so: by id where they are few, as `_named` does."""
    unions = OrganisationQuerySet(apps.get_model("unions", "organisation")).everywhere("ids for rows in scope")
    ids = list(unions.filter(code__startswith=code).values_list("pk", flat=True)[: FEW + 1])
    return Q(union__in=ids) if len(ids) <= FEW else Q(union__code__startswith=code)


def unions_like(words: str) -> Any:
    unions = OrganisationQuerySet(apps.get_model("unions", "organisation"))
    return unions.everywhere("a subquery of rows already in scope").search(words).values("pk")


def scoped(queryset: type[ScopedQuerySet]) -> Any:
    """The default manager of a scoped table."""
    return queryset.as_manager()
