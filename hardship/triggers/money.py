"""Ledger, instalments, payments, batches: what keeps the sums, and what refuses to change."""

from hardship.triggers.steps import ANEW

MONEY = f"""
CREATE FUNCTION relief_ledger() RETURNS trigger LANGUAGE plpgsql SET shuangliang.relief = '*' AS $$
BEGIN
    UPDATE hardship_fundsource SET balance = balance + NEW.amount WHERE id = NEW.source_id;
    IF NEW.budget_id IS NOT NULL THEN
        IF NEW.source_id <> (SELECT source_id FROM hardship_budget WHERE id = NEW.budget_id) THEN
            RAISE EXCEPTION '预算与资金来源不一致。' USING ERRCODE = 'check_violation';
        END IF;
        UPDATE hardship_budget SET spent = spent - NEW.amount,
            reserved = reserved - CASE WHEN NEW.kind = 'visit' THEN NEW.amount ELSE 0 END
        WHERE id = NEW.budget_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER relief_ledger AFTER INSERT ON hardship_fundentry FOR EACH ROW EXECUTE FUNCTION relief_ledger();

CREATE FUNCTION relief_instalment() RETURNS trigger LANGUAGE plpgsql SET shuangliang.relief = '*' AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE hardship_budget SET reserved = reserved + NEW.amount WHERE id = NEW.budget_id;
    ELSE
        IF (NEW.application_id, NEW.number, NEW.budget_id, NEW.amount)
           IS DISTINCT FROM (OLD.application_id, OLD.number, OLD.budget_id, OLD.amount)
           OR OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL OR EXISTS (
               SELECT FROM hardship_payment p WHERE p.instalment_id = NEW.id AND p.state IN ('listed', 'sent', 'paid')) THEN
            RAISE EXCEPTION '批准的期次不能改动；已列入批次的不能撤销。' USING ERRCODE = 'check_violation';
        END IF;
        UPDATE hardship_budget SET reserved = reserved - OLD.amount WHERE id = OLD.budget_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER relief_instalment AFTER INSERT OR UPDATE ON hardship_instalment
    FOR EACH ROW EXECUTE FUNCTION relief_instalment();

-- Sums are kept by the two above alone: what an UPDATE says of them by hand is refused.
CREATE FUNCTION relief_kept_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 AND (TG_OP = 'INSERT' AND TG_ARGV[0] = 'source' AND NEW.balance <> 0
        OR TG_OP = 'UPDATE' AND TG_ARGV[0] = 'source' AND NEW.balance <> OLD.balance) THEN
        RAISE EXCEPTION '余额由资金明细得出，不能直接改。' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER relief_kept_sums BEFORE INSERT OR UPDATE ON hardship_fundsource
    FOR EACH ROW EXECUTE FUNCTION relief_kept_sums('source');
CREATE FUNCTION relief_kept_budget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 AND (TG_OP = 'INSERT' AND (NEW.reserved, NEW.spent) <> (0, 0)
        OR TG_OP = 'UPDATE' AND (NEW.reserved, NEW.spent) IS DISTINCT FROM (OLD.reserved, OLD.spent)) THEN
        RAISE EXCEPTION '已批准、已发放的数额由期次和资金明细得出，不能直接改。' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.programme_id, NEW.source_id) <> (OLD.programme_id, OLD.source_id) THEN
        RAISE EXCEPTION '预算的项目和来源不能改动。' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER relief_kept_budget BEFORE INSERT OR UPDATE ON hardship_budget
    FOR EACH ROW EXECUTE FUNCTION relief_kept_budget();

CREATE FUNCTION relief_payment() RETURNS trigger LANGUAGE plpgsql SET shuangliang.relief = '*' AS $$
DECLARE
    batch text := (SELECT state FROM hardship_paymentbatch WHERE id = NEW.batch_id);
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF batch <> 'draft' OR NEW.state <> 'listed' OR NOT EXISTS (
            SELECT FROM hardship_instalment i WHERE i.id = NEW.instalment_id AND i.application_id = NEW.application_id
                AND i.amount = NEW.amount AND i.revoked_at IS NULL) THEN
            RAISE EXCEPTION '只能把已批准的期次按批准的金额列入编制中的批次。' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.batch_id, NEW.instalment_id, NEW.application_id, NEW.amount)
       IS DISTINCT FROM (OLD.batch_id, OLD.instalment_id, OLD.application_id, OLD.amount)
       OR batch <> 'draft' AND NOT {ANEW} AND (NEW.serial, NEW.payee, NEW.account_sealed, NEW.bank)
          IS DISTINCT FROM (OLD.serial, OLD.payee, OLD.account_sealed, OLD.bank)
       OR NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
          ('listed', 'sent'), ('listed', 'removed'), ('sent', 'paid'), ('sent', 'failed'), ('sent', 'removed')) THEN
        RAISE EXCEPTION '已生成银行文件的发放不能改动。' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER relief_payment BEFORE INSERT OR UPDATE ON hardship_payment
    FOR EACH ROW EXECUTE FUNCTION relief_payment();

CREATE FUNCTION relief_batch() RETURNS trigger LANGUAGE plpgsql SET shuangliang.relief = '*' AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'sealed'), ('draft', 'void'), ('sealed', 'settled'), ('sealed', 'void')) THEN
        RAISE EXCEPTION '批次不能这样办理。' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> 'draft' AND ((NEW.code, NEW.programme_id, NEW.count, NEW.total, NEW.sha256)
       IS DISTINCT FROM (OLD.code, OLD.programme_id, OLD.count, OLD.total, OLD.sha256)
       OR NOT {ANEW} AND NEW.file_sealed <> OLD.file_sealed) THEN
        RAISE EXCEPTION '已生成的银行文件不能改动，请作废后另编批次。' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state = 'draft' AND NEW.state = 'sealed' AND NOT EXISTS (
        SELECT FROM (SELECT count(*) AS payments, sum(amount) AS yuan FROM hardship_payment p
                     WHERE p.batch_id = NEW.id AND p.state IN ('listed', 'sent')) s
        WHERE s.payments = NEW.count AND s.yuan = NEW.total) THEN
        RAISE EXCEPTION '批次的笔数和总额与明细不一致。' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER relief_batch BEFORE UPDATE ON hardship_paymentbatch FOR EACH ROW EXECUTE FUNCTION relief_batch();
"""
MONEY_GONE = "".join(
    f"DROP FUNCTION {name}() CASCADE;"
    for name in (
        "relief_batch",
        "relief_payment",
        "relief_kept_budget",
        "relief_kept_sums",
        "relief_instalment",
        "relief_ledger",
    )
)

