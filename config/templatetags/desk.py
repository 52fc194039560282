"""What the desk's templates ask."""

from django import template
from django.urls import NoReverseMatch, reverse

from accounts.masks import masked_text

register = template.Library()
register.filter("masked", masked_text)


@register.simple_tag
def page_url(name: str) -> str:
    """The page's address, "" when this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
