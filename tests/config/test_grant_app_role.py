"""The application's database role: rows yes, the book only longer, tables never."""

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

ROLE = "sl_test_app"
INSUFFICIENT_PRIVILEGE = "42501"

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")  # gone with the test's transaction
    call_command("grant_app_role", ROLE, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        yield cursor


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM accounts_bookentry",
        "UPDATE accounts_user SET is_active = is_active WHERE false",
        "DELETE FROM django_session WHERE false",
        "CREATE TEMPORARY TABLE stage (x integer)",
        "SELECT count(*) FROM django_migrations",
    ],
)
def test_role_may_work_with_rows(role, statement):
    role.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_bookentry SET act = act WHERE false",
        "DELETE FROM accounts_bookentry WHERE false",
        "TRUNCATE accounts_bookentry",
        "TRUNCATE django_session",
        "DROP TABLE django_session",
        "ALTER TABLE accounts_bookentry DISABLE TRIGGER ALL",
        "CREATE TABLE public.mine (x integer)",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
    ],
)
def test_role_may_not_change_the_book_or_the_tables(role, statement):
    with pytest.raises(ProgrammingError) as refused, transaction.atomic():
        role.execute(statement)

    assert refused.value.__cause__.pgcode == INSUFFICIENT_PRIVILEGE


def test_unknown_role_is_told():
    with pytest.raises(CommandError, match="sl_test_nobody"):
        call_command("grant_app_role", "sl_test_nobody")


def test_superuser_is_refused():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        name = cursor.fetchone()[0]

    with pytest.raises(CommandError, match="超级用户"):
        call_command("grant_app_role", name)