# 0004: a batch that went to the bank is not given up, and who had a hand in one of its applications does not make its file.
_function = MONEY[MONEY.index("CREATE FUNCTION relief_batch()") : MONEY.index("CREATE TRIGGER relief_batch")]
BATCH_BEFORE_SENT = _function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
BATCH_SENT = BATCH_BEFORE_SENT.replace(
    "    RETURN NEW;\nEND $$;",
    """    IF OLD.sent_on IS NOT NULL AND (NEW.state = 'void' OR NEW.sent_on IS DISTINCT FROM OLD.sent_on)
       OR NEW.sent_on IS NOT NULL AND NEW.state NOT IN ('sealed', 'settled')
       OR OLD.state <> 'draft' AND NEW.purpose <> OLD.purpose THEN
        RAISE EXCEPTION '已交银行的批次不能作废或改动。' USING ERRCODE = 'check_violation';
    END IF;
    -- One person, also with two accounts, as relief_step() asks it.
    IF OLD.state = 'draft' AND NEW.state = 'sealed' AND EXISTS (
        SELECT FROM hardship_payment p
        JOIN (
            SELECT application_id, by_id FROM hardship_step WHERE "group" IN ('enter', 'review', 'approve')
            UNION ALL
            SELECT id, drafted_by_id FROM hardship_reliefapplication
        ) s ON s.application_id = p.application_id
        JOIN accounts_user u ON u.id = s.by_id
        JOIN accounts_user n ON n.id IN (NEW.made_by_id, NEW.sealed_by_id)
        WHERE p.batch_id = NEW.id AND p.state IN ('listed', 'sent')
          AND (u.id = n.id OR u.name = n.name AND (u.phone = n.phone OR u.phone = '' OR n.phone = ''))
    ) THEN
        RAISE EXCEPTION '申报、审核、审批、发放要由不同的人办理。' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;""",
)
