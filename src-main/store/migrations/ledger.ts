import { LEDGER_2 } from './ledger-2'
import { LEDGER_3 } from './ledger-3'
import { LEDGER_4 } from './ledger-4'
import { LEDGER_5 } from './ledger-5'
import { LEDGER_6 } from './ledger-6'
import { LEDGER_7 } from './ledger-7'
import { LEDGER_8 } from './ledger-8'

/** Schema of `ledger.db`, what is the user's. Append only: a released version never changes. */
export const LEDGER_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('partner', 'sandbox')),
    name TEXT NOT NULL,
    data_center TEXT NOT NULL,
    base_url TEXT NOT NULL,
    colour INTEGER NOT NULL,
    shape TEXT NOT NULL,
    token_place TEXT NOT NULL CHECK (token_place IN ('keychain', 'session', 'none')),
    workspace TEXT,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;
  CREATE TABLE account_limits (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    limit_class TEXT NOT NULL,
    per_minute REAL NOT NULL,
    reserved REAL NOT NULL,
    PRIMARY KEY (account_id, limit_class)
  ) STRICT;
  `,
  LEDGER_2,
  LEDGER_3,
  LEDGER_4,
  LEDGER_5,
  LEDGER_6,
  LEDGER_7,
  LEDGER_8,
]
