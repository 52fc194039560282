"""The desk's pages by name, and an application as it is now."""

from typing import Any

from django.urls import reverse

from hardship.models import ReliefApplication


def at(name: str, *args: Any) -> str:
    return reverse(f"admin:hardship_reliefapplication_{name}", args=args)


def fresh(row: Any) -> ReliefApplication:
    return ReliefApplication.objects.everywhere("a test").get(pk=row.pk)
