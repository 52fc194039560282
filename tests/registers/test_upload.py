"""The upload without a queue: the job runs as the upload commits, and is an act of its own."""

from pathlib import Path

import pytest

from accounts.models import BookEntry
from registers import operations
from registers.models import ImportRun
from tests.registers.sheets import ORGANISATIONS, load, sheet
from tests.registers.test_import_scope import officer_of
from unions.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_uploaded_file_leaves_its_lines_in_the_book_and_can_be_undone(tmp_path: Path) -> None:
    load(tmp_path, "organisations", ORGANISATIONS[:2])
    by = officer_of(ORGANISATIONS[0]["工会编码"], "organisation_staff")  # type: ignore[arg-type]
    path = sheet(tmp_path, "organisations", ORGANISATIONS[2:4])

    with path.open("rb") as file:
        run = operations.receive_file("organisations", file, file_name="a.xlsx", check_only=False, partial=False, by=by)

    run.refresh_from_db()
    lines = BookEntry.objects.filter(act_id=run.act_id, table_name="unions_organisation")
    assert (run.state, run.created) == (ImportRun.State.WRITTEN, 2)
    assert {(line.act, line.by_id) for line in lines} == {("registers.import", by.pk)}
    assert operations.undo_import(run, by=by) == {"deleted": 2, "restored": 0}
    assert Organisation.objects.everywhere("test").count() == 2
