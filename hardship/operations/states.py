"""States of files, written: many at once for the register, one for a hand. No rule is asked here; whoever calls has asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from accounts.encryption import indexer, sealer
from accounts.models import User
from hardship.facts import Contents
from hardship.models import FileVersion, HardshipFile, HouseholdPerson
from hardship.models.file import FILE_FACTS, PERSON_FACTS
from members.identity import index_text

WHY = "a file's next state is written beside those of others"
# What of the file itself may be another by its next state.
OF_FILE = (
    "union", "member", "employer", "state", "person_index", "name", "latest", "opened_on", "reviewed_on", "ended_on",
    "end_reason",
)  # fmt: skip
BATCH = 1_000


@dataclass(frozen=True)
class Entry:
    """A file's next state: the file as it then is (not yet saved, or locked), what it says, and from which day."""

    file: HardshipFile
    said: Contents
    kind: FileVersion.Kind
    since: date
    reason: str = ""


def one_at_a_time() -> None:
    """Whoever adds a file or a person to a household waits for the others: two could each miss the other's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('hardship files'))")


def write(entries: Sequence[Entry], *, at: datetime, made_by: User | None) -> None:
    """Save the files and add a version to each, with its household. One statement for each thousand rows."""
    index = indexer()
    for entry in entries:
        file, said = entry.file, entry.said.file
        file.latest += 1
        file.name, file.person_index = said.name, index(index_text(said.id_number))
    files = HardshipFile.objects.everywhere(WHY)
    files.bulk_create([entry.file for entry in entries if entry.file.pk is None], batch_size=BATCH)
    old = [entry.file for entry in entries if entry.file.latest > 1]
    files.bulk_update(old, OF_FILE, batch_size=BATCH)
    seal = sealer(FILE_FACTS)
    versions = FileVersion.objects.bulk_create(
        [
            FileVersion(
                file=entry.file,
                number=entry.file.latest,
                kind=entry.kind,
                state=entry.file.state,
                since=entry.since,
                name=entry.said.file.name,
                facts_sealed=seal(entry.said.file.to_text()),
                reason=entry.reason,
                made_at=at,
                made_by=made_by,
            )
            for entry in entries
        ],
        batch_size=BATCH,
    )
    HouseholdPerson.objects.bulk_create(
        [
            person
            for version, entry in zip(versions, entries, strict=True)
            for person in _household(version, entry.said)
        ],
        batch_size=BATCH,
    )


def _household(version: FileVersion, said: Contents) -> list[HouseholdPerson]:
    seal, index = sealer(PERSON_FACTS), indexer()
    return [
        HouseholdPerson(
            version=version,
            number=number,
            relation=person.relation,
            id_number_index=index(index_text(person.id_number)) if person.id_number else "",
            facts_sealed=seal(person.to_text()),
        )
        for number, person in enumerate(said.household, 1)
    ]


def now_of(files: Sequence[HardshipFile]) -> dict[int, Contents]:
    """What each of the files says by its latest version, by the file's key; two queries."""
    rows = FileVersion.objects.everywhere(WHY).newest().filter(file__in=files)
    versions = {version.pk: version for version in rows.only("file_id", "facts_sealed")}
    households: dict[int, list[HouseholdPerson]] = {pk: [] for pk in versions}
    for person in HouseholdPerson.objects.everywhere(WHY).filter(version__in=versions).order_by("version", "number"):
        households[person.version_id].append(person)
    return {
        version.file_id: Contents(version.facts, tuple(person.facts for person in households[pk]))
        for pk, version in versions.items()
    }
