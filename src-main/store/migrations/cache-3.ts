/** Version 3 of `cache.db`: the environment of each project. Released; never edited. */
export const CACHE_3 = `
  ALTER TABLE projects ADD COLUMN environment_id INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE projects ADD COLUMN environment TEXT NOT NULL DEFAULT 'dev' CHECK (environment IN ('dev', 'test', 'prod'));
  -- Until now projects were read under the id of the customer alone: those of one environment. All count as not read.
  UPDATE projects SET environment_id = customer_id;
  UPDATE projects SET (environment_id, environment) = (SELECT g.environment_id, g.environment FROM project_grants g
      WHERE g.account_id = projects.account_id AND g.customer_id = projects.customer_id AND g.project_id = projects.id LIMIT 1)
    WHERE EXISTS (SELECT 1 FROM project_grants g WHERE g.account_id = projects.account_id AND g.customer_id = projects.customer_id AND g.project_id = projects.id);
  UPDATE read_states SET last_success = NULL, first_success = NULL WHERE resource IN ('projects', 'grants');
`
