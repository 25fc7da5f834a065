/** Of `ledger.db`: tags of customers, and templates of roles with whom they hold for and what they leave alone. */
export const LEDGER_ADMIN = `
  CREATE TABLE customer_tags (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    customer_id INTEGER NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (account_id, customer_id, tag)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX customer_tags_tag ON customer_tags (tag, account_id);
  CREATE TABLE templates (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    roles TEXT NOT NULL
  ) STRICT;
  CREATE TABLE template_people (
    template_id TEXT NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    customer_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    PRIMARY KEY (template_id, account_id, customer_id, member_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE template_exceptions (
    template_id TEXT NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    customer_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    environment TEXT NOT NULL,
    PRIMARY KEY (template_id, account_id, customer_id, member_id, environment)
  ) STRICT, WITHOUT ROWID;
`
