"""A row of a table that nobody wrote a builder for: whatever its columns take, its links leading to the same place."""

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, InternalError, models, transaction
from django.utils import timezone

from unions.models import Organisation

Rows = list[Any]
MONTH = date(2012, 10, 1)


class NoBuilder(AssertionError):
    """The world can't hold the table: write a builder for it in tests/leaks/builders.py."""


def guess(model: type[models.Model], world: Any, place: str) -> Rows:
    """A row of a table nobody wrote a builder for; its links lead to the same place."""
    if place not in ("county", "riverside", "hilltop"):
        return []
    values = {}
    for column in model._meta.concrete_fields:
        if column.primary_key or column.has_default():
            continue
        if column.is_relation or not (column.null or column.blank):
            values[column.name] = _guessed(column, world, place)
    try:
        return [_create(model, values)]
    except (TypeError, ValueError, IntegrityError, InternalError) as error:
        # A table of one row, the county's.
        one = model._base_manager.first() or _quietly(model, {**values, "pk": 1})
        if one is None:
            raise NoBuilder(
                f"{model._meta.label}: {error}. Write a builder for it in tests/leaks/builders.py."
            ) from error
        return [one] if place == "county" else []


def _create(model: type[models.Model], values: dict[str, Any]) -> Any:
    with transaction.atomic():
        return model._base_manager.create(**values)


def _quietly(model: type[models.Model], values: dict[str, Any]) -> Any:
    try:
        return _create(model, values)
    except (TypeError, ValueError, IntegrityError, InternalError):
        return None


def _guessed(column: Any, world: Any, place: str) -> Any:
    if column.is_relation:
        target = column.related_model
        rows = world.rows(target._meta.label, place) or world.rows(target._meta.label, "county")
        if issubclass(target, AbstractBaseUser | Organisation) or not column.null:
            return rows[0] if rows else None
        return rows[0] if rows else None
    if column.choices:
        return column.choices[0][0]
    plain: list[tuple[type[Any], Any]] = [
        (models.DateTimeField, timezone.now()),
        (models.DateField, MONTH),
        (models.BooleanField, False),
        (models.IntegerField, 1),
        (models.DecimalField, 0),
        (models.JSONField, {"words": "字"}),
        (models.UUIDField, None),
        (models.BinaryField, b"b"),
        (models.GenericIPAddressField, "192.0.2.7"),
    ]
    return next((value for kind, value in plain if isinstance(column, kind)), f"某{column.name}")
