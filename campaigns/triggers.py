"""An issued report never changes: not through the admin, not through SQL run as the application (coverage.md §6)."""

FREEZE = """
CREATE FUNCTION report_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        IF current_database() LIKE 'test\\_%' THEN
            RETURN NULL;  -- the test runner empties its own database between tests
        END IF;
    ELSIF OLD.state <> 'issued' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION '通报已发布，不能修改或删除；有误请做更正，生成新的版本。' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER report_frozen BEFORE UPDATE OR DELETE ON campaigns_report
    FOR EACH ROW EXECUTE FUNCTION report_frozen();
CREATE TRIGGER report_frozen_whole BEFORE TRUNCATE ON campaigns_report
    FOR EACH STATEMENT EXECUTE FUNCTION report_frozen();
ALTER TABLE campaigns_report ENABLE ALWAYS TRIGGER report_frozen;
ALTER TABLE campaigns_report ENABLE ALWAYS TRIGGER report_frozen_whole;
"""

FREEZE_GONE = """
DROP TRIGGER report_frozen ON campaigns_report;
DROP TRIGGER report_frozen_whole ON campaigns_report;
DROP FUNCTION report_frozen();
"""
