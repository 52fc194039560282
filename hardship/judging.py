"""What the files on record would be entitled to: stored rows into cases, with the line and the criteria of the day.

Reads only; the rules themselves are pure (eligibility.py). Rules E1 to E8 in docs/rules/hardship.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from accounts.encryption import unsealer
from accounts.refused import Refused
from hardship.eligibility import Criteria, Criterion, Exclusions, Judgement, judge
from hardship.explanation import Line, explain
from hardship.facts import Contents, said_in
from hardship.household import Case, Cause, Household, Marriage, Person, Relation
from hardship.models import CriteriaVersion, FileVersion, HouseholdPerson, LivingLine, ReliefProgramme
from hardship.models import Criterion as CriterionRow
from hardship.models.file import FILE_FACTS, PERSON_FACTS
from hardship.querysets import FileVersionQuerySet

AT_A_TIME = 2_000  # files whose households are held in memory together
MARRIAGES, RELATIONS = {str(one): one for one in Marriage}, {str(one): one for one in Relation}
CAUSES = {str(one): one for one in Cause}
# What 残疾类别 says where there is none.
NO_DISABILITY = frozenset(("", "无", "没有", "否"))


@dataclass(frozen=True, slots=True)
class Advice:
    """A judgement with what it was judged by."""

    judgement: Judgement
    criteria: CriteriaVersion
    line: Decimal
    on: date

    @property
    def lines(self) -> tuple[Line, ...]:
        """Why: it tells incomes and illness, as the file does."""
        return explain(self.judgement)


@dataclass(frozen=True, slots=True)
class Judged:
    """One file of many; no judgement where its area has no living line on the day."""

    file_id: int
    version_id: int
    judgement: Judgement | None


class Lines:
    """最低生活保障线 of a day by area: that of the nearest organisation above which has one in force (rule E10)."""

    def __init__(self, rows: Iterable[tuple[str, date, Decimal]], on: date) -> None:
        """`rows` are (path of the organisation, since, yuan)."""
        latest: dict[str, tuple[date, Decimal]] = {}
        for path, since, monthly in rows:
            if since <= on and (path not in latest or latest[path][0] < since):
                latest[path] = (since, monthly)
        self.on = on
        self._lines = sorted(((path, line) for path, (_, line) in latest.items()), key=lambda row: -len(row[0]))
        self._known: dict[str, Decimal | None] = {}

    @classmethod
    def of_day(cls, on: date) -> "Lines":
        return cls(LivingLine.objects.values_list("organisation__path", "since", "monthly"), on)

    def all_at(self, monthly: Decimal) -> "Lines":
        """The same day with one line for everybody, for asking what would be."""
        return Lines([("/", self.on, monthly)], self.on)

    def at(self, path: str) -> Decimal | None:
        """Yuan per person and month for a union with this path; None where nobody registered one."""
        if path not in self._known:
            self._known[path] = next((line for area, line in self._lines if path.startswith(area)), None)
        return self._known[path]

    def demanded_at(self, path: str) -> Decimal:
        """The same. Raises Refused, for whoever asks to know what to do."""
        line = self.at(path)
        if line is None:
            raise Refused(
                f"{self.on:%Y年%-m月%-d日}还没有适用于这家工会的最低生活保障线，不能判定。请联系县总工会权益保障部先登记。"
            )
        return line


def criteria_version(programme: ReliefProgramme, on: date) -> CriteriaVersion:
    """The version in force on the day: of those since then or earlier the last; before the first one, the first.

    Raises Refused where the programme has none.
    """
    versions = CriteriaVersion.objects.filter(programme=programme).order_by("number")
    found = versions.filter(since__lte=on).last() or versions.first()
    if found is None:
        raise Refused(f"项目“{programme.name}”还没有帮扶条件，不能判定。请联系县总工会权益保障部先登记。")
    return found


def criteria_of(version: CriteriaVersion) -> Criteria:
    """The version's rows as the rules read them; one query."""
    rows = CriterionRow.objects.filter(version=version).order_by("place")
    return Criteria(
        tuple(rule_of(row) for row in rows),
        Exclusions(
            version.excludes_homes, version.excludes_hires, version.excludes_costly_school, version.excludes_car
        ),
    )


class Asking(Protocol):
    """A criterion as it is stored, or as it is typed."""

    @property
    def code(self) -> str: ...
    @property
    def multiple(self) -> Decimal | None: ...
    @property
    def is_inclusive(self) -> bool: ...
    @property
    def causes(self) -> Sequence[str]: ...
    @property
    def needs_hard_after_aid(self) -> bool: ...
    @property
    def least_cost(self) -> Decimal | None: ...


def rule_of(row: Asking) -> Criterion:
    """A criterion as the rules read it."""
    causes = tuple(CAUSES[cause] for cause in row.causes)
    return Criterion(row.code, row.multiple, row.is_inclusive, causes, row.needs_hard_after_aid, row.least_cost)


