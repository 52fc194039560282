"""SQL of the book's triggers, for migrations. Statement-level: a row-level one made bulk work twice as slow."""

from django.db import migrations

BOOK_FUNCTIONS = """
CREATE FUNCTION book_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    act_name text := coalesce(nullif(current_setting('shuangliang.act', true), ''), 'sql');
    act_by bigint := nullif(current_setting('shuangliang.by', true), '')::bigint;
    act_uuid uuid := nullif(current_setting('shuangliang.act_id', true), '')::uuid;
    act_address text := coalesce(current_setting('shuangliang.address', true), '');
    act_request text := coalesce(current_setting('shuangliang.request', true), '');
    hidden text[] := string_to_array(coalesce(TG_ARGV[0], ''), ',');
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO accounts_bookentry (at, by_id, act, act_id, change, table_name, row_id, before, after, address,
                                        request, database_user)
        SELECT clock_timestamp(), act_by, act_name, act_uuid, 'insert', TG_TABLE_NAME, n.id, NULL,
               to_jsonb(n) - hidden, act_address, act_request, session_user
        FROM new_rows n;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO accounts_bookentry (at, by_id, act, act_id, change, table_name, row_id, before, after, address,
                                        request, database_user)
        SELECT clock_timestamp(), act_by, act_name, act_uuid, 'update', TG_TABLE_NAME, n.id,
               to_jsonb(o) - hidden, to_jsonb(n) - hidden, act_address, act_request, session_user
        FROM old_rows o JOIN new_rows n USING (id)
        WHERE to_jsonb(o) - hidden IS DISTINCT FROM to_jsonb(n) - hidden;
    ELSE
        INSERT INTO accounts_bookentry (at, by_id, act, act_id, change, table_name, row_id, before, after, address,
                                        request, database_user)
        SELECT clock_timestamp(), act_by, act_name, act_uuid, 'delete', TG_TABLE_NAME, o.id,
               to_jsonb(o) - hidden, NULL, act_address, act_request, session_user
        FROM old_rows o;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION book_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;  -- the test runner empties its own database between tests
    END IF;
    RAISE EXCEPTION '日志只能追加，不能修改或删除。' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER book_append_only BEFORE UPDATE OR DELETE ON accounts_bookentry
    FOR EACH ROW EXECUTE FUNCTION book_refuse();
CREATE TRIGGER book_append_only_whole BEFORE TRUNCATE ON accounts_bookentry
    FOR EACH STATEMENT EXECUTE FUNCTION book_refuse();
ALTER TABLE accounts_bookentry ENABLE ALWAYS TRIGGER book_append_only;
ALTER TABLE accounts_bookentry ENABLE ALWAYS TRIGGER book_append_only_whole;
"""

BOOK_FUNCTIONS_GONE = """
DROP TRIGGER book_append_only ON accounts_bookentry;
DROP TRIGGER book_append_only_whole ON accounts_bookentry;
DROP FUNCTION book_refuse();
DROP FUNCTION book_note();
"""


def keep_in_book(table: str, hidden: tuple[str, ...] = ()) -> migrations.RunSQL:
    """A migration step after which every change of the table is noted in the book.

    `hidden` columns never reach the book: passwords, whole files.
    """
    argument = ",".join(hidden)
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER book_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION book_note('{argument}');
        CREATE TRIGGER book_update AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION book_note('{argument}');
        CREATE TRIGGER book_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
            FOR EACH STATEMENT EXECUTE FUNCTION book_note('{argument}');
        """,
        f"DROP TRIGGER book_insert ON {table}; DROP TRIGGER book_update ON {table};"
        f" DROP TRIGGER book_delete ON {table};",
    )


def keep_in_book_anew(table: str, before: tuple[str, ...], after: tuple[str, ...]) -> migrations.RunSQL:
    """A migration step that changes which columns of a table already kept never reach the book, and back."""
    old, new = keep_in_book(table, before), keep_in_book(table, after)
    return migrations.RunSQL(f"{old.reverse_sql}{new.sql}", f"{new.reverse_sql}{old.sql}")


# The same for tables of persons: the book says which personal columns changed, accounts_personalpast what they were.
PERSONAL_FUNCTIONS = """
CREATE FUNCTION book_note_personal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    act_name text := coalesce(nullif(current_setting('shuangliang.act', true), ''), 'sql');
    act_by bigint := nullif(current_setting('shuangliang.by', true), '')::bigint;
    act_uuid uuid := nullif(current_setting('shuangliang.act_id', true), '')::uuid;
    act_address text := coalesce(current_setting('shuangliang.address', true), '');
    act_request text := coalesce(current_setting('shuangliang.request', true), '');
    personal text[] := string_to_array(TG_ARGV[0], ',');
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO accounts_bookentry (at, by_id, act, act_id, change, table_name, row_id, before, after, address,
                                        request, database_user)
        SELECT clock_timestamp(), act_by, act_name, act_uuid, 'insert', TG_TABLE_NAME, n.id, NULL,
               to_jsonb(n) - personal, act_address, act_request, session_user
        FROM new_rows n;
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        WITH changed AS (
            SELECT id, was, now, (SELECT coalesce(jsonb_agg(p), '[]') FROM unnest(personal) p
                                  WHERE was -> p IS DISTINCT FROM now -> p) AS personally
            FROM (SELECT o.id, to_jsonb(o) AS was, to_jsonb(n) AS now FROM old_rows o JOIN new_rows n USING (id)) r
            WHERE was IS DISTINCT FROM now
        ), kept AS (
            INSERT INTO accounts_personalpast (act_id, table_name, row_id, before)
            SELECT act_uuid, TG_TABLE_NAME, id, (SELECT jsonb_object_agg(p, was -> p) FROM unnest(personal) p)
            FROM changed WHERE personally <> '[]'
        )
        INSERT INTO accounts_bookentry (at, by_id, act, act_id, change, table_name, row_id, before, after, address,
                                        request, database_user)
        SELECT clock_timestamp(), act_by, act_name, act_uuid, 'update', TG_TABLE_NAME, id, was - personal,
               (now - personal) || CASE WHEN personally = '[]' THEN '{}' ELSE jsonb_build_object('personal', personally) END,
               act_address, act_request, session_user
        FROM changed;
    ELSE
        INSERT INTO accounts_personalpast (act_id, table_name, row_id, before)
        SELECT act_uuid, TG_TABLE_NAME, o.id, (SELECT jsonb_object_agg(p, to_jsonb(o) -> p) FROM unnest(personal) p)
        FROM old_rows o;
        INSERT INTO accounts_bookentry (at, by_id, act, act_id, change, table_name, row_id, before, after, address,
                                        request, database_user)
        SELECT clock_timestamp(), act_by, act_name, act_uuid, 'delete', TG_TABLE_NAME, o.id, to_jsonb(o) - personal,
               NULL, act_address, act_request, session_user
        FROM old_rows o;
    END IF;
    RETURN NULL;
