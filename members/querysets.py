"""Which members: every read starts at one of the three doors, and behind them stands the database's wall."""

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, Value

from accounts.duties import Duty
from accounts.encryption import blind_index
from accounts.scope import PersonalQuerySet, ScopedQuerySet
from members.identity import index_text
from unions.querysets import FEW, code_of, holds
from unions.spelling import letters_of, question

SHORTEST_UNION = 4  # characters: shorter words are a person's name, and no union is asked for them


class Found(Func):
    """Is it among those the database finds by the keys? As one array, so that the list's order stays an index's."""

    arg_joiner = " = ANY ((SELECT members_found("
    template = "%(expressions)s::tsquery))::bigint[])"
    output_field = BooleanField()


class MemberQuerySet(PersonalQuerySet):
    path_lookups = ("union__path",)
    see = Duty.SEE_MEMBERS

    def persons(self) -> Self:
        """Without entries that were merged into another or erased."""
        return self.filter(merged_into__isnull=True, erased_on__isnull=True)

    def current(self) -> Self:
        """Who belongs to a union today: a membership that has not ended."""
        return self.persons().filter(memberships__until__isnull=True, memberships__isnull=False)

    def named_like(self, words: str) -> Self:
        """By any part of the name, pinyin or initials; none when the words say nothing."""
        asked = question(words, likely=True)
        if not asked:
            return self.none()
        return self.filter(Found(F("pk"), Value(asked)))

    def search(self, words: str) -> Self:
        """By the name, its pinyin or initials; by the code of the union from its beginning, or by its name in characters.

        Never by document number: that is asked for by `numbered`, and stands in no address.
        """
        if code := code_of(words):
            return self.filter(union__in=_unions(code__startswith=code))
        named = self.named_like(words)
        letters = "".join(letters_of(words))
        if letters.isascii() or len(letters) < SHORTEST_UNION:
            return named
        unions = list(_all_unions().search(words).values_list("pk", flat=True)[: FEW + 1])
        if not unions or len(unions) > FEW:
            return named
        persons = list(named.values_list("pk", flat=True)[: FEW + 1])
        return self.filter(Q(pk__in=persons) | Q(union__in=unions))

    def joined_between(self, first: date, last: date) -> Self:
        """Whose membership in the union they stand in began on one of these days, both included."""
        rows = apps.get_model("members", "membership").objects.everywhere("a subquery of rows already in scope")
        here = rows.filter(member=OuterRef("pk"), union=OuterRef("union"), since__range=(first, last))
        return self.filter(Exists(here))

    def left_before(self, day: date) -> Self:
        """Former members, none of whose memberships held on the day or later."""
        rows = apps.get_model("members", "membership").objects.everywhere("a subquery of rows already in scope")
        later = rows.filter(Q(until__isnull=True) | Q(until__gt=day), member=OuterRef("pk"))
        earlier = rows.filter(until__lte=day, member=OuterRef("pk"))
        return self.persons().filter(~Exists(later), Exists(earlier))

    def numbered(self, number: str) -> Self:
        """The one person with this document number, however it is written; none when it is none."""
        text = index_text(number)
        return self.filter(id_number_index=blind_index(text)) if text else self.none()


def _all_unions() -> Any:
    return apps.get_model("unions", "organisation").objects.everywhere("a subquery of rows already in scope")


def _unions(**asked: Any) -> list[int]:
    """Ids, so that the planner need not guess how many."""
    return list(_all_unions().filter(**asked).values_list("pk", flat=True))


class MembershipQuerySet(PersonalQuerySet):
    path_lookups = ("union__path",)
    see = Duty.SEE_MEMBERS

    def holding_on(self, day: date) -> Self:
        return self.filter(holds(day, "since", "until"))

    def current(self) -> Self:
        return self.filter(until__isnull=True)


class RosterQuerySet(PersonalQuerySet):
    path_lookups = ("union__path",)
    see = Duty.SEE_MEMBERS


class TransferQuerySet(PersonalQuerySet):
    """Both sides see it."""

    path_lookups = ("from_union__path", "to_union__path")
    see = Duty.SEE_MEMBERS

    def pending(self) -> Self:
        return self.filter(state="pending")


class DuplicateQuerySet(PersonalQuerySet):
    """Both persons must be in the user's own part: across bodies the county settles."""

    path_lookups = ("first__union__path",)
    see = Duty.SEE_MEMBERS

    def visible_to(self, user: Any) -> Self:
        within = Q()
        for path in user.paths_with(self.see) if user.is_authenticated else []:
            within |= Q(second__union__path__startswith=path)
        rows = super().visible_to(user)
        return rows.filter(within) if within else rows.none()

    def open(self) -> Self:
        return self.filter(state="open")

    def to_settle(self) -> Self:
        """Open, and neither entry was merged or erased meanwhile."""
        gone = {
            f"{side}__{field}__isnull": True for side in ("first", "second") for field in ("merged_into", "erased_on")
        }
        return self.open().filter(**gone)


class RosterCheckQuerySet(ScopedQuerySet):
    path_lookups = ("union__path",)
    see = Duty.SEE_MEMBERS


class ErasureQuerySet(PersonalQuerySet):
    path_lookups = ("member__union__path",)
    see = Duty.SEE_MEMBERS


class FormPrintQuerySet(ScopedQuerySet):
    path_lookups = ("union__path",)
    see = Duty.SEE_MEMBERS
