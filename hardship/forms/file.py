"""The form of a file: sheet 档案 in parts, and the household person by person, judged as an import judges them."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from django import forms

from hardship.contradictions import WORKER
from hardship.facts import Contents, FileFacts, PersonFacts
from hardship.forms.columns import ColumnField, field_of
from hardship.operations.files import Contradicts
from hardship.registers.columns import DOSSIERS, HOUSEHOLD, INCOME
from hardship.registers.showing import GROUPS

TOLD = frozenset(("sex",))  # by the number
MOST_PERSONS = 20
_COLUMNS = {column.field: column for column in DOSSIERS.columns}
_OF_PERSON = {column.field: column for column in HOUSEHOLD.columns if column.field != "code"}
_TEXTS = {one.name for one in fields(FileFacts) if one.default == ""}


class FileForm(forms.Form):
    """Of the worker; the row 本人 of the household follows from it, but for the income and the workplace."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for _, names in GROUPS:
            for name in names:
                if name not in TOLD:
                    self.fields[name] = field_of(_COLUMNS[name])
        self.fields["own_income"] = ColumnField(replace(INCOME, name="本人年收入"))
        self.fields["own_place"] = ColumnField(replace(_OF_PERSON["place"], name="本人工作单位"))

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The parts in the order of asking, for templates."""
        found = []
        for title, names in GROUPS:
            own = [name for name in names if name not in TOLD]
            if title == "家庭经济":
                own = ["own_income", "own_place", *own]
            found.append((title, [self[name] for name in own]))
        return found

    def facts(self) -> FileFacts:
        values: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            if not name.startswith("own_"):
                values[name] = "" if value is None and name in _TEXTS else value
        return FileFacts(**values)


class PersonForm(forms.Form):
    """One of the household besides the worker. Nothing filled in is nobody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        for name, column in _OF_PERSON.items():
            if name == "relation":
                words = {word: word for word in column.choices or () if word != WORKER}
                column = replace(column, choices=words, help="")  # noqa: PLW2901 (the worker has no row of his own here)
            self.fields[name] = field_of(column)
        self.fields["gone"] = forms.BooleanField(label="不再是家庭成员，移出", required=False)

    @property
    def is_nobody(self) -> bool:
        return bool(self.cleaned_data.get("gone")) or not self.cleaned_data.get("name")

    def facts(self) -> PersonFacts:
        values = {name: self.cleaned_data[name] for name in _OF_PERSON}
        return PersonFacts(**values)


class FamilyForms:
    """Both together. `said` is what is on file, or what is known beforehand of a new one."""

    def __init__(
        self, data: Mapping[str, str] | None, said: Contents | None = None, known: dict[str, Any] | None = None
    ):
        self.said, others = said, [one for one in said.household if one.relation != WORKER] if said else []
        self.file = FileForm(data, initial=_initial(said) | (known or {}), label_suffix="")
        count = _count(data, others)
        self.persons = [
            PersonForm(
                data,
                prefix=f"p{place}",
                initial=_of_person(others[place]) if place < len(others) else {},
                empty_permitted=place >= len(others),
                label_suffix="",
            )
            for place in range(count)
        ]

    @property
    def count(self) -> int:
        return len(self.persons)

    def is_valid(self) -> bool:
        return all([self.file.is_valid(), *(one.is_valid() for one in self.persons)])

    def forget_faults(self, head: forms.Form) -> None:
        """One row more was asked for: what was typed stays, and is judged once it is sent for good."""
        for form in (head, self.file, *self.persons):
            form.full_clean()
            form.errors.clear()

    @property
    def contents(self) -> Contents:
        """What was typed; only after `is_valid`."""
        file = self.file.facts()
        rest = [one.facts() for one in self.persons if not one.is_nobody]
        return Contents(file, (self._own(file), *rest))

    def _own(self, file: FileFacts) -> PersonFacts:
        """The row 本人. Where it said something of its own by an import, that stays until the file says otherwise."""
        typed = self.file.cleaned_data
        before = next((one for one in self.said.household if one.relation == WORKER), None) if self.said else None
        own = {
            "name": file.name,
            "relation": WORKER,
            "id_number": file.id_number,
            "marital_status": file.marital_status,
            "income": typed["own_income"],
            "place": typed["own_place"],
        }
        for name in ("health", "standing"):
            new = getattr(file, name)
            kept = self.said is not None and before is not None and getattr(self.said.file, name) == new
            own[name] = getattr(before, name) if kept else new
        return PersonFacts(**own)

    def place(self, error: Contradicts) -> None:
        """What can't be so, beside the field it is about."""
        people: Sequence[forms.Form] = [self.file, *(one for one in self.persons if not one.is_nobody)]
        for trouble in error.troubles:
            form = people[trouble.person] if trouble.person is not None else self.file
            name = trouble.field if trouble.field in form.fields else None
            form.add_error(name, f"{trouble.sentence}。")


def _count(data: Mapping[str, str] | None, others: Sequence[PersonFacts]) -> int:
    """How many persons the page asks for: as many as it had, one more where one more was asked for."""
    if data is None:
        return len(others) or 1
    said = data.get("persons", "")
    had = int(said) if said.isascii() and said.isdigit() and len(said) < 3 else len(others)
    return min(MOST_PERSONS, had + (1 if "more" in data else 0))


def _initial(said: Contents | None) -> dict[str, Any]:
    if said is None:
        return {}
    own = next((one for one in said.household if one.relation == WORKER), None)
    values = {one.name: getattr(said.file, one.name) for one in fields(said.file)}
    return values | ({"own_income": own.income, "own_place": own.place} if own else {})


def _of_person(person: PersonFacts) -> dict[str, Any]:
    return {name: getattr(person, name) for name in _OF_PERSON}
