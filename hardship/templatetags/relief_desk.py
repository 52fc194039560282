"""Words of the desk's pages of applications."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def called(whose: dict[int, str], document: Any) -> str:
    """What a paper on the list is called; its kind, where it is on none."""
    return whose.get(document.pk) or str(document.get_kind_display())
