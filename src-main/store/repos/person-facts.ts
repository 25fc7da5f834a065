import { accountId as accountIdSchema, type AccountId } from '../../contract/ids'
import type { Db } from '../db'

/** What a row of the people list shows besides what is kept with the person. `lastActivityAt` is UTC ms. */
export interface PersonFacts {
  readonly accounts: readonly AccountId[]
  /** Customers in which the person has a role in PROD. */
  readonly prodCustomers: number
  readonly manager: boolean
  readonly lastActivityAt: number | null
  /** The most productive environment in which the person's highest role is held. */
  readonly highestIn: 'dev' | 'test' | 'prod' | null
}

interface Stored { email_key: string; accounts: string; prod: number; manager: number; last_activity_at: number | null; highest: number | null }
const ENVIRONMENTS = ['dev', 'test', 'prod'] as const

const FACTS = `
  SELECT p.email_key, group_concat(DISTINCT m.account_id) AS accounts, max(m.kind = 'manager') AS manager, max(m.last_activity_at) AS last_activity_at,
    count(DISTINCT CASE WHEN r.environment = 'prod' AND r.role_name IS NOT NULL THEN m.account_id || '/' || m.customer_id END) AS prod,
    max(CASE WHEN r.role_name = p.access THEN CASE r.environment WHEN 'prod' THEN 2 WHEN 'test' THEN 1 ELSE 0 END END) AS highest
  FROM people p JOIN members m ON m.person_id = p.id
  LEFT JOIN member_roles r ON r.account_id = m.account_id AND r.customer_id = m.customer_id AND r.member_id = m.id
  WHERE p.email_key IN (:keys) GROUP BY p.id`

/** Facts of the people of one window, from their memberships. */
export function personFactsRepo(db: Db) {
  return {
    /** By key of the person; at most 200 keys. */
    of: (keys: readonly string[]): ReadonlyMap<string, PersonFacts> => {
      if (keys.length === 0) return new Map()
      const rows = db.all<Stored>(FACTS.replace(':keys', keys.map(() => '?').join(', ')), keys)
      return new Map(rows.map((row) => [row.email_key, {
        accounts: row.accounts.split(',').map((id) => accountIdSchema.parse(id)).sort(), prodCustomers: row.prod, manager: row.manager === 1, lastActivityAt: row.last_activity_at,
        highestIn: row.highest === null ? null : (ENVIRONMENTS[row.highest] ?? null),
      }]))
    },
  }
}
