"""What is added only, and the steps of an application: which move, by which person."""

from hardship.transitions import ACTS, APART

# Keys are changed under these acts (accounts/triggers.py); a person's data are erased under the third.
ANEW = "coalesce(current_setting('shuangliang.act', true), '') IN ('keys.reseal', 'keys.reindex', 'files.erase')"

ADDED_ONLY = f"""
CREATE FUNCTION relief_added_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND {ANEW} THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '这里的记录只能追加，不能修改或删除。' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER added_only BEFORE UPDATE ON hardship_fileversion FOR EACH ROW EXECUTE FUNCTION relief_added_only();
CREATE TRIGGER added_only BEFORE UPDATE ON hardship_householdperson FOR EACH ROW EXECUTE FUNCTION relief_added_only();
CREATE TRIGGER added_only BEFORE UPDATE OR DELETE ON hardship_step FOR EACH ROW EXECUTE FUNCTION relief_added_only();
CREATE TRIGGER added_only BEFORE UPDATE OR DELETE ON hardship_amountchange FOR EACH ROW EXECUTE FUNCTION relief_added_only();
CREATE TRIGGER added_only BEFORE UPDATE OR DELETE ON hardship_fundentry FOR EACH ROW EXECUTE FUNCTION relief_added_only();
"""
ADDED_ONLY_GONE = "DROP FUNCTION relief_added_only() CASCADE;"

_MOVES = ", ".join(
    f"('{act.name}', '{act.group}', '{old}', '{new}')" for act in ACTS.values() for old, new in act.moves
)
_APART = ", ".join(
    f"('{one}', '{other}')"
    for pair in APART
    for one, other in ([sorted(pair)[0], sorted(pair)[1]], [sorted(pair)[1], sorted(pair)[0]])
)

STEP = f"""
CREATE OR REPLACE FUNCTION relief_step() RETURNS trigger LANGUAGE plpgsql SET shuangliang.relief = '*' AS $$
DECLARE
    now_in text;
    before integer;
BEGIN
    SELECT state INTO now_in FROM hardship_reliefapplication WHERE id = NEW.application_id FOR UPDATE;
    SELECT count(*) INTO before FROM hardship_step WHERE application_id = NEW.application_id;
    IF NEW.number <> before + 1 OR NEW.old <> now_in OR NOT EXISTS (
        SELECT FROM (VALUES {_MOVES}) m (act, grouped, old, new)
        WHERE (m.act, m.grouped, m.old, m.new) = (NEW.act, NEW."group", NEW.old, NEW.new)
    ) THEN
        RAISE EXCEPTION '这份申请现在不在这一步，不能这样办理。' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.by_id IS NULL AND NEW."group" IN ('opinion', 'review', 'approve', 'pay') THEN
        RAISE EXCEPTION '这一步要由具体的人办理。' USING ERRCODE = 'check_violation';
    END IF;
    -- One person, also with two accounts: the same name, and no two telephones that differ. Who drafted it entered it.
    IF EXISTS (
        SELECT FROM (
            SELECT "group" AS part, by_id FROM hardship_step WHERE application_id = NEW.application_id
            UNION ALL
            SELECT 'enter', drafted_by_id FROM hardship_reliefapplication WHERE id = NEW.application_id
        ) s
        JOIN (VALUES {_APART}) a (one, other) ON a.one = s.part AND a.other = NEW."group"
        JOIN accounts_user u ON u.id = s.by_id JOIN accounts_user n ON n.id = NEW.by_id
        WHERE u.id = n.id OR u.name = n.name AND (u.phone = n.phone OR u.phone = '' OR n.phone = '')
    ) THEN
        RAISE EXCEPTION '申报、审核、审批、发放要由不同的人办理。' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
STEPS = f"""{STEP}
CREATE TRIGGER relief_step BEFORE INSERT ON hardship_step FOR EACH ROW EXECUTE FUNCTION relief_step();

CREATE FUNCTION relief_application() RETURNS trigger LANGUAGE plpgsql SET shuangliang.relief = '*' AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION '申请从草稿开始。' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND NOT EXISTS (
        SELECT FROM hardship_step s WHERE s.application_id = NEW.id AND s.old = OLD.state AND s.new = NEW.state
            AND s.number = (SELECT max(number) FROM hardship_step x WHERE x.application_id = NEW.id)
    ) THEN
        RAISE EXCEPTION '申请的步骤不能越过办理记录。' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.file_id, NEW.programme_id, NEW.union_id) IS DISTINCT FROM (OLD.file_id, OLD.programme_id, OLD.union_id) THEN
        RAISE EXCEPTION '申请的档案、项目和工会不能改动。' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state NOT IN ('draft', 'submitted') AND NOT {ANEW}
       AND (NEW.version_id, NEW.criteria_id) IS DISTINCT FROM (OLD.version_id, OLD.criteria_id) THEN
        RAISE EXCEPTION '已审核的申请不能更换档案快照，请先退回。' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state IN ('approved', 'paying', 'closed') AND NEW.state <> 'approval' AND NOT {ANEW}
       AND (NEW.approved, NEW.approval_seal) IS DISTINCT FROM (OLD.approved, OLD.approval_seal) THEN
        RAISE EXCEPTION '已批准的金额不能改动，请先撤销审批。' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER relief_application BEFORE INSERT OR UPDATE ON hardship_reliefapplication
    FOR EACH ROW EXECUTE FUNCTION relief_application();
"""
STEPS_GONE = """
DROP TRIGGER relief_application ON hardship_reliefapplication; DROP FUNCTION relief_application();
DROP TRIGGER relief_step ON hardship_step; DROP FUNCTION relief_step();
"""
