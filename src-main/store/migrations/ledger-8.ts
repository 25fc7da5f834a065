/**
 * Version 8 of `ledger.db`: which customers were provisioned from here and wait for a review of their access. Noted in the transaction in which the step
 * ends, so that no crash comes between. Without a reference to accounts: a step of an account that is gone can still end.
 */
export const LEDGER_8 = `
  CREATE TABLE access_reviews (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    reviewed_at INTEGER,
    PRIMARY KEY (account_id, customer_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER access_reviews_due AFTER UPDATE OF state ON job_steps
    WHEN NEW.state = 'applied' AND OLD.state <> 'applied' AND CASE WHEN json_valid(NEW.intent) THEN NEW.intent ->> '$.kind' END = 'customer.provision'
    BEGIN INSERT OR IGNORE INTO access_reviews (account_id, customer_id, at) VALUES (NEW.account_id, NEW.customer_id, NEW.updated_at); END;
`
