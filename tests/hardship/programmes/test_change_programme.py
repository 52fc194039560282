"""A programme is registered and changed, and which documents it asks for."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.models import BookEntry
from accounts.refused import Refused
from hardship.models import DocumentRule, ReliefProgramme
from hardship.operations import programmes
from hardship.operations.programmes import Asked, documents_mark
from tests.hardship.families import make_application, make_file, make_programme

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
DETAILS: dict[str, Any] = {
    "slug": "study-2013",
    "name": "2013年金秋助学",
    "kind": "study",
    "opens_at": datetime(2013, 7, 1, tzinfo=SHANGHAI),
    "closes_at": datetime(2013, 8, 31, 17, 30, tzinfo=SHANGHAI),
    "ceiling": Decimal(5000),
    "standard_amount": Decimal(3000),
    "year_ceiling": None,
    "is_open": False,
}
ID_COPY: Asked = {"kind": "id_copy", "of_each": True, "causes": [], "of_this_year": False, "note": ""}
SCHOOL: Asked = {"kind": "school_proof", "of_each": False, "causes": ["子女上学"], "of_this_year": True, "note": ""}


def register(**changes: Any) -> ReliefProgramme:
    return programmes.register(by=None, **{**DETAILS, **changes})


def test_a_programme_is_registered_and_changed() -> None:
    made = register()

    programmes.change(made, by=None, **{**DETAILS, "name": "金秋助学", "year_ceiling": Decimal(6000)})

    made.refresh_from_db()
    assert (made.name, made.year_ceiling, made.is_open) == ("金秋助学", Decimal(6000), False)


def test_the_same_again_writes_nothing() -> None:
    made = register()
    lines = BookEntry.objects.count()

    programmes.change(made, by=None, **DETAILS)

    assert BookEntry.objects.count() == lines


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"slug": "Winter 1"}, "只用小写字母"),
        ({"year_ceiling": Decimal(4999)}, "不能低于每户最高"),
        ({"is_open": True}, "还没有帮扶条件，不能启用"),
    ],
)
def test_what_makes_no_sense_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        register(**changes)
    assert not ReliefProgramme.objects.exists()
    made = register()
    with pytest.raises(Refused, match=says):
        programmes.change(made, by=None, **{**DETAILS, **changes})


def test_a_code_that_is_taken_is_refused() -> None:
    register()
    other = register(slug="other")

    with pytest.raises(Refused, match="已经有了"):
        register()
    with pytest.raises(Refused, match="已经有了"):
        programmes.change(other, by=None, **DETAILS)


def test_the_code_stays_once_somebody_applied(mill) -> None:
    programme = make_programme()
    make_application(make_file(mill.union), programme)

    with pytest.raises(Refused, match="已有申请，代号印在材料上"):
        programmes.change(programme, by=None, **DETAILS)
    programmes.change(programme, by=None, **{**DETAILS, "slug": programme.slug})
    programme.refresh_from_db()
    assert programme.name == DETAILS["name"]


def test_documents_are_asked_for_changed_and_asked_for_no_more() -> None:
    made = register()
    programmes.set_documents(made, [ID_COPY, SCHOOL], by=None)
    own = made.document_rules.get(kind="school_proof").pk

    programmes.set_documents(made, [{**SCHOOL, "note": "录取通知书"}, {**ID_COPY, "kind": "bank_card"}], by=None)

    assert list(made.document_rules.values_list("kind", "note")) == [("school_proof", "录取通知书"), ("bank_card", "")]
    assert made.document_rules.get(kind="school_proof").pk == own


def test_the_documents_of_another_programme_stay() -> None:
    made, other = register(), register(slug="other")
    programmes.set_documents(other, [ID_COPY], by=None)

    programmes.set_documents(made, [SCHOOL], by=None)

    assert DocumentRule.objects.get(programme=other).kind == "id_copy"


def test_the_same_documents_again_write_nothing() -> None:
    made = register()
    programmes.set_documents(made, [ID_COPY], by=None)
    lines = BookEntry.objects.count()

    programmes.set_documents(made, [ID_COPY], by=None)

    assert BookEntry.objects.count() == lines


def test_whoever_looked_at_older_documents_is_told() -> None:
    made = register()
    seen = documents_mark(made)
    programmes.set_documents(made, [ID_COPY], seen=seen, by=None)

    with pytest.raises(Refused, match="有人改了材料要求"):
        programmes.set_documents(made, [SCHOOL], seen=seen, by=None)
    assert made.document_rules.get().kind == "id_copy"
