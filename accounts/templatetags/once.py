"""What a form that may be sent twice or later carries: its key, and whose drafts this page may restore and send."""

import uuid
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.once import FIELD, key_of, owner_of

register = template.Library()


@register.simple_tag(takes_context=True)
def once_field(context: dict[str, Any]) -> SafeString:
    """The form's key: a new one, or, where the form comes back with its faults, the one it was sent with."""
    request = context.get("request")
    key = (request is not None and key_of(request)) or uuid.uuid4()
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, key)


@register.simple_tag(takes_context=True)
def draft_owner(context: dict[str, Any]) -> SafeString:
    """For the head of a page with drafts.js: drafts under another owner are deleted, never sent."""
    return format_html('<meta name="draft-owner" content="{}">', owner_of(context["request"].user))
