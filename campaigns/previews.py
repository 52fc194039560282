"""The figures that an act of the floor below would move (unions/previews.py)."""

from datetime import date
from fractions import Fraction

from campaigns import coverage, figures
from campaigns.models import Campaign, Category
from unions.previews import Figure


def figures_on(on: date) -> list[Figure]:
    """Every row of every campaign of 双亮 that runs on the day; none when none does."""
    running = Campaign.objects.of_coverage().filter(starts_on__lte=on, ends_on__gte=on).order_by("starts_on", "pk")
    return [_figure(campaign, row) for campaign in running for row in coverage.figures(campaign, on)]


def _figure(campaign: Campaign, row: coverage.Row) -> Figure:
    rate = Fraction(row.covered, row.unions) if row.unions else None
    target = figures.percent(Fraction(row.target)) if row.target is not None else ""
    category = str(Category(row.category).label)
    return Figure(
        campaign.name, row.body, row.name, category, row.unions, row.covered,
        figures.percent(rate), target, row.met, row.gap,
    )  # fmt: skip
