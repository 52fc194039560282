"""What must never be false stays true in plain SQL too, and is said in a sentence a person can read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import Error, connection, transaction

from accounts.constraints import sentence_of
from tests.conftest import Mill
from unions.models import Organisation

CHAIR = (
    "INSERT INTO unions_officer (union_id, name, post, elected_on, left_on, sex, id_number_sealed, id_number_index,"
    " political_status, education, full_time, employer_post, office_phone, mobile)"
    " VALUES (%s, '后来', %s, %s, %s, '', '', '', '', '', '', '', '', '')"
)
DISPLAY = (
    "INSERT INTO unions_display (union_id, item, way, officer_id, starts_on, verified_by, content)"
    " VALUES (%s, %s, %s, %s, %s, '', '')"
)
ORGANISATION = (
    "INSERT INTO unions_organisation (id, code, name, kind, parent_id, path, credit_code, established_on,"
    " approval_number, dissolved_why, address, phone, postcode)"
    " VALUES (%s, '349999999999', '误', %s, %s, %s, '', '2010-01-01', '', '', '', '', '')"
)

Statement = Callable[[Mill, Organisation, Organisation], tuple[str, list[Any]]]

REFUSED: dict[str, tuple[Statement, str]] = {
    "two chairs at once": (
        lambda mill, riverside, county: (CHAIR, [mill.union.pk, "chair", "2012-01-01", None]),
        "只能有一位主席",
    ),
    "a chair who left before being elected": (
        lambda mill, riverside, county: (CHAIR, [mill.union.pk, "member", "2012-01-02", "2012-01-01"]),
        "离任日期早于当选日期",
    ),
    "a path that is not the parent's": (
        lambda mill, riverside, county: (
            "UPDATE unions_organisation SET parent_id = %s WHERE id = %s",
            [mill.union.pk, riverside.pk],
        ),
        "不能形成循环",
    ),
    "a cycle with matching paths": (
        lambda mill, riverside, county: (
            "UPDATE unions_organisation SET parent_id = %s, path = %s WHERE id = %s",
            [mill.union.pk, f"{mill.union.path}{riverside.pk}/", riverside.pk],
        ),
        "不能形成循环",
    ),
    "a child below a grassroots union": (
        lambda mill, riverside, county: (
            ORGANISATION,
            [900001, "grassroots_single", mill.union.pk, f"{mill.union.path}900001/"],
        ),
        "基层工会下面不能再设",
    ),
    "a grassroots kind above children": (
        lambda mill, riverside, county: (
            "UPDATE unions_organisation SET kind = 'grassroots_joint' WHERE id = %s",
            [riverside.pk],
        ),
        "基层工会下面不能再设",
    ),
    "a second county": (
        lambda mill, riverside, county: (ORGANISATION, [900002, "county_federation", None, "/900002/"]),
        "只能有一个县总工会",
    ),
    "a fact older than the tenure": (
        lambda mill, riverside, county: (
            DISPLAY,
            [mill.union.pk, "identity", "chest_card", mill.chair.pk, "2011-03-07"],
        ),
        "不能早于当选日期",
    ),
    "a tenure that starts after its fact": (
        lambda mill, riverside, county: (
            "WITH fact AS (" + DISPLAY + " RETURNING 1) UPDATE unions_officer SET elected_on = '2012-08-01'"
            " WHERE id = %s AND EXISTS (SELECT FROM unions_officer)",
            [mill.union.pk, "identity", "chest_card", mill.chair.pk, "2011-03-08", mill.chair.pk],
        ),
        "当选日期",
    ),
    "a plaque in the canteen": (
        lambda mill, riverside, county: (DISPLAY, [mill.union.pk, "sign", "canteen", None, "2012-06-01"]),
        "没有这种方式",
    ),
    "a badge without an officer": (
        lambda mill, riverside, county: (DISPLAY, [mill.union.pk, "identity", "chest_card", None, "2012-06-01"]),
        "要写明干部",
    ),
    "a dissolution before the founding": (
        lambda mill, riverside, county: (
            "UPDATE unions_organisation SET dissolved_on = '2009-12-31' WHERE id = %s",
            [mill.union.pk],
        ),
        "撤销日期早于建会日期",
    ),
    "an honour revoked before it was awarded": (
        lambda mill, riverside, county: (
            "UPDATE unions_honour SET revoked_on = '2012-04-30' WHERE id = %s",
            [mill.honour.pk],
        ),
        "撤销日期早于授予日期",
    ),
    "a display that ends before it starts": (
        lambda mill, riverside, county: (
            "UPDATE unions_display SET ends_on = '2012-05-31' WHERE id = %s",
            [mill.display.pk],
        ),
        "结束日期早于开始日期",
    ),
    "a line of the book changed": (
        lambda mill, riverside, county: ("UPDATE accounts_bookentry SET act = 'x'", []),
        "日志只能追加",
    ),
    "a line of the book deleted": (
        lambda mill, riverside, county: ("DELETE FROM accounts_bookentry", []),
        "日志只能追加",
    ),
}


@pytest.mark.parametrize("wrong", REFUSED, ids=list(REFUSED))
def test_the_database_says_no_in_a_sentence(
    mill: Mill, riverside: Organisation, county: Organisation, wrong: str
) -> None:
    statement, sentence = REFUSED[wrong]
    sql, values = statement(mill, riverside, county)

    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)

    assert sentence in (sentence_of(caught.value) or str(caught.value))


@pytest.mark.parametrize(("elected_on", "fits"), [("2012-10-30", False), ("2012-10-31", True)])
def test_a_successor_may_start_the_day_the_chair_leaves(mill: Mill, elected_on: str, fits: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE unions_officer SET left_on = '2012-10-31' WHERE id = %s", [mill.chair.pk])
        if fits:
            cursor.execute(CHAIR, [mill.union.pk, "chair", elected_on, None])
        else:
            with pytest.raises(Error), transaction.atomic():
                cursor.execute(CHAIR, [mill.union.pk, "chair", elected_on, None])
