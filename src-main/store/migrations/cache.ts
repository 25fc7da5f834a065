import { CACHE_2 } from './cache-2'
import { CACHE_3 } from './cache-3'
import { CACHE_4 } from './cache-4'

/** Schema of `cache.db`, what can be read again. Append only. */
export const CACHE_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE customers (
    account_id TEXT NOT NULL,
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    external_id TEXT,
    sort_name TEXT NOT NULL,
    search TEXT NOT NULL,
    plan_id TEXT,
    status TEXT NOT NULL,
    joined_at INTEGER,
    task_count INTEGER,
    task_limit INTEGER,
    connection_count INTEGER,
    connection_limit INTEGER,
    environments TEXT NOT NULL,
    generation INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    apps_fetched_at INTEGER,
    PRIMARY KEY (account_id, id)
  ) STRICT;
  CREATE INDEX customers_by_name ON customers (account_id, sort_name, id);
  CREATE INDEX customers_by_joined ON customers (account_id, joined_at, id);
  CREATE INDEX customers_by_tasks ON customers (account_id, task_count, id);
  CREATE INDEX customers_by_connections ON customers (account_id, connection_count, id);
  CREATE INDEX customers_by_apps_age ON customers (account_id, apps_fetched_at, id);
  CREATE TABLE connected_apps (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    provider TEXT NOT NULL,
    connections INTEGER NOT NULL,
    PRIMARY KEY (account_id, customer_id, provider),
    FOREIGN KEY (account_id, customer_id) REFERENCES customers (account_id, id) ON DELETE CASCADE
  ) STRICT;
  CREATE INDEX apps_by_provider ON connected_apps (account_id, provider, customer_id);
  CREATE TABLE reads (
    account_id TEXT NOT NULL,
    resource TEXT NOT NULL,
    generation INTEGER NOT NULL,
    next_page INTEGER NOT NULL,
    expected INTEGER,
    started_at INTEGER NOT NULL,
    completed_at INTEGER,
    PRIMARY KEY (account_id, resource)
  ) STRICT;
  `,
  CACHE_2,
  CACHE_3,
  CACHE_4,
]
