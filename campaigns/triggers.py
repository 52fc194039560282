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

# A report becomes issued in one way only: as the draft it was, with the file its SHA-256 belongs to. Not ALWAYS, so
# that a restored dump may put issued rows back.
ISSUED_FROM_DRAFT = """
CREATE FUNCTION report_issued_from_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        RAISE EXCEPTION '通报要先生成草稿，再发布。' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> 'draft' OR NEW.workbook IS DISTINCT FROM OLD.workbook OR NEW.sha256 <> OLD.sha256
       OR NEW.figures <> OLD.figures OR NEW.uncovered <> OLD.uncovered THEN
        RAISE EXCEPTION '只能照草稿的原样发布。' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.sha256 <> encode(sha256(NEW.workbook), 'hex') THEN
        RAISE EXCEPTION '通报文件与校验码不符，不能发布，请重新生成。' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER report_issued_from_draft BEFORE INSERT OR UPDATE ON campaigns_report
    FOR EACH ROW WHEN (NEW.state = 'issued') EXECUTE FUNCTION report_issued_from_draft();
"""

ISSUED_FROM_DRAFT_GONE = """
DROP TRIGGER report_issued_from_draft ON campaigns_report;
DROP FUNCTION report_issued_from_draft();
"""

# The same of a report's indicators (0006); the function of 0004 stays as it was for who goes back.
INDICATORS_FROM_DRAFT = (
    ISSUED_FROM_DRAFT[: ISSUED_FROM_DRAFT.index("CREATE TRIGGER")]
    .replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    .replace("NEW.uncovered <> OLD.uncovered", "NEW.uncovered <> OLD.uncovered OR NEW.indicators <> OLD.indicators")
)
INDICATORS_FROM_DRAFT_GONE = ISSUED_FROM_DRAFT[: ISSUED_FROM_DRAFT.index("CREATE TRIGGER")].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