def case_of(contents: Contents, *, line: Decimal, on: date) -> Case:
    """What a file says, as far as it is judged. What was not said is nought or no."""
    people = [_person(one.relation, one.marital_status, one.income) for one in contents.household]
    return _case(vars(contents.file), _household(contents.file.marital_status, people), line, on)


def judge_version(version: FileVersion, programme: ReliefProgramme, *, on: date) -> Advice:
    """What the family of a version would be entitled to on a day. Raises Refused where it cannot be judged."""
    return judge_contents(version.contents, version.file.union.path, programme, on=on)


def judge_contents(contents: Contents, path: str, programme: ReliefProgramme, *, on: date) -> Advice:
    """The same for contents not stored (yet), of a family in the part of the tree that `path` names."""
    version, line = criteria_version(programme, on), Lines.of_day(on).demanded_at(path)
    if not any(person.relation == Relation.WORKER for person in contents.household):
        raise Refused("“家庭成员”里没有关系为“本人”的一行，不能判定。请在档案里补上职工本人。")
    return Advice(judge(case_of(contents, line=line, on=on), criteria_of(version)), version, line, on)


def judge_all(versions: FileVersionQuerySet, criteria: Criteria, lines: Lines) -> Iterator[Judged]:
    """Every file on file on the day of the lines, in the order of their numbers, by what it said then.

    `versions` is limited by its caller, who has passed its door. Two queries for every 2 000 files.
    """
    for file_id, version_id, (judgement,) in judge_each(versions, [(criteria, lines)]):
        yield Judged(file_id, version_id, judgement)


def judge_each(
    versions: FileVersionQuerySet, ways: Sequence[tuple[Criteria, Lines]]
) -> Iterator[tuple[int, int, list[Judgement | None]]]:
    """The same judged in several ways at once: (file, version, a judgement for each way). The lines are of one day."""
    standing, last = versions.standing_on(ways[0][1].on), 0
    while rows := list(
        standing.filter(file_id__gt=last).values_list("id", "file_id", "state", "file__union__path", "facts_sealed")[
            :AT_A_TIME
        ]
    ):
        last = rows[-1][1]
        yield from _judged([row for row in rows if row[2] == "on_file"], ways)


def _judged(
    rows: list[tuple[int, int, str, str, str]], ways: Sequence[tuple[Criteria, Lines]]
) -> Iterator[tuple[int, int, list[Judgement | None]]]:
    households, unseal = _households([row[0] for row in rows]), unsealer(FILE_FACTS)
    for version_id, file_id, _, path, sealed in rows:
        said, people = said_in(unseal(sealed)), households.get(version_id)
        household = _household(said["marital_status"], people) if people else None
        found: list[Judgement | None] = []
        for criteria, lines in ways:
            line = lines.at(path)
            if line is None or household is None:
                found.append(None)
            else:
                found.append(judge(_case(said, household, line, lines.on), criteria))
        yield file_id, version_id, found


def _households(versions: list[int]) -> dict[int, list[Person]]:
    """Of fifty thousand families only what is judged is read: no row becomes PersonFacts."""
    through = HouseholdPerson.objects.everywhere("the households of versions already in scope")
    unseal, found = unsealer(PERSON_FACTS), defaultdict(list)
    for version_id, sealed in (
        through.filter(version__in=versions).order_by("version_id", "number").values_list("version_id", "facts_sealed")
    ):
        said = said_in(unseal(sealed))
        found[version_id].append(_person(said["relation"], said["marital_status"], Decimal(said["income"])))
    return found


def _person(relation: str, marital_status: str, income: Decimal) -> Person:
    return Person(RELATIONS[relation], MARRIAGES[marital_status], income)


def _household(marital_status: str, people: Iterable[Person]) -> Household:
    return Household(MARRIAGES[marital_status], tuple(people))


def _case(said: Mapping[str, Any], household: Household, line: Decimal, on: date) -> Case:
    """`said` are the fields of FileFacts, or those that were said, as its text has them."""
    get = said.get
    return Case(
        on=on,
        line=line,
        household=household,
        causes=_causes(said),
        hard_after_aid=bool(get("hard_after_aid")),
        medical=Decimal(get("medical") or 0),
        loss=Decimal(get("loss") or 0),
        rigid=Decimal(get("rigid") or 0),
        homes=get("homes") or 0,
        hires=bool(get("hires")),
        costly_school=bool(get("costly_school")),
        car=bool(get("car")),
    )


def _causes(said: Mapping[str, Any]) -> frozenset[Cause]:
    """主要致困原因, 次要致困原因, 是否单亲 and 残疾类别 (rule E2)."""
    causes = {CAUSES[cause] for cause in (said["main_cause"], *said.get("other_causes", ()))}
    if said.get("is_single_parent"):
        causes.add(Cause.SINGLE_PARENT)
    if said.get("disability", "").strip() not in NO_DISABILITY:
        causes.add(Cause.DISABILITY)
    return frozenset(causes)
