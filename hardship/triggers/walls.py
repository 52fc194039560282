"""Row security of relief: a setting of its own, `shuangliang.relief` (accounts/wall.py)."""

from django.db import migrations

RELIEF_FUNCTIONS = """
CREATE FUNCTION relief_is_whole() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('shuangliang.relief', true) = '*', false) $$;
CREATE FUNCTION relief_unions() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(o.id), '{}')
    FROM unnest(string_to_array(nullif(current_setting('shuangliang.relief', true), ''), ',')) part
    JOIN unions_organisation o ON o.path LIKE part || '%' WHERE part <> '*'
$$;
"""
RELIEF_FUNCTIONS_GONE = "DROP FUNCTION relief_unions(); DROP FUNCTION relief_is_whole();"
WHOLE = "(SELECT relief_is_whole())"


def within(column: str) -> str:
    """SQL: is the organisation that the column names within the part said?"""
    return f"{column} IN (SELECT unnest(relief_unions()))"


def of(table: str, column: str) -> str:
    """SQL: is the row that the column names visible, behind its own wall?"""
    return f"{column} IN (SELECT id FROM {table})"


def relief_wall(table: str, using: str) -> migrations.RunSQL:
    """A migration step after which the table gives and takes only rows for which `using` holds, or with `*` said."""
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY wall ON {table} USING ({WHOLE} OR {using}) WITH CHECK ({WHOLE} OR {using});
        """,
        f"DROP POLICY wall ON {table}; ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;"
        f" ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


_FILE, _APPLICATION, _NOTICE = "hardship_hardshipfile", "hardship_reliefapplication", "hardship_publicnotice"
WALLS = {
    "hardshipfile": within("union_id"),
    "fileversion": of(_FILE, "file_id"),
    "householdperson": of("hardship_fileversion", "version_id"),
    "reliefapplication": within("union_id"),
    "document": of(_FILE, "file_id"),
    **{
        name: of(_APPLICATION, "application_id")
        for name in ("step", "documentcheck", "homevisit", "amountchange", "instalment", "payment")
    },
    "publicnotice": within("organisation_id"),
    "noticeline": of(_NOTICE, "notice_id"),
    "objection": of(_NOTICE, "notice_id"),
    "visitstop": within("union_id"),
}
