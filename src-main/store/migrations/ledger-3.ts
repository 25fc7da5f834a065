/** Version 3 of `ledger.db`: what became of a target is found by its key. */
export const LEDGER_3 = `
  CREATE INDEX job_steps_key ON job_steps (account_id, key);
`
