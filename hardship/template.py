"""The winter relief programme as data: what `setup_county` loads, and what a new programme may be copied from. Pure.

Source: 002 篇四 (domain.md HR-01 to HR-12), hardship.md §4 and §5; E-10 for the documents whose items are lost, E-11 for
the closing moment, E-24 for the township's opinion, E-25 for the days of the notice.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from hardship.eligibility import Criteria, Criterion, Exclusions
from hardship.household import Cause

ILLNESS = (Cause.OWN_ILLNESS, Cause.FAMILY_ILLNESS)
ILLNESS_OR_DISASTER = (*ILLNESS, Cause.DISASTER)
SPECIAL_REASONS = (Cause.SCHOOLING, Cause.DISABILITY, Cause.SINGLE_PARENT, Cause.OTHER)


@dataclass(frozen=True, slots=True)
class Document:
    """A document to be attached, `kind` as in models/programme.py: by every household or, with `causes`, where one holds.

    `of_each`: one for every counted member. `of_this_year`: dated in the year of the application.
    """

    kind: str
    causes: tuple[Cause, ...] = ()
    of_each: bool = False
    of_this_year: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A programme before anybody's year. Moments are (month, day, hour, minute), the closing one still in time.

    Amounts in yuan are a beginning for the county to change; none of them is in the source.
    """

    slug: str
    name: str
    kind: str
    criteria: Criteria
    documents: tuple[Document, ...]
    opens: tuple[int, int, int, int]
    closes: tuple[int, int, int, int]
    notice_days: int = 5
    asks_opinion: bool = True
    opinion_days: int = 3
    asks_home_visit: bool = False
    standard_amount: Decimal = Decimal("1000.00")
    ceiling: Decimal = Decimal("3000.00")
    sources: dict[str, str] = field(default_factory=dict)  # of each criterion


WINTER_RELIEF = Template(
    slug="winter-relief",
    name="元旦春节送温暖",
    kind="send_warmth",
    criteria=Criteria(
        (
            Criterion("C1", Decimal("1.50"), inclusive=False, hard_after_aid=True),
            Criterion("C2", Decimal("2.00"), causes=SPECIAL_REASONS),
            Criterion("C3", Decimal("3.00"), causes=ILLNESS_OR_DISASTER),
            Criterion("C4", causes=ILLNESS_OR_DISASTER, least_cost=Decimal("20000.00")),
        ),
        Exclusions(homes=True, hires=True, costly_school=True, car=True),
    ),
    # Item 1, the application and 《困难职工档案表》, is printed from the record itself (E-40).
    documents=(
        Document("id_copy", of_each=True),
        Document("household_register"),
        Document("income_proof", note="家庭成员近 12 个月的收入"),
        Document("diagnosis", ILLNESS, of_this_year=True, note="县区级以上医院出具，加盖诊断证明章，附病历"),
        Document("receipts", ILLNESS, of_this_year=True),
        Document("loss_proof", (Cause.DISASTER,), of_this_year=True),
        Document("disability_card", (Cause.DISABILITY,)),
        Document("school_proof", (Cause.SCHOOLING,), of_this_year=True),
        Document("single_parent_proof", (Cause.SINGLE_PARENT,), note="离婚证、配偶死亡证明等"),
        Document("hardship_proof", (Cause.OTHER,), note="其他困难原因的证明"),
    ),
    opens=(11, 1, 0, 0),
    closes=(12, 30, 17, 30),
    sources={
        "C1": "实施方案 帮扶对象（一）",
        "C2": "实施方案 帮扶对象（二）",
        "C3": "实施方案 帮扶对象（三）",
        "C4": "实施方案 帮扶对象（四）",
    },
)

TEMPLATES = {template.slug: template for template in (WINTER_RELIEF,)}
