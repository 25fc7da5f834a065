/** Version 3 of `cache.db`: the environment of each project, an index of the texts of customers. Released; never edited. */
export const CACHE_3 = `
  ALTER TABLE projects ADD COLUMN environment_id INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE projects ADD COLUMN environment TEXT NOT NULL DEFAULT 'dev' CHECK (environment IN ('dev', 'test', 'prod'));
  -- Until now projects were read under the id of the customer alone: those of one environment. All count as not read.
  UPDATE projects SET environment_id = customer_id;
  UPDATE projects SET (environment_id, environment) = (SELECT g.environment_id, g.environment FROM project_grants g
      WHERE g.account_id = projects.account_id AND g.customer_id = projects.customer_id AND g.project_id = projects.id LIMIT 1)
    WHERE EXISTS (SELECT 1 FROM project_grants g WHERE g.account_id = projects.account_id AND g.customer_id = projects.customer_id AND g.project_id = projects.id);
  UPDATE read_states SET last_success = NULL, first_success = NULL WHERE resource IN ('projects', 'grants');
  -- An id of their own: the one that SQLite gives to rows may change when the file is tidied up.
  ALTER TABLE customers ADD COLUMN search_id INTEGER;
  UPDATE customers SET search_id = rowid;
  CREATE UNIQUE INDEX customers_by_search_id ON customers (search_id);
  -- Case and accents are folded before the text comes here.
  CREATE VIRTUAL TABLE customers_search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1');
  INSERT INTO customers_search (rowid, text) SELECT search_id, search FROM customers;
  CREATE TRIGGER customers_added AFTER INSERT ON customers BEGIN
    UPDATE customers SET search_id = (SELECT coalesce(max(search_id), 0) + 1 FROM customers) WHERE account_id = new.account_id AND id = new.id;
    INSERT INTO customers_search (rowid, text) SELECT search_id, search FROM customers WHERE account_id = new.account_id AND id = new.id;
  END;
  CREATE TRIGGER customers_renamed AFTER UPDATE OF search ON customers WHEN old.search <> new.search BEGIN
    DELETE FROM customers_search WHERE rowid = old.search_id;
    INSERT INTO customers_search (rowid, text) VALUES (new.search_id, new.search);
  END;
  CREATE TRIGGER customers_removed AFTER DELETE ON customers BEGIN
    DELETE FROM customers_search WHERE rowid = old.search_id;
  END;
`
