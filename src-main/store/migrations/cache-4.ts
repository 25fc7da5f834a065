/** Version 4 of `cache.db`: which customers changed since when, for who keeps their people in order. */
export const CACHE_4 = `
  -- Grows with each change of a customer, of its people or of their access; customers carry the number of their last one.
  CREATE TABLE row_version (one INTEGER PRIMARY KEY CHECK (one = 1), n INTEGER NOT NULL) STRICT;
  INSERT INTO row_version VALUES (1, 1);
  ALTER TABLE customers ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
  CREATE INDEX customers_by_version ON customers (version);
  CREATE TRIGGER customers_versioned AFTER INSERT ON customers BEGIN
    UPDATE row_version SET n = n + 1;
    UPDATE customers SET version = (SELECT n FROM row_version) WHERE account_id = new.account_id AND id = new.id;
  END;
  CREATE TRIGGER customers_reversioned AFTER UPDATE OF name, external_id, environments, model ON customers
    WHEN old.name <> new.name OR old.external_id IS NOT new.external_id OR old.environments <> new.environments OR old.model <> new.model BEGIN
    UPDATE row_version SET n = n + 1;
    UPDATE customers SET version = (SELECT n FROM row_version) WHERE account_id = new.account_id AND id = new.id;
  END;
  CREATE TRIGGER customers_unversioned AFTER DELETE ON customers BEGIN
    UPDATE row_version SET n = n + 1;
  END;
`
