import { roleKind, type RoleKind } from '../../contract/access'
import type { RoleScope } from '../../contract/admin-intents'
import type { AccountId, CustomerId } from '../../contract/ids'
import { searchWords } from '../../domain/fold'
import { customerKey } from '../../domain/matrix/rows'
import type { Db, SqlValue } from '../db'
import type { TaggedCustomer } from './tags'

/** Where roles are looked for; `customers` null: in all of the accounts, which are all when none is named. */
export interface RoleQuery { readonly scope: RoleScope; readonly accounts: readonly AccountId[]; readonly customers: readonly TaggedCustomer[] | null }
/** All roles of one name; see the contract. */
export interface RolesOfName { readonly name: string; readonly customers: number; readonly holders: number; readonly kinds: RoleKind[]; readonly variants: number; readonly unread: number }
/** One role of a customer. */
export interface RoleOfCustomer extends TaggedCustomer { readonly id: string; readonly customer: string; readonly name: string; readonly kind: RoleKind; readonly config: Readonly<Record<string, unknown>> | null }
/** A role of a name in one customer; see the contract. */
export interface RoleInCustomer extends TaggedCustomer { readonly id: string; readonly customer: string; readonly kind: RoleKind; readonly members: number | null; readonly variant: number | null }
/** Somebody who holds a role somewhere. */
export interface HolderRow extends TaggedCustomer { readonly customer: string; readonly kind: 'member' | 'group'; readonly id: string; readonly name: string; readonly email: string | null; readonly environment: 'dev' | 'test' | 'prod'; readonly project: string | null }

const TABLE = { environment: 'environment_roles', project: 'project_roles' } as const
/** The text of a config as it was read; two that differ in the order of keys only are told apart here, and not where they are compared. */
const GROUPED = `r.name, count(DISTINCT r.account_id || '/' || r.customer_id) AS customers, coalesce(sum(r.members_count), 0) AS holders, json_group_array(DISTINCT r.kind) AS kinds,
  count(DISTINCT r.config) AS variants, count(*) - count(r.config) AS unread`
const WITH_CUSTOMER = 'JOIN customers c ON c.account_id = r.account_id AND c.id = r.customer_id'

