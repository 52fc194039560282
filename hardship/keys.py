"""What of relief hangs on the field keys (accounts/sealed.py)."""

from accounts.encryption import indexer
from accounts.sealed import Hanging, Place
from hardship.facts import PersonFacts
from hardship.models import FileVersion, HardshipFile, ReliefApplication
from hardship.models.application import JUDGEMENT
from hardship.models.file import FILE_FACTS, PERSON_FACTS
from hardship.models.money import ACCOUNT, BANK_FILE, RETURN_FILE
from hardship.models.what_if import WHAT_IF
from hardship.seals import broken, seals_of
from members.identity import index_text

WHY = "the field keys are changed for the whole county"


def _number(text: str) -> str:
    return index_text(PersonFacts.from_text(text).id_number)


PLACES = [
    Place("hardship_fileversion", "facts_sealed", FILE_FACTS),
    Place("hardship_householdperson", "facts_sealed", PERSON_FACTS, "id_number_index", _number),
    Place("hardship_reliefapplication", "judgement_sealed", JUDGEMENT),
    Place("hardship_payment", "account_sealed", ACCOUNT),
    Place("hardship_paymentbatch", "file_sealed", BANK_FILE),
    Place("hardship_whatif", "result_sealed", WHAT_IF),
    Place("hardship_bankreturn", "file_sealed", RETURN_FILE),
]


def _workers() -> dict[str, str]:
    """The number of each worker by the index there is of it: of files, and of applications, which copy it."""
    newest = FileVersion.objects.everywhere(WHY).newest().select_related("file").iterator(chunk_size=1000)
    return {version.file.person_index: version.facts.id_number for version in newest}


def _renew(numbers: dict[str, str]) -> int:
    index = indexer()
    for old, number in numbers.items():
        new = index(index_text(number))
        if new != old:
            HardshipFile.objects.everywhere(WHY).filter(person_index=old).update(person_index=new)
            ReliefApplication.objects.everywhere(WHY).filter(person_index=old).update(person_index=new)
    return len(numbers)


WORKERS = Hanging("困难职工档案和帮扶申请", _workers, _renew)


def _agreeing() -> list[ReliefApplication]:
    """Approved, and as they were approved: a broken seal stays broken."""
    rows = ReliefApplication.objects.everywhere(WHY).exclude(approval_seal="").select_related("version")
    wrong = {row.pk for row in broken(rows)}
    return [row for row in rows if row.pk not in wrong]


def _seal_anew(rows: list[ReliefApplication]) -> int:
    for row, seal in seals_of(rows):
        row.approval_seal = seal
        row.save(update_fields=["approval_seal"])
    return len(rows)


SEALS = Hanging("批准封印", _agreeing, _seal_anew)
