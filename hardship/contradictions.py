"""What a file says that can't be so together, and what of it follows from the rest (docs/rules/hardship.md §6). Pure.

What is not known (None or "") contradicts nothing: a register judges rows whose other cells are faulty.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from hardship.facts import Contents, FileFacts, PersonFacts
from hardship.household import Relation
from members.identity import RESIDENT, index_text, told

SEX = {"male": "男", "female": "女"}
WORKER, SPOUSE = str(Relation.WORKER), str(Relation.SPOUSE)


@dataclass(frozen=True, slots=True)
class Trouble:
    """`person` is the place in the household from 0, None for the file itself; `field` names what is to be mended.

    `code` is a fault code of registers.md §2. The sentence has no full stop, and quotes no number.
    """

    person: int | None
    field: str
    code: str
    sentence: str


def completed(said: Contents) -> Contents:
    """With what the numbers tell: the worker's sex, everybody's day of birth; the row 本人 has the worker's number."""
    file = said.file
    if file.id_number and not file.sex:
        file = replace(file, sex=_sex(file.id_number))
    return Contents(file, tuple(_completed(person, file) for person in said.household))


def _completed(person: PersonFacts, file: FileFacts) -> PersonFacts:
    if person.relation == WORKER and not person.id_number:
        person = replace(person, id_number=file.id_number)
    born_on = _born(person.id_number)
    if person.born_on is None and born_on is not None:
        person = replace(person, born_on=born_on)
    return person


def troubles(said: Contents, opened_on: date | None, on: date) -> Iterator[Trouble]:
    """Everything that contradicts something else, as of the day `on`; nothing twice."""
    yield from _of_the_file(said.file, opened_on, on)
    yield from _of_the_worker(said)
    numbers: dict[str, int] = {}
    rows: dict[tuple[str, str], int] = {}
    for place, person in enumerate(said.household):
        yield from _of_a_person(place, person, on)
        number, row = index_text(person.id_number or ""), (person.relation, person.name)
        if number and numbers.setdefault(number, place) != place:
            yield Trouble(place, "id_number", "duplicate_in_file", "这个身份证号在这一户里已有一行，一个人只能填一行")
        elif all(row) and person.relation != WORKER and rows.setdefault(row, place) != place and not person.id_number:
            yield Trouble(
                place, "name", "duplicate_in_file", "这个人在这一户里已有一行；确是同名的两个人，请填身份证号"
            )


def _of_the_file(file: FileFacts, opened_on: date | None, on: date) -> Iterator[Trouble]:
    if file.sex and file.id_number and file.sex != _sex(file.id_number):
        sentence = f"与身份证号不符，号码显示为{_sex(file.id_number)}，请核对号码和性别"
        yield Trouble(None, "sex", "conflict", sentence)
    if opened_on is None:
        return
    if opened_on > on:
        yield Trouble(None, "opened_on", "conflict", "还没有到，请填写实际的建档日期")
    born_on = _born(file.id_number)
    if born_on is not None and opened_on < born_on:
        yield Trouble(None, "opened_on", "conflict", f"早于身份证号显示的出生日期 {born_on}，请核对两处")


def _of_the_worker(said: Contents) -> Iterator[Trouble]:
    """The row 本人: one, and of the same person as the file."""
    file, own = said.file, [place for place, one in enumerate(said.household) if one.relation == WORKER]
    if not own:
        sentence = "这份档案的家庭成员里没有关系为“本人”的一行，请补上职工本人"
        yield Trouble(None, "code", "conflict", sentence)
        return
    for place in own[1:]:
        yield Trouble(place, "relation", "conflict", "这一户已有一行“本人”，只能有一行，请改正这一行的关系")
    spouses = [place for place, one in enumerate(said.household) if one.relation == SPOUSE]
    for place in spouses[1:]:
        yield Trouble(place, "relation", "conflict", "这一户已有一行“配偶”，只能有一行，请改正这一行的关系")
    person = said.household[own[0]]
    if person.name and file.name and person.name != file.name:
        yield Trouble(own[0], "name", "conflict", f"“本人”的姓名与档案上的“{file.name}”不同，请核对两处")
    if person.id_number and file.id_number and index_text(person.id_number) != index_text(file.id_number):
        yield Trouble(own[0], "id_number", "conflict", "“本人”的身份证号与档案上的不同，请核对两处")
    if person.marital_status and file.marital_status and person.marital_status != file.marital_status:
        sentence = f"“本人”的婚姻状况与档案上的“{file.marital_status}”不同，请核对两处"
        yield Trouble(own[0], "marital_status", "conflict", sentence)


def _of_a_person(place: int, person: PersonFacts, on: date) -> Iterator[Trouble]:
    told_by_number = _born(person.id_number)
    if person.born_on is None:
        return
    if told_by_number is not None and person.born_on != told_by_number:
        sentence = f"与身份证号不符，号码显示为 {told_by_number}，请核对号码和出生日期"
        yield Trouble(place, "born_on", "conflict", sentence)
    elif person.born_on > on:
        yield Trouble(place, "born_on", "conflict", "还没有到，请核对")


def _born(number: str | None) -> date | None:
    return told(RESIDENT, number).born_on if number and _is_whole(number) else None


def _sex(number: str | None) -> str:
    return SEX.get(told(RESIDENT, number).sex, "") if number and _is_whole(number) else ""


def _is_whole(number: str) -> bool:
    return len(number) == 18 and number[:17].isdigit()
