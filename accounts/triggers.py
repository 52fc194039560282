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
