"""The members of 云岭县 into the database, forty thousand at a time: COPY, as the register's import does it."""

import io
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import connection

from accounts import book
from accounts.encryption import blind_index, seal
from config.demo.accounts import MADE_UP
from config.demo.ground import Row
from config.demo.roster import Unit
from members.identity import index_text
from members.models import ETHNICITIES, Education, Employment, Hukou, IdKind, PoliticalStatus, SkillLevel, State
from members.operations.people import ID_NUMBER_PLACE
from registers.staging import copy_text
from unions.models import Employer, Organisation

SEXES = {"男": "male", "女": "female"}
Codes = dict[str, str]


def _codes(choices: Iterable[tuple[Any, Any]]) -> Codes:
    return {str(label): str(value) for value, label in choices}


# (column of the table, value of the row); what the register leaves empty is empty.
COLUMNS: tuple[tuple[str, Callable[[Row], Any]], ...] = (
    ("id_kind", lambda row: IdKind.RESIDENT.value),
    ("id_number_sealed", lambda row: seal(row["证件号码"], ID_NUMBER_PLACE)),
    ("id_number_index", lambda row: blind_index(index_text(row["证件号码"]))),
    ("name", lambda row: row["姓名"]),
    ("sex", lambda row: SEXES[row["性别"]]),
    ("born_on", lambda row: row["出生日期"]),
    ("mobile", lambda row: row["移动电话"] or ""),
    ("native_place", lambda row: row["籍贯"] or ""),
    ("is_migrant", lambda row: row["是否农民工"]),
    ("is_dispatched", lambda row: row["是否劳务派遣"]),
)
CODED: tuple[tuple[str, str, Codes], ...] = (
    ("ethnicity", "民族", _codes(ETHNICITIES)),
    ("employment", "就业状况", _codes(Employment.choices)),
    ("education", "学历", _codes(Education.choices)),
    ("skill_level", "技术等级", _codes(SkillLevel.choices)),
    ("political_status", "政治面貌", _codes(PoliticalStatus.choices)),
    ("hukou_type", "户籍类型", _codes(Hukou.choices)),
)
STATES = {"退会": State.WITHDRAWN, "除名": State.EXPELLED, "保留": State.RETAINED, None: State.NORMAL}
ENDS = (State.WITHDRAWN, State.EXPELLED)


def enter(units: list[Unit]) -> int:
    """Every person and membership in one act. Returns how many."""
    rows = [row for unit in units for row in unit.members]
    unions = dict(Organisation.objects.everywhere(MADE_UP).values_list("code", "pk"))
    employers = dict(Employer.objects.everywhere(MADE_UP).values_list("credit_code", "pk"))
    with book.act("members.enrol", by=None), connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('members_member', 'id')) FROM generate_series(1, %s)", [len(rows)]
        )
        keys = [key for (key,) in cursor.fetchall()]
        names = [name for name, _ in COLUMNS] + [name for name, _, _ in CODED]
        persons = [
            (key, unions[row["工会编码"]], *(value(row) for _, value in COLUMNS), *(_coded(row)))
            for key, row in zip(keys, rows, strict=True)
        ]
        _copy(cursor, "members_member", ["id", "union_id", *names], persons)
        belonging = []
        for key, row in zip(keys, rows, strict=True):
            state, day = STATES[row["会籍状态"]], row["会籍变化日期"]
            employer = employers.get(row["单位统一社会信用代码"])
            until: date | None = day if state in ENDS else None
            belonging.append(
                (
                    key,
                    unions[row["工会编码"]],
                    employer,
                    row["入会日期"],
                    until,
                    state.value,
                    day,
                    row["会籍变化原因"] or "",
                )
            )
        columns = ["member_id", "union_id", "employer_id", "since", "until", "state", "changed_on", "reason"]
        _copy(cursor, "members_membership", columns, belonging)
        # The planner has never seen these tables with anything in them.
        cursor.execute("ANALYZE members_member, members_membership, members_memberkey")
    return len(rows)


def _coded(row: Row) -> list[str]:
    return [codes.get(row.get(column) or "", "") for _, column, codes in CODED]


def _copy(cursor: Any, table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    text = "\n".join("\t".join(map(copy_text, row)) for row in rows)
    cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", io.StringIO(text))
