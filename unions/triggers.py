"""What must never be false but needs two rows to tell, as statement-level triggers; SQL for the migrations.

The sentences are shown to people as they stand (accounts/constraints.py). SEARCH keeps what names are found by.
"""

from unions.spelling import LEFT_OUT

NAMED = (("organisation", False), ("employer", False), ("officer", True))  # the table; is it a person's name

GUARDS = """
-- A path is the parent's path, the row's id and a slash. No cycle can satisfy that, and none goes stale.
CREATE FUNCTION guard_tree() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows n LEFT JOIN unions_organisation p ON p.id = n.parent_id
        WHERE n.path IS DISTINCT FROM coalesce(p.path, '/') || n.id || '/'
    ) OR EXISTS (
        SELECT FROM new_rows n JOIN unions_organisation c ON c.parent_id = n.id
        WHERE c.path IS DISTINCT FROM n.path || c.id || '/'
    ) THEN
        RAISE EXCEPTION '上下级关系不一致：不能形成循环，下级的路径须随上级变更。' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM new_rows n JOIN unions_organisation p ON p.id = n.parent_id
        WHERE p.kind IN ('grassroots_single', 'grassroots_joint')
    ) OR EXISTS (
        SELECT FROM new_rows n JOIN unions_organisation c ON c.parent_id = n.id
        WHERE n.kind IN ('grassroots_single', 'grassroots_joint')
    ) THEN
        RAISE EXCEPTION '基层工会下面不能再设下级工会组织。' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM new_rows n JOIN unions_employer e ON e.union_id = n.id
        WHERE n.kind = 'grassroots_single' GROUP BY n.id HAVING count(*) > 1
    ) THEN
        RAISE EXCEPTION '这个工会对应多个法人单位，不能改为独立基层工会，请先调整各单位的“所属工会”。'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER guard_tree_insert AFTER INSERT ON unions_organisation REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION guard_tree();
CREATE TRIGGER guard_tree_update AFTER UPDATE ON unions_organisation REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION guard_tree();

-- A single grassroots union has one employer: see also guard_tree, for a union that becomes one.
CREATE FUNCTION guard_employers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM unions_organisation o
        WHERE o.kind = 'grassroots_single' AND o.id IN (SELECT union_id FROM new_rows) FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM unions_employer e JOIN unions_organisation o ON o.id = e.union_id
        WHERE o.kind = 'grassroots_single' AND e.union_id IN (SELECT union_id FROM new_rows WHERE union_id IS NOT NULL)
        GROUP BY e.union_id HAVING count(*) > 1
    ) THEN
        RAISE EXCEPTION '独立基层工会只能对应一个法人单位，请先清空原单位的“所属工会编码”。'
            USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER guard_employers_insert AFTER INSERT ON unions_employer REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION guard_employers();
CREATE TRIGGER guard_employers_update AFTER UPDATE ON unions_employer REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION guard_employers();

-- An officer's fact belongs to the officer's union and does not start before the tenure.
CREATE FUNCTION guard_displays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows n JOIN unions_officer o ON o.id = n.officer_id
        WHERE o.union_id <> n.union_id OR n.starts_on < o.elected_on OR o.post NOT IN ('chair', 'vice_chair')
    ) THEN
        RAISE EXCEPTION '亮身份记录要属于本工会在任的主席或副主席，开始日期不能早于当选日期。'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER guard_displays_insert AFTER INSERT ON unions_display REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION guard_displays();
CREATE TRIGGER guard_displays_update AFTER UPDATE ON unions_display REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION guard_displays();

CREATE FUNCTION guard_tenures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows n JOIN unions_display d ON d.officer_id = n.id
        WHERE d.union_id <> n.union_id OR d.starts_on < n.elected_on OR n.post NOT IN ('chair', 'vice_chair')
    ) THEN
        RAISE EXCEPTION '这位干部已有亮身份记录，当选日期不能晚于记录的开始日期，职务须为主席或副主席。'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER guard_tenures_update AFTER UPDATE ON unions_officer REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION guard_tenures();
"""

