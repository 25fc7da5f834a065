import { connection, recipe, type Connection, type Recipe } from '../../contract/access'
import type { AccountId, CustomerId } from '../../contract/ids'
import { customerList } from '../customer-list'
import type { Db } from '../db'
import { customerExists, markRead } from '../read-state'

interface StoredConnection {
  id: string; name: string | null; provider: string; authorization_status: string | null; authorized_at: number | null; created_at: number | null
  updated_at: number | null; lost_at: number | null; lost_reason: string | null
}

/** Recipes of a customer in numbers. `fetchedAt` is UTC ms. */
export interface RecipeCounts {
  readonly recipes: number
  readonly running: number
  readonly succeededJobs: number
  readonly failedJobs: number
  /** Recipes with failed jobs, the most first, at most 20. */
  readonly troubled: readonly Recipe[]
  readonly fetchedAt: number
}
const TROUBLED = 20

const SAVE_COUNTS = `
  INSERT INTO recipe_counts (account_id, customer_id, recipes, running, succeeded_jobs, failed_jobs, troubled, generation, fetched_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (account_id, customer_id) DO UPDATE SET recipes = excluded.recipes, running = excluded.running, succeeded_jobs = excluded.succeeded_jobs,
    failed_jobs = excluded.failed_jobs, troubled = excluded.troubled, generation = excluded.generation, fetched_at = excluded.fetched_at`

/** Connections of customers, and their recipes in numbers. */
export function connectionsRepo(db: Db) {
  return {
    replaceConnections: customerList<Connection>(
      db, {
        table: 'connections', resource: 'connections', label: 'provider',
        columns: ['name', 'provider', 'authorization_status', 'authorized_at', 'created_at', 'updated_at', 'lost_at', 'lost_reason'],
      },
      (one) => ({
        id: one.id, name: one.name, provider: one.provider, authorization_status: one.authorizationStatus, authorized_at: one.authorizedAt, created_at: one.createdAt,
        updated_at: one.updatedAt, lost_at: one.lostAt, lost_reason: one.lostReason,
      }),
    ),
    connections: (accountId: AccountId, customerId: CustomerId): Connection[] =>
      db.all<StoredConnection>('SELECT * FROM connections WHERE account_id = ? AND customer_id = ? ORDER BY provider, name, id', [accountId, customerId]).map(toConnection),
    /** Sums up all recipes of a customer; nothing happens for a customer that is no longer there. */
    saveRecipes: (accountId: AccountId, customerId: CustomerId, recipes: readonly Recipe[], now: number): void =>
      db.transaction(() => {
        if (!customerExists(db, accountId, customerId)) return
        const generation = markRead(db, accountId, 'recipes', customerId, recipes.length, now)
        const sum = (of: (recipe: Recipe) => number | null): number => recipes.reduce((total, recipe) => total + (of(recipe) ?? 0), 0)
        db.run(SAVE_COUNTS, [
          accountId, customerId, recipes.length, recipes.filter(({ running }) => running).length, sum((one) => one.succeededJobs), sum((one) => one.failedJobs), JSON.stringify(troubledOf(recipes)), generation, now,
        ])
      }),
    /** Null: not read yet. */
    recipeCounts: (accountId: AccountId, customerId: CustomerId): RecipeCounts | null => {
      const row = db.get<Omit<RecipeCounts, 'troubled'> & { readonly troubled: string }>(
        `SELECT recipes, running, succeeded_jobs AS succeededJobs, failed_jobs AS failedJobs, troubled, fetched_at AS fetchedAt FROM recipe_counts WHERE account_id = ? AND customer_id = ?`,
        [accountId, customerId],
      )
      return row === undefined ? null : { ...row, troubled: recipe.array().parse(JSON.parse(row.troubled)) }
    },
  }
}

function troubledOf(recipes: readonly Recipe[]): Recipe[] {
  return recipes.filter(({ failedJobs }) => (failedJobs ?? 0) > 0).toSorted((a, b) => (b.failedJobs ?? 0) - (a.failedJobs ?? 0)).slice(0, TROUBLED)
}

function toConnection(row: StoredConnection): Connection {
  return connection.parse({
    id: row.id, name: row.name, provider: row.provider, authorizationStatus: row.authorization_status, authorizedAt: row.authorized_at, createdAt: row.created_at,
    updatedAt: row.updated_at, lostAt: row.lost_at, lostReason: row.lost_reason,
  })
}
