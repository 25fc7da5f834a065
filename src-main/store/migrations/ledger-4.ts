/** Version 4 of `ledger.db`: views that the person has saved, of any grid. Like settings they belong to this computer, not to an account. */
export const LEDGER_4 = `
  CREATE TABLE views (
    id TEXT PRIMARY KEY,
    grid TEXT NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (grid, name)
  ) STRICT;
`
