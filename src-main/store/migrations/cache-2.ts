/** Version 2 of `cache.db`: people, their access and what is read of each customer. Released; never edited. */
export const CACHE_2 = `
  -- Kept in step with members, so that the list of customers can show and sort by both.
  ALTER TABLE customers ADD COLUMN people INTEGER;
  ALTER TABLE customers ADD COLUMN model TEXT NOT NULL DEFAULT 'unknown';
  CREATE INDEX customers_by_people ON customers (account_id, people, id);
  -- How complete each list is. customer_id 0: a list of the whole account.
  CREATE TABLE read_states (
    account_id TEXT NOT NULL,
    resource TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    first_success INTEGER,
    last_success INTEGER,
    last_attempt INTEGER NOT NULL,
    error_code TEXT,
    error_text TEXT,
    row_count INTEGER,
    PRIMARY KEY (account_id, resource, customer_id)
  ) STRICT, WITHOUT ROWID;
  -- What a complete read no longer found.
  CREATE TABLE tombstones (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    resource TEXT NOT NULL,
    key TEXT NOT NULL,
    gone_at INTEGER NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (account_id, customer_id, resource, key, gone_at)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE customer_details (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    data TEXT NOT NULL,
    generation INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, customer_id),
    FOREIGN KEY (account_id, customer_id) REFERENCES customers (account_id, id) ON DELETE CASCADE
  ) STRICT;
  CREATE TABLE environments (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('dev', 'test', 'prod')),
    external_id TEXT,
    generation INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, customer_id, id),
    FOREIGN KEY (account_id, customer_id) REFERENCES customers (account_id, id) ON DELETE CASCADE
  ) STRICT;
  -- One row for each e-mail of all accounts, kept in step with members. The id orders people by name (store/person-id.ts).
  CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    email_key TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    search TEXT NOT NULL,
    customers INTEGER NOT NULL,
    accounts INTEGER NOT NULL,
    access_rank INTEGER NOT NULL,
    access TEXT,
    environments INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX people_by_name ON people (sort_name, email_key);
  CREATE INDEX people_by_customers ON people (customers, sort_name, email_key);
  CREATE INDEX people_by_access ON people (access_rank, sort_name, email_key);
  CREATE TABLE people_total (one INTEGER PRIMARY KEY CHECK (one = 1), n INTEGER NOT NULL) STRICT;
  INSERT INTO people_total VALUES (1, 0);
  CREATE TRIGGER people_added AFTER INSERT ON people BEGIN UPDATE people_total SET n = n + 1; END;
  CREATE TRIGGER people_removed AFTER DELETE ON people BEGIN UPDATE people_total SET n = n - 1; END;
  -- Case and accents are folded before the text comes here.
  CREATE VIRTUAL TABLE people_search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1');
  -- Accounts, environments and roles as one character each, so that they can be searched like text.
  CREATE TABLE facets (value TEXT NOT NULL UNIQUE, code INTEGER PRIMARY KEY) STRICT;
  CREATE TABLE members (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people (id) ON UPDATE CASCADE,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    search TEXT NOT NULL,
    kind TEXT NOT NULL,
    grant_type TEXT,
    external_id TEXT,
    time_zone TEXT,
    created_at INTEGER,
    last_activity_at INTEGER,
    last_activity_type TEXT,
    roles TEXT NOT NULL,
    groups TEXT,
    valid_from INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, customer_id, id),
    FOREIGN KEY (account_id, customer_id) REFERENCES customers (account_id, id)
  ) STRICT;
  CREATE INDEX members_by_person ON members (person_id, account_id, customer_id);
  CREATE TABLE member_roles (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    environment TEXT NOT NULL CHECK (environment IN ('dev', 'test', 'prod')),
    role_name TEXT,
    role_type TEXT NOT NULL,
    generation INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, customer_id, member_id, environment),
    FOREIGN KEY (account_id, customer_id, member_id) REFERENCES members (account_id, customer_id, id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  -- States that a member row has left; the present one is in members. Outlives member and customer.
  CREATE TABLE member_history (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    kind TEXT NOT NULL,
    grant_type TEXT,
    external_id TEXT,
    roles TEXT NOT NULL,
    groups TEXT,
    PRIMARY KEY (account_id, customer_id, member_id, valid_from)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE groups (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    members_count INTEGER,
    system INTEGER NOT NULL,
    created_at INTEGER,
    updated_at INTEGER,
    generation INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, customer_id, id),
    FOREIGN KEY (account_id, customer_id) REFERENCES customers (account_id, id) ON DELETE CASCADE
  ) STRICT;
  CREATE TABLE group_members (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    group_id TEXT NOT NULL,
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    generation INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, customer_id, group_id, id),
    FOREIGN KEY (account_id, customer_id, group_id) REFERENCES groups (account_id, customer_id, id) ON DELETE CASCADE
  ) STRICT;
  CREATE INDEX group_members_by_member ON group_members (account_id, customer_id, id);
  CREATE TABLE environment_roles (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    members_count INTEGER,
    created_at INTEGER,
    updated_at INTEGER,
    config TEXT,
    generation INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, customer_id, id),
    FOREIGN KEY (account_id, customer_id) REFERENCES customers (account_id, id) ON DELETE CASCADE
  ) STRICT;
  CREATE TABLE project_roles (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    members_count INTEGER,
    created_at INTEGER,
    updated_at INTEGER,
    config TEXT,
    generation INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, customer_id, id),
    FOREIGN KEY (account_id, customer_id) REFERENCES customers (account_id, id) ON DELETE CASCADE
  ) STRICT;
  CREATE TABLE projects (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    folder_id TEXT,
    description TEXT,
    generation INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, customer_id, id),
    FOREIGN KEY (account_id, customer_id) REFERENCES customers (account_id, id) ON DELETE CASCADE
  ) STRICT;
  CREATE TABLE project_grants (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    project_name TEXT NOT NULL,
    environment_id INTEGER NOT NULL,
    environment TEXT NOT NULL,
    role_id TEXT NOT NULL,
    role_name TEXT NOT NULL,
    assignee_kind TEXT NOT NULL CHECK (assignee_kind IN ('user', 'group')),
    assignee_id TEXT NOT NULL,
    assignee_name TEXT NOT NULL,
    assignee_email TEXT,
    generation INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, customer_id, id),
    FOREIGN KEY (account_id, customer_id) REFERENCES customers (account_id, id) ON DELETE CASCADE
  ) STRICT;
  CREATE INDEX grants_by_assignee ON project_grants (account_id, customer_id, assignee_kind, assignee_id);
  CREATE TABLE connections (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT,
    provider TEXT NOT NULL,
    authorization_status TEXT,
    authorized_at INTEGER,
    created_at INTEGER,
    updated_at INTEGER,
    lost_at INTEGER,
    lost_reason TEXT,
    generation INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, customer_id, id),
    FOREIGN KEY (account_id, customer_id) REFERENCES customers (account_id, id) ON DELETE CASCADE
  ) STRICT;
  CREATE TABLE recipe_counts (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    recipes INTEGER NOT NULL,
    running INTEGER NOT NULL,
    succeeded_jobs INTEGER NOT NULL,
    failed_jobs INTEGER NOT NULL,
    troubled TEXT NOT NULL,
    generation INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, customer_id),
    FOREIGN KEY (account_id, customer_id) REFERENCES customers (account_id, id) ON DELETE CASCADE
  ) STRICT;
  -- No reference to customers: a month also names those that are gone.
  CREATE TABLE monthly_usage (
    account_id TEXT NOT NULL,
    month TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    name TEXT,
    external_id TEXT,
    tasks INTEGER,
    generation INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, month, customer_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX usage_by_customer ON monthly_usage (account_id, customer_id, month);
  CREATE TABLE customer_managers (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    user_email TEXT NOT NULL,
    role_id TEXT NOT NULL,
    role_name TEXT NOT NULL,
    role_system INTEGER NOT NULL,
    workspaces TEXT NOT NULL,
    generation INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, id)
  ) STRICT;
`