# The same rules, each row looked up by index whatever the planner believes of a table that was small a moment ago:
# joined, they took the square of the rows of a first import.
GUARD_TREE_BY_INDEX = """
CREATE OR REPLACE FUNCTION guard_tree() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows n WHERE n.path IS DISTINCT FROM
            coalesce((SELECT p.path FROM unions_organisation p WHERE p.id = n.parent_id), '/') || n.id || '/'
    ) OR EXISTS (
        SELECT FROM new_rows n WHERE (
            SELECT bool_or(c.path IS DISTINCT FROM n.path || c.id || '/')
            FROM unions_organisation c WHERE c.parent_id = n.id
        )
    ) THEN
        RAISE EXCEPTION '上下级关系不一致：不能形成循环，下级的路径须随上级变更。' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM new_rows n WHERE (SELECT p.kind FROM unions_organisation p WHERE p.id = n.parent_id)
            IN ('grassroots_single', 'grassroots_joint')
    ) OR EXISTS (
        SELECT FROM new_rows n WHERE n.kind IN ('grassroots_single', 'grassroots_joint')
            AND (SELECT count(*) FROM unions_organisation c WHERE c.parent_id = n.id) > 0
    ) THEN
        RAISE EXCEPTION '基层工会下面不能再设下级工会组织。' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM new_rows n WHERE n.kind = 'grassroots_single'
            AND (SELECT count(*) FROM unions_employer e WHERE e.union_id = n.id) > 1
    ) THEN
        RAISE EXCEPTION '这个工会对应多个法人单位，不能改为独立基层工会，请先调整各单位的“所属工会”。'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""

GUARDS_GONE = """
DROP TRIGGER guard_tree_insert ON unions_organisation;
DROP TRIGGER guard_tree_update ON unions_organisation;
DROP TRIGGER guard_employers_insert ON unions_employer;
DROP TRIGGER guard_employers_update ON unions_employer;
DROP TRIGGER guard_displays_insert ON unions_display;
DROP TRIGGER guard_displays_update ON unions_display;
DROP TRIGGER guard_tenures_update ON unions_officer;
DROP FUNCTION guard_tree();
DROP FUNCTION guard_employers();
DROP FUNCTION guard_displays();
DROP FUNCTION guard_tenures();
"""


_GUARD_TREE = GUARDS[GUARDS.index("CREATE FUNCTION guard_tree") : GUARDS.index("CREATE TRIGGER guard_tree_insert")]
GUARD_TREE_BY_JOIN = _GUARD_TREE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

# A name's keys, as unions/spelling.py asks for them. Right however a row comes in: save, import, plain SQL.
SEARCH = f"""
CREATE FUNCTION search_letters(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT translate(lower(normalize(name, NFKC) COLLATE "C"), $out${LEFT_OUT}$out$, '') $$;
"""
SEARCH_GONE = "DROP FUNCTION search_letters(text);"


def keys_of(rows: str, person: bool, also: str = "") -> str:
    """SELECT of (id, keys) for rows with an id and a name, and of columns `also`.

    Spelt out rather than a function: three times as fast.
    """
    if person:
        spelt = "CASE WHEN l.place = 1 THEN r.named ELSE r.spelt END"
        initials = "CASE WHEN l.place = 1 THEN r.named_initials ELSE r.initials END"
    else:
        spelt, initials = "r.spelt", "r.initials"
    return f"""
SELECT n.id, coalesce((
    SELECT string_agg(
        '''' || substr(s.letters, place, 2) || ''':' || place || ' ' || replace(spelt, '#', place::text) || CASE
            WHEN following IS NULL THEN ''
            WHEN length(initials || following) = 2 THEN ' ''=' || initials || following || ''':' || place
            ELSE (SELECT string_agg(' ''=' || one || two || ''':' || place, '')
                  FROM unnest(string_to_array(initials, NULL)) one, unnest(string_to_array(following, NULL)) two)
        END, ' ')
    FROM (
        SELECT l.place::int AS place, coalesce({spelt}, '''' || l.letter || ''':#') AS spelt,
               coalesce({initials}, l.letter) AS initials,
               coalesce(f.initials, nullif(substr(s.letters, l.place::int + 1, 1), '')) AS following
        FROM unnest(string_to_array(s.letters, NULL)) WITH ORDINALITY AS l (letter, place)
             LEFT JOIN unions_reading r ON r.letter = l.letter
             LEFT JOIN unions_reading f ON f.letter = substr(s.letters, l.place::int + 1, 1)
    ) read
), '')::tsvector{also}
FROM {rows}, LATERAL (SELECT search_letters(n.name) AS letters OFFSET 0) s"""


def keep_search_keys(table: str, person: bool) -> tuple[str, str]:
    """SQL after which unions_<table>key follows the names of unions_<table>, and the SQL that takes it back."""
    keys, row = f"unions_{table}key", f"{table}_id"
    write = f"INSERT INTO {keys} ({row}, keys)"
    renamed = "(SELECT n.* FROM new_rows n JOIN old_rows o USING (id) WHERE o.name IS DISTINCT FROM n.name) n"
    again = f"ON CONFLICT ({row}) DO UPDATE SET keys = excluded.keys"
    made = f"""
ALTER TABLE {keys} ADD CONSTRAINT {keys}_row FOREIGN KEY ({row}) REFERENCES unions_{table} ON DELETE CASCADE;
CREATE FUNCTION {keys}_write() RETURNS trigger LANGUAGE plpgsql SET jit = off AS $$
BEGIN  -- no jit: a plan first made for a bulk load would compile for a single row's save too
    IF TG_OP = 'INSERT' THEN
        {write} {keys_of("new_rows n", person)} {again};
    ELSE
        {write} {keys_of(renamed, person)} {again};
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER search_insert AFTER INSERT ON unions_{table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {keys}_write();
CREATE TRIGGER search_update AFTER UPDATE ON unions_{table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {keys}_write();
{write} {keys_of(f"unions_{table} n", person)};
"""
    gone = f"""
DROP TRIGGER search_insert ON unions_{table}; DROP TRIGGER search_update ON unions_{table};
DROP FUNCTION {keys}_write(); ALTER TABLE {keys} DROP CONSTRAINT {keys}_row; DELETE FROM {keys};
"""
    return made, gone


# After a load with triggers off (a restore, a bench), or when readings were corrected: every key anew.
REBUILD = "CREATE PROCEDURE search_rebuild() LANGUAGE sql AS $$"
for _table, _person in NAMED:
    REBUILD += f"""
    INSERT INTO unions_{_table}key ({_table}_id, keys) {keys_of(f"unions_{_table} n", _person)}
    ON CONFLICT ({_table}_id) DO UPDATE SET keys = excluded.keys;"""
REBUILD += "$$;"
REBUILD_GONE = "DROP PROCEDURE search_rebuild();"
