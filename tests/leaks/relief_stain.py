"""Canaries of relief: inside the sealed texts of files, and the columns that keep what they say (stain.py)."""

from dataclasses import replace
from typing import Any

from accounts.encryption import seal
from hardship.models import FileVersion, HouseholdPerson
from hardship.models.file import FILE_FACTS, PERSON_FACTS

KEPT = {
    # Filled by sealed() below.
    "hardship.FileVersion.facts_sealed",
    "hardship.HouseholdPerson.facts_sealed",
    "hardship.ReliefProgramme.slug",
    "hardship.Criterion.code",
    "hardship.Step.group",
    "hardship.HouseholdPerson.relation",
    "hardship.ReliefApplication.national",
    "hardship.ReliefApplication.judgement_sealed",  # "" before an application is judged by the operation itself
    "hardship.ReliefApplication.approval_seal",
    "hardship.Document.stored_as",
    "hardship.Document.sha256",
    "hardship.PublicNotice.token",
    "hardship.PaymentBatch.sha256",
    "hardship.PaymentBatch.file_sealed",  # "" before the file is made
    "hardship.PaymentBatch.void_reason",
    "hardship.BankReturn.sha256",
    "hardship.BankReturn.file_sealed",  # "": read by no operation here
    "hardship.AuditPackage.sha256",
    "hardship.AuditPackage.stored_as",
    "hardship.WhatIf.result_sealed",  # "": its question is still at work
    "hardship.Payment.failure",
    "hardship.HardshipFile.end_reason",
    "hardship.VisitStop.receipt",
}
WORDS = ("health", "disability", "description", "address", "bank", "branch", "account_name", "note")
NUMBERS = ("id_number", "card", "mobile")


def sealed(world: Any, place: str, row: Any) -> dict[str, Any]:
    """The contents of a file or of a person of its household, a canary in each text."""
    if isinstance(row, FileVersion):
        said = {name: f"字{_word(world, place, row, name)}" for name in WORDS}
        said |= {name: _number(world, place, row, name) for name in NUMBERS}
        return {"facts_sealed": seal(replace(row.facts, **said).to_text(), FILE_FACTS)}
    if isinstance(row, HouseholdPerson):
        said = {name: f"字{_word(world, place, row, name)}" for name in ("name", "health", "place")}
        said |= {"id_number": _number(world, place, row, "id_number")}
        return {"facts_sealed": seal(replace(row.facts, **said).to_text(), PERSON_FACTS)}
    return {}


def _word(world: Any, place: str, row: Any, name: str) -> str:
    return str(world.word(row, place, f"facts {name}"))


def _number(world: Any, place: str, row: Any, name: str) -> str:
    number = world.mint.number(world.mark(row, place, f"facts {name}"))
    return f"13{number}" if name == "mobile" else f"340101{number}123"
