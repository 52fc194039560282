"""Settings from the environment, typed: a typo stops the start with the variable's name."""

import os

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    """The variable's text; without a default it must be set. Raises ImproperlyConfigured naming it."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return default


def flag(name: str, default: bool) -> bool:
    """True or false; anything but 1/0, true/false, yes/no, on/off raises ImproperlyConfigured."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} must be one of {sorted(TRUE | FALSE)}, not {value!r}.")


def number(name: str, default: int) -> int:
    """A whole number; anything else raises ImproperlyConfigured."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated list, blanks dropped."""
    value = os.environ.get(name, "").strip()
    return [word.strip() for word in value.split(",") if word.strip()] if value else default