END $$;
"""
PERSONAL_FUNCTIONS_GONE = "DROP FUNCTION book_note_personal();"


def keep_person_in_book(table: str, personal: tuple[str, ...]) -> migrations.RunSQL:
    """As keep_in_book, for a table whose `personal` columns never reach the book (accounts.PersonalPast keeps them)."""
    argument = ",".join(personal)
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER book_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION book_note_personal('{argument}');
        CREATE TRIGGER book_update AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION book_note_personal('{argument}');
        CREATE TRIGGER book_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
            FOR EACH STATEMENT EXECUTE FUNCTION book_note_personal('{argument}');
        """,
        f"DROP TRIGGER book_insert ON {table}; DROP TRIGGER book_update ON {table};"
        f" DROP TRIGGER book_delete ON {table};",
    )


# Row security (accounts/wall.py): what the setting says, as the policies ask it. Stable, so asked once per statement.
WALL_FUNCTIONS = """
CREATE FUNCTION scope_is_whole() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('shuangliang.scope', true) = '*', false) $$;
CREATE FUNCTION scope_unions() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(o.id), '{}')
    FROM unnest(string_to_array(nullif(current_setting('shuangliang.scope', true), ''), ',')) part
    JOIN unions_organisation o ON o.path LIKE part || '%' WHERE part <> '*'
$$;
"""
WALL_FUNCTIONS_GONE = "DROP FUNCTION scope_unions(); DROP FUNCTION scope_is_whole();"
WHOLE = "(SELECT scope_is_whole())"


def within(column: str) -> str:
    """SQL: is the union that the column names within the scope? As a subquery, which is hashed: a row costs the same
    whether the scope has ten unions or ten thousand."""
    return f"{column} IN (SELECT unnest(scope_unions()))"


def wall(table: str, using: str, check: str | None = None) -> migrations.RunSQL:
    """A migration step after which the table gives and takes only rows for which `using` holds, or with `*` said.

    FORCE: the owner of the tables is no exception; a superuser's dump is.
    """
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY wall ON {table} USING ({WHOLE} OR {using}) WITH CHECK ({WHOLE} OR {check or using});
        """,
        f"DROP POLICY wall ON {table}; ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;"
        f" ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def wall_again(table: str, using: str) -> migrations.RunSQL:
    """A migration step that says anew, in other words, for which rows the wall opens. Back, it stays: it asks the same."""
    rows = f"({WHOLE} OR {using})"
    return migrations.RunSQL(f"ALTER POLICY wall ON {table} USING {rows} WITH CHECK {rows}", migrations.RunSQL.noop)


# A value sealed anew, and an index made with another key, are no change of the record: under these acts, which only
# manage.py rotate_keys opens, neither the book nor accounts_personalpast takes up a row that differs in nothing else.
_ANEW = """    anew text[] := CASE WHEN act_name IN ('keys.reseal', 'keys.reindex')
        THEN '{id_number_sealed,id_number_index,number_index,digest}'::text[] ELSE '{}'::text[] END;
BEGIN
    IF TG_OP = 'INSERT'"""
_note = BOOK_FUNCTIONS[: BOOK_FUNCTIONS.index("CREATE FUNCTION book_refuse")] + PERSONAL_FUNCTIONS
BOOK_NOTES_BEFORE_KEYS = _note.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
BOOK_NOTES = (
    BOOK_NOTES_BEFORE_KEYS.replace("BEGIN\n    IF TG_OP = 'INSERT'", _ANEW)
    .replace(
        "WHERE to_jsonb(o) - hidden IS DISTINCT FROM to_jsonb(n) - hidden",
        "WHERE to_jsonb(o) - hidden - anew IS DISTINCT FROM to_jsonb(n) - hidden - anew",
    )
    .replace("WHERE was IS DISTINCT FROM now\n", "WHERE was - anew IS DISTINCT FROM now - anew\n")
)
