"""What the database sees to for members: SQL for the migrations. Sentences are shown to people as they stand."""

from unions.triggers import keys_of

# A person's row says where the current membership is, and a membership is in a union that has members.
# Each row is looked up by itself, by all columns of an index (OFFSET 0): where an undo emptied the table and the
# statistics say so, the planner believed any index as good as the key, and read the whole of it for each row.
GUARD_MEMBERSHIPS = """
CREATE OR REPLACE FUNCTION guard_memberships() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows n WHERE n.until IS NULL AND NOT EXISTS (
            SELECT FROM members_member m WHERE m.id = n.member_id AND m.union_id = n.union_id OFFSET 0)
    ) THEN
        RAISE EXCEPTION '会员所在的工会与当前会籍不一致。' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT union_id FROM new_rows) n WHERE (SELECT o.kind FROM unions_organisation o WHERE o.id = n.union_id)
            NOT IN ('grassroots_single', 'grassroots_joint', 'community_union')
    ) THEN
        RAISE EXCEPTION '会员只能登记在独立基层工会、联合基层工会或村（社区）工会。' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""
GUARDS = f"""{GUARD_MEMBERSHIPS}
CREATE TRIGGER guard_memberships_insert AFTER INSERT ON members_membership REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION guard_memberships();
CREATE TRIGGER guard_memberships_update AFTER UPDATE ON members_membership REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION guard_memberships();

CREATE FUNCTION guard_members() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows n JOIN old_rows o USING (id) WHERE n.union_id <> o.union_id AND EXISTS (
            SELECT FROM members_membership s WHERE s.member_id = n.id AND s.until IS NULL AND s.union_id <> n.union_id)
    ) THEN
        RAISE EXCEPTION '会员所在的工会与当前会籍不一致。' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM new_rows n WHERE (n.merged_into_id IS NOT NULL OR n.erased_on IS NOT NULL) AND EXISTS (
            SELECT FROM members_membership s WHERE s.member_id = n.id AND s.until IS NULL)
    ) THEN
        RAISE EXCEPTION '仍有当前会籍的会员不能并入他人，也不能删除个人信息，请先终止会籍。' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER guard_members_update AFTER UPDATE ON members_member
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION guard_members();
"""
GUARDS_GONE = """
DROP TRIGGER guard_members_update ON members_member; DROP FUNCTION guard_members();
DROP TRIGGER guard_memberships_update ON members_membership;
DROP TRIGGER guard_memberships_insert ON members_membership; DROP FUNCTION guard_memberships();
"""

_again = "ON CONFLICT (member_id) DO UPDATE SET keys = excluded.keys"
_renamed = "(SELECT n.* FROM new_rows n JOIN old_rows o USING (id) WHERE o.name IS DISTINCT FROM n.name) n"

# Names in letters are personal data, and a search by them can't run behind row security: `@@` is not leakproof, so the
# planner would read the whole table. So the application may not touch the keys; the owner's functions keep them and
# give ids of persons within the scope only.
_WRITE = """
CREATE OR REPLACE FUNCTION members_memberkey_write() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp SET jit = off AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        {inserted};
    ELSE
        {updated};
    END IF;
    RETURN NULL;
END $$;
"""
_write_keys = _WRITE.format(
    inserted=f"INSERT INTO members_memberkey (member_id, keys) {keys_of('new_rows n', True)} {_again}",
    updated=f"INSERT INTO members_memberkey (member_id, keys) {keys_of(_renamed, True)} {_again}",
)
_found = """
CREATE FUNCTION members_found(asked tsquery) RETURNS SETOF bigint LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp SET jit = off ROWS 100 AS $$
    SELECT k.member_id FROM members_memberkey k JOIN members_member m ON m.id = k.member_id
    WHERE k.keys @@ asked
      AND ((SELECT scope_is_whole()) OR m.union_id = ANY ((SELECT scope_unions())::bigint[]))
$$;
"""
_found_gone = "DROP FUNCTION members_found(tsquery);"
SEARCH = f"""
ALTER TABLE members_memberkey ADD CONSTRAINT members_memberkey_row
    FOREIGN KEY (member_id) REFERENCES members_member ON DELETE CASCADE;
{_write_keys}
CREATE TRIGGER search_insert AFTER INSERT ON members_member REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION members_memberkey_write();
CREATE TRIGGER search_update AFTER UPDATE ON members_member REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION members_memberkey_write();
{_found}"""
SEARCH_GONE = """
DROP FUNCTION members_found(tsquery);
DROP TRIGGER search_insert ON members_member; DROP TRIGGER search_update ON members_member;
DROP FUNCTION members_memberkey_write(); ALTER TABLE members_memberkey DROP CONSTRAINT members_memberkey_row;
DELETE FROM members_memberkey;
"""

# The union stands beside the keys: a family name that 25 000 bear is answered from this one table. The ids come as one
# array: rows by `id = ANY (…)` are read in the list's order, and no further than its page.
_of_union = f"{_again}, union_id = excluded.union_id"
_write_both = _WRITE.format(
    inserted="INSERT INTO members_memberkey (member_id, keys, union_id) "
    + f"{keys_of('new_rows n', True, ', n.union_id')} {_of_union}",
    updated="INSERT INTO members_memberkey (member_id, keys, union_id) "
    + f"{keys_of(_renamed, True, ', n.union_id')} {_of_union};"
    + """
        UPDATE members_memberkey k SET union_id = n.union_id FROM new_rows n JOIN old_rows o USING (id)
        WHERE o.union_id <> n.union_id AND k.member_id = n.id""",
)
SEARCH_IN_UNIONS = f"""
UPDATE members_memberkey k SET union_id = m.union_id FROM members_member m WHERE m.id = k.member_id;
ALTER TABLE members_memberkey ALTER union_id SET NOT NULL;
{_write_both}
{_found_gone}
CREATE FUNCTION members_found(asked tsquery) RETURNS bigint[] LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp SET jit = off AS $$
BEGIN
    IF scope_is_whole() THEN
        RETURN ARRAY(SELECT k.member_id FROM members_memberkey k WHERE k.keys @@ asked);
    END IF;
    RETURN ARRAY(
        SELECT k.member_id FROM members_memberkey k JOIN unnest(scope_unions()) own ON own = k.union_id
        WHERE k.keys @@ asked);
END $$;
"""
SEARCH_IN_UNIONS_GONE = f"""
{_found_gone}
{_found}
{_write_keys}
ALTER TABLE members_memberkey ALTER union_id DROP NOT NULL;
"""

# Never in the book (accounts.PersonalPast keeps what they were): with them gone, its lines name nobody.
PERSONAL = (
    "id_kind", "id_number_sealed", "id_number_index", "name", "sex", "born_on", "ethnicity", "employment", "mobile",
    "education", "skill_level", "political_status", "native_place", "hukou_type", "is_migrant", "is_dispatched",
)  # fmt: skip
