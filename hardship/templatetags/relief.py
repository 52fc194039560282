"""Sums as pages write them."""

from decimal import Decimal

from django import template

from hardship import money

register = template.Library()


@register.filter
def yuan(amount: Decimal | None) -> str:
    """`1,170.00元`; — where there is none."""
    return money.yuan(amount) if amount is not None else "—"


@register.filter
def figures(amount: Decimal | None) -> str:
    """`1,170.00`, under a head that names the unit; — where there is none."""
    return money.figures(amount) if amount is not None else "—"


@register.filter
def in_words(amount: Decimal | None) -> str:
    """壹仟壹佰柒拾元整; nothing where there is none."""
    return money.in_words(amount) if amount is not None and amount >= 0 else ""


@register.filter
def taken(amount: Decimal) -> str:
    """A sum that went out, without its sign: its column says so."""
    return money.figures(-amount)
