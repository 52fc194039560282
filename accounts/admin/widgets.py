"""Widgets that bear any input."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect

LONGEST_ID = 18  # digits of a bigint


class PickOne(AutocompleteSelect):
    """Django's autocomplete asks the database for whatever was typed; what can be no id is not asked."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        ids = [one for one in value if str(one).isascii() and str(one).isdigit() and len(str(one)) <= LONGEST_ID]
        return super().optgroups(name, ids, attrs)
