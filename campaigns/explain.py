"""Why one union is counted and covered on a day, and by which facts (coverage.md §1 to §3).

`explained` is the rule on a union's dossier, pure, for any day. It agrees with the SQL pass of coverage.py for every
union and day: tests/campaigns/test_explain.py holds it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from campaigns.dossier import Award, Dossier, Fact, Tenure, Unit, dossier_of
from campaigns.models import Campaign, Category, ScopeRule, SizeClass
from unions.models import Item, Kind, Level, Organisation, Ownership, Post

HONOUR_LEVELS = (Level.NATIONAL, Level.PROVINCIAL, Level.CITY)


class Reason(StrEnum):
    """Why a union is in scope on a day, or why not."""

    BY_RULE = "by_rule"
    IS_BODY = "is_body"
    NOT_ESTABLISHED = "not_established"
    DISSOLVED = "dissolved"
    NO_EMPLOYER = "no_employer"
    NO_ENTERPRISE = "no_enterprise"
    RULE_LATER = "rule_later"
    NO_RULE = "no_rule"


@dataclass(frozen=True)
class Scope:
    """`rule` is the first one that fits the union, also where it has not begun by the day."""

    reason: Reason
    rule: ScopeRule | None = None
    unit: Unit | None = None

    @property
    def is_in(self) -> bool:
        return self.reason == Reason.BY_RULE


@dataclass(frozen=True)
class Belonging:
    """Whether the union counts in a category on the day, and the honours that put it there."""

    category: Category
    is_in: bool
    awards: tuple[Award, ...] = ()


@dataclass(frozen=True)
class Share:
    """What one officer (None: the union itself) adds to a condition: the facts that hold, and those that do not."""

    officer: Tenure | None
    holding: tuple[Fact, ...]
    others: tuple[Fact, ...]
    is_met: bool
    is_verified: bool


@dataclass(frozen=True)
class Condition:
    """One of coverage.CONDITIONS; it holds when every share does. A vacant seat fails identity and contact too."""

    key: str
    holds: bool
    is_verified: bool
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Explanation:
    on: date
    scope: Scope
    belongings: tuple[Belonging, ...]
    conditions: tuple[Condition, ...]

    def __getitem__(self, key: str) -> Condition:
        return next(condition for condition in self.conditions if condition.key == key)

    @property
    def is_done(self) -> bool:
        """All conditions hold, whether or not the union is in scope."""
        return all(condition.holds for condition in self.conditions)

    @property
    def is_covered(self) -> bool:
        return self.scope.is_in and self.is_done

    @property
    def is_verified(self) -> bool:
        return self.is_covered and all(condition.is_verified for condition in self.conditions)

    @property
    def missing(self) -> tuple[str, ...]:
        """As coverage.uncovered names them: a vacant seat stands for identity and contact."""
        vacant = not self["chair"].holds
        passed = {"identity", "contact"} if vacant else set[str]()
        return tuple(each.key for each in self.conditions if not each.holds and each.key not in passed)


def explain(campaign: Campaign, union: Organisation, on: date) -> Explanation:
    """The union on the day, as the campaign counts it. Five queries."""
    return explained(dossier_of(union), list(campaign.scope_rules.all()), on)


def explained(dossier: Dossier, rules: Iterable[ScopeRule], on: date) -> Explanation:
    """The rule itself, on facts at hand. No query."""
    scope = _scope(dossier, rules, on)
    return Explanation(on, scope, _belongings(dossier, scope, on), _conditions(dossier, on))


def in_scope(dossier: Dossier, rules: Iterable[ScopeRule], on: date) -> bool:
    """Does any of the rules bring the union in on the day? No query."""
    return _scope(dossier, rules, on).is_in


def _scope(dossier: Dossier, rules: Iterable[ScopeRule], on: date) -> Scope:
    unit = dossier.unit if dossier.kind == Kind.GRASSROOTS_SINGLE else None
    rule = min((each for each in rules if _fits(each, dossier, unit)), key=lambda each: each.from_day, default=None)
    return Scope(_reason(dossier, unit, rule, on), rule, unit)


def _reason(dossier: Dossier, unit: Unit | None, rule: ScopeRule | None, on: date) -> Reason:
    span = dossier.span
    if dossier.is_body:
        return Reason.IS_BODY
    if not span.holds(on):
        return Reason.NOT_ESTABLISHED if span.since is None or on < span.since else Reason.DISSOLVED
    if rule is not None:
        return Reason.BY_RULE if rule.from_day <= on else Reason.RULE_LATER
    return _unruled(dossier, unit)


def _unruled(dossier: Dossier, unit: Unit | None) -> Reason:
    if dossier.kind == Kind.GRASSROOTS_SINGLE and unit is None:
        return Reason.NO_EMPLOYER
    if unit is not None and unit.ownership == Ownership.NOT_ENTERPRISE:
        return Reason.NO_ENTERPRISE
    return Reason.NO_RULE


def _fits(rule: ScopeRule, dossier: Dossier, unit: Unit | None) -> bool:
    """Does the rule, once begun, bring such a union in? Only a single one has an employer to ask (coverage.md §3)."""
    if rule.kind != dossier.kind:
        return False
    if dossier.kind == Kind.GRASSROOTS_SINGLE and unit is None:
        return False
    if rule.ownership and (unit is None or rule.ownership != unit.ownership):
        return False
    return not rule.size or (rule.size == SizeClass.SMALL) == (unit is not None and unit.is_small)


def _belongings(dossier: Dossier, scope: Scope, on: date) -> tuple[Belonging, ...]:
    ownership = scope.unit.ownership if scope.unit is not None else None
    awards = tuple(each for each in dossier.awards if each.level in HONOUR_LEVELS and each.span.holds(on))
    non_public = scope.is_in and ownership == Ownership.NON_PUBLIC
    return (
        Belonging(Category.ALL, scope.is_in),
        Belonging(Category.STATE_OWNED, scope.is_in and ownership == Ownership.STATE_OWNED),
        Belonging(Category.HONOURED_NON_PUBLIC, non_public and bool(awards), awards if non_public else ()),
    )


def _conditions(dossier: Dossier, on: date) -> tuple[Condition, ...]:
    sitting = [each for each in dossier.tenures if each.span.holds(on)]
    chairs = [each for each in sitting if each.post == Post.CHAIR]
    seat = tuple(Share(each, (), (), is_met=True, is_verified=True) for each in chairs)
    return (
        _condition("sign", [_share(dossier, Item.SIGN, None, on)]),
        _condition("office", [_share(dossier, Item.OFFICE, None, on)]),
        Condition("chair", bool(chairs), bool(chairs), seat),
        _condition("identity", [_share(dossier, Item.IDENTITY, each, on) for each in sitting], is_open=not chairs),
        _condition("contact", [_share(dossier, Item.CONTACT, each, on) for each in sitting], is_open=not chairs),
    )


def _condition(key: str, shares: list[Share], *, is_open: bool = False) -> Condition:
    """`is_open`: the chair's seat is vacant, so that nothing of the others can make the condition hold."""
    holds = not is_open and all(share.is_met for share in shares)
    return Condition(key, holds, holds and all(share.is_verified for share in shares), tuple(shares))


def _share(dossier: Dossier, item: Item, officer: Tenure | None, on: date) -> Share:
    own = [fact for fact in dossier.facts if fact.item == item and fact.officer == (officer.pk if officer else None)]
    holding = tuple(fact for fact in own if fact.span.holds(on))
    others = tuple(fact for fact in own if not fact.span.holds(on))
    return Share(officer, holding, others, bool(holding), any(fact.is_verified(on) for fact in holding))
