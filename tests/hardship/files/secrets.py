"""A family whose every sensitive word occurs nowhere else, so that a page that shows one is caught."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hardship.facts import Contents
from hardship.models import HardshipFile
from tests.factories import id_number
from tests.hardship.families import CHILD, SPOUSE, contents, make_file
from unions.models import Organisation

OWN, WIFE = id_number(71), id_number(72)
SECRETS = {
    "worker's number": OWN,
    "wife's number": WIFE,
    "card": "6217000000000070071",
    "illness": "罕见病甲",
    "wife's illness": "罕见病乙",
    "disability": "肢体三级丙",
    "causes in words": "说来话长丁",
    "note": "另有隐情戊",
    "own income": "42123.45",
    "wife's income": "1777.66",
    "medical": "19333.22",
    "mobile": "13912340071",
}
# Not sensitive to whoever keeps the file, and for nobody else.
NAMES = {"worker": "李困难某", "child": "李小孩某"}


def family() -> Contents:
    said = contents(
        71,
        name=NAMES["worker"],
        card=SECRETS["card"],
        health=SECRETS["illness"],
        disability=SECRETS["disability"],
        description=SECRETS["causes in words"],
        note=SECRETS["note"],
        medical=Decimal(SECRETS["medical"]),
        mobile=SECRETS["mobile"],
    )
    wife = replace(SPOUSE, id_number=WIFE, health=SECRETS["wife's illness"], income=Decimal(SECRETS["wife's income"]))
    own = replace(said.household[0], income=Decimal(SECRETS["own income"]))
    return Contents(said.file, (own, wife, replace(CHILD, name=NAMES["child"])))


def make_secret_file(union: Organisation, on: date = date(2012, 5, 3)) -> HardshipFile:
    return make_file(union, "DA-SECRET", said=family(), on=on)


def told(page: Any) -> set[str]:
    """Which of the secrets stand on a page."""
    body = b"".join(page) if page.streaming else page.content
    text = body.decode(errors="replace")
    return {name for name, word in SECRETS.items() if word in text}
