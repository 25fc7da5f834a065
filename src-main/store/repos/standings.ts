import { environmentType, type EnvironmentType } from '../../contract/access'
import type { AccountId, CustomerId } from '../../contract/ids'
import { accessModel, type AccessModel } from '../../contract/reading'
import type { Db } from '../db'

/** A customer as far as its own reading tells. `version`: another one when its people or what they may do are others; `readAt`: of its members, null: never. */
export interface ListedStanding { readonly id: CustomerId; readonly name: string; readonly externalId: string | null; readonly environments: readonly EnvironmentType[]; readonly people: number | null; readonly model: AccessModel; readonly version: number; readonly readAt: number | null }

interface Stored { id: CustomerId; name: string; external_id: string | null; environments: string; people: number | null; model: string; version: number; read_at: number | null }

const SELECT = `SELECT c.id, c.name, c.external_id, c.environments, c.people, c.model, c.version, s.last_success AS read_at FROM customers c
  LEFT JOIN read_states s ON s.account_id = c.account_id AND s.customer_id = c.id AND s.resource = 'members' WHERE c.account_id = ?`

/** Where customers stand before anything else is known of them. */
export function standingsRepo(db: Db) {
  return {
    /** By name; `ids` null: all of the account. */
    list: (accountId: AccountId, ids: readonly CustomerId[] | null): ListedStanding[] =>
      db.all<Stored>(ids === null ? `${SELECT} ORDER BY c.sort_name, c.id` : `${SELECT} AND c.id IN (SELECT value FROM json_each(?)) ORDER BY c.sort_name, c.id`, ids === null ? [accountId] : [accountId, JSON.stringify(ids)]).map((row) => ({
        id: row.id, name: row.name, externalId: row.external_id, environments: environmentType.array().parse(JSON.parse(row.environments)), people: row.people, model: accessModel.parse(row.model), version: row.version, readAt: row.read_at,
      })),
  }
}
