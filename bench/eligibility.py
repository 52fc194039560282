"""Families in hardship judged by a programme's criteria, each with its explanation: 50 000 files of the county.

    python -m bench.eligibility [--files 50000]

Baselines of the same run: (a) the sealed rows read by the barest SQL; (b) read, unsealed and parsed as JSON, nothing
else. Read as the application, with row security on, as a page reads them.
"""

import argparse
import io
import json
import random
import sys
from datetime import date
from decimal import Decimal
from typing import Any

from bench import county
from bench.scratch import database, spent

ON = date(2012, 12, 1)
ROLE = "sl_bench_eligibility"
UNIONS = 1_000
NAMES = ("sealed rows read", "read, unsealed, parsed", "judged", "judged and explained")
ROWS = (
    "SELECT v.facts_sealed FROM hardship_fileversion v",
    "SELECT p.facts_sealed FROM hardship_householdperson p",
)


def families(count: int) -> Any:
    """(file's text, persons' texts) of each: three heads as a rule, incomes about the limits of a line of 780 yuan."""
    from hardship.codes import CAUSES  # noqa: PLC0415
    from hardship.facts import FileFacts, PersonFacts  # noqa: PLC0415

    dice = random.Random(20121201)  # noqa: S311
    for number in range(count):
        married = dice.random() < 0.6
        status = "已婚" if married else dice.choice(["未婚", "离异", "丧偶"])
        file = FileFacts(
            name=f"张{number}", id_number=f"340828{number:012d}", marital_status=status, employment_form="正式职工", standing="在岗",
            health="良好", mobile="13900000000", address="云岭县天河镇", main_cause=dice.choice(CAUSES),
            other_causes=tuple(dice.sample(CAUSES, dice.randint(0, 2))), hard_after_aid=dice.random() < 0.5,
            medical=Decimal(dice.randint(0, 4_000_000)) / 100, rigid=Decimal(dice.choice([0, 6000])),
            homes=dice.choice([0, 1, 1, 2]), hires=False, costly_school=False, car=dice.random() < 0.1,
            bank="云岭农商银行", branch="天河支行", card="6217000000000000011", account_name=f"张{number}",
        )  # fmt: skip
        others = (
            [("配偶", "已婚")] * married
            + [("子女", "未婚")] * dice.randint(0, 2)
            + [("父母", "丧偶")] * dice.randint(0, 1)
        )
        people = [
            PersonFacts(
                name=f"张{number}", relation=relation, marital_status=one, health="良好",
                income=Decimal(dice.randint(0, 4_000_000)) / 100, id_number=f"340828{number:012d}",
            )
            for relation, one in [("本人", status), *others]
        ]  # fmt: skip
        yield file.to_text(), [(person.relation, person.to_text()) for person in people]


def register(cursor: Any, count: int) -> None:
    """The files with one version each, as the operations seal them; no trigger fires."""
    from accounts.encryption import sealer  # noqa: PLC0415
    from hardship.models.file import FILE_FACTS, PERSON_FACTS  # noqa: PLC0415

    seal_file, seal_person = sealer(FILE_FACTS), sealer(PERSON_FACTS)
    versions, persons, person_id = io.StringIO(), io.StringIO(), 0
    for number, (text, people) in enumerate(families(count), 1):
        versions.write(
            f"{number}\t{number}\t1\topen\ton_file\t2012-06-01\t张{number}\t{seal_file(text)}\t\t2012-06-01\n"
        )
        for place, (relation, said) in enumerate(people, 1):
            person_id += 1
            persons.write(f"{person_id}\t{number}\t{place}\t{relation}\t\t{seal_person(said)}\n")
    cursor.execute("SET session_replication_role = replica")
    cursor.execute(
        "INSERT INTO hardship_hardshipfile (id, code, union_id, state, person_index, name, latest, opened_on, end_reason)"
        " SELECT n, 'DA' || n, 27 + n %% %s, 'on_file', 'i' || n, '张' || n, 1, '2012-06-01', ''"
        " FROM generate_series(1, %s) n",
        [UNIONS, count],
    )
    for table, columns, rows in (
        (
            "hardship_fileversion",
            "id, file_id, number, kind, state, since, name, facts_sealed, reason, made_at",
            versions,
        ),
        ("hardship_householdperson", "id, version_id, number, relation, id_number_index, facts_sealed", persons),
    ):
        rows.seek(0)
        cursor.cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", rows)
    cursor.execute(
        "INSERT INTO hardship_livingline (organisation_id, since, monthly, source) VALUES (1, '2012-01-01', 780, '')"
    )
    cursor.execute("SET session_replication_role = DEFAULT")
    cursor.execute("VACUUM ANALYZE")


