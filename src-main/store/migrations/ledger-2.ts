/** Staged edits and the journal: the user's property, kept apart from the cache. */
export const LEDGER_2 = `
  -- One act of a person; undone ones wait for redo.
  CREATE TABLE steps (
    place INTEGER PRIMARY KEY,
    batch_id TEXT NOT NULL UNIQUE,
    undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
  ) STRICT;
  CREATE TABLE intents (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    batch_id TEXT NOT NULL,
    data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX intents_batch ON intents (batch_id);
  CREATE TRIGGER intents_sealed BEFORE UPDATE ON intents BEGIN SELECT RAISE(ABORT, 'an intent is sealed'); END;
  CREATE TABLE step_removals (
    batch_id TEXT NOT NULL,
    intent_id TEXT NOT NULL,
    PRIMARY KEY (batch_id, intent_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX step_removals_intent ON step_removals (intent_id);

  CREATE VIEW live_intents AS
    SELECT i.* FROM intents i JOIN steps s ON s.batch_id = i.batch_id AND s.undone = 0
    WHERE NOT EXISTS (SELECT 1 FROM step_removals r JOIN steps rs ON rs.batch_id = r.batch_id AND rs.undone = 0 WHERE r.intent_id = i.id);

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
