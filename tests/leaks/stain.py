"""Puts a canary into every field of every row of the world, past the triggers that guard what people may write."""

import hashlib
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from accounts.encryption import blind_index, seal
from accounts.models import BookEntry
from campaigns.figures import COUNTS, PREVIOUS
from campaigns.models import Report
from members.operations import people
from tests.leaks import relief_stain as relief
from tests.leaks.builders import MONTH, models_in_order, sheet
from tests.leaks.mint import Mint
from tests.leaks.world import World
from unions.operations.officers import ID_NUMBER_PLACE
from unions.triggers import keys_of

# Columns that the program reads rather than shows; a canary there would break the row, not hide in it.
KEPT = {
    *relief.KEPT,
    "unions.Organisation.path",
    "unions.Organisation.token",  # the address of the public page
    "unions.Photo.stored_as",
    "unions.Photo.looks",
    "unions.PrintOrder.pieces",
    "unions.PrintOrder.stored_as",
    "accounts.SentOnce.answer",
    "accounts.Throttle.kind",
    "accounts.PersonalPast.table_name",
    "members.Transfer.from_opinion",  # the sending side has its word, or has it not
    "accounts.User.password",
    "accounts.Job.kind",
    "registers.ImportRun.register",
    "registers.NumberRelease.register",
    "registers.NumberRelease.paths",
    "registers.ImportRun.stored_as",
    "registers.ImportRun.upload_key",
    "registers.ImportRun.mark",
    "registers.ImportFault.code",
    "accounts.ListExport.list_key",
    "accounts.ListExport.places",
    "accounts.ListExport.stored_as",
    "accounts.SavedFilter.list_key",
    "registers.ImportFault.column",
    "registers.ImportRun.fault_file",
    "campaigns.Campaign.slug",
    "campaigns.Report.sha256",
    "campaigns.Report.figures",  # filled by whole_reports()
    "campaigns.Report.uncovered",
}
# What a sealed value is bound to, where it is not table.column.
SEALED_AT = {"unions.Officer": ID_NUMBER_PLACE, "members.Member": people.ID_NUMBER_PLACE}
# Days that decide what is due; elsewhere a day is a canary like any other value.
DAYS_KEPT = {"campaigns", "hardship"}
DIGITS = ("phone", "mobile")


def stain(world: World) -> None:
    """Every row of the world; afterwards the book holds each of them as it now is."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model in models_in_order():
            # By id: who came first keeps the earlier days.
            for place, row in sorted(world.of(model._meta.label), key=lambda found: found[1].pk):
                values: dict[str, Any] = {
                    column.attname: value
                    for column in model._meta.concrete_fields
                    if (value := canary(world, place, row, column)) is not None
                }
                values |= relief.sealed(world, place, row)
                if model is Report:
                    values |= whole_report(world, place, row)
                _write(world.mint, cursor, row, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute("CALL search_rebuild()")  # the keys follow the names by triggers, which staining went past
        cursor.execute(
            f"UPDATE members_memberkey k SET keys = n.keys FROM ({keys_of('members_member n', True)}) n (id, keys)"
            " WHERE n.id = k.member_id"
        )
        _enter_in_book(cursor, world)
        _show_lines(world)
    _issue(world)


def canary(world: World, place: str, row: Any, column: Any) -> Any:
    """A canary that fits the column, None where the column keeps its value."""
    name, value = f"{row._meta.label}.{column.name}", getattr(row, column.attname)
    if column.primary_key or column.is_relation or column.choices or name in KEPT:
        return None
    mark = world.mark(row, place, column.name)
    if isinstance(column, models.JSONField):
        return _in_json(world, row, place, column.name, value) if value else None
    if isinstance(column, models.GenericIPAddressField | models.UUIDField | models.BinaryField):
        return None
    if isinstance(column, models.CharField | models.TextField):
        return _text(world, mark, row, column)
    if isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
        kept = row._meta.app_label in DAYS_KEPT or value is None
        return None if kept else world.mint.day(mark)
    counts = models.PositiveIntegerField | models.IntegerField | models.BigIntegerField
    if isinstance(column, counts) and not isinstance(column, models.PositiveSmallIntegerField):
        return world.mint.number(mark) if column.name in COUNTED else None
    return None


# Numbers that stand for themselves; ids, versions and progress are left as they are.
COUNTED = {"staff", "rows", "created", "changed", "unchanged", "fault_count"}


def _text(world: World, mark: Any, row: Any, column: Any) -> Any:
    name = column.name
    if name.endswith("_sealed"):
        return seal(
            f"340101{world.mint.number(mark)}123", SEALED_AT.get(row._meta.label, f"{row._meta.db_table}.{name}")
        )
    if name.endswith("_index"):
        return blind_index(f"{row._meta.label} {row.pk}")
    if name.endswith(DIGITS):
        return f"13{world.mint.number(mark)}"
    if name == "code":
        return f"34{world.mint.number(mark)}"
    if name == "credit_code":
        return f"91{world.mint.number(mark)}MA0TEST"
    word = world.mint.word(mark, column.max_length or 7)
    room = (column.max_length or 200) - len(word)
    return f"山{word}场" if room > 2 else word


def _in_json(world: World, row: Any, place: str, column: str, value: Any) -> Any:
    if isinstance(value, dict):
        kept = {"row", "code", "column", "does", "label", "form", "header"}
        return {key: one if key in kept else _in_json(world, row, place, column, one) for key, one in value.items()}
    if isinstance(value, list):
        return [_in_json(world, row, place, column, one) for one in value]
    return f"字{world.word(row, place, column)}" if isinstance(value, str) else value


def whole_report(world: World, place: str, row: Any) -> dict[str, Any]:
    """Figures of the places in the report, its list of unions not covered, and a workbook that says so."""
    places = [place] if place != "county" else ["riverside", "hilltop"]
    rows = [_figure(world, row, one) for one in places]
    words = [str(figure[key]) for figure in rows for key in ("name", "unions")]
    if place == "county":
        total = {"body": world.one("unions.Organisation", "county").code, "name": "county", "rank": None}
        rows.append(rows[0] | total | {key: sum(figure[key] for figure in rows) for key in COUNTS + PREVIOUS})
    name, chair, phone = (world.mark(row, place, f"uncovered {part}") for part in ("name", "chair", "phone"))
    missing = {
        "union": f"34{row.pk}",
        "body": rows[0]["body"],
        "name": f"字{world.mint.word(name)}",
        "missing": ["sign"],
        "chair": f"字{world.mint.word(chair)}",
        "phone": f"13{world.mint.number(phone)}",
    }
    data = sheet(*words, *(str(missing[key]) for key in ("name", "chair", "phone")), world.word(row, place, "workbook"))
    digest = hashlib.sha256(data).hexdigest()
    return {"figures": rows, "uncovered": [missing], "workbook": data, "sha256": digest}


def _figure(world: World, row: Any, place: str) -> dict[str, Any]:
    """One body's row of coverage.md §7, as making.stored() keeps it."""
    body = world.one("unions.Organisation", place)
    return {
        "body": body.code,
        "name": f"字{world.word(row, place, 'figures')}",
        "category": "all",
        **dict.fromkeys(COUNTS + PREVIOUS, 1),
        "unions": world.mint.number(world.mark(row, place, "figures")),
        "rate": "0.0000",
        "target": "0.5000",
        "label": "目标",
        "met": False,
        "gap": 1,
        "previous_rate": "1.0000",
        "rank": 1,
    }