def become_the_application(cursor: Any) -> None:
    from django.core.management import call_command  # noqa: PLC0415

    cursor.execute(f"DROP ROLE IF EXISTS {ROLE}")
    cursor.execute(f"CREATE ROLE {ROLE}")
    call_command("grant_app_role", ROLE, verbosity=0)
    cursor.execute(f"SET ROLE {ROLE}")


def read(cursor: Any) -> list[list[str]]:
    found = []
    for sql in ROWS:
        cursor.execute(sql)
        found.append([sealed for (sealed,) in cursor.fetchall()])
    return found


def opened(cursor: Any) -> int:
    """Everything read, unsealed and parsed; how many rows."""
    from accounts.encryption import unsealer  # noqa: PLC0415
    from hardship.models.file import FILE_FACTS, PERSON_FACTS  # noqa: PLC0415

    files, persons = read(cursor)
    for place, rows in ((FILE_FACTS, files), (PERSON_FACTS, persons)):
        unseal = unsealer(place)
        for sealed in rows:
            json.loads(unseal(sealed))
    return len(files) + len(persons)


def judged(*, explained: bool) -> tuple[int, int, int]:
    """(files, entitled, lines of explanation)."""
    from hardship.explanation import explain, texts  # noqa: PLC0415
    from hardship.judging import Lines, judge_all  # noqa: PLC0415
    from hardship.models import FileVersion  # noqa: PLC0415
    from hardship.template import WINTER_RELIEF  # noqa: PLC0415

    files = eligible = lines = 0
    for one in judge_all(FileVersion.objects.everywhere("bench"), WINTER_RELIEF.criteria, Lines.of_day(ON)):
        if one.judgement is not None:
            files += 1
            eligible += one.judgement.eligible
            lines += len(texts(explain(one.judgement))) if explained else 0
    return files, eligible, lines


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=50_000)
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    with database("eligibility"):
        from django.db import connection  # noqa: PLC0415

        from accounts import wall  # noqa: PLC0415

        with connection.cursor() as cursor, wall.whole("bench"):
            county.make(cursor, UNIONS, facts=False)
            register(cursor, chosen.files)
            become_the_application(cursor)
            files, eligible, lines = judged(explained=True)
            if files != chosen.files or not 0 < eligible < files:
                sys.exit("the families are not judged: the bench county is wrong")
            rows = opened(cursor)
            works = (
                lambda: read(cursor),
                lambda: opened(cursor),
                lambda: judged(explained=False),
                lambda: judged(explained=True),
            )
            turns = [[spent(work)[:2] for work in works] for _ in range(chosen.runs)]
            clocks, processors = ([min(turn[n][i] for turn in turns) for n in range(4)] for i in (0, 1))
            cursor.execute("RESET ROLE")
            cursor.execute(f"DROP OWNED BY {ROLE}; DROP ROLE {ROLE}")
    print(f"files {files}, sealed rows {rows}, entitled {eligible}, lines of explanation {lines}")
    for name, clock, processor in zip(NAMES, clocks, processors, strict=True):
        print(f"{name:24s}{clock:7.3f} s   processor {processor:7.3f} s   {processor / processors[1]:5.2f} x parsed")
    print(f"a file, explained       {processors[3] / files * 1e6:5.0f} µs of processor")


if __name__ == "__main__":
    main()
