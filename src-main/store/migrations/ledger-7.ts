/** Version 7 of `ledger.db`: the migration of customers from legacy roles. Texts are JSON. */
export const LEDGER_7 = `
  CREATE TABLE migration_accounts (
    account_id TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    -- Whether custom roles may be migrated, which no document describes.
    custom_roles INTEGER NOT NULL DEFAULT 0 CHECK (custom_roles IN (0, 1)),
    proof TEXT,
    -- What was read before the dry run of a proof, until it is compared.
    proof_before TEXT,
    -- Privileges of the built-in legacy roles, as the API told them.
    system_roles TEXT,
    activity TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE migration_customers (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    customer_id INTEGER NOT NULL,
    looked TEXT,
    root TEXT,
    note TEXT,
    dry_run TEXT,
    verified TEXT,
    job_id TEXT,
    job_at INTEGER,
    PRIMARY KEY (account_id, customer_id)
  ) STRICT, WITHOUT ROWID;
  -- What was read before a dry run, and what was answered: needed for one customer at a time.
  CREATE TABLE migration_answers (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    customer_id INTEGER NOT NULL,
    run_id TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (account_id, customer_id)
  ) STRICT;
  CREATE TABLE migration_acknowledged (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    customer_id INTEGER NOT NULL,
    run_id TEXT NOT NULL,
    member_id INTEGER NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (account_id, customer_id, run_id, member_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE migration_waves (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (account_id, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE migration_wave_customers (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    wave_id TEXT NOT NULL,
    PRIMARY KEY (account_id, customer_id),
    FOREIGN KEY (account_id, wave_id) REFERENCES migration_waves (account_id, id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  -- Customers that what is at work has not come to yet.
  CREATE TABLE migration_queue (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    customer_id INTEGER NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (account_id, customer_id)
  ) STRICT, WITHOUT ROWID;
`
