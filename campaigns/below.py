"""The figures of what stands directly below one organisation on a day: the coverage pass over one branch (coverage.md)."""

import re
from dataclasses import dataclass
from datetime import date

from campaigns import coverage, targets
from campaigns.models import Campaign, Category, JudgeOn
from campaigns.state import STATE
from campaigns.targets import Goal
from unions.models import Organisation


@dataclass(frozen=True)
class Child:
    """Counts are unions of the child's branch, itself included; `missing` is filled where the child is one union."""

    pk: int
    unions: int
    covered: int
    verified: int
    gap: int
    missing: tuple[str, ...]

    @property
    def is_covered(self) -> bool:
        return self.unions > 0 and self.covered == self.unions


def children_of(campaign: Campaign, parent: Organisation, on: date) -> list[Child]:
    """Every direct child with unions in scope on the day, by id; children without any are left out.

    `gap` is what the target in force for all unions still asks of the child's branch. Four queries, whatever hangs
    below; no figure of anything outside the parent's branch.
    """
    goals = [Goal(each.category, each.due_on, each.share, each.label) for each in campaign.targets.all()]
    goal = targets.in_force(goals, Category.ALL, on)
    judged_on_verified = campaign.judge_on == JudgeOn.VERIFIED
    found = []
    is_county = parent.parent_id is None
    branch = [] if is_county else _ids_below(parent)
    sql, level = COUNTY if is_county else BRANCH, len(parent.ids_above) + 2
    for pk, unions, covered, verified, *holds in coverage.run_pass(sql, campaign, on, branch=branch, level=level):
        done = verified if judged_on_verified else covered
        gap = targets.gap(done, unions, goal.share) if goal is not None else 0
        found.append(Child(pk, unions, covered, verified, gap, _missing(*holds) if unions == 1 else ()))
    return found


def _ids_below(parent: Organisation) -> list[int]:
    why = "the branch of an organisation found in scope"
    below = Organisation.objects.everywhere(why).filter(path__startswith=parent.path).exclude(pk=parent.pk)
    return list(below.values_list("pk", flat=True))


def _missing(sign: bool, office: bool, chair: bool, identity: bool, contact: bool) -> tuple[str, ...]:
    """The failed conditions in the order of coverage.CONDITIONS; a vacant seat stands for what officers show."""
    holds = (sign, office, chair, identity or not chair, contact or not chair)
    return tuple(key for key, is_met in zip(coverage.CONDITIONS, holds, strict=True) if not is_met)


_BY_CHILD = """
SELECT split_part(u.path, '/', %(level)s)::bigint AS child,
    count(*), count(*) FILTER (WHERE s.plaque AND s.identity),
    count(*) FILTER (WHERE s.plaque_verified AND s.identity_verified),
    bool_and(s.sign_ok), bool_and(s.office_ok), bool_and(s.has_chair), bool_and(s.identity_ok), bool_and(s.contact_ok)
FROM state s JOIN unions_organisation u ON u.id = s.id WHERE s.is_in GROUP BY 1 ORDER BY 1
"""
COUNTY = STATE + _BY_CHILD
# Only the branch's rows are read, by their indexes: a township's page must not cost what the county's report costs.
# An array and no subquery: the pass forbids nested loops, and a join would read the whole tables.
BRANCH = re.sub(r"/\*branch (\S+)\*/", r"\1 = ANY(%(branch)s) AND", STATE) + _BY_CHILD
