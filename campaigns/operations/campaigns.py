"""What changes about a campaign."""

from datetime import date

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from campaigns.attained import TOWNSHIPS, bodies_now
from campaigns.models import Allocation, Campaign, IndicatorTarget, Phase, ScopeRule, Target
from campaigns.template import Aimed, Template


def moved(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@operation("campaigns.make_from_template")
def make_from_template(
    template: Template, *, slug: str, name: str, shift_years: int = 0, reports_from: date | None = None, by: User | None
) -> Campaign:
    """A campaign of the template's shape, moved by whole years, with monthly reports from the given day's month.

    Raises Refused when the slug is taken.
    """
    if Campaign.objects.filter(slug=slug).exists():
        raise Refused(f"代号为“{slug}”的活动已经有了，请换一个代号。")
    starts_on = moved(template.starts_on, shift_years)
    campaign = Campaign.objects.create(
        slug=slug,
        name=name,
        starts_on=starts_on,
        ends_on=moved(template.ends_on, shift_years),
        reports_from=(reports_from or starts_on).replace(day=1),
        judge_on=template.judge_on,
    )
    Phase.objects.bulk_create(
        Phase(campaign=campaign, name=label, starts_on=moved(first, shift_years), ends_on=moved(last, shift_years))
        for label, first, last in template.phases
    )
    ScopeRule.objects.bulk_create(
        ScopeRule(campaign=campaign, from_day=moved(day, shift_years), kind=kind, ownership=ownership, size=size)
        for day, kind, ownership, size in template.scope
    )
    Target.objects.bulk_create(
        Target(campaign=campaign, category=category, due_on=moved(due, shift_years), share=share, label=label)
        for category, due, share, label in template.targets
    )
    for aimed in template.indicators:
        _aim(campaign, aimed, shift_years)
    return campaign


def _aim(campaign: Campaign, aimed: Aimed, years: int) -> None:
    target = IndicatorTarget.objects.create(
        campaign=campaign,
        indicator=aimed.indicator,
        category=aimed.category,
        due_on=moved(aimed.due_on, years),
        counts_from=moved(aimed.counts_from, years) if aimed.counts_from else None,
        amount=aimed.amount,
        share=aimed.share,
        label=aimed.label,
    )
    if aimed.per_township is not None:
        townships = [body for body in bodies_now() if body.kind in TOWNSHIPS]
        Allocation.objects.everywhere("the county allots").bulk_create(
            Allocation(target=target, body=body, amount=aimed.per_township) for body in townships
        )