def _write(mint: Mint, cursor: Any, row: Any, values: dict[str, Any]) -> None:
    """All of it; where a rule of the row forbids that, all but the empty columns that must stay empty."""
    try:
        with transaction.atomic():
            _update(cursor, row, values)
    except IntegrityError:
        _update(cursor, row, {name: value for name, value in values.items() if getattr(row, name)})
        for name in [name for name in values if not getattr(row, name)]:
            try:
                with transaction.atomic():
                    _update(cursor, row, {name: values[name]})
            except IntegrityError:
                mint.forget(str(values[name]))


def _update(cursor: Any, row: Any, values: dict[str, Any]) -> None:
    """Straight into the table: operations would rightly refuse, and a scoped manager would ask for its door."""
    if not values:
        return
    columns = {column.attname: column for column in row._meta.concrete_fields}
    listed = ", ".join(f'"{columns[name].column}" = %s' for name in values)
    adapted = [columns[name].get_db_prep_save(value, connection) for name, value in values.items()]
    cursor.execute(f'UPDATE "{row._meta.db_table}" SET {listed} WHERE id = %s', [*adapted, row.pk])
    for name, value in values.items():
        setattr(row, name, value)


def _enter_in_book(cursor: Any, world: World) -> None:
    """A line for each row as if somebody of its place had changed it: the book shows what its triggers would keep."""
    for model in models_in_order():
        table = model._meta.db_table
        hidden = _hidden_columns(cursor, table)
        if hidden is None:
            continue
        for place, row in world.of(model._meta.label):
            people = world.rows("accounts.User", place) or world.rows("accounts.User", "county")
            cursor.execute(
                "INSERT INTO accounts_bookentry (at, by_id, act, change, table_name, row_id, before, after, address,"
                f" request, database_user) SELECT now(), %s, 'sql', 'update', %s, t.id, to_jsonb(t) - %s::text[],"
                f" to_jsonb(t) - %s::text[], '192.0.2.9', '', '' FROM {table} t WHERE id = %s",
                [people[0].pk, table, hidden, hidden, row.pk],
            )


def _show_lines(world: World) -> None:
    """A line of each township for the pages that show one line."""
    for place in ("mill", "quarry"):
        chair = world.one("unions.Officer", place)
        world.add(place, BookEntry.objects.filter(table_name="unions_officer", row_id=chair.pk).latest("pk"))


def _hidden_columns(cursor: Any, table: str) -> list[str] | None:
    """What the table's book trigger leaves out; None where the book does not keep the table."""
    cursor.execute(
        "SELECT encode(tgargs, 'escape') FROM pg_trigger WHERE tgname = 'book_update' AND tgrelid = %s::regclass",
        [table],
    )
    found = cursor.fetchone()
    return None if found is None else [name for name in found[0].removesuffix("\\000").split(",") if name]


def _issue(world: World) -> None:
    """The older month is issued, as it must be for correcting and for the bodies' own pages."""
    approver = world.people["approver"]
    for _, report in world.of("campaigns.Report"):
        if report.month == MONTH:
            Report.objects.everywhere("the world of the hunt").filter(pk=report.pk).update(
                state=Report.State.ISSUED, issued_at=timezone.now(), issued_by=approver
            )
