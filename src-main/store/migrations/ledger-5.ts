/** Version 5 of `ledger.db`: a job that a person has started outside of the hours of its accounts, and one that waits for a person. */
export const LEDGER_5 = `
  ALTER TABLE jobs ADD COLUMN any_hour INTEGER NOT NULL DEFAULT 0 CHECK (any_hour IN (0, 1));
  ALTER TABLE jobs ADD COLUMN held TEXT CHECK (held IN ('old'));
`
