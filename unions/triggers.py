"""What must never be false but needs two rows to tell, as statement-level triggers; SQL for the migrations.

The sentences are shown to people as they stand (accounts/constraints.py).
"""

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
