"""一户一档: of everybody who counts in a household with an open file nobody has, or is the worker of, another (rule F2).

Looks at the whole county; what it tells of a file elsewhere is for `where` to say (security.md 24).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.encryption import indexer
from hardship.facts import Contents
from hardship.household import Marriage, Person, Relation, is_counted
from hardship.models import FileVersion, HardshipFile, HouseholdPerson
from members.identity import index_text

WHY = "one household, one file in the county"
ANOTHER = "本县另一工会"
HAS_ONE = "这位职工已有一份在档的困难职工档案（{}），一户一档，不能再建，请在原档案上变更"
BELONGS = "这位职工是另一份在档困难职工档案（{}）的家庭成员，一户一档，不能另建"
IS_ANOTHERS = "这个人自己名下有一份在档的困难职工档案（{}），一户一档，不能又计入另一户"
Where = Callable[[HardshipFile], str]


@dataclass
class Claim:
    """An open file as it would stand: its code, the worker's index, and by index the places of others who count."""

    code: str
    file: HardshipFile
    worker: str
    counted: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Clash:
    """`person` is the place in the household from 0, None for the worker as the file names him or her."""

    claim: Claim
    person: int | None
    sentence: str


def claim_of(file: HardshipFile, said: Contents) -> Claim:
    """Of contents that are complete: no value of them faulty."""
    index, married = indexer(), Marriage(said.file.marital_status)
    counted = {
        index(index_text(one.id_number)): place
        for place, one in enumerate(said.household)
        if one.id_number
        and one.relation != Relation.WORKER
        and is_counted(Person(Relation(one.relation), Marriage(one.marital_status), one.income), married)
    }
    return Claim(file.code, file, index(index_text(said.file.id_number)), counted)


def clashes(claims: Sequence[Claim], where: Where) -> Iterator[Clash]:
    """What stands against the claims: open files that none of them speaks of, and those claimed before or beside them."""
    codes = {claim.code for claim in claims}
    workers, families = _on_record(claims, codes)
    first: dict[str, Claim] = {}
    for claim in claims:
        first.setdefault(claim.worker, claim)
    for claim in claims:
        yield from _of_the_worker(claim, workers, families, first, where)
        for index, place in claim.counted.items():
            other = workers.get(index) or (first[index].file if index in first else None)
            if other is not None and other.code != claim.code:
                yield Clash(claim, place, IS_ANOTHERS.format(where(other)))


def _of_the_worker(
    claim: Claim,
    workers: dict[str, HardshipFile],
    families: dict[str, HardshipFile],
    first: dict[str, Claim],
    where: Where,
) -> Iterator[Clash]:
    other = workers.get(claim.worker) or (first[claim.worker].file if first[claim.worker] is not claim else None)
    if other is not None:
        yield Clash(claim, None, HAS_ONE.format(where(other)))
    elif claim.worker in families:
        yield Clash(claim, None, BELONGS.format(where(families[claim.worker])))


def _on_record(claims: Sequence[Claim], codes: set[str]) -> tuple[dict[str, HardshipFile], dict[str, HardshipFile]]:
    """Open files outside the claims by their worker's index, and by those of others who count in them."""
    own = {claim.worker for claim in claims}
    asked = own.union(*(claim.counted for claim in claims))
    files = HardshipFile.objects.everywhere(WHY).on_file().filter(person_index__in=asked).select_related("union")
    workers = {file.person_index: file for file in files if file.code not in codes}
    rows = HouseholdPerson.objects.everywhere(WHY).filter(id_number_index__in=own).exclude(relation=Relation.WORKER)
    versions: Any = FileVersion.objects.everywhere(WHY).newest().filter(file__state=HardshipFile.State.ON_FILE)
    versions = versions.filter(pk__in=rows.values("version")).select_related("file__union")
    families = {
        index: version.file
        for version in versions
        if version.file.code not in codes
        for index in claim_of(version.file, version.contents).counted
    }
    return workers, families


def named_for(paths: list[str] | None) -> Where:
    """How a file elsewhere is told of to whoever has these parts of the tree (None: all of it)."""

    def where(file: HardshipFile) -> str:
        path = file.union.path
        if paths is None or any(path.startswith(one) for one in paths):
            return f"{file.code}，{file.union.name}"
        return ANOTHER

    return where
