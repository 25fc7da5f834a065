/** Version 2 of `ledger.db`: staged edits, plans, jobs and the journal. The user's property, kept apart from the cache. */
export const LEDGER_2 = `
  -- One act of a person; undone ones wait for redo.
  CREATE TABLE batches (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
  ) STRICT;
  CREATE TABLE intents (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    batch_id TEXT NOT NULL,
    data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX intents_batch ON intents (batch_id);
  CREATE INDEX intents_target ON intents (account_id, customer_id);
  CREATE TRIGGER intents_sealed BEFORE UPDATE ON intents BEGIN SELECT RAISE(ABORT, 'an intent is sealed'); END;
  CREATE TABLE batch_removals (
    batch_id TEXT NOT NULL,
    intent_id TEXT NOT NULL,
    PRIMARY KEY (batch_id, intent_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX batch_removals_intent ON batch_removals (intent_id);
  -- What a job has taken over: no longer staged, never to be undone by staging.
  CREATE TABLE taken_intents (
    intent_id TEXT PRIMARY KEY,
    job_id TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE VIEW live_intents AS
    SELECT i.* FROM intents i JOIN batches b ON b.id = i.batch_id AND b.undone = 0
    WHERE NOT EXISTS (SELECT 1 FROM batch_removals r JOIN batches rb ON rb.id = r.batch_id AND rb.undone = 0 WHERE r.intent_id = i.id)
      AND NOT EXISTS (SELECT 1 FROM taken_intents t WHERE t.intent_id = i.id);

  CREATE TABLE plans (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    data TEXT NOT NULL
  ) STRICT;

  CREATE TABLE jobs (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'done', 'cancelled')),
    total INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    -- Time in which it ran, without the present stretch, which began at running_since.
    ran_ms INTEGER NOT NULL DEFAULT 0,
    running_since INTEGER
  ) STRICT;
  -- One target of a plan. Its row is sealed but for what becomes of it.
  CREATE TABLE job_steps (
    account_id TEXT NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (id),
    place INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    intent TEXT NOT NULL,
    covers TEXT NOT NULL,
    planned TEXT NOT NULL,
    -- The call that carries it out and whose quota that takes, for the estimate of what is left; null: none was planned.
    call_key TEXT,
    limit_class TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'unknown', 'applied', 'already', 'conflict', 'failed', 'cancelled')),
    -- An unknown outcome that reading could not settle; a person may ask again.
    parked INTEGER NOT NULL DEFAULT 0 CHECK (parked IN (0, 1)),
    tries INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER,
    resolved TEXT CHECK (resolved IN ('mine', 'theirs')),
    outcome TEXT NOT NULL DEFAULT '{}',
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, job_id, place)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX job_steps_job ON job_steps (job_id, state);
  CREATE INDEX job_steps_open ON job_steps (account_id, customer_id) WHERE state IN ('queued', 'sending', 'sent', 'unknown') AND parked = 0;
  CREATE TRIGGER job_steps_sealed BEFORE UPDATE OF account_id, job_id, place, customer_id, key, intent, covers ON job_steps
    BEGIN SELECT RAISE(ABORT, 'the target of a step is sealed'); END;
  CREATE TRIGGER job_steps_kept BEFORE DELETE ON job_steps BEGIN SELECT RAISE(ABORT, 'steps of jobs are kept'); END;

  -- Invitations that may have been made: the API allows one in twenty minutes and lists none.
  CREATE TABLE invitations (
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    email_key TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account_id, customer_id, email_key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE journal (
    n INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    customer_id INTEGER NOT NULL,
    job_id TEXT NOT NULL,
    event TEXT NOT NULL,
    data TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
  CREATE INDEX journal_job ON journal (job_id);
  CREATE INDEX journal_target ON journal (account_id, customer_id);
  CREATE TRIGGER journal_append_only BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
  CREATE TRIGGER journal_kept BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
  -- How long the journal is and how it ends, so that a missing end is seen.
  CREATE TABLE journal_end (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    n INTEGER NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
  INSERT INTO journal_end (one, n, hash) VALUES (1, 0, '');
`
