"""The forms of one's own pages, sent back filled: as they stand, and with somebody else's rows in every field."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from tests.leaks.asks import PLAUSIBLE, ROW_PARAMETERS, Ask
from tests.leaks.world import MISSING, World

NOT_SENT = ("csrfmiddlewaretoken",)
LEAVING = ("/logout/",)
BUTTONS = 5


@dataclass
class Form:
    """A form that posts; `rows` are the fields whose values are numbers of rows."""

    action: str
    values: dict[str, Any] = field(default_factory=dict)
    rows: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    chosen: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self._text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", "")) if given.get("method", "").lower() == "post" else None
            if self._form is not None:
                self.found.append(self._form)
        elif self._form is not None and given.get("name", "") not in NOT_SENT:
            self._field(self._form, tag, given)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "input" and name:
            _input(form, name, given)
        elif tag == "button" and name:
            form.buttons.append((name, given.get("value", "")))
        elif tag == "textarea" and name:
            form.values[name] = PLAUSIBLE.get(name, "改")
        elif tag == "select" and name:
            self._select = name
            form.values.setdefault(name, "")
            if "admin-autocomplete" in given.get("class", ""):
                form.rows.add(name)
        elif tag == "option" and self._select:
            _option(form, self._select, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "form":
            self._form = None


def _input(form: Form, name: str, given: dict[str, str]) -> None:
    kind, value = given.get("type", "text"), given.get("value", "")
    if kind in {"submit", "image"}:
        form.buttons.append((name, value))
    elif kind == "file":
        form.files.add(name)
    elif kind in {"checkbox", "radio"} and "checked" not in given and name in form.values:
        return
    else:
        form.values[name] = value or PLAUSIBLE.get(name, "2012-10-31" if name.endswith("_on") else "")
    if name == "_selected_action" or name in ROW_PARAMETERS:
        form.rows.add(name)


def _option(form: Form, name: str, given: dict[str, str]) -> None:
    value = given.get("value", "")
    if value and "selected" in given:
        form.values[name] = value
        form.chosen.add(name)
    elif value and name not in form.chosen:
        form.values[name] = value  # the last one: of the kinds of unions the smallest, of the posts the least
    if value.isdecimal() and len(value) == len(str(MISSING)):
        form.rows.add(name)


def asks_from(world: World, who: str, asked: Ask, page: bytes) -> Iterator[Ask]:
    """What to send to the forms of a page of one's own."""
    for form in Forms(page.decode(errors="replace")).found:
        url = _whole(form.action, asked.url)
        if not url.startswith("/") or url.startswith(LEAVING):
            continue
        own = {name: _own_row(world, who, name, form.values[name]) for name in form.rows if name in form.values}
        for pressed in form.buttons[:BUTTONS] or [("", "")]:
            button = {pressed[0]: pressed[1]} if pressed[0] else {}
            values = {**form.values, **own, **button}
            yield Ask(asked.door, "POST", url, "own", data=values)
            pair = f"{asked.door} form {asked.url} {form.action} {button}"
            for number, row in enumerate(_foreign_rows(world, who) if form.rows else ()):
                for pk in (row.pk, MISSING):
                    filled = {**values, **dict.fromkeys(form.rows, str(pk))}
                    yield Ask(asked.door, "POST", url, "own", f"{pair} {number}", str(pk), filled)
        yield from _somebody_elses_words(world, who, asked, url, values)


def _own_row(world: World, who: str, name: str, value: str) -> str:
    """What the page offers, or where it offers nothing yet (a search) a row of one's own."""
    rows = world.readable(who, ROW_PARAMETERS.get(name, ""))
    return value or (str(rows[0].pk) if rows else "")


def _foreign_rows(world: World, who: str) -> Iterator[Any]:
    for label in ("unions.Organisation", "unions.Display", "accounts.User"):
        yield from world.unreadable(who, label)[-1:]


def _somebody_elses_words(world: World, who: str, asked: Ask, url: str, values: dict[str, Any]) -> Iterator[Ask]:
    """Names and codes that exist elsewhere: a refusal must not say where."""
    for other in world.unreadable(who, "unions.Organisation")[-1:]:
        for name in ("code", "credit_code", "name"):
            if name in values:
                yield Ask(asked.door, "POST", url, "own", data={**values, name: getattr(other, name)})


def _whole(action: str, url: str) -> str:
    here = url.partition("?")[0]
    if not action or action == ".":
        return url if not action else here
    if action.startswith("?"):
        return here + action
    return action
