"""What the desk's templates ask."""

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()


@register.simple_tag
def page_url(name: str) -> str:
    """The page's address, "" when this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
