"""What a file says of a family on a day: the contents of sheets 档案 and 家庭成员 as values (hardship.md §2). Pure.

Sealed as one text per row (models/file.py), because illness, income, numbers and cards are not to be read from a
stolen dump. Money is yuan with two decimals, as Decimal. "" and None: not said.
"""

import json
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Self, cast

# Without the search for blanks around it, which our own texts do not have: a third of the time of json.loads.
_READ = json.JSONDecoder().raw_decode


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """One row of 家庭成员."""

    name: str
    relation: str
    marital_status: str
    income: Decimal
    health: str = ""
    id_number: str = ""
    born_on: date | None = None
    standing: str = ""
    place: str = ""

    def to_text(self) -> str:
        return _text(self)

    @classmethod
    def from_text(cls, text: str) -> Self:
        return _from(cls, text)


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """One row of 档案, but for its code, union and day."""

    name: str
    id_number: str
    marital_status: str
    employment_form: str
    standing: str
    health: str
    mobile: str
    address: str
    main_cause: str
    other_causes: tuple[str, ...] = ()
    sex: str = ""
    ethnicity: str = ""
    political_status: str = ""
    model_worker: str = ""
    disability: str = ""
    hukou: str = ""
    housing: str = ""
    floor_area: Decimal | None = None
    insurance: str = ""
    is_single_parent: bool | None = None
    is_zero_employment: bool | None = None
    can_help_itself: bool | None = None
    description: str = ""
    hard_after_aid: bool | None = None
    medical: Decimal | None = None
    loss: Decimal | None = None
    rigid: Decimal | None = None
    homes: int | None = None
    hires: bool | None = None
    costly_school: bool | None = None
    car: bool | None = None
    bank: str = ""
    branch: str = ""
    card: str = ""
    account_name: str = ""
    note: str = ""

    def to_text(self) -> str:
        return _text(self)

    @classmethod
    def from_text(cls, text: str) -> Self:
        return _from(cls, text)


@dataclass(frozen=True)
class Contents:
    """A file's whole state: the worker and the household, the worker being its row 本人."""

    file: FileFacts
    household: tuple[PersonFacts, ...] = field(default=())


def _text(facts: Any) -> str:
    """JSON without what was not said; Decimals and days as text, so that nothing is rounded."""
    said = {one.name: getattr(facts, one.name) for one in fields(facts)}
    return json.dumps(
        {name: value for name, value in said.items() if value not in ("", None, ())}, default=str, ensure_ascii=False
    )


def said_in(text: str) -> dict[str, Any]:
    """What a sealed text says, as it was written: money and days as text, nothing for what was not said."""
    said, _ = _READ(text)
    return cast(dict[str, Any], said)


def _from(kind: Any, text: str) -> Any:
    """Fifty thousand families are read at a time: what was not said is filled in from a table, not by the constructor.

    Raises TypeError for a text that is not of this kind.
    """
    said, unsaid = said_in(text), _unsaid(kind)
    if not said.keys() <= unsaid.keys():
        raise TypeError(f"no {kind.__name__}")
    for name in _MONEY & said.keys():
        said[name] = Decimal(said[name])
    if "born_on" in said:
        said["born_on"] = date.fromisoformat(said["born_on"])
    if "other_causes" in said:
        said["other_causes"] = tuple(said["other_causes"])
    facts = object.__new__(kind)
    facts.__dict__.update(unsaid)
    facts.__dict__.update(said)
    return facts


@cache
def _unsaid(kind: Any) -> dict[str, Any]:
    """What each field is when it was not said: of those that must be there "", or nought."""
    empty = {one.name: Decimal(0) if one.type is Decimal else "" for one in fields(kind)}
    return {one.name: empty[one.name] if one.default is MISSING else one.default for one in fields(kind)}


_MONEY = {"income", "floor_area", "medical", "loss", "rigid"}
