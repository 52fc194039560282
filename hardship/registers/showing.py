"""What a file says, as a page shows it: by the register's own labels, sensitive things hidden unless the whole is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from accounts.masks import masked_id_number, masked_mobile
from hardship.facts import Contents, PersonFacts
from hardship.household import Household, Marriage, Person, Relation, counted, is_counted, per_head, shown, yearly
from hardship.registers.columns import DOSSIERS
from hardship.registers.contents import in_words
from registers.declare import Column

HIDDEN, NOTHING = "***", "—"
# The form's parts, each with its facts in the order of asking.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "职工本人",
        (
            "name", "id_number", "sex", "ethnicity", "political_status", "marital_status", "employment_form", "standing",
            "model_worker", "health", "disability", "mobile", "address", "hukou", "insurance",
        ),
    ),
    (
        "致困情况",
        (
            "main_cause", "other_causes", "description", "hard_after_aid", "is_single_parent", "is_zero_employment",
            "can_help_itself",
        ),
    ),
    (
        "家庭经济",
        ("medical", "loss", "rigid", "homes", "housing", "floor_area", "hires", "costly_school", "car"),
    ),
    ("银行账户", ("bank", "branch", "card", "account_name")),
    ("备注", ("note",)),
)  # fmt: skip
COLUMNS = {column.field: column for column in DOSSIERS.columns}


@dataclass(frozen=True)
class Line:
    label: str
    words: str


@dataclass(frozen=True)
class PersonLine:
    """One of the household; `counts` as household."""

    name: str
    relation: str
    id_number: str
    born: str
    marital_status: str
    health: str
    income: str
    standing: str
    place: str
    counts: bool


def groups_of(said: Contents, *, whole: bool) -> Iterator[tuple[str, list[Line]]]:
    """(title, lines) of sheet 档案."""
    for title, names in GROUPS:
        yield title, [Line(COLUMNS[name].name, _words(COLUMNS[name], said, whole)) for name in names]


def _words(column: Column, said: Contents, whole: bool) -> str:
    words = in_words(getattr(said.file, column.field))
    if not words:
        return NOTHING
    if whole:
        return words
    if column.kind == "id_number":
        return masked_id_number(words)
    if column.kind == "mobile":
        return masked_mobile(words)
    if column.kind == "card":
        return f"**** {words[-4:]}"
    return HIDDEN if column.secret else words


def household_of(said: Contents, *, whole: bool) -> list[PersonLine]:
    married = Marriage(said.file.marital_status)
    return [_person(one, married, whole) for one in said.household]


def _person(one: PersonFacts, married: Marriage, whole: bool) -> PersonLine:
    born = one.born_on
    return PersonLine(
        one.name,
        one.relation,
        (one.id_number if whole else masked_id_number(one.id_number)) or NOTHING,
        (f"{born:%Y-%m-%d}" if whole else f"{born.year}年") if born else NOTHING,
        one.marital_status,
        (one.health or NOTHING) if whole else HIDDEN,
        in_words(one.income) if whole else HIDDEN,
        one.standing or NOTHING,
        one.place or NOTHING,
        is_counted(_rule_person(one), married),
    )


def _rule_person(one: PersonFacts) -> Person:
    return Person(Relation(one.relation), Marriage(one.marital_status), one.income)


@dataclass(frozen=True)
class Sums:
    """How many count, what they have in a year, and per head and month; yuan in words."""

    counted: int
    yearly: str
    per_head: str


def sums_of(said: Contents) -> Sums:
    household = Household(Marriage(said.file.marital_status), tuple(map(_rule_person, said.household)))
    people = counted(household)
    total = yearly(people)
    each = shown(per_head(total, len(people))) if people else shown(Fraction())
    return Sums(len(people), f"{total:,.2f}元", f"{each:,.2f}元")