/** Roles over customers. */
export function roleCatalogRepo(db: Db) {
  return {
    /** One window by name. */
    byName: (query: RoleQuery, { search, kinds, differing, offset, limit }: { readonly search: string; readonly kinds: readonly RoleKind[]; readonly differing: boolean; readonly offset: number; readonly limit: number }): { rows: RolesOfName[]; matched: number } => {
      const where = condition(query)
      const from = `FROM ${TABLE[query.scope]} r WHERE ${where.sql} AND (? = '' OR instr(lower(r.name), lower(?)) > 0) AND (? = 0 OR r.kind IN (SELECT value FROM json_each(?))) GROUP BY r.name ${differing ? 'HAVING variants > 1' : ''}`
      const params = [...where.params, search, search, kinds.length, JSON.stringify(kinds)]
      const rows = db.all<Omit<RolesOfName, 'kinds'> & { kinds: string }>(`SELECT ${GROUPED} ${from} ORDER BY r.name LIMIT ? OFFSET ?`, [...params, limit, offset])
      const matched = db.get<{ n: number }>(`SELECT count(*) AS n FROM (SELECT count(DISTINCT r.config) AS variants ${from})`, params)?.n ?? 0
      return { rows: rows.map(({ kinds, ...row }) => ({ ...row, kinds: roleKind.array().parse(JSON.parse(kinds)) })), matched }
    },
    /** Roles of one name, by customer. */
    named: (query: RoleQuery, name: string, limit: number): { roles: RoleOfCustomer[]; matched: number } => {
      const where = condition(query)
      const from = `FROM ${TABLE[query.scope]} r ${WITH_CUSTOMER} WHERE ${where.sql} AND r.name = ?`
      return { roles: read(db, `${from} ORDER BY r.account_id, c.sort_name, c.id LIMIT ?`, [...where.params, name, limit]), matched: db.get<{ n: number }>(`SELECT count(*) AS n ${from}`, [...where.params, name])?.n ?? 0 }
    },
    /** One window of the customers that have a role of the name, by customer, with the number of its privileges among those of all of them. */
    customers: (query: RoleQuery, { name, search, offset, limit }: { readonly name: string; readonly search: string; readonly offset: number; readonly limit: number }): { rows: RoleInCustomer[]; matched: number } => {
      const where = condition(query)
      const from = `FROM ${TABLE[query.scope]} r ${WITH_CUSTOMER} WHERE ${where.sql} AND r.name = ?`
      const variants = db.all<{ config: string }>(`SELECT r.config, count(*) AS n ${from} AND r.config IS NOT NULL GROUP BY r.config ORDER BY n DESC, r.config`, [...where.params, name]).map(({ config }) => config)
      const words = searchWords(search)
      const wanted = `${from}${holding(words)}`
      const params = [...where.params, name, ...words]
      const rows = db.all<{ accountId: AccountId; customerId: CustomerId; id: string; customer: string; kind: string; members: number | null; config: string | null }>(
        `SELECT r.account_id AS accountId, r.customer_id AS customerId, r.id, c.name AS customer, r.kind, r.members_count AS members, r.config ${wanted} ORDER BY r.account_id, c.sort_name, c.id LIMIT ? OFFSET ?`, [...params, limit, offset],
      ).map(({ kind, config, ...row }) => ({ ...row, kind: roleKind.parse(kind), variant: config === null ? null : variants.indexOf(config) + 1 }))
      return { rows, matched: db.get<{ n: number }>(`SELECT count(*) AS n ${wanted}`, params)?.n ?? 0 }
    },
    /** One window of customers, whatever roles they have. */
    places: (query: RoleQuery, { search, offset, limit }: { readonly search: string; readonly offset: number; readonly limit: number }): { rows: (TaggedCustomer & { readonly customer: string })[]; matched: number } => {
      const where = condition(query, 'c.account_id', 'c.id')
      const words = searchWords(search)
      const from = `FROM customers c WHERE ${where.sql}${holding(words)}`
      return {
        rows: db.all(`SELECT c.account_id AS accountId, c.id AS customerId, c.name AS customer ${from} ORDER BY c.account_id, c.sort_name, c.id LIMIT ? OFFSET ?`, [...where.params, ...words, limit, offset]),
        matched: db.get<{ n: number }>(`SELECT count(*) AS n ${from}`, [...where.params, ...words])?.n ?? 0,
      }
    },
    /** One role of each name whose privileges were read nowhere. */
    unreadNames: (query: RoleQuery, limit: number): RoleOfCustomer[] => {
      const where = condition(query)
      const table = TABLE[query.scope]
      return read(db, `FROM (SELECT name, min(account_id || '/' || customer_id || '/' || id) AS first FROM ${table} r WHERE ${where.sql} GROUP BY name HAVING count(config) = 0) f JOIN ${table} r ON r.account_id || '/' || r.customer_id || '/' || r.id = f.first ${WITH_CUSTOMER} ORDER BY r.name LIMIT ?`, [...where.params, limit])
    },
    /** Every different set of privileges that was read. */
    configs: (query: RoleQuery): Readonly<Record<string, unknown>>[] => {
      const where = condition(query)
      return db.all<{ config: string }>(`SELECT DISTINCT r.config FROM ${TABLE[query.scope]} r WHERE ${where.sql} AND r.config IS NOT NULL`, where.params).map(({ config }) => JSON.parse(config) as Record<string, unknown>)
    },
    one: (scope: RoleScope, { accountId, customerId }: TaggedCustomer, id: string): RoleOfCustomer | null =>
      read(db, `FROM ${TABLE[scope]} r ${WITH_CUSTOMER} WHERE r.account_id = ? AND r.customer_id = ? AND r.id = ?`, [accountId, customerId, id])[0] ?? null,
    /** One window of who holds a role of the name, by customer and name. */
    holders: (query: RoleQuery, name: string, offset: number, limit: number): { rows: HolderRow[]; matched: number } => {
      const where = condition(query)
      const from = query.scope === 'environment'
        ? `FROM member_roles r ${WITH_CUSTOMER} JOIN members m ON m.account_id = r.account_id AND m.customer_id = r.customer_id AND m.id = r.member_id WHERE ${where.sql} AND r.role_name = ? AND r.role_type = 'environment'`
        : `FROM project_grants r ${WITH_CUSTOMER} WHERE ${where.sql} AND r.role_name = ?`
      const columns = query.scope === 'environment'
        ? "'member' AS kind, CAST(m.id AS TEXT) AS id, m.name AS name, m.email AS email, r.environment AS environment, NULL AS project"
        : "CASE r.assignee_kind WHEN 'user' THEN 'member' ELSE 'group' END AS kind, r.assignee_id AS id, r.assignee_name AS name, r.assignee_email AS email, r.environment AS environment, r.project_name AS project"
      return {
        rows: db.all(`SELECT r.account_id AS accountId, r.customer_id AS customerId, c.name AS customer, ${columns} ${from} ORDER BY r.account_id, c.sort_name, c.id, 6, 5, 8, 9 LIMIT ? OFFSET ?`, [...where.params, name, limit, offset]),
        matched: db.get<{ n: number }>(`SELECT count(*) AS n ${from}`, [...where.params, name])?.n ?? 0,
      }
    },
  }
}

function read(db: Db, from: string, params: readonly SqlValue[]): RoleOfCustomer[] {
  return db.all<{ accountId: AccountId; customerId: CustomerId; id: string; customer: string; name: string; kind: string; config: string | null }>(
    `SELECT r.account_id AS accountId, r.customer_id AS customerId, r.id, c.name AS customer, r.name, r.kind, r.config ${from}`, params,
  ).map(({ kind, config, ...row }) => ({ ...row, kind: roleKind.parse(kind), config: config === null ? null : (JSON.parse(config) as Record<string, unknown>) }))
}

/** Each of the words stands in the name or the external ID of a customer. */
const holding = (words: readonly string[]): string => words.map(() => ' AND instr(c.search, ?) > 0').join('')

function condition({ accounts, customers }: RoleQuery, account = 'r.account_id', customer = 'r.customer_id'): { readonly sql: string; readonly params: readonly SqlValue[] } {
  if (customers !== null) {
    return { sql: `${account} || '/' || ${customer} IN (SELECT value FROM json_each(?))`, params: [JSON.stringify(customers.map(({ accountId, customerId }) => customerKey(accountId, customerId)))] }
  }
  return { sql: `(? = 0 OR ${account} IN (SELECT value FROM json_each(?)))`, params: [accounts.length, JSON.stringify(accounts)] }
}
